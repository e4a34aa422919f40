"""Posts come in as files and are opened."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from services.pendaftaran.domain import kelompok as kode
from services.pendaftaran.domain.formasi import Formasi, bandingkan
from services.pendaftaran.domain.jadwal.pintu import tolak_formasi
from services.pendaftaran.domain.kuota import KuotaInstansi, periksa_kuota
from services.pendaftaran.domain.musim import akar
from services.pendaftaran.domain.tabel_formasi import KetentuanTabel
from services.pendaftaran.store import formasi as store
from services.pendaftaran.store import musim as store_musim
from services.pendaftaran.store import peserta as store_peserta
from services.pendaftaran.usecases import peristiwa
from services.pendaftaran.usecases.musim import Instalasi, Musim
from shared.aturan.kuota import load as load_kuota
from shared.db import Conn
from shared.errors import Rejected
from shared.jejak import sidik_keadaan
from shared.messaging import UnitOfWork


@dataclass(frozen=True, slots=True)
class TabelFormasi:
    """A file of posts as it was read: its name, its SHA-256 (hex), the number of its rows, and its posts by id."""

    nama: str
    sha256: str
    baris: int
    formasi: tuple[Formasi, ...]


@dataclass(frozen=True, slots=True)
class Impor:
    """What a file of posts came to: rows, posts, seats, and how many posts are new, changed and the same."""

    berkas: str
    sha256: str
    baris: int
    formasi: int
    kursi: int
    baru: int
    berubah: int
    sama: int


@dataclass(frozen=True, slots=True)
class Pembukaan:
    """Posts published now, and open posts and pools in all."""

    dibuka: int
    formasi: int
    kelompok: int


def ketentuan_tabel(musim: Musim) -> KetentuanTabel:
    """What a season says of its files of posts; it can be handed to another process, which knows no versions of rule sets but its own."""
    kuota_musim = load_kuota(musim.dasar.nama, musim.dasar.versi)
    return KetentuanTabel(musim.jenis_pengadaan, dict(musim.aturan.label_kebutuhan), kuota_musim)


async def impor(uow: UnitOfWork, instalasi: Instalasi, kode_musim: str | None, tabel: TabelFormasi, saat: datetime) -> Impor:
    """Take over a file of posts of a season, whole or not at all; the same file again changes nothing.

    Raises:
        Rejected: an open post would become another; or the registration is closed and the file would change something.
    """
    conn, formasi = uow.conn, tabel.formasi
    musim, keadaan = await instalasi.tahan(conn, kode_musim, store_musim.kunci_formasi)
    tercatat = await store.tercatat(conn, [satu.isian.formasi for satu in formasi])
    selisih, faults = bandingkan(musim.nama, formasi, tercatat)
    if faults:
        raise Rejected("BERKAS_FORMASI", f"Berkas {tabel.nama} ditolak: {len(faults)} kesalahan. Tidak ada yang disimpan.", faults=faults)
    if selisih.tulis and keadaan.ditutup_pada is not None:
        raise Rejected("PENDAFTARAN_DITUTUP", "Pendaftaran sudah ditutup: formasi tidak dapat ditambah atau diubah.", status=409)
    if selisih.tulis and (terlambat := tolak_formasi(keadaan.masa, saat)) is not None:
        raise Rejected.of(terlambat)
    await store.simpan(conn, musim.nama, selisih.tulis)
    await store.catat_berkas(conn, nama=tabel.nama, sha256=tabel.sha256, baris=tabel.baris, formasi=len(formasi), saat=saat)
    # A post by its own digest: its content is the file's, which the act names by SHA-256.
    lama = {satu: isi.sidik for satu, isi in tercatat.items()}
    uow.changed(before=_sidik(lama), after=_sidik(lama | {satu.isian.formasi: satu.sidik for satu in selisih.tulis}))
    kursi = sum(satu.isian.kuota for satu in formasi)
    return Impor(tabel.nama, tabel.sha256, tabel.baris, len(formasi), kursi, baru=selisih.baru, berubah=selisih.berubah, sama=selisih.sama)


def _sidik(formasi: Mapping[str, str | int]) -> bytes | None:
    return sidik_keadaan(sorted(formasi.items()))


async def kuota(conn: Conn, instalasi: Instalasi, kode_musim: str | None, instansi: str | None = None) -> list[KuotaInstansi]:
    """Seats of every agency, or of the one with this code, against those it must set aside; none where the rules set nothing aside."""
    musim = await instalasi.pilih(conn, kode_musim)
    aturan = load_kuota(musim.dasar.nama, musim.dasar.versi)
    if aturan is None:
        return []
    kursi = await store.kursi_per_instansi(conn, musim.nama, instansi)
    return [periksa_kuota(instansi, per_jenis, aturan) for instansi, per_jenis in sorted(kursi.items())]


async def buka(uow: UnitOfWork, instalasi: Instalasi, kode_musim: str | None, saat: datetime) -> Pembukaan:
    """Publish every post of a season that is new or changed; agencies without a code get one.

    Raises:
        Rejected: two jabatan share a code; a post is of another kind of procurement; or the registration is closed and something is left to
            open.
    """
    conn = uow.conn
    musim, keadaan = await instalasi.tahan(conn, kode_musim, store_musim.kunci_formasi)
    menunggu = await store.menunggu_dibuka(conn, musim.nama)
    if menunggu and keadaan.ditutup_pada is not None:
        raise Rejected("PENDAFTARAN_DITUTUP", "Pendaftaran sudah ditutup: tidak ada formasi yang dapat dibuka lagi.", status=409)
    if menunggu and (terlambat := tolak_formasi(keadaan.masa, saat)) is not None:
        raise Rejected.of(terlambat)
    if asing := [formasi for formasi, jenis, _ in menunggu if jenis != musim.jenis_pengadaan]:
        pesan = f"{len(asing)} formasi bukan {musim.jenis_pengadaan}, misalnya {asing[0]}. Impor ulang dengan jenis pengadaan yang benar."
        raise Rejected("JENIS_PENGADAAN_LAIN", pesan, status=409)
    akar_musim = {satu.musim: akar(satu.musim, satu.jenis_pengadaan, satu.tahun) for satu in await store_musim.semua(conn)}
    if bentrok := kode.kode_jabatan_bentrok([(akar_musim[satu], jabatan) for satu, jabatan in await store.jabatan(conn)]):
        nama = " dan ".join(jabatan for _, jabatan in bentrok[0])
        raise Rejected("KODE_JABATAN_BENTROK", f"Kode jabatan {nama} sama. Ubah salah satu nama jabatan.", status=409)
    berkode, semua = await store.instansi(conn)
    await store.simpan_instansi(conn, kode.kode_instansi(berkode, semua))
    dibuka = await store.buka(conn, {formasi: kode.kode_jabatan(musim.akar, jabatan) for formasi, _, jabatan in menunggu})
    for satu in dibuka:
        uow.emit(peristiwa.formasi_dibuka(satu, musim), sequence=satu.versi)
    versi = {satu.formasi.isian.formasi: satu.versi for satu in dibuka}
    uow.changed(before=_sidik({satu: nomor - 1 for satu, nomor in versi.items()}), after=_sidik(versi))
    jumlah = await store_peserta.jumlah(conn, musim.nama)
    return Pembukaan(len(menunggu), jumlah.formasi, jumlah.kelompok)
