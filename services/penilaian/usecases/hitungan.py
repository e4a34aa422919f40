"""A closed kelompok of CPNS computed again from corrected scores and signed orders of ties, as the workers would decide it.

An accepted objection changes the whole kelompok (posisi 21); a signed decision of Panselnas settles a tie (posisi 4).
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import orjson

from services.penilaian.domain.berkas import mungkin
from services.penilaian.domain.koreksi import BarisVersi, Selisih, bandingkan
from services.penilaian.domain.periksa import periksa_peringkat, periksa_segel, periksa_skd
from services.penilaian.domain.peringkat import HasilAkhir, PesertaSkb, peringkatkan
from services.penilaian.domain.seri import PutusanSeri
from services.penilaian.domain.skd import Formasi, HasilFormasi, PesertaSkd, putuskan_skd
from services.penilaian.domain.urutan_seri import cela_urutan
from services.penilaian.store import hasil as store_hasil
from services.penilaian.store import koreksi as store
from services.penilaian.store import penutupan
from services.penilaian.store.hasil import FaktaSkb
from services.penilaian.store.koreksi import Bahan, Perubahan
from services.penilaian.store.penutupan import Penutupan
from services.penilaian.usecases import peristiwa
from services.penilaian.usecases.keputusan import HITUNGAN_SKD, disegel, hitung, segel_dari
from services.penilaian.usecases.usul_koreksi import Usul, perubahan_baru, tempat_menurut_usul, tolak_cacat, tolak_urutan
from shared.aturan import AturanSeleksi, JenisKebutuhan, Kehadiran, StatusSkb
from shared.db import Conn
from shared.errors import Fault, Rejected
from shared.istilah import JenisUjian
from shared.messaging import UnitOfWork


@dataclass(frozen=True, slots=True)
class DasarSeleksi:
    """The state that a correction of a kelompok of CPNS starts from; `peringkat` is None while the ranking is open.

    Attributes:
        aturan: the rule set that was in force when the SKD was closed, under which it is corrected.
        aturan_peringkat: the same of the ranking; that of the SKD while the ranking is open.
    """

    skd: Penutupan
    peringkat: Penutupan | None
    bahan: tuple[Bahan, ...]
    aturan: AturanSeleksi
    aturan_peringkat: AturanSeleksi

    @property
    def kelompok(self) -> str:
        """The kelompok that is corrected."""
        return self.skd.kelompok

    @property
    def musim(self) -> str:
        """The code of its season."""
        return self.skd.musim

    @property
    def versi(self) -> int:
        """The version that is published now."""
        return self.skd.versi

    @property
    def sha256(self) -> str | None:
        """The digest of the ranking, once that is closed."""
        return self.peringkat.sha256 if self.peringkat else None

    def sah(self, usul: Usul) -> tuple[Perubahan, ...]:
        """The corrections that say something new, each possible, sorted; none only where a tie is put in order.

        Raises:
            Rejected: see `usul_koreksi.Dasar`; also 409, ties are put in order before the ranking is closed.
        """
        if usul.urutan_seri and self.peringkat is None:
            pesan = "Peringkat belum ditutup, jadi belum ada seri yang dapat diurutkan. Usulkan lagi sesudah peringkat ditutup."
            raise Rejected("TAHAP_MASIH_TERBUKA", pesan, kolom="urutan_seri", status=409)
        known = {satu.peserta: satu for satu in self.bahan}
        baru = perubahan_baru(usul, known, self._cela, lambda satu: _sama(satu, known[satu.peserta]))
        # The choice of an earlier year's score stands; only its points are corrected.
        return tuple(
            satu._replace(isi=satu.isi._replace(tahun_asal=known[satu.peserta].tahun_asal)) if satu.jenis is JenisUjian.SKD else satu
            for satu in baru
        )

    def _cela(self, satu: Perubahan) -> Fault | None:
        if satu.jenis is JenisUjian.SKD and not _skd_mungkin(satu, self.aturan):
            return Fault("NILAI_TIDAK_MUNGKIN", "Nilai SKD ini tidak mungkin menurut susunan soal.", kolom="perubahan", nilai=satu.peserta)
        if satu.jenis is JenisUjian.SKB and self.peringkat is None:
            pesan = "Peringkat belum ditutup: kirim nilai SKB sebagai berkas biasa."
            return Fault("TAHAP_MASIH_TERBUKA", pesan, kolom="perubahan", nilai=satu.peserta)
        if not isinstance(satu.jenis, JenisUjian):
            return Fault("UJIAN_LAIN", "Kelompok ini tidak mengikuti seleksi kompetensi PPPK.", kolom="perubahan", nilai=satu.peserta)
        return None

    def bernomor(self, perubahan: Sequence[Perubahan]) -> list[tuple[Perubahan, int]]:
        """Each correction with the version that it gives the score."""
        known = {satu.peserta: (satu.versi_skd, satu.versi_skb) for satu in self.bahan}
        return [(satu, known[satu.peserta][satu.jenis is JenisUjian.SKB] + 1) for satu in perubahan]

    async def baris_kini(self, conn: Conn) -> tuple[BarisVersi, ...]:
        """The rows that are published now, by participant number."""
        return await store.baris_kini(conn, self.kelompok)

    async def hitung_ulang(self, uow: UnitOfWork, usul: Usul) -> "HitunganSeleksi":
        """Compute the whole kelompok again, as the workers would decide it from the corrected scores and signed orders.

        Raises:
            Rejected: an SKB result is missing, an order does not name exactly a tie that is there after the corrected scores, or the result
                breaks a property.
        """
        return await _hitung_ulang(uow, self, usul)


@dataclass(frozen=True, slots=True)
class HitunganSeleksi:
    """A kelompok of CPNS computed: its SKD by formation, and its ranking where it is closed."""

    dasar: DasarSeleksi
    formasi: tuple[Formasi, ...]
    skd: tuple[HasilFormasi, ...]
    akhir: tuple[tuple[PesertaSkb, HasilAkhir], ...]
    selisih: Selisih
    baris: tuple[BarisVersi, ...]

    async def terbitkan(self, uow: UnitOfWork) -> str | None:
        """Write it as the next version and publish all of it; returns the digest of its ranking, if that is closed.

        Raises:
            Rejected: 409 HASIL_CACAT, the seal does not fit the rows.
        """
        return await _terbitkan(uow, self)


async def _hitung_ulang(uow: UnitOfWork, dasar: DasarSeleksi, usul: Usul) -> HitunganSeleksi:
    kelompok, aturan, aturan_peringkat = dasar.kelompok, dasar.aturan, dasar.aturan_peringkat
    formasi = tuple((await store_hasil.formasi_dalam(uow.conn, [kelompok]))[kelompok])
    baru: defaultdict[str, list[Perubahan]] = defaultdict(list)
    for ubah in usul.perubahan:
        baru[ubah.peserta].append(ubah)
    putusan = {peserta: PutusanSeri(daftar, urutan, usul.sumber) for peserta, daftar, urutan in tempat_menurut_usul(usul)}
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
        tolak_urutan(cela_urutan(usul.urutan_seri, sitting.values(), aturan_peringkat) if usul.urutan_seri else ())
        akhir = tuple((sitting[satu.peserta], satu) for satu in peringkatkan(sitting.values(), aturan_peringkat, kuota))
    salah = periksa_skd(formasi, pelamar, skd, aturan, len(people))
    if dasar.peringkat:
        salah += periksa_peringkat([asal for asal, _ in akhir], [satu for _, satu in akhir], aturan_peringkat, len(called))
    tolak_cacat(salah)
    baris = _baris(skd, akhir)
    return HitunganSeleksi(dasar, formasi, skd, akhir, bandingkan(await dasar.baris_kini(uow.conn), baris, kuota), baris)


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


def _skd_mungkin(satu: Perubahan, aturan: AturanSeleksi) -> bool:
    isi = satu.isi
    return isi.kehadiran != Kehadiran.HADIR or mungkin(isi.twk, isi.tiu, isi.tkp, aturan.skd)


def _sama(satu: Perubahan, orang: Bahan) -> bool:
    isi = satu.isi
    if satu.jenis is JenisUjian.SKD:
        return (isi.kehadiran, isi.twk, isi.tiu, isi.tkp) == (orang.kehadiran, orang.twk, orang.tiu, orang.tkp)
    return (isi.status or isi.kehadiran, isi.nilai_skb) == (orang.status_skb, orang.nilai_skb)


async def _terbitkan(uow: UnitOfWork, hitungan: HitunganSeleksi) -> str | None:
    dasar = hitungan.dasar
    kelompok, aturan = dasar.kelompok, dasar.aturan_peringkat
    versi = dasar.versi + 1
    await store_hasil.hapus(uow.conn, kelompok)
    await penutupan.naikkan(uow.conn, kelompok, versi)
    await store_hasil.simpan_skd(uow.conn, [(kelompok, satu) for satu in hitungan.skd])
    await penutupan.tandai_selesai(uow.conn, [hitung(dasar.skd, hitungan.skd)], only=HITUNGAN_SKD)
    kuota = {satu.formasi: satu.kuota for satu in hitungan.formasi}
    menurut_skd, menurut = peristiwa.aturan_diumumkan(dasar.aturan), peristiwa.aturan_diumumkan(aturan)
    for satu in hitungan.skd:
        uow.emit(peristiwa.skb_diumumkan(kelompok, satu, kuota[satu.formasi], menurut_skd, versi=versi), sequence=versi)
    if dasar.peringkat is None:
        return None
    umum = {putusan.peserta: putusan.memenuhi_ambang_umum for satu in hitungan.skd for putusan in satu.putusan}
    fakta = {
        satu.peserta: FaktaSkb(JenisKebutuhan(satu.jenis_kebutuhan), satu.kualifikasi, umum[satu.peserta], satu.kesediaan)
        for satu in dasar.bahan
    }
    berperingkat = [(kelompok, asal, satu) for asal, satu in hitungan.akhir]
    await store_hasil.simpan_akhir(uow.conn, berperingkat, versi={kelompok: versi})
    for baris in berperingkat:
        uow.emit(peristiwa.nilai_ditetapkan(baris, fakta[baris[2].peserta], menurut, versi=versi), sequence=versi)
    tersegel = peristiwa.tersegel(berperingkat, versi)
    segel = peristiwa.peringkat_ditutup(kelompok, hitungan.formasi, tersegel, aturan, versi=versi, sha256_sebelumnya=dasar.sha256)
    asal, akhir = [asal for asal, _ in hitungan.akhir], [satu for _, satu in hitungan.akhir]
    tolak_cacat(periksa_segel(hitungan.formasi, asal, akhir, segel_dari(segel)))
    uow.emit(segel, sequence=versi)
    disimpan = disegel(dasar.peringkat, segel)._replace(peserta=len(berperingkat), sha256_sebelumnya=dasar.sha256)
    await penutupan.tandai_selesai(uow.conn, [disimpan], only=("peserta", "sha256", "sha256_sebelumnya"))
    return segel.sha256
