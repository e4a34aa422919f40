"""Why one person has the result they have, in sentences they can read."""

from dataclasses import dataclass

from services.penempatan.domain.kalimat import kalimat, paragraf
from services.penempatan.domain.ketentuan import Buku
from services.penempatan.store import baca
from services.penempatan.store.keadaan import BarisKeputusan
from shared.db import Conn


@dataclass(frozen=True, slots=True)
class Penjelasan:
    """One result; `aturan` is the rule set the kelompok was placed under, which is also the one whose criteria are named."""

    peserta: str
    aturan: str
    versi_aturan: int
    penjelasan: str
    kalimat: tuple[str, ...]


async def jelaskan(conn: Conn, satu: BarisKeputusan, *, buku: Buku) -> Penjelasan:
    """The decision about somebody, with the words of the rules it was taken under."""
    k = satu.keputusan
    aturan, versi = await baca.aturan_kelompok(conn, satu.kelompok)
    ketentuan = buku.get((aturan, versi))
    urutan = ketentuan.urutan if ketentuan is not None else ()
    pembuka = f"Hasil peserta {k.peserta} pada formasi {k.formasi_asal} diputuskan menurut aturan {aturan} versi {versi}."
    return Penjelasan(k.peserta, aturan, versi, f"{pembuka} {paragraf(k, urutan)}", kalimat(k, urutan))
