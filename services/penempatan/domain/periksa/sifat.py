"""The properties by number, and what it means when one does not hold."""

from dataclasses import dataclass

SIFAT = {
    "M1": "Peserta terdaftar pada formasi yang tidak ada dalam kelompok ini.",
    "M2": "Peserta tercantum lebih dari sekali dalam peringkat.",
    "M3": "Nilai akhir dan peringkat harus ada tepat pada peserta yang hadir SKB.",
    "M4": "Peringkat pada formasi tidak sejalan dengan nilai akhir, atau nilai seri tidak ditandai.",
    "M5": "Peringkat pada formasi melompat atau berulang.",
    "M6": "Peringkat pada kelompok tidak sejalan dengan nilai akhir, tidak ditandai seri, melompat, atau berulang.",
    "M7": "Formasi tercantum dua kali, tidak mempunyai kursi, atau tidak menerima satu kualifikasi pun.",
    "M8": "Jenis kebutuhan peserta berbeda dari formasi yang dilamarnya.",
    "M9": "Kode ini tidak dikenal dalam kumpulan aturan tahun itu; barisnya dibaca sebagai tidak lulus.",
    "K1": "Setiap peserta dalam peringkat harus mempunyai tepat satu keputusan, atas dasar peringkat itu.",
    "K2": "Kursi setiap formasi harus tepat sebanyak kuotanya.",
    "K3": "Peserta yang ditempatkan melebihi kuota formasi.",
    "K4": "Kursi dan keputusan tidak cocok, atau satu orang mendapat dua kursi, atau satu kursi diberikan kepada dua orang.",
    "K5": "Peserta yang tidak hadir, gugur, atau didiskualifikasi tidak boleh mendapat kursi dan keputusannya harus menyebut statusnya.",
    "K6": "Ada peserta formasi ini yang peringkatnya lebih baik atau sama, tetapi dilangkahi.",
    "K7": "Kursi kosong, padahal ada peserta formasi ini yang berhak.",
    "K8": "Peserta menunggu tanpa nilai seri yang menahannya, atau tidak menunggu padahal tertahan nilai seri.",
    "K9": "Rute, tujuan, kursi, alasan, atau kode tidak sesuai dengan hasilnya.",
    "K10": "Peserta yang sudah melepas kursi kembali mendapat kursi.",
    "K11": "Kursi diisi dari formasi lain, padahal peserta formasi ini sendiri masih ada yang belum mendapat kursi.",
    "K12": "Langkah pengisian tidak membolehkan perpindahan ini: jenis kebutuhan, unit, atau grup unit tidak sesuai.",
    "K13": "Kualifikasi pendidikan peserta tidak diterima pada kursi ini.",
    "K14": "Peserta belum memenuhi ambang batas umum yang disyaratkan langkah pengisian.",
    "K15": "Peserta dipindahkan padahal menyatakan tidak bersedia.",
    "K16": "Ada peserta tanpa kursi yang berhak dan peringkatnya lebih baik atau sama, tetapi dilangkahi dalam pengisian.",
    "K17": "Kursi kosong, padahal ada peserta tanpa kursi yang berhak mengisinya.",
    "K18": "Urutan langkah atau urutan daftar lowongan dilanggar: peserta ini seharusnya mengisi lowongan yang lebih dahulu.",
    "K19": "Peserta yang menang pada formasinya sendiri tidak berada di sana.",
    "K20": "Kursi ditahan karena nilai seri, tetapi tidak tertahan untuk orang yang tepat.",
    "K21": "Koreksi mengubah keputusan peserta yang sudah keluar, atau memberinya kursi lagi.",
    "K22": "Setelah koreksi peserta diputuskan tidak atas dasar peringkat baru, atau masih diputuskan padahal tidak lagi diperingkat.",
    "K23": "Peserta yang tetap pada formasinya tidak boleh berganti nomor kursi karena koreksi.",
    "K24": "Selisih yang diumumkan tidak tepat sama dengan perubahan kursinya.",
    "K25": "Kursi dibawa ke kebutuhan berikut tanpa pengunduran diri setelah NIP.",
    "K26": "Peristiwa kursi yang diumumkan tidak menuju keadaan setelah koreksi.",
}
"""Property -> the sentence an officer reads when it does not hold."""


@dataclass(frozen=True, slots=True)
class Pelanggaran:
    """A property that does not hold: its number and what it does not hold for (participant, formation or seat)."""

    sifat: str
    tentang: str
