"""The one metric of scoring; every other number comes with messaging and HTTP."""

from prometheus_client import Counter

TERTAHAN = Counter(
    "penilaian_kelompok_tertahan_total",
    "Looks at a closed kelompok that had to be held back; any rise calls for a person.",
    ["tahap", "sebab"],
)
