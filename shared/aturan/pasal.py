"""No value without its article: which tables of a rule set nobody could look up."""

from collections.abc import Iterator, Mapping
from typing import cast


def tanpa_pasal(tabel: Mapping[str, object]) -> tuple[str, ...]:
    """Paths of the tables that hold values but name no article, neither themselves nor above them; the head of the file counts too."""
    return tuple(_cari(tabel, "", covered=False))


def pasal_di(tabel: Mapping[str, object]) -> Iterator[tuple[str, str, str]]:
    """Every (path of a table, key, article named there); an array's tables are numbered from 0: `ambang.0`. The head of the file is `.`."""
    yield from _kumpul(tabel, "")


def _punya(tabel: Mapping[str, object]) -> list[tuple[str, str]]:
    return [(key, value) for key, value in tabel.items() if key.startswith("pasal") and isinstance(value, str) and value.strip()]


def _cari(tabel: Mapping[str, object], path: str, *, covered: bool) -> Iterator[str]:
    own = bool(_punya(tabel))
    values = any(not isinstance(value, dict) and not _is_tables(value) for value in tabel.values())
    if values and not own and not covered:
        yield path or "."
    # The head names the decree of the selection as a whole, which is no article for a single rule.
    for name, sub in _anak(tabel, path):
        yield from _cari(sub, name, covered=path != "" and (own or covered))


def _kumpul(tabel: Mapping[str, object], path: str) -> Iterator[tuple[str, str, str]]:
    yield from ((path or ".", key, pasal) for key, pasal in _punya(tabel))
    for name, sub in _anak(tabel, path):
        yield from _kumpul(sub, name)


def _anak(tabel: Mapping[str, object], path: str) -> Iterator[tuple[str, Mapping[str, object]]]:
    for key, value in tabel.items():
        name = f"{path}.{key}" if path else key
        if isinstance(value, dict):
            yield name, value
        elif _is_tables(value):
            yield from ((f"{name}.{n}", satu) for n, satu in enumerate(cast("list[Mapping[str, object]]", value)))


def _is_tables(value: object) -> bool:
    return isinstance(value, list) and bool(value) and all(isinstance(satu, dict) for satu in value)
