"""The parts of an archive: from which door each comes, and the columns that it keeps. What stands in no column is not archived."""

from collections.abc import Mapping
from typing import NamedTuple


class Bagian(NamedTuple):
    """One part: the door that gives it, as NDJSON, and its columns."""

    nama: str
    layanan: str
    jalan: str
    kolom: tuple[str, ...]


# The text of the rule set comes from the door that says the season, and is the one part that is no list of a door.
ATURAN = "aturan"

# What the digest of a season takes of a result, by its kind.
NILAI: Mapping[str, tuple[str, ...]] = {
    "CPNS": (
        *("peserta", "formasi", "kelompok", "hasil_skd", "twk", "tiu", "tkp", "skd", "status_skb", "nilai_skb", "skor_skd", "skor_skb"),
        *("nilai_akhir", "peringkat", "peringkat_kelompok", "alasan"),
    ),
    "PPPK": (
        *("peserta", "formasi", "kelompok", "kehadiran", "teknis", "manajerial_sosiokultural", "wawancara", "total", "memenuhi_ambang"),
        *("peringkat", "peringkat_kelompok", "seri", "alasan"),
    ),
}

# Parts with a participant in each line come in the order of the numbers: the digest of the season is merged from three of them.
BAGIAN = (
    Bagian(
        "formasi",
        "pendaftaran",
        "/v1/formasi.ndjson",
        (
            *("formasi", "kelompok", "kode_instansi", "instansi", "kode_jabatan", "jabatan", "unit", "jenis_pengadaan"),
            *("jenis_kebutuhan", "kualifikasi", "kuota", "grup", "versi"),
        ),
    ),
    Bagian("tms", "pendaftaran", "/v1/arsip/tms.ndjson", ("formasi", "tms", "banyak")),
    Bagian(
        "peserta",
        "penilaian",
        "/v1/arsip/peserta.ndjson",
        (
            *("peserta", "formasi", "kelompok", "kualifikasi", "kesediaan", "urutan_usia", "urutan_ijazah", "skala_ipk"),
            *("kehadiran", "tahun_asal", "daftar_panselnas", "urutan_panselnas", "bagian_skb"),
        ),
    ),
    Bagian("bagian", "penilaian", "/v1/arsip/bagian.ndjson", ("kelompok", "formasi", "bagian", "pengumuman", "persetujuan")),
    Bagian(
        "hasil",
        "penilaian",
        "/v1/hasil.ndjson",
        (
            *("peserta", "formasi", "kelompok", "hasil_skd", "kode_skd", "urutan_skd", "twk", "tiu", "tkp", "skd", "memenuhi_ambang_umum"),
            *("status_skb", "nilai_skb", "skd_100", "skor_skd", "skor_skb", "nilai_akhir", "peringkat", "peringkat_kelompok", "seri"),
            "alasan",
        ),
    ),
    Bagian(
        "versi",
        "penilaian",
        "/v1/arsip/versi.ndjson",
        ("kelompok", "versi", "sha256", "sha256_sebelumnya", "alasan", "sumber", "ubahan", "masuk", "kehilangan"),
    ),
    Bagian(
        "versi_lama",
        "penilaian",
        "/v1/arsip/versi-lama.ndjson",
        (
            *("kelompok", "versi", "peserta", "formasi", "hasil_skd", "status_skb", "nilai_akhir", "peringkat", "peringkat_kelompok"),
            *("seri", "urutan_panselnas"),
        ),
    ),
    Bagian(
        "sanggah",
        "penilaian",
        "/v1/sanggah/arsip.ndjson",
        ("nomor", "kelompok", "peserta", "tahap", "pokok", "versi_hasil", "diterima_pada", "putusan", "alasan", "dijawab_pada", "versi"),
    ),
    Bagian("kelompok", "penempatan", "/v1/arsip/kelompok.ndjson", ("kelompok", "versi", "mode", "aturan", "aturan_versi")),
    Bagian(
        "penempatan",
        "penempatan",
        "/v1/hasil.ndjson",
        (
            *("peserta", "kelompok", "formasi_asal", "hasil", "rute", "kode", "formasi_tujuan", "kursi", "tahap", "peringkat"),
            *("nilai_akhir", "mundur", "versi", "alasan"),
        ),
    ),
    Bagian("kursi", "penempatan", "/v1/kursi.ndjson", ("kursi", "kelompok", "formasi", "nomor", "status", "peserta", "pendahulu")),
    Bagian("pengunduran", "penempatan", "/v1/arsip/pengunduran.ndjson", ("kelompok", "urutan", "peserta", "kursi", "dapat_diganti")),
    Bagian("koreksi", "penempatan", "/v1/arsip/koreksi.ndjson", ("kelompok", "versi", "versi_sebelumnya", "alasan", "sumber", "selisih")),
    Bagian(
        "kepegawaian",
        "kepegawaian",
        "/v1/hasil.ndjson",
        ("peserta", "kelompok", "formasi", "kursi", "status", "langkah", "nip_terbit", "nip_batal"),
    ),
)
# What differs where the season is one of PPPK: one test in points, no parts that an agency announces.
_PPPK = (
    Bagian(
        "peserta",
        "penilaian",
        "/v1/arsip/peserta.ndjson",
        (
            *("peserta", "formasi", "kelompok", "kualifikasi", "kesediaan", "urutan_usia", "afirmasi", "teknis_dijawab"),
            *("daftar_panselnas", "urutan_panselnas"),
        ),
    ),
    Bagian("hasil", "penilaian", "/v1/hasil.ndjson", NILAI["PPPK"]),
    Bagian(
        "versi_lama",
        "penilaian",
        "/v1/arsip/versi-lama.ndjson",
        (
            *("kelompok", "versi", "peserta", "formasi", "kehadiran", "teknis", "manajerial_sosiokultural", "wawancara", "total"),
            *("memenuhi_ambang", "peringkat", "peringkat_kelompok", "seri", "urutan_panselnas"),
        ),
    ),
)


def bagian_musim(jenis: str) -> tuple[Bagian, ...]:
    """The parts of an archive of a season of that kind, CPNS or PPPK, in their order."""
    lain = {satu.nama: satu for satu in _PPPK}
    return tuple(lain.get(satu.nama, satu) for satu in BAGIAN if satu.nama != "bagian") if jenis == "PPPK" else BAGIAN
