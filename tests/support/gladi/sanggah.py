"""A small finished season with one accepted objection, made without any service: right, so that a test can break one thing of it."""

from collections import defaultdict
from dataclasses import replace

from acuan.terbitan import integrasi
from deploy.gladi.answers import BarisVersi, KursiVersi, Ubahan
from deploy.gladi.evidence import Evidence, KoreksiTerbit, Segel, UbahanTerbit
from deploy.gladi.hasil import Hasil, Nilai
from deploy.gladi.invarian.perkara import Perkara, Riwayat
from deploy.gladi.invented import NilaiSkb
from deploy.gladi.sanggah import Koreksi, Macam, Pengumuman, Sanggah, choose
from shared.contracts.digest import BarisPeringkat, ranking_digest
from tests.support.gladi import SEED, peringkatkan, perkara


def pengumuman(p: Perkara, hasil: Hasil | None = None) -> Pengumuman:
    """The final result of the season as it is contested."""
    m = p.musim
    return Pengumuman(m.lowongan.formasi, hasil or p.hasil, lambda peserta: m.peserta.orang(peserta).kualifikasi, m.skb_benar)


def yang_masuk(p: Perkara) -> Sanggah:
    """The accepted objection by which somebody comes in and somebody goes out."""
    return next(kasus[0] for kasus in choose(SEED, pengumuman(p)) if kasus[0].macam is Macam.MASUK)


def dikoreksi(semua: list[Nilai], sanggah: Sanggah) -> list[Nilai]:
    """The results with the corrected SKB scores, ranked again."""
    per_formasi: dict[str, list[Nilai]] = defaultdict(list)
    for lama in semua:
        per_formasi[lama.formasi].append(_dengan(lama, sanggah.skb.get(lama.peserta)))
    return sorted(n for isi in per_formasi.values() for n in peringkatkan(isi))


def _dengan(lama: Nilai, skb: NilaiSkb | None) -> Nilai:
    if skb is None or skb.nilai is None or lama.skd is None:
        return lama
    skor_skd, skor_skb, akhir = integrasi(lama.skd, skb.nilai)
    return lama._replace(nilai_skb=skb.nilai, skor_skd=skor_skd, skor_skb=skor_skb, nilai_akhir=akhir)


def perkara_dengan_sanggah() -> Perkara:
    """The season in which that objection was accepted, signed, and published as version 2 of its kelompok."""
    p = perkara()
    satu = yang_masuk(p)
    (masuk,), (keluar,) = satu.masuk, satu.kehilangan
    nilai = dikoreksi(p.hasil.nilai, satu)
    kursi = [isi._replace(peserta=masuk) if isi.peserta == keluar else isi for isi in p.hasil.kursi]
    dulu, kini = ({isi.peserta: isi.kursi for isi in semua if isi.peserta} for semua in (p.hasil.kursi, kursi))
    putusan, kasus = dict(p.hasil.putusan), dict(p.hasil.kasus)
    putusan[masuk], putusan[keluar] = (putusan[lain]._replace(peserta=siapa) for siapa, lain in ((masuk, keluar), (keluar, masuk)))
    kasus[masuk] = kasus[keluar]._replace(peserta=masuk)
    kasus[keluar] = kasus[keluar]._replace(status="DICABUT", nip_terbit=False)
    koreksi = Koreksi(satu, 2, (masuk,), (keluar,), (), (keluar,), ())
    sanggah = replace(p.musim.sanggah, koreksi=(koreksi,), kursi_sebelum=dulu, kursi_sesudah=kini)
    per_formasi: dict[str, list[Nilai]] = defaultdict(list)
    for n in nilai:
        per_formasi[n.formasi].append(n)
    evidence = Evidence()
    evidence.kursi = {siapa: isi.kursi for siapa, isi in putusan.items()}
    for kelompok in {n.kelompok for n in nilai}:
        _segel(evidence, kelompok, p.hasil.nilai, 1)
    _segel(evidence, satu.kelompok, nilai, 2)
    sebelum, sesudah = (_versi(satu.kelompok, isi) for isi in (p.hasil.nilai, nilai))
    ubahan = _ubahan(sebelum, sesudah)
    segel = evidence.segel[satu.kelompok][2]
    nomor = (satu.kelompok, 2)
    evidence.ubahan[nomor] = UbahanTerbit(
        segel.sha256, segel.sha256_sebelumnya, {(isi.peserta, isi.kolom): (isi.dari, isi.menjadi) for isi in ubahan}, 0
    )
    evidence.koreksi[nomor] = KoreksiTerbit(
        1, segel.sha256, frozenset({masuk}), frozenset({keluar}), frozenset(), {dulu[keluar]: (keluar, masuk)}
    )
    seats = [
        tuple(KursiVersi(kursi=isi.kursi, peserta=isi.peserta) for isi in semua if isi.kelompok == satu.kelompok)
        for semua in (p.hasil.kursi, kursi)
    ]
    hasil = replace(
        p.hasil,
        nilai=nilai,
        putusan=putusan,
        kursi=kursi,
        kasus=kasus,
        per_formasi={isi.formasi: [lain for lain in kursi if lain.formasi == isi.formasi] for isi in kursi},
    )
    return replace(
        p,
        musim=replace(p.musim, sanggah=sanggah),
        hasil=hasil,
        evidence=evidence,
        per_formasi=dict(per_formasi),
        kepegawaian=p.kepegawaian.model_copy(update={"kasus": len(kasus), "dicabut": 1}),
        riwayat={nomor: Riwayat(sebelum, sesudah, ubahan, *seats)},
    )


def _segel(evidence: Evidence, kelompok: str, semua: list[Nilai], versi: int) -> None:
    isi = evidence.peringkat[kelompok, versi]
    for n in semua:
        if n.kelompok == kelompok and n.status_skb is not None:
            isi[n.peserta] = BarisPeringkat(n.peserta, n.formasi, n.status_skb, n.nilai_akhir, n.peringkat, n.peringkat_kelompok, versi)
    sebelum = evidence.segel[kelompok].get(versi - 1)
    evidence.segel[kelompok][versi] = Segel(len(isi), ranking_digest(isi.values()), sebelum.sha256 if sebelum else None)


def _versi(kelompok: str, semua: list[Nilai]) -> tuple[BarisVersi, ...]:
    return tuple(BarisVersi.model_validate({**n._asdict(), "seri": False}) for n in semua if n.kelompok == kelompok)


def _ubahan(sebelum: tuple[BarisVersi, ...], sesudah: tuple[BarisVersi, ...]) -> tuple[Ubahan, ...]:
    pasangan = zip(sorted(sebelum, key=lambda b: b.peserta), sorted(sesudah, key=lambda b: b.peserta), strict=True)
    return tuple(
        Ubahan(peserta=dulu.peserta, kolom=kolom, dari=getattr(dulu, kolom), menjadi=getattr(kini, kolom))
        for dulu, kini in pasangan
        for kolom in BarisVersi.model_fields
        if getattr(dulu, kolom) != getattr(kini, kolom)
    )
