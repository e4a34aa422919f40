"""Applications and the people who sent them."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import NamedTuple

from services.pendaftaran.domain.kesediaan import Kesediaan
from services.pendaftaran.domain.lamaran import Lamaran
from shared.db import Column, Conn, Table
from shared.istilah import JenisKesediaan


class Masuk(NamedTuple):
    """An application on its way in, with its number and the code of the agency."""

    nomor: str
    kode_instansi: str
    isi: Lamaran


class Terdaftar(NamedTuple):
    """The application a NIK already has."""

    nomor: str
    diterima_pada: datetime


class Keterangan(NamedTuple):
    """What an applicant may see of an application; `tahap` is None until the registration is closed."""

    lamaran: str
    formasi: str
    instansi: str
    jabatan: str
    diterima_pada: datetime
    tahap: str | None
    status: str | None
    alasan: str | None
    peserta: str | None
    kesediaan: Kesediaan | None


class _Pelamar(NamedTuple):
    lamaran: str
    nik: str
    nama: str
    tanggal_lahir: date
    jenis_kelamin: str
    surel: str | None


class _Terkunci(NamedTuple):
    lamaran: str
    kode_instansi: str
    formasi: str
    kualifikasi: str
    ipk: int
    skala_ipk: str
    dokumen: tuple[str, ...]
    diterima_pada: datetime
    kesediaan: str | None
    kesediaan_unit: tuple[str, ...]
    kesediaan_formasi: tuple[str, ...]


PELAMAR = Table("pribadi.pelamar", _Pelamar, key=("nik",))
LAMARAN = Table(
    "pendaftaran.lamaran",
    _Terkunci,
    key=("lamaran",),
    columns={"ipk": Column("smallint"), **dict.fromkeys(("dokumen", "kesediaan_unit", "kesediaan_formasi"), Column("text[]", load=tuple))},
)


async def simpan(conn: Conn, masuk: Sequence[Masuk], saat: datetime) -> set[str]:
    """Lock applications, each number once in `masuk`; for each NIK the first wins, and none where the NIK has one already.

    Returns:
        The numbers that are new.
    """
    pertama = {satu.isi.nik: satu for satu in reversed(masuk)}
    orang = [_pelamar(satu) for satu in pertama.values()]
    terkunci = [pertama[nik] for (nik,) in await conn.fetch(_PELAMAR, *PELAMAR.arrays(orang))]
    await LAMARAN.copy(conn, [_terkunci(satu, saat) for satu in terkunci])
    return {satu.nomor for satu in terkunci}


async def terdaftar(conn: Conn, nik: Sequence[str]) -> dict[str, Terdaftar]:
    """The application each of these NIK has, by NIK."""
    rows = await conn.fetch(
        "select p.nik, p.lamaran, l.diterima_pada from pribadi.pelamar p join pendaftaran.lamaran l using (lamaran) where p.nik = any($1)",
        nik,
    )
    return {row[0]: Terdaftar(row[1], row[2]) for row in rows}


async def keterangan(conn: Conn, lamaran: str) -> Keterangan | None:
    """One application with its outcome, if there is such a number."""
    row = await conn.fetchrow(
        """
        select l.lamaran, l.formasi, f.instansi, f.jabatan, l.diterima_pada, t.tahap, u.status, u.alasan, s.peserta,
               l.kesediaan, l.kesediaan_unit, l.kesediaan_formasi
        from pendaftaran.lamaran l
        join pendaftaran.formasi f using (formasi)
        left join pendaftaran.pemeriksaan t on t.kode_instansi = l.kode_instansi
        left join pendaftaran.putusan u using (lamaran)
        left join pendaftaran.peserta s using (lamaran)
        where l.lamaran = $1
        """,
        lamaran,
    )
    return Keterangan._make([*row[:-3], baca_kesediaan(*row[-3:])]) if row else None


def baca_kesediaan(jenis: str | None, unit: Sequence[str], formasi: Sequence[str]) -> Kesediaan | None:
    """A stored statement; None where nothing was stated."""
    return None if jenis is None else Kesediaan(JenisKesediaan(jenis), tuple(unit), tuple(formasi))


def _pelamar(masuk: Masuk) -> _Pelamar:
    isi = masuk.isi
    return _Pelamar(masuk.nomor, isi.nik, isi.nama, isi.tanggal_lahir, isi.jenis_kelamin, isi.surel)


def _terkunci(masuk: Masuk, saat: datetime) -> _Terkunci:
    isi, mau = masuk.isi, masuk.isi.kesediaan
    jenis, unit, formasi = (mau.jenis.value, mau.unit, mau.formasi) if mau else (None, (), ())
    tempat = (masuk.kode_instansi, isi.formasi, isi.kualifikasi)
    return _Terkunci(masuk.nomor, *tempat, isi.ipk, isi.skala_ipk, isi.dokumen, saat, jenis, unit, formasi)


# In order of NIK, so that two bulk uploads that overlap wait for each other instead of deadlocking. Whatever the conflict: the twin of a
# form may meet it in the index of application numbers before it meets that of NIK.
_PELAMAR = f"""
    insert into pribadi.pelamar ({PELAMAR.listed()}) select {PELAMAR.listed()} from {PELAMAR.unnested("baru")} order by nik
    on conflict do nothing returning nik
"""  # noqa: S608 - the names are ours
