"""Kelompok of PPPK for tests: points and their need types in place of scores, and events as penilaian would publish them."""

from dataclasses import replace
from random import Random

from services.penempatan.domain.jenis import BERSEDIA, Peringkat
from services.penempatan.domain.ketentuan import Ketentuan
from shared.aturan import JenisKebutuhan, StatusSkb, versions
from shared.contracts.penilaian import CompetencyFinalized
from shared.contracts.types import Aturan
from shared.istilah import Kehadiran
from tests.support.penempatan import KETENTUAN_PPPK, Ciri, Kelompok, kesediaan_terbit, susun


def jadi_pppk(k: Kelompok, acak: Random, ketentuan: Ketentuan) -> Kelompok:
    """The same kelompok of a PPPK season: points and its need types; where the year has grades, some sat the test below them."""
    khusus = {JenisKebutuhan.DISABILITAS}
    formasi = [f if f.jenis_kebutuhan in khusus else replace(f, jenis_kebutuhan=JenisKebutuhan.UMUM) for f in k.formasi]
    nilai: list[tuple[str, str, int | StatusSkb]] = []
    di_bawah: dict[str, int] = {}
    for p in k.peringkat:
        angka = p.status_skb if p.nilai_akhir is None else p.nilai_akhir % 59_600
        if isinstance(angka, int) and ketentuan.ambang is not None and acak.randrange(6) == 0:
            di_bawah[p.peserta] = angka
            angka = StatusSkb.TH
        nilai.append((p.peserta, p.formasi, StatusSkb.TH if angka is StatusSkb.TMS_1 else angka))
    ciri = {p.peserta: Ciri(p.kualifikasi, memenuhi_ambang_umum=True, kesediaan=p.kesediaan) for p in k.peringkat}
    baru = susun(formasi, nilai, k.kode, ciri=ciri)
    orang = (
        replace(p, status_skb=StatusSkb.HADIR, nilai_akhir=di_bawah[p.peserta]) if p.peserta in di_bawah else p for p in baru.peringkat
    )
    return replace(baru, peringkat=tuple(replace(p, memenuhi_ambang_umum=p.berperingkat) for p in orang))


def semusim(k: Kelompok, aturan: str, acak: Random) -> Kelompok:
    """The kelompok as one of a season under this rule set."""
    return jadi_pppk(k, acak, KETENTUAN_PPPK[aturan]) if aturan in KETENTUAN_PPPK else k


def kompetensi_final(p: Peringkat, kelompok: str, *, aturan: str = "pppk-2021", versi: int = 1) -> CompetencyFinalized:
    """Points of a PPPK participant: `nilai_akhir` in all."""
    hadir, total = p.nilai_akhir is not None, p.nilai_akhir or 0
    return CompetencyFinalized(
        kelompok=kelompok,
        formasi=p.formasi,
        peserta=p.peserta,
        jenis_kebutuhan=p.jenis_kebutuhan,
        kualifikasi=p.kualifikasi,
        kehadiran=Kehadiran(p.status_skb),
        teknis=total - 150 if hadir else None,
        manajerial_sosiokultural=120 if hadir else None,
        wawancara=30 if hadir else None,
        total=p.nilai_akhir,
        memenuhi_ambang=p.peringkat is not None if hadir else None,
        peringkat=p.peringkat,
        peringkat_kelompok=p.peringkat_kelompok,
        seri=p.seri,
        kesediaan=None if p.kesediaan == BERSEDIA else kesediaan_terbit(p.kesediaan),
        aturan=aturan_terbit(aturan),
        versi=versi,
    )


def aturan_terbit(nama: str) -> Aturan:
    """A rule set in its newest version, as events name it."""
    return Aturan(nama=nama, versi=versions(nama)[-1])
