"""Result files as a CAT centre delivers them: one per session, CSV or XLSX, with a manifest line of count and SHA-256."""

import io
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from hashlib import sha256
from typing import NamedTuple

from openpyxl import Workbook

from deploy.gladi.invented import Draws, NilaiKompetensi, nilai_skb, nilai_skd
from shared.istilah import JenisUjian

SKD_COLUMNS = ("peserta", "kehadiran", "twk", "tiu", "tkp")
SKB_COLUMNS = ("peserta", "kehadiran", "nilai_skb", "status_skb")
KOMPETENSI = "KOMPETENSI"
KOMPETENSI_COLUMNS = ("peserta", "kehadiran", "teknis", "manajerial_sosiokultural", "wawancara")
CSV, XLSX = "text/csv", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_MAKE_UP_SHARE = 0.01

Row = tuple[str, ...]


class ScoreFile(NamedTuple):
    """One file with its manifest: what the centre says it holds."""

    name: str
    content_type: str
    content: bytes
    row_count: int

    @property
    def sha256(self) -> str:
        """SHA-256 of the raw content, hex."""
        return sha256(self.content).hexdigest()


class Ujian(NamedTuple):
    """One test of the season.

    Attributes:
        jenis: its name, as the door of the files has it.
        columns: columns of its files.
        peserta: who sits it, participant number to person.
        nilai: the result of a participant, as the cells after the participant number.
    """

    jenis: str
    columns: Row
    peserta: Mapping[str, int]
    nilai: Callable[[str], Row]


def skd(seed: int, peserta: Mapping[str, int]) -> Ujian:
    """The SKD of these people."""
    return Ujian(JenisUjian.SKD, SKD_COLUMNS, peserta, lambda satu: tuple(map(_text, nilai_skd(seed, peserta[satu]))))


def skb(seed: int, peserta: Mapping[str, int]) -> Ujian:
    """The SKB of these people."""

    def nilai(satu: str) -> Row:
        skb = nilai_skb(seed, peserta[satu])
        return (skb.kehadiran, thousandths(skb.nilai), skb.status)

    return Ujian(JenisUjian.SKB, SKB_COLUMNS, peserta, nilai)


def kompetensi(peserta: Mapping[str, int], nilai: Callable[[str], NilaiKompetensi]) -> Ujian:
    """The competency test of these people, whose result `nilai` gives."""
    return Ujian(KOMPETENSI, KOMPETENSI_COLUMNS, peserta, lambda satu: tuple(map(_text, nilai(satu))))


def session_count(peserta: int) -> int:
    """Sessions for that many participants: six at least, sixty at most."""
    return min(max(6, peserta // 1_500), 60)


def make_up(seed: int, ujian: Ujian) -> list[str]:
    """Participants who sit the make-up session, after everybody else."""
    purpose = f"jalur-{ujian.jenis}"
    return sorted(peserta for peserta, nomor in ujian.peserta.items() if Draws(seed, purpose, nomor).chance(_MAKE_UP_SHARE))


def sessions(seed: int, ujian: Ujian) -> dict[int, list[str]]:
    """Participants of each session, sorted; without those of `make_up`."""
    count = session_count(len(ujian.peserta))
    later = set(make_up(seed, ujian))
    purpose = f"sesi-{ujian.jenis}"
    found: dict[int, list[str]] = defaultdict(list)
    for peserta in sorted(ujian.peserta):
        if peserta not in later:
            found[Draws(seed, purpose, ujian.peserta[peserta]).integer(1, count)].append(peserta)
    return dict(sorted(found.items()))


def thousandths(nilai: int | None) -> str:
    """Thousandths as a decimal number, without zeros at its end; empty for None."""
    return "" if nilai is None else f"{nilai // 1000}.{nilai % 1000:03d}".rstrip("0").rstrip(".")


def _text(nilai: int | str | None) -> str:
    return "" if nilai is None else str(nilai)


def row(ujian: Ujian, peserta: str) -> Row:
    """One participant's row as text."""
    return (peserta, *ujian.nilai(peserta))


def csv(name: str, columns: Row, rows: Sequence[Row]) -> ScoreFile:
    """A CSV file; no field of ours needs quoting."""
    text = "\n".join(",".join(line) for line in (columns, *rows))
    return ScoreFile(f"{name}.csv", CSV, f"{text}\n".encode(), len(rows))


def xlsx(name: str, columns: Row, rows: Iterable[Row]) -> ScoreFile:
    """An XLSX file with the numbers as numbers and the participant as text, as offices send it."""
    book = Workbook(write_only=True)
    sheet = book.create_sheet("hasil")
    sheet.append(columns)
    count = 0
    for peserta, kehadiran, *nilai in rows:
        sheet.append([peserta, kehadiran, *(_cell(cell) for cell in nilai)])
        count += 1
    out = io.BytesIO()
    book.save(out)
    return ScoreFile(f"{name}.xlsx", XLSX, out.getvalue(), count)


def _cell(text: str) -> float | int | str | None:
    if not text:
        return None
    digits = text.replace(".", "", 1)
    if not digits.isdigit():
        return text
    return float(text) if "." in text else int(text)


class _Salah(NamedTuple):
    """Two results that cannot be, and a first score that can be and is nobody's."""

    mustahil: tuple[Row, Row]
    keliru: str


_SALAH: Mapping[str, _Salah] = {
    # 5 points a right answer: 73 cannot be; one over the maximum.
    JenisUjian.SKD: _Salah((("HADIR", "73", "80", "170"), ("HADIR", "70", "80", "226")), "60"),
    # Over the maximum; four decimals.
    JenisUjian.SKB: _Salah((("HADIR", "100.001", "HADIR"), ("HADIR", "81.2345", "HADIR")), "60.5"),
    # 5 points a right answer: 252 cannot be; one over the maximum.
    KOMPETENSI: _Salah((("HADIR", "252", "120", "30"), ("HADIR", "250", "120", "41")), "60"),
}


def impossible(ujian: Ujian, rows: Sequence[Row]) -> tuple[list[Row], list[int]]:
    """A copy with impossible rows, and the lines of the file at which they stand (the header is line 1)."""
    broken = [*rows]
    for place, cells in enumerate(_SALAH[ujian.jenis].mustahil):
        broken[place] = (broken[place][0], *cells)
    broken.append(broken[2])  # the same participant twice
    return broken, [2, 3, len(broken) + 1]


def wrong(ujian: Ujian, rows: Sequence[Row]) -> tuple[list[Row], int]:
    """A copy in which possible but wrong scores stand, and how many: what a corrected file repairs."""
    keliru = _SALAH[ujian.jenis].keliru
    changed: list[Row] = []
    count = 0
    for one in rows:
        if count < 5 and one[1] == "HADIR" and one[2] != keliru:
            changed.append((*one[:2], keliru, *one[3:]))
            count += 1
        else:
            changed.append(one)
    return changed, count
