"""`isi`: places and fills every kelompok of a table, and verifies it; what fails is held back, the others go out."""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from services.penempatan.alat.formasi import Pos, Urutan, baca_formasi
from services.penempatan.alat.peserta import DaftarPeserta, Seleksi, baca_peserta
from services.penempatan.domain.jenis import Formasi, Keputusan, Kursi, PenempatanKelompok, Peringkat
from services.penempatan.domain.kalimat import UrutanKriteria, kalimat_kosong, paragraf
from services.penempatan.domain.ketentuan import Ketentuan
from services.penempatan.domain.penempatan import tempatkan
from services.penempatan.domain.periksa import periksa_hasil, periksa_masukan
from shared.alasan import Pelanggaran
from shared.istilah import ModePengisian
from shared.tabular import FaultList, Value
from shared.tools import STDIO, Session, beside, write_behind, write_sheet

TAMBAHAN = ("hasil", "kode", "rute", "formasi_tujuan", "kursi", "alasan")
KOLOM_KURSI = ("kursi", "formasi", "kelompok", "unit", "jenis_kebutuhan", "status", "peserta", "alasan")
AKHIRAN_KURSI = "kursi"
TERTAHAN = "TERTAHAN"


@dataclass(frozen=True, slots=True)
class Hasil:
    """Results by kelompok, and the violations of those that are held back."""

    ditempatkan: dict[str, PenempatanKelompok]
    tertahan: dict[str, tuple[Pelanggaran, ...]]
    kode: Counter[str]


def isi_tabel(
    formasi: Path,
    peserta: Path,
    keluar: Path,
    *,
    aturan: Seleksi,
    ketentuan: Ketentuan,
    mode: ModePengisian,
    session: Session,
    urutan: Urutan = Urutan.KOLOM,
) -> Hasil:
    """Read, place, verify, write: the people with their decisions, and beside them `…-kursi` with every seat.

    Raises:
        Rejected: a table cannot be read, or rows are wrong; all faults by row and column.
    """
    faults = FaultList()
    pos = baca_formasi(formasi, aturan.nama, faults, session, urutan=urutan)
    faults.refuse("TABEL_FORMASI", f"Tabel {formasi.name}")
    daftar = baca_peserta(peserta, pos, aturan, faults, session)
    faults.refuse("TABEL_PESERTA", f"Tabel {peserta.name}")
    if mode is ModePengisian.SESUAI_KEPUTUSAN and any(daftar.lembar.column("kesediaan") or ()):
        session.tell("Kolom kesediaan tidak menentukan apa pun dengan --mode=sesuai_keputusan; pakai --mode=dengan_persetujuan bila harus.")
    _sebut_kualifikasi(pos, daftar, session)
    per_kelompok, orang = kelompokkan(pos, daftar)
    ganda = di_dua_kelompok(daftar)
    hasil = Hasil({}, {}, Counter())
    for kelompok in session.follow("Menempatkan", sorted(per_kelompok), len(per_kelompok)):
        satu = _tempatkan(per_kelompok[kelompok], orang.get(kelompok, ()), ketentuan, mode, ganda)
        if isinstance(satu, PenempatanKelompok):
            hasil.ditempatkan[kelompok] = satu
            hasil.kode.update(k.kode for k in satu.keputusan)
        else:
            hasil.tertahan[kelompok] = satu
    _tulis(keluar, pos, daftar, hasil, urutan=ketentuan.urutan, session=session)
    return hasil


def _sebut_kualifikasi(pos: Mapping[str, Pos], daftar: DaftarPeserta, session: Session) -> None:
    """Tell of people whose study their own post does not accept: written otherwise, it fits no other post either."""
    lain = [orang for orang in daftar.orang if orang.kualifikasi not in pos[orang.formasi].formasi.kualifikasi]
    if lain:
        contoh = f"{lain[0].kualifikasi!r} (peserta {lain[0].peserta})"
        session.tell(
            f"Peringatan: kualifikasi {len(lain)} peserta tidak ada pada formasinya sendiri, misalnya {contoh}. "
            "Samakan penulisannya: dengan kualifikasi itu mereka tidak mengisi formasi mana pun yang tidak menyebutnya."
        )


def kelompokkan(pos: Mapping[str, Pos], daftar: DaftarPeserta) -> tuple[dict[str, list[Formasi]], dict[str, list[Peringkat]]]:
    """Posts and people by kelompok."""
    per_kelompok: defaultdict[str, list[Formasi]] = defaultdict(list)
    for satu in pos.values():
        per_kelompok[satu.kelompok].append(satu.formasi)
    orang: defaultdict[str, list[Peringkat]] = defaultdict(list)
    for kelompok, satu_orang in zip(daftar.kelompok, daftar.orang, strict=True):
        orang[kelompok].append(satu_orang)
    return dict(per_kelompok), dict(orang)


def di_dua_kelompok(daftar: DaftarPeserta) -> frozenset[str]:
    """People ranked in more than one kelompok: none of these may be decided without the other."""
    berbeda = {(orang.peserta, kelompok) for orang, kelompok in zip(daftar.orang, daftar.kelompok, strict=True)}
    return frozenset(peserta for peserta, kali in Counter(peserta for peserta, _ in berbeda).items() if kali > 1)


def _tempatkan(
    formasi: Sequence[Formasi], orang: Sequence[Peringkat], ketentuan: Ketentuan, mode: ModePengisian, ganda: frozenset[str]
) -> PenempatanKelompok | tuple[Pelanggaran, ...]:
    masukan = periksa_masukan(formasi, orang, berambang=ketentuan.ambang is not None)
    cacat = (*masukan, *(Pelanggaran("M2", p.peserta) for p in orang if p.peserta in ganda))
    if cacat:
        return cacat
    hasil = tempatkan(formasi, orang, ketentuan, mode)
    return periksa_hasil(formasi, orang, hasil, ketentuan, mode) or hasil


def _tulis(keluar: Path, pos: Mapping[str, Pos], daftar: DaftarPeserta, hasil: Hasil, *, urutan: UrutanKriteria, session: Session) -> None:
    keputusan = {(kelompok, k.peserta): k for kelompok, satu in hasil.ditempatkan.items() for k in satu.keputusan}
    tambahan = [
        _tambahan(keputusan.get((kelompok, orang.peserta)), hasil.tertahan.get(kelompok, ()), urutan)
        for kelompok, orang in zip(daftar.kelompok, daftar.orang, strict=True)
    ]
    write_behind(keluar, daftar.lembar, TAMBAHAN, tambahan, session)
    kursi = [_kursi(bangku, pos[bangku.formasi]) for _, satu in sorted(hasil.ditempatkan.items()) for bangku in satu.kursi]
    if keluar != STDIO:
        write_sheet(beside(keluar, AKHIRAN_KURSI), KOLOM_KURSI, kursi, session)


def _tambahan(k: Keputusan | None, cacat: Sequence[Pelanggaran], urutan: UrutanKriteria) -> tuple[Value, ...]:
    if k is None:
        sifat = ", ".join(sorted({satu.sifat for satu in cacat}))
        return (TERTAHAN, None, None, None, None, f"Kelompok tertahan karena sifat {sifat} tidak dipenuhi.")
    return (k.hasil.value, k.kode, k.rute.value if k.rute else None, k.formasi_tujuan, k.kursi, paragraf(k, urutan))


def _kursi(kursi: Kursi, pos: Pos) -> Sequence[Value]:
    alasan = kalimat_kosong(kursi.alasan) if kursi.alasan is not None else None
    formasi = pos.formasi
    return (
        kursi.kursi,
        kursi.formasi,
        pos.kelompok,
        formasi.unit,
        formasi.jenis_kebutuhan.value,
        kursi.status.tercetak.value,
        kursi.peserta,
        alasan,
    )
