"""Record the SKB parts that an agency announced."""

from collections.abc import Callable

from services.penilaian.domain.skb import periksa_bagian
from services.penilaian.store import bagian as store
from services.penilaian.store.bagian import Pengumuman
from services.penilaian.store.tahap import NamaTahap, ditutup_bersama
from shared.aturan import AturanSeleksi
from shared.errors import Fault, Rejected
from shared.jejak import sidik_keadaan
from shared.messaging import UnitOfWork

# Columns that a score file has anyway.
_TERPAKAI = frozenset({"peserta", "kehadiran", "nilai_skb", "status_skb", "kelompok", "formasi"})


async def tetapkan(uow: UnitOfWork, diminta: Pengumuman, aturan: AturanSeleksi, *, menjangkau: Callable[[str], bool]) -> Pengumuman:
    """Save the announcement (PermenPANRB 6/2024 Pasal 34-37): weights and knock-outs are fixed before the first score.

    Args:
        uow: the transaction.
        diminta: what the agency announced.
        aturan: the year's bounds.
        menjangkau: whether the officer reaches an agency, by its code.

    Raises:
        Rejected: 403, the scope is another agency's; nobody is in the scope, the parts break the year's bounds, the ranking is closed, or
            scores are already there.
    """
    if NamaTahap.PERINGKAT in await ditutup_bersama(uow.conn):
        raise Rejected("TAHAP_SUDAH_DITUTUP", "Peringkat sudah ditutup; bagian SKB tidak berubah lagi.", status=409)
    dalam = await store.isi_cakupan(uow.conn, diminta.cakupan, diminta.kunci)
    if not dalam.instansi:
        raise Rejected("CAKUPAN_KOSONG", "Tidak ada formasi yang diketahui dalam cakupan ini. Periksa kuncinya.", kolom="kunci", status=404)
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
    lama = await store.satu(uow.conn, diminta.cakupan, diminta.kunci)
    baru = await store.simpan(uow.conn, diminta)
    uow.changed(before=sidik_keadaan(lama), after=sidik_keadaan([baru]), cakupan=diminta.cakupan, kunci=diminta.kunci)
    return baru
