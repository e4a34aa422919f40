"""Random kelompok for scoring, and both implementations' answers as canonical JSON.

Few different values, so that ties of every depth happen.
"""

import json
import random
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from types import ModuleType

from hypothesis import strategies as st

from acuan import penilaian as acuan
from acuan.penilaian import Bagian, Orang, Pos
from services.penilaian.domain import peringkat, pppk, seri, skb, skd
from services.penilaian.domain.usia import usia
from shared.aturan import AturanSeleksi, JenisBagian, Kehadiran, StatusSkb
from tests.support.dice import Throw, seeded, thrown

_JABATAN = ("PENATA LAYANAN", "PENATA LAYANAN", "DOKTER AHLI PERTAMA", "RESCUER")
_BAGIAN = ("cat", "praktik")
_LAHIR = (date(1995, 2, 28), date(1999, 12, 31))


@dataclass(frozen=True)
class Kelompok:
    """One random kelompok of CPNS."""

    pos: tuple[Pos, ...]
    orang: tuple[Orang, ...]


@dataclass(frozen=True)
class Mesin:
    """The modules under test; a mutation replaces one of them."""

    skd: ModuleType = skd
    skb: ModuleType = skb
    peringkat: ModuleType = peringkat
    pppk: ModuleType = pppk
    seri: ModuleType = seri


def kelompok(rng: random.Random, aturan: str, most: int = 14) -> Kelompok:
    """A kelompok of up to `most` people, by this dice."""
    return _kelompok(seeded(rng), aturan, most)


def acak(aturan: str, most: int = 14) -> st.SearchStrategy[Kelompok]:
    """The same, shrinking to the fewest and plainest people."""
    return thrown(lambda throw: _kelompok(throw, aturan, most))


def _kelompok(throw: Throw, aturan: str, most: int) -> Kelompok:
    """Posts and people come one by one behind a throw of which 0 says "no more"; each takes as many throws, of which 0 says the plainest.

    Plain people are a point apart: whatever a larger kelompok shows, a smaller one shows too, and no shrink stops between them.
    """
    jabatan = throw(lambda rng: rng.choice(_JABATAN))
    pos: list[Pos] = []
    while len(pos) < 3 and (satu := throw(lambda rng: _pos(rng, len(pos), jabatan, aturan))):
        pos.append(satu)
    orang: list[Orang] = []
    while len(orang) < most and (lagi := throw(lambda rng: _satu(rng, pos, orang))):
        orang.append(lagi)
    orang = throw(lambda rng: _dua_skala(rng, pos, orang))
    return Kelompok(tuple(pos), throw(lambda rng: _diputuskan(rng, orang)))


def _satu(rng: random.Random, pos: Sequence[Pos], lain: Sequence[Orang]) -> Orang | None:
    """Somebody, of whom often only one thing counts: for the rest they are like somebody before; or nobody any more."""
    if not rng.randrange(10):
        return None
    satu = _orang(rng, f"{24_000_000 + len(lain)}", rng.choice(pos), len(lain))
    beda, asal = rng.randrange(12), rng.choice([satu, *lain[::-1]])
    if beda < 4 or asal is satu:
        return satu
    twin = _hampir_sama(beda - 4, satu, asal)
    # Also in another formation of the kelompok, where its SKB has the same parts.
    return replace(twin, formasi=satu.formasi) if satu.bagian.keys() == twin.bagian.keys() else twin


def _dua_skala(rng: random.Random, pos: Sequence[Pos], orang: list[Orang]) -> list[Orang]:
    """Sometimes the last two become like somebody: GPA parts one in the formation, the other's scale keeps GPA out of the kelompok.

    They stand in for two others, so that a kelompok is never the larger for it.
    """
    if len(orang) < 3 or rng.randrange(10) < 7:
        return orang
    *awal, satu, dua = orang
    asal = rng.choice(awal)
    lain = [tempat.formasi for tempat in pos if tempat.bagian.keys() == asal.bagian.keys()]
    skala = "IJAZAH" if asal.skala_ipk == "IPK" else "IPK"
    return [
        *awal,
        replace(asal, peserta=satu.peserta, ipk=Decimal("3.33")),
        replace(asal, peserta=dua.peserta, formasi=rng.choice(lain), skala_ipk=skala),
    ]


def _diputuskan(rng: random.Random, orang: Sequence[Orang]) -> tuple[Orang, ...]:
    """Signed orders for some who are equal up to TWK: of whole ties, of parts, of people whom GPA or age parts, of two lists at once."""
    sama: defaultdict[object, list[Orang]] = defaultdict(list)
    for satu in orang:
        sama[satu.twk, satu.tiu, satu.tkp, satu.nilai_skb, tuple(satu.bagian.values())].append(satu)
    putusan: dict[str, tuple[str, int]] = {}
    for nomor, people in enumerate(sama.values()):
        if len(people) == 1 or rng.randrange(10) < 3:
            continue
        for tempat, satu in enumerate(rng.sample(people, len(people)), start=1):
            putusan[satu.peserta] = (f"daftar-{nomor}", tempat)
        salah = rng.choice(people).peserta
        match rng.randrange(10):
            case 7:
                del putusan[salah]
            case 8:
                putusan[salah] = (f"daftar-{nomor}", 1)
            case 9:
                putusan[salah] = ("daftar-lain", rng.randint(1, 5))
            case _:
                pass
    return tuple(replace(satu, putusan=putusan.get(satu.peserta)) for satu in orang)


def _hampir_sama(beda: int, satu: Orang, lain: Orang) -> Orang:
    """Somebody like somebody else but for one thing, so that every step of the order has to decide."""
    changes: dict[str, object]
    match beda:
        case 1:
            # 11 points of SKD are 2.000 on 100 and 0.800 weighed; so are 1.333 of SKB: an equal final score from another SKD.
            changes = {"tiu": lain.tiu + 15, "tkp": lain.tkp - 4, "nilai_skb": max(Decimal(0), lain.nilai_skb - Decimal("1.333"))}
        case 2:
            changes = {"tiu": lain.tiu + 5, "tkp": lain.tkp - 5}
        case 3:
            changes = {"twk": lain.twk + 5, "tiu": lain.tiu - 5}
        case 4:
            changes = {"ipk": satu.ipk}
        case 5:
            changes = {"tanggal_lahir": satu.tanggal_lahir}
        case 6:
            changes = {"ipk": satu.ipk, "tanggal_lahir": satu.tanggal_lahir}
        case 7:
            changes = {"skala_ipk": "IJAZAH" if lain.skala_ipk == "IPK" else "IPK"}
        case _:
            changes = {}
    twin = replace(lain, peserta=satu.peserta, **changes)  # type: ignore[arg-type]
    return twin if twin.tiu <= 175 and twin.twk <= 150 else replace(lain, peserta=satu.peserta)


def _pos(rng: random.Random, nomor: int, jabatan: str, aturan: str) -> Pos | None:
    """A post, or none any more; the first is always there."""
    if not rng.randrange(3) and nomor:
        return None
    jenis, kuota, cat = rng.choice(["UMUM", "UMUM", *acuan.AMBANG[aturan]]), rng.randint(1, 2), rng.choice([50, 60, 65])
    praktik = Bagian(100 - cat, wajib=rng.randrange(10) < 7, minimum=rng.choice([None, Decimal(60)]))
    return Pos(f"f-{nomor}", jabatan, jenis, kuota, {} if rng.randrange(10) < 6 else {"cat": Bagian(cat), "praktik": praktik})


def _orang(rng: random.Random, peserta: str, pos: Pos, sebelumnya: int) -> Orang:
    # What is common stands often in its list: also Hypothesis, which knows no weights, throws it often.
    bagian = {kode: rng.choice((*(Decimal("88.333"), Decimal("70.001"), Decimal(60)) * 4, Decimal("59.999"), None)) for kode in _BAGIAN}
    return Orang(
        peserta=peserta,
        formasi=pos.formasi,
        kehadiran=rng.choice((*("HADIR",) * 14, "TH", "DIS")),
        twk=rng.choice([100, 70, 65, 60]),
        tiu=rng.choice([110, 85, 80, 75, 60, 55]),
        tkp=rng.choice([200 - sebelumnya, 171, 166, 165, 150]),
        status_skb=rng.choice((*("HADIR",) * 12, "TH", "TMS-1", "DIS")),
        nilai_skb=rng.choice([Decimal(100), Decimal("70.125"), Decimal("70.124"), Decimal("70.123"), Decimal("55.5"), Decimal(0)]),
        ipk=rng.choice((*(Decimal("3.10"), Decimal("3.50")) * 5, None)),
        skala_ipk=rng.choice((*("IPK",) * 9, "IJAZAH")),
        tanggal_lahir=rng.choice((*_LAHIR * 5, None)),
        bagian={kode: bagian[kode] for kode in pos.bagian},
    )


def canonical(rows: object) -> bytes:
    """The same rows give the same bytes."""
    return json.dumps(rows, sort_keys=True, separators=(",", ":")).encode()


def lambat(satu: Kelompok, aturan: str) -> bytes:
    """What the second implementation decides."""
    return canonical(acuan.putuskan(satu.orang, satu.pos, aturan))


def cepat(satu: Kelompok, aturan: AturanSeleksi, mesin: Mesin | None = None) -> bytes:
    """What the service's rules decide."""
    m = mesin or Mesin()
    kode = dict(aturan.kode_skd)
    rows: dict[str, dict[str, object]] = {}
    called: list[peringkat.PesertaSkb] = []
    for pos in satu.pos:
        people = {orang.peserta: orang for orang in satu.orang if orang.formasi == pos.formasi}
        formasi = m.skd.Formasi(pos.formasi, pos.jabatan, pos.jenis_kebutuhan, pos.kuota)
        decided = m.skd.putuskan_skd(formasi, [as_skd(orang, m) for orang in people.values()], aturan)
        for putusan in decided.putusan:
            rows[putusan.peserta] = {
                "peserta": putusan.peserta,
                "formasi": pos.formasi,
                "kode_skd": kode[putusan.hasil],
                "memenuhi_ambang_umum": putusan.memenuhi_ambang_umum,
            }
        called += [_skb(m, people[peserta], pos, aturan) for peserta in decided.daftar]
    kuota = {pos.formasi: pos.kuota for pos in satu.pos}
    for hasil in m.peringkat.peringkatkan(called, aturan, kuota):
        row = rows[hasil.peserta]
        status = next(orang.status for orang in called if orang.peserta == hasil.peserta)
        row |= {"status_skb": status.value, "skd": hasil.skd, "skd_100": hasil.skd_100}
        if hasil.nilai:
            row |= {
                "skor_skd": hasil.nilai.skor_skd,
                "skor_skb": hasil.nilai.skor_skb,
                "nilai_akhir": hasil.nilai.nilai_akhir,
                "peringkat": hasil.peringkat,
                "peringkat_kelompok": hasil.peringkat_kelompok,
                "seri": hasil.seri,
                "di_dalam": hasil.peringkat <= kuota[hasil.formasi],
            }
    return canonical([rows[peserta] for peserta in sorted(rows)])


def as_skd(satu: Orang, m: Mesin = Mesin()) -> skd.PesertaSkd:
    """The person as the service's SKD sees it."""
    peserta: skd.PesertaSkd = m.skd.PesertaSkd(satu.peserta, Kehadiran(satu.kehadiran), satu.twk, satu.tiu, satu.tkp)
    return peserta


def as_skb(satu: Orang, m: Mesin = Mesin()) -> peringkat.PesertaSkb:
    """The person as the service's ranking sees it, of a post without announced parts."""
    peserta: peringkat.PesertaSkb = m.peringkat.PesertaSkb(
        satu.peserta,
        satu.formasi,
        satu.twk,
        satu.tiu,
        satu.tkp,
        StatusSkb(satu.status_skb),
        int(satu.nilai_skb * 1000),
        None if satu.ipk is None else int(satu.ipk * 100),
        satu.skala_ipk,
        None if satu.tanggal_lahir is None else usia(satu.tanggal_lahir),
        putusan_seri=m.seri.PutusanSeri(*satu.putusan, "KEP 1/2025") if satu.putusan else None,
    )
    return peserta


def _skb(m: Mesin, satu: Orang, pos: Pos, aturan: AturanSeleksi) -> peringkat.PesertaSkb:
    peserta = as_skb(satu, m)
    if not pos.bagian:
        return peserta
    bagian = [
        m.skb.BagianSkb(
            kode,
            JenisBagian(kode.upper()),
            part.bobot,
            wajib=part.wajib,
            menggugurkan=part.minimum is not None,
            minimum=None if part.minimum is None else int(part.minimum * 1000),
        )
        for kode, part in pos.bagian.items()
    ]
    hasil = {kode: m.skb.HasilBagian(None if didapat is None else int(didapat * 1000)) for kode, didapat in satu.bagian.items()}
    gabungan = m.skb.gabungkan(bagian, hasil, aturan.skb)
    return replace(peserta, status=gabungan.status, nilai_skb=gabungan.nilai, gugur_di=gabungan.gugur_di)


@dataclass(frozen=True)
class Terhitung:
    """One kelompok as the service decides it, with what it was decided on."""

    formasi: tuple[skd.Formasi, ...]
    pelamar: dict[str, list[skd.PesertaSkd]]
    skd: tuple[skd.HasilFormasi, ...]
    dipanggil: tuple[peringkat.PesertaSkb, ...]
    akhir: tuple[peringkat.HasilAkhir, ...]

    @property
    def jumlah(self) -> int:
        """How many applied."""
        return sum(len(people) for people in self.pelamar.values())


def terhitung(satu: Kelompok, aturan: AturanSeleksi) -> Terhitung:
    """The values themselves, for what looks at more than the published columns."""
    m = Mesin()
    formasi = tuple(skd.Formasi(pos.formasi, pos.jabatan, pos.jenis_kebutuhan, pos.kuota) for pos in satu.pos)
    pelamar = {pos.formasi: [as_skd(orang, m) for orang in satu.orang if orang.formasi == pos.formasi] for pos in satu.pos}
    decided = tuple(skd.putuskan_skd(post, pelamar[post.formasi], aturan) for post in formasi)
    called = {peserta for post in decided for peserta in post.daftar}
    menurut_kode = {pos.formasi: pos for pos in satu.pos}
    dipanggil = tuple(_skb(m, orang, menurut_kode[orang.formasi], aturan) for orang in satu.orang if orang.peserta in called)
    akhir = peringkat.peringkatkan(dipanggil, aturan, {post.formasi: post.kuota for post in formasi})
    return Terhitung(formasi, pelamar, decided, dipanggil, akhir)
