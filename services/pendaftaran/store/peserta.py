"""Reads that show people, and the counts of the season."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal, NamedTuple

from services.pendaftaran.store.orang import Bidang, kolom, tertutup
from shared.brankas import Tertutup
from shared.db import Conn

# In the order of `DataPribadi`.
DATA_PRIBADI = (Bidang.NAMA, Bidang.NIK, Bidang.TANGGAL_LAHIR, Bidang.JENIS_KELAMIN)


@dataclass(frozen=True, slots=True)
class DataPribadi:
    """Who a participant is."""

    nama: str
    nik: str
    tanggal_lahir: date
    jenis_kelamin: Literal["L", "P"]


class OrangTertutup(NamedTuple):
    """The sealed fields of `DATA_PRIBADI`, or when the person was erased."""

    orang: Tertutup
    dihapus_pada: datetime | None


class Terbit(NamedTuple):
    """A participant number that is published, and its season."""

    musim: str
    peserta: str


class Jumlah(NamedTuple):
    """Counts of the season; posts are those that are open."""

    formasi: int
    kursi: int
    kelompok: int
    lamaran: int


async def data_pribadi(conn: Conn, peserta: str) -> OrangTertutup | None:
    """The person behind a participant number."""
    row = await conn.fetchrow(
        f"""
        select {kolom(*DATA_PRIBADI)}, p.dihapus_pada
        from pendaftaran.peserta s join pribadi.orang p using (lamaran) left join kunci.orang k using (lamaran) where s.peserta = $1
        """,  # noqa: S608 - the names are ours
        peserta,
    )
    return OrangTertutup(tertutup(row, *DATA_PRIBADI), row["dihapus_pada"]) if row else None


async def terbit(conn: Conn, pseudonim: str) -> list[Terbit]:
    """The published participant numbers of a person, that of the newest fiscal year first."""
    rows = await conn.fetch(
        """
        select f.musim, s.peserta
        from pribadi.orang p
        join pendaftaran.lamaran l using (lamaran)
        join pendaftaran.formasi f using (formasi)
        join pendaftaran.peserta s using (lamaran)
        join pendaftaran.pemeriksaan t on t.musim = f.musim and t.kode_instansi = l.kode_instansi
        where p.pseudonim = $1 and t.tahap in ('SIARKAN', 'SELESAI') order by p.tahun desc
        """,
        pseudonim,
    )
    return [Terbit(*row) for row in rows]


async def jumlah(conn: Conn, musim: str) -> Jumlah:
    """Counts of a season as of now."""
    (row,) = await conn.fetch(
        """
        select count(*), coalesce(sum(kuota), 0), count(distinct (kode_instansi, kode_jabatan)),
               (select count(*) from pendaftaran.lamaran join pendaftaran.formasi f using (formasi) where f.musim = $1)
        from pendaftaran.formasi where versi > 0 and musim = $1
        """,
        musim,
    )
    return Jumlah(*map(int, row))


DAFTAR = f"""
    select {kolom(Bidang.NIK)}, l.lamaran, s.peserta, l.formasi, f.kode_instansi, f.kode_jabatan, u.status, u.alasan
    from pendaftaran.lamaran l
    join pribadi.orang p using (lamaran)
    left join kunci.orang k using (lamaran)
    join pendaftaran.formasi f using (formasi)
    left join pendaftaran.putusan u using (lamaran)
    left join pendaftaran.peserta s using (lamaran)
    where f.musim = $1 and ($2::text is null or l.kode_instansi = $2)
    order by l.lamaran
"""  # noqa: S608 - the names are ours
