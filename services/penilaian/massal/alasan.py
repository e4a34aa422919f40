"""The reasons of every decision, as the domain states them: the same values in the same order, read off the columns."""

from collections.abc import Iterator, Sequence

from services.penilaian.domain.kode import KodeAlasan
from services.penilaian.massal.kolom import HASIL_SKD, KEHADIRAN, STATUS_SKB, TIDAK_ADA, TabelFormasi, TabelSkb, TabelSkd
from services.penilaian.massal.peringkat import PeringkatMassal
from services.penilaian.massal.skd import BAGIAN, PutusanMassal
from shared.aturan import Alasan, AturanSeleksi, HasilSkd, Kehadiran, Kriteria, StatusSkb

_GUGUR = {
    StatusSkb.TH: KodeAlasan.SKB_TIDAK_HADIR,
    StatusSkb.TMS_1: KodeAlasan.SKB_GUGUR_BAGIAN_WAJIB,
    StatusSkb.DIS: KodeAlasan.SKB_DISKUALIFIKASI,
}
_DIPANGGIL = HASIL_SKD.index(HasilSkd.LULUS)
_TIDAK_LULUS = HASIL_SKD.index(HasilSkd.TIDAK_LULUS)


def alasan_skd(formasi: TabelFormasi, peserta: TabelSkd, hasil: PutusanMassal, aturan: AturanSeleksi) -> Iterator[tuple[Alasan, ...]]:
    """The reasons of the SKD of each participant, in the order of the rows."""
    absen = {
        KEHADIRAN.index(Kehadiran.TH): (Alasan(KodeAlasan.SKD_TIDAK_HADIR, aturan.skd.pasal),),
        KEHADIRAN.index(Kehadiran.DIS): (Alasan(KodeAlasan.SKD_DISKUALIFIKASI, aturan.skd.pasal),),
    }
    terpenuhi = [Alasan(KodeAlasan.SKD_AMBANG_TERPENUHI, satu.pasal, (("ambang", satu.kode),)) for satu in hasil.ambang]
    kurang = [_Kurang(n, hasil) for n in range(len(hasil.ambang))]
    skd = (peserta.twk + peserta.tiu + peserta.tkp).tolist()
    tkp, tiu, twk = peserta.tkp.tolist(), peserta.tiu.tolist(), peserta.twk.tolist()
    akhir = [
        () if row == TIDAK_ADA else (("batas_skd", skd[row]), ("batas_tkp", tkp[row]), ("batas_tiu", tiu[row]))
        for row in hasil.terakhir.tolist()
    ]
    tempat = [(("tempat", kuota * aturan.potong.faktor), ("kuota", kuota)) for kuota in formasi.kuota.tolist()]
    ambang, pasal = hasil.ambang_formasi.tolist(), aturan.potong.pasal
    kolom = (peserta.formasi, peserta.kehadiran, peserta.tahun_asal, hasil.hasil, hasil.urutan, hasil.kurang)
    for row, (di, hadir, tahun, putusan, urutan, bagian) in enumerate(zip(*(satu.tolist() for satu in kolom), strict=True)):
        if hadir in absen:
            yield absen[hadir]
            continue
        if putusan == _TIDAK_LULUS:
            alasan = kurang[ambang[di]].sebutkan(bagian, (skd[row], twk[row], tiu[row], tkp[row]))
        else:
            kode = KodeAlasan.SKB_DIPANGGIL if putusan == _DIPANGGIL else KodeAlasan.SKB_DI_LUAR_BATAS
            angka = (("urutan", urutan), *tempat[di], ("skd", skd[row]), *akhir[di])
            alasan = (terpenuhi[ambang[di]], Alasan(kode, pasal, angka))
        yield alasan if tahun == TIDAK_ADA else (_dibawa(tahun, aturan), *alasan)


def alasan_potong(formasi: TabelFormasi, hasil: PutusanMassal, aturan: AturanSeleksi) -> Iterator[Alasan]:
    """Why the list of each formation ends where it does, in the order of the rows."""
    for kuota, memenuhi, dipanggil in zip(formasi.kuota.tolist(), hasil.memenuhi_ambang.tolist(), hasil.dipanggil.tolist(), strict=True):
        tempat = kuota * aturan.potong.faktor
        if not dipanggil:
            kode = KodeAlasan.SKB_TIDAK_ADA_YANG_MEMENUHI_AMBANG
        elif dipanggil > tempat:
            kode = KodeAlasan.SKB_NILAI_SAMA_DI_BATAS
        else:
            kode = KodeAlasan.SKB_PERINGKAT_TERBAIK if memenuhi > tempat else KodeAlasan.SKB_SEMUA_YANG_MEMENUHI_AMBANG
        yield Alasan(
            kode, aturan.potong.pasal, (("kuota", kuota), ("tempat", tempat), ("memenuhi_ambang", memenuhi), ("dipanggil", dipanggil))
        )


def alasan_akhir(
    formasi: TabelFormasi, peserta: TabelSkb, hasil: PeringkatMassal, aturan: AturanSeleksi, nomor: Sequence[str]
) -> Iterator[tuple[Alasan, ...]]:
    """The reasons of the final result of each participant, in the order of the rows; `nomor` = participant number by row."""
    pasal, urutan = aturan.peringkat.pasal, aturan.peringkat.urutan
    sama = [Alasan(KodeAlasan.NILAI_AKHIR_SAMA, pasal, (("penentu", kriteria.value),)) for kriteria in urutan]
    beda_skala = Alasan(KodeAlasan.SKALA_IPK_BERBEDA, pasal)
    tidak_ada = [Alasan(KodeAlasan.DATA_TIDAK_ADA, pasal, (("ukuran", kriteria.value),)) for kriteria in urutan]
    kuota = formasi.kuota.tolist()
    nilai = hasil.nilai_akhir.tolist()
    terakhir = [
        () if row == TIDAK_ADA else (("nilai_terakhir", nilai[row]), ("peserta_terakhir", nomor[row])) for row in hasil.terakhir.tolist()
    ]
    kolom = (
        peserta.formasi, hasil.skd, hasil.skd_100, hasil.skor_skd, hasil.skor_skb, hasil.nilai_akhir, hasil.peringkat,
        hasil.peringkat_kelompok, hasil.bersama, hasil.bersama_kelompok, hasil.penentu, hasil.beda_skala, hasil.tidak_ada, hasil.skb_perlu,
    )  # fmt: skip
    for row, (di, skd, seratus, skor_skd, skor_skb, akhir, dalam, kelompok, bersama, sekelompok, penentu, beda, tiada, perlu) in enumerate(
        zip(*(satu.tolist() for satu in kolom), strict=True)
    ):
        if dalam == TIDAK_ADA:
            yield (_gugur(peserta, row, aturan),)
            continue
        integrasi = (("skd", skd), ("skd_100", seratus), ("skor_skd", skor_skd), ("skor_skb", skor_skb))
        alasan = [
            Alasan(KodeAlasan.INTEGRASI, aturan.integrasi.pasal, integrasi),
            Alasan(KodeAlasan.PERINGKAT, pasal, (("peringkat", dalam), ("peringkat_kelompok", kelompok))),
        ]
        # Only the name of the criterion leaves the service: GPA and age are personal.
        if penentu != TIDAK_ADA and urutan[penentu] is not Kriteria.NILAI_AKHIR:
            alasan.append(sama[penentu])
        if beda:
            alasan.append(beda_skala)
        if tiada:
            alasan += [satu for n, satu in enumerate(tidak_ada) if tiada >> n & 1]
        if sekelompok > 1:
            alasan.append(Alasan(KodeAlasan.SERI, pasal, (("bersama_di_formasi", bersama), ("bersama_di_kelompok", sekelompok))))
        batas = kuota[di]
        dasar: tuple[tuple[str, int | str], ...] = (("kuota", batas), ("nilai_akhir", akhir), *terakhir[di])
        if dalam <= batas:
            kode = KodeAlasan.SERI_DI_BATAS_KUOTA if batas < dalam + bersama - 1 else KodeAlasan.DI_DALAM_KUOTA
        else:
            kode = KodeAlasan.DI_LUAR_KUOTA
            dasar = dasar if perlu == TIDAK_ADA else (*dasar, ("skb_perlu", perlu))
        alasan.append(Alasan(kode, pasal, dasar))
        yield tuple(alasan)


class _Kurang:
    """The reasons of those below one passing grade; few different ones, so each is made once."""

    __slots__ = ("_batas", "_jadi", "_kode", "_pasal")

    def __init__(self, ambang: int, hasil: PutusanMassal) -> None:
        satu = hasil.ambang[ambang]
        self._kode, self._pasal = satu.kode, satu.pasal
        self._batas = (satu.total, satu.twk, satu.tiu, satu.tkp)
        self._jadi: dict[tuple[int, int], Alasan] = {}

    def sebutkan(self, bagian: int, nilai: tuple[int, int, int, int]) -> tuple[Alasan, ...]:
        """One reason for each part that is set in `bagian`."""
        return tuple([self._satu(n, nilai[n]) for n in range(len(BAGIAN)) if bagian >> n & 1])

    def _satu(self, bagian: int, nilai: int) -> Alasan:
        kunci = (bagian, nilai)
        if kunci not in self._jadi:
            angka = (("nilai", nilai), ("batas", self._batas[bagian]), ("ambang", self._kode))
            self._jadi[kunci] = Alasan(BAGIAN[bagian], self._pasal, angka)
        return self._jadi[kunci]


def _dibawa(tahun: int, aturan: AturanSeleksi) -> Alasan:
    return Alasan(KodeAlasan.SKD_DIBAWA, aturan.bawaan.pasal if aturan.bawaan else aturan.skd.pasal, (("tahun", tahun),))


def _gugur(peserta: TabelSkb, row: int, aturan: AturanSeleksi) -> Alasan:
    """Absence in a mandatory part and a failed knock-out remove a person whatever the rank (PermenPANRB 6/2024 Pasal 34-37)."""
    bagian = int(peserta.gugur_di[row])
    angka = () if bagian == TIDAK_ADA else (("bagian", peserta.nama_bagian[bagian]),)
    return Alasan(_GUGUR.get(STATUS_SKB[int(peserta.status[row])], KodeAlasan.SKB_TIDAK_HADIR), aturan.skb.pasal, angka)
