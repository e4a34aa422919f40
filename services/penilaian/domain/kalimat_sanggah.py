"""What becomes of an objection, as the person reads it: what was decided and why, until when, and what comes next (UU 30/2014 Pasal 55)."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from types import MappingProxyType
from typing import Final

from services.penilaian.domain.sanggah import AlasanJawaban, MasaSanggah, SanggahPeserta, StatusSanggah
from shared.kalender import waktu_wib

ALASAN_JAWABAN: Final[Mapping[AlasanJawaban, str]] = MappingProxyType(
    {
        AlasanJawaban.NILAI_KELIRU: "nilai yang diumumkan keliru",
        AlasanJawaban.KEHADIRAN_KELIRU: "catatan kehadiran keliru",
        AlasanJawaban.PERINGKAT_KELIRU: "peringkat atau urutan nilai yang sama keliru",
        AlasanJawaban.PENGUMUMAN_KELIRU: "tulisan dalam pengumuman keliru, sedangkan nilai dan peringkatnya benar",
        AlasanJawaban.NILAI_SESUAI: "nilai sesuai dengan catatan ujian",
        AlasanJawaban.KEHADIRAN_SESUAI: "kehadiran sesuai dengan berita acara ujian",
        AlasanJawaban.PERINGKAT_SESUAI: "peringkat sesuai dengan urutan yang ditetapkan aturan",
        AlasanJawaban.KESALAHAN_PESERTA: "kesalahan ada pada peserta sendiri, sehingga tidak dapat diperbaiki lewat sanggah",
        AlasanJawaban.BUKTI_TIDAK_CUKUP: "tidak ada bukti yang mendukung isi sanggah",
        AlasanJawaban.DI_LUAR_SANGGAH: "isinya bukan tentang hasil Anda sendiri",
    }
)
"""Each code of an answer, in the middle of a sentence."""
BELUM_TERBIT: Final = "Hasil ini belum terbit untuk Anda, jadi belum ada yang dapat disanggah."


def keterangan(satu: SanggahPeserta | None, masa: MasaSanggah | None, saat: datetime) -> str:
    """What the person is told of one result at this moment; `satu` is their objection, where there is one."""
    if satu is None:
        return _belum(masa, saat)
    pembuka = f"Sanggah Anda nomor {satu.nomor}"
    if satu.putusan is None or satu.alasan is None or satu.dijawab_pada is None:
        sedang = "sedang diperiksa panitia instansi" if satu.status is StatusSanggah.DIPERIKSA else "menunggu diperiksa panitia instansi"
        return f"{pembuka} diterima {waktu_wib(satu.diterima_pada)} dan {sedang}. {_sampai(masa, saat)}"
    putusan = "ditolak" if satu.status is StatusSanggah.DITOLAK else "diterima"
    jawaban = f"{pembuka} {putusan} pada {waktu_wib(satu.dijawab_pada)}: {ALASAN_JAWABAN[satu.alasan]}."
    return f"{jawaban} {_selanjutnya(satu)}"


def dikoreksi_atas(nomor: Sequence[int], milik: int | None) -> str:
    """What the explanation of a result adds where objections led to it; `milik` is the person's own one. Empty without any."""
    if not nomor:
        return ""
    daftar = ", ".join(f"{satu} (sanggah Anda)" if satu == milik else str(satu) for satu in nomor)
    return f"Hasil kelompok ini dikoreksi atas sanggah nomor {daftar}."


def _belum(masa: MasaSanggah | None, saat: datetime) -> str:
    if masa is None:
        return "Masa sanggah atas hasil ini tidak ada, atau waktunya belum ditetapkan. Periksa jadwal musim ini."
    if masa.kirim.terbuka(saat):
        return (
            f"Anda dapat mengajukan satu sanggah atas hasil Anda sendiri sampai {waktu_wib(masa.kirim.sampai)}. "
            "Yang tidak mengajukan sanggah dianggap menerima hasilnya."
        )
    if masa.kirim.sudah_selesai(saat):
        return f"Masa sanggah sudah ditutup pada {waktu_wib(masa.kirim.sampai)}. Anda tidak mengajukan sanggah."
    return f"Masa sanggah dibuka {waktu_wib(masa.kirim.mulai)}."


def _sampai(masa: MasaSanggah | None, saat: datetime) -> str:
    if masa is None or masa.jawab_sampai is None:
        return "Jawabannya dapat Anda baca di sini."
    if masa.terlambat(saat):
        return f"Masa jawab sudah lewat pada {waktu_wib(masa.jawab_sampai)}; jawabannya masih ditunggu dari panitia instansi."
    return f"Jawaban paling lambat {waktu_wib(masa.jawab_sampai)} dan dapat Anda baca di sini."


def _selanjutnya(satu: SanggahPeserta) -> str:
    if satu.versi is not None:
        return f"Hasil kelompok Anda sudah dikoreksi sebagai versi {satu.versi}. Baca hasil Anda yang baru beserta penjelasannya."
    if satu.menunggu_koreksi:
        return (
            "Hasil diperbaiki dengan koreksi: seluruh kelompok dihitung ulang dan diumumkan sebagai versi berikutnya. "
            "Sampai saat itu hasil yang lama berlaku."
        )
    return "Hasil Anda tidak berubah."
