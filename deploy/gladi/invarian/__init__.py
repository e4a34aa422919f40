"""Numbered properties of a finished season, each checked from outside and with code of its own."""

from deploy.gladi.invarian.keadilan import (
    batas_skb_benar,
    kesediaan_sampai,
    kursi_kosong_tanpa_calon,
    nilai_seperti_diserahkan,
    persetujuan_dihormati,
    satu_orang_satu_kursi,
    tak_ada_yang_dilangkahi,
    tak_lebih_dari_kuota,
    yang_mundur_tak_berkursi,
)
from deploy.gladi.invarian.keutuhan import (
    jumlah_cocok,
    jumlah_kursi,
    keadaan_akhir_sama,
    sidik_peringkat_cocok,
    tak_ada_data_pribadi,
    tak_ada_yang_tersisih,
)
from deploy.gladi.invarian.koreksi import kehilangan_ditandatangani, rantai_sidik, selisih_menjelaskan
from deploy.gladi.invarian.perkara import Perkara, Temuan, gather

_SEMUA = (
    ("Tidak ada formasi dengan pemegang kursi melebihi kuota", tak_lebih_dari_kuota),
    ("Tidak ada orang di dua kursi", satu_orang_satu_kursi),
    ("Tidak ada yang lebih baik dilangkahi (dihitung ulang dari nilai yang diumumkan)", tak_ada_yang_dilangkahi),
    ("Tidak ada kursi kosong padahal ada calon yang berhak", kursi_kosong_tanpa_calon),
    ("Nilai yang diumumkan sama dengan yang diserahkan; nilai akhir dihitung ulang", nilai_seperti_diserahkan),
    ("Daftar SKB: tiga kali kursi dengan nilai sama di batas, tidak ada yang dilangkahi", batas_skb_benar),
    ("Yang mengundurkan diri tidak memegang kursi", yang_mundur_tak_berkursi),
    ("Jumlah cocok antara empat layanan dan topik", jumlah_cocok),
    ("SHA-256 setiap peringkat cocok", sidik_peringkat_cocok),
    ("Tidak ada data pribadi di topik publik dan instansi", tak_ada_data_pribadi),
    ("Tidak ada yang dikarantina atau diparkir, tidak ada yang tertinggal", tak_ada_yang_tersisih),
    ("Keadaan akhir kursi sama di penempatan, kepegawaian dan topik", keadaan_akhir_sama),
    ("Terisi + kosong = kursi", jumlah_kursi),
    ("Rantai SHA-256 setiap kelompok utuh, satu versi untuk setiap sanggah yang diterima", rantai_sidik),
    ("Versi sebelumnya dengan selisih yang diumumkan menjadi versi berikutnya", selisih_menjelaskan),
    ("Yang kehilangan atau berpindah kursi tepat yang disebut dalam koreksi yang ditandatangani", kehilangan_ditandatangani),
    ("Kesediaan yang diterbitkan sama dengan yang dinyatakan", kesediaan_sampai),
    ("Dengan persetujuan tidak ada yang dipindah ke tempat yang ditolaknya", persetujuan_dihormati),
)


def check(perkara: Perkara) -> list[Temuan]:
    """Check every property; a finding per property, with what violates it."""
    return [Temuan(nomor, name, tuple(rule(perkara))) for nomor, (name, rule) in enumerate(_SEMUA, start=1)]


__all__ = ["Perkara", "Temuan", "check", "gather"]
