"""Replacing somebody who left: the next in rank of the same formation takes the seat, as long as no NIP was issued.

Perka BKN 14/2018 (implementing PP 11/2017 Pasal 45): before the NIP the next ranked replaces; after it the seat stays empty and is
counted in the next need. Whether the NIP was issued is decided by kepegawaian, the issuer, and comes as `dapat_diganti`.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum

from services.penempatan.domain.jenis import Hasil, Keputusan, Kursi, Rute, StatusKursi, Tahap
from services.penempatan.domain.ketentuan import Ketentuan
from services.penempatan.domain.pengisian import isi
from shared.aturan import Alasan, StatusSkb


@dataclass(frozen=True, slots=True)
class Pengunduran:
    """Somebody gave up or lost a seat; `jenis` and `langkah` are kepegawaian's words and only printed."""

    peserta: str
    kursi: str
    jenis: str
    langkah: str
    dapat_diganti: bool


@dataclass(frozen=True, slots=True)
class Keadaan:
    """One formation as it stands: its seats, and the decisions about its own people and about whoever sits in it."""

    formasi: str
    keputusan: Mapping[str, Keputusan]
    kursi: Mapping[str, Kursi]


class JenisPeristiwa(StrEnum):
    """What happened to a seat."""

    DIBUKA = "DIBUKA"
    DIBAWA = "DIBAWA"
    TERISI = "TERISI"
    DIGANTI = "DIGANTI"


@dataclass(frozen=True, slots=True)
class Peristiwa:
    """One thing that happened to one seat; `peserta` is who takes it, `digantikan` who had it before."""

    jenis: JenisPeristiwa
    kursi: str
    alasan: Alasan
    peserta: str | None = None
    digantikan: str | None = None
    rute: Rute | None = None


@dataclass(frozen=True, slots=True)
class Penggantian:
    """What a resignation leads to: the state afterwards, whose decision is new, what happened to seats in order."""

    keadaan: Keadaan
    diputuskan: tuple[Keputusan, ...]
    peristiwa: tuple[Peristiwa, ...]


@dataclass(frozen=True, slots=True)
class Tolakan:
    """The resignation cannot be applied; `pesan` is Indonesian, for the officer who looks at the parked key."""

    kode: str
    pesan: str


def gantikan(keadaan: Keadaan, mundur: Pengunduran, ketentuan: Ketentuan) -> Penggantian | Tolakan:
    """Free the seat and, where the law allows, fill it."""
    kursi = keadaan.kursi.get(mundur.kursi)
    keputusan = keadaan.keputusan.get(mundur.peserta)
    if kursi is None or keputusan is None or kursi.peserta != mundur.peserta:
        return Tolakan(
            "BUKAN_PEMEGANG_KURSI",
            f"Peserta {mundur.peserta} tidak memegang kursi {mundur.kursi}; periksa urutan laporan pengunduran diri.",
        )
    angka: tuple[tuple[str, int | str], ...] = (("peserta", mundur.peserta), ("jenis", mundur.jenis), ("langkah", mundur.langkah))
    semua = {**keadaan.keputusan, mundur.peserta: replace(keputusan, mundur=True)}
    dibuka = Peristiwa(JenisPeristiwa.DIBUKA, kursi.kursi, Alasan("DITINGGALKAN", ketentuan.pasal_penggantian, angka))
    if not mundur.dapat_diganti:
        alasan = Alasan("NIP_SUDAH_TERBIT", ketentuan.pasal_penggantian, angka)
        dibawa = replace(kursi, status=StatusKursi.DIBAWA, peserta=None, pendahulu=mundur.peserta, alasan=alasan)
        sesudah = Keadaan(keadaan.formasi, semua, {**keadaan.kursi, kursi.kursi: dibawa})
        return Penggantian(sesudah, (), (dibuka, Peristiwa(JenisPeristiwa.DIBAWA, kursi.kursi, alasan)))
    kosong = replace(kursi, status=StatusKursi.KOSONG, peserta=None, pendahulu=mundur.peserta, alasan=dibuka.alasan)
    return _isi_kembali(Keadaan(keadaan.formasi, semua, {**keadaan.kursi, kursi.kursi: kosong}), dibuka, ketentuan)


def bisa_mengganti(keputusan: Keputusan, formasi: str) -> bool:
    """Who may take a seat of `formasi` in its own ranking: sat the SKB, has no seat anywhere, never gave one up (domain.md §12 no. 19)."""
    return (
        keputusan.formasi_asal == formasi
        and keputusan.status_skb is StatusSkb.HADIR
        and keputusan.hasil in {Hasil.TIDAK_LULUS, Hasil.MENUNGGU}
        and not keputusan.mundur
    )


def _isi_kembali(keadaan: Keadaan, dibuka: Peristiwa, ketentuan: Ketentuan) -> Penggantian:
    """Fill every open seat of the formation.

    More than one is open only after a tie held seats back: one more seat may be the one that lets the whole tie in.
    """
    terbuka = sorted((k for k in keadaan.kursi.values() if k.status is StatusKursi.KOSONG), key=lambda k: k.nomor)
    calon = [(k.peringkat, k.peserta) for k in keadaan.keputusan.values() if k.peringkat is not None and bisa_mengganti(k, keadaan.formasi)]
    pengisian = isi([k.kursi for k in terbuka], calon)
    keputusan = dict(keadaan.keputusan)
    kursi = dict(keadaan.kursi)
    diputuskan: list[Keputusan] = []
    peristiwa = [dibuka]
    for nomor, peserta in pengisian.pasangan:
        lama = kursi[nomor]
        baru = _menempati(keputusan[peserta], lama, ketentuan)
        keputusan[peserta] = baru
        kursi[nomor] = replace(lama, status=StatusKursi.TERISI, peserta=peserta, alasan=None)
        diputuskan.append(baru)
        alasan = baru.alasan[0]
        peristiwa.append(Peristiwa(JenisPeristiwa.TERISI, nomor, alasan, peserta, lama.pendahulu, baru.rute))
        if lama.pendahulu is not None:
            peristiwa.append(Peristiwa(JenisPeristiwa.DIGANTI, nomor, alasan, peserta, lama.pendahulu, baru.rute))
    if pengisian.peringkat_seri is not None:
        seri = _alasan_seri(ketentuan, pengisian.peringkat_seri, len(pengisian.menunggu), len(pengisian.kosong))
        kursi.update((nomor, replace(kursi[nomor], alasan=seri)) for nomor in pengisian.kosong)
        baru_menunggu = _tunggu((keputusan[peserta] for peserta in pengisian.menunggu), seri, ketentuan)
        keputusan.update((k.peserta, k) for k in baru_menunggu)
        diputuskan.extend(baru_menunggu)
    return Penggantian(Keadaan(keadaan.formasi, keputusan, kursi), tuple(diputuskan), tuple(peristiwa))


def _menempati(keputusan: Keputusan, kursi: Kursi, ketentuan: Ketentuan) -> Keputusan:
    angka: list[tuple[str, int | str]] = [("kursi", kursi.kursi)]
    if keputusan.peringkat is not None and keputusan.nilai_akhir is not None:
        angka += [("peringkat", keputusan.peringkat), ("nilai_akhir", keputusan.nilai_akhir)]
    if kursi.pendahulu is not None:
        angka.append(("digantikan", kursi.pendahulu))
    return replace(
        keputusan,
        tahap=Tahap.PENGGANTIAN,
        hasil=Hasil.LULUS,
        kode=ketentuan.kode_dari(Hasil.LULUS),
        # A seat that a tie held back had nobody before: its first holder replaces nobody.
        rute=Rute.PENGGANTI if kursi.pendahulu is not None else Rute.FORMASI_SENDIRI,
        formasi_tujuan=kursi.formasi,
        kursi=kursi.kursi,
        alasan=(Alasan("URUTAN_BERIKUTNYA", ketentuan.pasal_penggantian, tuple(angka)),),
    )


def _alasan_seri(ketentuan: Ketentuan, peringkat: int, seperingkat: int, kursi: int) -> Alasan:
    angka = (("peringkat", peringkat), ("seperingkat", seperingkat), ("kursi_kosong", kursi))
    return Alasan("SERI_TANPA_URUTAN", ketentuan.pasal_peringkat, angka)


def _tunggu(keputusan: Iterable[Keputusan], alasan: Alasan, ketentuan: Ketentuan) -> list[Keputusan]:
    """People who wait from now on; who waited already keeps the decision that said so."""
    kode = ketentuan.kode_dari(Hasil.MENUNGGU)
    return [
        replace(k, tahap=Tahap.PENGGANTIAN, hasil=Hasil.MENUNGGU, kode=kode, alasan=(alasan,))
        for k in keputusan
        if k.hasil is not Hasil.MENUNGGU
    ]
