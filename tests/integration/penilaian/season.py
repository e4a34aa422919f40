"""A small season with known results: posts, people and scores from one seed, and the second implementation's view of them."""

import random
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from decimal import Decimal
from hashlib import sha256

import asyncpg
import orjson

from acuan import penilaian as acuan
from acuan.penilaian import Orang
from services.penilaian.context import Context
from services.penilaian.domain.buku import BukuCpns
from services.penilaian.usecases import keputusan, penerimaan
from services.penilaian.usecases.musim import terima_musim
from services.penilaian.usecases.penutupan import PERINGKAT, SKD, Dipilih, PernyataanPeringkat, PernyataanSkd, rilis, usulkan
from shared.aturan import AturanSeleksi, load
from shared.contracts.event import Event
from shared.contracts.pendaftaran import ApplicationVerified, FaktaPelamar, FormationOpened, UrutanPelamar
from shared.contracts.penilaian import ExamScored
from shared.contracts.types import Aturan, Kesediaan
from shared.istilah import JenisKebutuhan, JenisKesediaan, JenisUjian, Kehadiran, StatusSkb, StatusVerifikasi
from shared.messaging import unit_of_work
from tests.support.musim import musim
from tests.support.penempatan import terima

ATURAN = load("cpns-2024")
BUKU = Context(1).buku
DI = Dipilih(None, BUKU, datetime.now(UTC))
DASAR = Aturan(nama="cpns-2024", versi=1)
JENIS = (JenisKebutuhan.UMUM, JenisKebutuhan.UMUM, JenisKebutuhan.PAPUA, JenisKebutuhan.CUMLAUDE)

KESEDIAAN = (
    None,
    Kesediaan(jenis=JenisKesediaan.TIDAK),
    Kesediaan(jenis=JenisKesediaan.SEMUA),
    Kesediaan(jenis=JenisKesediaan.PILIHAN, unit=("UNIT 1", "UNIT 5"), formasi=("f-09",)),
)


def kesediaan_dari(peserta: str) -> Kesediaan | None:
    """What a participant stated about other posts."""
    return KESEDIAAN[int(peserta[-7:]) % len(KESEDIAAN)]


@dataclass(frozen=True)
class Season:
    """All facts of a season; one kelompok has nobody, one formasi has one seat and many applicants."""

    formasi: tuple[FormationOpened, ...]
    orang: tuple[Orang, ...]

    def kelompok_dari(self, formasi: str) -> str:
        return next(satu.kelompok for satu in self.formasi if satu.formasi == formasi)

    @property
    def pelamar(self) -> list[ApplicationVerified]:
        """Participants as registration says them: by their places in the kelompok."""
        lahir: defaultdict[str, set[date]] = defaultdict(set)
        ipk: defaultdict[str, set[int]] = defaultdict(set)
        for satu in (semua := self.pelamar_lama):
            assert satu.fakta
            lahir[satu.kelompok].add(satu.fakta.tanggal_lahir)
            ipk[satu.kelompok].add(satu.fakta.ipk)
        return [
            satu.model_copy(
                update={
                    "fakta": None,
                    "urutan": UrutanPelamar(
                        usia=1 + sum(lain < satu.fakta.tanggal_lahir for lain in lahir[satu.kelompok]),
                        ijazah=1 + sum(lain > satu.fakta.ipk for lain in ipk[satu.kelompok]),
                        skala_ipk=satu.fakta.skala_ipk,
                        kualifikasi=satu.fakta.kualifikasi,
                    ),
                }
            )
            for satu in semua
            if satu.fakta
        ]

    @property
    def pelamar_lama(self) -> list[ApplicationVerified]:
        """The same as records of before said them: with birth date and GPA."""
        jenis = {satu.formasi: satu.jenis_kebutuhan for satu in self.formasi}
        return [
            ApplicationVerified(
                lamaran=f"L{satu.peserta}",
                formasi=satu.formasi,
                kelompok=self.kelompok_dari(satu.formasi),
                status=StatusVerifikasi.MS,
                peserta=satu.peserta,
                jenis_kebutuhan=jenis[satu.formasi],
                fakta=FaktaPelamar(
                    tanggal_lahir=satu.tanggal_lahir or date(2000, 1, 1),
                    ipk=int((satu.ipk or 0) * 100),
                    skala_ipk="IPK",
                    kualifikasi="S-1|S-1 AKUNTANSI",
                ),
                kesediaan=kesediaan_dari(satu.peserta),
                aturan=DASAR,
                diputuskan_pada=datetime(2024, 9, 19, tzinfo=UTC),
                versi=1,
            )
            for satu in self.orang
        ]

    @property
    def skd(self) -> list[ExamScored]:
        return [exam_skd(satu) for satu in self.orang]

    def skb(self, peserta: set[str]) -> list[ExamScored]:
        return [exam_skb(satu) for satu in self.orang if satu.peserta in peserta]

    @property
    def pernyataan(self) -> PernyataanSkd:
        numbers = "".join(f"{peserta}\n" for peserta in sorted(satu.peserta for satu in self.orang))
        return PernyataanSkd(len(self.formasi), len(self.orang), sha256(numbers.encode()).hexdigest())

    def kode_skd(self) -> dict[str, str]:
        """The second implementation's SKD code of everybody."""
        kode: dict[str, str] = {}
        for formasi in self.formasi:
            people = [satu for satu in self.orang if satu.formasi == formasi.formasi]
            kode |= acuan.hasil_skd(people, formasi.jenis_kebutuhan, formasi.kuota)
        return kode

    def peringkat(self) -> dict[str, tuple[int, int]]:
        """The second implementation's ranks in the formation and in the kelompok of everybody who sat the SKB."""
        kode = self.kode_skd()
        called = [satu for satu in self.orang if kode[satu.peserta] == "P/L"]
        ranks: dict[str, tuple[int, int]] = {}
        for formasi in self.formasi:
            group = {satu.formasi for satu in self.formasi if satu.kelompok == formasi.kelompok}
            together = [satu for satu in called if satu.formasi in group]
            own = acuan.peringkat([satu for satu in called if satu.formasi == formasi.formasi], together)
            whole = acuan.peringkat(together)
            ranks |= {peserta: (rank, whole[peserta]) for peserta, rank in own.items()}
        return ranks


def exam_skd(satu: Orang, versi: int = 1) -> ExamScored:
    hadir = satu.kehadiran == "HADIR"
    return ExamScored(
        peserta=satu.peserta,
        jenis=JenisUjian.SKD,
        kehadiran=Kehadiran(satu.kehadiran),
        twk=satu.twk if hadir else None,
        tiu=satu.tiu if hadir else None,
        tkp=satu.tkp if hadir else None,
        sumber="uji",
        versi=versi,
    )


def exam_skb(satu: Orang, versi: int = 1) -> ExamScored:
    return ExamScored(
        peserta=satu.peserta,
        jenis=JenisUjian.SKB,
        kehadiran=Kehadiran.HADIR,
        nilai_skb=int(satu.nilai_skb * 1000),
        status_skb=StatusSkb(satu.status_skb),
        sumber="uji",
        versi=versi,
    )


def season(seed: int, people: int = 150) -> Season:
    """A season; the same for the same seed."""
    rng = random.Random(seed)
    formasi = tuple(
        FormationOpened(
            formasi=f"f-{n:02d}",
            kelompok=f"000{n % 4 + 1}-J{n % 4}",
            kode_instansi=f"000{n % 4 + 1}",
            instansi="Instansi Uji",
            kode_jabatan=f"J{n % 4}",
            jabatan="PENATA LAYANAN",
            unit=f"Unit {n}",
            jenis_pengadaan="CPNS",
            jenis_kebutuhan=JENIS[n % len(JENIS)] if n >= 4 else JenisKebutuhan.UMUM,
            kualifikasi=("S-1|S-1 AKUNTANSI",),
            kuota=rng.randint(1, 4),
            terbuka_disabilitas=False,
            gaji_min=0,
            gaji_maks=0,
            aturan=DASAR,
            versi=1,
        )
        for n in range(10)
    )
    # Nobody applied to the last kelompok.
    chosen = [satu.formasi for satu in formasi if not satu.kelompok.startswith("0004")]
    return Season(
        formasi,
        tuple(
            Orang(
                peserta=f"24000020{n % 9 + 1}1{n:07d}",
                formasi=rng.choice(chosen),
                kehadiran=rng.choices(["HADIR", "TH", "DIS"], [20, 2, 1])[0],
                twk=rng.choice([60, 65, 90]),
                tiu=rng.choice([75, 80, 85, 120]),
                tkp=rng.choice([160, 166, 190, 191]),
                status_skb=rng.choices(["HADIR", "TH", "TMS-1", "DIS"], [10, 1, 1, 1])[0],
                nilai_skb=Decimal(rng.choice([70, 71, 72])) + Decimal(rng.choice([0, 1, 500])) / 1000,
                ipk=Decimal(rng.choice([310, 350])) / 100,
                tanggal_lahir=date(1995, 1, rng.randint(1, 4)),
            )
            for n in range(people)
        ),
    )


def di_musim(satu: Season, kode: str, aturan: str) -> Season:
    """The same season under another code, with posts, kelompok and people of its own."""

    def kelompok(lama: str) -> str:
        return lama.replace("-J", "-K")

    return Season(
        tuple(
            one.model_copy(
                update={
                    "formasi": f"{kode}.{one.formasi}",
                    "kelompok": kelompok(one.kelompok),
                    "musim": kode,
                    "aturan": Aturan(nama=aturan, versi=1),
                }
            )
            for one in satu.formasi
        ),
        tuple(replace(one, peserta=f"9{one.peserta[1:]}", formasi=f"{kode}.{one.formasi}") for one in satu.orang),
    )


async def tell(pool: asyncpg.Pool, events: Sequence[Event]) -> None:
    """A batch of one topic arrives; before the posts the season, as often as they do."""
    async with unit_of_work(pool) as uow:
        match events[0]:
            case FormationOpened():
                await terima_musim(uow, terima(musim()))
                await penerimaan.terima_formasi(uow, terima(*(satu for satu in events if isinstance(satu, FormationOpened))))
            case ApplicationVerified():
                await penerimaan.terima_pelamar(uow, terima(*(satu for satu in events if isinstance(satu, ApplicationVerified))))
            case _:
                await penerimaan.terima_nilai(uow, terima(*(satu for satu in events if isinstance(satu, ExamScored))), BUKU)


async def close_skd(pool: asyncpg.Pool, pernyataan: PernyataanSkd, di: Dipilih[AturanSeleksi] = DI) -> None:
    async with unit_of_work(pool) as uow:
        await usulkan(uow, SKD, di, pernyataan, "petugas")
        await rilis(uow, SKD, di, "perilis")


async def close_ranking(pool: asyncpg.Pool, peserta_skb: int, di: Dipilih[AturanSeleksi] = DI) -> None:
    async with unit_of_work(pool) as uow:
        await usulkan(uow, PERINGKAT, di, PernyataanPeringkat(peserta_skb), "petugas")
        await rilis(uow, PERINGKAT, di, "perilis")


async def decide_skd(pool: asyncpg.Pool, at_most: int = 200, buku: BukuCpns = BUKU) -> int:
    """One step of the SKD worker."""
    async with unit_of_work(pool) as uow:
        return await keputusan.putuskan_kelompok_skd(uow, buku, at_most=at_most)


async def decide_ranking(pool: asyncpg.Pool, at_most: int = 200, buku: BukuCpns = BUKU) -> int:
    """One step of the ranking worker."""
    async with unit_of_work(pool) as uow:
        return await keputusan.putuskan_kelompok_peringkat(uow, buku, at_most=at_most)


async def emitted(pool: asyncpg.Pool, topic: str) -> list[dict[str, object]]:
    """Bodies in the outbox, in order."""
    rows = await pool.fetch("select payload from messaging.outbox where topic = $1 order by id", topic)
    return [orjson.loads(row["payload"]) for row in rows]


def stated(said: Sequence[dict[str, object]]) -> dict[str, object]:
    """What these score-finalized say of the wishes, by participant."""
    return {str(one["peserta"]): one.get("kesediaan") for one in said}


def wished(said: Sequence[dict[str, object]]) -> dict[str, object]:
    """What the same participants stated."""
    wishes = {str(one["peserta"]): kesediaan_dari(str(one["peserta"])) for one in said}
    return {peserta: None if wish is None else wish.model_dump(mode="json") for peserta, wish in wishes.items()}


async def called(pool: asyncpg.Pool) -> set[str]:
    return {row["peserta"] for row in await pool.fetch("select peserta from penilaian.hasil_skd where hasil = 'LULUS'")}


async def skd_closed(pool: asyncpg.Pool, satu: Season, pelamar: Sequence[ApplicationVerified] | None = None) -> None:
    """From the posts to the closed SKD, one worker; `pelamar`: participants as somebody else says them."""
    await tell(pool, satu.formasi)
    await tell(pool, pelamar or satu.pelamar)
    await tell(pool, satu.skd)
    await close_skd(pool, satu.pernyataan)
    while await decide_skd(pool):
        pass


async def whole_season(pool: asyncpg.Pool, satu: Season, pelamar: Sequence[ApplicationVerified] | None = None) -> None:
    """From the posts to the closed ranking, one worker."""
    await skd_closed(pool, satu, pelamar)
    people = await called(pool)
    await tell(pool, satu.skb(people))
    await close_ranking(pool, len(people))
    while await decide_ranking(pool):
        pass


async def results(pool: asyncpg.Pool) -> tuple[list[str], list[str]]:
    """Everything decided, as text, and everything said, sorted: equal for equal seasons."""
    tables = ("hasil_formasi", "hasil_skd", "hasil_akhir", "penutupan")
    decided = [row["t"] for table in tables for row in await pool.fetch(f"select t::text from penilaian.{table} as t order by 1")]
    said = [
        f"{row['topic']} {row['key']} {row['subject']} {row['sequence']} {row['body']}"
        for row in await pool.fetch(
            "select topic, key, subject, sequence, convert_from(payload, 'UTF8') as body from messaging.outbox order by 1, 3"
        )
    ]
    return decided, said
