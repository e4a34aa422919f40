"""What a person does in their own name."""

from services.pendaftaran.store import lamaran as store
from services.pendaftaran.usecases.musim import Musim
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


async def pastikan_lamaran_sendiri(conn: Conn, izin: Diizinkan, musim: Musim, lamaran: str) -> None:
    """Refuse a look at somebody else's application; whose it is not is told no more than of one that does not exist.

    Raises:
        Rejected: 404, it is not this person's.
    """
    if izin.jangkauan is Jangkauan.SENDIRI and await _lamaran(conn, musim, nik_sendiri(izin)) != lamaran:
        raise Rejected("LAMARAN_TIDAK_ADA", "Nomor lamaran ini tidak ada pada akun Anda.", kolom="lamaran", status=404)


async def nomor_diumumkan(conn: Conn, musim: Musim, nik: str) -> str | None:
    """The participant number of whoever has this NIK, once it is published."""
    lamaran = await _lamaran(conn, musim, nik)
    satu = None if lamaran is None else await store.keterangan(conn, lamaran)
    return satu.peserta if satu is not None and satu.tahap in {"SIARKAN", "SELESAI"} else None


async def nomor_peserta(conn: Conn, izin: Diizinkan, musim: Musim) -> str:
    """The participant number of this person, once it is published.

    Raises:
        Rejected: 403, see `nik_sendiri`; 404, no application, or no number yet.
    """
    peserta = await nomor_diumumkan(conn, musim, nik_sendiri(izin))
    if peserta is None:
        pesan = f"Belum ada nomor peserta {musim.nama} pada akun ini. Nomor terbit bersama pengumuman hasil seleksi administrasi."
        raise Rejected("BELUM_BERNOMOR", pesan, status=404)
    return peserta


async def _lamaran(conn: Conn, musim: Musim, nik: str) -> str | None:
    """The number of the application that was sent under this NIK, which the tables know by its pseudonym only."""
    orang = musim.pseudonim(nik)
    milik = (await store.terdaftar(conn, [orang])).get(orang)
    return None if milik is None else milik.nomor
