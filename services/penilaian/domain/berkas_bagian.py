"""What a row of an SKB file says about announced parts (PermenPANRB 27/2021; 6/2024 Pasal 34-37).

A cell of a part is a score, TH (did not attend) or GUGUR (failed a knock-out part that gives no score).
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from services.penilaian.domain.berkas import BarisSkb, Cacat, baca_skb
from services.penilaian.domain.skb import BagianSkb, HasilBagian, NilaiSkb, gabungkan
from shared.aturan import AturanSkb, Kehadiran, StatusSkb

_DESIMAL = re.compile(r"([0-9]{1,4})(?:[.,]([0-9]{1,3}))?")


@dataclass(frozen=True, slots=True)
class BarisBagian:
    """One person's SKB from a file with parts; `bagian` holds the result of each part in the order announced."""

    baris: BarisSkb
    bagian: tuple[tuple[str, HasilBagian], ...]
    gugur_di: str


def baca_skb_bagian(sel: Mapping[str, str], bagian: Sequence[BagianSkb], aturan: AturanSkb) -> tuple[BarisBagian | None, tuple[Cacat, ...]]:
    """Read one row: peserta, kehadiran, a column for each part, and optionally nilai_skb and status_skb, which must then agree.

    PermenPANRB 6/2024 Pasal 34-37. Returns the row, or everything that is wrong with it.
    """
    hadir = sel.get("kehadiran", "").strip().upper() == Kehadiran.HADIR
    # The reader of rows without parts judges number, attendance, and that nobody absent has a score.
    satu, kepala = baca_skb({**sel, "nilai_skb": "0" if hadir else sel.get("nilai_skb", "")})
    cacat = list(kepala)
    if satu is None:
        return None, tuple(cacat)
    if satu.kehadiran is not Kehadiran.HADIR:
        terisi = [part for part in bagian if sel.get(part.kode, "").strip().upper() not in {"", "TH"}]
        for part in terisi:
            pesan = f"Peserta {satu.kehadiran} tidak boleh bernilai. Kosongkan {part.kode} atau perbaiki kehadiran."
            cacat.append(Cacat("NILAI_TANPA_KEHADIRAN", part.kode, sel[part.kode][:40], pesan))
        return (None, tuple(cacat)) if cacat else (BarisBagian(satu, (), ""), ())
    hasil = {part.kode: found for part in bagian if (found := _sel(sel, part, cacat)) is not None}
    if cacat:
        return None, tuple(cacat)
    gabungan = gabungkan(bagian, hasil, aturan)
    status = _status(sel, gabungan, cacat)
    _cocok(sel, gabungan, cacat)
    if cacat:
        return None, tuple(cacat)
    baris = BarisSkb(satu.peserta, satu.kehadiran, gabungan.nilai, status)
    gugur_di = gabungan.gugur_di if status is gabungan.status else ""
    return BarisBagian(baris, tuple((part.kode, hasil[part.kode]) for part in bagian), gugur_di), ()


def _sel(sel: Mapping[str, str], part: BagianSkb, cacat: list[Cacat]) -> HasilBagian | None:
    text = sel.get(part.kode, "").strip().upper()
    if text == "TH":
        return HasilBagian(None)
    if text == "GUGUR" and part.menggugurkan:
        return HasilBagian(0, gugur=True)
    found = _DESIMAL.fullmatch(text)
    if not found:
        gugur = ", GUGUR" if part.menggugurkan else ""
        pesan = f"Isi {part.kode} dengan 0 sampai {part.skala}{gugur}, atau TH bila tidak hadir; paling banyak tiga desimal."
        cacat.append(Cacat("BAGIAN_KOSONG" if not text else "BUKAN_BILANGAN", part.kode, text[:40], pesan))
        return None
    nilai = int(found[1]) * 1000 + int((found[2] or "").ljust(3, "0"))
    if nilai > part.skala * 1000:
        cacat.append(Cacat("NILAI_TIDAK_MUNGKIN", part.kode, text[:40], f"Nilai {part.kode} paling tinggi {part.skala}."))
    return HasilBagian(nilai)


def _status(sel: Mapping[str, str], gabungan: NilaiSkb, cacat: list[Cacat]) -> StatusSkb:
    """Disqualification is found by people, not by scores; any other word must be what the parts say."""
    text = sel.get("status_skb", "").strip().upper()
    if not text or text == gabungan.status:
        return gabungan.status
    if text == StatusSkb.DIS:
        return StatusSkb.DIS
    pesan = f"Menurut bagian-bagiannya status peserta ini {gabungan.status}. Kosongkan status_skb atau perbaiki bagiannya."
    cacat.append(Cacat("STATUS_BERBEDA", "status_skb", text[:40], pesan))
    return gabungan.status


def _cocok(sel: Mapping[str, str], gabungan: NilaiSkb, cacat: list[Cacat]) -> None:
    text = sel.get("nilai_skb", "").strip()
    if not text:
        return
    found = _DESIMAL.fullmatch(text)
    if not found or int(found[1]) * 1000 + int((found[2] or "").ljust(3, "0")) != gabungan.nilai:
        hitung = f"{gabungan.nilai // 1000},{gabungan.nilai % 1000:03d}"
        pesan = f"Menurut bobot yang diumumkan nilainya {hitung}. Kosongkan nilai_skb atau perbaiki bagiannya."
        cacat.append(Cacat("NILAI_SKB_BERBEDA", "nilai_skb", text[:40], pesan))
