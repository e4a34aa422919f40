"""S1 to S8: the SKD of a kelompok, before anybody is called to the SKB.

PermenPANRB 27/2021 and 6/2024 with the year's decree on passing grades: who reaches the grade, the best of them up to the factor times the
seats, and everybody equal to the last one.
"""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from services.penilaian.domain.skd import Formasi, HasilFormasi, PesertaSkd, PutusanSkd
from shared.alasan import Pelanggaran, beralasan
from shared.aturan import AmbangBatas, AturanSeleksi, HasilSkd, Kehadiran, Kriteria

_UMUM = "UMUM"
_TIDAK_IKUT = {HasilSkd.TH: Kehadiran.TH, HasilSkd.DIS: Kehadiran.DIS}


class _Baris(NamedTuple):
    """Somebody at or above the grade; `nilai` is what the cut-off compares, greater is better."""

    nilai: tuple[int, ...]
    asal: PesertaSkd
    putusan: PutusanSkd


def periksa_skd(
    formasi: Sequence[Formasi],
    peserta: Mapping[str, Sequence[PesertaSkd]],
    hasil: Sequence[HasilFormasi],
    aturan: AturanSeleksi,
    jumlah: int,
) -> tuple[Pelanggaran, ...]:
    """S1 to S8 on one kelompok (PermenPANRB 27/2021, 6/2024).

    Args:
        formasi: the posts of the kelompok.
        peserta: who applied, by formation.
        hasil: what was decided.
        aturan: rules of the year.
        jumlah: how many participants the kelompok had when the SKD was closed.
    """
    return tuple(_kelompok(formasi, peserta, hasil, aturan, jumlah))


def _kelompok(
    formasi: Sequence[Formasi],
    peserta: Mapping[str, Sequence[PesertaSkd]],
    hasil: Sequence[HasilFormasi],
    aturan: AturanSeleksi,
    jumlah: int,
) -> Iterator[Pelanggaran]:
    # S1: every formation, and everybody who applied to it, is decided exactly once, and nobody else.
    posts = {post.formasi: post for post in formasi}
    diputuskan = Counter(satu.formasi for satu in hasil)
    asing = (kode for kode in sorted(diputuskan.keys() | posts.keys()) if kode not in posts or diputuskan[kode] != 1)
    yield from (Pelanggaran("S1", kode) for kode in asing)
    if sum(len(satu.putusan) for satu in hasil) != jumlah:
        yield Pelanggaran("S1", f"jumlah peserta bukan {jumlah}")
    for satu in hasil:
        if satu.formasi in posts:
            yield from _formasi(posts[satu.formasi], peserta.get(satu.formasi, ()), satu, aturan)


def _formasi(formasi: Formasi, peserta: Sequence[PesertaSkd], hasil: HasilFormasi, aturan: AturanSeleksi) -> Iterator[Pelanggaran]:
    # S1: everybody who applied to the formation is decided exactly once in it, and nobody else is.
    terdaftar = Counter(satu.peserta for satu in peserta)
    diputuskan = Counter(satu.peserta for satu in hasil.putusan)
    asing = [satu for satu in sorted(terdaftar.keys() | diputuskan.keys()) if not terdaftar[satu] == diputuskan[satu] == 1]
    if asing:
        yield from (Pelanggaran("S1", satu) for satu in asing)
        return  # a decision about a stranger has no scores the others could be checked against
    orang = {satu.peserta: satu for satu in peserta}
    ambang, umum = _ambang(formasi.jenis_kebutuhan, formasi.jabatan, aturan), _ambang(_UMUM, formasi.jabatan, aturan)
    cukup: list[_Baris] = []
    for putusan in hasil.putusan:
        asal = orang[putusan.peserta]
        hadir = asal.kehadiran is Kehadiran.HADIR
        lulus = hadir and _mencapai(asal, ambang)
        # S2: TH and DIS are told to those who were recorded so, and only to them.
        if _TIDAK_IKUT.get(putusan.hasil, Kehadiran.HADIR) is not asal.kehadiran:
            yield Pelanggaran("S2", putusan.peserta)
        # S3: TL is told exactly to those who attended and stayed below their passing grade.
        elif hadir and (putusan.hasil is HasilSkd.TIDAK_LULUS) is lulus:
            yield Pelanggaran("S3", putusan.peserta)
        # S7: every decision has a reason with an article and says rightly whether the passing grade of UMUM is reached.
        if not beralasan(putusan.alasan) or putusan.memenuhi_ambang_umum is not (hadir and _mencapai(asal, umum)):
            yield Pelanggaran("S7", putusan.peserta)
        if lulus:
            cukup.append(_Baris(_dibandingkan(asal, aturan.potong.urutan), asal, putusan))
        # S8: nobody below the grade has a rank.
        elif putusan.urutan is not None:
            yield Pelanggaran("S8", putusan.peserta)
    # S7: the formation has a reason with an article.
    if not beralasan(hasil.alasan):
        yield Pelanggaran("S7", formasi.formasi)
    cukup.sort(key=lambda satu: satu.nilai, reverse=True)
    yield from _potongan(formasi, cukup, formasi.kuota * aturan.potong.faktor)
    yield from _tertulis(hasil, cukup, orang)


def _potongan(formasi: Formasi, cukup: Sequence[_Baris], tempat: int) -> Iterator[Pelanggaran]:
    """S4 to S6 on everybody at or above the grade, the best first."""
    dipanggil = [satu for satu in cukup if satu.putusan.hasil is HasilSkd.LULUS]
    luar = [satu for satu in cukup if satu.putusan.hasil is not HasilSkd.LULUS]
    # S6: the list is not empty while somebody reached the grade.
    if not dipanggil:
        yield from (Pelanggaran("S6", satu.asal.peserta) for satu in luar)
        return
    terakhir = dipanggil[-1].nilai
    # S5: the list is not longer than its places, but for people equal to the last one.
    if sum(satu.nilai > terakhir for satu in dipanggil) >= tempat:
        yield Pelanggaran("S5", formasi.formasi)
    for satu in luar:
        # S4: nobody at the grade who is better than somebody called stays outside.
        if satu.nilai > terakhir:
            yield Pelanggaran("S4", satu.asal.peserta)
        # S6: nobody at the grade stays outside who equals the last one, or while a place is free.
        elif satu.nilai == terakhir or len(dipanggil) < tempat:
            yield Pelanggaran("S6", satu.asal.peserta)


def _tertulis(hasil: HasilFormasi, cukup: Sequence[_Baris], orang: Mapping[str, PesertaSkd]) -> Iterator[Pelanggaran]:
    """S8: what is written beside the decisions says the same as they do."""
    lebih_baik = 0
    for n, satu in enumerate(cukup):
        if n and satu.nilai != cukup[n - 1].nilai:
            lebih_baik = n
        if satu.putusan.urutan != lebih_baik + 1:
            yield Pelanggaran("S8", satu.asal.peserta)
    nilai = {satu.asal.peserta: satu.nilai for satu in cukup if satu.putusan.hasil is HasilSkd.LULUS}
    terdaftar = [nilai.get(satu) for satu in hasil.daftar]
    berurut = [satu for satu in terdaftar if satu is not None]
    lengkap = len(berurut) == len(terdaftar) == len(nilai) == len(set(hasil.daftar))
    if not lengkap or berurut != sorted(berurut, reverse=True) or hasil.memenuhi_ambang != len(cukup):
        yield Pelanggaran("S8", hasil.formasi)
        return
    akhir = orang[hasil.daftar[-1]] if hasil.daftar else None
    batas = None if hasil.batas is None else (hasil.batas.skd, hasil.batas.tkp, hasil.batas.tiu, hasil.batas.twk)
    if batas != (None if akhir is None else (_jumlah(akhir), akhir.tkp, akhir.tiu, akhir.twk)):
        yield Pelanggaran("S8", hasil.formasi)


def _ambang(jenis_kebutuhan: str, jabatan: str, aturan: AturanSeleksi) -> AmbangBatas:
    """The grade of a need type, or the special one of the jabatan that replaces it (the decree in `AmbangBatas.pasal`)."""
    jenis = next(ambang for kode, ambang in aturan.ambang if kode == jenis_kebutuhan)
    kata = jabatan.upper().split()
    for khusus in aturan.ambang_jabatan:
        awal = [awalan.split() for awalan in khusus.awalan_jabatan]
        if khusus.menggantikan == jenis.kode and any(kata[: len(awalan)] == awalan for awalan in awal):
            return khusus.ambang
    return jenis


def _mencapai(satu: PesertaSkd, ambang: AmbangBatas) -> bool:
    sebagian = satu.twk >= ambang.twk and satu.tiu >= ambang.tiu and satu.tkp >= ambang.tkp
    return sebagian and _jumlah(satu) >= ambang.total


def _jumlah(satu: PesertaSkd) -> int:
    return satu.twk + satu.tiu + satu.tkp


def _dibandingkan(satu: PesertaSkd, urutan: Sequence[Kriteria]) -> tuple[int, ...]:
    nilai: list[int] = []
    for kriteria in urutan:
        match kriteria:
            case Kriteria.SKD:
                nilai.append(_jumlah(satu))
            case Kriteria.TKP:
                nilai.append(satu.tkp)
            case Kriteria.TIU:
                nilai.append(satu.tiu)
            case Kriteria.TWK:
                nilai.append(satu.twk)
            case _:
                raise ValueError(f"the cut-off compares SKD scores, not {kriteria}")
    return tuple(nilai)
