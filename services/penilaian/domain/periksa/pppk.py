"""T1 to T8: the PPPK ranking of a kelompok (PermenPANRB 6/2024 Pasal 47 ayat (3), 28/2021, 29/2021 Pasal 24)."""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence

from services.penilaian.domain.periksa.daftar import Baris, Pembaca, Sifat, Ukuran, periksa_daftar, terputus
from services.penilaian.domain.peringkat import Letak
from services.penilaian.domain.pppk import HasilPppk, PesertaPppk
from shared.alasan import Pelanggaran, beralasan
from shared.aturan import Kehadiran
from shared.aturan.pppk import AturanPppk, KriteriaPppk, SyaratPppk

_Baris = Baris[PesertaPppk, HasilPppk]
# T4: nobody stands behind somebody worse, or before somebody whom the signed order puts first.
# T5: people share a rank exactly where nothing parts them, and the mark says so.
# T6: a rank is 1 + the number of better ranked.
_PEMBANDINGAN = Sifat("T4", "T5", "T6")


def periksa_pppk(
    peserta: Sequence[PesertaPppk],
    hasil: Sequence[HasilPppk],
    aturan: AturanPppk,
    syarat: SyaratPppk,
    kuota: Mapping[str, int] | None = None,
    *,
    jumlah: int | None = None,
) -> tuple[Pelanggaran, ...]:
    """T1 to T8 on one kelompok (PermenPANRB 6/2024 Pasal 47 ayat (3), 28/2021, 29/2021 Pasal 24).

    Args:
        peserta: who was admitted to the test.
        hasil: what was decided.
        aturan: rules of the year.
        syarat: what holds for the jabatan of the kelompok.
        kuota: seats by formation, where they are known.
        jumlah: how many were admitted when the ranking was closed, where that is known.
    """
    return tuple(_kelompok(peserta, hasil, aturan, syarat, kuota or {}, jumlah=jumlah))


def _kelompok(
    peserta: Sequence[PesertaPppk],
    hasil: Sequence[HasilPppk],
    aturan: AturanPppk,
    syarat: SyaratPppk,
    kuota: Mapping[str, int],
    *,
    jumlah: int | None,
) -> Iterator[Pelanggaran]:
    # T1: exactly those admitted to the test are in the ranking, each once and in their formation.
    orang = {satu.peserta: satu for satu in peserta}
    kali = Counter(satu.peserta for satu in hasil)
    asing = [satu for satu in sorted(orang.keys() | kali.keys()) if satu not in orang or kali[satu] != 1]
    asing += [satu.peserta for satu in hasil if satu.peserta in orang and satu.formasi != orang[satu.peserta].formasi]
    if asing or jumlah not in {None, len(orang)}:
        yield from (Pelanggaran("T1", satu) for satu in asing or [f"jumlah peserta bukan {jumlah}"])
        return  # a row about a stranger has no points the others could be checked against
    per_formasi: defaultdict[str, list[_Baris]] = defaultdict(list)
    sekelompok: list[_Baris] = []
    for satu in hasil:
        asal = orang[satu.peserta]
        yield from _satu(asal, satu, syarat)
        if satu.peringkat is not None and satu.peringkat_kelompok is not None:
            per_formasi[satu.formasi].append(Baris(satu.peringkat, asal, satu))
            sekelompok.append(Baris(satu.peringkat_kelompok, asal, satu))
        # T5: nobody without a rank is marked as tied.
        elif satu.seri:
            yield Pelanggaran("T5", satu.peserta)
    pembaca: Pembaca[PesertaPppk, HasilPppk] = tuple(_UKURAN[kriteria] for kriteria in aturan.urutan)
    selesai = terputus(per_formasi.values(), sekelompok, pembaca)
    for formasi, baris in per_formasi.items():
        yield from periksa_daftar(baris, pembaca, selesai, _PEMBANDINGAN, tanda=False)
        yield from _kursi(baris, kuota.get(formasi))
    yield from periksa_daftar(sekelompok, pembaca, selesai, _PEMBANDINGAN, tanda=True)


def _satu(asal: PesertaPppk, satu: HasilPppk, syarat: SyaratPppk) -> Iterator[Pelanggaran]:
    hadir = asal.kehadiran is Kehadiran.HADIR
    teknis = _teknis(asal, syarat)
    nilai = (teknis, teknis + asal.manajerial_sosiokultural + asal.wawancara) if hadir else (None, None)
    # T2: points are there exactly for those who sat the test, and are what they give when added again, no part beyond what the test gives.
    if (satu.teknis, satu.total) != nilai or (hadir and not _di_dalam(asal, syarat)):
        yield Pelanggaran("T2", satu.peserta)
    lulus = hadir and _mencapai(asal, syarat)
    tertulis = lulus if hadir and syarat.ambang is not None else None
    # T3: whether the grades are reached is told rightly, and both ranks are there exactly for those who reached them.
    if satu.memenuhi_ambang is not tertulis or not (satu.peringkat is not None) is (satu.peringkat_kelompok is not None) is lulus:
        yield Pelanggaran("T3", satu.peserta)
    # T7: nobody without a rank is inside, outside or at the edge of the seats.
    if satu.peringkat is None and satu.letak is not None:
        yield Pelanggaran("T7", satu.peserta)
    # T8: every row has a reason with an article.
    if not beralasan(satu.alasan):
        yield Pelanggaran("T8", satu.peserta)


def _teknis(asal: PesertaPppk, syarat: SyaratPppk) -> int:
    """Technical points after each thing that is added, one after another (PermenPANRB 28/2021)."""
    teknis = asal.teknis
    for tambahan in syarat.afirmasi:
        teknis += tambahan.nilai if tambahan.kode in asal.afirmasi else 0
    return min(teknis, syarat.ujian.teknis.maksimum)


def _di_dalam(asal: PesertaPppk, syarat: SyaratPppk) -> bool:
    ujian = syarat.ujian
    return (
        ujian.teknis.minimum <= asal.teknis <= ujian.teknis.maksimum
        and ujian.manajerial_sosiokultural.minimum <= asal.manajerial_sosiokultural <= ujian.manajerial_sosiokultural.maksimum
        and ujian.wawancara.minimum <= asal.wawancara <= ujian.wawancara.maksimum
    )


def _mencapai(asal: PesertaPppk, syarat: SyaratPppk) -> bool:
    ambang = syarat.ambang
    return ambang is None or (
        _teknis(asal, syarat) >= ambang.teknis
        and asal.manajerial_sosiokultural >= ambang.manajerial_sosiokultural
        and asal.wawancara >= ambang.wawancara
    )


def _kursi(baris: Sequence[_Baris], kuota: int | None) -> Iterator[Pelanggaran]:
    """T7: inside are those whose rank fits the seats with everybody who shares it; in a tie over the last seat they wait."""
    banyak = Counter(satu.peringkat for satu in baris)
    for satu in baris:
        letak = None
        if kuota is not None:
            sampai = satu.peringkat + banyak[satu.peringkat] - 1
            letak = Letak.DALAM if sampai <= kuota else Letak.SERI if satu.peringkat <= kuota else Letak.LUAR
        if satu.hasil.letak is not letak:
            yield Pelanggaran("T7", satu.asal.peserta)


def _jumlah(satu: _Baris) -> Ukuran:
    return None if satu.hasil.total is None else ("", satu.hasil.total)


def _bagian_teknis(satu: _Baris) -> Ukuran:
    return None if satu.hasil.teknis is None else ("", satu.hasil.teknis)


_UKURAN: dict[KriteriaPppk, Callable[[_Baris], Ukuran]] = {
    KriteriaPppk.TOTAL: _jumlah,
    KriteriaPppk.TEKNIS: _bagian_teknis,
    KriteriaPppk.MANAJERIAL_SOSIOKULTURAL: lambda satu: ("", satu.asal.manajerial_sosiokultural),
    KriteriaPppk.WAWANCARA: lambda satu: ("", satu.asal.wawancara),
    KriteriaPppk.USIA: lambda satu: None if satu.asal.usia is None else ("", satu.asal.usia),
}
