"""What a person does in their own name."""

from services.pendaftaran.store import lamaran as store
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


async def nomor_diumumkan(conn: Conn, instalasi: Instalasi, nik: str) -> list[str]:
    """The participant numbers of whoever has this NIK that are published, that of the newest fiscal year first."""
    semua = [await store.keterangan(conn, satu) for satu in await _lamaran(conn, instalasi, nik)]
    return [satu.peserta for satu in semua if satu is not None and satu.peserta is not None and satu.tahap in {"SIARKAN", "SELESAI"}]


async def nomor_peserta(conn: Conn, izin: Diizinkan, instalasi: Instalasi) -> str:
    """The participant number of this person in the newest fiscal year in which one is published.

    Raises:
        Rejected: 403, see `nik_sendiri`; 404, no application, or no number yet.
    """
    nomor = await nomor_diumumkan(conn, instalasi, nik_sendiri(izin))
    if not nomor:
        pesan = "Belum ada nomor peserta pada akun ini. Nomor terbit bersama pengumuman hasil seleksi administrasi."
        raise Rejected("BELUM_BERNOMOR", pesan, status=404)
    return nomor[0]


async def _lamaran(conn: Conn, instalasi: Instalasi, nik: str) -> list[str]:
    """The numbers of the applications that were sent under this NIK, the newest fiscal year first."""
    milik = await store.terdaftar(conn, [instalasi.pseudonim(nik)])
    return [milik[siapa].nomor for siapa in sorted(milik, key=lambda satu: satu.tahun, reverse=True)]
