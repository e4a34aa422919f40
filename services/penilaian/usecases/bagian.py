"""Record the SKB parts that an agency announced."""

from collections.abc import Callable

from services.penilaian.domain.buku import BukuCpns
from services.penilaian.domain.skb import periksa_bagian
from services.penilaian.store import bagian as store
from services.penilaian.store import musim as store_musim
from services.penilaian.store.bagian import Pengumuman
from services.penilaian.store.tahap import NamaTahap, ditutup_bersama
from services.penilaian.usecases.aturan import aturan_musim
from shared.errors import Fault, Rejected
from shared.jejak import sidik_keadaan
from shared.messaging import UnitOfWork
from shared.musim import Musim

# Columns that a score file has anyway.
_TERPAKAI = frozenset({"peserta", "kehadiran", "nilai_skb", "status_skb", "kelompok", "formasi"})


async def tetapkan(
    uow: UnitOfWork, diminta: Pengumuman, kode: str | None, buku: BukuCpns, *, menjangkau: Callable[[str], bool]
) -> Pengumuman:
    """Save the announcement (PermenPANRB 6/2024 Pasal 34-37): weights and knock-outs are fixed before the first score.

    Args:
        uow: the transaction.
        diminta: what the agency announced; its season is found here.
        kode: the season of an agency's announcement; None where there is only one. A kelompok or formation is in one.
        buku: the rule sets with the bounds of each year.
        menjangkau: whether the officer reaches an agency, by its code.

    Raises:
        Rejected: 403, the scope is another agency's; nobody is in the scope, the parts break the year's bounds, the ranking is closed, or
            scores are already there.
    """
    musim = await _musim(uow, diminta, kode)
    diminta = diminta._replace(musim=musim.musim)
    aturan = aturan_musim(buku, musim, "CPNS")
    if NamaTahap.PERINGKAT in (await ditutup_bersama(uow.conn, [musim.musim])).get(musim.musim, frozenset()):
        raise Rejected("TAHAP_SUDAH_DITUTUP", "Peringkat sudah ditutup; bagian SKB tidak berubah lagi.", status=409)
    dalam = await store.isi_cakupan(uow.conn, diminta.musim, diminta.cakupan, diminta.kunci)
    if not dalam.instansi:
        raise _kosong()
    if not all(map(menjangkau, dalam.kode_instansi)):
        raise Rejected("TIDAK_BERWENANG", "Cakupan ini milik instansi lain.", kolom="kunci", status=403)
    if dalam.sudah_dipakai:
        pesan = f"Sudah ada {dalam.sudah_dipakai} nilai SKB dalam cakupan ini; bobot ditetapkan sebelum nilai pertama."
        raise Rejected("BAGIAN_SUDAH_DIPAKAI", pesan, status=409)
    faults = [
        Fault("BAGIAN_KODE", f"Kolom {satu.kode} sudah berarti lain dalam berkas nilai. Pakai kode lain.", kolom="kode", nilai=satu.kode)
        for satu in diminta.bagian
        if satu.kode in _TERPAKAI
    ]
    for instansi in dalam.instansi:
        faults += periksa_bagian(diminta.bagian, instansi, aturan.skb, persetujuan=bool(diminta.persetujuan.strip()))
    if faults:
        raise Rejected("BAGIAN_SKB", f"Bagian SKB ini ditolak: {len(faults)} kesalahan.", faults=tuple(faults))
    lama = await store.satu(uow.conn, diminta.musim, diminta.cakupan, diminta.kunci)
    baru = await store.simpan(uow.conn, diminta)
    uow.changed(before=sidik_keadaan(lama), after=sidik_keadaan([baru]), musim=diminta.musim, cakupan=diminta.cakupan, kunci=diminta.kunci)
    return baru


async def _musim(uow: UnitOfWork, diminta: Pengumuman, kode: str | None) -> Musim:
    """The season of what is announced: an agency may have one of several, anything narrower is in one."""
    if diminta.cakupan == "INSTANSI":
        return await store_musim.SALINAN.pilih(uow.conn, kode)
    dari = store_musim.dari_kelompok if diminta.cakupan == "KELOMPOK" else store_musim.dari_formasi
    found = (await dari(uow.conn, [diminta.kunci])).get(diminta.kunci)
    if found is None:
        raise _kosong()
    return await store_musim.SALINAN.pilih(uow.conn, found)


def _kosong() -> Rejected:
    pesan = "Tidak ada formasi yang diketahui dalam cakupan ini. Periksa kuncinya."
    return Rejected("CAKUPAN_KOSONG", pesan, kolom="kunci", status=404)
