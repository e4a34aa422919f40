"""What the law asks of every calendar, whatever was announced before (PP 11/2017 Pasal 22 and Pasal 24)."""

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from itertools import pairwise

from services.pendaftaran.domain.jadwal.cela import Batas, Cela, KetentuanJadwal, nama, waktu
from services.pendaftaran.domain.kalimat import tanggal
from shared.aturan.jadwal import AturanJadwal, Iringan
from shared.aturan.sanggah import Sanggah
from shared.istilah import TahapMusim
from shared.jadwal import NAMA, Jadwal, Jendela
from shared.kalender import WIB, Kalender, TahunTidakTercatat, hari_wib

_SEHARI = timedelta(days=1)
_MILIDETIK = timedelta(milliseconds=1)


def cela_hukum(jadwal: Jadwal, ketentuan: KetentuanJadwal) -> Iterator[Cela]:
    """Everything that is not as the rules of the season want it, stage by stage (PP 11/2017 Pasal 22 ayat (2), Pasal 24 ayat (3))."""
    aturan = ketentuan.aturan
    yield from _lengkap(jadwal, ketentuan)
    yield from _berurutan(jadwal, aturan)
    for satu in aturan.iring:
        yield from _beriringan(jadwal, satu, aturan.pasal_urutan)
    yield from _pengumuman(jadwal, aturan)
    yield from _jarak(jadwal, aturan, ketentuan.kalender)
    for sanggah in ketentuan.sanggah:
        yield from _sanggah(jadwal, sanggah)


def tahap_sanggah(sanggah: Sanggah) -> tuple[TahapMusim, TahapMusim, TahapMusim]:
    """The stages of one objection: the result, the sending, the answers."""
    hasil, kirim, jawab = (TahapMusim(f"{kata}_{sanggah.tahap}") for kata in ("HASIL", "SANGGAH", "JAWABAN"))
    return hasil, kirim, jawab


def _lengkap(jadwal: Jadwal, ketentuan: KetentuanJadwal) -> Iterator[Cela]:
    aturan = ketentuan.aturan
    ada = dict(jadwal.tahap)
    perlu = dict.fromkeys(aturan.wajib, aturan.pasal_urutan)
    for satu in aturan.iring:
        perlu |= {satu.bersama: aturan.pasal_urutan} if satu.tahap in ada else {}
    for sanggah in ketentuan.sanggah:
        bertiga = tahap_sanggah(sanggah)
        perlu |= dict.fromkeys(bertiga, sanggah.pasal) if ada.keys() & set(bertiga) else {}
    for tahap, pasal in perlu.items():
        if tahap not in ada:
            yield Cela("JADWAL_TAHAP_KURANG", tahap, f"Jadwal belum memuat {NAMA[tahap]}. Isi waktu mulai dan selesainya ({pasal}).")
    for tahap in ada:
        if tahap not in aturan.dikenal:
            pesan = f"Musim ini tidak mengenal {NAMA[tahap]} ({aturan.pasal_urutan}). Hapus tahap ini dari jadwal."
            yield Cela("JADWAL_TAHAP_TIDAK_DIKENAL", tahap, pesan)


def _berurutan(jadwal: Jadwal, aturan: AturanJadwal) -> Iterator[Cela]:
    ada = dict(jadwal.tahap)
    for awal, lanjut in pairwise(tahap for tahap in aturan.berurutan if tahap in ada):
        if ada[lanjut].mulai <= ada[awal].sampai:
            yield _setelah(jadwal, (lanjut, "mulai"), (awal, "sampai"), aturan.pasal_urutan)


def _beriringan(jadwal: Jadwal, iring: Iringan, pasal: str) -> Iterator[Cela]:
    satu, bersama = jadwal.jendela(iring.tahap), jadwal.jendela(iring.bersama)
    if satu is None or bersama is None:
        return
    if satu.mulai < bersama.mulai:
        yield _setelah(jadwal, (iring.tahap, "mulai"), (iring.bersama, "mulai"), pasal)
    if satu.sampai < bersama.sampai:
        yield _setelah(jadwal, (iring.tahap, "sampai"), (iring.bersama, "sampai"), pasal)
    sebelum = None if iring.sebelum is None else jadwal.jendela(iring.sebelum)
    if iring.sebelum is not None and sebelum is not None and satu.sampai >= sebelum.mulai:
        yield _setelah(jadwal, (iring.sebelum, "mulai"), (iring.tahap, "sampai"), pasal)


def _setelah(jadwal: Jadwal, satu: tuple[TahapMusim, Batas], dahulu: tuple[TahapMusim, Batas], pasal: str) -> Cela:
    """`satu` must come later than `dahulu` and does not; what must only not come earlier is told in the same words."""
    kata = {"mulai": "dimulai", "sampai": "selesai"}
    pesan = (
        f"{nama(satu[0])} {kata[satu[1]]} {waktu(jadwal, *satu)}, padahal {NAMA[dahulu[0]]} {kata[dahulu[1]]} {waktu(jadwal, *dahulu)}. "
        f"Tetapkan waktu yang lebih lambat dari itu ({pasal})."
    )
    return Cela("JADWAL_URUTAN", satu[0], pesan, satu[1], (satu, dahulu))


def _pengumuman(jadwal: Jadwal, aturan: AturanJadwal) -> Iterator[Cela]:
    umum, daftar = jadwal.jendela(TahapMusim.PENGUMUMAN), jadwal.jendela(TahapMusim.PENDAFTARAN)
    if umum is None:
        return
    hari = (hari_wib(umum.sampai) - hari_wib(umum.mulai)).days + 1
    if hari < aturan.pengumuman_hari:
        sampai = hari_wib(umum.mulai) + _SEHARI * (aturan.pengumuman_hari - 1)
        pesan = (
            f"Pengumuman lowongan berlangsung {hari} hari kalender; paling singkat {aturan.pengumuman_hari} "
            f"({aturan.pasal_pengumuman}). Perpanjang sampai {tanggal(sampai)} atau lebih lama."
        )
        terkait: tuple[tuple[TahapMusim, Batas], ...] = ((TahapMusim.PENGUMUMAN, "mulai"), (TahapMusim.PENGUMUMAN, "sampai"))
        yield Cela("JADWAL_PENGUMUMAN_KURANG", TahapMusim.PENGUMUMAN, pesan, "sampai", terkait, dapat_dikecualikan=True)
    if daftar is not None and daftar.mulai < umum.mulai:
        yield _setelah(jadwal, (TahapMusim.PENDAFTARAN, "mulai"), (TahapMusim.PENGUMUMAN, "mulai"), aturan.pasal_pengumuman)
    if daftar is not None and daftar.sampai < umum.sampai:
        yield _setelah(jadwal, (TahapMusim.PENDAFTARAN, "sampai"), (TahapMusim.PENGUMUMAN, "sampai"), aturan.pasal_pengumuman)


def _jarak(jadwal: Jadwal, aturan: AturanJadwal, kalender: Kalender) -> Iterator[Cela]:
    """Registration is closed the given number of working days before the first test (PP 11/2017 Pasal 24 ayat (3); posisi 37)."""
    daftar, ujian = jadwal.jendela(TahapMusim.PENDAFTARAN), jadwal.jendela(aturan.ujian_pertama)
    if daftar is None or ujian is None:
        return
    tutup, tes = hari_wib(daftar.sampai), hari_wib(ujian.mulai)
    perlu, nama_ujian = aturan.jarak_hari_kerja, NAMA[aturan.ujian_pertama]
    terkait: tuple[tuple[TahapMusim, Batas], ...] = ((TahapMusim.PENDAFTARAN, "sampai"), (aturan.ujian_pertama, "mulai"))
    try:
        ada = kalender.jumlah(tutup, tes)
        if ada < perlu:
            pesan = (
                f"Pendaftaran ditutup {tanggal(tutup)}, {ada} hari kerja sebelum {nama_ujian} pada {tanggal(tes)}; paling sedikit {perlu} "
                f"hari kerja ({aturan.pasal_jarak}). Tutup paling lambat {tanggal(kalender.sebelum(tes, perlu))} atau mulai {nama_ujian} "
                f"paling cepat {tanggal(kalender.sesudah(tutup, perlu))}."
            )
            yield Cela("JADWAL_JARAK_UJIAN", aturan.ujian_pertama, pesan, "mulai", terkait, dapat_dikecualikan=True)
    except TahunTidakTercatat as tanpa:
        pesan = (
            f"Hari kerja sampai {nama_ujian} tidak dapat dihitung: keputusan tentang hari libur nasional tahun {tanpa.tahun} belum "
            f"tercatat ({aturan.pasal_jarak}). Minta pengelola mencatatnya, atau tetapkan {nama_ujian} pada tahun lain."
        )
        yield Cela("JADWAL_HARI_LIBUR_TIDAK_ADA", aturan.ujian_pertama, pesan, "mulai", terkait)


def _sanggah(jadwal: Jadwal, sanggah: Sanggah) -> Iterator[Cela]:
    _, kirim, jawab = tahap_sanggah(sanggah)
    masa, jawaban = jadwal.jendela(kirim), jadwal.jendela(jawab)
    if masa is None:
        return
    terkait: tuple[tuple[TahapMusim, Batas], ...] = ((kirim, "mulai"), (kirim, "sampai"))
    perlu = sanggah.hari_mengajukan
    if masa.lama + _MILIDETIK < _SEHARI * perlu:
        pesan = f"{nama(kirim)} kurang dari {perlu} hari penuh ({sanggah.pasal}). Perpanjang sampai {tanggal(_terakhir(masa, perlu))}."
        yield Cela("JADWAL_SANGGAH_KURANG", kirim, pesan, "sampai", terkait, dapat_dikecualikan=True)
    if hari_wib(masa.sampai) > _terakhir(masa, perlu):
        pesan = f"{nama(kirim)} lebih dari {perlu} hari ({sanggah.pasal}). Akhiri pada {tanggal(_terakhir(masa, perlu))}."
        yield Cela("JADWAL_SANGGAH_LEBIH", kirim, pesan, "sampai", terkait, dapat_dikecualikan=True)
    batas = hari_wib(masa.sampai) + _SEHARI * sanggah.hari_menjawab
    if jawaban is not None and hari_wib(jawaban.sampai) > batas:
        pesan = (
            f"{nama(jawab)} selesai {waktu(jadwal, jawab, 'sampai')}, lebih dari {sanggah.hari_menjawab} hari setelah masa sanggah "
            f"({sanggah.pasal}). Selesaikan paling lambat {tanggal(batas)}."
        )
        yield Cela("JADWAL_JAWABAN_LEBIH", jawab, pesan, "sampai", ((kirim, "sampai"), (jawab, "sampai")), dapat_dikecualikan=True)


def _terakhir(masa: Jendela, hari: int) -> date:
    """The last of so many days: the day on which the window opens is one of them when it opens at its beginning."""
    mulai = hari_wib(masa.mulai)
    penuh = masa.mulai == datetime.combine(mulai, time(0), WIB)
    return mulai + _SEHARI * (hari - penuh)
