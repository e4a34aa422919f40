"""What is the same for a whole season, and for the whole installation."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from datetime import date
from typing import NamedTuple

from services.pendaftaran.domain.jadwal import KetentuanJadwal
from services.pendaftaran.domain.lamaran import kunci_nomor_peserta, pseudonim
from services.pendaftaran.domain.musim import akar
from services.pendaftaran.store import musim as store
from services.pendaftaran.store.musim import Keadaan, MusimBerjalan
from services.pendaftaran.usecases.ketentuan import ketentuan
from shared.aturan.pendaftaran import AturanPendaftaran
from shared.contracts.types import Aturan
from shared.db import Conn
from shared.istilah import ModePengisian
from shared.musim import Musim as BarisMusim
from shared.musim import pilih_musim


@dataclass(frozen=True, slots=True)
class Musim:
    """A season, its rules and its secret.

    Attributes:
        nama: code of the season; public.
        kunci: secret key of pseudonyms, application numbers, receipts and the draw of participant numbers.
        aturan: the rules of registration.
        jenis_pengadaan: the kind of procurement that this season's rules are for.
        tahun: the fiscal year.
        dasar: name and version of the rule set, as events carry it.
        ketentuan_jadwal: what a calendar of this season is held against.
        tanggal_acuan_usia: judges every age at this day instead of the day of application; for rehearsals of a past season.
    """

    nama: str
    kunci: bytes = field(repr=False)
    aturan: AturanPendaftaran
    dasar: Aturan
    jenis_pengadaan: str
    tahun: int
    ketentuan_jadwal: KetentuanJadwal = field(repr=False)
    tanggal_acuan_usia: date | None = None

    @property
    def kunci_nomor(self) -> bytes:
        """The secret of this season's draw of participant numbers."""
        return kunci_nomor_peserta(self.kunci, self.nama)

    @property
    def akar(self) -> str:
        """What the codes of its jabatan are made with."""
        return akar(self.nama, self.jenis_pengadaan, self.tahun)


class MusimPertama(NamedTuple):
    """The season that the settings name, for a database that has none: its code, rule set and mode of filling."""

    musim: str
    aturan: str
    mode_pengisian: ModePengisian


Penahan = Callable[[Conn, str], Awaitable[MusimBerjalan]]
"""Holds a season for one kind of act; one of the locks of `store.musim`."""


@dataclass(frozen=True, slots=True)
class Instalasi:
    """What all seasons share.

    Attributes:
        kunci: secret key of pseudonyms, application numbers, receipts and the draws of participant numbers.
        pertama: the season to be taken over where the database has none.
        tanggal_acuan_usia: judges every age at this day; for rehearsals of a past season.
    """

    kunci: bytes = field(repr=False)
    pertama: MusimPertama
    tanggal_acuan_usia: date | None = None

    def pseudonim(self, nik: str) -> str:
        """Under which name sanctions speak of this person."""
        return pseudonim(self.kunci, nik)

    def musim(self, baris: BarisMusim) -> Musim:
        """A season under the version of the rules that its row names.

        Raises:
            AturanTidakSah: this release does not have that version.
        """
        isi = ketentuan(baris.aturan, baris.aturan_versi)
        return Musim(
            nama=baris.musim,
            kunci=self.kunci,
            aturan=isi.pendaftaran,
            dasar=Aturan(nama=baris.aturan, versi=baris.aturan_versi),
            jenis_pengadaan=baris.jenis_pengadaan,
            tahun=baris.tahun,
            ketentuan_jadwal=isi.jadwal,
            tanggal_acuan_usia=self.tanggal_acuan_usia,
        )

    async def pilih(self, conn: Conn, kode: str | None) -> Musim:
        """The season that a request means.

        Raises:
            Rejected: see `pilih_musim`.
        """
        return self.musim(pilih_musim(await store.semua(conn), kode))

    async def tahan(self, conn: Conn, kode: str | None, penahan: Penahan) -> tuple[Musim, Keadaan]:
        """The season that a request means and its state, held until the transaction ends.

        Raises:
            Rejected: see `pilih_musim`.
        """
        baris = pilih_musim(await store.semua(conn), kode)
        ditahan = await penahan(conn, baris.musim)
        return self.musim(ditahan.musim), ditahan.keadaan
