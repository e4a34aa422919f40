"""M1 to M8: the input, before anything is placed."""

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence

from services.penempatan.domain.jenis import Formasi, Peringkat
from shared.alasan import Pelanggaran
from shared.aturan import StatusSkb

_Baris = tuple[int, int, bool, str]  # rank, final score, marked as tied, participant


def periksa_masukan(formasi: Sequence[Formasi], peringkat: Sequence[Peringkat], *, berambang: bool = False) -> tuple[Pelanggaran, ...]:
    """M1 to M8; `berambang`: the year has grades, and who sat the last test and did not reach them has no rank."""
    return (*_formasi(formasi), *_orang(formasi, peringkat), *_peringkat(peringkat, berambang=berambang))


def _formasi(formasi: Sequence[Formasi]) -> Iterator[Pelanggaran]:
    # M7: every formation is named once, has a seat and accepts at least one study.
    kali = Counter(f.kode for f in formasi)
    for f in formasi:
        if kali[f.kode] > 1 or f.kuota < 1 or not f.kualifikasi:
            yield Pelanggaran("M7", f.kode)


def _orang(formasi: Sequence[Formasi], peringkat: Sequence[Peringkat]) -> Iterator[Pelanggaran]:
    jenis = {f.kode: f.jenis_kebutuhan for f in formasi}
    # M2: nobody is in the ranking twice.
    for peserta, kali in Counter(p.peserta for p in peringkat).items():
        if kali > 1:
            yield Pelanggaran("M2", peserta)
    for p in peringkat:
        # M1: everybody belongs to a formation of the kelompok.
        if p.formasi not in jenis:
            yield Pelanggaran("M1", p.peserta)
        # M8: a person's need type is that of the formation applied for.
        elif jenis[p.formasi] is not p.jenis_kebutuhan:
            yield Pelanggaran("M8", p.peserta)


def _peringkat(peringkat: Sequence[Peringkat], *, berambang: bool) -> Iterator[Pelanggaran]:
    per_formasi: defaultdict[str, list[_Baris]] = defaultdict(list)
    sekelompok: list[_Baris] = []
    # M3: final score and both ranks are there exactly for those who sat the last test, but for ranks below the grades of the year.
    for p in peringkat:
        ada = [n is not None for n in (p.nilai_akhir, p.peringkat, p.peringkat_kelompok)]
        if berambang and p.status_skb is StatusSkb.HADIR and ada == [True, False, False]:
            continue
        if (p.status_skb is StatusSkb.HADIR and not all(ada)) or (p.status_skb is not StatusSkb.HADIR and any(ada)):
            yield Pelanggaran("M3", p.peserta)
        elif p.peringkat is not None and p.nilai_akhir is not None and p.peringkat_kelompok is not None:
            per_formasi[p.formasi].append((p.peringkat, p.nilai_akhir, p.seri, p.peserta))
            sekelompok.append((p.peringkat_kelompok, p.nilai_akhir, p.seri, p.peserta))
    # M4: a better rank never has a lower score, people of one rank have one score and are marked as tied.
    # M5: a rank is 1 + the number of better ranked.
    for baris in per_formasi.values():
        yield from _urutan(sorted(baris), "M4", "M5")
    # M6: M4 and M5 hold for the rank in the kelompok as well, by which vacancies are filled.
    yield from _urutan(sorted(sekelompok), "M6", "M6")


def _urutan(baris: list[_Baris], nilai_salah: str, hitung_salah: str) -> Iterator[Pelanggaran]:
    """One ranking, sorted: no lower rank with a higher score, one score and a mark where ranks are equal, 1 + number of better ranked."""
    seperingkat = Counter(peringkat for peringkat, _, _, _ in baris)
    pertama = 0
    for urutan, (peringkat, nilai, seri, peserta) in enumerate(baris):
        if urutan and peringkat != baris[urutan - 1][0]:
            pertama = urutan
        if peringkat != pertama + 1:
            yield Pelanggaran(hitung_salah, peserta)
        if (urutan and nilai > baris[urutan - 1][1]) or nilai != baris[pertama][1] or (seperingkat[peringkat] > 1 and not seri):
            yield Pelanggaran(nilai_salah, peserta)
