"""Kelompok for tests: small ones by hand, random ones by hypothesis, and events as penilaian would publish them."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import partial
from random import Random
from typing import TypeVar

from hypothesis import strategies as st

from services.penempatan.context import Context
from services.penempatan.domain.jenis import BERSEDIA, Formasi, Keadaan, Keputusan, Kesediaan, PenempatanKelompok, Peringkat
from services.penempatan.domain.ketentuan import Ketentuan
from services.penempatan.domain.penggantian import Penggantian, Pengunduran, gantikan
from shared.aturan import JenisKebutuhan, StatusSkb, load, names
from shared.contracts import types
from shared.contracts.digest import BarisPeringkat, ranking_digest
from shared.contracts.envelope import Meta, body
from shared.contracts.event import Event
from shared.contracts.kepegawaian import CandidateResigned
from shared.contracts.pendaftaran import FormationOpened
from shared.contracts.penilaian import RankingClosed, ScoreFinalized
from shared.contracts.types import Alasan, Aturan
from shared.istilah import AlasanMundur, JenisKesediaan, JenisPengunduran, LangkahPengangkatan, ModePengisian
from shared.messaging import Received
from shared.messaging.records import Record
from tests.support.dice import SEEDED, Throw, seeded, thrown

T = TypeVar("T")
E = TypeVar("E", bound=Event)

ATURAN = "cpns-2024"
BUKU = Context().buku
PER_ATURAN = {nama: ketentuan for (nama, _), ketentuan in BUKU.items()}
SEMUA_KETENTUAN = {nama: PER_ATURAN[nama] for nama in names("CPNS")}
KETENTUAN_PPPK = {nama: PER_ATURAN[nama] for nama in names("PPPK")}
KETENTUAN = SEMUA_KETENTUAN[ATURAN]
STUDI = "S-1|S-1 UJI"


@dataclass(frozen=True)
class Kelompok:
    kode: str
    formasi: tuple[Formasi, ...]
    peringkat: tuple[Peringkat, ...]


def post(
    kode: str,
    kuota: int = 1,
    *,
    jenis: JenisKebutuhan = JenisKebutuhan.UMUM,
    unit: str = "U",
    kualifikasi: Iterable[str] = (STUDI,),
    urutan: int = 0,
    grup: str | None = None,
) -> Formasi:
    """A formation; by default all are general seats of one unit, between which no step moves anybody."""
    return Formasi(kode, kuota, jenis, unit, frozenset(kualifikasi), urutan, grup)


@dataclass(frozen=True)
class Ciri:
    """What of a person the steps ask about besides rank, unit and need type."""

    kualifikasi: str = STUDI
    memenuhi_ambang_umum: bool = True
    kesediaan: Kesediaan = BERSEDIA


def susun(
    formasi: Sequence[Formasi],
    nilai: Iterable[tuple[str, str, int | StatusSkb]],
    kode: str = "K",
    *,
    ciri: Mapping[str, Ciri] | None = None,
) -> Kelompok:
    """Rank people given as (participant, formation, final score or how they missed the SKB); equal scores are ties without an order."""
    semua = list(nilai)
    jenis = {f.kode: f.jenis_kebutuhan for f in formasi}
    hadir = [(peserta, tujuan, angka) for peserta, tujuan, angka in semua if isinstance(angka, int)]
    sama = Counter(angka for _, _, angka in hadir)
    urutan = {angka: 1 + sum(banyak for lain, banyak in sama.items() if lain > angka) for angka in sama}
    sendiri = Counter((tujuan, angka) for _, tujuan, angka in hadir)
    baris: list[Peringkat] = []
    for peserta, tujuan, angka in semua:
        satu = (ciri or {}).get(peserta, Ciri())
        orang = (jenis.get(tujuan, JenisKebutuhan.UMUM), satu.kualifikasi, satu.memenuhi_ambang_umum, satu.kesediaan)
        if not isinstance(angka, int):
            baris.append(Peringkat(peserta, tujuan, angka, None, None, None, False, *orang))
            continue
        peringkat = 1 + sum(banyak for (di, lain), banyak in sendiri.items() if di == tujuan and lain > angka)
        baris.append(Peringkat(peserta, tujuan, StatusSkb.HADIR, angka, peringkat, urutan[angka], sama[angka] > 1, *orang))
    return Kelompok(kode, tuple(formasi), tuple(baris))


_JENIS = (JenisKebutuhan.UMUM, JenisKebutuhan.UMUM, JenisKebutuhan.CUMLAUDE, JenisKebutuhan.DISABILITAS)
_STUDI = ("S1", "S2", "S3")


def kelompok(*, orang: int = 25, formasi: int = 7) -> st.SearchStrategy[Kelompok]:
    """A random kelompok of at most so many people and formations, shrinking to the fewest and plainest."""
    banyak = st.tuples(st.integers(0, orang), st.integers(1, formasi))
    return banyak.flatmap(lambda paling: thrown(lambda throw: _kelompok(throw, *paling, pas=False)))


def kelompok_berbenih(*, orang: int, formasi: int) -> st.SearchStrategy[Kelompok]:
    """The same by seeded dice, for the long runs: a failure is only a number."""
    return st.builds(acak_kelompok, SEEDED, st.integers(0, orang), st.integers(1, formasi))


def acak_kelompok(acak: Random, orang: int, banyak: int) -> Kelompok:
    """So many people and formations, by this dice."""
    return _kelompok(seeded(acak), orang, banyak, pas=True)


def _kelompok(throw: Throw, orang: int, banyak: int, *, pas: bool) -> Kelompok:
    """So many people and formations, or at most so many; each takes as many throws, of which 0 says the plainest.

    Few units, studies and need types, so that every step finds people and every condition keeps some away. Few different scores, so that
    ties are common; people crowd into some formations, so that others stay empty; some are absent.
    """
    pos_wajib, orang_wajib = (banyak, orang) if pas else (1, 0)

    def satu_pos(nomor: int, rng: Random) -> Formasi | None:
        return _pos_acak(rng, f"F{nomor + 1}") if nomor < pos_wajib or rng.randrange(64) else None

    def satu_orang(nomor: int, rng: Random) -> tuple[str, int | StatusSkb, Ciri] | None:
        return _orang_acak(rng, formasi, nomor, orang) if nomor < orang_wajib or rng.randrange(64) else None

    formasi = list(_beberapa(throw, banyak, satu_pos).values())
    semua = _beberapa(throw, orang, satu_orang)
    nilai = [(str(10_000 + nomor), tujuan, angka) for nomor, (tujuan, angka, _) in semua.items()]
    return susun(formasi, nilai, ciri={str(10_000 + nomor): ciri for nomor, (_, _, ciri) in semua.items()})


def _beberapa(throw: Throw, most: int, satu: Callable[[int, Random], T | None]) -> dict[int, T]:
    """By their numbers. Where a throw of 0 leaves one out, no other is the wiser: any of them can go alone."""
    semua = {nomor: throw(partial(satu, nomor)) for nomor in range(most)}
    return {nomor: ada for nomor, ada in semua.items() if ada is not None}


def _orang_acak(acak: Random, formasi: Sequence[Formasi], nomor: int, orang: int) -> tuple[str, int | StatusSkb, Ciri]:
    """Somebody's formation, score and the rest. The plainest are present, of the first formation, and a point apart: a tie hides seats."""
    tujuan = acak.choice(formasi if acak.randrange(5) == 4 else formasi[: max(1, len(formasi) // 2)])
    angka = 60_000 + (acak.randint(0, orang) if acak.randrange(8) else orang - nomor)
    hadir = acak.randrange(10) != 9
    ciri = Ciri(acak.choice(sorted(tujuan.kualifikasi)), acak.randrange(5) != 4, _kesediaan(acak, formasi))
    return tujuan.kode, angka if hadir else acak.choice((StatusSkb.TH, StatusSkb.TMS_1, StatusSkb.DIS)), ciri


def _pos_acak(acak: Random, kode: str) -> Formasi:
    return post(
        kode,
        acak.choice((1, 1, 2, 3)),
        jenis=acak.choice(_JENIS),
        unit=acak.choice(("U1", "U2", "U3")),
        kualifikasi=acak.sample(_STUDI, acak.randint(1, 3)),
        urutan=acak.choice((0, 0, 1)),
        grup=acak.choice((None, None, None, "G1", "G2")),
    )


def undi_seri(k: Kelompok, acak: Random) -> Kelompok:
    """The same kelompok after Panselnas put everybody in order who was equal."""
    undian = {p.peserta: acak.random() for p in k.peringkat}
    hadir = sorted((p for p in k.peringkat if p.peringkat_kelompok is not None), key=lambda p: (p.peringkat_kelompok, undian[p.peserta]))
    sendiri: dict[str, int] = {}
    baru: dict[str, Peringkat] = {}
    for nomor, p in enumerate(hadir, start=1):
        sendiri[p.formasi] = sendiri.get(p.formasi, 0) + 1
        baru[p.peserta] = replace(p, peringkat_kelompok=nomor, peringkat=sendiri[p.formasi], seri=False)
    return replace(k, peringkat=tuple(baru.get(p.peserta, p) for p in k.peringkat))


def _kesediaan(acak: Random, formasi: Sequence[Formasi]) -> Kesediaan:
    match acak.randrange(3):
        case 0:
            return BERSEDIA
        case 1:
            return Kesediaan(JenisKesediaan.TIDAK)
        case _:
            unit = frozenset(acak.sample(["U1", "U2", "U3"], acak.randint(0, 2)))
            return Kesediaan(JenisKesediaan.PILIHAN, unit, frozenset({acak.choice(formasi).kode}))


def ralat_acak(k: Kelompok, acak: Random) -> Kelompok:
    """The ranking of `k` as it might be corrected: some scores differ, some people are gone, absent after all, or new."""
    nilai: list[tuple[str, str, int | StatusSkb]] = []
    ciri: dict[str, Ciri] = {}
    for p in k.peringkat:
        if acak.random() < 0.1:
            continue
        angka: int | StatusSkb = p.nilai_akhir if p.nilai_akhir is not None else p.status_skb
        if acak.random() < 0.2:
            angka = acak.choice((StatusSkb.TH, acak.randint(60_000, 60_030), acak.randint(60_000, 90_000)))
        nilai.append((p.peserta, p.formasi, angka))
        ciri[p.peserta] = Ciri(p.kualifikasi, p.memenuhi_ambang_umum, p.kesediaan)
    terakhir = max((int(p.peserta) for p in k.peringkat), default=20_000)
    for nomor in range(terakhir + 1, terakhir + 1 + acak.randint(0, 3)):
        tujuan = acak.choice(k.formasi)
        nilai.append((str(nomor), tujuan.kode, acak.randint(60_000, 60_030)))
        ciri[str(nomor)] = Ciri(acak.choice(sorted(tujuan.kualifikasi)), acak.random() < 0.8)
    return susun(k.formasi, nilai, k.kode, ciri=ciri)


def keadaan(k: Kelompok, hasil: PenempatanKelompok, mode: ModePengisian = ModePengisian.SESUAI_KEPUTUSAN) -> Keadaan:
    """A placed kelompok as it stands before anybody left."""
    return Keadaan({f.kode: f for f in k.formasi}, {d.peserta: d for d in hasil.keputusan}, {d.kursi: d for d in hasil.kursi}, mode)


def keputusan(hasil: PenempatanKelompok, peserta: str) -> Keputusan:
    return next(k for k in hasil.keputusan if k.peserta == peserta)


# --- events ------------------------------------------------------------------------------------------------------------------------------

TERAP = Aturan(nama=ATURAN, versi=load(ATURAN).versi)


def terima(*events: E) -> list[Received[E]]:
    """Events as a handler receives them; the number of the fact is its version."""
    return [Received(e, _meta(e), Record(e.topic.name, 0, n, e.key.encode(), (), body(e))) for n, e in enumerate(events)]


def _meta(e: Event) -> Meta:
    nama = f"{e.topic.name}/{e.subject}/{_versi(e)}"
    return Meta(id=nama, source="uji", subject=e.subject, sequence=_versi(e), time="", correlation_id="uji")


def _versi(event: Event) -> int:
    versi = getattr(event, "versi", 1)
    assert isinstance(versi, int)
    return versi


def formasi_dibuka(formasi: Formasi, kelompok: str, *, versi: int = 1) -> FormationOpened:
    return FormationOpened(
        formasi=formasi.kode,
        kelompok=kelompok,
        kode_instansi="0001",
        instansi="Instansi Uji",
        kode_jabatan="J00000001",
        jabatan="Jabatan Uji",
        unit=formasi.unit,
        jenis_pengadaan="CPNS",
        jenis_kebutuhan=formasi.jenis_kebutuhan,
        kualifikasi=tuple(sorted(formasi.kualifikasi)),
        kuota=formasi.kuota,
        grup=formasi.grup,
        terbuka_disabilitas=False,
        gaji_min=1,
        gaji_maks=2,
        aturan=TERAP,
        versi=versi,
    )


def nilai_final(p: Peringkat, kelompok: str, *, versi: int = 1) -> ScoreFinalized:
    hadir = p.nilai_akhir is not None
    return ScoreFinalized(
        kelompok=kelompok,
        formasi=p.formasi,
        peserta=p.peserta,
        jenis_kebutuhan=p.jenis_kebutuhan,
        kualifikasi=p.kualifikasi,
        twk=100,
        tiu=100,
        tkp=200,
        skd=400,
        skd_100=72_727,
        status_skb=p.status_skb,
        nilai_skb=50_000 if hadir else None,
        skor_skd=29_091 if hadir else None,
        skor_skb=30_000 if hadir else None,
        nilai_akhir=p.nilai_akhir,
        peringkat=p.peringkat,
        peringkat_kelompok=p.peringkat_kelompok,
        seri=p.seri,
        memenuhi_ambang_umum=p.memenuhi_ambang_umum,
        kesediaan=None if p.kesediaan == BERSEDIA else kesediaan_terbit(p.kesediaan),
        aturan=TERAP,
        versi=versi,
    )


def kesediaan_terbit(kesediaan: Kesediaan) -> types.Kesediaan:
    """As events carry it."""
    return types.Kesediaan(jenis=kesediaan.jenis, unit=tuple(sorted(kesediaan.unit)), formasi=tuple(sorted(kesediaan.formasi)))


def peringkat_ditutup(k: Kelompok, *, versi: int = 1, sebelumnya: str | None = None, aturan: Aturan | None = None) -> RankingClosed:
    sidik = ranking_digest(
        BarisPeringkat(p.peserta, p.formasi, p.status_skb.value, p.nilai_akhir, p.peringkat, p.peringkat_kelompok, versi)
        for p in k.peringkat
    )
    return RankingClosed(
        kelompok=k.kode,
        jumlah=len(k.peringkat),
        jumlah_formasi=len(k.formasi),
        jumlah_kursi=sum(f.kuota for f in k.formasi),
        sha256=sidik,
        sha256_sebelumnya=sebelumnya,
        aturan=aturan or TERAP,
        versi=versi,
    )


def mundur(kelompok: str, kursi: str, peserta: str, *, dapat_diganti: bool = True) -> CandidateResigned:
    return CandidateResigned(
        kelompok=kelompok,
        formasi=kursi.rpartition("/")[0],
        kursi=kursi,
        peserta=peserta,
        jenis=JenisPengunduran.MENGUNDURKAN_DIRI,
        langkah=LangkahPengangkatan.SEBELUM_USUL_NIP if dapat_diganti else LangkahPengangkatan.NIP_TERBIT,
        alasan=AlasanMundur.LOKASI_JAUH,
        dapat_diganti=dapat_diganti,
        dasar=Alasan(kode="UJI", pasal="uji", angka={}),
        tanggal=date(2025, 2, 1),
        versi=1,
    )


def pengunduran_acak(
    data: st.DataObject, kini: Keadaan, ketentuan: Ketentuan, *, paling_banyak: int
) -> Iterator[tuple[Pengunduran, Penggantian]]:
    """At most so many who hold a seat leave it, one after another, replaceable or not; each with what it leads to."""
    for _ in range(data.draw(st.integers(0, paling_banyak), label="berapa")):
        terisi = sorted((bangku.kursi, bangku.peserta) for bangku in kini.kursi.values() if bangku.peserta is not None)
        if not terisi:
            return
        kursi, peserta = data.draw(st.sampled_from(terisi), label="kursi")
        siapa = Pengunduran(peserta, kursi, "J", "L", data.draw(st.booleans(), label="dapat_diganti"))
        ganti = gantikan(kini, siapa, ketentuan)
        assert isinstance(ganti, Penggantian)
        yield siapa, ganti
        kini = ganti.keadaan
