"""Result files as a CAT centre delivers them: one per session, CSV or XLSX, with a manifest line of count and SHA-256."""

import io
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from hashlib import sha256
from typing import NamedTuple

from openpyxl import Workbook

from deploy.gladi.invented import Draws, nilai_skb, nilai_skd
from shared.istilah import JenisUjian

SKD_COLUMNS = ("peserta", "kehadiran", "twk", "tiu", "tkp")
SKB_COLUMNS = ("peserta", "kehadiran", "nilai_skb", "status_skb")
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
    """One test of the season: which, its columns, and who sits it (participant number to person)."""

    jenis: JenisUjian
    columns: Row
    peserta: Mapping[str, int]


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


def _text(nilai: int | None) -> str:
    return "" if nilai is None else str(nilai)


def row(seed: int, ujian: Ujian, peserta: str) -> Row:
    """One participant's row as text."""
    nomor = ujian.peserta[peserta]
    if ujian.jenis is JenisUjian.SKD:
        skd = nilai_skd(seed, nomor)
        return (peserta, skd.kehadiran, _text(skd.twk), _text(skd.tiu), _text(skd.tkp))
    skb = nilai_skb(seed, nomor)
    return (peserta, skb.kehadiran, thousandths(skb.nilai), skb.status)


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


def impossible(ujian: Ujian, rows: Sequence[Row]) -> tuple[list[Row], list[int]]:
    """A copy with impossible rows, and the lines of the file at which they stand (the header is line 1)."""
    broken = [*rows]
    if ujian.jenis is JenisUjian.SKD:
        broken[0] = (broken[0][0], "HADIR", "73", "80", "170")  # 5 points a right answer: 73 cannot be
        broken[1] = (broken[1][0], "HADIR", "70", "80", "226")  # one over the maximum
    else:
        broken[0] = (broken[0][0], "HADIR", "100.001", "HADIR")
        broken[1] = (broken[1][0], "HADIR", "81.2345", "HADIR")  # four decimals
    broken.append(broken[2])  # the same participant twice
    return broken, [2, 3, len(broken) + 1]


def wrong(ujian: Ujian, rows: Sequence[Row]) -> tuple[list[Row], int]:
    """A copy in which possible but wrong scores stand, and how many: what a corrected file repairs."""
    changed: list[Row] = []
    count = 0
    for one in rows:
        if count < 5 and one[1] == "HADIR" and one[2] not in {"60", "60.5"}:
            changed.append((*one[:2], "60" if ujian.jenis is JenisUjian.SKD else "60.5", *one[3:]))
            count += 1
        else:
            changed.append(one)
    return changed, count
