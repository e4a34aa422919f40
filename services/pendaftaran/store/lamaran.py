"""Applications and the people who sent them."""

from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple

from services.pendaftaran.domain.kesediaan import Kesediaan
from services.pendaftaran.domain.lamaran import Lamaran
from shared.db import Conn, columns, copy_rows, unnest
from shared.istilah import JenisKesediaan

_KOLOM = (
    "lamaran",
    "kode_instansi",
    "formasi",
    "kualifikasi",
    "ipk",
    "skala_ipk",
    "dokumen",
    "diterima_pada",
    "kesediaan",
    "kesediaan_unit",
    "kesediaan_formasi",
)


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


async def simpan(conn: Conn, masuk: Sequence[Masuk], saat: datetime) -> set[str]:
    """Lock applications, each number once in `masuk`; for each NIK the first wins, and none where the NIK has one already.

    Returns:
        The numbers that are new.
    """
    orang = [(satu.nomor, satu.isi.nik, satu.isi.nama, satu.isi.tanggal_lahir, satu.isi.jenis_kelamin, satu.isi.surel) for satu in masuk]
    rows = await conn.fetch(_PELAMAR, *columns(orang, 6))
    baru = {str(row[0]) for row in rows}
    await copy_rows(
        conn,
        "pendaftaran.lamaran",
        _KOLOM,
        [
            (
                nomor,
                kode_instansi,
                isi.formasi,
                isi.kualifikasi,
                isi.ipk,
                isi.skala_ipk,
                isi.dokumen,
                saat,
                *_kolom_kesediaan(isi.kesediaan),
            )
            for nomor, kode_instansi, isi in masuk
            if nomor in baru
        ],
    )
    return baru


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


def _kolom_kesediaan(satu: Kesediaan | None) -> tuple[str | None, tuple[str, ...], tuple[str, ...]]:
    return (None, (), ()) if satu is None else (satu.jenis.value, satu.unit, satu.formasi)


# In order of NIK, so that two bulk uploads that overlap wait for each other instead of deadlocking.
_PELAMAR = f"""
    insert into pribadi.pelamar (lamaran, nik, nama, tanggal_lahir, jenis_kelamin, surel)
    select lamaran, nik, nama, tanggal_lahir, jenis_kelamin, surel
    from {unnest("text", "text", "text", "date", "text", "text")}
         with ordinality as t (lamaran, nik, nama, tanggal_lahir, jenis_kelamin, surel, urut)
    order by nik, urut
    on conflict do nothing
    returning lamaran
"""  # noqa: S608 - text of this module
