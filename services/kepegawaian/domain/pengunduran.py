"""Leaving: at which step, whether the next in rank may follow, and which sanction.

Perka BKN 14/2018 (PP 11/2017 Pasal 45), for PPPK Perka BKN 1/2019: until the number (NIP, NI PPPK) is issued the next in rank replaces
whoever resigns, is deemed to have resigned or dies. From then on the number is cancelled and the seat counts in the next need. Sources
differ on people whose number is proposed and not yet issued; until it is issued they are replaceable, and the agency withdraws the
proposal first (posisi 20). After the decree of appointment nothing is cancelled: the PPK dismisses, and reports that to BKN
(Perka BKN 14/2018).
"""

from dataclasses import dataclass
from datetime import date

from services.kepegawaian.domain.jenis import Kasus, StatusKasus
from services.kepegawaian.domain.kode import NIP, KodeAlasan, KodeNomor
from shared.alasan import Alasan
from shared.aturan.pengangkatan import AturanPengangkatan, SatuanSanksi
from shared.aturan.pengisian import RUTE_UNIT_LAIN
from shared.errors import Fault
from shared.istilah import AlasanMundur, JenisPengunduran, LangkahPengangkatan, Rute


@dataclass(frozen=True, slots=True)
class Laporan:
    """What an agency reports; `tanggal` is the day on which it takes effect."""

    peserta: str
    jenis: JenisPengunduran
    alasan: AlasanMundur
    tanggal: date


@dataclass(frozen=True, slots=True)
class Putusan:
    """What follows from a report.

    Attributes:
        langkah: the step it met.
        dapat_diganti: whether the seat may be refilled.
        dasar: why.
        pembatalan_nip: why the NIP is cancelled, where it is.
        pemberhentian: why the PPK dismisses, where a decree of appointment exists.
    """

    langkah: LangkahPengangkatan
    dapat_diganti: bool
    dasar: Alasan
    pembatalan_nip: Alasan | None = None
    pemberhentian: Alasan | None = None


@dataclass(frozen=True, slots=True)
class Sanksi:
    """A bar from applying.

    Attributes:
        sampai: last day of the bar; None when it ends with an opening whose date is not known yet.
        dapat_disanggah: the person may contest it (deemed resigned, posisi 27).
    """

    jumlah: int
    satuan: SatuanSanksi
    sampai: date | None
    dapat_disanggah: bool
    dasar: Alasan


@dataclass(frozen=True, slots=True)
class BebasSanksi:
    """Nobody is barred by this departure, and why."""

    dasar: Alasan


# Reasons that say how somebody left, and therefore go with one kind only.
_JENIS_DARI_ALASAN = {
    AlasanMundur.MENINGGAL_DUNIA: JenisPengunduran.MENINGGAL_DUNIA,
    AlasanMundur.DISKUALIFIKASI: JenisPengunduran.DISKUALIFIKASI,
    AlasanMundur.TIDAK_MELENGKAPI_DRH: JenisPengunduran.DIANGGAP_MENGUNDURKAN_DIRI,
}
_SEBELUM_NIP = frozenset({LangkahPengangkatan.SEBELUM_USUL_NIP, LangkahPengangkatan.USUL_NIP})


def periksa_laporan(laporan: Laporan) -> Fault | None:
    """Refuse a report whose kind and reason contradict each other: statistics and sanctions are made from them."""
    seharusnya = _JENIS_DARI_ALASAN.get(laporan.alasan, JenisPengunduran.MENGUNDURKAN_DIRI)
    if seharusnya is laporan.jenis:
        return None
    pesan = f"Alasan {laporan.alasan} hanya untuk jenis {seharusnya}, bukan {laporan.jenis}. Perbaiki salah satunya."
    return Fault("ALASAN_TIDAK_SESUAI", pesan, kolom="alasan")


def putuskan(kasus: Kasus, laporan: Laporan, aturan: AturanPengangkatan, kode: KodeNomor = NIP) -> Putusan | Fault:
    """Decide a report on the case as it stands; `kode`: the words of its kind of selection."""
    salah = periksa_laporan(laporan)
    if salah is not None:
        return salah
    if kasus.status is StatusKasus.MUNDUR:
        return Fault("SUDAH_KELUAR", "Peserta ini sudah tercatat keluar; laporan tidak perlu dikirim lagi.", "peserta", bertentangan=True)
    if kasus.status is StatusKasus.DICABUT:
        pesan = "Keputusan lulus peserta ini sudah dicabut, sehingga tidak ada kursi yang ditinggalkan."
        return Fault("KASUS_DICABUT", pesan, "peserta", bertentangan=True)
    pasal = aturan.pasal_penggantian
    angka = (("langkah", kasus.langkah.value), ("jenis", laporan.jenis.value))
    if kasus.langkah in _SEBELUM_NIP:
        return Putusan(kasus.langkah, dapat_diganti=True, dasar=Alasan(kode.belum_terbit, pasal, angka))
    dasar = Alasan(kode.sudah_terbit, pasal, angka)
    if kasus.langkah is LangkahPengangkatan.CPNS:
        berhenti = Alasan(kode.putus, pasal, angka)
        return Putusan(kasus.langkah, dapat_diganti=False, dasar=dasar, pemberhentian=berhenti)
    return Putusan(kasus.langkah, dapat_diganti=False, dasar=dasar, pembatalan_nip=Alasan(kode.dibatalkan, pasal, angka))


def sanksi(
    jenis: JenisPengunduran, langkah: LangkahPengangkatan, rute: Rute, aturan: AturanPengangkatan, kode: KodeNomor = NIP
) -> Sanksi | BebasSanksi:
    """The bar that follows (2021: P27 Pasal 54 ayat (2); 2024: P6 Pasal 58 ayat (2)), or why there is none.

    A death is no resignation, and a disqualification is punished under its own articles. Whoever came to a seat of another unit by the
    filling and resigned before the NIP is free where the year says so (2024: surat BKN 1272/B-MP.01.01/SD/D/2025). The letter spares who
    resigns by the procedure: whoever is deemed to have resigned did not, stays barred, and may contest it.
    """
    angka = (("jenis", jenis.value), ("langkah", langkah.value), ("rute", rute.value))
    if jenis not in {JenisPengunduran.MENGUNDURKAN_DIRI, JenisPengunduran.DIANGGAP_MENGUNDURKAN_DIRI}:
        return BebasSanksi(Alasan(KodeAlasan.BUKAN_PENGUNDURAN_DIRI, aturan.pasal_sanksi, angka))
    sebelum_nip = langkah in _SEBELUM_NIP
    if sebelum_nip and not aturan.sanksi_sebelum_nip:
        return BebasSanksi(Alasan(kode.mundur_sebelum, aturan.pasal_sanksi, angka))
    dianggap = jenis is JenisPengunduran.DIANGGAP_MENGUNDURKAN_DIRI
    if sebelum_nip and not dianggap and aturan.sanksi_bebas_lokasi_lain and rute in RUTE_UNIT_LAIN:
        return BebasSanksi(Alasan(KodeAlasan.MUNDUR_DARI_LOKASI_LAIN, aturan.pasal_bebas, angka))
    tahun_anggaran = aturan.sanksi_satuan is SatuanSanksi.TAHUN_ANGGARAN
    sampai = date(aturan.tahun + aturan.sanksi_jumlah, 12, 31) if tahun_anggaran else None
    return Sanksi(
        aturan.sanksi_jumlah, aturan.sanksi_satuan, sampai, dianggap, Alasan(KodeAlasan.SANKSI_MUNDUR, aturan.pasal_sanksi, angka)
    )
