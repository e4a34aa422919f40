"""Replacing somebody who left: the next in rank of the same formation takes the seat, as long as no NIP was issued.

Perka BKN 14/2018 (implementing PP 11/2017 Pasal 45), for PPPK Perka BKN 1/2019: before the NIP the next ranked replaces; after it the seat
stays empty and is counted in the next need. Whether the NIP was issued is decided by kepegawaian, the issuer, and comes as `dapat_diganti`.

The next ranked is one without a seat: who was moved to another formation is not pulled back. When nobody of the formation is left, the
filling of the year runs again for the seat (position of this project, where the article says nothing; domain/pengisian.py).
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from services.penempatan.domain.jenis import Keadaan, Keputusan, Kursi, Peringkat, StatusKursi, Tahap
from services.penempatan.domain.ketentuan import Ketentuan
from services.penempatan.domain.kode import KodeAlasan
from services.penempatan.domain.papan import Kedudukan, Papan, Seri
from services.penempatan.domain.penempatan import TAHAPAN, alasan_kosong
from services.penempatan.domain.penjelasan import alasan_pengisian, alasan_seri, calon_per_formasi
from services.penempatan.domain.peristiwa import JenisPeristiwa, Peristiwa
from shared.alasan import Alasan
from shared.errors import Fault
from shared.istilah import Hasil, Rute


@dataclass(frozen=True, slots=True)
class Pengunduran:
    """Somebody gave up or lost a seat; `jenis` and `langkah` are kepegawaian's words and only printed."""

    peserta: str
    kursi: str
    jenis: str
    langkah: str
    dapat_diganti: bool


@dataclass(frozen=True, slots=True)
class Penggantian:
    """What a resignation leads to: the state afterwards, whose decision is new, what happened to seats in order."""

    keadaan: Keadaan
    diputuskan: tuple[Keputusan, ...]
    peristiwa: tuple[Peristiwa, ...]


def gantikan(keadaan: Keadaan, mundur: Pengunduran, ketentuan: Ketentuan) -> Penggantian | Fault:
    """Free the seat and, where the law allows, fill it."""
    kursi = keadaan.kursi.get(mundur.kursi)
    keputusan = keadaan.keputusan.get(mundur.peserta)
    if kursi is None or keputusan is None or kursi.peserta != mundur.peserta:
        pesan = f"Peserta {mundur.peserta} tidak memegang kursi {mundur.kursi}; periksa urutan laporan pengunduran diri."
        return Fault("BUKAN_PEMEGANG_KURSI", pesan, bertentangan=True)
    langkah = ("langkah", mundur.langkah)
    ditinggalkan = Alasan(KodeAlasan.DITINGGALKAN, ketentuan.pasal_penggantian, (("jenis", mundur.jenis), langkah))
    # Nothing new is decided about who left: the reason is added to what was decided.
    semua = {**keadaan.keputusan, mundur.peserta: replace(keputusan, mundur=True, alasan=(*keputusan.alasan, ditinggalkan))}
    # What is said of the seat is public: who left it, and whether they resigned, died or were disqualified, is not.
    dibuka = Peristiwa(JenisPeristiwa.DIBUKA, kursi.kursi, Alasan(KodeAlasan.DITINGGALKAN, ketentuan.pasal_penggantian, (langkah,)))
    if not mundur.dapat_diganti:
        alasan = Alasan(ketentuan.kata.nomor_terbit, ketentuan.pasal_penggantian, (langkah,))
        dibawa = replace(kursi, status=StatusKursi.DIBAWA, peserta=None, pendahulu=mundur.peserta, alasan=alasan)
        sesudah = replace(keadaan, keputusan=semua, kursi={**keadaan.kursi, kursi.kursi: dibawa})
        return Penggantian(sesudah, (), (dibuka, Peristiwa(JenisPeristiwa.DIBAWA, kursi.kursi, alasan)))
    kosong = replace(kursi, status=StatusKursi.KOSONG, peserta=None, pendahulu=mundur.peserta, alasan=dibuka.alasan)
    ditinggal = replace(keadaan, keputusan=semua, kursi={**keadaan.kursi, kursi.kursi: kosong})
    return _Pengganti(ditinggal, ketentuan).isi(kosong, dibuka)


def bisa_mengganti(keputusan: Keputusan) -> bool:
    """True for a person who may still take a seat: has a rank and no seat, never gave one up, and is still ranked."""
    if keputusan.mundur or keputusan.di_luar_peringkat:
        return False
    return keputusan.dasar.berperingkat and keputusan.hasil in {Hasil.TIDAK_LULUS, Hasil.MENUNGGU}


def keluar_tanpa_kursi(keadaan: Keadaan, peserta: str, ketentuan: Ketentuan) -> Penggantian:
    """Somebody without a seat leaves for good; a tie they waited in may be settled by it.

    A correction took the seat, or gave none where there was one (posisi 19 and 21).
    """
    keputusan = keadaan.keputusan[peserta]
    sesudah = replace(keadaan, keputusan={**keadaan.keputusan, peserta: replace(keputusan, mundur=True)})
    if keputusan.hasil is Hasil.MENUNGGU:
        return _Pengganti(sesudah, ketentuan).isi(None)
    return Penggantian(sesudah, (), ())


def _terdepan(calon: Sequence[Peringkat], formasi: str) -> list[Peringkat]:
    """The best ranked of this formation and whoever equals them: one seat is theirs, or waits for them, and concerns nobody else.

    A correction repeats every departure of a season, so most of them must not cost a look at the whole kelompok.
    """
    sendiri = [(orang.peringkat, orang) for orang in calon if orang.formasi == formasi and orang.peringkat is not None]
    terbaik = min((peringkat for peringkat, _ in sendiri), default=0)
    return [orang for peringkat, orang in sendiri if peringkat == terbaik]


class _Pengganti:
    """Runs the stages of the placing once more over what is open now."""

    def __init__(self, keadaan: Keadaan, ketentuan: Ketentuan) -> None:
        self._keadaan = keadaan
        self._ketentuan = ketentuan
        self._keputusan = dict(keadaan.keputusan)
        self._kursi = dict(keadaan.kursi)
        self._diputuskan: list[Keputusan] = []

    def isi(self, kosong: Kursi | None, *sebelumnya: Peristiwa) -> Penggantian:
        """Fill the seat that was left, if there is one, and whatever that settles; `sebelumnya` happened before."""
        papan = self._papan(kosong)
        for tahap in TAHAPAN:
            papan = tahap(papan, self._ketentuan, self._keadaan.mode)
        peristiwa = (*sebelumnya, *self._dudukkan(papan))
        self._putuskan_yang_menunggu(papan)
        self._jelaskan(papan)
        return Penggantian(replace(self._keadaan, keputusan=self._keputusan, kursi=self._kursi), tuple(self._diputuskan), peristiwa)

    def _papan(self, kosong: Kursi | None) -> Papan:
        """The seat that was left alone; while anybody waits for a tie, or did, every open seat: one may be what settles it."""
        calon = [satu.dasar for satu in self._keputusan.values() if bisa_mengganti(satu)]
        if kosong is None or any(satu.hasil is Hasil.MENUNGGU and not satu.mundur for satu in self._keputusan.values()):
            terbuka = sorted((k for k in self._kursi.values() if k.status.terbuka), key=lambda k: (k.formasi, k.nomor))
        else:
            terbuka = [kosong]
            calon = _terdepan(calon, kosong.formasi) or calon
        calon.sort(key=lambda orang: orang.peserta)
        per_formasi: dict[str, tuple[str, ...]] = {}
        for satu in terbuka:
            per_formasi[satu.formasi] = (*per_formasi.get(satu.formasi, ()), satu.kursi)
        return Papan(self._keadaan.formasi, tuple(calon), per_formasi, {}, {}, {})

    def _dudukkan(self, papan: Papan) -> Iterator[Peristiwa]:
        """Seat the newcomers, in order of their seats."""
        for peserta, tempat in sorted(papan.duduk.items(), key=lambda satu: (satu[1].formasi, self._kursi[satu[1].kursi].nomor)):
            lama = self._kursi[tempat.kursi]
            baru = self._menempati(self._keputusan[peserta], lama, tempat)
            self._keputusan[peserta] = baru
            self._kursi[lama.kursi] = replace(lama, status=StatusKursi.TERISI, peserta=peserta, alasan=None)
            self._diputuskan.append(baru)
            alasan = baru.alasan[-1]
            yield Peristiwa(JenisPeristiwa.TERISI, lama.kursi, alasan, peserta, lama.pendahulu, baru.rute)
            if lama.pendahulu is not None:
                yield Peristiwa(JenisPeristiwa.DIGANTI, lama.kursi, alasan, peserta, lama.pendahulu, baru.rute)

    def _menempati(self, keputusan: Keputusan, kursi: Kursi, tempat: Kedudukan) -> Keputusan:
        if tempat.langkah is not None:
            rute, alasan = tempat.rute, alasan_pengisian(keputusan.dasar, tempat, self._ketentuan)
        else:
            # A seat that a tie held back had nobody before: its first holder replaces nobody.
            rute = Rute.PENGGANTI if kursi.pendahulu is not None else Rute.FORMASI_SENDIRI
            dasar = keputusan.dasar
            angka: list[tuple[str, int | str]] = [("kursi", kursi.kursi)]
            if dasar.peringkat is not None and dasar.nilai_akhir is not None:
                angka += [("peringkat", dasar.peringkat), (self._ketentuan.kata.nilai, dasar.nilai_akhir)]
            if kursi.pendahulu is not None:
                angka.append(("digantikan", kursi.pendahulu))
            alasan = Alasan(KodeAlasan.URUTAN_BERIKUTNYA, self._ketentuan.pasal_penggantian, tuple(angka))
        return replace(
            keputusan,
            tahap=Tahap.PENGGANTIAN,
            hasil=Hasil.LULUS,
            kode=self._ketentuan.kode_dari(Hasil.LULUS, rute),
            rute=rute,
            formasi_tujuan=tempat.formasi,
            kursi=kursi.kursi,
            alasan=(alasan,),
            beralih_dari=None,
        )

    def _putuskan_yang_menunggu(self, papan: Papan) -> None:
        """People who wait from now on, and people who waited in vain; who still waits keeps the decision that said so."""
        for peserta, seri in sorted(papan.menunggu.items()):
            if peserta not in papan.duduk and self._keputusan[peserta].hasil is not Hasil.MENUNGGU:
                alasan, nilai = self._alasan_seri(papan, seri), self._keputusan[peserta].dasar.nilai_akhir or 0
                self._tunda(peserta, Hasil.MENUNGGU, replace(alasan, angka=(*alasan.angka, (self._ketentuan.kata.nilai, nilai))))
        for orang in papan.belum:
            lama = self._keputusan[orang.peserta]
            if lama.hasil is Hasil.MENUNGGU and orang.peserta not in papan.menunggu:
                angka = (("peringkat", orang.peringkat or 0), (self._ketentuan.kata.nilai, orang.nilai_akhir or 0))
                self._tunda(orang.peserta, Hasil.TIDAK_LULUS, Alasan(KodeAlasan.SERI_TERSELESAIKAN, self._ketentuan.pasal_peringkat, angka))

    def _tunda(self, peserta: str, hasil: Hasil, alasan: Alasan) -> None:
        kode = self._ketentuan.kode_dari(hasil)
        lama = self._keputusan[peserta]
        baru = replace(lama, tahap=Tahap.PENGGANTIAN, hasil=hasil, kode=kode, alasan=(alasan,), beralih_dari=None)
        self._keputusan[peserta] = baru
        self._diputuskan.append(baru)

    def _alasan_seri(self, papan: Papan, seri: Seri) -> Alasan:
        return alasan_seri(seri, self._ketentuan, kursi=len(papan.kosong[seri.formasi]), kuota=papan.formasi[seri.formasi].kuota)

    def _jelaskan(self, papan: Papan) -> None:
        """Why what is open stays open."""
        if not papan.kosong:
            return
        calon = calon_per_formasi([satu.dasar for satu in self._keputusan.values() if not satu.di_luar_peringkat])
        sebab = alasan_kosong(papan, self._ketentuan, self._keadaan.mode, calon)
        for kode, kursi in papan.kosong.items():
            for nomor in kursi:
                self._kursi[nomor] = replace(self._kursi[nomor], status=papan.status_kosong(kode), alasan=sebab[kode])
