"""Posts of a PPPK season of our own making: teachers, health workers and technical officers, as the agencies of the CPNS season seek them.

The agencies are exactly those of the CPNS season of the same seed and size. The code of an agency follows from all agencies that an
installation knows, so a season of others would give other participant numbers beside a CPNS season than alone.
"""

from hashlib import sha256
from itertools import accumulate

from deploy.gladi.invented.draws import Draws
from deploy.gladi.invented.formasi import Lowong, berkas, kuota, nama_instansi, semua_lowong
from deploy.gladi.invented.names import nama_tempat
from deploy.gladi.invented.ragam import Jenis, ragam_jenis

_LABEL = ("UMUM", "PENYANDANG DISABILITAS")
_BOBOT_LABEL = (0.95, 1.0)

# Jabatan with the level that it asks for; one of three kinds in equal parts.
_GURU = tuple(
    (f"GURU {apa} AHLI PERTAMA", "S-1/Sarjana", "S-1 PENDIDIKAN")
    for apa in ("KELAS SD", "KELAS TK", "MATEMATIKA SMP", "BAHASA INDONESIA SMP", "BAHASA INGGRIS SMP", "IPA SMP", "TIK SMP")
)
_KESEHATAN = (
    ("APOTEKER AHLI PERTAMA", "S-1/Sarjana", "S-1 FARMASI"),
    ("BIDAN TERAMPIL", "Diploma III/Sarjana Muda", "D-III KEBIDANAN"),
    ("PERAWAT AHLI PERTAMA", "S-1/Sarjana", "S-1 KEPERAWATAN"),
    ("PERAWAT TERAMPIL", "Diploma III/Sarjana Muda", "D-III KEPERAWATAN"),
)
_TEKNIS = (
    *(
        ("ARSIPARIS TERAMPIL", "Diploma III/Sarjana Muda", "D-III ARSIP"),
        ("PENYULUH PERTANIAN AHLI PERTAMA", "S-1/Sarjana", "S-1 PERTANIAN"),
    ),
    *(("OPERATOR LAYANAN OPERASIONAL", "SLTA", "SLTA"), ("PRANATA KOMPUTER AHLI PERTAMA", "S-1/Sarjana", "S-1 INFORMATIKA")),
    *(("PENATA LAYANAN OPERASIONAL", "S-1/Sarjana", "S-1 MANAJEMEN"), ("PENGELOLA UMUM OPERASIONAL", "SLTA", "SLTA")),
)
_JABATAN = (_GURU, _KESEHATAN, _TEKNIS)
_CABANG = ("UMUM", "TERAPAN", "KOMUNITAS", "DAERAH", "TERPADU", "DASAR")


def _lowong(seed: int, nomor: int, instansi: int) -> Lowong:
    draws = Draws(seed, "formasi", nomor)
    urutan = nomor - ragam_jenis(Jenis.PPPK).formasi_pertama
    label = _LABEL[urutan] if urutan < len(_LABEL) else _LABEL[draws.weighted(_BOBOT_LABEL)]
    jabatan, jenjang, studi = draws.choose(draws.choose(_JABATAN))
    cabang = [*_CABANG]
    draws.shuffle(cabang)
    banyak_studi = min(len(cabang), round(draws.pareto(1.0)))
    gaji = draws.integer(20, 32) * 100_000
    kepala = (
        sha256(f"{seed}/formasi/{nomor}".encode()).hexdigest()[:24],
        nama_instansi(seed, instansi),
        Jenis.PPPK,
        label,
        jabatan,
        f"{nama_instansi(seed, instansi).upper()} | DINAS {nama_tempat(draws).upper()} | UPT {draws.integer(1, 40)}",
        str(kuota(draws)),
        "1" if draws.chance(0.61) else "0",
        str(gaji),
        str(gaji + draws.integer(0, 25) * 100_000),
    )
    return Lowong(kepala, tuple((jenjang, f"{studi} {satu}") for satu in sorted(cabang[:banyak_studi])), instansi, "")


def berkas_formasi_pppk(seed: int, banyak: int, *, shuffle_seed: int = 0, banyak_berkas: int = 4) -> dict[str, bytes]:
    """Files of `banyak` formations of a PPPK season, or of one for each agency where these are more; see `berkas_formasi`."""
    kursi: dict[int, int] = {}
    for satu in semua_lowong(seed, banyak):
        kursi[satu.instansi] = kursi.get(satu.instansi, 0) + 1
    instansi = sorted(kursi)
    daya = list(accumulate(float(kursi[satu]) for satu in instansi))
    awal = ragam_jenis(Jenis.PPPK).formasi_pertama

    def milik(urutan: int) -> int:
        """Every agency has a post; the others go where the CPNS season has many."""
        return instansi[urutan if urutan < len(instansi) else Draws(seed, "instansi-formasi", awal + urutan).weighted(daya)]

    semua = [_lowong(seed, awal + urutan, milik(urutan)) for urutan in range(max(banyak, len(instansi)))]
    return berkas(semua, "formasi-pppk", shuffle_seed=shuffle_seed, banyak_berkas=banyak_berkas)
