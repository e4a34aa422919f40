"""The few words of the year's rule set that placing prints: codes and articles."""

from dataclasses import dataclass

from services.penempatan.domain.jenis import Hasil
from shared.aturan import AturanSeleksi
from shared.aturan.pengangkatan import AturanPengangkatan

# No list of any year prints a tie that the law leaves open; the word is ours.
_KODE_MENUNGGU = "MENUNGGU"


@dataclass(frozen=True, slots=True)
class Ketentuan:
    """Codes per outcome and the articles of one year.

    Attributes:
        kode: the code printed for each outcome, such as P/L for LULUS.
        pasal_peringkat: article of the final ranking and its tie-break.
        pasal_penggantian: article of replacement before the NIP and of the seat carried over after it.
    """

    kode: tuple[tuple[Hasil, str], ...]
    pasal_peringkat: str
    pasal_penggantian: str

    def kode_dari(self, hasil: Hasil) -> str:
        """The code of the year for `hasil`.

        Raises:
            KeyError: the rule set has no code for it; a rule set is whole or it is not loaded.
        """
        for milik, kode in self.kode:
            if milik is hasil:
                return kode
        raise KeyError(hasil)


def ketentuan_dari(seleksi: AturanSeleksi, pengangkatan: AturanPengangkatan) -> Ketentuan:
    """What placing needs of a rule set.

    Raises:
        ValueError: the rule set names a code for an outcome that does not exist.
    """
    kode = {Hasil.MENUNGGU: _KODE_MENUNGGU, **{Hasil(hasil): tercetak for hasil, tercetak in seleksi.kode_akhir}}
    return Ketentuan(tuple(kode.items()), seleksi.peringkat.pasal, pengangkatan.pasal_penggantian)
