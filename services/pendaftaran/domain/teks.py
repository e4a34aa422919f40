"""Texts that people send: how they are compared, how they are shown, and what none of them may hold."""

import re
import unicodedata

_PANJANG_NILAI = 60
# No key types them. U+0000 is in no text of PostgreSQL, half a surrogate pair in no UTF-8, and U+001F separates what is digested.
_KENDALI = re.compile("[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff]")
PESAN_KENDALI = "Isian ini memuat karakter kendali, yang tidak dapat disimpan. Ketik ulang isian ini."


def berkendali(teks: str) -> bool:
    """Whether the text holds a character that cannot be stored or digested."""
    return _KENDALI.search(teks) is not None


def tak_tampak(teks: str) -> bool:
    """Whether the text holds a letter that nobody sees, as pages and messengers leave them: two names that look the same would be two."""
    return not teks.isascii() and any(unicodedata.category(huruf) == "Cf" for huruf in teks)


def rapat(teks: str) -> str:
    """Trimmed, with single spaces."""
    return " ".join(teks.split())


def baku(teks: str) -> str:
    """Capitals and single spaces: how names of studies, units and jabatan are compared."""
    return rapat(teks).upper()


def ringkas(nilai: str) -> str:
    """A value short enough to be shown beside its fault."""
    return nilai if len(nilai) <= _PANJANG_NILAI else f"{nilai[: _PANJANG_NILAI - 1]}…"
