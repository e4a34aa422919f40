"""Proposals for NIP. The number itself is in no answer here: stored answers would keep it."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Annotated

from fastapi import APIRouter, Query, Request, Response

from services.kepegawaian import usecases
from services.kepegawaian.api.context import Ctx
from services.kepegawaian.api.masukan import Bentuk, UsulanMasuk, baca_usulan
from services.kepegawaian.domain.nip import Ditolak, Usulan
from services.kepegawaian.usecases import Penomor
from shared.errors import Fault, Rejected
from shared.messaging import UnitOfWork
from shared.observability import masked
from shared.web import (
    NDJSON,
    Diizinkan,
    Jawaban,
    Kesalahan,
    Saat,
    Sekali,
    instansi_di_peserta,
    isi_berkas,
    pastikan_menjangkau,
    read_body,
    read_upload,
    sebatas_jangkauan,
    wewenang,
)

router = APIRouter(prefix="/v1", tags=["NIP"])
BULK_MAX_BYTES = 4_194_304  # 10,000 rows of NDJSON with room to spare
_ISI_MASSAL = isi_berkas("text/csv", NDJSON)
_INSTANSI_LAIN = Fault("TIDAK_BERWENANG", "Peserta ini milik instansi lain.", "peserta")


class UsulanTercatat(Jawaban):
    """NIP sudah terbit dan dibaca pada `dataref`."""

    peserta: str
    sudah_ada: bool
    dataref: str


class UsulanMassalTercatat(Jawaban):
    """Nasib satu daftar usul."""

    terbit: int
    sudah_ada: int
    ditolak: list[Kesalahan]


@router.post("/usul-nip", status_code=201, response_model=UsulanTercatat, summary="Usulkan NIP seseorang")
async def usul_nip(
    sekali: Sekali, izin: Annotated[Diizinkan, wewenang("nip.usul", sebatas_jangkauan)], ctx: Ctx, saat: Saat, masuk: UsulanMasuk
) -> Response:
    """Ditolak 409 bila bertentangan dengan keadaan kasus, 422 bila usulnya sendiri tidak mungkin benar."""
    pastikan_menjangkau(izin, instansi_di_peserta(masuk.peserta))
    kunci = await ctx.brankas.kunci_baru(1)

    async def kerjakan(uow: UnitOfWork) -> UsulanTercatat:
        hasil = await _satu(uow, Penomor(ctx.sidik, kunci, saat), masuk.usulan(1))
        await ctx.brankas.pastikan_dikenal(satu.terbungkus for satu in kunci)
        return hasil

    return await sekali(kerjakan, UsulanTercatat)


@router.post("/usul-nip/massal", response_model=UsulanMassalTercatat, summary="Usulkan NIP sampai 10.000 orang", openapi_extra=_ISI_MASSAL)
async def usul_nip_massal(
    *,
    sekali: Sekali,
    izin: Annotated[Diizinkan, wewenang("nip.usul_massal", sebatas_jangkauan)],
    ctx: Ctx,
    saat: Saat,
    request: Request,
    bentuk: Annotated[Bentuk, Query(alias="format")] = Bentuk.CSV,
) -> Response:
    """Baris yang baik diterima; yang buruk disebut dengan nomor barisnya."""
    data = await read_body(request, BULK_MAX_BYTES)
    usulan, cacat = await read_upload(request, baca_usulan, data, bentuk)
    # Before the database is asked for anything: the keeper of keys may be far away.
    kunci = await ctx.brankas.kunci_baru(len(usulan))

    async def kerjakan(uow: UnitOfWork) -> UsulanMassalTercatat:
        hasil = await _massal(uow, Penomor(ctx.sidik, kunci, saat), usulan, cacat, izin)
        await ctx.brankas.pastikan_dikenal(satu.terbungkus for satu in kunci)
        return hasil

    return await sekali(kerjakan, UsulanMassalTercatat)


async def _satu(uow: UnitOfWork, penomor: Penomor, usulan: Usulan) -> UsulanTercatat:
    hasil = await usecases.terbitkan_nip(uow, penomor, [usulan])
    for satu in hasil.ditolak:
        raise Rejected.of(satu.sebab)
    uow.changed(peserta=usulan.peserta)
    return UsulanTercatat(peserta=usulan.peserta, sudah_ada=hasil.sudah_ada > 0, dataref=f"/v1/pegawai/{usulan.peserta}")


def menurut_jangkauan(usulan: Sequence[Usulan], izin: Diizinkan) -> tuple[list[Usulan], list[Usulan]]:
    """Proposals within the reach of who sent them, and the others, each in its order."""
    terjangkau: list[Usulan] = []
    asing: list[Usulan] = []
    for satu in usulan:
        (terjangkau if izin.menjangkau(instansi_di_peserta(satu.peserta)) else asing).append(satu)
    return terjangkau, asing


async def _massal(
    uow: UnitOfWork, penomor: Penomor, usulan: Sequence[Usulan], cacat: Sequence[Fault], izin: Diizinkan
) -> UsulanMassalTercatat:
    terjangkau, asing = menurut_jangkauan(usulan, izin)
    hasil = await usecases.terbitkan_nip(uow, penomor, terjangkau)
    ditolak = [*hasil.ditolak, *(Ditolak(satu, _INSTANSI_LAIN) for satu in asing)]
    return UsulanMassalTercatat(terbit=hasil.terbit, sudah_ada=hasil.sudah_ada, ditolak=kesalahan(cacat, ditolak))


def kesalahan(cacat: Sequence[Fault], ditolak: Sequence[Ditolak]) -> list[Kesalahan]:
    """What was wrong, in the order of the rows: of what was read, and of what was refused."""
    # A NIK or a NIP in place of the number is the likeliest slip, and the answer is kept for whoever asks again.
    semua = [*cacat, *(replace(satu.sebab, baris=satu.usulan.baris, nilai=masked(satu.usulan.peserta)) for satu in ditolak)]
    return [Kesalahan.model_validate(satu) for satu in sorted(semua, key=lambda satu: satu.baris or 0)]
