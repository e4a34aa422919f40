"""One act, as it is written down."""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum


class Hasil(StrEnum):
    """What came of it: done, with its effect in one transaction; shown, written before anything was; refused by the policy."""

    DIKERJAKAN = "DIKERJAKAN"
    DILIHAT = "DILIHAT"
    DITOLAK = "DITOLAK"


@dataclass(frozen=True, slots=True, kw_only=True)
class Catatan:
    """One row of the record; its number and its time are given by the database.

    Attributes:
        subjek: who, by the name that the issuer gives for good.
        jenis: kind of subject.
        sebagai: role that allowed it; None where none did.
        instansi: agency that the subject acts for; None for the nation's officers and for applicants.
        tindakan: action of the policy table.
        objek: what it was done to, `name=value` pairs joined by `&`; no NIK, no name of a person.
        peserta: participant number that it is about.
        permintaan: id of the request, a UUID.
        hasil: what came of it.
        kiriman_sha256: of what was sent; salted by its idempotency key where it has one.
        jawaban_sha256: of what was answered, salted in the same way.
        sebelum_sha256: of the state before, where the use case tells it.
        sesudah_sha256: of the state after.
        tidak_dicatat: refusals of this subject since its row before that were only counted.
    """

    subjek: str
    jenis: str
    sebagai: str | None
    instansi: str | None
    tindakan: str
    objek: str
    peserta: str | None
    permintaan: str
    hasil: Hasil
    kiriman_sha256: bytes | None = None
    jawaban_sha256: bytes | None = None
    sebelum_sha256: bytes | None = None
    sesudah_sha256: bytes | None = None
    tidak_dicatat: int = 0


def netstrings(values: Iterable[object]) -> bytes:
    """The values one after the other, each as `length:bytes,` of its UTF-8 text, of bytes as hex; None is `-,`. No two lists give the same.

    >>> netstrings(["a", None, 12, bytes([255])])
    b'1:a,-,2:12,2:ff,'
    """
    written = bytearray()
    for value in values:
        if value is None:
            written += b"-,"
            continue
        text = (value.hex() if isinstance(value, bytes) else str(value)).encode()
        written += b"%d:%b," % (len(text), text)
    return bytes(written)


def sidik(values: Iterable[object]) -> bytes:
    """SHA-256 of `netstrings(values)`."""
    return hashlib.sha256(netstrings(values)).digest()
