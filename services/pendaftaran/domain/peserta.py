"""Participant numbers: 17 digits that do not depend on who was quicker (practice of 2024; posisi 34)."""

import hmac
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from services.pendaftaran.domain.lamaran import JenisKelamin
from shared.aturan.pendaftaran import AturanPendaftaran

_DIGIT_KELAMIN: dict[JenisKelamin, str] = {"L": "1", "P": "2"}
_DIGIT_URUT = 7


class Calon(NamedTuple):
    """Somebody who is MS and gets a number."""

    nik: str
    lamaran: str
    jenis_kebutuhan: str
    jenis_kelamin: JenisKelamin


class Bernomor(NamedTuple):
    """A participant number and whose application it belongs to."""

    peserta: str
    lamaran: str


def beri_nomor(calon: Iterable[Calon], *, kunci: bytes, kode_instansi: str, aturan: AturanPendaftaran) -> Sequence[Bernomor]:
    """Number all of one agency's candidates.

    A number is year (2), agency (4), procurement (2), need type (1), sex (1, as in the NIP) and a serial (7) in the order of
    HMAC-SHA-256(key, NIK): spread like a draw, yet the same for the same people in whatever order they come. Without the key nobody can
    tell whose number it is: with a public key one would compute the rank of a known NIK and find the person (decision 4).

    Args:
        calon: all of the agency's people who are MS.
        kunci: secret of this season's draw.
        kode_instansi: the agency's four digits.
        aturan: the rules of registration.

    Raises:
        ValueError: more candidates than the serial has numbers.
    """
    urut = sorted((hmac.digest(kunci, satu.nik.encode(), "sha256"), satu) for satu in calon)
    if len(urut) >= 10**_DIGIT_URUT:
        raise ValueError(f"{len(urut)} candidates of agency {kode_instansi} do not fit into {_DIGIT_URUT} digits")
    awal = f"{aturan.awalan_peserta}{kode_instansi}{aturan.jalur_peserta}"
    digit = {jenis: str(angka) for jenis, angka in aturan.digit_kebutuhan.items()}
    return [
        Bernomor(f"{awal}{digit[satu.jenis_kebutuhan]}{_DIGIT_KELAMIN[satu.jenis_kelamin]}{nomor:0{_DIGIT_URUT}d}", satu.lamaran)
        for nomor, (_, satu) in enumerate(urut, start=1)
    ]
