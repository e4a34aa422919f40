"""HTTP in. Everything is read-only and keyed by participant number; who that is only pendaftaran knows."""

from datetime import datetime
from typing import Annotated

import asyncpg
from fastapi import APIRouter, Depends, Path, Query, Request
from fastapi.responses import StreamingResponse
from pydantic import BaseModel, ConfigDict, Field

from services.penempatan.usecases import membaca
from shared.web import NDJSON, Kredensial, NomorPeserta, NomorSendiri, Petugas, ndjson, officer_of

router = APIRouter(prefix="/v1", tags=["penempatan"])
_LINES: dict[int | str, dict[str, object]] = {200: {"content": {NDJSON: {}}}}


async def _pool_of(request: Request) -> asyncpg.Pool:
    pool: asyncpg.Pool = request.app.state.pool
    return pool


Pool = Annotated[asyncpg.Pool, Depends(_pool_of)]
KodeKelompok = Annotated[str, Path(min_length=1, max_length=64, description="Kode kelompok.")]


class _Jawaban(BaseModel):
    model_config = ConfigDict(from_attributes=True)


class PengaruhRingkas(_Jawaban):
    """What asking people beforehand changes, in numbers."""

    pilihan: int = Field(default=0, description="People who stated anything else than that they would go anywhere.")
    tanpa_persetujuan: int = Field(default=0, description="People whom the decree moves although they said no.")
    mendapat: int = Field(default=0, description="People who have a seat only with consent.")
    melepas: int = Field(default=0, description="People who have a seat only as decreed.")
    pindah: int = Field(default=0, description="People who have another seat.")
    kursi_lebih_kosong: int = Field(default=0, description="More seats that stay empty with consent; negative: fewer.")


class BedaOrang(_Jawaban):
    """A person for whom consent makes a difference: the formation of the seat in either mode."""

    peserta: str
    sesuai_keputusan: str | None
    dengan_persetujuan: str | None


class BedaKursi(_Jawaban):
    """A seat for which consent makes a difference: its holder in either mode."""

    kursi: str
    sesuai_keputusan: str | None
    dengan_persetujuan: str | None


class Pengaruh(PengaruhRingkas):
    """What asking people beforehand changes in one kelompok: who, and which seats."""

    orang: list[BedaOrang] = []
    kursi: list[BedaKursi] = []


class RingkasanPenempatan(_Jawaban):
    """The whole of the placement in numbers."""

    kelompok: int = Field(description="Rankings that were closed.")
    ditempatkan: int = Field(description="Kelompok that are placed.")
    tertahan: int = Field(description="Kelompok that are held back.")
    kursi: int = Field(description="Seats of the placed kelompok.")
    terisi: int
    kosong: int = Field(description="Empty, and may still be filled.")
    diganti: int = Field(description="How often somebody took the seat of somebody who left.")
    dibawa_ke_kebutuhan_berikut: int = Field(description="Empty until the next need.")
    keputusan: int = Field(description="People decided about.")
    koreksi_menunggu: int = Field(description="Corrections of placed kelompok that wait for two signatures.")
    koreksi_tertahan: int = Field(description="Corrections of placed kelompok that are held back.")
    koreksi_berlaku: int = Field(description="Corrections that were put in force.")
    kode: dict[str, int] = Field(description="People by the code of the year, without those who left.")
    rute: dict[str, int] = Field(description="People with a seat by the way they came to it; every filling step is one.")
    persetujuan: PengaruhRingkas = Field(description="What the other mode of filling would change, over all kelompok.")


class KursiTampil(_Jawaban):
    """One seat."""

    kursi: str
    formasi: str
    nomor: int
    status: str
    peserta: str | None
    mengapa_kosong: str | None = Field(description="Why nobody has it, in Indonesian.")


class StatusKelompok(_Jawaban):
    """How far a kelompok is."""

    kelompok: str
    status: str
    jumlah: int = Field(description="Ranked people announced by the closing.")
    jumlah_formasi: int
    jumlah_kursi: int
    versi: int
    versi_ditempatkan: int | None
    sebab: str | None = Field(description="Why it, or a correction of it, waits or is held back.")
    rincian: str | None
    sejak: datetime | None
    mode: str | None = Field(description="SESUAI_KEPUTUSAN or DENGAN_PERSETUJUAN, once placed.")


class IsiKelompok(StatusKelompok):
    """A kelompok with its seats, and what the other mode of filling would change."""

    kursi: list[KursiTampil]
    pengaruh: Pengaruh | None


class HasilPeserta(BaseModel):
    """What became of one person."""

    peserta: str
    kelompok: str
    formasi_asal: str
    hasil: str
    kode: str
    rute: str | None
    formasi_tujuan: str | None
    kursi: str | None
    mundur: bool = Field(description="True when the seat was given up or lost.")
    versi: int


class Penjelasan(_Jawaban):
    """Why this result, for the person it is about and for officers."""

    peserta: str
    aturan: str
    versi_aturan: int
    penjelasan: str = Field(description="One paragraph in Indonesian: rule and article, the numbers compared, what would change it.")
    kalimat: list[str] = Field(description="The same, one sentence or reason at a time.")


@router.get("/ringkasan")
async def ringkasan(pool: Pool) -> RingkasanPenempatan:
    """Placement in numbers."""
    return RingkasanPenempatan.model_validate(await membaca.ringkasan(pool))


@router.get("/hasil.ndjson", response_class=StreamingResponse, responses=_LINES)
async def hasil(request: Request, kredensial: Kredensial, pool: Pool) -> StreamingResponse:
    """Every decision, by participant number; the reasons, `alasan`, for officers only."""
    return ndjson(membaca.semua_keputusan(pool, beralasan=officer_of(request, kredensial) is not None))


@router.get("/kursi.ndjson", response_class=StreamingResponse, responses=_LINES)
async def kursi(pool: Pool) -> StreamingResponse:
    """Every seat, by formation and number."""
    return ndjson(membaca.semua_kursi(pool))


@router.get("/peserta/{peserta}")
async def peserta(pool: Pool, peserta: NomorPeserta) -> HasilPeserta:
    """What became of one person, as the lists print it."""
    satu = await membaca.keputusan_peserta(pool, peserta)
    k = satu.keputusan
    return HasilPeserta(
        peserta=k.peserta,
        kelompok=satu.kelompok,
        formasi_asal=k.formasi_asal,
        hasil=k.hasil.value,
        kode=k.kode,
        rute=k.rute.value if k.rute else None,
        formasi_tujuan=k.formasi_tujuan,
        kursi=k.kursi,
        mundur=k.mundur,
        versi=satu.versi,
    )


@router.get("/peserta/{peserta}/penjelasan")
async def penjelasan(pool: Pool, peserta: NomorSendiri) -> Penjelasan:
    """Why this result; with the token of this number, or an officer's."""
    return Penjelasan.model_validate(await membaca.penjelasan_peserta(pool, peserta))


# Before /kelompok/{kelompok}: the first route that fits answers.
@router.get("/kelompok/tertahan")
async def tertahan(_: Petugas, pool: Pool, limit: Annotated[int, Query(ge=1, le=1000)] = 100) -> list[StatusKelompok]:
    """Kelompok held back, and why."""
    return [StatusKelompok.model_validate(satu) for satu in await membaca.kelompok_tertahan(pool, limit)]


@router.get("/kelompok/{kelompok}")
async def kelompok(pool: Pool, kelompok: KodeKelompok) -> IsiKelompok:
    """One kelompok with its seats."""
    status, bangku = await membaca.tentang_kelompok(pool, kelompok)
    tampil = [
        KursiTampil(
            kursi=satu.kursi,
            formasi=satu.formasi,
            nomor=satu.nomor,
            status=satu.status.value,
            peserta=satu.peserta,
            mengapa_kosong=membaca.mengapa_kosong(satu),
        )
        for satu in bangku
    ]
    pengaruh = Pengaruh.model_validate_json(status.pengaruh) if status.pengaruh is not None else None
    return IsiKelompok(**StatusKelompok.model_validate(status).model_dump(), kursi=tampil, pengaruh=pengaruh)
