"""HTTP in: reports of people who leave, proposals for NIP, and the lists. A NIP is shown to officers only, one at a time."""

from datetime import date, datetime
from typing import Annotated

from fastapi import APIRouter, Path, Query, Request
from fastapi.responses import Response, StreamingResponse
from pydantic import BaseModel, ConfigDict, Field

from services.kepegawaian.domain import BebasSanksi, Laporan
from services.kepegawaian.usecases import catat_pengunduran, membaca, terbitkan_nip
from services.kepegawaian.usecases.membaca_usulan import Bentuk, UsulanMasuk, baca_usulan
from shared.aturan.pengangkatan import AlasanMundur, JenisPengunduran, Langkah
from shared.errors import Rejected
from shared.messaging import unit_of_work
from shared.web import NDJSON, Kesalahan, KunciIdempotensi, Petugas, Pool, ndjson, once, read_body

router = APIRouter(prefix="/v1", tags=["kepegawaian"])
_LINES: dict[int | str, dict[str, object]] = {200: {"content": {NDJSON: {}}}}
_BITA_TERBANYAK = 4_194_304  # 10,000 rows of NDJSON with room to spare


NomorPeserta = Annotated[str, Path(pattern=r"^\d{1,20}$", description="Nomor peserta.")]


class LaporanMasuk(BaseModel):
    """Somebody gives up, loses or leaves a seat."""

    peserta: Annotated[str, Field(pattern=r"^\d{1,20}$", description="Participant number.")]
    jenis: JenisPengunduran
    alasan: AlasanMundur
    tanggal: Annotated[date, Field(description="Day on which it takes effect.")]


class LaporanTercatat(BaseModel):
    """What follows from the report."""

    peserta: str
    langkah: Langkah
    dapat_diganti: bool = Field(description="True: the next in rank takes the seat. False: the seat counts in the next need.")


class UsulanTercatat(BaseModel):
    """A NIP exists. It is read at `dataref`, and not kept in the answers stored for repeated requests."""

    peserta: str
    sudah_ada: bool
    dataref: str


class UsulanMassalTercatat(BaseModel):
    """What became of a list of proposals."""

    terbit: int
    sudah_ada: int
    ditolak: list[Kesalahan]


class SanksiTampil(BaseModel):
    """The bar from applying that follows from leaving."""

    jumlah: int
    satuan: str
    sampai: date | None = Field(description="Last day; empty when it ends with an opening that has no date yet.")
    dapat_disanggah: bool
    pasal: str


class BebasSanksiTampil(BaseModel):
    """Why leaving bars this person from nothing."""

    kode: str = Field(description="BUKAN_PENGUNDURAN_DIRI, MUNDUR_SEBELUM_NIP or MUNDUR_DARI_LOKASI_LAIN.")
    pasal: str


class PegawaiTampil(BaseModel):
    """The case of one person. Personal: the NIP begins with the birth date."""

    model_config = ConfigDict(from_attributes=True)

    peserta: str
    kelompok: str
    formasi: str
    kursi: str
    rute: str
    status: str
    langkah: str
    dapat_diganti: bool
    jenis: str | None
    alasan: str | None
    tanggal: date | None
    nip: str | None
    tmt: date | None
    terbit_pada: datetime | None
    nip_dibatalkan: bool | None
    sanksi: SanksiTampil | None = None
    bebas_sanksi: BebasSanksiTampil | None = None


class RingkasanPengangkatan(BaseModel):
    """Appointing in numbers."""

    kasus: int
    dicabut: int = Field(description="Cases whose decision placement withdrew, by a correction; they are no longer running.")
    mundur: dict[str, int] = Field(description="People who left, by reason.")
    diganti_boleh: int = Field(description="People who left before the NIP: the next in rank follows.")
    nip_terbit: int = Field(description="Numbers issued, cancelled ones among them.")
    nip_batal: int


@router.post("/pengunduran-diri", status_code=201, response_model=LaporanTercatat)
async def pengunduran_diri(request: Request, _: Petugas, kunci: KunciIdempotensi, pool: Pool, laporan: LaporanMasuk) -> Response:
    """Report that somebody leaves."""
    async with unit_of_work(pool) as uow:

        async def catat() -> LaporanTercatat:
            putusan = await catat_pengunduran(uow, Laporan(laporan.peserta, laporan.jenis, laporan.alasan, laporan.tanggal))
            return LaporanTercatat(peserta=laporan.peserta, langkah=putusan.langkah, dapat_diganti=putusan.dapat_diganti)

        return await once(uow, key=kunci, route="POST /v1/pengunduran-diri", body=await request.body(), action=catat, status=201)


@router.post("/usul-nip", status_code=201, response_model=UsulanTercatat)
async def usul_nip(request: Request, _: Petugas, kunci: KunciIdempotensi, pool: Pool, usulan: UsulanMasuk) -> Response:
    """Propose a NIP for one person."""
    async with unit_of_work(pool) as uow:

        async def terbitkan() -> UsulanTercatat:
            hasil = await terbitkan_nip(uow, [usulan.usulan(1)])
            for satu in hasil.ditolak:
                tolakan = satu.tolakan
                raise Rejected(tolakan.kode, tolakan.pesan, kolom=tolakan.kolom, status=409 if tolakan.bertentangan else 422)
            return UsulanTercatat(peserta=usulan.peserta, sudah_ada=hasil.sudah_ada > 0, dataref=f"/v1/pegawai/{usulan.peserta}")

        return await once(uow, key=kunci, route="POST /v1/usul-nip", body=await request.body(), action=terbitkan, status=201)


@router.post("/usul-nip/massal", response_model=UsulanMassalTercatat)
async def usul_nip_massal(
    request: Request, _: Petugas, kunci: KunciIdempotensi, pool: Pool, bentuk: Annotated[Bentuk, Query(alias="format")] = Bentuk.CSV
) -> Response:
    """Propose NIP for up to 10,000 people; good rows are taken, bad ones are listed."""
    body = await read_body(request, _BITA_TERBANYAK)
    async with unit_of_work(pool) as uow:

        async def terbitkan() -> UsulanMassalTercatat:
            usulan, cacat = baca_usulan(body, bentuk)
            hasil = await terbitkan_nip(uow, usulan)
            ditolak = [Kesalahan(kode=satu.kode, pesan=satu.pesan, kolom=satu.kolom, baris=satu.baris) for satu in cacat]
            ditolak += [
                Kesalahan(kode=d.tolakan.kode, pesan=d.tolakan.pesan, kolom=d.tolakan.kolom, baris=d.usulan.baris, nilai=d.usulan.peserta)
                for d in hasil.ditolak
            ]
            ditolak.sort(key=lambda satu: satu.baris or 0)
            return UsulanMassalTercatat(terbit=hasil.terbit, sudah_ada=hasil.sudah_ada, ditolak=ditolak)

        return await once(uow, key=kunci, route=f"POST /v1/usul-nip/massal?format={bentuk}", body=body, action=terbitkan)


@router.get("/pegawai/{peserta}")
async def pegawai(_: Petugas, pool: Pool, peserta: NomorPeserta) -> PegawaiTampil:
    """One person's case, with the NIP."""
    tentang = await membaca.tentang_pegawai(pool, peserta)
    tampil = PegawaiTampil.model_validate(tentang.pegawai)
    s = tentang.akibat
    if s is None:
        return tampil
    if isinstance(s, BebasSanksi):
        return tampil.model_copy(update={"bebas_sanksi": BebasSanksiTampil(kode=s.dasar.kode, pasal=s.dasar.pasal)})
    sanksi = SanksiTampil(jumlah=s.jumlah, satuan=s.satuan, sampai=s.sampai, dapat_disanggah=s.dapat_disanggah, pasal=s.dasar.pasal)
    return tampil.model_copy(update={"sanksi": sanksi})


@router.get("/hasil.ndjson", response_class=StreamingResponse, responses=_LINES)
async def hasil(pool: Pool) -> StreamingResponse:
    """Every case, by participant number, without NIP."""
    return ndjson(membaca.semua_kasus(pool))


@router.get("/ringkasan")
async def ringkasan(pool: Pool) -> RingkasanPengangkatan:
    """Appointing in numbers."""
    angka, mundur = await membaca.ringkasan(pool)
    return RingkasanPengangkatan(mundur=mundur, **angka._asdict())
