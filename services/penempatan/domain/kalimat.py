"""Reasons as sentences that an applicant can read (Indonesian)."""

from collections.abc import Callable, Mapping, Sequence

from services.penempatan.domain.jenis import Keputusan
from services.penempatan.domain.kata import SETARA
from services.penempatan.domain.kode import KodeAlasan
from shared.alasan import Alasan, ribuan
from shared.aturan import Kriteria
from shared.aturan.pppk import KriteriaPppk
from shared.istilah import Hasil

Angka = Mapping[str, int | str]
UrutanKriteria = Sequence[Kriteria] | Sequence[KriteriaPppk]

_HASIL = {
    Hasil.LULUS: "Anda lulus dan mendapat kursi {kursi}.",
    Hasil.TIDAK_LULUS: "Anda tidak mendapat kursi.",
    Hasil.TH: "Anda tercatat tidak hadir pada SKB.",
    Hasil.TMS_1: "Anda tidak memenuhi syarat pada bagian wajib SKB.",
    Hasil.DIS: "Anda didiskualifikasi.",
    Hasil.MENUNGGU: "Keputusan atas nama Anda menunggu penetapan Panselnas.",
}
_ALASAN: Mapping[str, str] = {
    KodeAlasan.SERI_TERSELESAIKAN: "Kursi yang Anda tunggu sudah menjadi milik peserta lain; "
    "peringkat Anda {peringkat}, {apa} Anda {nilai_akhir}.",
    KodeAlasan.TIDAK_HADIR_UJIAN: "Seleksi kompetensi tidak Anda ikuti, sehingga peringkat tidak dihitung.",
    KodeAlasan.DI_BAWAH_AMBANG: "Salah satu nilai Anda tidak mencapai nilai ambang batas jabatan ini, sehingga peringkat tidak dihitung, "
    "berapa pun jumlahnya; jumlah nilai Anda {nilai_akhir}.",
    KodeAlasan.TIDAK_HADIR_SKB: "Bagian wajib SKB tidak Anda ikuti, sehingga peringkat tidak dihitung, berapa pun nilai bagian lain.",
    KodeAlasan.GUGUR_SYARAT_SKB: "Salah satu bagian SKB yang menggugurkan tidak Anda lewati, sehingga peringkat tidak dihitung, "
    "berapa pun nilai bagian lain.",
    KodeAlasan.DISKUALIFIKASI: "Panitia mencatat pelanggaran dalam pelaksanaan tes; hasil ini berubah hanya bila catatan itu dikoreksi "
    "dengan berita acara.",
    KodeAlasan.KURSI_BERALIH_OLEH_KOREKSI: "Kursi {kursi} yang semula Anda peroleh beralih karena koreksi peringkat versi {versi}.",
    KodeAlasan.KELUAR_DARI_PERINGKAT: "Menurut koreksi peringkat versi {versi} Anda tidak lagi termasuk peserta yang diperingkat.",
}
_DARI: Mapping[str, str] = {
    KodeAlasan.PENGISIAN_UMUM_DARI_KHUSUS: "pelamar kebutuhan khusus pada unit yang sama",
    KodeAlasan.PENGISIAN_UMUM_DARI_UNIT_LAIN: "pelamar dari unit lain",
    KodeAlasan.PENGISIAN_KHUSUS_DARI_JENIS_SAMA: "pelamar kebutuhan khusus yang sama dari unit lain",
    KodeAlasan.PENGISIAN_KHUSUS_DARI_JENIS_LAIN: "pelamar jenis kebutuhan lain pada unit yang sama",
    KodeAlasan.PENGISIAN_KHUSUS_DARI_UNIT_LAIN: "pelamar dari unit lain",
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
_KURSI: Mapping[str, str] = {
    KodeAlasan.SERI_TANPA_URUTAN: "Kursi menunggu penetapan Panselnas: beberapa peserta formasi ini sama pada semua kriteria peringkat.",
    KodeAlasan.SERI_PADA_PENGISIAN: "Kursi menunggu penetapan Panselnas: {calon} peserta mungkin mengisinya menurut langkah "
    "pengisian {langkah}, dan beberapa di antaranya sama pada semua kriteria peringkat.",
    KodeAlasan.NIP_SUDAH_TERBIT: "Pemegang kursi pergi setelah NIP terbit; kursi dihitung pada kebutuhan berikutnya.",
    KodeAlasan.NI_PPPK_SUDAH_TERBIT: "Pemegang kursi pergi setelah NI PPPK terbit; kursi dihitung pada kebutuhan berikutnya.",
    KodeAlasan.DITINGGALKAN: "Pemegang kursi pergi dan belum ada penggantinya.",
}
_PENETAPAN = "Siapa yang mendapat kursi ditentukan oleh keputusan Panselnas yang ditandatangani."
_SAAT = {
    "SEBELUM_USUL_NIP": "sebelum NIP diusulkan",
    "USUL_NIP": "ketika NIP sudah diusulkan",
    "NIP_TERBIT": "setelah NIP terbit",
    "CPNS": "setelah menjadi CPNS",
}
_SAAT_PPPK = {
    "SEBELUM_USUL_NIP": "sebelum NI PPPK diusulkan",
    "USUL_NIP": "ketika NI PPPK sudah diusulkan",
    "NIP_TERBIT": "setelah NI PPPK terbit",
    "CPNS": "setelah diangkat",
}
_KELUAR = {
    "MENGUNDURKAN_DIRI": "Anda mengundurkan diri",
    "DIANGGAP_MENGUNDURKAN_DIRI": "Anda dianggap mengundurkan diri",
    "DISKUALIFIKASI": "Anda didiskualifikasi",
    "MENINGGAL_DUNIA": "peserta ini meninggal dunia",
}
_NILAI = frozenset({"nilai_akhir", "nilai_terakhir_lulus", "nilai_terakhir"})
_KRITERIA: Mapping[str, str] = {
    Kriteria.IPK: "IPK atau nilai ijazah",
    Kriteria.USIA: "usia",
    KriteriaPppk.TEKNIS: "nilai kompetensi teknis",
    KriteriaPppk.MANAJERIAL_SOSIOKULTURAL: "nilai manajerial dan sosial kultural",
    KriteriaPppk.WAWANCARA: "nilai wawancara",
}
_PERTAMA = frozenset({Kriteria.NILAI_AKHIR.value, KriteriaPppk.TOTAL.value})


def kalimat(keputusan: Keputusan, urutan: UrutanKriteria) -> tuple[str, ...]:
    """The decision in plain sentences: first the outcome, then each reason with its article.

    Args:
        keputusan: what was decided.
        urutan: what the final ranking of its year compares, in order (`Ketentuan.urutan`); empty where that rule set is not at hand.
    """
    if keputusan.mundur:
        pernah = f"Anda pernah mendapat kursi {keputusan.kursi}, lalu tercatat tidak lagi menempatinya."
        hasil = pernah if keputusan.kursi is not None else "Anda tercatat sudah keluar dari seleksi ini."
    else:
        hasil = _HASIL[keputusan.hasil].format(kursi=keputusan.kursi)
        if any(alasan.kode == KodeAlasan.TIDAK_HADIR_UJIAN for alasan in keputusan.alasan):
            hasil = "Anda tercatat tidak hadir pada seleksi kompetensi."
    return (hasil, *(f"{_kalimat_alasan(alasan, urutan)} ({alasan.pasal})" for alasan in keputusan.alasan))


def paragraf(keputusan: Keputusan, urutan: UrutanKriteria) -> str:
    """Why this result, as one paragraph: the rule, the numbers compared, the last one in, and what would have changed it."""
    return " ".join(kalimat(keputusan, urutan))


def kalimat_kosong(alasan: Alasan) -> str:
    """Why a seat is open, as one sentence with its article."""
    angka = dict(alasan.angka)
    if alasan.kode == KodeAlasan.TIDAK_ADA_CALON:
        return f"{_tidak_ada_calon(angka)} ({alasan.pasal})"
    teks = _KURSI.get(alasan.kode, alasan.kode)
    return f"{teks.format(**angka)} ({alasan.pasal})"


def _tidak_ada_calon(angka: Angka) -> str:
    pppk = "calon_berperingkat" in angka
    calon, sisa = int(angka["calon_berperingkat" if pppk else "calon"]), int(angka.get("sisa_calon", 0))
    siapa = "yang diperingkat" if pppk else "yang hadir SKB"
    sendiri = f"Formasi ini mempunyai {angka['kuota']} kursi dan {calon or 'tidak ada'} peserta {siapa}."
    if not sisa:
        return f"{sendiri} Tidak ada lagi peserta tanpa kursi pada jabatan ini."
    sebab = [teks.format(n=angka[nama]) for nama, teks in _HALANGAN_KURSI.items() if nama in angka]
    return f"{sendiri} Dari {sisa} peserta tanpa kursi pada jabatan ini tidak seorang pun dapat mengisinya: {', '.join(sebab)}."


def _kalimat_alasan(alasan: Alasan, urutan: UrutanKriteria) -> str:
    pppk = KriteriaPppk.TOTAL in urutan or any(nama in SETARA for nama, _ in alasan.angka)
    nilai = {SETARA.get(nama, nama): satu for nama, satu in alasan.angka}
    angka = {nama: _tercetak(nama, satu, pppk=pppk) for nama, satu in nilai.items()}
    angka["apa"] = "jumlah nilai" if pppk else "nilai akhir"
    if alasan.kode == KodeAlasan.PERINGKAT_DI_LUAR_KUOTA:
        return _di_luar_kuota(nilai, angka, urutan, pppk=pppk)
    if alasan.kode == KodeAlasan.DITINGGALKAN:
        return _ditinggalkan(nilai, angka, _SAAT_PPPK if pppk else _SAAT)
    if alasan.kode in _KHUSUS:
        return _KHUSUS[alasan.kode](nilai, angka)
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
        f"Peringkat Anda {teks['peringkat']} pada formasi dengan {teks['kuota']} kursi; {teks['apa']} Anda {teks['nilai_akhir']}{terakhir}."
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
    return f"; {teks['apa']} Anda {teks['nilai_akhir']}" if "nilai_akhir" in nilai else ""


def _di_luar_kuota(nilai: Angka, teks: Mapping[str, str], urutan: UrutanKriteria, *, pppk: bool) -> str:
    pokok = (
        f"Peringkat Anda {teks['peringkat']}, sedangkan formasi ini mempunyai {teks['kuota']} kursi; "
        f"{teks['apa']} Anda {teks['nilai_akhir']}."
    )
    if "nilai_terakhir_lulus" not in nilai:
        return pokok
    terakhir = f"{pokok} Peserta terakhir yang lulus pada formasi ini bernilai {teks['nilai_terakhir_lulus']}."
    return f"{terakhir} {_yang_mengubah(int(nilai['nilai_akhir']), int(nilai['nilai_terakhir_lulus']), urutan, teks['apa'], pppk=pppk)}"


def _yang_mengubah(nilai: int, terakhir: int, urutan: UrutanKriteria, apa: str, *, pppk: bool) -> str:
    if nilai < terakhir:
        kurang, batas = (_tercetak("nilai_akhir", satu, pppk=pppk) for satu in (terakhir - nilai, terakhir))
        return f"Kekurangan Anda {kurang}; dengan {apa} di atas {batas} hasilnya akan lain."
    # Equal final scores: the rest of the order of the year decides.
    lanjut = [_KRITERIA.get(satu, satu.value) for satu in urutan if satu.value not in _PERTAMA]
    kriteria = ", lalu ".join(satu for satu in (", ".join(lanjut[:-1]), *lanjut[-1:]) if satu) or "kriteria peringkat yang berikutnya"
    return f"{apa.capitalize()} Anda tidak lebih rendah; urutan ditentukan oleh {kriteria}."


def _urutan_berikutnya(nilai: Angka, teks: Mapping[str, str]) -> str:
    sebab = "ditinggalkan pemegangnya" if "digantikan" in nilai else "tidak lagi menunggu peserta yang nilainya sama"
    return (
        f"Kursi {teks['kursi']} {sebab}, dan Anda urutan berikutnya pada formasi ini: peringkat {teks['peringkat']} "
        f"dengan {teks['apa']} {teks['nilai_akhir']}."
    )


def _ditinggalkan(nilai: Angka, teks: Mapping[str, str], kapan: Mapping[str, str]) -> str:
    peristiwa, saat = _KELUAR[str(nilai["jenis"])], kapan.get(str(nilai["langkah"]), teks["langkah"])
    return f"Instansi melaporkan bahwa {peristiwa} {saat}. Kursi itu dilepaskan, dan pada seleksi ini tidak ada kursi lain."


def _pengisian(dari: str, teks: Mapping[str, str]) -> str:
    berikutnya = teks.get("peringkat_kelompok_berikutnya")
    akhir = f"; peserta berhak berikutnya berperingkat {berikutnya}" if berikutnya else "; tidak ada peserta berhak lain"
    return (
        f"Kursi {teks['kursi']} tidak terisi dari formasinya sendiri dan menurut langkah pengisian {teks['langkah']} diisi {dari} "
        "dengan peringkat terbaik. "
        f"Peringkat Anda pada jabatan di instansi ini {teks['peringkat_kelompok']} dengan {teks['apa']} {teks['nilai_akhir']}{akhir}."
    )


def _tanpa_kursi(nilai: Angka, teks: Mapping[str, str]) -> str:
    rincian = ", ".join(bentuk.format(n=nilai[nama]) for nama, bentuk in _HALANGAN.items() if nama in nilai)
    pokok = f"Dari {nilai['lowongan']} formasi lain pada jabatan ini yang masih mempunyai kursi, {rincian}."
    if "formasi_terdekat" not in nilai:
        return pokok
    return (
        f"{pokok} Yang paling dekat ialah formasi {nilai['formasi_terdekat']}: peserta terakhir yang mengisinya berperingkat "
        f"{nilai['peringkat_kelompok_terakhir']} pada jabatan ini dengan {teks['apa']} {teks['nilai_terakhir']}."
    )


_KHUSUS: Mapping[str, Callable[[Angka, Mapping[str, str]], str]] = {
    KodeAlasan.PERINGKAT_DALAM_KUOTA: _dalam_kuota,
    KodeAlasan.PENGISIAN_TANPA_KURSI: _tanpa_kursi,
    KodeAlasan.SERI_TANPA_URUTAN: _seri_tanpa_urutan,
    KodeAlasan.SERI_PADA_PENGISIAN: _seri_pada_pengisian,
    KodeAlasan.URUTAN_BERIKUTNYA: _urutan_berikutnya,
}


def _tercetak(nama: str, nilai: int | str, *, pppk: bool) -> str:
    """Scores of CPNS in thousandths, those of PPPK in points."""
    if nama not in _NILAI or not isinstance(nilai, int):
        return str(nilai)
    return f"{nilai} poin" if pppk else ribuan(nilai)
