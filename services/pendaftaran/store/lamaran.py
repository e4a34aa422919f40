"""Applications; who sent them is in `store.orang`."""

from collections.abc import Iterable, Sequence
from datetime import datetime
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


class Pelamar(NamedTuple):
    """Somebody in one fiscal year, in which a person applies once."""

    pseudonim: str
    tahun: int


class Terdaftar(NamedTuple):
    """The application that somebody already has."""

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
    jenis_pengadaan: str
    kesediaan: Kesediaan | None


class Terkunci(NamedTuple):
    """An application as it is locked."""

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


LAMARAN = Table(
    "pendaftaran.lamaran",
    Terkunci,
    key=("lamaran",),
    columns={"ipk": Column("smallint"), **dict.fromkeys(("dokumen", "kesediaan_unit", "kesediaan_formasi"), Column("text[]", load=tuple))},
)


async def simpan(conn: Conn, lamaran: Iterable[Terkunci]) -> None:
    """Lock applications."""
    await LAMARAN.copy(conn, lamaran)


async def terdaftar(conn: Conn, pseudonim: Sequence[str]) -> dict[Pelamar, Terdaftar]:
    """The applications that these people have, by person and fiscal year."""
    rows = await conn.fetch(
        """
        select p.pseudonim, p.tahun, p.lamaran, l.diterima_pada from pribadi.orang p join pendaftaran.lamaran l using (lamaran)
        where p.pseudonim = any($1)
        """,
        pseudonim,
    )
    return {Pelamar(row[0], row[1]): Terdaftar(row[2], row[3]) for row in rows}


async def keterangan(conn: Conn, lamaran: str) -> Keterangan | None:
    """One application with its outcome, if there is such a number."""
    row = await conn.fetchrow(
        """
        select l.lamaran, l.formasi, f.instansi, f.jabatan, l.diterima_pada, t.tahap, u.status, u.alasan, s.peserta, f.jenis_pengadaan,
               l.kesediaan, l.kesediaan_unit, l.kesediaan_formasi
        from pendaftaran.lamaran l
        join pendaftaran.formasi f using (formasi)
        left join pendaftaran.pemeriksaan t on t.kode_instansi = l.kode_instansi and t.musim = f.musim
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


def terkunci(masuk: Masuk, saat: datetime) -> Terkunci:
    """The row of an application that came in then."""
    isi, mau = masuk.isi, masuk.isi.kesediaan
    jenis, unit, formasi = (mau.jenis.value, mau.unit, mau.formasi) if mau else (None, (), ())
    tempat = (masuk.kode_instansi, isi.formasi, isi.kualifikasi)
    return Terkunci(masuk.nomor, *tempat, isi.ipk, isi.skala_ipk, isi.dokumen, saat, jenis, unit, formasi)
