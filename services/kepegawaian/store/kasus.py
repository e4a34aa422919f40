"""Cases and the decisions they stand on."""

from collections.abc import Sequence
from typing import NamedTuple

from services.kepegawaian.domain.jenis import Kasus, Keputusan
from services.kepegawaian.domain.pengunduran import Laporan, Putusan
from shared.db import Conn, Table
from shared.istilah import LangkahPengangkatan

# Whoever decides about a case holds its row, in order of participant: a resignation and a NIP cannot both see it undecided.
KUNCI_KASUS = "for update"


class _Terakhir(NamedTuple):
    peserta: str
    versi: int
    lulus: bool


KASUS = Table("kepegawaian.kasus", Kasus, key=("peserta",))
KEPUTUSAN = Table("kepegawaian.keputusan", _Terakhir, key=("peserta",))


async def simpan_keputusan(conn: Conn, keputusan: Sequence[Keputusan]) -> set[str]:
    """Note the newest decision about each person (named once); returns for whom it was newer than what is known."""
    baris = [_Terakhir(satu.peserta, satu.versi, satu.tempat is not None) for satu in keputusan]
    return {kunci[0] for kunci in await KEPUTUSAN.upsert(conn, baris, newest="versi")}


async def kunci_kasus(conn: Conn, peserta: Sequence[str]) -> dict[str, Kasus]:
    """Lock the cases of these people, those that exist."""
    kasus = await KASUS.select(conn, f"where t.peserta = any($1::text[]) order by t.peserta {KUNCI_KASUS}", peserta)
    return {satu.peserta: satu for satu in kasus}


async def simpan_kasus(conn: Conn, kasus: Sequence[Kasus]) -> None:
    """Write cases that are new or locked."""
    await KASUS.upsert(conn, kasus)


async def catat_keluar(conn: Conn, laporan: Laporan, putusan: Putusan) -> None:
    """Close a case for good."""
    await conn.execute(_KELUAR, laporan.peserta, laporan.jenis.value, laporan.alasan.value, laporan.tanggal, putusan.dapat_diganti)


async def majukan(conn: Conn, peserta: Sequence[str], langkah: LangkahPengangkatan) -> None:
    """Move cases to a step."""
    await conn.execute("update kepegawaian.kasus set langkah = $2 where peserta = any($1::text[])", peserta, langkah.value)


_KELUAR = """
    update kepegawaian.kasus set status = 'MUNDUR', jenis = $2, alasan = $3, tanggal = $4, dapat_diganti = $5 where peserta = $1
"""
