"""The report in Markdown: figures, then how they were taken."""

import os
import platform
from collections.abc import Sequence
from dataclasses import dataclass
from importlib.metadata import version
from statistics import median

from tests.bench.nasional.alur import ATURAN, TAHAP, Jalan
from tests.bench.nasional.bangsa import Bangsa
from tests.bench.nasional.pembanding import HasilBanding

RASIO, DETIK, GIB, TUMBUH = 2.0, 60, 6, 4.4

METHOD = """
**The nation** is drawn from a seed (`tests/bench/nasional/bangsa.py`). A post is a formation with at least one seat. What draws
applicants to a post, and seats, is Pareto with exponent 1.5; the sizes of kelompok follow a power law of which the largest holds about
1.3 % of all posts (1.5 % in the published catalogue of 2024). Need types and numbers of accepted studies have the shares of that
catalogue. One applicant in eight is absent, 3 % bring the SKD of 2023, 5 % of those called do not finish the SKB. A quarter of the nation
has the same shape, with kelompok a quarter as large.

**The chain** starts from tables in memory, in the order of the kelompok and of the participant numbers, as a database hands them over by
index; reading and writing a database and the bus are not in it (`docs/bench/messaging.md` measures these). Every process takes ranges of
kelompok one after another: passing grade and cut-off for everybody, reasons; integration and both rankings for those called, reasons;
then for every kelompok the check of the input, own seats and filling as decreed, and the check of the result. Scoring is
`services.penilaian.massal`; placing, filling and checking are the code that the service runs (`services.penempatan.domain`). Every reason
is made as the value that goes into the event, turned into JSON, counted by code and taken into one SHA-256 with every decision and every
seat; nothing is dropped unread. The clock runs from before the processes start to the last digest; the cyclic garbage collector of the
processes runs seldom. A round is the whole nation between two runs of the quarter, and growth is the whole against the mean of these two.

**Memory** is the resident memory of all processes together, sampled every 50 ms; a page that processes share is counted once for each of
them, the tables of both nations therefore three times: an upper bound.

**The ranking alone** is timed on one process of ours against DuckDB on two threads, in turn, on one table that both have in their own
format: everybody with a final score, rank in the formation and in the kelompok. Ours also says how many share a rank, which criterion
parted them, and where GPA was passed over. DuckDB runs the plain window function, which compares GPA with diploma means; the statement
that says what the law says is run once, untimed, and every rank has to be equal.

**The domain** decides a random sample of kelompok once more; every decision, rank and reason has to be equal, or there is no report. The
same holds for a property of `docs/verifikasi.md` that does not hold. Ratios carry over to other machines, seconds do not.
"""


@dataclass(frozen=True, slots=True)
class Putaran:
    """One round of the chain: on a quarter, on the whole, on the quarter again."""

    sebelum: Jalan
    penuh: Jalan
    sesudah: Jalan

    @property
    def tumbuh(self) -> float:
        """The whole as a multiple of the quarter, on the clock."""
        return 2 * self.penuh.detik / (self.sebelum.detik + self.sesudah.detik)

    @property
    def tumbuh_prosesor(self) -> float:
        """The same in processor time."""
        return 2 * self.penuh.catatan.prosesor / (self.sebelum.catatan.prosesor + self.sesudah.catatan.prosesor)


@dataclass(frozen=True, slots=True)
class Temuan:
    """Everything measured: the nation, the ranking alone, and the chain in rounds."""

    bangsa: Bangsa
    banding: HasilBanding
    jalan: Sequence[Putaran]
    contoh: int
    proses: int
    seed: int


def susun_laporan(t: Temuan) -> str:
    """The whole report."""
    penuh = _tengah([satu.penuh for satu in t.jalan])
    seperempat = _tengah([jalan for satu in t.jalan for jalan in (satu.sebelum, satu.sesudah)])
    catatan = penuh.catatan
    kursi = int(t.bangsa.formasi.kuota.sum())
    kelompok = len(t.bangsa.awal_formasi) - 1
    lines = [
        "# The rules at national size",
        "",
        f"{t.bangsa.pelamar:,} applicants, {len(t.bangsa.unit):,} posts with {kursi:,} seats in {kelompok:,} kelompok,",
        f"{catatan.hasil['SKB']:,} called to the SKB; rule set {ATURAN}, seed {t.seed}; {t.proses} processes on {os.cpu_count()} cores,",
        f"Python {platform.python_version()}, numpy {version('numpy')}, DuckDB {version('duckdb')}.",
        "",
        "| what | measured | wanted |",
        "|---|---|---|",
        *_ukuran(t),
        f"| Ranks that differ from DuckDB's by the statement that says what the law says | 0 of {2 * t.banding.baris:,} | 0 |",
        f"| People of whom the domain, asked again, says otherwise | 0 of {t.contoh:,} | 0 |",
        f"| Properties that do not hold | {catatan.pelanggaran} | 0 |",
        "",
        f"The plain window function, which compares GPA with diploma means, ranks {t.banding.lain:,} people otherwise than the law.",
        "",
        "## Where the time goes",
        "",
        f"Seconds of processor time by stage, summed over the processes; {catatan.prosesor:.1f} s together:",
        "",
        "| stage | whole | quarter |",
        "|---|---|---|",
        *(f"| {tahap} | {catatan.detik[tahap]:.2f} | {seperempat.catatan.detik[tahap]:.2f} |" for tahap in TAHAP),
        "",
        "## What came of it",
        "",
        f"{catatan.alasan.total():,} reasons; SHA-256 of all reasons, decisions and seats `{catatan.sidik.hex()}`.",
        "",
        "| code | people | | seats | number |",
        "|---|---|---|---|---|",
        *_hasil(penuh),
        "",
        "| reason | number |",
        "|---|---|",
        *(f"| `{kode}` | {banyak:,} |" for kode, banyak in sorted(catatan.alasan.items(), key=lambda satu: (-satu[1], satu[0]))),
        "",
        "## Method",
        "",
        *METHOD.strip().splitlines(),
        "",
    ]
    return "\n".join(lines)


def _ukuran(t: Temuan) -> list[str]:
    kita, duckdb = (median(satu) for satu in zip(*((putaran.kita, putaran.duckdb) for putaran in t.banding.putaran), strict=True))
    penuh = [satu.penuh for satu in t.jalan]
    seperempat = [jalan.detik for satu in t.jalan for jalan in (satu.sebelum, satu.sesudah)]
    memori = max(jalan.memori for jalan in penuh) / 2**30
    sendiri = f"Ranking alone, {t.banding.baris:,} people, as a multiple of DuckDB's window function"
    semua = "Cut-off, integration, ranking, own seats, filling, verification and reasons together"
    rasio = _sebaran([putaran.rasio for putaran in t.banding.putaran], 2)
    return [
        f"| {sendiri} | {rasio}; {kita:.2f} s against {duckdb:.2f} s | at most {RASIO:.1f} |",
        f"| {semua}, seconds | {_sebaran([jalan.detik for jalan in penuh], 1)} | under {DETIK} |",
        f"| Peak memory, all processes | {memori:.2f} GiB | under {GIB} GiB |",
        f"| The same for a quarter of the nation, seconds | {_sebaran(seperempat, 1)} | |",
        f"| Growth from a quarter to the whole, on the clock | {_sebaran([satu.tumbuh for satu in t.jalan], 2)} | at most {TUMBUH} |",
        f"| Growth from a quarter to the whole, processor time | {_sebaran([satu.tumbuh_prosesor for satu in t.jalan], 2)} | |",
    ]


def _tengah(jalan: Sequence[Jalan]) -> Jalan:
    return sorted(jalan, key=lambda satu: satu.detik)[len(jalan) // 2]


def _sebaran(nilai: Sequence[float], desimal: int) -> str:
    return f"{median(nilai):.{desimal}f} (median of {len(nilai)}; {min(nilai):.{desimal}f} to {max(nilai):.{desimal}f})"


def _hasil(jalan: Jalan) -> list[str]:
    hasil = jalan.catatan.hasil
    kursi = [kunci for kunci in ("TERISI", "KOSONG") if kunci in hasil]
    kode = sorted(hasil.keys() - {*kursi, "peserta", "SKB"}, key=lambda satu: (-hasil[satu], satu))
    return [
        f"| {satu} | {hasil[satu]:,} | | {kursi[n]} | {hasil[kursi[n]]:,} |" if n < len(kursi) else f"| {satu} | {hasil[satu]:,} | | | |"
        for n, satu in enumerate(kode)
    ]
