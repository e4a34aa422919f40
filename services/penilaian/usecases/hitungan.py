"""A closed kelompok computed again from corrected scores and signed orders of ties, as the workers would decide it.

An accepted objection changes the whole kelompok (posisi 21); a signed decision of Panselnas settles a tie (posisi 4).
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

import orjson

from services.penilaian.domain.koreksi import BarisVersi, Selisih, bandingkan
from services.penilaian.domain.periksa import HASIL_CACAT, SIFAT, periksa_peringkat, periksa_skd
from services.penilaian.domain.peringkat import HasilAkhir, PesertaSkb, peringkatkan
from services.penilaian.domain.seri import PutusanSeri
from services.penilaian.domain.skd import Formasi, HasilFormasi, PesertaSkd, putuskan_skd
from services.penilaian.domain.urutan_seri import cela_urutan
from services.penilaian.store import hasil as store_hasil
from services.penilaian.store import koreksi as store
from services.penilaian.store.koreksi import Bahan, Perubahan
from services.penilaian.store.penutupan import Penutupan
from shared.alasan import Pelanggaran, rincian
from shared.aturan import AturanSeleksi, Kehadiran, StatusSkb
from shared.errors import Fault, Rejected
from shared.istilah import JenisUjian
from shared.messaging import UnitOfWork

_CONTOH = 20


@dataclass(frozen=True, slots=True)
class Usul:
    """An officer's proposal about one kelompok: why, on which document, and the corrected scores.

    Attributes:
        urutan_seri: ties that Panselnas has put in order in the document `sumber`; each list names one whole tie, the best first.
        sanggah: numbers of the accepted objections that it answers.
    """

    kelompok: str
    alasan: str
    sumber: str
    perubahan: tuple[Perubahan, ...]
    urutan_seri: tuple[tuple[str, ...], ...] = ()
    sanggah: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Dasar:
    """The state that a correction starts from; `peringkat` is None while the ranking is open."""

    skd: Penutupan
    peringkat: Penutupan | None
    bahan: tuple[Bahan, ...]
    aturan: AturanSeleksi

    @property
    def kelompok(self) -> str:
        """The kelompok that is corrected."""
        return self.skd.kelompok

    @property
    def versi(self) -> int:
        """The version that is published now."""
        return self.skd.versi

    @property
    def sha256(self) -> str | None:
        """The digest of the ranking, once that is closed."""
        return self.peringkat.sha256 if self.peringkat else None


@dataclass(frozen=True, slots=True)
class HitunganKelompok:
    """A kelompok computed: its SKD by formation, and its ranking where it is closed."""

    formasi: tuple[Formasi, ...]
    skd: tuple[HasilFormasi, ...]
    akhir: tuple[tuple[PesertaSkb, HasilAkhir], ...]
    selisih: Selisih
    baris: tuple[BarisVersi, ...]


async def hitung_ulang(uow: UnitOfWork, dasar: Dasar, usul: Usul) -> HitunganKelompok:
    """Compute the whole kelompok again, as the workers would decide it from the corrected scores and signed orders, and how it differs.

    Raises:
        Rejected: an SKB result is missing, an order does not name exactly a tie that is there after the corrected scores, or the result
            breaks a property.
    """
    kelompok, aturan = dasar.kelompok, dasar.aturan
    formasi = tuple((await store_hasil.formasi_dalam(uow.conn, [kelompok]))[kelompok])
    baru: defaultdict[str, list[Perubahan]] = defaultdict(list)
    for ubah in usul.perubahan:
        baru[ubah.peserta].append(ubah)
    putusan = {
        peserta: PutusanSeri(f"usul/{daftar}", urutan, usul.sumber)
        for daftar, sama in enumerate(usul.urutan_seri, start=1)
        for urutan, peserta in enumerate(sama, start=1)
    }
    people = [
        _dikoreksi(satu, baru.get(satu.peserta, ()))._replace(putusan_seri=putusan.get(satu.peserta, satu.putusan_seri))
        for satu in dasar.bahan
    ]
    pelamar: defaultdict[str, list[PesertaSkd]] = defaultdict(list)
    for satu in people:
        pelamar[satu.formasi].append(_skd(satu))
    skd = tuple(putuskan_skd(post, pelamar[post.formasi], aturan) for post in formasi)
    akhir: tuple[tuple[PesertaSkb, HasilAkhir], ...] = ()
    kuota = {post.formasi: post.kuota for post in formasi}
    if dasar.peringkat:
        called = {peserta for satu in skd for peserta in satu.daftar}
        sitting = {satu.peserta: _skb(satu) for satu in people if satu.peserta in called}
        _sah_urutan(usul, sitting.values(), aturan)
        akhir = tuple((sitting[satu.peserta], satu) for satu in peringkatkan(sitting.values(), aturan, kuota))
    salah = periksa_skd(formasi, pelamar, skd, aturan, len(people))
    if dasar.peringkat:
        salah += periksa_peringkat([asal for asal, _ in akhir], [satu for _, satu in akhir], aturan, len(called))
    tolak_cacat(salah)
    baris = _baris(skd, akhir)
    return HitunganKelompok(formasi, skd, akhir, bandingkan(await store.baris_kini(uow.conn, kelompok), baris, kuota), baris)


def tolak_cacat(salah: Sequence[Pelanggaran]) -> None:
    """Let pass what breaks no property.

    Raises:
        Rejected: 409 HASIL_CACAT with the properties.
    """
    if salah:
        faults = tuple(Fault(satu.sifat, SIFAT[satu.sifat], kolom="sifat", nilai=satu.tentang) for satu in salah[:_CONTOH])
        pesan = f"Hasil koreksi tidak lolos pemeriksaan dan tidak disimpan: {rincian(salah)}. Laporkan kepada pengelola layanan."
        raise Rejected(HASIL_CACAT, pesan, kolom="perubahan", status=409, faults=faults)


def _sah_urutan(usul: Usul, sitting: Iterable[PesertaSkb], aturan: AturanSeleksi) -> None:
    faults = cela_urutan(usul.urutan_seri, sitting, aturan) if usul.urutan_seri else ()
    if faults:
        raise Rejected("URUTAN_SERI_TIDAK_SAH", f"Urutan seri ditolak: {len(faults)} kesalahan.", kolom="urutan_seri", faults=faults)


def _dikoreksi(satu: Bahan, perubahan: Sequence[Perubahan]) -> Bahan:
    """One person after the corrections about them."""
    for ubah in perubahan:
        isi = ubah.isi
        if ubah.jenis is JenisUjian.SKD:
            satu = satu._replace(kehadiran=isi.kehadiran, twk=isi.twk, tiu=isi.tiu, tkp=isi.tkp)
        else:
            gugur_di = str(orjson.loads(isi.bagian)["gugur_di"]) if isi.bagian else ""
            satu = satu._replace(status_skb=isi.status or isi.kehadiran, nilai_skb=isi.nilai_skb, gugur_di=gugur_di)
    return satu


def _skd(satu: Bahan) -> PesertaSkd:
    return PesertaSkd(satu.peserta, Kehadiran(satu.kehadiran), satu.twk or 0, satu.tiu or 0, satu.tkp or 0, satu.tahun_asal)


def _skb(satu: Bahan) -> PesertaSkb:
    if satu.status_skb is None:
        pesan = (
            f"Peserta {satu.peserta} menjadi peserta SKB tetapi belum mempunyai hasil SKB. Sertakan hasilnya (atau TH) dalam koreksi ini."
        )
        raise Rejected("NILAI_SKB_BELUM_ADA", pesan, kolom="perubahan", status=409)
    return PesertaSkb(
        satu.peserta,
        satu.formasi,
        satu.twk or 0,
        satu.tiu or 0,
        satu.tkp or 0,
        StatusSkb(satu.status_skb),
        satu.nilai_skb,
        satu.ipk,
        satu.skala_ipk,
        satu.usia,
        satu.gugur_di,
        satu.putusan_seri,
    )


def _baris(skd: Sequence[HasilFormasi], akhir: Sequence[tuple[PesertaSkb, HasilAkhir]]) -> tuple[BarisVersi, ...]:
    ranked: Mapping[str, tuple[PesertaSkb, HasilAkhir]] = {satu.peserta: (asal, satu) for asal, satu in akhir}
    rows: list[BarisVersi] = []
    for formasi in skd:
        for putusan in formasi.putusan:
            row = BarisVersi(putusan.peserta, formasi.formasi, putusan.hasil.value)
            if putusan.peserta in ranked:
                asal, satu = ranked[putusan.peserta]
                row = replace(
                    row,
                    status_skb=asal.status.value,
                    nilai_akhir=satu.nilai.nilai_akhir if satu.nilai else None,
                    peringkat=satu.peringkat,
                    peringkat_kelompok=satu.peringkat_kelompok,
                    seri=satu.seri,
                    urutan_panselnas=asal.putusan_seri.urutan_panselnas if asal.putusan_seri else None,
                )
            rows.append(row)
    return tuple(sorted(rows, key=lambda row: row.peserta))
