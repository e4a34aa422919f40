"""Kelompok for tests: small ones by hand, random ones by hypothesis, and events as penilaian would publish them."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TypeVar

from hypothesis import strategies as st

from services.penempatan.domain import Formasi, Keputusan, PenempatanKelompok, Peringkat, StatusSkb, ketentuan_dari
from services.penempatan.domain.penggantian import Keadaan
from shared.aturan import load
from shared.aturan.pengangkatan import load as load_pengangkatan
from shared.contracts.digest import BarisPeringkat, ranking_digest
from shared.contracts.envelope import Meta, body
from shared.contracts.event import Event
from shared.contracts.kepegawaian import CandidateResigned
from shared.contracts.pendaftaran import FormationOpened
from shared.contracts.penilaian import RankingClosed, ScoreFinalized
from shared.contracts.types import Alasan, AlasanMundur, Aturan, JenisKebutuhan, JenisPengunduran, Langkah
from shared.messaging import Received
from shared.messaging.records import StoredRecord

ATURAN = "cpns-2024"
KETENTUAN = ketentuan_dari(load(ATURAN), load_pengangkatan(ATURAN))


@dataclass(frozen=True)
class Kelompok:
    kode: str
    formasi: tuple[Formasi, ...]
    peringkat: tuple[Peringkat, ...]


def susun(formasi: Sequence[Formasi], nilai: Iterable[tuple[str, str, int | StatusSkb]], kode: str = "K") -> Kelompok:
    """Rank people given as (participant, formation, final score or how they missed the SKB); equal scores are ties without an order."""
    semua = list(nilai)
    hadir = [(peserta, tujuan, angka) for peserta, tujuan, angka in semua if isinstance(angka, int)]

    def peringkat(angka: int, di: Iterable[tuple[str, str, int]]) -> int:
        return 1 + sum(1 for _, _, lain in di if lain > angka)

    baris: list[Peringkat] = []
    for peserta, tujuan, angka in semua:
        if not isinstance(angka, int):
            baris.append(Peringkat(peserta, tujuan, angka, None, None, None, seri=False))
            continue
        sendiri = [satu for satu in hadir if satu[1] == tujuan]
        seri = sum(1 for satu in hadir if satu[2] == angka) > 1
        baris.append(Peringkat(peserta, tujuan, StatusSkb.HADIR, angka, peringkat(angka, sendiri), peringkat(angka, hadir), seri))
    return Kelompok(kode, tuple(formasi), tuple(baris))


@st.composite
def kelompok(draw: st.DrawFn, *, paling_banyak: int = 25) -> Kelompok:
    """A random kelompok: up to four formations, few different scores so that ties are common, some people absent."""
    formasi = [Formasi(f"F{n}", draw(st.integers(1, 5))) for n in range(1, draw(st.integers(1, 4)) + 1)]
    angka = st.one_of(st.integers(60_000, 60_012), st.sampled_from([StatusSkb.TH, StatusSkb.TMS_1, StatusSkb.DIS]))
    orang = draw(st.lists(st.tuples(st.sampled_from([f.kode for f in formasi]), angka), max_size=paling_banyak))
    return susun(formasi, [(f"{n:05d}", tujuan, nilai) for n, (tujuan, nilai) in enumerate(orang, start=10_000)])


def keadaan(formasi: str, hasil: PenempatanKelompok) -> Keadaan:
    """One formation of a placed kelompok."""
    orang = {k.peserta: k for k in hasil.keputusan if formasi in {k.formasi_asal, k.formasi_tujuan}}
    return Keadaan(formasi, orang, {k.kursi: k for k in hasil.kursi if k.formasi == formasi})


def keputusan(hasil: PenempatanKelompok, peserta: str) -> Keputusan:
    return next(k for k in hasil.keputusan if k.peserta == peserta)


# --- events ------------------------------------------------------------------------------------------------------------------------------

E = TypeVar("E", bound=Event)

TERAP = Aturan(nama=ATURAN, versi=load(ATURAN).versi)


def terima(*events: E) -> list[Received[E]]:
    """Events as a handler receives them; the number of the fact is its version."""
    return [Received(e, _meta(e), StoredRecord(e.topic.name, 0, n, e.key.encode(), (), body(e))) for n, e in enumerate(events)]


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
        unit=f"Unit {formasi.kode}",
        jenis_pengadaan="CPNS",
        jenis_kebutuhan=JenisKebutuhan.UMUM,
        kualifikasi=("S-1|S-1 UJI",),
        kuota=formasi.kuota,
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
        jenis_kebutuhan=JenisKebutuhan.UMUM,
        kualifikasi="S-1|S-1 UJI",
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
        memenuhi_ambang_umum=True,
        aturan=TERAP,
        versi=versi,
    )


def peringkat_ditutup(k: Kelompok, *, versi: int = 1) -> RankingClosed:
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
        aturan=TERAP,
        versi=versi,
    )


def mundur(kelompok: str, kursi: str, peserta: str, *, dapat_diganti: bool = True) -> CandidateResigned:
    return CandidateResigned(
        kelompok=kelompok,
        formasi=kursi.rpartition("/")[0],
        kursi=kursi,
        peserta=peserta,
        jenis=JenisPengunduran.MENGUNDURKAN_DIRI,
        langkah=Langkah.SEBELUM_USUL_NIP if dapat_diganti else Langkah.NIP_TERBIT,
        alasan=AlasanMundur.LOKASI_JAUH,
        dapat_diganti=dapat_diganti,
        dasar=Alasan(kode="UJI", pasal="uji", angka={}),
        tanggal=date(2025, 2, 1),
        versi=1,
    )
