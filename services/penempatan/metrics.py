"""What an operator watches; every other number comes with messaging and HTTP."""

from prometheus_client import Counter

DITEMPATKAN = Counter("penempatan_kelompok_ditempatkan_total", "Kelompok placed by this process.")
DIKOREKSI = Counter("penempatan_koreksi_berlaku_total", "Corrections of placed kelompok put in force by this process.")
TERTAHAN = Counter(
    "penempatan_kelompok_tertahan_total",
    "Looks at a kelompok that had to be held back; rising for ten minutes without lag on the topics calls for a person.",
    ["sebab"],
)
