"""P1 to P8: the final scores and ranks of a kelompok, before they are published (PermenPANRB 27/2021 Pasal 48, 6/2024 Pasal 45)."""

import hashlib
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from services.penilaian.domain.integrasi import NilaiIntegrasi
from services.penilaian.domain.periksa.daftar import Baris, Pembaca, Sifat, Ukuran, periksa_daftar, terputus
from services.penilaian.domain.peringkat import HasilAkhir, PesertaSkb
from services.penilaian.domain.pppk import HasilPppk, PesertaPppk
from services.penilaian.domain.skd import Formasi
from shared.alasan import Pelanggaran, beralasan
from shared.aturan import AturanSeleksi, Integrasi, Kriteria, LangkahPembulatan, Pembulatan, StatusSkb

_SERATUS = 100_000


@dataclass(frozen=True, slots=True)
class Segel:
    """The seal of a ranking: counts and the SHA-256 (hex) of its rows."""

    jumlah: int
    jumlah_formasi: int
    jumlah_kursi: int
    sha256: str
    versi: int


_Baris = Baris[PesertaSkb, HasilAkhir]
# P4: nobody stands behind somebody worse, or before somebody whom the signed order puts first.
# P5: people share a rank exactly where nothing parts them, and the mark says so.
# P6: a rank is 1 + the number of better ranked.
_PEMBANDINGAN = Sifat("P4", "P5", "P6")


def periksa_peringkat(
    peserta: Sequence[PesertaSkb], hasil: Sequence[HasilAkhir], aturan: AturanSeleksi, jumlah: int
) -> tuple[Pelanggaran, ...]:
    """P1 to P6 and P8 on one kelompok (PermenPANRB 27/2021 Pasal 48 ayat (4), 6/2024 Pasal 45 ayat (4)).

    Args:
        peserta: who was called to the SKB.
        hasil: what was decided.
        aturan: rules of the year.
        jumlah: how many of the kelompok were called when the ranking was closed.
    """
    return tuple(_kelompok(peserta, hasil, aturan, jumlah))


def periksa_segel(
    formasi: Sequence[Formasi], peserta: Sequence[PesertaSkb], hasil: Sequence[HasilAkhir], segel: Segel
) -> tuple[Pelanggaran, ...]:
    """P7 on the seal of one kelompok (docs/contracts.md)."""
    status = {satu.peserta: satu.status.value for satu in peserta}
    baris = [
        (satu.peserta, satu.formasi, status.get(satu.peserta, ""), satu.nilai.nilai_akhir if satu.nilai else None, *_ranks(satu))
        for satu in hasil
    ]
    return _segel(formasi, baris, segel)


def periksa_segel_pppk(
    formasi: Sequence[Formasi], peserta: Sequence[PesertaPppk], hasil: Sequence[HasilPppk], segel: Segel
) -> tuple[Pelanggaran, ...]:
    """P7 of a ranking of PPPK, where attendance and all points are sealed (docs/contracts.md)."""
    hadir = {satu.peserta: satu.kehadiran.value for satu in peserta}
    baris = [(satu.peserta, satu.formasi, hadir.get(satu.peserta, ""), satu.total, *_ranks(satu)) for satu in hasil]
    return _segel(formasi, baris, segel)


def _ranks(satu: HasilAkhir | HasilPppk) -> tuple[int | None, int | None]:
    return satu.peringkat, satu.peringkat_kelompok


def _segel(formasi: Sequence[Formasi], rows: Sequence[tuple[str | int | None, ...]], segel: Segel) -> tuple[Pelanggaran, ...]:
    baris = sorted("|".join("" if nilai is None else str(nilai) for nilai in (*satu, segel.versi)) + "\n" for satu in rows)
    sidik = hashlib.sha256("".join(baris).encode()).hexdigest()
    ada = Segel(len(rows), len(formasi), sum(satu.kuota for satu in formasi), sidik, segel.versi)
    # P7: the seal names exactly these posts and rows, digested as docs/contracts.md says.
    return () if ada == segel else (Pelanggaran("P7", "penutupan peringkat"),)


def _kelompok(peserta: Sequence[PesertaSkb], hasil: Sequence[HasilAkhir], aturan: AturanSeleksi, jumlah: int) -> Iterator[Pelanggaran]:
    # P1: exactly those called to the SKB are in the ranking, each once and in their formation.
    orang = {satu.peserta: satu for satu in peserta}
    kali = Counter(satu.peserta for satu in hasil)
    asing = [satu for satu in sorted(orang.keys() | kali.keys()) if satu not in orang or kali[satu] != 1]
    asing += [satu.peserta for satu in hasil if satu.peserta in orang and satu.formasi != orang[satu.peserta].formasi]
    if asing or len(orang) != jumlah:
        yield from (Pelanggaran("P1", satu) for satu in asing or [f"jumlah peserta bukan {jumlah}"])
        return  # a row about a stranger has no scores the others could be checked against
    pembaca = _pembaca(aturan.peringkat.urutan)
    per_formasi: defaultdict[str, list[_Baris]] = defaultdict(list)
    sekelompok: list[_Baris] = []
    for satu in hasil:
        asal = orang[satu.peserta]
        # P8: every row has a reason with an article.
        if not beralasan(satu.alasan):
            yield Pelanggaran("P8", satu.peserta)
        # P3: final score and both ranks are there exactly for those who sat the SKB.
        if not _lengkap(satu, hadir=asal.status is StatusSkb.HADIR):
            yield Pelanggaran("P3", satu.peserta)
        # P2: every score is what the rounding steps of the year give when computed again.
        if not _benar(asal, satu, aturan.integrasi):
            yield Pelanggaran("P2", satu.peserta)
        if satu.nilai is not None and satu.peringkat is not None and satu.peringkat_kelompok is not None:
            per_formasi[satu.formasi].append(Baris(satu.peringkat, asal, satu))
            sekelompok.append(Baris(satu.peringkat_kelompok, asal, satu))
        # P5: nobody without a rank is marked as tied.
        elif satu.seri:
            yield Pelanggaran("P5", satu.peserta)
    selesai = terputus(per_formasi.values(), sekelompok, pembaca)
    for baris in per_formasi.values():
        yield from periksa_daftar(baris, pembaca, selesai, _PEMBANDINGAN, tanda=False)
    yield from periksa_daftar(sekelompok, pembaca, selesai, _PEMBANDINGAN, tanda=True)


def _lengkap(satu: HasilAkhir, *, hadir: bool) -> bool:
    return (satu.nilai is not None) is (satu.peringkat is not None) is (satu.peringkat_kelompok is not None) is hadir


def _benar(asal: PesertaSkb, satu: HasilAkhir, aturan: Integrasi) -> bool:
    """P2: every published step comes out again in integers, and none is outside 0 to 100 (PermenPANRB 27/2021, 6/2024)."""
    skd = asal.twk + asal.tiu + asal.tkp
    seratus = (skd * _SERATUS, aturan.skala_skd)
    if satu.skd != skd or satu.skd_100 != _bulat(*seratus, aturan) or not 0 <= satu.skd_100 <= _SERATUS:
        return False
    if satu.nilai is None:
        return True
    if asal.nilai_skb is None or not 0 <= asal.nilai_skb <= _SERATUS:
        return False
    skd_100 = _lewat(LangkahPembulatan.SKD_100, seratus, aturan)
    skor_skd = _lewat(LangkahPembulatan.SKOR_SKD, (skd_100[0] * aturan.bobot_skd, skd_100[1] * 100), aturan)
    skor_skb = _lewat(LangkahPembulatan.SKOR_SKB, (asal.nilai_skb * aturan.bobot_skb, 100), aturan)
    jumlah = (skor_skd[0] * skor_skb[1] + skor_skb[0] * skor_skd[1], skor_skd[1] * skor_skb[1])
    ulang = [n if d == 1 else _bulat(n, d, aturan) for n, d in (skd_100, skor_skd, skor_skb, jumlah)]
    return satu.nilai == NilaiIntegrasi(*ulang) and 0 <= satu.nilai.nilai_akhir <= _SERATUS


def _lewat(langkah: LangkahPembulatan, nilai: tuple[int, int], aturan: Integrasi) -> tuple[int, int]:
    """A step as the next one takes it: rounded where the year rounds it, exact elsewhere."""
    return (_bulat(*nilai, aturan), 1) if langkah in aturan.pembulatan else nilai


def _bulat(pembilang: int, penyebut: int, aturan: Integrasi) -> int:
    """Thousandths with the decimals of the year: the nearer neighbour, an exact half as the year says (posisi 1)."""
    satuan: int = 1000 // 10**aturan.desimal
    bawah, sisa = divmod(pembilang, penyebut * satuan)
    lebih = 2 * sisa - penyebut * satuan
    ke_atas = lebih > 0 or (lebih == 0 and (aturan.cara is Pembulatan.SETENGAH_KE_ATAS or bawah % 2 == 1))
    return (bawah + ke_atas) * satuan


def _pembaca(urutan: Sequence[Kriteria]) -> Pembaca[PesertaSkb, HasilAkhir]:
    """Give the reader of each criterion, the first one first."""
    return tuple(_UKURAN[kriteria] for kriteria in urutan)


def _nilai_akhir(satu: _Baris) -> Ukuran:
    return None if satu.hasil.nilai is None else ("", satu.hasil.nilai.nilai_akhir)


def _ipk(satu: _Baris) -> Ukuran:
    return None if satu.asal.ipk is None else (satu.asal.skala_ipk, satu.asal.ipk)


def _usia(satu: _Baris) -> Ukuran:
    return None if satu.asal.usia is None else ("", satu.asal.usia)


_UKURAN: dict[Kriteria, Callable[[_Baris], Ukuran]] = {
    Kriteria.NILAI_AKHIR: _nilai_akhir,
    Kriteria.SKD: lambda satu: ("", satu.asal.twk + satu.asal.tiu + satu.asal.tkp),
    Kriteria.TKP: lambda satu: ("", satu.asal.tkp),
    Kriteria.TIU: lambda satu: ("", satu.asal.tiu),
    Kriteria.TWK: lambda satu: ("", satu.asal.twk),
    Kriteria.IPK: _ipk,
    Kriteria.USIA: _usia,
}
