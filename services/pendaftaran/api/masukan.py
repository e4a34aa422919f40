"""Applications and posts as they come in, read into types of the domain with every fault named."""

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date
from io import BytesIO
from typing import Annotated

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, StringConstraints, ValidationError
from pydantic_core import PydanticCustomError

from services.pendaftaran.domain.kesediaan import KOLOM_FORMASI, KOLOM_JENIS, KOLOM_UNIT, PILIHAN_MAKS, nyatakan
from services.pendaftaran.domain.lamaran import IPK_MAKS, JenisKelamin, Lamaran, SkalaIpk, ipk
from services.pendaftaran.domain.riwayat import (
    KOLOM_AFIRMASI,
    KOLOM_PENGALAMAN,
    KOLOM_STR,
    PENGALAMAN_MAKS,
    MasaKerja,
    Riwayat,
    susun_riwayat,
)
from services.pendaftaran.domain.tabel_formasi import KOLOM_BOLEH as FORMASI_BOLEH
from services.pendaftaran.domain.tabel_formasi import KOLOM_WAJIB as FORMASI_WAJIB
from services.pendaftaran.domain.tabel_formasi import BarisFormasi, KetentuanTabel, baca_baris, susun
from services.pendaftaran.domain.teks import PESAN_KENDALI, baku, berkendali, rapat
from services.pendaftaran.usecases.formasi import TabelFormasi
from shared.errors import Fault, Rejected
from shared.istilah import Afirmasi, JenisKesediaan
from shared.tabular import FaultList, read_table
from shared.tabular import tanggal as baca_tanggal
from shared.web import Tanggal

KOLOM_WAJIB = ("nik", "nama", "tanggal_lahir", "jenis_kelamin", "formasi", "kualifikasi", "ipk", "skala_ipk", "dokumen")
KOLOM_BOLEH = ("surel", "kesediaan", "kesediaan_unit", "kesediaan_formasi", KOLOM_PENGALAMAN, KOLOM_STR, KOLOM_AFIRMASI)
BARIS_MAKS = 10_000
_PEMISAH_DOKUMEN = "|"
# No date holds it, however it is written.
PEMISAH_MASA = "~"
# Names of units hold bars, semicolons, commas and slashes; none of the catalogue of 2024 holds a tilde.
PEMISAH_KESEDIAAN = "~"
_KOLOM_TABEL = {KOLOM_JENIS: "kesediaan", KOLOM_UNIT: "kesediaan_unit", KOLOM_FORMASI: "kesediaan_formasi"}

Dokumen = Annotated[str, StringConstraints(pattern=r"^[A-Z][A-Z0-9_]{1,39}$")]


_KENDALI = "karakter_kendali"


def _tersimpan(teks: str) -> str:
    """One row that no database can hold must not fail the list it stands in."""
    if berkendali(teks):
        raise PydanticCustomError(_KENDALI, PESAN_KENDALI)
    return teks


Teks = Annotated[str, AfterValidator(_tersimpan)]

_PESAN = {
    "nik": "NIK harus 16 angka.",
    "nama": "Nama wajib diisi, paling panjang 200 huruf.",
    "tanggal_lahir": "Tanggal lahir harus tanggal yang ada, ditulis TTTT-BB-HH.",
    "jenis_kelamin": "Jenis kelamin diisi L atau P.",
    "formasi": "Formasi wajib diisi dengan nomor dari daftar formasi.",
    "kualifikasi": "Kualifikasi wajib diisi sebagai jenjang|program studi, paling panjang 200 huruf.",
    "ipk": "IPK diisi angka dengan paling banyak dua desimal, misalnya 3.79.",
    "skala_ipk": "Skala IPK diisi IPK (0 sampai 4.00) atau IJAZAH (0 sampai 100.00).",
    "dokumen": "Dokumen diisi daftar jenis dokumen dengan huruf besar, misalnya IJAZAH.",
    "surel": "Surel tidak sah; kosongkan bila tidak ada.",
    "kesediaan": "Kesediaan berisi jenis, dan bila jenisnya PILIHAN juga unit atau formasi; hapus bila tidak menyatakan.",
    KOLOM_PENGALAMAN: (
        f"Pengalaman diisi paling banyak {PENGALAMAN_MAKS} masa kerja, masing-masing dengan tanggal mulai dan sampai (TTTT-BB-HH); "
        "kosongkan sampai bila masih bekerja."
    ),
    KOLOM_STR: "Masa berlaku STR diisi tanggal yang ada, ditulis TTTT-BB-HH; kosongkan bila berlaku seumur hidup atau tidak ada.",
    KOLOM_AFIRMASI: f"Afirmasi diisi kata dari daftar ini, atau dikosongkan: {', '.join(Afirmasi)}.",
    KOLOM_JENIS: "Kesediaan diisi SEMUA, TIDAK, atau PILIHAN; isi PILIHAN bila unit atau formasi disebut, kosongkan bila tidak menyatakan.",
    KOLOM_UNIT: f"Unit kesediaan diisi paling banyak {PILIHAN_MAKS} nama unit dari daftar formasi.",
    KOLOM_FORMASI: f"Formasi kesediaan diisi paling banyak {PILIHAN_MAKS} nomor formasi dari daftar formasi.",
}


class KesediaanMasuk(BaseModel):
    """Ke mana pelamar bersedia selain formasi yang dilamar."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    jenis: Annotated[JenisKesediaan, Field(description="SEMUA: di mana pun; TIDAK: tidak di tempat lain; PILIHAN: hanya yang disebut.")]
    unit: Annotated[tuple[Annotated[Teks, Field(pattern=r"\S", max_length=600)], ...], Field(max_length=PILIHAN_MAKS)] = ()
    formasi: Annotated[tuple[Annotated[Teks, Field(pattern=r"\S", max_length=64)], ...], Field(max_length=PILIHAN_MAKS)] = ()


class MasaKerjaMasuk(BaseModel):
    """Satu masa kerja yang relevan."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    mulai: Tanggal
    sampai: Annotated[Tanggal | None, Field(description="Hari terakhir; kosong bila masih bekerja.")] = None


class LamaranMasuk(BaseModel):
    """Satu lamaran. Isian yang tidak dikenal ditolak, agar salah ketik tidak hilang diam-diam."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    nik: Annotated[str, Field(pattern=r"^[0-9]{16}$", description="NIK, 16 angka.")]
    nama: Annotated[Teks, Field(min_length=1, max_length=200, pattern=r"\S")]
    tanggal_lahir: Tanggal
    jenis_kelamin: JenisKelamin
    formasi: Annotated[Teks, Field(min_length=1, max_length=64)]
    kualifikasi: Annotated[Teks, Field(min_length=1, max_length=200, description="Jenjang|program studi.")]
    ipk: Annotated[Teks, Field(min_length=1, max_length=8, description="Misalnya 3.79.")]
    skala_ipk: SkalaIpk
    dokumen: Annotated[tuple[Dokumen, ...], Field(max_length=50, description="Jenis dokumen yang diunggah.")]
    surel: Annotated[Teks | None, Field(max_length=200, pattern=r"^[^@\s]+@[^@\s]+\.[^@\s]+$")] = None
    kesediaan: Annotated[
        KesediaanMasuk | None, Field(description="Tanpa isian: bersedia di mana pun dengan instansi dan jabatan yang sama.")
    ] = None
    pengalaman: Annotated[
        tuple[MasaKerjaMasuk, ...], Field(max_length=PENGALAMAN_MAKS, description="PPPK: pekerjaan yang relevan dengan jabatan.")
    ] = ()
    str_berlaku_sampai: Annotated[
        Tanggal | None, Field(description="PPPK kesehatan: hari terakhir berlakunya STR; kosong bila seumur hidup.")
    ] = None
    afirmasi: Annotated[
        tuple[Annotated[Afirmasi, Field(description="Satu alasan tambahan nilai.")], ...],
        Field(max_length=8, description="PPPK guru 2021: tambahan nilai yang diminta, dengan dokumennya."),
    ] = ()


def baca_badan(isi: bytes, baris: int | None = None) -> Lamaran | tuple[Fault, ...]:
    """Read one application from JSON, or say all that is wrong with it."""
    try:
        return _lamaran(LamaranMasuk.__pydantic_validator__.validate_json(isi), baris)
    except ValidationError as error:
        return _kesalahan(error, baris)


def baca_satu(isi: bytes) -> Lamaran:
    """Read one application from JSON.

    Raises:
        Rejected: with every fault.
    """
    hasil = baca_badan(isi)
    if isinstance(hasil, Lamaran):
        return hasil
    pesan = f"Lamaran ditolak: {len(hasil)} kesalahan. Perbaiki semuanya lalu kirim ulang; tidak ada yang disimpan."
    raise Rejected("LAMARAN_TIDAK_SAH", pesan, faults=hasil)


def baca_ndjson(isi: bytes) -> tuple[list[tuple[int, Lamaran]], list[Fault]]:
    """Read applications, one JSON object a line; empty lines are passed over.

    Raises:
        Rejected: more than `BARIS_MAKS` lines.
    """
    return _pilah((baris, baca_badan(line, baris)) for baris, line in enumerate(BytesIO(isi), start=1) if line.strip())


def baca_tabel(isi: bytes) -> tuple[list[tuple[int, Lamaran]], list[Fault]]:
    """Read applications from CSV or XLSX; `dokumen` holds kinds separated by a bar, `kesediaan_…` names separated by a tilde.

    Raises:
        Rejected: no table, or more than `BARIS_MAKS` rows.
    """
    faults = FaultList()
    rows = read_table("lamaran", isi, required=KOLOM_WAJIB, optional=KOLOM_BOLEH, faults=faults)
    baik, buruk = _pilah((baris, _baca_sel(nilai, baris)) for baris, nilai in rows)
    return baik, [*buruk, *(replace(satu, nilai=None) for satu in faults)]


def _pilah(hasil: Iterable[tuple[int, Lamaran | tuple[Fault, ...]]]) -> tuple[list[tuple[int, Lamaran]], list[Fault]]:
    """Applications by row, and the faults of the other rows; the row after the last that may come is not read."""
    baik: list[tuple[int, Lamaran]] = []
    buruk: list[Fault] = []
    for banyak, (baris, satu) in enumerate(hasil, start=1):
        if banyak > BARIS_MAKS:
            raise Rejected("TERLALU_BANYAK_BARIS", f"Paling banyak {BARIS_MAKS} baris dalam satu kiriman. Bagi menjadi beberapa kiriman.")
        if isinstance(satu, Lamaran):
            baik.append((baris, satu))
        else:
            buruk.extend(satu)
    return baik, buruk


def _baca_sel(nilai: Mapping[str, str], baris: int) -> Lamaran | tuple[Fault, ...]:
    try:
        lahir: date | str = baca_tanggal(nilai["tanggal_lahir"])
    except ValueError:
        lahir = ""
    isi = {
        **{kolom: nilai[kolom] for kolom in KOLOM_WAJIB},
        "tanggal_lahir": lahir,
        "dokumen": _daftar(nilai["dokumen"], _PEMISAH_DOKUMEN),
        "surel": nilai["surel"] or None,
        "kesediaan": _sel_kesediaan(nilai),
        KOLOM_PENGALAMAN: [_sel_masa(satu) for satu in _daftar(nilai[KOLOM_PENGALAMAN], _PEMISAH_DOKUMEN)],
        KOLOM_STR: _sel_tanggal(nilai[KOLOM_STR]),
        KOLOM_AFIRMASI: [satu.upper() for satu in _daftar(nilai[KOLOM_AFIRMASI], _PEMISAH_DOKUMEN)],
    }
    try:
        return _lamaran(LamaranMasuk.__pydantic_validator__.validate_python(isi), baris)
    except ValidationError as error:
        return _kesalahan(error, baris)


def _sel_kesediaan(nilai: Mapping[str, str]) -> dict[str, object] | None:
    jenis, *daftar = (nilai[kolom] for kolom in _KOLOM_TABEL.values())
    unit, formasi = (_daftar(satu, PEMISAH_KESEDIAAN) for satu in daftar)
    return {"jenis": jenis, "unit": unit, "formasi": formasi} if jenis or unit or formasi else None


def _sel_masa(sel: str) -> dict[str, date | str | None]:
    mulai, _, sampai = sel.partition(PEMISAH_MASA)
    return {"mulai": _sel_tanggal(mulai) or "", "sampai": _sel_tanggal(sampai)}


def _sel_tanggal(sel: str) -> date | str | None:
    """A date, None for an empty cell, and what cannot be read as it is, so that the form refuses it."""
    if not sel.strip():
        return None
    try:
        return baca_tanggal(sel.strip())
    except ValueError:
        return ""


def _daftar(sel: str, pemisah: str) -> tuple[str, ...]:
    return tuple(satu.strip() for satu in sel.split(pemisah) if satu.strip())


def gabung(satu: Iterable[Fault], lain: Iterable[Fault], *, tabel: bool) -> tuple[Fault, ...]:
    """All faults of a bulk upload by row and field; those of a table under the column in which the field stands."""
    semua = sorted([*satu, *lain], key=lambda fault: (fault.baris or 0, fault.kolom or ""))
    return tuple(replace(fault, kolom=_KOLOM_TABEL.get(fault.kolom or "", fault.kolom)) if tabel else fault for fault in semua)


def baca_formasi(ketentuan: KetentuanTabel, nama: str, isi: bytes) -> TabelFormasi:
    """Read a file of posts as its season says.

    Raises:
        Rejected: no table, or faults by row and column.
    """
    faults = FaultList()
    rows: list[BarisFormasi] = []
    for baris in read_table(nama, isi, required=FORMASI_WAJIB, optional=FORMASI_BOLEH, faults=faults):
        hasil = baca_baris(baris.baris, baris.nilai, ketentuan)
        if isinstance(hasil, BarisFormasi):
            rows.append(hasil)
        else:
            faults.extend(hasil)
    formasi, tidak_sepakat = susun(rows)
    faults.extend(tidak_sepakat)
    faults.refuse("BERKAS_FORMASI", f"Berkas {nama}")
    if not formasi:
        raise Rejected("TABEL_KOSONG", f"Berkas {nama} tidak berisi satu formasi pun.")
    return TabelFormasi(nama, hashlib.sha256(isi).hexdigest(), len(rows), formasi)


def _lamaran(masuk: LamaranMasuk, baris: int | None) -> Lamaran | tuple[Fault, ...]:
    mau = masuk.kesediaan
    kesediaan = None if mau is None else nyatakan(mau.jenis, mau.unit, mau.formasi)
    if isinstance(kesediaan, tuple):
        return tuple(replace(satu, baris=baris) for satu in kesediaan)
    riwayat = _riwayat(masuk)
    if isinstance(riwayat, tuple):
        return tuple(replace(satu, baris=baris) for satu in riwayat)
    nilai = ipk(masuk.ipk, masuk.skala_ipk)
    if nilai is None:
        batas = IPK_MAKS[masuk.skala_ipk]
        pesan = f"{_PESAN['ipk']} Paling besar {batas // 100}.00 untuk skala {masuk.skala_ipk}."
        return (Fault("ISIAN_TIDAK_SAH", pesan, kolom="ipk", baris=baris),)
    return Lamaran(
        nik=masuk.nik,
        nama=rapat(masuk.nama),
        tanggal_lahir=masuk.tanggal_lahir,
        jenis_kelamin=masuk.jenis_kelamin,
        surel=masuk.surel,
        formasi=masuk.formasi,
        kualifikasi=baku(masuk.kualifikasi),
        ipk=nilai,
        skala_ipk=masuk.skala_ipk,
        dokumen=tuple(sorted(set(masuk.dokumen))),
        kesediaan=kesediaan,
        riwayat=riwayat,
    )


def _riwayat(masuk: LamaranMasuk) -> Riwayat | tuple[Fault, ...] | None:
    if not (masuk.pengalaman or masuk.str_berlaku_sampai or masuk.afirmasi):
        return None
    masa = (MasaKerja(satu.mulai, satu.sampai) for satu in masuk.pengalaman)
    return susun_riwayat(masa, masuk.str_berlaku_sampai, masuk.afirmasi)


def _kesalahan(error: ValidationError, baris: int | None) -> tuple[Fault, ...]:
    """Pydantic's findings, one per field; values are left out, they are personal."""
    ditemukan: dict[str, Fault] = {}
    for satu in error.errors(include_url=False, include_context=False, include_input=False):
        # A list is one field, whichever of its items is wrong; a statement has three.
        kolom = ".".join(map(str, satu["loc"][: 2 if satu["loc"][0] == "kesediaan" else 1])) if satu["loc"] else ""
        if satu["type"] == _KENDALI:
            ditemukan.setdefault(kolom, Fault("ISIAN_TIDAK_SAH", PESAN_KENDALI, kolom=kolom, baris=baris))
        elif kolom in _PESAN:
            ditemukan.setdefault(kolom, Fault("ISIAN_TIDAK_SAH", _PESAN[kolom], kolom=kolom, baris=baris))
        elif satu["type"] == "extra_forbidden":
            ditemukan.setdefault(kolom, Fault("ISIAN_TIDAK_DIKENAL", "Isian ini tidak dikenal; hapus.", kolom=kolom[:40], baris=baris))
        else:
            ditemukan.setdefault("", Fault("BUKAN_JSON", "Bukan satu objek JSON yang sah.", baris=baris))
    return tuple(ditemukan.values())
