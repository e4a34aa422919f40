"""Reasons as sentences that an applicant can read (Indonesian)."""

from collections.abc import Callable, Mapping

from services.penempatan.domain.jenis import Hasil, Keputusan
from shared.aturan import Alasan

Angka = Mapping[str, int | str]

_HASIL = {
    Hasil.LULUS: "Anda lulus dan mendapat kursi {kursi}.",
    Hasil.TIDAK_LULUS: "Anda tidak mendapat kursi.",
    Hasil.TH: "Anda tercatat tidak hadir pada SKB.",
    Hasil.TMS_1: "Anda tidak memenuhi syarat pada bagian wajib SKB.",
    Hasil.DIS: "Anda didiskualifikasi.",
    Hasil.MENUNGGU: "Keputusan atas nama Anda menunggu penetapan Panselnas.",
}
_ALASAN = {
    "SERI_TERSELESAIKAN": "Kursi yang Anda tunggu sudah menjadi milik peserta lain; "
    "peringkat Anda {peringkat}, nilai akhir Anda {nilai_akhir}.",
    "TIDAK_HADIR_SKB": "Bagian wajib SKB tidak Anda ikuti, sehingga peringkat tidak dihitung, berapa pun nilai bagian lain.",
    "GUGUR_SYARAT_SKB": "Salah satu bagian SKB yang menggugurkan tidak Anda lewati, sehingga peringkat tidak dihitung, berapa pun nilai "
    "bagian lain.",
    "DISKUALIFIKASI": "Panitia mencatat pelanggaran dalam pelaksanaan tes; hasil ini berubah hanya bila catatan itu dikoreksi dengan "
    "berita acara.",
    "KURSI_BERALIH_OLEH_KOREKSI": "Kursi {kursi} yang semula Anda peroleh beralih karena koreksi peringkat versi {versi}.",
    "KELUAR_DARI_PERINGKAT": "Menurut koreksi peringkat versi {versi} Anda tidak lagi termasuk peserta yang diperingkat.",
}
_DARI = {
    "PENGISIAN_UMUM_DARI_KHUSUS": "pelamar kebutuhan khusus pada unit yang sama",
    "PENGISIAN_UMUM_DARI_UNIT_LAIN": "pelamar dari unit lain",
    "PENGISIAN_KHUSUS_DARI_JENIS_SAMA": "pelamar kebutuhan khusus yang sama dari unit lain",
    "PENGISIAN_KHUSUS_DARI_JENIS_LAIN": "pelamar jenis kebutuhan lain pada unit yang sama",
    "PENGISIAN_KHUSUS_DARI_UNIT_LAIN": "pelamar dari unit lain",
}
_HALANGAN = {
    "kualifikasi_tidak_diterima": "{n} tidak menerima kualifikasi pendidikan Anda",
    "di_luar_langkah": "{n} tidak boleh diisi dari jenis kebutuhan atau unit Anda",
    "di_bawah_ambang_umum": "{n} mensyaratkan nilai ambang batas kebutuhan umum, yang tidak Anda capai",
    "tidak_bersedia": "{n} berada di luar tempat yang Anda nyatakan bersedia",
    "diisi_peringkat_lebih_baik": "{n} diisi peserta dengan peringkat lebih baik",
}
_HALANGAN_KURSI = {
    "kualifikasi_tidak_diterima": "{n} orang karena kualifikasi pendidikannya tidak diterima",
    "di_luar_langkah": "{n} orang karena tidak ada langkah pengisian dari jenis kebutuhan atau unitnya",
    "di_bawah_ambang_umum": "{n} orang karena tidak mencapai nilai ambang batas kebutuhan umum",
    "tidak_bersedia": "{n} orang karena tidak bersedia",
}
_PENETAPAN = "Siapa yang mendapat kursi ditentukan oleh keputusan Panselnas yang ditandatangani."
_SAAT = {
    "SEBELUM_USUL_NIP": "sebelum NIP diusulkan",
    "USUL_NIP": "ketika NIP sudah diusulkan",
    "NIP_TERBIT": "setelah NIP terbit",
    "CPNS": "setelah menjadi CPNS",
}
_KELUAR = {
    "MENGUNDURKAN_DIRI": "Anda mengundurkan diri",
    "DIANGGAP_MENGUNDURKAN_DIRI": "Anda dianggap mengundurkan diri",
    "DISKUALIFIKASI": "Anda didiskualifikasi",
    "MENINGGAL_DUNIA": "peserta ini meninggal dunia",
}
_NILAI = frozenset({"nilai_akhir", "nilai_terakhir_lulus", "nilai_terakhir"})


def kalimat(keputusan: Keputusan) -> tuple[str, ...]:
    """The decision in plain sentences: first the outcome, then each reason with its article."""
    if keputusan.mundur:
        pernah = f"Anda pernah mendapat kursi {keputusan.kursi}, lalu tercatat tidak lagi menempatinya."
        hasil = pernah if keputusan.kursi is not None else "Anda tercatat sudah keluar dari seleksi ini."
    else:
        hasil = _HASIL[keputusan.hasil].format(kursi=keputusan.kursi)
    return (hasil, *(f"{_kalimat_alasan(alasan)} ({alasan.pasal})" for alasan in keputusan.alasan))


def paragraf(keputusan: Keputusan) -> str:
    """Why this result, as one paragraph: the rule, the numbers compared, the last one in, and what would have changed it."""
    return " ".join(kalimat(keputusan))


def kalimat_kosong(alasan: Alasan) -> str:
    """Why a seat is open, as one sentence with its article."""
    angka = dict(alasan.angka)
    if alasan.kode == "TIDAK_ADA_CALON":
        return f"{_tidak_ada_calon(angka)} ({alasan.pasal})"
    teks = {
        "SERI_TANPA_URUTAN": "Kursi menunggu penetapan Panselnas: beberapa peserta formasi ini sama pada semua kriteria peringkat.",
        "SERI_PADA_PENGISIAN": "Kursi menunggu penetapan Panselnas: {calon} peserta mungkin mengisinya menurut langkah pengisian "
        "{langkah}, dan beberapa di antaranya sama pada semua kriteria peringkat.",
        "NIP_SUDAH_TERBIT": "Pemegang kursi pergi setelah NIP terbit; kursi dihitung pada kebutuhan berikutnya.",
        "DITINGGALKAN": "Pemegang kursi pergi dan belum ada penggantinya.",
    }.get(alasan.kode, alasan.kode)
    return f"{teks.format(**angka)} ({alasan.pasal})"


def _tidak_ada_calon(angka: Angka) -> str:
    calon, sisa = int(angka["calon"]), int(angka.get("sisa_calon", 0))
    sendiri = f"Formasi ini mempunyai {angka['kuota']} kursi dan {calon or 'tidak ada'} peserta yang hadir SKB."
    if not sisa:
        return f"{sendiri} Tidak ada lagi peserta tanpa kursi pada jabatan ini."
    sebab = [teks.format(n=angka[nama]) for nama, teks in _HALANGAN_KURSI.items() if nama in angka]
    return f"{sendiri} Dari {sisa} peserta tanpa kursi pada jabatan ini tidak seorang pun dapat mengisinya: {', '.join(sebab)}."


def _kalimat_alasan(alasan: Alasan) -> str:
    angka = {nama: _tercetak(nama, nilai) for nama, nilai in alasan.angka}
    if alasan.kode in _KHUSUS:
        return _KHUSUS[alasan.kode](dict(alasan.angka), angka)
    if alasan.kode in _DARI:
        return _pengisian(_DARI[alasan.kode], angka)
    return _ALASAN[alasan.kode].format(**angka) if alasan.kode in _ALASAN else alasan.kode


def _dalam_kuota(nilai: Angka, teks: Mapping[str, str]) -> str:
    terakhir = (
        f", dan peserta terakhir yang lulus pada formasi ini bernilai {teks['nilai_terakhir_lulus']}"
        if "nilai_terakhir_lulus" in nilai
        else ""
    )
    return (
        f"Peringkat Anda {teks['peringkat']} pada formasi dengan {teks['kuota']} kursi; nilai akhir Anda {teks['nilai_akhir']}{terakhir}."
    )


def _seri_tanpa_urutan(nilai: Angka, teks: Mapping[str, str]) -> str:
    return (
        f"Peringkat Anda {teks['peringkat']} pada formasi dengan {teks['kuota']} kursi{_nilai_akhir(nilai, teks)}. Sebanyak "
        f"{teks['seperingkat']} peserta sama pada semua kriteria peringkat, dan kursi tidak cukup untuk semuanya. {_PENETAPAN}"
    )


def _seri_pada_pengisian(nilai: Angka, teks: Mapping[str, str]) -> str:
    return (
        f"Kursi kosong pada formasi {teks['formasi']} mungkin menjadi milik Anda{_nilai_akhir(nilai, teks)}. Itu bergantung pada "
        f"peserta yang sama pada semua kriteria peringkat; {teks['calon']} peserta menunggu {teks['kursi_kosong']} kursi. {_PENETAPAN}"
    )


def _nilai_akhir(nilai: Angka, teks: Mapping[str, str]) -> str:
    return f"; nilai akhir Anda {teks['nilai_akhir']}" if "nilai_akhir" in nilai else ""


def _di_luar_kuota(nilai: Angka, teks: Mapping[str, str]) -> str:
    pokok = (
        f"Peringkat Anda {teks['peringkat']}, sedangkan formasi ini mempunyai {teks['kuota']} kursi; "
        f"nilai akhir Anda {teks['nilai_akhir']}."
    )
    if "nilai_terakhir_lulus" not in nilai:
        return pokok
    terakhir = f"{pokok} Peserta terakhir yang lulus pada formasi ini bernilai {teks['nilai_terakhir_lulus']}."
    return f"{terakhir} {_yang_mengubah(int(nilai['nilai_akhir']), int(nilai['nilai_terakhir_lulus']))}"


def _yang_mengubah(nilai: int, terakhir: int) -> str:
    if nilai < terakhir:
        return f"Kekurangan Anda {_ribuan(terakhir - nilai)}; dengan nilai akhir di atas {_ribuan(terakhir)} hasilnya akan lain."
    return "Nilai akhir Anda tidak lebih rendah; urutan ditentukan oleh SKD, TKP, TIU, TWK, IPK atau nilai ijazah, lalu usia."


def _urutan_berikutnya(nilai: Angka, teks: Mapping[str, str]) -> str:
    sebab = "ditinggalkan pemegangnya" if "digantikan" in nilai else "tidak lagi menunggu peserta yang nilainya sama"
    return (
        f"Kursi {teks['kursi']} {sebab}, dan Anda urutan berikutnya pada formasi ini: peringkat {teks['peringkat']} "
        f"dengan nilai akhir {teks['nilai_akhir']}."
    )


def _ditinggalkan(nilai: Angka, teks: Mapping[str, str]) -> str:
    peristiwa, saat = _KELUAR[str(nilai["jenis"])], _SAAT.get(str(nilai["langkah"]), teks["langkah"])
    return f"Instansi melaporkan bahwa {peristiwa} {saat}. Kursi itu dilepaskan, dan pada seleksi ini tidak ada kursi lain."


def _pengisian(dari: str, teks: Mapping[str, str]) -> str:
    berikutnya = teks.get("peringkat_kelompok_berikutnya")
    akhir = f"; peserta berhak berikutnya berperingkat {berikutnya}" if berikutnya else "; tidak ada peserta berhak lain"
    return (
        f"Kursi {teks['kursi']} tidak terisi dari formasinya sendiri dan menurut langkah pengisian {teks['langkah']} diisi {dari} "
        "dengan peringkat terbaik. "
        f"Peringkat Anda pada jabatan di instansi ini {teks['peringkat_kelompok']} dengan nilai akhir {teks['nilai_akhir']}{akhir}."
    )


def _tanpa_kursi(nilai: Angka, teks: Mapping[str, str]) -> str:
    rincian = ", ".join(bentuk.format(n=nilai[nama]) for nama, bentuk in _HALANGAN.items() if nama in nilai)
    pokok = f"Dari {nilai['lowongan']} formasi lain pada jabatan ini yang masih mempunyai kursi, {rincian}."
    if "formasi_terdekat" not in nilai:
        return pokok
    return (
        f"{pokok} Yang paling dekat ialah formasi {nilai['formasi_terdekat']}: peserta terakhir yang mengisinya berperingkat "
        f"{nilai['peringkat_kelompok_terakhir']} pada jabatan ini dengan nilai akhir {teks['nilai_terakhir']}."
    )


_KHUSUS: dict[str, Callable[[Angka, Mapping[str, str]], str]] = {
    "PERINGKAT_DALAM_KUOTA": _dalam_kuota,
    "PERINGKAT_DI_LUAR_KUOTA": _di_luar_kuota,
    "PENGISIAN_TANPA_KURSI": _tanpa_kursi,
    "SERI_TANPA_URUTAN": _seri_tanpa_urutan,
    "SERI_PADA_PENGISIAN": _seri_pada_pengisian,
    "URUTAN_BERIKUTNYA": _urutan_berikutnya,
    "DITINGGALKAN": _ditinggalkan,
}


def _tercetak(nama: str, nilai: int | str) -> str:
    return _ribuan(nilai) if nama in _NILAI and isinstance(nilai, int) else str(nilai)


def _ribuan(nilai: int) -> str:
    """Scores as printed in the lists: thousandths with a decimal comma."""
    return f"{nilai // 1000},{nilai % 1000:03d}"
