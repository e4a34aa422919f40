"""The properties by number, and what it means when one does not hold."""

HASIL_CACAT = "HASIL_CACAT"
"""Why a kelompok is held back whose result breaks a property."""

SIFAT = {
    "S1": "Setiap peserta formasi harus diputuskan tepat satu kali, dan tidak seorang pun yang lain.",
    "S2": "Tidak hadir (TH) dan diskualifikasi (DIS) harus tepat seperti yang tercatat.",
    "S3": "Tidak lulus (TL) harus tepat pada peserta yang hadir dan nilainya di bawah ambang batas.",
    "S4": "Ada peserta yang nilainya lebih baik daripada yang dipanggil ke SKB, tetapi tidak dipanggil.",
    "S5": "Daftar SKB lebih panjang daripada jumlah tempatnya, padahal bukan karena nilai yang sama di batas.",
    "S6": "Masih ada tempat SKB, atau nilainya sama dengan yang terakhir dipanggil, tetapi peserta tidak dipanggil.",
    "S7": "Putusan tanpa alasan atau pasal, atau keterangan ambang batas umumnya keliru.",
    "S8": "Urutan, daftar, batas, atau jumlah pada formasi tidak sesuai dengan putusan dan nilainya.",
    "P1": "Tepat semua peserta yang dipanggil ke SKB harus ada dalam peringkat, masing-masing satu kali.",
    "P2": "Nilai tidak sama dengan hasil hitung ulang, atau di luar 0 sampai 100.",
    "P3": "Nilai akhir dan kedua peringkat harus ada tepat pada peserta yang hadir SKB.",
    "P4": "Peringkat tidak mengikuti urutan pembandingan atau, pada nilai seri, keputusan Panselnas.",
    "P5": "Peringkat sama padahal ada pembeda atau keputusan Panselnas, berbeda padahal tidak ada, atau tanda serinya keliru.",
    "P6": "Peringkat melompat atau berulang.",
    "P7": "Jumlah atau sidik penutupan peringkat tidak sesuai dengan barisnya.",
    "P8": "Baris peringkat tanpa alasan atau tanpa pasal.",
    "T1": "Tepat semua peserta seleksi kompetensi harus ada dalam peringkat, masing-masing satu kali.",
    "T2": "Nilai teknis atau jumlah nilai tidak sama dengan hasil hitung ulang, atau di luar yang dapat diberikan ujian.",
    "T3": "Peringkat harus ada tepat pada peserta yang hadir dan memenuhi setiap nilai ambang batas tahun itu.",
    "T4": "Peringkat tidak mengikuti urutan pembandingan atau, pada nilai seri, keputusan Panselnas.",
    "T5": "Peringkat sama padahal ada pembeda atau keputusan Panselnas, berbeda padahal tidak ada, atau tanda serinya keliru.",
    "T6": "Peringkat melompat atau berulang.",
    "T7": "Lulus, tidak lulus, atau menunggu tidak sesuai dengan peringkat dan jumlah kebutuhan formasinya.",
    "T8": "Baris peringkat tanpa alasan atau tanpa pasal.",
}
"""Property -> the sentence an officer reads when it does not hold."""
