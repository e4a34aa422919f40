"""Reading doors of the record of acts: auditors read all of it, a person reads who looked at what is theirs."""

from collections.abc import Awaitable, Callable, Sequence
from datetime import datetime
from typing import Annotated

import asyncpg
from fastapi import APIRouter, Depends, Query, Request
from pydantic import Field

from shared.jejak.baca import Saringan, halaman, tentang
from shared.jejak.store import kepala
from shared.kebijakan import Diizinkan, Jangkauan, JenisPelaku, Pelaku, kebijakan
from shared.web.fields import Batas, Waktu
from shared.web.identitas import Wewenang, instansi_di_peserta, milik_sendiri
from shared.web.wiring import Jawaban, Pool

OwnNumbers = Callable[[Request, Pelaku], Awaitable[Sequence[str]]]
"""Finds the participant numbers of a person."""

_BIGGEST = 2**63 - 1
_KODE = r"^[a-z_]+\.[a-z_]+$"
Sebelum = Annotated[int | None, Query(ge=1, le=_BIGGEST, description="Halaman berikutnya: hanya catatan bernomor di bawah ini.")]


async def own_number(_: Request, pelaku: Pelaku) -> Sequence[str]:
    """The number that a participant token names."""
    return () if pelaku.peserta is None else (pelaku.peserta,)


class CatatanRingkas(Jawaban):
    """Satu tindakan atas data sendiri."""

    nomor: int = Field(validation_alias="id")
    waktu: datetime = Field(description="Waktu server.")
    subjek: str = Field(description="Siapa, menurut nama tetap dari penerbit identitas.")
    sebagai: str | None = Field(description="Peran yang membolehkan; kosong bila ditolak.")
    instansi: str | None = Field(description="Instansi yang diwakilinya.")
    tindakan: str
    kalimat: str = Field(description="Tindakan itu dalam kalimat.")
    peserta: str | None = Field(description="Nomor peserta; kosong bila yang dilihat adalah sebuah daftar.")
    hasil: str = Field(description="DIKERJAKAN, DILIHAT, atau DITOLAK.")


class CatatanLengkap(CatatanRingkas):
    """Satu tindakan seperti tercatat."""

    jenis: str
    objek: str = Field(description="Atas apa: pasangan nama dan isi.")
    permintaan: str = Field(description="Nomor permintaan, seperti X-Request-ID.")
    kiriman_sha256: str | None
    jawaban_sha256: str | None
    sebelum_sha256: str | None
    sesudah_sha256: str | None
    tidak_dicatat: int = Field(description="Penolakan subjek ini sejak catatannya yang terdahulu yang hanya dihitung.")
    posisi: int | None = Field(description="Letaknya dalam rantai; kosong selama menunggu.")


class KepalaTampil(Jawaban):
    """Ujung rantai, untuk disimpan di tempat lain sebagai jangkar."""

    posisi: int
    sidik: str = Field(description="SHA-256 mata terakhir.")


def _told(row: asyncpg.Record) -> dict[str, object]:
    """A row as its model takes it: digests in hex, the action also as a sentence."""
    known = kebijakan().get(row["tindakan"])
    said = {name: value.hex() if isinstance(value, bytes) else value for name, value in row.items()}
    return {**said, "permintaan": str(row["permintaan"]), "kalimat": known.kalimat if known else row["tindakan"]}


def _nation_wide() -> list[str]:
    """Roles to which some list of all agencies is shown."""
    return sorted(
        {peran for satu in kebijakan().values() if satu.data_pribadi for peran, j in satu.boleh.items() if j is Jangkauan.NASIONAL}
    )


def acts_router(numbers_of: OwnNumbers) -> APIRouter:
    """Routes over the record of acts; `numbers_of` finds whose rows a person may see."""
    router = APIRouter(prefix="/v1", tags=["rekam tindakan"])

    @router.get(
        "/jejak",
        summary="Rekam tindakan, terbaru lebih dulu",
        description="Siapa berbuat apa, atas apa, kapan, sebagai apa. Halaman berikutnya diminta dengan `sebelum`.",
        dependencies=[Depends(Wewenang("jejak.baca"))],
    )
    async def rekam(
        *,
        pool: Pool,
        subjek: Annotated[str | None, Query(max_length=200)] = None,
        jenis: JenisPelaku | None = None,
        tindakan: Annotated[str | None, Query(pattern=_KODE)] = None,
        objek: Annotated[str | None, Query(max_length=1000)] = None,
        peserta: Annotated[str | None, Query(pattern=r"^[0-9]{1,20}$")] = None,
        dari: Annotated[Waktu | None, Query(description="Sejak waktu ini.")] = None,
        sampai: Annotated[Waktu | None, Query(description="Sebelum waktu ini.")] = None,
        sebelum: Sebelum = None,
        limit: Batas = 100,
    ) -> list[CatatanLengkap]:
        saringan = Saringan(subjek, jenis, tindakan, objek, peserta, dari, sampai)
        async with pool.acquire() as conn:
            rows = await halaman(conn, saringan, sebelum=sebelum, limit=limit)
        return [CatatanLengkap.model_validate(_told(row)) for row in rows]

    @router.get(
        "/jejak/kepala",
        summary="Ujung rantai rekam tindakan",
        description="Disimpan di tempat lain ia menjadi jangkar: rantai yang dipotong atau ditulis ulang bertentangan dengannya.",
        dependencies=[Depends(Wewenang("jejak.baca"))],
    )
    async def ujung(pool: Pool) -> KepalaTampil:
        async with pool.acquire() as conn:
            found = await kepala(conn)
        return KepalaTampil(posisi=found.posisi, sidik=found.sidik.hex())

    @router.get(
        "/saya/jejak",
        summary="Siapa yang melihat atau mengubah data saya",
        description="Semua tindakan atas nomor peserta sendiri pada layanan ini, dan setiap daftar berdata pribadi yang memuatnya.",
    )
    async def sendiri(
        *,
        izin: Annotated[Diizinkan, Depends(Wewenang("saya.jejak", milik_sendiri))],
        request: Request,
        pool: Pool,
        sebelum: Sebelum = None,
        limit: Batas = 100,
    ) -> list[CatatanRingkas]:
        peserta = await numbers_of(request, izin.pelaku)
        instansi = {instansi_di_peserta(nomor) for nomor in peserta}
        async with pool.acquire() as conn:
            rows = await tentang(conn, peserta, instansi, _nation_wide(), sebelum=sebelum, limit=limit)
        return [CatatanRingkas.model_validate(_told(row)) for row in rows]

    return router
