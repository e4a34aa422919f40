"""Is the record as it was written? Every row against its link, every link against the one before, and the end against anchors."""

from collections.abc import AsyncIterator, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from shared.db import Conn
from shared.jejak.catatan import sidik
from shared.jejak.rantai import Kepala, Mata
from shared.jejak.store import KOLOM

TENGGANG = timedelta(minutes=10)
# No transaction is open so long between the time that its row says and its link, unless nobody links at all; then the order still holds.
_TERLAMBAT = timedelta(hours=1)
_JAM_BERBEDA = timedelta(minutes=5)
_HALAMAN = 5000
TEMUAN_TERBANYAK = 1000


class Kode(StrEnum):
    """What is wrong."""

    CATATAN_BERUBAH = "CATATAN_BERUBAH"
    CATATAN_HILANG = "CATATAN_HILANG"
    CATATAN_GANDA = "CATATAN_GANDA"
    CATATAN_TERTUKAR = "CATATAN_TERTUKAR"
    WAKTU_BERUBAH = "WAKTU_BERUBAH"
    WAKTU_GANJIL = "WAKTU_GANJIL"
    MATA_HILANG = "MATA_HILANG"
    MATA_GANDA = "MATA_GANDA"
    SAMBUNGAN_PUTUS = "SAMBUNGAN_PUTUS"
    TIDAK_DIRANTAI = "TIDAK_DIRANTAI"
    TERLAMBAT_DIRANTAI = "TERLAMBAT_DIRANTAI"
    ANTREAN_TANPA_CATATAN = "ANTREAN_TANPA_CATATAN"
    ANTREAN_GANDA = "ANTREAN_GANDA"
    KEPALA_BERBEDA = "KEPALA_BERBEDA"
    EKOR_TERPOTONG = "EKOR_TERPOTONG"


@dataclass(frozen=True, slots=True)
class Temuan:
    """One thing that is wrong.

    Attributes:
        kode: what.
        pesan: the same as a sentence.
        catatan: number of the row that it is about.
        posisi: of the link that it is about.
    """

    kode: Kode
    pesan: str
    catatan: int | None = None
    posisi: int | None = None


@dataclass(frozen=True, slots=True)
class Hasil:
    """What a check found.

    Attributes:
        kepala: the end of the chain, to be kept as an anchor.
        dirantai: links that were looked at.
        menunggu: rows that wait for their link, as they should.
        temuan: what is wrong; none of an untouched record.
    """

    kepala: Kepala
    dirantai: int
    menunggu: int
    temuan: tuple[Temuan, ...]


@dataclass(frozen=True, slots=True)
class _Baris:
    """A link with the row that it names: its time and digest as they are now; None where there is no row."""

    mata: Mata
    waktu: datetime | None
    sidik: bytes | None


class _Pemeriksaan:
    """Walks along the chain and notes what is wrong."""

    def __init__(self, awal: Kepala, jangkar: Iterable[Kepala], saat: datetime) -> None:
        self.kepala = awal
        self.dirantai = 0
        self.temuan: list[Temuan] = []
        self._jangkar = {satu.posisi: satu for satu in jangkar}
        self._saat = saat
        self._terbaru: datetime | None = None
        self._sebelumnya: Mata | None = None
        # Rows that say something else than their link, by number: the digest that the link has, and the one that the row has.
        self._lain: dict[int, tuple[_Baris, bytes]] = {}
        self._lain_waktu: dict[int, _Baris] = {}

    def catat(self, kode: Kode, pesan: str, *, catatan: int | None = None, posisi: int | None = None) -> None:
        if len(self.temuan) < TEMUAN_TERBANYAK:
            self.temuan.append(Temuan(kode, pesan, catatan, posisi))

    def mata(self, baris: _Baris) -> None:
        """Look at the next link."""
        mata = baris.mata
        if self._sebelumnya == mata:
            self.catat(Kode.CATATAN_GANDA, f"Nomor catatan {mata.catatan} ada lebih dari sekali.", catatan=mata.catatan, posisi=mata.posisi)
            return
        self.dirantai += 1
        self._letak(mata)
        self._isi(baris)
        self._waktu(mata)
        self.kepala, self._sebelumnya = Kepala.dari(mata), mata
        jangkar = self._jangkar.pop(mata.posisi, None)
        if jangkar is not None and jangkar != self.kepala:
            pesan = f"Mata {mata.posisi} (catatan {mata.catatan}) bukan yang dicatat jangkar: rantai ditulis ulang."
            self.catat(Kode.KEPALA_BERBEDA, pesan, catatan=mata.catatan, posisi=mata.posisi)

    def _letak(self, mata: Mata) -> None:
        seharusnya = self.kepala.posisi + 1
        if mata.posisi > seharusnya:
            hilang = f"Mata {seharusnya}" if mata.posisi == seharusnya + 1 else f"Mata {seharusnya} sampai {mata.posisi - 1}"
            self.catat(Kode.MATA_HILANG, f"{hilang} tidak ada dalam rantai.", posisi=seharusnya)
        elif mata.posisi < seharusnya:
            self.catat(
                Kode.MATA_GANDA,
                f"Posisi {mata.posisi} ada lebih dari sekali, juga untuk catatan {mata.catatan}.",
                catatan=mata.catatan,
                posisi=mata.posisi,
            )
        elif mata.sebelumnya != self.kepala.sidik:
            pesan = f"Mata {mata.posisi} (catatan {mata.catatan}) menyebut mata sebelumnya yang lain: salah satunya diubah atau disisipkan."
            self.catat(Kode.SAMBUNGAN_PUTUS, pesan, catatan=mata.catatan, posisi=mata.posisi)

    def _isi(self, baris: _Baris) -> None:
        mata = baris.mata
        if baris.waktu is None or baris.sidik is None:
            pesan = f"Catatan {mata.catatan} tidak ada lagi; rantai menyebutnya dengan waktu {_tulis(mata.waktu)}."
            self.catat(Kode.CATATAN_HILANG, pesan, catatan=mata.catatan, posisi=mata.posisi)
            return
        if baris.sidik != mata.sidik:
            self._lain[mata.catatan] = (baris, baris.sidik)
        if baris.waktu != mata.waktu:
            self._lain_waktu[mata.catatan] = baris

    def _waktu(self, mata: Mata) -> None:
        if mata.waktu > self._saat + _JAM_BERBEDA:
            pesan = f"Catatan {mata.catatan} bertanggal {_tulis(mata.waktu)}, yang belum terjadi."
            self.catat(Kode.WAKTU_GANJIL, pesan, catatan=mata.catatan, posisi=mata.posisi)
            return
        if self._terbaru is not None and mata.waktu < self._terbaru - _TERLAMBAT:
            pesan = (
                f"Catatan {mata.catatan} bertanggal {_tulis(mata.waktu)}, tetapi dirantai sesudah catatan dari {_tulis(self._terbaru)}: "
                "disisipkan kemudian."
            )
            self.catat(Kode.WAKTU_GANJIL, pesan, catatan=mata.catatan, posisi=mata.posisi)
        self._terbaru = max(mata.waktu, self._terbaru or mata.waktu)

    def tutup(self) -> None:
        """What is known only at the end: rows that changed places, and anchors that were not reached."""
        tempat = {baris.mata.sidik: nomor for nomor, (baris, _) in self._lain.items()}
        for nomor, (baris, kini) in self._lain.items():
            milik = tempat.get(kini)
            if milik is not None:
                kode, pesan = Kode.CATATAN_TERTUKAR, f"Catatan {nomor} berisi catatan {milik}: isinya dipindahkan."
                self._lain_waktu.pop(nomor, None)
            else:
                kode, pesan = Kode.CATATAN_BERUBAH, f"Catatan {nomor} bukan yang dirantai: isinya diubah."
            self.catat(kode, pesan, catatan=nomor, posisi=baris.mata.posisi)
        for nomor, baris in self._lain_waktu.items():
            pesan = f"Waktu catatan {nomor} diubah: dirantai {_tulis(baris.mata.waktu)}, tertulis {_tulis(baris.waktu)}."
            self.catat(Kode.WAKTU_BERUBAH, pesan, catatan=nomor, posisi=baris.mata.posisi)
        for jangkar in self._jangkar.values():
            if jangkar.posisi > self.kepala.posisi:
                mulai = self.kepala.posisi + 1
                pesan = f"Mata {mulai} dan sesudahnya tidak ada; menurut jangkar rantai sampai {jangkar.posisi}: ekornya dipotong."
                self.catat(Kode.EKOR_TERPOTONG, pesan, posisi=mulai)


def _tulis(waktu: datetime | None) -> str:
    return "tidak ada" if waktu is None else waktu.isoformat(sep=" ", timespec="microseconds")


async def periksa(conn: Conn, *, awal: Kepala | None = None, jangkar: Iterable[Kepala] = (), tenggang: timedelta = TENGGANG) -> Hasil:
    """Check the record in the open transaction, whose snapshot should be one for all statements (repeatable read).

    Args:
        conn: in a transaction.
        awal: the link after which to begin, when what came before it was moved to the archive.
        jangkar: heads that were kept elsewhere.
        tenggang: how long a row may wait for its link.
    """
    saat = await conn.fetchval("select now()")
    jalan = _Pemeriksaan(awal or Kepala(), jangkar, saat)
    async for baris in _rantai(conn, jalan.kepala.posisi):
        jalan.mata(baris)
    jalan.tutup()
    menunggu = 0
    for row in await conn.fetch(_LEPAS, saat - tenggang, saat + _JAM_BERBEDA, TEMUAN_TERBANYAK):
        for satu in _lepas(row["id"], row["waktu"], mengantre=row["mengantre"]):
            jalan.catat(satu.kode, satu.pesan, catatan=satu.catatan)
    for nomor, dirantai in await conn.fetch(_ANTREAN_SALAH, TEMUAN_TERBANYAK):
        if dirantai:
            jalan.catat(Kode.ANTREAN_GANDA, f"Catatan {nomor} sudah dirantai dan masih mengantre.", catatan=nomor)
        else:
            pesan = f"Catatan {nomor} mengantre, tetapi tidak ada: dihapus sebelum dirantai."
            jalan.catat(Kode.ANTREAN_TANPA_CATATAN, pesan, catatan=nomor)
    menunggu = await conn.fetchval("select count(*) from jejak.antrean")
    return Hasil(jalan.kepala, jalan.dirantai, menunggu, tuple(jalan.temuan))


def _lepas(nomor: int, waktu: datetime, *, mengantre: bool) -> Iterator[Temuan]:
    if mengantre:
        pesan = f"Catatan {nomor} dari {_tulis(waktu)} masih menunggu dirantai: pekerjaan perantai berhenti, atau waktunya diubah."
        yield Temuan(Kode.TERLAMBAT_DIRANTAI, pesan, nomor)
    else:
        pesan = f"Catatan {nomor} dari {_tulis(waktu)} tidak ada dalam rantai dan tidak mengantre: disisipkan, atau matanya dibuang."
        yield Temuan(Kode.TIDAK_DIRANTAI, pesan, nomor)


async def _rantai(conn: Conn, sesudah: int) -> AsyncIterator[_Baris]:
    cursor = await conn.cursor(_RANTAI, sesudah)
    while page := await cursor.fetch(_HALAMAN):
        for row in page:
            mata = Mata(row["posisi"], row["catatan"], row["waktu_mata"], row["sidik"], row["sebelumnya"])
            isi = None if row["waktu"] is None else sidik(row[name] for name in KOLOM)
            yield _Baris(mata, row["waktu"], isi)


_RANTAI = f"""
    select r.posisi, r.catatan, r.waktu as waktu_mata, r.sidik, r.sebelumnya, c.waktu, {", ".join(f"c.{name}" for name in KOLOM)}
    from jejak.rantai r left join jejak.catatan c on c.id = r.catatan
    where r.posisi > $1 order by r.posisi, r.catatan
"""  # noqa: S608 - the names are ours
_LEPAS = """
    select c.id, c.waktu, a.catatan is not null as mengantre
    from jejak.catatan c left join jejak.antrean a on a.catatan = c.id
    where not exists (select from jejak.rantai r where r.catatan = c.id)
      and (a.catatan is null or c.waktu < $1 or c.waktu > $2)
    order by c.id limit $3
"""
_ANTREAN_SALAH = """
    select a.catatan, r.catatan is not null as dirantai
    from jejak.antrean a left join jejak.catatan c on c.id = a.catatan left join jejak.rantai r on r.catatan = a.catatan
    where c.id is null or r.catatan is not null order by a.catatan limit $1
"""
