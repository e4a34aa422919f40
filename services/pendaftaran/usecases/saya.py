"""What a person does in their own name."""

from services.pendaftaran.store import lamaran as store
from services.pendaftaran.store import peserta as store_peserta
from services.pendaftaran.store.peserta import Terbit
from services.pendaftaran.usecases.musim import Instalasi
from shared.db import Conn
from shared.errors import Rejected
from shared.kebijakan import Diizinkan, Jangkauan


def nik_sendiri(izin: Diizinkan) -> str:
    """The NIK that the identity issuer confirmed of this person.

    Raises:
        Rejected: 403, the issuer said none: nobody applies in a name that nobody confirmed.
    """
    if izin.pelaku.nik is None:
        pesan = "Akun Anda belum menyebut NIK yang sudah dipastikan. Pastikan NIK Anda pada penerbit identitas, lalu masuk lagi."
        raise Rejected("NIK_BELUM_DIPASTIKAN", pesan, status=403)
    return izin.pelaku.nik


def pastikan_nama_sendiri(izin: Diizinkan, nik: str) -> None:
    """Refuse a form in somebody else's name, before anything is said of that NIK.

    Raises:
        Rejected: 403, see `nik_sendiri`, or the form names another NIK.
    """
    if nik != nik_sendiri(izin):
        raise Rejected("NIK_BUKAN_MILIK", "NIK pada isian bukan NIK akun ini. Lamar atas nama sendiri.", kolom="nik", status=403)


async def pastikan_lamaran_sendiri(conn: Conn, izin: Diizinkan, instalasi: Instalasi, lamaran: str) -> None:
    """Refuse a look at somebody else's application; whose it is not is told no more than of one that does not exist.

    Raises:
        Rejected: 404, it is not this person's.
    """
    if izin.jangkauan is Jangkauan.SENDIRI and lamaran not in await _lamaran(conn, instalasi, nik_sendiri(izin)):
        raise Rejected("LAMARAN_TIDAK_ADA", "Nomor lamaran ini tidak ada pada akun Anda.", kolom="lamaran", status=404)


async def nomor_diumumkan(conn: Conn, instalasi: Instalasi, nik: str) -> list[Terbit]:
    """The participant numbers of whoever has this NIK that are published, that of the newest fiscal year first."""
    return await store_peserta.terbit(conn, instalasi.pseudonim(nik))


async def nomor_peserta(conn: Conn, izin: Diizinkan, instalasi: Instalasi, musim: str | None = None) -> str:
    """The participant number of this person in a season; where none is named, in the newest fiscal year in which one is published.

    Raises:
        Rejected: 403, see `nik_sendiri`; 404, no application, or no number yet.
    """
    for satu in await nomor_diumumkan(conn, instalasi, nik_sendiri(izin)):
        if musim in {None, satu.musim}:
            return satu.peserta
    tempat = "akun ini" if musim is None else f"akun ini untuk {musim}"
    pesan = f"Belum ada nomor peserta pada {tempat}. Nomor terbit bersama pengumuman hasil seleksi administrasi."
    raise Rejected("BELUM_BERNOMOR", pesan, status=404)


async def _lamaran(conn: Conn, instalasi: Instalasi, nik: str) -> set[str]:
    """The numbers of the applications that were sent under this NIK, one in a fiscal year."""
    return {satu.nomor for satu in (await store.terdaftar(conn, [instalasi.pseudonim(nik)])).values()}
