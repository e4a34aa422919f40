"""The SSCASN table: one row for each accepted study of a post; everything else on the rows of one post must agree.

PermenPANRB 27/2021 Pasal 5, KepmenPANRB 293/2024: a post is agency, jabatan, unit, need type and accepted studies.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, fields

from services.pendaftaran.domain.formasi import Formasi, Isian, kualifikasi
from services.pendaftaran.domain.kuota import instansi_pusat
from services.pendaftaran.domain.teks import PESAN_KENDALI, baku, berkendali, rapat, ringkas, tak_tampak
from shared.aturan.kuota import AturanKuota
from shared.errors import Fault

KOLOM_WAJIB = (
    "formasi_id",
    "ins_nm",
    "jp_nama",
    "formasi_nm",
    "jabatan_nm",
    "lokasi_nm",
    "jumlah_formasi",
    "disable",
    "gaji_min",
    "gaji_max",
    "jenjang_studi",
    "program_studi",
)
KOLOM_BOLEH = ("grup",)
# The longest values that the published event carries.
_PANJANG_MAKS = {"formasi_id": 64, "ins_nm": 200, "jp_nama": 20, "jabatan_nm": 200, "lokasi_nm": 600, "grup": 64}
_PANJANG_KUALIFIKASI = 200
_KUOTA_MAKS = 100_000
_GAJI_MAKS = 10**12
# As spreadsheets write a long number; no code has a plus sign there.
_ILMIAH = re.compile(r"[0-9]([.,][0-9]+)?E\+[0-9]+", re.ASCII | re.IGNORECASE)
_BENAR = frozenset({"1", "TRUE", "YA", "Y"})
_SALAH = frozenset({"0", "FALSE", "TIDAK", "T", ""})


@dataclass(frozen=True, slots=True)
class BarisFormasi:
    """One row of the table: a post and one study it accepts."""

    baris: int
    isian: Isian
    kualifikasi: str


@dataclass(frozen=True, slots=True)
class KetentuanTabel:
    """What the season says of its table.

    Attributes:
        jenis_pengadaan: the kind of procurement; posts of another kind have other rules.
        label_kebutuhan: label of a need type in capitals -> need type.
        kuota: tells central agencies, which alone may group their units; None where the season knows none.
    """

    jenis_pengadaan: str
    label_kebutuhan: Mapping[str, str]
    kuota: AturanKuota | None


def baca_baris(baris: int, nilai: Mapping[str, str], ketentuan: KetentuanTabel) -> BarisFormasi | tuple[Fault, ...]:
    """Read one row of the table.

    Args:
        baris: its number in the file.
        nilai: column -> cell, all of `KOLOM_WAJIB` and `KOLOM_BOLEH` present.
        ketentuan: what the season says of the table.

    Returns:
        The row, or every fault it has.
    """
    sel = _Sel(baris, nilai)
    isian = Isian(
        formasi=sel.kode("formasi_id"),
        instansi=sel.teks("ins_nm"),
        jenis_pengadaan=sel.jenis_pengadaan("jp_nama", ketentuan.jenis_pengadaan),
        jenis_kebutuhan=sel.jenis_kebutuhan("formasi_nm", ketentuan.label_kebutuhan),
        jabatan=sel.teks("jabatan_nm").upper(),
        unit=sel.teks("lokasi_nm"),
        kuota=sel.bulat("jumlah_formasi", 1, _KUOTA_MAKS),
        terbuka_disabilitas=sel.ya("disable"),
        gaji_min=sel.bulat("gaji_min", 0, _GAJI_MAKS),
        gaji_maks=sel.bulat("gaji_max", 0, _GAJI_MAKS),
        grup=sel.grup("grup"),
    )
    studi = kualifikasi(sel.teks("jenjang_studi"), sel.teks("program_studi"))
    if len(studi) > _PANJANG_KUALIFIKASI:
        sel.tolak("TERLALU_PANJANG", "program_studi", f"Jenjang dan program studi bersama paling panjang {_PANJANG_KUALIFIKASI} huruf.")
    if isian.gaji_min > isian.gaji_maks:
        sel.tolak("GAJI_TERBALIK", "gaji_max", "gaji_max tidak boleh lebih kecil dari gaji_min.")
    if isian.grup is not None and (ketentuan.kuota is None or not instansi_pusat(isian.instansi, ketentuan.kuota)):
        # PermenPANRB 27/2021, unfilled needs, item 4.
        sel.tolak("GRUP_BUKAN_INSTANSI_PUSAT", "grup", "Hanya instansi pusat yang dapat mengelompokkan unit. Kosongkan kolom grup.")
    return tuple(sel.faults) if sel.faults else BarisFormasi(baris, isian, studi)


class _Sel:
    """The cells of one row; collects what is wrong with them instead of stopping at the first."""

    __slots__ = ("_baris", "_nilai", "faults")

    def __init__(self, baris: int, nilai: Mapping[str, str]) -> None:
        self._baris = baris
        self._nilai = nilai
        self.faults: list[Fault] = []

    def tolak(self, kode: str, kolom: str, pesan: str) -> None:
        self.faults.append(Fault(kode, pesan, kolom=kolom, baris=self._baris, nilai=ringkas(self._nilai[kolom])))

    def teks(self, kolom: str) -> str:
        isi = rapat(self._nilai[kolom])
        if berkendali(isi):
            self.faults.append(Fault("KARAKTER_KENDALI", PESAN_KENDALI, kolom, self._baris))
        if tak_tampak(isi):
            self.tolak("KARAKTER_TAK_TAMPAK", kolom, "Isian ini memuat karakter yang tidak tampak. Ketik ulang isian ini.")
        batas = _PANJANG_MAKS.get(kolom, _PANJANG_KUALIFIKASI)
        if not isi:
            self.tolak("KOSONG", kolom, "Kolom ini wajib diisi.")
        elif len(isi) > batas:
            self.tolak("TERLALU_PANJANG", kolom, f"Paling panjang {batas} huruf.")
        return isi

    def kode(self, kolom: str) -> str:
        isi = self.teks(kolom)
        if not (isi.isascii() or berkendali(isi) or tak_tampak(isi)):
            self.tolak("KODE_BUKAN_ASCII", kolom, "Isi hanya dengan huruf Latin tanpa aksen, angka, dan tanda baca pada papan tik.")
        if _ILMIAH.fullmatch(isi):
            self.tolak(
                "NOMOR_ILMIAH", kolom, "Nomor ini sudah diubah Excel menjadi bilangan ilmiah. Isi ulang dari sumbernya sebagai Teks."
            )
        return isi

    def grup(self, kolom: str) -> str | None:
        return baku(self.teks(kolom)) if self._nilai[kolom].strip() else None

    def bulat(self, kolom: str, batas_bawah: int, batas_atas: int) -> int:
        isi = self._nilai[kolom].strip()
        # Bounded in length first: int() of a very long text is slow.
        if len(isi) <= 18 and isi.isascii() and isi.isdigit() and batas_bawah <= int(isi) <= batas_atas:
            return int(isi)
        self.tolak("BUKAN_BILANGAN", kolom, f"Isi dengan bilangan bulat {batas_bawah} sampai {batas_atas}.")
        return batas_bawah

    def ya(self, kolom: str) -> bool:
        isi = self._nilai[kolom].strip().upper()
        if isi not in _BENAR and isi not in _SALAH:
            self.tolak("BUKAN_YA_TIDAK", kolom, "Isi dengan 1 atau 0.")
        return isi in _BENAR

    def jenis_pengadaan(self, kolom: str, musim: str) -> str:
        isi = self.teks(kolom).upper()
        if isi and isi != musim:
            self.tolak("JENIS_PENGADAAN_LAIN", kolom, f"Musim ini menerima formasi {musim}. Kirim formasi lain pada musimnya sendiri.")
        return isi

    def jenis_kebutuhan(self, kolom: str, label_kebutuhan: Mapping[str, str]) -> str:
        label = baku(self._nilai[kolom])
        if label not in label_kebutuhan:
            self.tolak("JENIS_KEBUTUHAN_TIDAK_DIKENAL", kolom, "Gunakan salah satu: " + ", ".join(sorted(label_kebutuhan)) + ".")
        return label_kebutuhan.get(label, "")


def _lain_penulisan(row: BarisFormasi, penulisan: dict[tuple[str, str], tuple[str, int]]) -> Iterator[Fault]:
    """A fault for each name that an earlier row writes otherwise: one post would have its seats twice, one agency two codes."""
    kode, instansi = row.isian.formasi, row.isian.instansi
    for kolom, isi, pokok in (("formasi_id", kode, kode.lstrip("0") if kode.isdecimal() else kode), ("ins_nm", instansi, instansi)):
        awal, baris = penulisan.setdefault((kolom, pokok.casefold()), (isi, row.baris))
        if awal != isi:
            pesan = f"Di baris {baris} tertulis {ringkas(awal)!r}: beda besar-kecil huruf atau nol di depan. Pakai satu penulisan."
            yield Fault("PENULISAN_BERBEDA", pesan, kolom=kolom, baris=row.baris, nilai=ringkas(isi))


def susun(rows: Iterable[BarisFormasi]) -> tuple[tuple[Formasi, ...], tuple[Fault, ...]]:
    """Put the rows of each post together.

    Returns:
        The posts in order of their id, and a fault for each row that contradicts the first row of its post.
        The order of the rows makes no difference to the posts when there is no fault.
    """
    pertama: dict[str, BarisFormasi] = {}
    studi: dict[str, set[str]] = {}
    faults: list[Fault] = []
    penulisan: dict[tuple[str, str], tuple[str, int]] = {}
    for row in rows:
        kode = row.isian.formasi
        faults += _lain_penulisan(row, penulisan)
        awal = pertama.setdefault(kode, row)
        if awal.isian != row.isian:
            beda = [bidang.name for bidang in fields(Isian) if getattr(awal.isian, bidang.name) != getattr(row.isian, bidang.name)]
            pesan = f"Baris ini berbeda dari baris {awal.baris} untuk formasi yang sama pada: {', '.join(beda)}. Samakan isinya."
            faults.append(Fault("FORMASI_TIDAK_SEPAKAT", pesan, kolom="formasi_id", baris=row.baris, nilai=ringkas(kode)))
        studi.setdefault(kode, set()).add(row.kualifikasi)
    formasi = tuple(Formasi(pertama[kode].isian, tuple(sorted(studi[kode]))) for kode in sorted(pertama))
    return formasi, tuple(faults)
