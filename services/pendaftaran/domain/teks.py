"""Texts as posts and statements are compared by them."""

_PANJANG_NILAI = 60


def rapat(teks: str) -> str:
    """Trimmed, with single spaces."""
    return " ".join(teks.split())


def baku(teks: str) -> str:
    """Capitals and single spaces: how names of studies, units and jabatan are compared."""
    return rapat(teks).upper()


def ringkas(nilai: str) -> str:
    """A value short enough to be shown beside its fault."""
    return nilai if len(nilai) <= _PANJANG_NILAI else f"{nilai[: _PANJANG_NILAI - 1]}…"
