"""Placing again: a corrected ranking is placed from the beginning, and everybody who has left since leaves once more, in the same order.

An objection that changes ranks recomputes the whole formation and every filling that depends on it (posisi 21; the article of
the objection to the final result stands in the rule set). The result is what the season would have come to on the right ranking from the
start, with two things kept: a person who left stays out (posisi 19), and a person who stays in a formation keeps the same seat.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from services.penempatan.domain.jenis import Keadaan, Keputusan, Kursi, PenempatanKelompok, Peringkat, StatusKursi, Tahap
from services.penempatan.domain.ketentuan import Ketentuan
from services.penempatan.domain.kode import KodeAlasan
from services.penempatan.domain.penempatan import tempatkan
from services.penempatan.domain.penggantian import Penggantian, Pengunduran, gantikan, keluar_tanpa_kursi
from shared.alasan import Alasan
from shared.istilah import Hasil


@dataclass(frozen=True, slots=True)
class PenempatanUlang:
    """A kelompok placed again.

    Attributes:
        awal: the corrected ranking as if nobody had left and nobody had had a seat before.
        keadaan: the kelompok as it stands after the correction, everybody ever decided about in it.
    """

    awal: PenempatanKelompok
    keadaan: Keadaan


def tempatkan_ulang(
    lama: Keadaan, peringkat: Sequence[Peringkat], pengunduran: Sequence[Pengunduran], ketentuan: Ketentuan, *, versi: int
) -> PenempatanUlang:
    """Place `peringkat` (version `versi`) on the posts of `lama`, in its mode.

    Args:
        lama: the kelompok as it stands.
        peringkat: the whole corrected ranking; satisfies `periksa_masukan`. Its order does not matter.
        pengunduran: everybody who left so far, in the order in which it was applied; the seats they named may be others now.
        ketentuan: of the year.
        versi: of the corrected ranking, printed in reasons.
    """
    formasi = tuple(lama.formasi.values())
    awal = tempatkan(formasi, peringkat, ketentuan, lama.mode)
    segar = Keadaan(lama.formasi, {k.peserta: k for k in awal.keputusan}, {k.kursi: k for k in awal.kursi}, lama.mode)
    ulang = _ulangi(segar, pengunduran, ketentuan)
    nama = dict(_nama_tetap(lama.kursi, ulang.kursi))
    tetap = ((k, lama.kursi[nama[k.kursi]]) for k in ulang.kursi.values())
    kursi = {dulu.kursi: replace(k, kursi=dulu.kursi, nomor=dulu.nomor, terbit=dulu.terbit) for k, dulu in tetap}
    penyusun = _Keputusan(lama, nama, ketentuan, versi)
    keputusan = {peserta: penyusun.baru(satu) for peserta, satu in ulang.keputusan.items()}
    keputusan |= {peserta: penyusun.keluar(satu) for peserta, satu in lama.keputusan.items() if peserta not in keputusan}
    return PenempatanUlang(awal, Keadaan(lama.formasi, dict(sorted(keputusan.items())), dict(sorted(kursi.items())), lama.mode))


def _ulangi(kini: Keadaan, pengunduran: Sequence[Pengunduran], ketentuan: Ketentuan) -> Keadaan:
    """Let everybody leave again: from the seat they have now, or from the queue; who is no longer ranked cannot be in it."""
    for satu in pengunduran:
        keputusan = kini.keputusan.get(satu.peserta)
        if keputusan is None or keputusan.mundur:
            continue
        if keputusan.kursi is None:
            kini = keluar_tanpa_kursi(kini, satu.peserta, ketentuan).keadaan
            continue
        ganti = gantikan(kini, replace(satu, kursi=keputusan.kursi), ketentuan)
        if isinstance(ganti, Penggantian):
            kini = ganti.keadaan
    return kini


def _nama_tetap(lama: Mapping[str, Kursi], ulang: Mapping[str, Kursi]) -> Iterator[tuple[str, str]]:
    """Seat of the run -> seat as it is named before and after: seats of a formation are all alike, so names follow people."""
    nama: defaultdict[str, list[Kursi]] = defaultdict(list)
    kursi: defaultdict[str, list[Kursi]] = defaultdict(list)
    for satu in sorted(lama.values(), key=lambda k: (k.formasi, k.nomor)):
        nama[satu.formasi].append(satu)
    for satu in sorted(ulang.values(), key=lambda k: (k.formasi, k.nomor)):
        kursi[satu.formasi].append(satu)
    for formasi in sorted(nama):
        yield from _nama_formasi(nama[formasi], kursi[formasi])


def _nama_formasi(nama: list[Kursi], kursi: list[Kursi]) -> Iterator[tuple[str, str]]:
    """First whoever keeps a seat, then seats carried over after the same person, then seats in the same state, then the rest in order."""
    sama = (
        lambda lama, baru: baru.peserta is not None and lama.peserta == baru.peserta,
        lambda lama, baru: lama.status is baru.status is StatusKursi.DIBAWA and lama.pendahulu == baru.pendahulu,
        lambda lama, baru: lama.peserta is baru.peserta is None and lama.status.terbuka is baru.status.terbuka,
        lambda lama, baru: True,  # noqa: ARG005 - every condition is asked alike
    )
    for cocok in sama:
        for baru in list(kursi):
            lama = next((satu for satu in nama if cocok(satu, baru)), None)
            if lama is not None:
                nama.remove(lama)
                kursi.remove(baru)
                yield baru.kursi, lama.kursi


@dataclass(frozen=True, slots=True)
class _Keputusan:
    """Writes the decisions after the correction; `nama`: seat of the run -> seat as people know it."""

    lama: Keadaan
    nama: Mapping[str, str]
    ketentuan: Ketentuan
    versi: int

    def baru(self, ulang: Keputusan) -> Keputusan:
        """The decision about a person whom the corrected ranking names."""
        sebelum = self.lama.keputusan.get(ulang.peserta)
        if sebelum is not None and sebelum.mundur:
            return sebelum  # who left gets no new decision: the old one stands as history
        kursi = self.nama[ulang.kursi] if ulang.kursi is not None else None
        alasan = tuple(self._bernama(satu) for satu in ulang.alasan)
        baru = replace(ulang, kursi=kursi, alasan=alasan, versi=sebelum.versi if sebelum is not None else 0)
        if sebelum is None:
            return baru
        if sebelum.formasi_tujuan is not None and sebelum.formasi_tujuan != ulang.formasi_tujuan:
            return replace(baru, alasan=(self._beralih(str(sebelum.kursi)), *alasan), beralih_dari=sebelum.kursi)
        if sebelum.beralih_dari is not None and sebelum.formasi_tujuan == ulang.formasi_tujuan:
            return replace(baru, alasan=(sebelum.alasan[0], *alasan), beralih_dari=sebelum.beralih_dari)
        return baru

    def keluar(self, sebelum: Keputusan) -> Keputusan:
        """The decision about a person whom the corrected ranking no longer names."""
        if sebelum.mundur or sebelum.di_luar_peringkat:
            return sebelum
        angka: tuple[tuple[str, int | str], ...] = (("versi", self.versi),)
        if sebelum.kursi is not None:
            angka = (*angka, ("kursi", sebelum.kursi))
        return replace(
            sebelum,
            tahap=Tahap.AKHIR,
            hasil=Hasil.TIDAK_LULUS,
            kode=self.ketentuan.kode_dari(Hasil.TIDAK_LULUS),
            alasan=(Alasan(KodeAlasan.KELUAR_DARI_PERINGKAT, self.ketentuan.pasal_sanggah, angka),),
            rute=None,
            formasi_tujuan=None,
            kursi=None,
            di_luar_peringkat=True,
            beralih_dari=None,
        )

    def _bernama(self, alasan: Alasan) -> Alasan:
        """Reasons name seats as people know them."""
        angka = tuple((kunci, self.nama.get(str(nilai), nilai) if kunci == "kursi" else nilai) for kunci, nilai in alasan.angka)
        return replace(alasan, angka=angka)

    def _beralih(self, kursi: str) -> Alasan:
        return Alasan(KodeAlasan.KURSI_BERALIH_OLEH_KOREKSI, self.ketentuan.pasal_sanggah, (("kursi", kursi), ("versi", self.versi)))
