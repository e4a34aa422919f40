"""Close a stage: only when everything is there, and then for good."""

from collections.abc import Awaitable, Callable
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Generic, TypeVar

from services.penilaian.domain.buku import Buku
from services.penilaian.store import penutupan, tahap
from services.penilaian.store.jadwal import SALINAN_JADWAL
from services.penilaian.store.musim import SALINAN
from services.penilaian.store.penutupan import KelengkapanUjian, Kemajuan
from services.penilaian.store.tahap import NamaTahap, UsulTutup
from services.penilaian.usecases.aturan import aturan_musim
from shared.aturan import AturanSeleksi
from shared.aturan.pppk import AturanPppk
from shared.db import Conn
from shared.errors import Fault, Rejected
from shared.istilah import TahapMusim
from shared.jejak import sidik_keadaan
from shared.kebijakan import pastikan_orang_lain
from shared.messaging import UnitOfWork
from shared.musim import Musim
from shared.musim.jadwal import pastikan_selesai


@dataclass(frozen=True, slots=True)
class PernyataanSkd:
    """The data that must be there before the SKD, or the ranking of PPPK, is closed.

    Attributes:
        formasi: posts.
        peserta: participants.
        sha256: of the participants' numbers.
    """

    formasi: int
    peserta: int
    sha256: str


@dataclass(frozen=True, slots=True)
class PernyataanPeringkat:
    """The number of SKB participants that must be there before the ranking is closed."""

    peserta: int


P = TypeVar("P", PernyataanSkd, PernyataanPeringkat)
A = TypeVar("A", AturanSeleksi, AturanPppk)


@dataclass(frozen=True, slots=True)
class Tahap(Generic[P, A]):
    """A stage.

    Attributes:
        jenis: the kind of season that has it, CPNS or PPPK.
        sebelum: the stage that must be closed before.
        ujian: the test that must be over by the calendar.
        sebutan: as an officer calls it.
        pernyataan: the type of what is declared.
        kekurangan: everything that must be so before it is closed in a season under its rules, and is not.
        antrekan: puts the kelompok of a season in line, with the rule set that is in force.
    """

    nama: NamaTahap
    jenis: str
    sebelum: NamaTahap | None
    ujian: TahapMusim
    sebutan: str
    pernyataan: type[P]
    kekurangan: Callable[[Conn, Musim, A, P], Awaitable[list[Fault]]]
    antrekan: Callable[[Conn, Musim], Awaitable[None]]


@dataclass(frozen=True, slots=True)
class Dipilih(Generic[A]):
    """A season by its code (None: the only one), the rule sets that there are for its kind, and the moment of the request."""

    kode: str | None
    buku: Buku[A]
    saat: datetime


async def usulkan(uow: UnitOfWork, yang: Tahap[P, A], di: Dipilih[A], dinyatakan: P, petugas: str) -> Kemajuan:
    """Propose to close the stage, everything being there; another officer releases it, and the workers decide kelompok by kelompok.

    The same statement again changes nothing.

    Raises:
        Rejected: 409 BELUM_LENGKAP with everything that is missing, BELUM_WAKTUNYA while the test goes on by the calendar, or closed before
            on another statement; no such season, or of another kind; its rule set is not known here.
    """
    musim, aturan = await _musim(uow, yang, di)
    if await _masih_terbuka(uow, yang, musim, aturan, dinyatakan, saat=di.saat):
        lama, usul = await tahap.usul(uow.conn, musim.musim, yang.nama), UsulTutup(asdict(dinyatakan), petugas)
        await tahap.usulkan(uow.conn, musim.musim, yang.nama, usul)
        uow.changed(before=_sidik(yang.nama, usul=lama), after=_sidik(yang.nama, usul=usul), musim=musim.musim)
    return await penutupan.kemajuan(uow.conn, musim.musim, yang.nama)


async def rilis(uow: UnitOfWork, yang: Tahap[P, A], di: Dipilih[A], petugas: str) -> Kemajuan:
    """Close the stage as another officer proposed it; of one that is closed it says how far it is.

    The version of the rule set that is in force now stays with every kelompok of this stage.

    Raises:
        Rejected: nothing was proposed, the same officer proposed it, or see `usulkan`.
    """
    musim, aturan = await _musim(uow, yang, di)
    kode = musim.musim
    # The rows of the stages first, as everybody takes them: whoever holds them may read the proposal.
    if yang.nama in await tahap.ditutup_sendiri(uow.conn, kode):
        return await penutupan.kemajuan(uow.conn, kode, yang.nama)
    usul = await tahap.usul(uow.conn, kode, yang.nama)
    if usul is None:
        raise Rejected("TIDAK_ADA_USUL", "Tidak ada usul penutupan yang menunggu rilis.", status=404)
    pastikan_orang_lain(usul.diusulkan_oleh, petugas, apa="Daftar")
    dinyatakan = yang.pernyataan(**usul.pernyataan)
    if await _masih_terbuka(uow, yang, musim, aturan, dinyatakan, saat=di.saat):
        await tahap.tutup(uow.conn, kode, yang.nama, asdict(dinyatakan))
        await yang.antrekan(uow.conn, musim)
        uow.changed(before=_sidik(yang.nama, usul=usul), after=_sidik(yang.nama, ditutup=asdict(dinyatakan)), musim=kode)
    return await penutupan.kemajuan(uow.conn, kode, yang.nama)


async def _musim(uow: UnitOfWork, yang: Tahap[P, A], di: Dipilih[A]) -> tuple[Musim, A]:
    musim = await SALINAN.pilih(uow.conn, di.kode)
    return musim, aturan_musim(di.buku, musim, yang.jenis)


def _sidik(nama: NamaTahap, *, usul: UsulTutup | None = None, ditutup: tahap.Isi | None = None) -> bytes | None:
    """Of a stage: the proposal that waits, or the statement on which it is closed."""
    return sidik_keadaan([(nama, usul, ditutup)])


async def _masih_terbuka(uow: UnitOfWork, yang: Tahap[P, A], musim: Musim, aturan: A, dinyatakan: P, *, saat: datetime) -> bool:
    """Whether the stage is still to be closed, everything being there and the test over."""
    ditutup = await tahap.ditutup_sendiri(uow.conn, musim.musim)
    if yang.nama in ditutup:
        if await tahap.pernyataan(uow.conn, musim.musim, yang.nama) != asdict(dinyatakan):
            raise Rejected("SUDAH_DITUTUP", f"{yang.sebutan} sudah ditutup dengan angka lain; hasilnya tidak berubah.", status=409)
        return False
    pastikan_selesai(await SALINAN_JADWAL.jendela(uow.conn, musim.musim, yang.ujian), yang.ujian, saat)
    if yang.sebelum is not None and yang.sebelum not in ditutup:
        raise Rejected("BELUM_LENGKAP", f"{yang.sebelum} belum ditutup. Tutup {yang.sebelum} dulu.", status=409)
    if faults := await yang.kekurangan(uow.conn, musim, aturan, dinyatakan):
        pesan = f"{yang.sebutan} belum dapat ditutup: " + " ".join(fault.pesan for fault in faults)
        raise Rejected("BELUM_LENGKAP", pesan, status=409, faults=tuple(faults))
    return True


def _bila(kolom: str, ada: int | str, perlu: int | str, pesan: str) -> list[Fault]:
    """What to say where there is anything else than there must be."""
    return [] if ada == perlu else [Fault("BELUM_LENGKAP", pesan, kolom=kolom, nilai=str(ada))]


async def _kekurangan_skd(conn: Conn, musim: Musim, aturan: AturanSeleksi, perlu: PernyataanSkd) -> list[Fault]:
    return _kekurangan(await penutupan.kelengkapan_skd(conn, musim.musim, aturan), perlu, "skd", "SKD")


async def _kekurangan_kompetensi(conn: Conn, musim: Musim, aturan: AturanPppk, perlu: PernyataanSkd) -> list[Fault]:
    return _kekurangan(await penutupan.kelengkapan_kompetensi(conn, musim.musim, aturan), perlu, "kompetensi", "seleksi kompetensi")


def _kekurangan(ada: KelengkapanUjian, perlu: PernyataanSkd, kolom: str, sebutan: str) -> list[Fault]:
    asing = f"Daftar nomor peserta di sini ({ada.sha256}) bukan daftar yang dinyatakan ({perlu.sha256})."
    return [
        *_bila("formasi", ada.formasi, perlu.formasi, f"Formasi yang diketahui {ada.formasi}, yang dinyatakan {perlu.formasi}."),
        *_bila("aturan_formasi", ada.aturan_lain, 0, f"{ada.aturan_lain} formasi diumumkan menurut kumpulan aturan lain."),
        *_bila("peserta", ada.peserta, perlu.peserta, f"Peserta yang diketahui {ada.peserta}, yang dinyatakan {perlu.peserta}."),
        *_bila("peserta_sha256", ada.sha256, perlu.sha256, asing),
        *_bila("formasi_peserta", ada.tanpa_formasi, 0, f"{ada.tanpa_formasi} peserta belum mempunyai formasi yang diketahui."),
        *_bila(f"nilai_{kolom}", ada.tanpa_nilai, 0, f"{ada.tanpa_nilai} peserta belum mempunyai hasil {sebutan}."),
        *_bila("nilai_mungkin", ada.tak_mungkin, 0, f"{ada.tak_mungkin} peserta bernilai yang tidak mungkin menurut susunan soal."),
        *_bila(
            "berkas_lain", ada.berkas_lain, 0, f"{ada.berkas_lain} peserta bernilai dari berkas musim lain; kirim dalam berkas musim ini."
        ),
        *_bila(f"berkas_{kolom}", ada.belum_diterapkan, 0, f"{ada.belum_diterapkan} baris berkas {sebutan} belum diterapkan; {_TUNGGU}"),
    ]


async def _kekurangan_peringkat(conn: Conn, musim: Musim, _aturan: AturanSeleksi, perlu: PernyataanPeringkat) -> list[Fault]:
    ada = await penutupan.kelengkapan_peringkat(conn, musim.musim)
    berjalan = f"{ada.kelompok_berjalan} kelompok masih dihitung hasil SKD-nya; tunggu sebentar."
    return [
        *_bila("kelompok_skd", ada.kelompok_berjalan, 0, berjalan),
        *_bila("peserta_skb", ada.dipanggil, perlu.peserta, f"Peserta SKB {ada.dipanggil}, yang dinyatakan {perlu.peserta}."),
        *_bila("nilai_skb", ada.tanpa_nilai, 0, f"{ada.tanpa_nilai} peserta SKB belum mempunyai hasil SKB."),
        *_bila("berkas_skb", ada.belum_diterapkan, 0, f"{ada.belum_diterapkan} baris berkas SKB belum diterapkan; {_TUNGGU}"),
    ]


_TUNGGU = "tunggu sebentar, dan bila menetap lihat kunci yang diparkir."
_CPNS, _PPPK = "CPNS", "PPPK"
SKD = Tahap(NamaTahap.SKD, _CPNS, None, TahapMusim.SKD, "SKD", PernyataanSkd, _kekurangan_skd, penutupan.antrekan_skd)
PERINGKAT = Tahap(
    NamaTahap.PERINGKAT,
    _CPNS,
    NamaTahap.SKD,
    TahapMusim.SKB,
    "Peringkat",
    PernyataanPeringkat,
    _kekurangan_peringkat,
    penutupan.antrekan_peringkat,
)
KOMPETENSI = Tahap(
    NamaTahap.KOMPETENSI,
    _PPPK,
    None,
    TahapMusim.SELEKSI_KOMPETENSI,
    "Peringkat kompetensi",
    PernyataanSkd,
    _kekurangan_kompetensi,
    penutupan.antrekan_kompetensi,
)
