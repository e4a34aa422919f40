"""Posts of another year: those of a need type that the rule set does not know are left out of the files, and counted.

A catalogue played by the rules of another year holds need types that did not exist then; pendaftaran refuses such a file, and rightly.
"""

import csv
import gzip
import io
from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from deploy.gladi.invented.formasi import KOLOM
from shared.aturan import loading
from shared.aturan.pendaftaran import load
from shared.errors import Rejected
from shared.tabular.sources import rows_of

_READ = ("formasi_id", "formasi_nm", "jumlah_formasi")


class Skipped(NamedTuple):
    """Posts left out of the season, and their seats."""

    formasi: int = 0
    kursi: int = 0


class _Row(NamedTuple):
    """One row with all its cells, and the three that are looked at."""

    cells: Sequence[str]
    formasi: str
    kebutuhan: str
    kursi: str


class Screened(NamedTuple):
    """The files as the season sends them, and what was left out because `aturan` does not know it, by label of the need type, sorted."""

    files: dict[str, bytes]
    skipped: dict[str, Skipped]
    aturan: str

    @property
    def sentences(self) -> list[str]:
        """One sentence for each need type left out."""
        return [
            f"{self.aturan} tidak mengenal jenis kebutuhan {label}: {lost.formasi} formasi ({lost.kursi} kursi) dilewati"
            for label, lost in self.skipped.items()
        ]


def screen(files: Mapping[str, bytes], aturan: str) -> Screened:
    """Leave out the posts whose need type another year knows and `aturan` does not.

    Anything else that is wrong with a file stays in it, for pendaftaran to refuse: a label that no year knows is a mistake, and so is a
    post with two need types. A file of which nothing is left out stays as it is, byte for byte.

    Raises:
        AturanTidakSah: no such rule set.
    """
    unknown = {label for name in loading.names() for label in load(name).label_kebutuhan} - load(aturan).label_kebutuhan.keys()
    kept: dict[str, bytes] = {}
    skipped: defaultdict[str, Skipped] = defaultdict(Skipped)
    for name, content in files.items():
        rows = _rows(name, content)
        left_out = _unknown_posts(rows, unknown)
        for label, kursi in left_out.values():
            skipped[label] = Skipped(skipped[label].formasi + 1, skipped[label].kursi + kursi)
        kept |= _without(name, rows, left_out) if left_out else {name: content}
    return Screened(kept, dict(sorted(skipped.items())), aturan)


def _rows(name: str, content: bytes) -> list[_Row]:
    """The heading and the rows of a file; nothing where it cannot be read, so that pendaftaran says why."""
    try:
        rows = [cells for _, cells in rows_of(name, content, KOLOM) if any(cells)]
    except Rejected:
        return []
    heading = [name.strip().casefold() for name in rows[0]] if rows else []
    if not all(name in heading for name in _READ):
        return []
    places = [heading.index(name) for name in _READ]
    return [_Row(cells, *(cells[place].strip() if place < len(cells) else "" for place in places)) for cells in rows]


def _unknown_posts(rows: Sequence[_Row], unknown: set[str]) -> dict[str, tuple[str, int]]:
    """Posts to leave out, each with its label and seats: all rows of a post must agree."""
    heads_of: defaultdict[str, set[tuple[str, str]]] = defaultdict(set)
    for row in rows[1:]:
        heads_of[row.formasi].add((" ".join(row.kebutuhan.upper().split()), row.kursi))
    unanimous = {formasi: next(iter(heads)) for formasi, heads in heads_of.items() if len(heads) == 1}
    return {formasi: (label, int(kursi)) for formasi, (label, kursi) in unanimous.items() if label in unknown and kursi.isdecimal()}


def _without(name: str, rows: Sequence[_Row], left_out: Mapping[str, object]) -> dict[str, bytes]:
    """The file without those posts; an XLSX becomes a CSV. None where nothing is left of it."""
    remaining = [row.cells for row in rows if row.formasi not in left_out]
    if len(remaining) == 1:
        return {}
    text = io.StringIO(newline="")
    csv.writer(text).writerows(remaining)
    content = text.getvalue().encode()
    if name.endswith(".gz"):
        return {name: gzip.compress(content, mtime=0)}
    return {name if name.endswith(".csv") else f"{name}.csv": content}
