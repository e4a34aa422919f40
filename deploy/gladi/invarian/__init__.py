"""Numbered properties of a finished season, each checked from outside and with code of its own."""

from collections.abc import Callable, Iterator, Mapping, Sequence

from deploy.gladi.invarian import keadilan, keutuhan, koreksi, pppk
from deploy.gladi.invarian.antar import Antar, check_across
from deploy.gladi.invarian.perkara import Perkara, Played, Temuan, gather
from deploy.gladi.invented import Jenis

_Aturan = tuple[str, Callable[[Perkara], Iterator[str]]]
_CPNS: tuple[_Aturan, ...] = (
    ("Tidak ada formasi dengan pemegang kursi melebihi kuota", keadilan.tak_lebih_dari_kuota),
    ("Tidak ada orang di dua kursi", keadilan.satu_orang_satu_kursi),
    ("Tidak ada yang lebih baik dilangkahi (dihitung ulang dari nilai yang diumumkan)", keadilan.tak_ada_yang_dilangkahi),
    ("Tidak ada kursi kosong padahal ada calon yang berhak", keadilan.kursi_kosong_tanpa_calon),
    ("Nilai yang diumumkan sama dengan yang diserahkan; nilai akhir dihitung ulang", keadilan.nilai_seperti_diserahkan),
    ("Daftar SKB: tiga kali kursi dengan nilai sama di batas, tidak ada yang dilangkahi", keadilan.batas_skb_benar),
    ("Yang mengundurkan diri tidak memegang kursi", keadilan.yang_mundur_tak_berkursi),
    ("Jumlah cocok antara empat layanan dan topik", keutuhan.jumlah_cocok),
    ("SHA-256 setiap peringkat cocok", keutuhan.sidik_peringkat_cocok),
    ("Tidak ada data pribadi di topik publik dan instansi", keutuhan.tak_ada_data_pribadi),
    ("Tidak ada yang dikarantina atau diparkir, tidak ada yang tertinggal", keutuhan.tak_ada_yang_tersisih),
    ("Keadaan akhir kursi sama di penempatan, kepegawaian dan topik", keutuhan.keadaan_akhir_sama),
    ("Terisi + kosong = kursi", keutuhan.jumlah_kursi),
    ("Rantai SHA-256 setiap kelompok utuh, satu versi untuk setiap sanggah yang diterima", koreksi.rantai_sidik),
    ("Versi sebelumnya dengan selisih yang diumumkan menjadi versi berikutnya", koreksi.selisih_menjelaskan),
    ("Yang kehilangan atau berpindah kursi tepat yang disebut dalam koreksi yang ditandatangani", koreksi.kehilangan_ditandatangani),
    ("Kesediaan yang diterbitkan sama dengan yang dinyatakan", keadilan.kesediaan_sampai),
    ("Dengan persetujuan tidak ada yang dipindah ke tempat yang ditolaknya", keadilan.persetujuan_dihormati),
    ("Setiap tindakan yang dijawab berhasil tercatat tepat sekali dalam rekam tindakan", keutuhan.tindakan_tercatat),
    ("Yang diputuskan tetap menurut versi aturan saat kelompoknya ditutup", keutuhan.aturan_tetap),
)


# What a PPPK season has instead, under the same numbers.
_GANTI: Mapping[Callable[[Perkara], Iterator[str]], _Aturan] = {
    keadilan.tak_ada_yang_dilangkahi: (
        "Tidak ada yang lebih baik dilangkahi (dihitung ulang dari nilai yang diserahkan)",
        pppk.tak_ada_yang_dilangkahi,
    ),
    keadilan.kursi_kosong_tanpa_calon: ("Tidak ada kursi kosong padahal ada calon yang berhak", pppk.kursi_kosong_tanpa_calon),
    keadilan.nilai_seperti_diserahkan: ("Nilai yang diumumkan sama dengan yang diserahkan", pppk.nilai_seperti_diserahkan),
    keadilan.batas_skb_benar: ("Nilai teknis, total, ambang batas dan kedua peringkat dihitung ulang", pppk.peringkat_dihitung_ulang),
}
_SEMUA: Mapping[Jenis, Sequence[_Aturan]] = {
    Jenis.CPNS: _CPNS,
    Jenis.PPPK: [_GANTI.get(rule, (name, rule)) for name, rule in _CPNS],
}


def check(perkara: Perkara) -> list[Temuan]:
    """Check every property of a season of this kind; a finding per property, with what violates it."""
    semua = _SEMUA[perkara.musim.plan.ragam.jenis]
    return [Temuan(nomor, name, tuple(rule(perkara))) for nomor, (name, rule) in enumerate(semua, start=1)]


__all__ = ["Antar", "Perkara", "Played", "Temuan", "check", "check_across", "gather"]
