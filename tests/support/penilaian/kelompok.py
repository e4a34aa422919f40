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
from typing import Any

from acuan import penilaian as acuan
from acuan import pppk as acuan_pppk
from acuan.penilaian import Bagian, Orang, Pos
from services.penilaian.domain import peringkat, pppk, seri, skb, skd
from shared.aturan import AturanSeleksi, JenisBagian, Kehadiran, StatusSkb
from shared.aturan.pppk import AturanPppk

_JABATAN = ("PENATA LAYANAN", "PENATA LAYANAN", "DOKTER AHLI PERTAMA", "RESCUER")
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
    jabatan = rng.choice(_JABATAN)
    pos = tuple(
        Pos(f"f-{n}", jabatan, rng.choice(["UMUM", "UMUM", *acuan.AMBANG[aturan]]), rng.randint(1, 2), _bagian(rng))
        for n in range(rng.randint(1, 3))
    )
    orang: list[Orang] = []
    for number in rng.sample(range(24_000_000, 24_999_999), rng.randint(0, most)):
        if orang and rng.random() < 0.6:
            twin = _hampir_sama(rng, str(number), rng.choice(orang))
            # Also in another formation of the kelompok, where its SKB has the same parts.
            orang.append(replace(twin, formasi=rng.choice([satu.formasi for satu in pos if satu.bagian.keys() == twin.bagian.keys()])))
        else:
            orang.append(_orang(rng, str(number), rng.choice(pos)))
    return Kelompok(pos, _diputuskan(rng, [*orang, *_dua_skala(rng, pos, orang)]))


def _dua_skala(rng: random.Random, pos: Sequence[Pos], orang: Sequence[Orang]) -> list[Orang]:
    """Sometimes two more like somebody: GPA parts one of them in the formation, and the other's scale keeps it out of the kelompok."""
    if not orang or rng.random() < 0.7:
        return []
    asal = rng.choice(orang)
    lain = [satu.formasi for satu in pos if satu.bagian.keys() == asal.bagian.keys()]
    return [
        replace(asal, peserta="25000001", ipk=Decimal("3.33")),
        replace(asal, peserta="25000002", formasi=rng.choice(lain), skala_ipk="IJAZAH" if asal.skala_ipk == "IPK" else "IPK"),
    ]


def _diputuskan(rng: random.Random, orang: Sequence[Orang]) -> tuple[Orang, ...]:
    """Signed orders for some who are equal up to TWK: of whole ties, of parts, of people whom GPA or age parts, of two lists at once."""
    sama: defaultdict[object, list[Orang]] = defaultdict(list)
    for satu in orang:
        sama[satu.twk, satu.tiu, satu.tkp, satu.nilai_skb, tuple(satu.bagian.values())].append(satu)
    putusan: dict[str, tuple[str, int]] = {}
    for nomor, people in enumerate(sama.values()):
        if len(people) == 1 or rng.random() < 0.3:
            continue
        for tempat, satu in enumerate(rng.sample(people, len(people)), start=1):
            putusan[satu.peserta] = (f"daftar-{nomor}", tempat)
        salah = rng.choice(people).peserta
        match rng.randrange(10):
            case 0:
                del putusan[salah]
            case 1:
                putusan[salah] = (f"daftar-{nomor}", 1)
            case 2:
                putusan[salah] = ("daftar-lain", rng.randint(1, 5))
            case _:
                pass
    return tuple(replace(satu, putusan=putusan.get(satu.peserta)) for satu in orang)


def _hampir_sama(rng: random.Random, peserta: str, lain: Orang) -> Orang:
    """Somebody like somebody else but for one thing, so that every step of the order has to decide."""
    changes: dict[str, object]
    match rng.randrange(8):
        case 0:
            # 11 points of SKD are 2.000 on 100 and 0.800 weighed; so are 1.333 of SKB: an equal final score from another SKD.
            changes = {"tiu": lain.tiu + 15, "tkp": lain.tkp - 4, "nilai_skb": max(Decimal(0), lain.nilai_skb - Decimal("1.333"))}
        case 1:
            changes = {"tiu": lain.tiu + 5, "tkp": lain.tkp - 5}
        case 2:
            changes = {"twk": lain.twk + 5, "tiu": lain.tiu - 5}
        case 3:
            changes = {"ipk": rng.choice([Decimal("3.10"), Decimal("3.50"), None])}
        case 4:
            changes = {"tanggal_lahir": rng.choice([*_LAHIR, None])}
        case 5:
            changes = {"ipk": rng.choice([Decimal("3.10"), Decimal("3.50")]), "tanggal_lahir": rng.choice(_LAHIR)}
        case 6:
            changes = {"skala_ipk": "IJAZAH" if lain.skala_ipk == "IPK" else "IPK"}
        case _:
            changes = {}
    twin = replace(lain, peserta=peserta, **changes)  # type: ignore[arg-type]
    return twin if twin.tiu <= 175 and twin.twk <= 150 else replace(lain, peserta=peserta)


def _bagian(rng: random.Random) -> dict[str, Bagian]:
    if rng.random() < 0.6:
        return {}
    cat = rng.choice([50, 60, 65])
    return {"cat": Bagian(cat), "praktik": Bagian(100 - cat, wajib=rng.random() < 0.7, minimum=rng.choice([None, Decimal(60)]))}


def _orang(rng: random.Random, peserta: str, pos: Pos) -> Orang:
    return Orang(
        peserta=peserta,
        formasi=pos.formasi,
        kehadiran=rng.choices(["HADIR", "TH", "DIS"], [14, 1, 1])[0],
        twk=rng.choice([60, 65, 70, 100]),
        tiu=rng.choice([55, 60, 75, 80, 85, 110]),
        tkp=rng.choice([150, 165, 166, 171, 200]),
        status_skb=rng.choices(["HADIR", "TH", "TMS-1", "DIS"], [12, 1, 1, 1])[0],
        nilai_skb=rng.choice([Decimal(0), Decimal("55.5"), Decimal("70.123"), Decimal("70.124"), Decimal("70.125"), Decimal(100)]),
        ipk=rng.choices([Decimal("3.10"), Decimal("3.50"), None], [9, 9, 1])[0],
        skala_ipk=rng.choices(["IPK", "IJAZAH"], [9, 1])[0],
        tanggal_lahir=rng.choices([*_LAHIR, None], [9, 9, 1])[0],
        bagian={
            kode: rng.choices([Decimal(60), Decimal("59.999"), Decimal("70.001"), Decimal("88.333"), None], [4, 1, 4, 4, 1])[0]
            for kode in pos.bagian
        },
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
    called: list[object] = []
    for pos in satu.pos:
        people = {orang.peserta: orang for orang in satu.orang if orang.formasi == pos.formasi}
        formasi = m.skd.Formasi(pos.formasi, pos.jabatan, pos.jenis_kebutuhan, pos.kuota)
        decided = m.skd.putuskan_skd(formasi, [_skd(m, orang) for orang in people.values()], aturan)
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
        status = next(orang.status for orang in called if getattr(orang, "peserta", "") == hasil.peserta)  # type: ignore[attr-defined]
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


def _skd(m: Mesin, satu: Orang) -> Any:
    return m.skd.PesertaSkd(satu.peserta, Kehadiran(satu.kehadiran), satu.twk, satu.tiu, satu.tkp)


def _skb(m: Mesin, satu: Orang, pos: Pos, aturan: AturanSeleksi) -> Any:
    status, nilai, gugur = StatusSkb(satu.status_skb), int(satu.nilai_skb * 1000), ""
    if pos.bagian:
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
        status, nilai, gugur = gabungan.status, gabungan.nilai, gabungan.gugur_di
    ipk = None if satu.ipk is None else int(satu.ipk * 100)
    putusan = m.seri.PutusanSeri(*satu.putusan, "KEP 1/2025") if satu.putusan else None
    return m.peringkat.PesertaSkb(
        satu.peserta, satu.formasi, satu.twk, satu.tiu, satu.tkp, status, nilai, ipk, satu.skala_ipk, satu.tanggal_lahir, gugur, putusan
    )


def kelompok_pppk(rng: random.Random, most: int = 14) -> tuple[acuan_pppk.Orang, ...]:
    """A random kelompok of PPPK, by this dice."""
    numbers = rng.sample(range(24_000_000, 24_999_999), rng.randint(0, most))
    return tuple(
        acuan_pppk.Orang(
            str(number),
            rng.choice(["f-1", "f-2"]),
            rng.random() < 0.9,
            rng.choice([295, 300, 305]),
            rng.choice([145, 150]),
            rng.choice([25, 30]),
            rng.choices([*_LAHIR, None], [5, 5, 1])[0],
        )
        for number in numbers
    )


def lambat_pppk(orang: Sequence[acuan_pppk.Orang]) -> bytes:
    """What the second implementation decides."""
    return canonical(acuan_pppk.putuskan(orang))


def cepat_pppk(orang: Sequence[acuan_pppk.Orang], aturan: AturanPppk, mesin: Mesin | None = None) -> bytes:
    """What the service's rules decide."""
    m = mesin or Mesin()
    people = [
        m.pppk.PesertaPppk(
            satu.peserta,
            satu.formasi,
            Kehadiran.HADIR if satu.hadir else Kehadiran.TH,
            satu.teknis,
            satu.mansos,
            satu.wawancara,
            satu.tanggal_lahir,
        )
        for satu in orang
    ]
    kolom = ("peserta", "formasi", "total", "peringkat", "peringkat_kelompok", "seri")
    return canonical([{nama: getattr(satu, nama) for nama in kolom} for satu in m.pppk.peringkatkan_pppk(people, aturan)])


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
    pelamar = {pos.formasi: [_skd(m, orang) for orang in satu.orang if orang.formasi == pos.formasi] for pos in satu.pos}
    decided = tuple(skd.putuskan_skd(post, pelamar[post.formasi], aturan) for post in formasi)
    called = {peserta for post in decided for peserta in post.daftar}
    pos_of = {pos.formasi: pos for pos in satu.pos}
    dipanggil = tuple(_skb(m, orang, pos_of[orang.formasi], aturan) for orang in satu.orang if orang.peserta in called)
    akhir = peringkat.peringkatkan(dipanggil, aturan, {post.formasi: post.kuota for post in formasi})
    return Terhitung(formasi, pelamar, decided, dipanggil, akhir)
