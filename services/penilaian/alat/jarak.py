"""How close people stand to the cut of their own formation, as a small picture of text."""

from collections.abc import Iterable, Iterator

import numpy as np
import numpy.typing as npt

LANGKAH_NILAI = 1
"""Points of 100 in one step of the picture of final scores."""
_TERJAUH = 4
_LEBAR = 40
_TANPA = np.iinfo(np.int64).max

Angka = npt.NDArray[np.int64]


class Jarak:
    """People by their distance to the last one inside, in steps; of formations where somebody is outside."""

    def __init__(self, formasi: Angka, nilai: Angka, dalam: npt.NDArray[np.bool_], langkah: int) -> None:
        """Count them.

        Args:
            formasi: by person, any number that stands for the formation.
            nilai: by person.
            dalam: whether the person is inside.
            langkah: the width of a step, in the unit of `nilai`.
        """
        banyak = int(formasi.max(initial=-1)) + 1
        batas, ada_luar = np.full(banyak, _TANPA), np.zeros(banyak, np.bool_)
        np.minimum.at(batas, formasi[dalam], nilai[dalam])
        ada_luar[formasi[~dalam]] = True
        pakai = ada_luar[formasi] & (batas[formasi] != _TANPA)
        anak_tangga = np.clip((nilai[pakai] - batas[formasi[pakai]]) // langkah, -_TERJAUH - 1, _TERJAUH)
        nomor, isi = np.unique(anak_tangga, return_counts=True)
        self._isi = dict(zip(nomor.tolist(), isi.tolist(), strict=True))

    @classmethod
    def dari(cls, orang: Iterable[tuple[str, int, bool]], langkah: int) -> "Jarak":
        """By person: formation, score, whether inside."""
        kode: dict[str, int] = {}
        semua = [(kode.setdefault(formasi, len(kode)), nilai, dalam) for formasi, nilai, dalam in orang]
        tabel = np.array(semua, dtype=np.int64).reshape(len(semua), 3)
        return cls(tabel[:, 0], tabel[:, 1], tabel[:, 2].astype(np.bool_), langkah)

    def gambar(self, judul: str, langkah: int) -> Iterator[str]:
        """The lines of the picture, the best at the top; none where nobody is outside.

        Args:
            judul: what the distance is.
            langkah: the width of a step as it is printed.
        """
        if not self._isi:
            return
        yield f"{judul}:"
        terbanyak = max(self._isi.values())
        for nomor in range(_TERJAUH, -_TERJAUH - 2, -1):
            banyak = self._isi.get(nomor, 0)
            bawah = nomor * langkah
            sebut = f"+{bawah} ke atas" if nomor == _TERJAUH else f"{bawah:+d} sampai <{bawah + langkah:+d}".replace("+0", "0")
            if nomor < -_TERJAUH:
                sebut = f"di bawah {bawah + langkah}"
            balok = "█" * -(-banyak * _LEBAR // terbanyak)
            yield f"  {sebut:>16} │{balok} {banyak}"
            if nomor == 0:
                yield f"  {'batas':>16} ┼{'─' * _LEBAR}"
