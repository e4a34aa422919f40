"""Numbered properties, checked on the input and output of every kelompok before anything is published. They share no code with the placing.

Input
  M1  every person belongs to a formation of the kelompok
  M2  nobody is in the ranking twice
  M3  score and ranks are there exactly for those who sat the SKB
  M4  inside a formation a better rank never has a lower final score; people of one rank have one score and are marked as tied
  M5  ranks inside a formation count the people before: 1 + number of better ranked
Output
  K1  everybody in the ranking has exactly one decision, and nobody else has one
  K2  every formation has exactly its seats, numbered from 1
  K3  no formation has more people placed than seats
  K4  nobody has two seats, no seat two people, and seats and decisions say the same
  K5  nobody is placed who missed or failed the SKB, and the outcome of such people is their status
  K6  nobody better or equal in rank in the own formation is passed over
  K7  no seat is empty while somebody of its formation could take it without breaking a tie
  K8  somebody waits only for a tie that the empty seats cannot hold
  K9  a decision has route, destination and seat exactly when it says LULUS, at least one reason, and the code of its outcome
  K10 nobody who gave a seat up has one again
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from services.penempatan.domain.jenis import Formasi, Hasil, Keputusan, Kursi, PenempatanKelompok, Peringkat, StatusKursi
from services.penempatan.domain.ketentuan import Ketentuan
from services.penempatan.domain.penggantian import Keadaan
from shared.aturan import StatusSkb


@dataclass(frozen=True, slots=True)
class Pelanggaran:
    """A property that does not hold: its number and what it does not hold for (participant, formation or seat)."""

    sifat: str
    tentang: str


def periksa_masukan(formasi: Sequence[Formasi], peringkat: Sequence[Peringkat]) -> tuple[Pelanggaran, ...]:
    """M1 to M5."""
    return tuple(_masukan(formasi, peringkat))


def periksa_hasil(
    formasi: Sequence[Formasi], peringkat: Sequence[Peringkat], hasil: PenempatanKelompok, ketentuan: Ketentuan
) -> tuple[Pelanggaran, ...]:
    """K1 to K10 on a whole kelompok."""
    kuota = {f.kode: f.kuota for f in formasi}
    return (*_lengkap(formasi, peringkat, hasil), *_keadaan(hasil.keputusan, hasil.kursi, kuota, ketentuan))


def periksa_keadaan(keadaan: Keadaan, ketentuan: Ketentuan) -> tuple[Pelanggaran, ...]:
    """K3 to K10 on one formation after somebody left."""
    return tuple(_keadaan(keadaan.keputusan.values(), keadaan.kursi.values(), {keadaan.formasi: len(keadaan.kursi)}, ketentuan))


def _masukan(formasi: Sequence[Formasi], peringkat: Sequence[Peringkat]) -> Iterator[Pelanggaran]:
    kode = {f.kode for f in formasi}
    per_formasi: defaultdict[str, list[tuple[int, int, bool, str]]] = defaultdict(list)
    for peserta, kali in Counter(p.peserta for p in peringkat).items():
        if kali > 1:
            yield Pelanggaran("M2", peserta)
    for p in peringkat:
        if p.formasi not in kode:
            yield Pelanggaran("M1", p.peserta)
        nilai = (p.nilai_akhir, p.peringkat, p.peringkat_kelompok)
        ada = [n is not None for n in nilai]
        if (p.status_skb is StatusSkb.HADIR and not all(ada)) or (p.status_skb is not StatusSkb.HADIR and any(ada)):
            yield Pelanggaran("M3", p.peserta)
        elif p.peringkat is not None and p.nilai_akhir is not None:
            per_formasi[p.formasi].append((p.peringkat, p.nilai_akhir, p.seri, p.peserta))
    for baris in per_formasi.values():
        yield from _urutan(sorted(baris))


def _urutan(baris: list[tuple[int, int, bool, str]]) -> Iterator[Pelanggaran]:
    """M4 and M5 on one formation, sorted by rank."""
    seperingkat = Counter(peringkat for peringkat, _, _, _ in baris)
    pertama = 0
    for urutan, (peringkat, nilai, seri, peserta) in enumerate(baris):
        if urutan and peringkat != baris[urutan - 1][0]:
            pertama = urutan
        if peringkat != pertama + 1:
            yield Pelanggaran("M5", peserta)
        if (urutan and nilai > baris[urutan - 1][1]) or nilai != baris[pertama][1] or (seperingkat[peringkat] > 1 and not seri):
            yield Pelanggaran("M4", peserta)


def _lengkap(formasi: Sequence[Formasi], peringkat: Sequence[Peringkat], hasil: PenempatanKelompok) -> Iterator[Pelanggaran]:
    masuk = {p.peserta for p in peringkat}
    dasar = {(p.peserta, p.formasi, p.status_skb, p.nilai_akhir, p.peringkat) for p in peringkat}
    keluar = Counter(k.peserta for k in hasil.keputusan)
    for peserta in masuk | keluar.keys():
        if peserta not in masuk or keluar[peserta] != 1:
            yield Pelanggaran("K1", peserta)
    for k in hasil.keputusan:
        diputuskan = (k.peserta, k.formasi_asal, k.status_skb, k.nilai_akhir, k.peringkat)
        if diputuskan not in dasar:
            yield Pelanggaran("K1", k.peserta)
    seharusnya = Counter(f"{f.kode}/{nomor}" for f in formasi for nomor in range(1, f.kuota + 1))
    for kursi in (seharusnya - (ada := Counter(k.kursi for k in hasil.kursi))) + (ada - seharusnya):
        yield Pelanggaran("K2", kursi)


def _keadaan(
    keputusan: Iterable[Keputusan], kursi: Iterable[Kursi], kuota: Mapping[str, int], ketentuan: Ketentuan
) -> Iterator[Pelanggaran]:
    semua = tuple(keputusan)
    bangku = tuple(kursi)
    yield from _kursi_dan_keputusan(semua, bangku, kuota)
    for k in semua:
        yield from _satu(k, ketentuan)
    kosong = Counter(k.formasi for k in bangku if k.status is StatusKursi.KOSONG)
    asal: defaultdict[str, list[Keputusan]] = defaultdict(list)
    for k in semua:
        if k.status_skb is StatusSkb.HADIR and not k.mundur:
            asal[k.formasi_asal].append(k)
    for formasi in kuota:
        yield from _tidak_dilewati(formasi, asal.get(formasi, []), kosong[formasi])


def _kursi_dan_keputusan(semua: tuple[Keputusan, ...], bangku: tuple[Kursi, ...], kuota: Mapping[str, int]) -> Iterator[Pelanggaran]:
    """K3, K4 and K10."""
    duduk = [(k.kursi, k.peserta, k.formasi_tujuan) for k in semua if k.hasil is Hasil.LULUS and not k.mundur]
    terisi = [(k.kursi, k.peserta, k.formasi) for k in bangku if k.status is StatusKursi.TERISI]
    for formasi, orang in Counter(tujuan for _, _, tujuan in duduk).items():
        if formasi is None or orang > kuota.get(formasi, 0):
            yield Pelanggaran("K3", str(formasi))
    for kursi, peserta, _ in set(duduk) ^ set(terisi):
        yield Pelanggaran("K4", f"{kursi} {peserta}")
    dua_kali = Counter(kursi for kursi, _, _ in terisi) + Counter(peserta for _, peserta, _ in terisi)
    yield from (Pelanggaran("K4", str(nama)) for nama, kali in dua_kali.items() if kali > 1)
    yield from (Pelanggaran("K4", k.kursi) for k in bangku if not _utuh(k))
    mundur = {k.peserta for k in semua if k.mundur}
    yield from (Pelanggaran("K10", str(peserta)) for _, peserta, _ in terisi if peserta in mundur)


def _utuh(k: Kursi) -> bool:
    terisi = k.status is StatusKursi.TERISI
    return terisi == (k.peserta is not None) == (k.alasan is None) and k.kursi == f"{k.formasi}/{k.nomor}"


def _satu(k: Keputusan, ketentuan: Ketentuan) -> Iterator[Pelanggaran]:
    """K5 and K9 on one decision."""
    gugur = k.hasil in {Hasil.TH, Hasil.TMS_1, Hasil.DIS}
    if gugur == (k.status_skb is StatusSkb.HADIR) or (gugur and k.hasil.value != k.status_skb.value):
        yield Pelanggaran("K5", k.peserta)
    tempat = (k.rute, k.formasi_tujuan, k.kursi)
    lulus = k.hasil is Hasil.LULUS
    if any((bagian is not None) != lulus for bagian in tempat) or not k.alasan or k.kode != dict(ketentuan.kode)[k.hasil]:
        yield Pelanggaran("K9", k.peserta)


def _tidak_dilewati(formasi: str, hadir: Sequence[Keputusan], kosong: int) -> Iterator[Pelanggaran]:
    """K6 to K8 on one formation: `hadir` are its own people who sat the SKB and did not leave."""
    duduk = [k.peringkat for k in hadir if k.hasil is Hasil.LULUS and k.formasi_tujuan == formasi and k.peringkat is not None]
    terburuk = max(duduk, default=0)
    belum = sorted((k.peringkat, k.peserta) for k in hadir if k.hasil is not Hasil.LULUS and k.peringkat is not None)
    for peringkat, peserta in belum:
        if peringkat <= terburuk:
            yield Pelanggaran("K6", peserta)
    terdepan = {peserta for peringkat, peserta in belum if peringkat == belum[0][0]}
    menunggu = {k.peserta for k in hadir if k.hasil is Hasil.MENUNGGU}
    if kosong and belum and len(terdepan) <= kosong:
        yield Pelanggaran("K7", formasi)
    tertahan = terdepan if kosong and len(terdepan) > kosong else set()
    for peserta in menunggu ^ tertahan:
        yield Pelanggaran("K8", peserta)
