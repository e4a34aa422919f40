"""Close a stage: only when everything is there, and then for good."""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import asdict, dataclass
from typing import Generic, TypeVar

from services.penilaian.store import penutupan, tahap
from services.penilaian.store.penutupan import Kemajuan
from services.penilaian.store.tahap import NamaTahap, UsulTutup
from shared.db import Conn
from shared.errors import Fault, Rejected
from shared.messaging import UnitOfWork


@dataclass(frozen=True, slots=True)
class PernyataanSkd:
    """The data that must be there before the SKD is closed: posts, participants, and the SHA-256 of the participants' numbers."""

    formasi: int
    peserta: int
    sha256: str


@dataclass(frozen=True, slots=True)
class PernyataanPeringkat:
    """The number of SKB participants that must be there before the ranking is closed."""

    peserta: int


@dataclass(frozen=True, slots=True)
class Periksa:
    """One thing that must be so before a stage is closed: what is there, what there must be, and what to say otherwise."""

    kolom: str
    perlu: int | str
    ada: int | str
    pesan: str


P = TypeVar("P", PernyataanSkd, PernyataanPeringkat)


@dataclass(frozen=True, slots=True)
class Tahap(Generic[P]):
    """A stage.

    Attributes:
        sebelum: the stage that must be closed before.
        sebutan: as an officer calls it.
        pernyataan: the type of what is declared.
        periksa: everything that must be so.
        antrekan: puts the kelompok in line.
    """

    nama: NamaTahap
    sebelum: NamaTahap | None
    sebutan: str
    pernyataan: type[P]
    periksa: Callable[[Conn, P], Awaitable[Sequence[Periksa]]]
    antrekan: Callable[[Conn], Awaitable[None]]


async def tutup(uow: UnitOfWork, yang: Tahap[P], dinyatakan: P, petugas: str, *, dua_orang: bool = False) -> Kemajuan:
    """Close the stage, or propose it where a second officer must release it; the workers then decide kelompok by kelompok.

    The same statement again changes nothing.

    Raises:
        Rejected: 409 BELUM_LENGKAP with everything that is missing, or closed before on another statement.
    """
    if await _masih_terbuka(uow, yang, dinyatakan):
        if dua_orang:
            await tahap.usulkan(uow.conn, yang.nama, UsulTutup(asdict(dinyatakan), petugas))
        else:
            await _tutup(uow, yang, dinyatakan)
    return await penutupan.kemajuan(uow.conn, yang.nama)


async def rilis(uow: UnitOfWork, yang: Tahap[P], petugas: str) -> Kemajuan:
    """Close the stage as another officer proposed it.

    Raises:
        Rejected: nothing was proposed, the same officer proposed it, or see `tutup`.
    """
    # The rows of the stages first, as everybody takes them: whoever holds them may read the proposal.
    await tahap.ditutup_sendiri(uow.conn)
    usul = await tahap.usul(uow.conn, yang.nama)
    if usul is None:
        raise Rejected("TIDAK_ADA_USUL", "Tidak ada usul penutupan yang menunggu rilis.", status=404)
    if usul.diusulkan_oleh == petugas:
        raise Rejected("PERLU_PETUGAS_LAIN", "Daftar dirilis oleh petugas lain daripada yang mengusulkan.", status=403)
    dinyatakan = yang.pernyataan(**usul.pernyataan)
    if await _masih_terbuka(uow, yang, dinyatakan):
        await _tutup(uow, yang, dinyatakan)
    return await penutupan.kemajuan(uow.conn, yang.nama)


async def _tutup(uow: UnitOfWork, yang: Tahap[P], dinyatakan: P) -> None:
    await tahap.tutup(uow.conn, yang.nama, asdict(dinyatakan))
    await yang.antrekan(uow.conn)


async def _masih_terbuka(uow: UnitOfWork, yang: Tahap[P], dinyatakan: P) -> bool:
    """Whether the stage is still to be closed, everything being there."""
    ditutup = await tahap.ditutup_sendiri(uow.conn)
    if yang.nama in ditutup:
        if await tahap.pernyataan(uow.conn, yang.nama) != asdict(dinyatakan):
            raise Rejected("SUDAH_DITUTUP", f"{yang.sebutan} sudah ditutup dengan angka lain; hasilnya tidak berubah.", status=409)
        return False
    if yang.sebelum is not None and yang.sebelum not in ditutup:
        raise Rejected("BELUM_LENGKAP", f"{yang.sebelum} belum ditutup. Tutup {yang.sebelum} dulu.", status=409)
    faults = tuple(
        Fault("BELUM_LENGKAP", satu.pesan.format(ada=satu.ada, perlu=satu.perlu), kolom=satu.kolom, nilai=str(satu.ada))
        for satu in await yang.periksa(uow.conn, dinyatakan)
        if satu.perlu != satu.ada
    )
    if faults:
        pesan = f"{yang.sebutan} belum dapat ditutup: " + " ".join(fault.pesan for fault in faults)
        raise Rejected("BELUM_LENGKAP", pesan, status=409, faults=faults)
    return True


async def _periksa_skd(conn: Conn, dinyatakan: PernyataanSkd) -> Sequence[Periksa]:
    ada = await penutupan.kelengkapan_skd(conn)
    return (
        Periksa("formasi", dinyatakan.formasi, ada.formasi, "Formasi yang diketahui {ada}, yang dinyatakan {perlu}."),
        Periksa("peserta", dinyatakan.peserta, ada.peserta, "Peserta yang diketahui {ada}, yang dinyatakan {perlu}."),
        Periksa(
            "peserta_sha256", dinyatakan.sha256, ada.sha256, "Daftar nomor peserta di sini ({ada}) bukan daftar yang dinyatakan ({perlu})."
        ),
        Periksa("formasi_peserta", 0, ada.tanpa_formasi, "{ada} peserta belum mempunyai formasi yang diketahui."),
        Periksa("nilai_skd", 0, ada.tanpa_nilai, "{ada} peserta belum mempunyai hasil SKD."),
        Periksa("berkas_skd", 0, ada.belum_diterapkan, "{ada} baris berkas SKD belum diterapkan; " + _TUNGGU),
    )


async def _periksa_peringkat(conn: Conn, dinyatakan: PernyataanPeringkat) -> Sequence[Periksa]:
    ada = await penutupan.kelengkapan_peringkat(conn)
    return (
        Periksa("kelompok_skd", 0, ada.kelompok_berjalan, "{ada} kelompok masih dihitung hasil SKD-nya; tunggu sebentar."),
        Periksa("peserta_skb", dinyatakan.peserta, ada.dipanggil, "Peserta SKB {ada}, yang dinyatakan {perlu}."),
        Periksa("nilai_skb", 0, ada.tanpa_nilai, "{ada} peserta SKB belum mempunyai hasil SKB."),
        Periksa("berkas_skb", 0, ada.belum_diterapkan, "{ada} baris berkas SKB belum diterapkan; " + _TUNGGU),
    )


_TUNGGU = "tunggu sebentar, dan bila menetap lihat kunci yang diparkir."
SKD = Tahap(NamaTahap.SKD, None, "SKD", PernyataanSkd, _periksa_skd, penutupan.antrekan_skd)
PERINGKAT = Tahap(NamaTahap.PERINGKAT, NamaTahap.SKD, "Peringkat", PernyataanPeringkat, _periksa_peringkat, penutupan.antrekan_peringkat)
