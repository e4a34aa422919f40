"""What every domain says of its decisions: reasons, broken properties, and thousandths as people read them. Pure."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

_CONTOH = 5


@dataclass(frozen=True, slots=True)
class Alasan:
    """One reason of a decision; an event carries it by `shared.contracts.alasan`.

    Attributes:
        kode: rule id, stable across years.
        pasal: article the rule comes from.
        angka: the values that were compared, by name, in the order in which they are shown.
    """

    kode: str
    pasal: str
    angka: tuple[tuple[str, int | str], ...] = ()


@dataclass(frozen=True, slots=True)
class Pelanggaran:
    """A property that does not hold: its number (docs/verifikasi.md) and what it does not hold for: participant, formation or seat."""

    sifat: str
    tentang: str


def rincian(salah: Sequence[Pelanggaran]) -> str:
    """The broken properties in one line, the first few by what they do not hold for."""
    contoh = ", ".join(f"{satu.sifat} ({satu.tentang})" for satu in salah[:_CONTOH])
    return f"{len(salah)} sifat tidak dipenuhi: {contoh}"


def beralasan(alasan: Iterable[Alasan]) -> bool:
    """Whether there is a reason, and every reason has its code and its article."""
    lengkap = [bool(satu.kode and satu.pasal) for satu in alasan]
    return bool(lengkap) and all(lengkap)


def ribuan(nilai: int) -> str:
    """Thousandths as an Indonesian reads them: 73600 is "73,600"."""
    tanda = "-" if nilai < 0 else ""
    return f"{tanda}{abs(nilai) // 1000},{abs(nilai) % 1000:03d}"
