"""What no decree could mean, so that a slip of the pen stops the start and not a season."""

from collections import Counter
from collections.abc import Collection, Iterator

from shared.aturan.seleksi import AmbangBatas, AturanSeleksi, BatasBagian, HasilSkd, Komponen, Kriteria, LangkahPembulatan, SusunanSkd
from shared.istilah import JenisBagian, JenisInstansi, JenisKebutuhan, StatusSkb

_TERBANYAK_DESIMAL = 3  # scores are integer thousandths throughout
_NILAI_SKD = frozenset({Kriteria.SKD, Kriteria.TKP, Kriteria.TIU, Kriteria.TWK})


def periksa(aturan: AturanSeleksi, jenis_kebutuhan: Collection[JenisKebutuhan]) -> tuple[str, ...]:
    """Everything that contradicts itself in a rule set, by table; empty when it may be used."""
    return (*_skd(aturan), *_ambang(aturan, jenis_kebutuhan), *_urutan(aturan), *_integrasi(aturan), *_skb(aturan), *_kode(aturan))


def periksa_komponen(nama: str, satu: Komponen, *, sebutir: bool = True) -> Iterator[str]:
    """Faults of one part of a computer test, called `nama` in the messages; `sebutir` = each question has the same most points."""
    if not 0 <= satu.minimum < satu.maksimum or satu.kelipatan < 1 or (satu.maksimum - satu.minimum) % satu.kelipatan:
        yield f"[{nama}] needs 0 <= minimum < maksimum, whole steps"
    if satu.soal < 1 or (sebutir and satu.maksimum % satu.soal):
        yield f"[{nama}] maksimum is not reached by whole points for each of {satu.soal} questions"


def _skd(aturan: AturanSeleksi) -> Iterator[str]:
    skd = aturan.skd
    komponen = (("TWK", skd.twk), ("TIU", skd.tiu), ("TKP", skd.tkp))
    for nama, satu in komponen:
        yield from periksa_komponen(f"skd.komponen.{nama}", satu)
    if sum(satu.maksimum for _, satu in komponen) != skd.maksimum:
        yield "[skd] maksimum is not the sum of its parts"
    bawaan = aturan.bawaan
    if bawaan is None:
        return
    if not bawaan.tahun_asal or max(bawaan.tahun_asal) >= aturan.tahun:
        yield "[bawaan] tahun_asal must name years before this one"


def _ambang(aturan: AturanSeleksi, jenis_kebutuhan: Collection[JenisKebutuhan]) -> Iterator[str]:
    tercakup = Counter(jenis for jenis, _ in aturan.ambang)
    if set(tercakup) != set(jenis_kebutuhan) or max(tercakup.values(), default=0) > 1:
        yield "[[ambang]] must cover every need type exactly once"
    if JenisKebutuhan.UMUM not in tercakup:
        yield "[[ambang]] must cover UMUM, by whose grade moves between need types are judged"
    grades = [ambang for _, ambang in aturan.ambang] + [khusus.ambang for khusus in aturan.ambang_jabatan]
    yield from (f"[[ambang]] {satu.kode} is outside what the test can give" for satu in grades if not _reachable(satu, aturan.skd))
    known = {ambang.kode for _, ambang in aturan.ambang}
    for khusus in aturan.ambang_jabatan:
        if khusus.menggantikan not in known:
            yield f"[[ambang_jabatan]] {khusus.ambang.kode} replaces {khusus.menggantikan}, which does not exist"
        if not khusus.awalan_jabatan or any(awalan != awalan.upper() for awalan in khusus.awalan_jabatan):
            yield f"[[ambang_jabatan]] {khusus.ambang.kode} must name jabatan, in capitals"


def _urutan(aturan: AturanSeleksi) -> Iterator[str]:
    if aturan.potong.faktor < 1:
        yield "[potong] faktor must be at least 1"
    for nama, urutan in (("potong", aturan.potong.urutan), ("peringkat", aturan.peringkat.urutan)):
        if not urutan or len(set(urutan)) != len(urutan):
            yield f"[{nama}] urutan is empty or names a criterion twice"
    if aturan.potong.urutan[:1] != (Kriteria.SKD,) or not set(aturan.potong.urutan) <= _NILAI_SKD:
        yield "[potong] urutan must begin with SKD and compare SKD scores only"
    if aturan.peringkat.urutan[:1] != (Kriteria.NILAI_AKHIR,):
        yield "[peringkat] urutan must begin with NILAI_AKHIR"


def _integrasi(aturan: AturanSeleksi) -> Iterator[str]:
    integrasi = aturan.integrasi
    if integrasi.bobot_skd + integrasi.bobot_skb != 100 or min(integrasi.bobot_skd, integrasi.bobot_skb) < 1:
        yield "[integrasi] weights must be positive and total 100"
    if integrasi.skala_skd != aturan.skd.maksimum:
        yield "[integrasi] skala_skd must be the maximum of the SKD"
    if not 0 <= integrasi.desimal <= _TERBANYAK_DESIMAL:
        yield f"[integrasi] desimal must be 0 to {_TERBANYAK_DESIMAL}"
    if integrasi.pembulatan != tuple(langkah for langkah in LangkahPembulatan if langkah in integrasi.pembulatan):
        yield "[integrasi] pembulatan names a step twice or out of turn"


def _skb(aturan: AturanSeleksi) -> Iterator[str]:
    skb = aturan.skb
    if skb.skala != 100:
        yield "[skb] skala must be 100: the integration weighs it as such"
    if not 0 <= skb.desimal <= _TERBANYAK_DESIMAL:
        yield f"[skb] desimal must be 0 to {_TERBANYAK_DESIMAL}"
    if sorted(satu.instansi for satu in skb.batas) != sorted(JenisInstansi):
        yield "[[skb.batas]] must be there once for each kind of agency"
    for satu in skb.batas:
        yield from _batas(satu)


def _batas(satu: BatasBagian) -> Iterator[str]:
    nama = f"[[skb.batas]] {satu.instansi}"
    percent = (satu.cat_minimum, satu.tambahan_maksimum, *(maksimum for _, maksimum in satu.jenis_maksimum))
    if any(not 0 <= value <= 100 for value in percent):
        yield f"{nama}: weights go from 0 to 100"
    if satu.cat_minimum + satu.tambahan_maksimum != 100:
        yield f"{nama}: the least of the CAT and the most of all others must total 100"
    if JenisBagian.CAT in dict(satu.jenis_maksimum) or JenisBagian.CAT in satu.perlu_persetujuan:
        yield f"{nama}: the CAT is not an additional part"
    if satu.jumlah_tambahan is not None and satu.jumlah_tambahan < 0:
        yield f"{nama}: jumlah_tambahan is below 0"


def _kode(aturan: AturanSeleksi) -> Iterator[str]:
    if {hasil for hasil, _ in aturan.kode_skd} != set(HasilSkd):
        yield "[kode.skd] must name every outcome"
    wanted = {"LULUS", "TIDAK_LULUS", *(status.value for status in StatusSkb if status is not StatusSkb.HADIR)}
    if not wanted <= {hasil for hasil, _ in aturan.kode_akhir}:
        yield f"[kode.akhir] must name {', '.join(sorted(wanted))}"


def _reachable(ambang: AmbangBatas, skd: SusunanSkd) -> bool:
    parts = ((ambang.twk, skd.twk.maksimum), (ambang.tiu, skd.tiu.maksimum), (ambang.tkp, skd.tkp.maksimum), (ambang.total, skd.maksimum))
    return any(batas for batas, _ in parts) and all(0 <= batas <= maksimum for batas, maksimum in parts)
