"""K1 to K5, K9 and K10: decisions and seats are whole, agree with each other, and are printed as the year prints them."""

from collections import Counter
from collections.abc import Iterator, Sequence

from services.penempatan.domain.jenis import Formasi, Keputusan, Kursi, PenempatanKelompok, Peringkat, StatusKursi
from services.penempatan.domain.periksa.potret import Potret
from shared.alasan import Pelanggaran
from shared.aturan import StatusSkb
from shared.istilah import Hasil


def periksa_kelengkapan_hasil(
    formasi: Sequence[Formasi], peringkat: Sequence[Peringkat], hasil: PenempatanKelompok
) -> Iterator[Pelanggaran]:
    """K1 and K2."""
    masuk = {p.peserta: p for p in peringkat}
    keluar = Counter(k.peserta for k in hasil.keputusan)
    # K1: everybody in the ranking has exactly one decision, taken on that row; nobody else has one.
    for peserta in masuk.keys() | keluar.keys():
        if peserta not in masuk or keluar[peserta] != 1:
            yield Pelanggaran("K1", peserta)
    for k in hasil.keputusan:
        if masuk.get(k.peserta) != k.dasar:
            yield Pelanggaran("K1", k.peserta)
    # K2: every formation has exactly its seats, numbered from 1.
    seharusnya = Counter(f"{f.kode}/{nomor}" for f in formasi for nomor in range(1, f.kuota + 1))
    for kursi in (seharusnya - (ada := Counter(k.kursi for k in hasil.kursi))) + (ada - seharusnya):
        yield Pelanggaran("K2", kursi)


def periksa_keutuhan(p: Potret) -> Iterator[Pelanggaran]:
    """K3, K4, K5, K9 and K10."""
    duduk = [(k.kursi, k.peserta, k.formasi_tujuan) for k in p.keputusan if k.hasil is Hasil.LULUS and not k.mundur]
    terisi = [(k.kursi, k.peserta, k.formasi) for k in p.kursi if k.status is StatusKursi.TERISI]
    # K3: no formation has more people placed than seats.
    for kode, orang in Counter(tujuan for _, _, tujuan in duduk).items():
        if kode is None or kode not in p.formasi or orang > p.formasi[kode].kuota:
            yield Pelanggaran("K3", str(kode))
    # K4: nobody has two seats, no seat has two people, seats and decisions say the same, a seat without a person says why.
    for kursi, peserta, _ in set(duduk) ^ set(terisi):
        yield Pelanggaran("K4", f"{kursi} {peserta}")
    dua_kali = Counter(kursi for kursi, _, _ in terisi) + Counter(peserta for _, peserta, _ in terisi)
    yield from (Pelanggaran("K4", str(nama)) for nama, kali in dua_kali.items() if kali > 1)
    yield from (Pelanggaran("K4", k.kursi) for k in p.kursi if not _utuh(k))
    # K10: nobody who gave a seat up has one again.
    mundur = {k.peserta for k in p.keputusan if k.mundur}
    yield from (Pelanggaran("K10", str(peserta)) for _, peserta, _ in terisi if peserta in mundur)
    tercetak = dict(p.ketentuan.kode)
    for k in p.keputusan:
        yield from _satu(k, p, tercetak)


def _utuh(k: Kursi) -> bool:
    terisi = k.status is StatusKursi.TERISI
    return terisi == (k.peserta is not None) == (k.alasan is None) and k.kursi == f"{k.formasi}/{k.nomor}"


def _di_bawah_ambang(k: Keputusan) -> bool:
    return k.dasar.status_skb is StatusSkb.HADIR and k.dasar.peringkat is None and not k.di_luar_peringkat


def _boleh(k: Keputusan) -> frozenset[Hasil]:
    """The outcomes that the row allows on which the decision was taken."""
    # Whatever became of the test of somebody who is no longer ranked, it no longer counts (K22 looks at these).
    if k.di_luar_peringkat or _di_bawah_ambang(k):
        return frozenset({Hasil.TIDAK_LULUS})
    if k.dasar.status_skb is not StatusSkb.HADIR:
        return frozenset({Hasil(k.dasar.status_skb.value)})
    return frozenset({Hasil.LULUS, Hasil.TIDAK_LULUS, Hasil.MENUNGGU})


def _satu(k: Keputusan, p: Potret, tercetak: dict[Hasil, str]) -> Iterator[Pelanggaran]:
    """K5 and K9 on one decision."""
    # K5: nobody is placed who missed or failed the last test, was disqualified or is below the grades; their outcome says it.
    if k.hasil not in _boleh(k):
        yield Pelanggaran("K5", k.peserta)
    # K9: route, destination and seat are there exactly with LULUS, there is a reason, and the code is the one of the year.
    lulus = k.hasil is Hasil.LULUS
    langkah = p.langkah.get(k.rute) if k.rute is not None else None
    kode = tercetak[k.hasil] if langkah is None else langkah.kode
    if p.ketentuan.ambang is not None and _di_bawah_ambang(k):
        kode = p.ketentuan.ambang.kode
    if any((bagian is not None) != lulus for bagian in (k.rute, k.formasi_tujuan, k.kursi)) or not k.alasan or k.kode != kode:
        yield Pelanggaran("K9", k.peserta)
