"""What registration says on the bus."""

from datetime import datetime

from services.pendaftaran.domain import kelompok as kode
from services.pendaftaran.store.formasi import Dibuka
from services.pendaftaran.store.pemeriksaan import Siaran
from services.pendaftaran.usecases.musim import Musim
from shared.contracts.alasan import alasan_terbit, baca_alasan
from shared.contracts.jadwal import pengecualian_terbit, tahap_terbit
from shared.contracts.pendaftaran import (
    ApplicationSubmitted,
    ApplicationVerified,
    FormationOpened,
    PersonErased,
    ScheduleAnnounced,
    SeasonAnnounced,
    UrutanPelamar,
)
from shared.contracts.types import Aturan, Kesediaan
from shared.istilah import Afirmasi, JenisKebutuhan, StatusVerifikasi
from shared.jadwal import Jadwal
from shared.musim import Musim as BarisMusim


def formasi_dibuka(satu: Dibuka, musim: Musim) -> FormationOpened:
    """A post is open, or what is open has changed."""
    isian = satu.formasi.isian
    return FormationOpened(
        formasi=isian.formasi,
        kelompok=kode.kelompok(satu.kode_instansi, satu.kode_jabatan),
        kode_instansi=satu.kode_instansi,
        instansi=isian.instansi,
        kode_jabatan=satu.kode_jabatan,
        jabatan=isian.jabatan,
        unit=isian.unit,
        jenis_pengadaan=isian.jenis_pengadaan,
        jenis_kebutuhan=JenisKebutuhan(isian.jenis_kebutuhan),
        kualifikasi=satu.formasi.kualifikasi,
        kuota=isian.kuota,
        terbuka_disabilitas=isian.terbuka_disabilitas,
        gaji_min=isian.gaji_min,
        gaji_maks=isian.gaji_maks,
        grup=isian.grup,
        aturan=musim.dasar,
        musim=musim.nama,
        versi=satu.versi,
    )


def musim_diumumkan(musim: BarisMusim, keputusan: str, saat: datetime) -> SeasonAnnounced:
    """A season is there, or a newer version of it is in force."""
    return SeasonAnnounced(
        musim=musim.musim,
        jenis_pengadaan=musim.jenis_pengadaan,
        gelombang=musim.gelombang,
        tahun_anggaran=musim.tahun,
        aturan=Aturan(nama=musim.aturan, versi=musim.aturan_versi),
        mode_pengisian=musim.mode_pengisian,
        keadaan=musim.keadaan,
        tanpa_musim=musim.tanpa_musim,
        keputusan=keputusan,
        diumumkan_pada=saat,
        versi=musim.versi,
    )


def jadwal_diumumkan(jadwal: Jadwal, keputusan: str, musim: Musim, saat: datetime) -> ScheduleAnnounced:
    """A version of the calendar is in force."""
    return ScheduleAnnounced(
        musim=jadwal.musim,
        jenis_pengadaan=musim.jenis_pengadaan,
        tahun_anggaran=musim.tahun,
        aturan=musim.dasar,
        tahap=tahap_terbit(jadwal),
        pengecualian=pengecualian_terbit(jadwal),
        keputusan=keputusan,
        diumumkan_pada=saat,
        versi=jadwal.versi,
    )


def lamaran_diterima(lamaran: str, formasi: str, kelompok: str, saat: datetime) -> ApplicationSubmitted:
    """An application is locked."""
    return ApplicationSubmitted(lamaran=lamaran, formasi=formasi, kelompok=kelompok, diterima_pada=saat)


def orang_dihapus(lamaran: str, peserta: str | None, saat: datetime) -> PersonErased:
    """Who sent this application can no longer be known."""
    return PersonErased(lamaran=lamaran, peserta=peserta, dihapus_pada=saat)


def lamaran_diputuskan(row: Siaran, musim: Musim) -> ApplicationVerified:
    """The outcome of the document check; places only for a participant."""
    status = StatusVerifikasi(row.status)
    urutan, kesediaan = None, None
    if status is StatusVerifikasi.MS:
        urutan = UrutanPelamar.model_validate(
            {"usia": row.usia, "ijazah": row.ijazah, "skala_ipk": row.skala_ipk, "kualifikasi": row.kualifikasi}
        )
        if row.kesediaan is not None:
            kesediaan = Kesediaan(jenis=row.kesediaan.jenis, unit=row.kesediaan.unit, formasi=row.kesediaan.formasi)
    return ApplicationVerified(
        lamaran=row.lamaran,
        formasi=row.formasi,
        kelompok=kode.kelompok(row.kode_instansi, row.kode_jabatan),
        status=status,
        peserta=row.peserta,
        jenis_kebutuhan=JenisKebutuhan(row.jenis_kebutuhan),
        urutan=urutan,
        kesediaan=kesediaan,
        afirmasi=tuple(map(Afirmasi, row.afirmasi)) or None,
        alasan=tuple(map(alasan_terbit, baca_alasan(row.alasan))),
        aturan=musim.dasar,
        diputuskan_pada=row.diputuskan_pada,
        versi=1,
    )
