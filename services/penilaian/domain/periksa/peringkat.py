"""P1 to P8: the final scores and ranks of a kelompok, before they are published (PermenPANRB 27/2021 Pasal 48, 6/2024 Pasal 45)."""

import hashlib
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from services.penilaian.domain.integrasi import NilaiIntegrasi
from services.penilaian.domain.peringkat import HasilAkhir, PesertaSkb
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


class _Baris(NamedTuple):
    """Somebody with a rank in one list."""

    peringkat: int
    asal: PesertaSkb
    hasil: HasilAkhir


_Ukuran = tuple[str, int] | None
_Pembaca = Callable[[_Baris], _Ukuran]


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
    """P7: the seal names exactly these posts and rows, digested as docs/contracts.md says."""
    status = {satu.peserta: satu.status.value for satu in peserta}
    baris = sorted(_tersegel(satu, status.get(satu.peserta, ""), segel.versi) for satu in hasil)
    sidik = hashlib.sha256("".join(baris).encode()).hexdigest()
    ada = Segel(len(hasil), len(formasi), sum(satu.kuota for satu in formasi), sidik, segel.versi)
    return () if ada == segel else (Pelanggaran("P7", "penutupan peringkat"),)


def _tersegel(satu: HasilAkhir, status: str, versi: int) -> str:
    nilai = satu.nilai.nilai_akhir if satu.nilai else None
    angka = ("" if n is None else str(n) for n in (nilai, satu.peringkat, satu.peringkat_kelompok))
    return "|".join((satu.peserta, satu.formasi, status, *angka, str(versi))) + "\n"


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
            per_formasi[satu.formasi].append(_Baris(satu.peringkat, asal, satu))
            sekelompok.append(_Baris(satu.peringkat_kelompok, asal, satu))
        # P5: nobody without a rank is marked as tied.
        elif satu.seri:
            yield Pelanggaran("P5", satu.peserta)
    terputus = _terputus(per_formasi.values(), sekelompok, pembaca)
    for baris in per_formasi.values():
        yield from _daftar(baris, pembaca, terputus, tanda=False)
    yield from _daftar(sekelompok, pembaca, terputus, tanda=True)


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


def _terputus(per_formasi: Iterable[list[_Baris]], sekelompok: list[_Baris], pembaca: Sequence[_Pembaca]) -> frozenset[str]:
    """Everybody in a tie of the kelompok that a signed order settles (posisi 4).

    It names all of them, each with another place of one list, and turns round nobody whom a criterion parts in their formation.
    """
    letak: dict[str, tuple[str, int]] = {}
    for baris in per_formasi:
        baris.sort(key=lambda satu: satu.peringkat)
        for n, setara in enumerate(_setara(baris, pembaca, 0, [])):
            letak.update((satu.asal.peserta, (satu.asal.formasi, n)) for satu in setara)
    sekelompok.sort(key=lambda satu: satu.peringkat)
    semua: set[str] = set()
    for setara in _setara(sekelompok, pembaca, 0, []):
        bertanda = [(satu.asal.putusan_seri, satu.asal.peserta) for satu in setara if satu.asal.putusan_seri]
        tempat = {putusan.urutan_panselnas: letak[peserta] for putusan, peserta in bertanda}
        urut = [tempat[urutan] for urutan in sorted(tempat)]
        searah = all(satu[1] <= lain[1] for n, satu in enumerate(urut) for lain in urut[n:] if satu[0] == lain[0])
        if len(tempat) == len(setara) > 1 and len({putusan.daftar for putusan, _ in bertanda}) == 1 and searah:
            semua.update(satu.asal.peserta for satu in setara)
    return frozenset(semua)


def _menurut_putusan(setara: list[_Baris], terputus: frozenset[str], salah: list[Pelanggaran]) -> Iterator[list[_Baris]]:
    """People equal in every criterion as the signed order parts them, if one does; whoever is before a better one goes to `salah`."""
    if setara[0].asal.peserta not in terputus:
        yield setara
        return
    sebelum = 0
    for satu in setara:
        urutan = satu.asal.putusan_seri.urutan_panselnas if satu.asal.putusan_seri else 0
        # P4: nobody stands before somebody whom the signed order puts first.
        if urutan < sebelum:
            salah.append(Pelanggaran("P4", satu.asal.peserta))
        sebelum = urutan
        yield [satu]


def _daftar(baris: list[_Baris], pembaca: Sequence[_Pembaca], terputus: frozenset[str], *, tanda: bool) -> Iterator[Pelanggaran]:
    """P4 to P6 on one list; `tanda`: the mark of a tie is about this one."""
    baris.sort(key=lambda satu: satu.peringkat)
    # P6: a rank is 1 + the number of better ranked.
    pertama = 0
    for n, satu in enumerate(baris):
        if n and satu.peringkat != baris[n - 1].peringkat:
            pertama = n
        if satu.peringkat != pertama + 1:
            yield Pelanggaran("P6", satu.asal.peserta)
    salah: list[Pelanggaran] = []
    # P5: people share a rank exactly where nothing parts them, and the mark says so.
    sebelum: int | None = None
    for setara in (sama for satu in _setara(baris, pembaca, 0, salah) for sama in _menurut_putusan(satu, terputus, salah)):
        seri = len(setara) > 1
        keliru = (
            satu
            for satu in setara
            if satu.peringkat == sebelum or satu.peringkat != setara[0].peringkat or (tanda and satu.hasil.seri is not seri)
        )
        salah += [Pelanggaran("P5", satu.asal.peserta) for satu in keliru]
        sebelum = setara[-1].peringkat
    yield from salah


def _setara(baris: list[_Baris], pembaca: Sequence[_Pembaca], ke: int, salah: list[Pelanggaran]) -> Iterator[list[_Baris]]:
    """People equal in every criterion, in the order of their ranks; a better one behind a worse one goes to `salah`.

    A criterion counts where everybody who is still equal has it on one scale (PermenPANRB 6/2024 Pasal 45 ayat (4)).
    """
    if len(baris) < 2 or ke == len(pembaca):
        if baris:
            yield baris
        return
    ukuran = [pembaca[ke](satu) for satu in baris]
    ada = [satu for satu in ukuran if satu is not None]
    if len(ada) < len(baris) or len({skala for skala, _ in ada}) > 1:
        yield from _setara(baris, pembaca, ke + 1, salah)
        return
    awal = 0
    for n in range(1, len(baris) + 1):
        if n < len(baris) and ada[n] == ada[n - 1]:
            continue
        # P4: nobody stands behind somebody worse. P5: nobody shares a rank with somebody worse.
        if n < len(baris) and ada[n] > ada[n - 1]:
            sama = baris[n].peringkat == baris[n - 1].peringkat
            salah.append(Pelanggaran("P5" if sama else "P4", baris[n].asal.peserta))
        if n == awal + 1:
            yield [baris[awal]]
        else:
            yield from _setara(baris[awal:n], pembaca, ke + 1, salah)
        awal = n


def _pembaca(urutan: Sequence[Kriteria]) -> tuple[_Pembaca, ...]:
    """Give the reader of each criterion, the first one first."""
    return tuple(_UKURAN[kriteria] for kriteria in urutan)


def _nilai_akhir(satu: _Baris) -> _Ukuran:
    return None if satu.hasil.nilai is None else ("", satu.hasil.nilai.nilai_akhir)


def _ipk(satu: _Baris) -> _Ukuran:
    return None if satu.asal.ipk is None else (satu.asal.skala_ipk, satu.asal.ipk)


def _usia(satu: _Baris) -> _Ukuran:
    return None if satu.asal.usia is None else ("", satu.asal.usia)


_UKURAN: dict[Kriteria, _Pembaca] = {
    Kriteria.NILAI_AKHIR: _nilai_akhir,
    Kriteria.SKD: lambda satu: ("", satu.asal.twk + satu.asal.tiu + satu.asal.tkp),
    Kriteria.TKP: lambda satu: ("", satu.asal.tkp),
    Kriteria.TIU: lambda satu: ("", satu.asal.tiu),
    Kriteria.TWK: lambda satu: ("", satu.asal.twk),
    Kriteria.IPK: _ipk,
    Kriteria.USIA: _usia,
}
