"""A closed kelompok of PPPK computed again from corrected points and signed orders of ties, as the workers would decide it."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from services.penilaian.domain.koreksi import BarisVersiPppk, Selisih, bandingkan
from services.penilaian.domain.periksa import periksa_pppk, periksa_segel_pppk
from services.penilaian.domain.pppk import HasilPppk, PesertaPppk, peringkatkan_pppk, tak_mungkin
from services.penilaian.domain.seri import PutusanSeri
from services.penilaian.domain.skd import Formasi
from services.penilaian.domain.urutan_seri import cela_urutan_pppk
from services.penilaian.store import hasil as store_hasil
from services.penilaian.store import kompetensi as store
from services.penilaian.store import penutupan
from services.penilaian.store.kompetensi import BahanKompetensi
from services.penilaian.store.koreksi import Perubahan
from services.penilaian.store.penutupan import Penutupan
from services.penilaian.usecases.keputusan import disegel, segel_dari
from services.penilaian.usecases.kompetensi.keputusan import syarat_kelompok
from services.penilaian.usecases.kompetensi.masukan import bagian
from services.penilaian.usecases.kompetensi.peristiwa import kompetensi_ditetapkan, tersegel
from services.penilaian.usecases.peristiwa import aturan_diumumkan, peringkat_ditutup
from services.penilaian.usecases.usul_koreksi import Usul, perubahan_baru, tempat_menurut_usul, tolak_cacat, tolak_urutan
from shared.aturan import Kehadiran
from shared.aturan.pppk import AturanPppk, SyaratPppk
from shared.db import Conn
from shared.errors import Fault, Rejected
from shared.istilah import UjianKompetensi
from shared.messaging import UnitOfWork


@dataclass(frozen=True, slots=True)
class DasarKompetensi:
    """The state that a correction of a kelompok of PPPK starts from; `bahan` by participant number."""

    penutupan: Penutupan
    formasi: tuple[Formasi, ...]
    bahan: dict[str, BahanKompetensi]
    aturan: AturanPppk
    syarat: SyaratPppk

    @property
    def kelompok(self) -> str:
        """The kelompok that is corrected."""
        return self.penutupan.kelompok

    @property
    def musim(self) -> str:
        """The code of its season."""
        return self.penutupan.musim

    @property
    def aturan_peringkat(self) -> AturanPppk:
        """The rules that were in force when the ranking was closed."""
        return self.aturan

    @property
    def versi(self) -> int:
        """The version that is published now."""
        return self.penutupan.versi

    @property
    def sha256(self) -> str | None:
        """The digest of the ranking."""
        return self.penutupan.sha256

    @property
    def kuota(self) -> dict[str, int]:
        """Seats by formation."""
        return {satu.formasi: satu.kuota for satu in self.formasi}

    def sah(self, usul: Usul) -> tuple[Perubahan, ...]:
        """The corrections that say something new, each possible, sorted; none only where a tie is put in order.

        Raises:
            Rejected: see `usul_koreksi.Dasar`.
        """
        return perubahan_baru(usul, self.bahan, self._cela, self._sama)

    def _sama(self, satu: Perubahan) -> bool:
        kini = self.bahan[satu.peserta].peserta
        return _dikoreksi(kini, satu) == kini

    def _cela(self, satu: Perubahan) -> Fault | None:
        if satu.jenis is not UjianKompetensi.KOMPETENSI:
            return Fault("UJIAN_LAIN", "Kelompok ini mengikuti seleksi kompetensi PPPK.", kolom="perubahan", nilai=satu.peserta)
        nilai = bagian(satu.isi.teknis, satu.isi.manajerial_sosiokultural, satu.isi.wawancara)
        if nilai is not None and (kolom := tak_mungkin(nilai, self.syarat.ujian)):
            pesan = f"Nilai {', '.join(kolom)} ini tidak mungkin menurut susunan soal jabatan ini."
            return Fault("NILAI_TIDAK_MUNGKIN", pesan, kolom="perubahan", nilai=satu.peserta)
        return None

    def bernomor(self, perubahan: Sequence[Perubahan]) -> list[tuple[Perubahan, int]]:
        """Each correction with the version that it gives the points."""
        return [(satu, self.bahan[satu.peserta].versi_nilai + 1) for satu in perubahan]

    async def baris_kini(self, conn: Conn) -> tuple[BarisVersiPppk, ...]:
        """The rows that are published now, by participant number."""
        return await store.baris_kini(conn, self.kelompok)

    async def hitung_ulang(self, uow: UnitOfWork, usul: Usul) -> "HitunganKompetensi":
        """Compute the whole kelompok again, as the workers would decide it from the corrected points and signed orders.

        Raises:
            Rejected: an order does not name exactly a tie that is there after the corrected points, or the result breaks a property.
        """
        putusan = {peserta: PutusanSeri(daftar, urutan, usul.sumber) for peserta, daftar, urutan in tempat_menurut_usul(usul)}
        baru = {satu.peserta: satu for satu in usul.perubahan}
        people = [
            replace(_dikoreksi(satu.peserta, baru.get(nomor)), putusan_seri=putusan.get(nomor, satu.peserta.putusan_seri))
            for nomor, satu in self.bahan.items()
        ]
        if usul.urutan_seri:
            tolak_urutan(cela_urutan_pppk(usul.urutan_seri, people, self.aturan, self.syarat))
        hasil = peringkatkan_pppk(people, self.aturan, self.syarat, self.kuota)
        tolak_cacat(periksa_pppk(people, hasil, self.aturan, self.syarat, self.kuota, jumlah=self.penutupan.peserta))
        asal = {satu.peserta: satu for satu in people}
        akhir = tuple((asal[satu.peserta], satu) for satu in hasil)
        baris = tuple(_baris(*satu) for satu in akhir)
        return HitunganKompetensi(self, akhir, bandingkan(await self.baris_kini(uow.conn), baris, self.kuota), baris)


@dataclass(frozen=True, slots=True)
class HitunganKompetensi:
    """A kelompok of PPPK computed."""

    dasar: DasarKompetensi
    akhir: tuple[tuple[PesertaPppk, HasilPppk], ...]
    selisih: Selisih
    baris: tuple[BarisVersiPppk, ...]

    async def terbitkan(self, uow: UnitOfWork) -> str:
        """Write it as the next version and publish all of it; returns the digest of its ranking.

        Raises:
            Rejected: 409 HASIL_CACAT, the seal does not fit the rows.
        """
        dasar = self.dasar
        kelompok, aturan, versi = dasar.kelompok, dasar.aturan, dasar.versi + 1
        await store.hapus(uow.conn, kelompok)
        await penutupan.naikkan(uow.conn, kelompok, versi)
        berperingkat = [(kelompok, asal, satu) for asal, satu in self.akhir]
        await store.simpan(uow.conn, berperingkat, versi={kelompok: versi})
        menurut = aturan_diumumkan(aturan)
        for baris in berperingkat:
            uow.emit(kompetensi_ditetapkan(baris, dasar.bahan[baris[2].peserta].fakta, menurut, versi=versi), sequence=versi)
        rows = tersegel(berperingkat, versi)
        segel = peringkat_ditutup(kelompok, dasar.formasi, rows, aturan, versi=versi, sha256_sebelumnya=dasar.sha256)
        people, hasil = [asal for asal, _ in self.akhir], [satu for _, satu in self.akhir]
        tolak_cacat(periksa_segel_pppk(dasar.formasi, people, hasil, segel_dari(segel)))
        uow.emit(segel, sequence=versi)
        disimpan = disegel(dasar.penutupan, segel)._replace(sha256_sebelumnya=dasar.sha256)
        await penutupan.tandai_selesai(uow.conn, [disimpan], only=("sha256", "sha256_sebelumnya"))
        return segel.sha256


async def dasar_kompetensi(conn: Conn, tertutup: Penutupan, aturan: AturanPppk) -> DasarKompetensi:
    """The state that a correction of this kelompok starts from.

    Raises:
        Rejected: 409, the rule set does not say what holds for its jabatan.
    """
    kelompok = tertutup.kelompok
    formasi = tuple((await store_hasil.formasi_dalam(conn, [kelompok]))[kelompok])
    syarat = syarat_kelompok(formasi, aturan)
    if not isinstance(syarat, SyaratPppk):
        kode, pesan = syarat
        raise Rejected(kode, f"Kelompok ini tidak dapat dihitung: {pesan}.", kolom="kelompok", status=409)
    bahan = {satu.peserta.peserta: satu for satu in (await store.bahan(conn, [kelompok])).get(kelompok, [])}
    return DasarKompetensi(tertutup, formasi, bahan, aturan, syarat)


def _dikoreksi(satu: PesertaPppk, ubah: Perubahan | None) -> PesertaPppk:
    """One person after the correction about them."""
    if ubah is None:
        return satu
    isi = ubah.isi
    return replace(
        satu,
        kehadiran=isi.kehadiran,
        teknis=isi.teknis or 0,
        manajerial_sosiokultural=isi.manajerial_sosiokultural or 0,
        wawancara=isi.wawancara or 0,
    )


def _baris(asal: PesertaPppk, satu: HasilPppk) -> BarisVersiPppk:
    hadir = asal.kehadiran is Kehadiran.HADIR
    return BarisVersiPppk(
        satu.peserta,
        satu.formasi,
        asal.kehadiran.value,
        satu.teknis,
        asal.manajerial_sosiokultural if hadir else None,
        asal.wawancara if hadir else None,
        satu.total,
        satu.memenuhi_ambang,
        satu.peringkat,
        satu.peringkat_kelompok,
        satu.seri,
        asal.putusan_seri.urutan_panselnas if asal.putusan_seri else None,
    )
