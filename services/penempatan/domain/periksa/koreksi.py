"""K21 to K26: what a correction may do to a kelompok that is placed already. Read off both states; nothing is placed here.

These stand beside the other properties: the corrected ranking, placed from the beginning, satisfies `periksa_hasil`, and the
state after everybody who left has left again satisfies `periksa_keadaan`.
"""

from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence

from services.penempatan.domain.jenis import Keadaan, Keputusan, Kursi, Peringkat, StatusKursi
from services.penempatan.domain.penggantian import Pengunduran
from services.penempatan.domain.peristiwa import JenisPeristiwa, Peristiwa
from services.penempatan.domain.selisih import Selisih
from shared.alasan import Pelanggaran
from shared.istilah import Hasil

_Tempat = Mapping[str, tuple[str | None, str | None]]  # participant -> formation and seat


def periksa_koreksi(
    lama: Keadaan,
    baru: Keadaan,
    *,
    peringkat: Sequence[Peringkat],
    pengunduran: Sequence[Pengunduran],
    selisih: Selisih,
    peristiwa: Sequence[Peristiwa],
) -> tuple[Pelanggaran, ...]:
    """K21 to K26 on a kelompok before and after a correction (posisi 19 and 21; Perka BKN 14/2018)."""
    dulu, kini = _tempat(lama.keputusan.values()), _tempat(baru.keputusan.values())
    return (
        *_yang_keluar(lama, baru, kini),
        *_peringkat(baru, peringkat),
        *_kursi_tetap(dulu, kini),
        *_selisih(lama, baru, dulu, kini, selisih),
        *_dibawa(baru, pengunduran),
        *_peristiwa(lama, baru, peristiwa),
    )


def _tempat(keputusan: Collection[Keputusan]) -> _Tempat:
    return {k.peserta: (k.formasi_tujuan, k.kursi) for k in keputusan if k.hasil is Hasil.LULUS and not k.mundur}


def _yang_keluar(lama: Keadaan, baru: Keadaan, kini: _Tempat) -> Iterator[Pelanggaran]:
    """K21: a person who left gets no seat again, and the decision about that person stands as it was."""
    for peserta, k in lama.keputusan.items():
        if k.mundur and (baru.keputusan.get(peserta) != k or peserta in kini):
            yield Pelanggaran("K21", peserta)
    for peserta, k in baru.keputusan.items():
        if k.mundur and not (peserta in lama.keputusan and lama.keputusan[peserta].mundur):
            yield Pelanggaran("K21", peserta)


def _peringkat(baru: Keadaan, peringkat: Sequence[Peringkat]) -> Iterator[Pelanggaran]:
    """K22: everybody in the ranking who did not leave is decided on the new row, and everybody else is TIDAK_LULUS without a seat."""
    baris = {p.peserta: p for p in peringkat}
    for peserta in sorted(baris.keys() | baru.keputusan.keys()):
        k = baru.keputusan.get(peserta)
        if k is None or not (k.mundur or _sesuai(k, baris.get(peserta))):
            yield Pelanggaran("K22", peserta)


def _sesuai(k: Keputusan, baris: Peringkat | None) -> bool:
    if baris is not None:
        return k.dasar == baris and not k.di_luar_peringkat
    return k.di_luar_peringkat and k.hasil is Hasil.TIDAK_LULUS and k.kursi is None and bool(k.alasan)


def _kursi_tetap(dulu: _Tempat, kini: _Tempat) -> Iterator[Pelanggaran]:
    """K23: a person who stays in a formation keeps the same seat."""
    for peserta in sorted(dulu.keys() & kini.keys()):
        (formasi, kursi), (formasi_kini, kursi_kini) = dulu[peserta], kini[peserta]
        if formasi == formasi_kini and kursi != kursi_kini:
            yield Pelanggaran("K23", peserta)


def _selisih(lama: Keadaan, baru: Keadaan, dulu: _Tempat, kini: _Tempat, s: Selisih) -> Iterator[Pelanggaran]:
    """K24: the difference names every person and every seat that changed, and nothing else."""
    pindah = {(p, dulu[p][0], kini[p][0]) for p in dulu.keys() & kini.keys() if dulu[p][0] != kini[p][0]}
    bagian: tuple[tuple[object, object], ...] = (
        (list(s.masuk), sorted(p for p in kini if p not in dulu)),
        (list(s.kehilangan), sorted(p for p in dulu if p not in kini)),
        ([(p.peserta, p.dari, p.ke) for p in s.pindah], sorted(pindah, key=lambda satu: satu[0])),
    )
    yield from (Pelanggaran("K24", str(benar)) for disebut, benar in bagian if disebut != benar)
    berubah = {
        n: (lama.kursi[n].peserta, k.peserta) for n, k in baru.kursi.items() if n in lama.kursi and lama.kursi[n].peserta != k.peserta
    }
    if {p.kursi: (p.sebelum, p.sesudah) for p in s.kursi} != berubah or len(s.kursi) != len(berubah):
        yield Pelanggaran("K24", "kursi")
    kembali = {n for n, k in lama.kursi.items() if k.status is StatusKursi.DIBAWA and baru.kursi[n].status is not StatusKursi.DIBAWA}
    if set(s.dibuka_kembali) != kembali:
        yield Pelanggaran("K24", "dibuka_kembali")


def _dibawa(baru: Keadaan, pengunduran: Sequence[Pengunduran]) -> Iterator[Pelanggaran]:
    """K25: a seat is carried over after somebody who left with a NIP, one for each of them at most."""
    setelah_nip = {satu.peserta for satu in pengunduran if not satu.dapat_diganti}
    oleh = Counter(k.pendahulu for k in baru.kursi.values() if k.status is StatusKursi.DIBAWA)
    for peserta, banyak in oleh.items():
        if banyak > 1 or peserta not in setelah_nip:
            yield Pelanggaran("K25", str(peserta))


def _peristiwa(lama: Keadaan, baru: Keadaan, peristiwa: Sequence[Peristiwa]) -> Iterator[Pelanggaran]:
    """K26: the published events lead the seats from the old state to the new one, and a seat is empty before it changes hands."""
    kini = {n: _rupa(k) for n, k in lama.kursi.items()}
    for satu in peristiwa:
        status, _ = kini[satu.kursi]
        if (satu.jenis is JenisPeristiwa.DIBUKA) is (status is StatusKursi.KOSONG):
            yield Pelanggaran("K26", satu.kursi)
        kini[satu.kursi] = _sesudah(satu)
    for nama, k in baru.kursi.items():
        if kini.get(nama) != _rupa(k) or not _sama_letak(k, lama.kursi[nama]):
            yield Pelanggaran("K26", nama)


def _rupa(k: Kursi) -> tuple[StatusKursi, str | None]:
    """A seat as the bus tells it."""
    return (k.status.tercetak, k.peserta)


def _sesudah(satu: Peristiwa) -> tuple[StatusKursi, str | None]:
    match satu.jenis:
        case JenisPeristiwa.DIBUKA:
            return StatusKursi.KOSONG, None
        case JenisPeristiwa.DIBAWA:
            return StatusKursi.DIBAWA, None
        case _:
            return StatusKursi.TERISI, satu.peserta


def _sama_letak(satu: Kursi, lain: Kursi) -> bool:
    return (satu.kursi, satu.formasi, satu.nomor) == (lain.kursi, lain.formasi, lain.nomor)
