"""People apply, one by one or in bulk: both ways are the same rows, the same checks and the same unique index."""

import hmac
from collections import Counter
from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime

from services.pendaftaran.domain.jadwal.pintu import tolak_melamar
from services.pendaftaran.domain.kalimat import kalimat, waktu_wib
from services.pendaftaran.domain.kesediaan import Tujuan, kalimat_kesediaan, tidak_dikenal
from services.pendaftaran.domain.lamaran import Lamaran, nomor_lamaran, tanda_terima, tanggal_wib
from services.pendaftaran.domain.riwayat import tolak_riwayat
from services.pendaftaran.store import formasi as store_formasi
from services.pendaftaran.store import lamaran as store
from services.pendaftaran.store import musim as store_musim
from services.pendaftaran.store import orang as store_orang
from services.pendaftaran.store import sanksi as store_sanksi
from services.pendaftaran.store.lamaran import Masuk, Pelamar, Terdaftar
from services.pendaftaran.store.musim import Keadaan
from services.pendaftaran.usecases import peristiwa
from services.pendaftaran.usecases.musim import Instalasi, Musim
from services.pendaftaran.usecases.segel import segel
from shared.brankas import BarisKunci, KunciOrang
from shared.contracts.alasan import baca_alasan
from shared.db import Conn
from shared.errors import Fault, Rejected
from shared.istilah import JenisKesediaan
from shared.jejak import sidik_keadaan
from shared.messaging import UnitOfWork


@dataclass(frozen=True, slots=True)
class Tanda:
    """Proof for the applicant that the application was taken; `kesediaan` in words."""

    lamaran: str
    diterima_pada: datetime
    tanda_terima: str
    kesediaan: str


@dataclass(frozen=True, slots=True)
class HasilMassal:
    """Outcome of a bulk upload by row; `sudah_ada`: the same application was there before."""

    diterima: int
    sudah_ada: int
    ditolak: tuple[Fault, ...]


@dataclass(frozen=True, slots=True)
class AlasanTertulis:
    """A reason for people."""

    kode: str
    pasal: str
    kalimat: str


@dataclass(frozen=True, slots=True)
class StatusLamaran:
    """Where one application stands, in words for the applicant."""

    lamaran: str
    formasi: str
    instansi: str
    jabatan: str
    diterima_pada: datetime
    status: str
    keterangan: str
    peserta: str | None
    alasan: tuple[AlasanTertulis, ...]
    kesediaan: str


@dataclass(frozen=True, slots=True)
class _Kiriman:
    """What became of many applications: the outcome, and the rows that no rule refused, with their seasons."""

    hasil: HasilMassal
    masuk: tuple[tuple[Masuk, Musim], ...]


async def ajukan(uow: UnitOfWork, instalasi: Instalasi, kunci: KunciOrang, lamaran: Lamaran, saat: datetime) -> Tanda:
    """Lock one application, in the season of its post.

    Args:
        uow: open unit of work.
        instalasi: whose secret makes the numbers.
        kunci: a new key, which becomes the applicant's.
        lamaran: what the applicant sends.
        saat: server time of receipt, by which deadlines and ages are judged.

    Raises:
        Rejected: registration closed or not open yet, post unknown, sanction, a statement that names what is not there, or this NIK has
            applied already in the fiscal year.
    """
    kiriman = await _kunci_massal(uow, instalasi, [kunci], [(1, lamaran)], saat)
    if kiriman.hasil.ditolak:
        satu = kiriman.hasil.ditolak[0]
        faults = tuple(replace(lain, baris=None) for lain in kiriman.hasil.ditolak)
        raise Rejected(satu.kode, satu.pesan, kolom=satu.kolom, status=409 if satu.bertentangan else 422, faults=faults)
    ((masuk, musim),) = kiriman.masuk
    if kiriman.hasil.sudah_ada:
        orang = Pelamar(instalasi.pseudonim(lamaran.nik), musim.tahun)
        lama = (await store.terdaftar(uow.conn, [orang.pseudonim]))[orang]
        raise Rejected("SUDAH_MELAMAR", _sudah_melamar(lama, musim), kolom="nik", status=409)
    return Tanda(masuk.nomor, saat, tanda_terima(instalasi.kunci, masuk.nomor, saat), kalimat_kesediaan(lamaran.kesediaan))


async def ajukan_massal(
    uow: UnitOfWork, instalasi: Instalasi, kunci: Sequence[KunciOrang], lamaran: Sequence[tuple[int, Lamaran]], saat: datetime
) -> HasilMassal:
    """Lock many applications, each with its row number; a refused row does not stop the others. `kunci`: a new key for each row.

    Raises:
        Rejected: registration closed, or not open yet, in all of their seasons.
    """
    return (await _kunci_massal(uow, instalasi, kunci, lamaran, saat)).hasil


async def _kunci_massal(
    uow: UnitOfWork, instalasi: Instalasi, kunci: Sequence[KunciOrang], lamaran: Sequence[tuple[int, Lamaran]], saat: datetime
) -> _Kiriman:
    conn = uow.conn
    # Before the lock: a post that is open stays so, and stays in its season.
    tempat = await store_formasi.tempat(conn, sorted({satu.formasi for _, satu in lamaran}))
    musim, tertutup = await _pintu(conn, instalasi, {satu.musim for satu in tempat.values()}, saat)
    pseudonim = {satu.nik: instalasi.pseudonim(satu.nik) for _, satu in lamaran}
    sanksi = await store_sanksi.sampai(conn, list(pseudonim.values()))
    tujuan = await _tujuan(conn, lamaran)
    hari = tanggal_wib(saat)
    ditolak: list[Fault] = []
    masuk: list[tuple[int, Masuk]] = []
    for baris, satu in lamaran:
        di = tempat.get(satu.formasi)
        if di is None:
            pesan = "Formasi ini tidak ada atau belum dibuka. Pilih dari daftar formasi."
            ditolak.append(Fault("FORMASI_TIDAK_DIKENAL", pesan, kolom="formasi", baris=baris))
        elif (pintu := tertutup.get(di.musim)) is not None:
            ditolak.append(replace(pintu, baris=baris))
        elif satu.tanggal_lahir >= hari:
            pesan = "Menurut tanggal lahir ini pelamar belum lahir. Periksa tahunnya."
            ditolak.append(Fault("TANGGAL_LAHIR_MUSTAHIL", pesan, kolom="tanggal_lahir", baris=baris))
        elif (sampai := sanksi.get(pseudonim[satu.nik])) is not None and hari <= sampai:
            ditolak.append(Fault("DALAM_SANKSI", _dalam_sanksi(sampai, musim[di.musim]), kolom="nik", baris=baris))
        elif lain_musim := tolak_riwayat(satu.riwayat, musim[di.musim].aturan, hari):
            ditolak.extend(replace(salah, baris=baris) for salah in lain_musim)
        elif asing := _asing(satu, tujuan.get(di.kelompok)):
            ditolak.extend(replace(salah, baris=baris) for salah in asing)
        else:
            masuk.append((baris, Masuk(nomor_lamaran(instalasi.kunci, di.musim, satu), di.kode_instansi, satu)))
    bermusim = [(baris, satu, musim[tempat[satu.isi.formasi].musim]) for baris, satu in masuk]
    # Of one person and year the first row wins.
    pertama: dict[Pelamar, Masuk] = {}
    for _, berterima, miliknya in bermusim:
        pertama.setdefault(Pelamar(pseudonim[berterima.isi.nik], miliknya.tahun), berterima)
    baru = await _simpan(uow, pertama, kunci, saat)
    for nomor, _, isi in baru:
        uow.emit(peristiwa.lamaran_diterima(nomor, isi.formasi, tempat[isi.formasi].kelompok, saat), sequence=1)
    sudah_ada = await _pisahkan(conn, pseudonim, bermusim, {satu.nomor for satu in baru}, ditolak)
    hasil = HasilMassal(len(baru), sudah_ada, tuple(sorted(ditolak, key=lambda satu: satu.baris or 0)))
    return _Kiriman(hasil, tuple((satu, miliknya) for _, satu, miliknya in bermusim))


async def _pintu(conn: Conn, instalasi: Instalasi, kode: AbstractSet[str], saat: datetime) -> tuple[dict[str, Musim], dict[str, Fault]]:
    """Hold the registration of these seasons; the seasons by code, and why some of them take nothing.

    Raises:
        Rejected: none of them takes anything.
    """
    musim: dict[str, Musim] = {}
    tertutup: dict[str, Fault] = {}
    # In order, so that two uploads wait for each other behind a season that closes instead of deadlocking.
    for satu in sorted(kode):
        baris, keadaan = await store_musim.kunci_melamar(conn, satu)
        musim[satu] = instalasi.musim(baris)
        if (ditolak := _tolak(keadaan, saat)) is not None:
            tertutup[satu] = ditolak
    if tertutup.keys() == musim.keys() and tertutup:
        raise Rejected.of(tertutup[min(tertutup)])
    return musim, tertutup


def _tolak(keadaan: Keadaan, saat: datetime) -> Fault | None:
    if keadaan.ditutup_pada is not None:
        return Fault("PENDAFTARAN_DITUTUP", f"Pendaftaran sudah ditutup pada {waktu_wib(keadaan.ditutup_pada)}.", bertentangan=True)
    return tolak_melamar(keadaan.masa, saat)


async def status(conn: Conn, lamaran: str) -> StatusLamaran:
    """Read the state of an application that the applicant may see.

    Raises:
        Rejected: there is no such application.
    """
    satu = await _keterangan(conn, lamaran)
    mau = kalimat_kesediaan(satu.kesediaan)
    # Nobody learns an outcome that may still have no number: publication is agency by agency.
    if satu.tahap in {"SIARKAN", "SELESAI"} and satu.status is not None and satu.alasan is not None:
        alasan = tuple(AlasanTertulis(a.kode, a.pasal, kalimat(a)) for a in baca_alasan(satu.alasan))
        ujian = "seleksi kompetensi" if satu.jenis_pengadaan == "PPPK" else "SKD"
        teks = (
            f"Anda memenuhi syarat (MS) seleksi administrasi dan dapat mengikuti {ujian} dengan nomor peserta ini."
            if satu.status == "MS"
            else "Anda tidak memenuhi syarat (TMS) seleksi administrasi. Semua alasannya tertulis di bawah."
        )
        return StatusLamaran(*satu[:5], status=satu.status, keterangan=teks, peserta=satu.peserta, alasan=alasan, kesediaan=mau)
    status, kata = ("DITERIMA", "sudah kami terima") if satu.tahap is None else ("DIPERIKSA", "sedang diperiksa")
    return StatusLamaran(*satu[:5], status=status, keterangan=f"Lamaran Anda {kata}.", peserta=None, alasan=(), kesediaan=mau)


async def tanda(conn: Conn, instalasi: Instalasi, lamaran: str) -> Tanda:
    """The receipt once more, the same as when the application was taken.

    Raises:
        Rejected: there is no such application.
    """
    satu = await _keterangan(conn, lamaran)
    return Tanda(lamaran, satu.diterima_pada, tanda_terima(instalasi.kunci, lamaran, satu.diterima_pada), kalimat_kesediaan(satu.kesediaan))


def sah(instalasi: Instalasi, lamaran: str, diterima_pada: datetime, tanda: str) -> bool:
    """Whether this receipt is ours; it needs no database, so it can be told as long as the secret is kept."""
    return hmac.compare_digest(tanda_terima(instalasi.kunci, lamaran, diterima_pada.astimezone(UTC)), tanda)


async def _keterangan(conn: Conn, lamaran: str) -> store.Keterangan:
    satu = await store.keterangan(conn, lamaran)
    if satu is None:
        raise Rejected("LAMARAN_TIDAK_ADA", "Nomor lamaran ini tidak ada. Periksa tanda terima Anda.", kolom="lamaran", status=404)
    return satu


async def _simpan(uow: UnitOfWork, masuk: Mapping[Pelamar, Masuk], kunci: Sequence[KunciOrang], saat: datetime) -> list[Masuk]:
    """Lock the applications of those who have none yet in their year; which these are."""
    berkunci = list(zip(masuk.items(), kunci, strict=False))
    orang = {siapa: segel(satu.nomor, siapa.pseudonim, satu.isi, baru) for (siapa, satu), baru in berkunci}
    baru = await store_orang.simpan(uow.conn, orang, [BarisKunci(satu.nomor, *baru.terbungkus) for (_, satu), baru in berkunci])
    berterima = [satu for siapa, satu in masuk.items() if siapa in baru]
    terkunci = [store.terkunci(satu, saat) for satu in berterima]
    await store.simpan(uow.conn, terkunci)
    uow.changed(after=sidik_keadaan([*(satu for siapa, satu in orang.items() if siapa in baru), *terkunci]))
    return berterima


async def _tujuan(conn: Conn, lamaran: Sequence[tuple[int, Lamaran]]) -> dict[str, Tujuan]:
    """Read the units and posts that may be named, by kelompok; skipped where nobody names any."""
    memilih = {satu.formasi for _, satu in lamaran if satu.kesediaan is not None and satu.kesediaan.jenis is JenisKesediaan.PILIHAN}
    return await store_formasi.tujuan(conn, sorted(memilih)) if memilih else {}


def _asing(lamaran: Lamaran, tujuan: Tujuan | None) -> tuple[Fault, ...]:
    return () if lamaran.kesediaan is None or tujuan is None else tidak_dikenal(lamaran.kesediaan, tujuan)


async def _pisahkan(
    conn: Conn, pseudonim: Mapping[str, str], masuk: Sequence[tuple[int, Masuk, Musim]], baru: set[str], ditolak: list[Fault]
) -> int:
    """Tell the rows that were there before, which are counted, from those that contradict what is there, which are refused."""
    ulangan = Counter(satu.nomor for _, satu, _ in masuk if satu.nomor in baru)
    sudah_ada = sum(kali - 1 for kali in ulangan.values())
    sisa = [isi for isi in masuk if isi[1].nomor not in baru]
    if not sisa:
        return sudah_ada
    terdaftar = await store.terdaftar(conn, [pseudonim[satu.isi.nik] for _, satu, _ in sisa])
    for baris, satu, musim in sisa:
        lama = terdaftar[Pelamar(pseudonim[satu.isi.nik], musim.tahun)]
        if lama.nomor == satu.nomor:
            sudah_ada += 1
        else:
            ditolak.append(Fault("SUDAH_MELAMAR", _sudah_melamar(lama, musim), kolom="nik", baris=baris, bertentangan=True))
    return sudah_ada


def _sudah_melamar(lama: Terdaftar, musim: Musim) -> str:
    """Says when and not what: whoever asks need not be the person."""
    pasal = musim.aturan.pasal_satu_lamaran
    return f"NIK ini sudah dipakai melamar pada {waktu_wib(lama.diterima_pada)}. Satu orang hanya dapat mengirim satu lamaran ({pasal})."


def _dalam_sanksi(sampai: date, musim: Musim) -> str:
    return f"NIK ini tidak dapat dipakai melamar sampai dengan {sampai:%d-%m-%Y} karena sanksi ({musim.aturan.pasal_sanksi})."
