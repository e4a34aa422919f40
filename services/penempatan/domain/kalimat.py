"""Reasons as sentences that an applicant can read (Indonesian)."""

from services.penempatan.domain.jenis import Hasil, Keputusan
from shared.aturan import Alasan

_HASIL = {
    Hasil.LULUS: "Anda lulus dan mendapat kursi {kursi}.",
    Hasil.TIDAK_LULUS: "Anda belum mendapat kursi.",
    Hasil.TH: "Anda tercatat tidak hadir pada SKB.",
    Hasil.TMS_1: "Anda tidak memenuhi syarat pada bagian wajib SKB.",
    Hasil.DIS: "Anda didiskualifikasi.",
    Hasil.MENUNGGU: "Keputusan atas nama Anda menunggu penetapan Panselnas.",
}
_ALASAN = {
    "PERINGKAT_DALAM_KUOTA": "Peringkat Anda {peringkat} pada formasi dengan {kuota} kursi; nilai akhir Anda {nilai_akhir}.",
    "PERINGKAT_DI_LUAR_KUOTA": "Peringkat Anda {peringkat}, sedangkan formasi ini mempunyai {kuota} kursi; nilai akhir Anda {nilai_akhir}.",
    "SERI_TANPA_URUTAN": "Semua kriteria peringkat Anda sama dengan peserta lain dan kursi tidak cukup untuk semuanya.",
    "URUTAN_BERIKUTNYA": "Anda urutan berikutnya pada formasi ini, dan sebuah kursi menjadi kosong.",
    "TIDAK_HADIR_SKB": "Bagian wajib SKB tidak Anda ikuti, sehingga peringkat tidak dihitung.",
    "GUGUR_SYARAT_SKB": "Salah satu bagian SKB yang menggugurkan tidak Anda lewati.",
    "DISKUALIFIKASI": "Panitia mencatat pelanggaran dalam pelaksanaan tes.",
}
_NILAI = frozenset({"nilai_akhir", "nilai_terakhir_lulus"})


def kalimat(keputusan: Keputusan) -> tuple[str, ...]:
    """The decision in plain sentences: first the outcome, then each reason with its article."""
    if keputusan.mundur:
        hasil = f"Anda pernah mendapat kursi {keputusan.kursi}, lalu tercatat tidak lagi menempatinya."
    else:
        hasil = _HASIL[keputusan.hasil].format(kursi=keputusan.kursi)
    return (hasil, *(f"{_kalimat_alasan(alasan)} ({alasan.pasal})" for alasan in keputusan.alasan))


def _kalimat_alasan(alasan: Alasan) -> str:
    angka = {nama: _tercetak(nama, nilai) for nama, nilai in alasan.angka}
    return _ALASAN[alasan.kode].format(**angka) if alasan.kode in _ALASAN else alasan.kode


def _tercetak(nama: str, nilai: int | str) -> str:
    """Scores as printed in the lists: thousandths with a decimal comma."""
    if nama in _NILAI and isinstance(nilai, int):
        return f"{nilai // 1000},{nilai % 1000:03d}"
    return str(nilai)
