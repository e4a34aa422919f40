"""A small PPPK season with known results: posts, people and points from one seed, and the second implementation's view of them."""

import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from hashlib import sha256

import asyncpg

from acuan import pppk as acuan
from acuan.pppk import Orang
from services.penilaian.context import Context
from services.penilaian.usecases import penerimaan
from services.penilaian.usecases.kompetensi import keputusan, masukan
from services.penilaian.usecases.musim import terima_musim
from services.penilaian.usecases.penutupan import KOMPETENSI, Dipilih, PernyataanSkd, rilis, usulkan
from shared.aturan.pppk import AturanPppk, load
from shared.contracts.event import Event
from shared.contracts.pendaftaran import ApplicationVerified, FormationOpened, UrutanPelamar
from shared.contracts.penilaian import CompetencyScored
from shared.contracts.types import Aturan
from shared.istilah import Afirmasi, JenisKebutuhan, Kehadiran, StatusVerifikasi
from shared.messaging import unit_of_work
from tests.integration.penilaian.season import kesediaan_dari
from tests.support.musim import musim
from tests.support.penempatan import terima

_JABATAN: Mapping[str, tuple[str, ...]] = {
    "pppk-2021": ("GURU KELAS SD", "AHLI PERTAMA - PUSTAKAWAN", "GURU MATEMATIKA SMP", "AHLI PERTAMA - PENGAWAS KOPERASI"),
    "pppk-2024": ("ARSIPARIS", "PRANATA KOMPUTER", "PERAWAT", "BIDAN"),
}
# What the digest seals of a row, in its order.
SEALED = ("peserta", "formasi", "kehadiran", "total", "peringkat", "peringkat_kelompok", "versi")
BUKU = Context(1).buku_pppk
DI = Dipilih(None, BUKU, datetime.now(UTC))
_AFIRMASI = ((), (), ("USIA_35",), ("THK_II",), ("USIA_35", "THK_II"), ("SERTIFIKAT_PENDIDIK",))


@dataclass(frozen=True)
class SeasonPppk:
    """All facts of a season; one kelompok has nobody."""

    aturan: AturanPppk
    formasi: tuple[FormationOpened, ...]
    orang: tuple[Orang, ...]

    def kelompok_dari(self, formasi: str) -> str:
        return next(satu.kelompok for satu in self.formasi if satu.formasi == formasi)

    @property
    def pelamar(self) -> list[ApplicationVerified]:
        """Participants as registration says them: by their places in the kelompok."""
        lahir: dict[str, set[date]] = {}
        for satu in self.orang:
            lahir.setdefault(self.kelompok_dari(satu.formasi), set()).add(_lahir(satu))
        return [
            ApplicationVerified(
                lamaran=f"L{satu.peserta}",
                formasi=satu.formasi,
                kelompok=self.kelompok_dari(satu.formasi),
                status=StatusVerifikasi.MS,
                peserta=satu.peserta,
                jenis_kebutuhan=JenisKebutuhan.UMUM,
                urutan=UrutanPelamar(
                    usia=1 + sum(lain < _lahir(satu) for lain in lahir[self.kelompok_dari(satu.formasi)]),
                    ijazah=1,
                    skala_ipk="IPK",
                    kualifikasi="S-1|S-1 PENDIDIKAN",
                ),
                kesediaan=kesediaan_dari(satu.peserta),
                afirmasi=tuple(map(Afirmasi, sorted(satu.afirmasi))) or None,
                aturan=Aturan(nama=self.aturan.nama, versi=self.aturan.versi),
                diputuskan_pada=datetime(2024, 9, 19, tzinfo=UTC),
                versi=1,
            )
            for satu in self.orang
        ]

    @property
    def nilai(self) -> list[CompetencyScored]:
        return [scored(satu) for satu in self.orang]

    @property
    def pernyataan(self) -> PernyataanSkd:
        numbers = "".join(f"{peserta}\n" for peserta in sorted(satu.peserta for satu in self.orang))
        return PernyataanSkd(len(self.formasi), len(self.orang), sha256(numbers.encode()).hexdigest())

    def hasil(self) -> dict[str, dict[str, object]]:
        """What the second implementation decides about everybody."""
        hasil: dict[str, dict[str, object]] = {}
        for kelompok in {satu.kelompok for satu in self.formasi}:
            posts = [satu for satu in self.formasi if satu.kelompok == kelompok]
            ujian = acuan.ujian(self.aturan.nama, posts[0].jabatan)
            assert ujian is not None
            kuota = {satu.formasi: satu.kuota for satu in posts}
            people = [satu for satu in self.orang if satu.formasi in kuota]
            hasil |= {str(satu["peserta"]): satu for satu in acuan.putuskan(people, ujian, kuota)}
        return hasil


def _lahir(satu: Orang) -> date:
    assert satu.tanggal_lahir is not None
    return satu.tanggal_lahir


def scored(satu: Orang, versi: int = 1, sumber: str = "uji") -> CompetencyScored:
    return CompetencyScored(
        peserta=satu.peserta,
        kehadiran=Kehadiran.HADIR if satu.hadir else Kehadiran.TH,
        teknis=satu.teknis if satu.hadir else None,
        manajerial_sosiokultural=satu.mansos if satu.hadir else None,
        wawancara=satu.wawancara if satu.hadir else None,
        sumber=sumber,
        versi=versi,
    )


def season(seed: int, aturan: str = "pppk-2024", people: int = 120) -> SeasonPppk:
    """A season; the same for the same seed."""
    rng = random.Random(seed)
    rules = load(aturan)
    formasi = tuple(
        FormationOpened(
            formasi=f"g-{n:02d}",
            kelompok=f"000{n % 4 + 1}-G{n % 4}",
            kode_instansi=f"000{n % 4 + 1}",
            instansi="Instansi Uji",
            kode_jabatan=f"G{n % 4}",
            jabatan=_JABATAN[aturan][n % 4],
            unit=f"Unit {n}",
            jenis_pengadaan="PPPK",
            jenis_kebutuhan=JenisKebutuhan.UMUM,
            kualifikasi=("S-1|S-1 PENDIDIKAN",),
            kuota=rng.randint(1, 4),
            terbuka_disabilitas=False,
            gaji_min=0,
            gaji_maks=0,
            aturan=Aturan(nama=rules.nama, versi=rules.versi),
            versi=1,
        )
        for n in range(10)
    )
    # Nobody applied to the last kelompok.
    chosen = [satu.formasi for satu in formasi if not satu.kelompok.startswith("0004")]
    return SeasonPppk(
        rules,
        formasi,
        tuple(
            Orang(
                f"24000030{n % 9 + 1}1{n:07d}",
                rng.choice(chosen),
                rng.randrange(10) < 9,
                rng.choice((200, 220, 225, 320, 325)),
                rng.choice((129, 130, 150)),
                rng.choice((23, 24, 30)),
                date(1985, 1, rng.randint(1, 4)),
                frozenset(rng.choice(_AFIRMASI)) if aturan == "pppk-2021" else frozenset(),
            )
            for n in range(people)
        ),
    )


async def tell(pool: asyncpg.Pool, satu: SeasonPppk, events: Sequence[Event]) -> None:
    """A batch of one topic arrives."""
    async with unit_of_work(pool) as uow:
        match events[0]:
            case FormationOpened():
                batch = terima(*(one for one in events if isinstance(one, FormationOpened)))
                await terima_musim(uow, terima(musim(satu.aturan.nama, tanpa_musim=True)))
                await penerimaan.terima_formasi(uow, batch)
            case ApplicationVerified():
                await penerimaan.terima_pelamar(uow, terima(*(one for one in events if isinstance(one, ApplicationVerified))))
            case _:
                scores = terima(*(one for one in events if isinstance(one, CompetencyScored)))
                await masukan.terima_kompetensi(uow, scores, BUKU)


async def tell_all(pool: asyncpg.Pool, satu: SeasonPppk) -> None:
    """Everything of the season arrives."""
    await tell(pool, satu, satu.formasi)
    await tell(pool, satu, satu.pelamar)
    await tell(pool, satu, satu.nilai)


async def close(pool: asyncpg.Pool, pernyataan: PernyataanSkd) -> None:
    async with unit_of_work(pool) as uow:
        await usulkan(uow, KOMPETENSI, DI, pernyataan, "petugas")
        await rilis(uow, KOMPETENSI, DI, "perilis")


async def decide(pool: asyncpg.Pool, satu: SeasonPppk, at_most: int = 200) -> int:
    """One step of the worker."""
    async with unit_of_work(pool) as uow:
        return await keputusan.putuskan_kelompok_kompetensi(uow, BUKU, at_most=at_most)


async def whole_season(pool: asyncpg.Pool, satu: SeasonPppk) -> None:
    """From the posts to the closed ranking, one worker."""
    await tell_all(pool, satu)
    await close(pool, satu.pernyataan)
    while await decide(pool, satu):
        pass
