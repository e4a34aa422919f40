"""Close a stage: only when everything is there, and then for good."""

from collections.abc import Sequence

from services.penilaian.store import masuk, penutupan, rilis
from services.penilaian.store.penutupan import PernyataanSkd
from services.penilaian.store.rilis import Tahap, UsulRilis
from shared.errors import Fault, Rejected
from shared.messaging import UnitOfWork


async def usulkan_skd(uow: UnitOfWork, dinyatakan: PernyataanSkd, petugas: str) -> None:
    """Propose to close the SKD, for a second officer to release; refused like the closing itself.

    Raises:
        Rejected: see `tutup_skd`.
    """
    if await _periksa_skd(uow, dinyatakan):
        await rilis.usulkan(uow.conn, "SKD", UsulRilis(dinyatakan, petugas))


async def usulkan_peringkat(uow: UnitOfWork, peserta_skb: int, petugas: str) -> None:
    """Propose to close the ranking, for a second officer to release; refused like the closing itself.

    Raises:
        Rejected: see `tutup_peringkat`.
    """
    if await _periksa_peringkat(uow, peserta_skb):
        await rilis.usulkan(uow.conn, "PERINGKAT", UsulRilis(peserta_skb, petugas))


async def rilis_skd(uow: UnitOfWork, petugas: str) -> None:
    """Close the SKD as another officer proposed it.

    Raises:
        Rejected: nothing was proposed, the same officer proposed it, or see `tutup_skd`.
    """
    usul = await _usul_orang_lain(uow, "SKD", petugas)
    if isinstance(usul.pernyataan, PernyataanSkd):
        await tutup_skd(uow, usul.pernyataan)
    await rilis.hapus(uow.conn, "SKD")


async def rilis_peringkat(uow: UnitOfWork, petugas: str) -> None:
    """Close the ranking as another officer proposed it.

    Raises:
        Rejected: nothing was proposed, the same officer proposed it, or see `tutup_peringkat`.
    """
    usul = await _usul_orang_lain(uow, "PERINGKAT", petugas)
    if isinstance(usul.pernyataan, int):
        await tutup_peringkat(uow, usul.pernyataan)
    await rilis.hapus(uow.conn, "PERINGKAT")


async def _usul_orang_lain(uow: UnitOfWork, tahap: Tahap, petugas: str) -> UsulRilis:
    # The row of the season first, as everybody takes it: whoever holds it may lock the proposal.
    await masuk.musim_sendiri(uow.conn)
    usul = await rilis.usul(uow.conn, tahap)
    if usul is None:
        raise Rejected("TIDAK_ADA_USUL", "Tidak ada usul penutupan yang menunggu rilis.", status=404)
    if usul.diusulkan_oleh == petugas:
        raise Rejected("PERLU_PETUGAS_LAIN", "Daftar dirilis oleh petugas lain daripada yang mengusulkan.", status=403)
    return usul


async def tutup_skd(uow: UnitOfWork, dinyatakan: PernyataanSkd) -> None:
    """Close the SKD; the workers then decide kelompok by kelompok. Again with the same numbers changes nothing.

    Raises:
        Rejected: 409 BELUM_LENGKAP with everything that is missing, or closed before with other numbers.
    """
    if await _periksa_skd(uow, dinyatakan):
        await penutupan.tutup_skd(uow.conn, dinyatakan)


async def _periksa_skd(uow: UnitOfWork, dinyatakan: PernyataanSkd) -> bool:
    """Whether the SKD is still to be closed, everything being there."""
    musim = await masuk.musim_sendiri(uow.conn)
    if musim.skd_ditutup:
        if await penutupan.pernyataan_skd(uow.conn) != dinyatakan:
            raise Rejected("SUDAH_DITUTUP", "SKD sudah ditutup dengan angka lain; hasilnya tidak berubah.", status=409)
        return False
    ada = await penutupan.kelengkapan_skd(uow.conn)
    _refuse_incomplete(
        "SKD",
        [
            ("formasi", dinyatakan.formasi, ada.formasi, "Formasi yang diketahui {ada}, yang dinyatakan {perlu}."),
            ("peserta", dinyatakan.peserta, ada.peserta, "Peserta yang diketahui {ada}, yang dinyatakan {perlu}."),
            (
                "peserta_sha256",
                dinyatakan.sha256,
                ada.sha256,
                "Daftar nomor peserta di sini ({ada}) bukan daftar yang dinyatakan ({perlu}).",
            ),
            ("formasi_peserta", 0, ada.tanpa_formasi, "{ada} peserta belum mempunyai formasi yang diketahui."),
            ("nilai_skd", 0, ada.tanpa_nilai, "{ada} peserta belum mempunyai hasil SKD."),
            (
                "berkas_skd",
                0,
                ada.belum_diterapkan,
                "{ada} baris berkas SKD belum diterapkan; tunggu sebentar, dan bila menetap lihat kunci yang diparkir.",
            ),
        ],
    )
    return True


async def tutup_peringkat(uow: UnitOfWork, peserta_skb: int) -> None:
    """Close the SKB; the workers then rank kelompok by kelompok. Again with the same number changes nothing.

    Raises:
        Rejected: 409 BELUM_LENGKAP with everything that is missing, or closed before with another number.
    """
    if await _periksa_peringkat(uow, peserta_skb):
        await penutupan.tutup_peringkat(uow.conn, peserta_skb)


async def _periksa_peringkat(uow: UnitOfWork, peserta_skb: int) -> bool:
    """Whether the ranking is still to be closed, everything being there."""
    musim = await masuk.musim_sendiri(uow.conn)
    if musim.peringkat_ditutup:
        if await penutupan.pernyataan_peringkat(uow.conn) != peserta_skb:
            raise Rejected("SUDAH_DITUTUP", "Peringkat sudah ditutup dengan angka lain; hasilnya tidak berubah.", status=409)
        return False
    if not musim.skd_ditutup:
        raise Rejected("BELUM_LENGKAP", "SKD belum ditutup. Tutup SKD dulu.", status=409)
    ada = await penutupan.kelengkapan_skb(uow.conn)
    _refuse_incomplete(
        "Peringkat",
        [
            ("kelompok_skd", 0, ada.kelompok_berjalan, "{ada} kelompok masih dihitung hasil SKD-nya; tunggu sebentar."),
            ("peserta_skb", peserta_skb, ada.dipanggil, "Peserta SKB {ada}, yang dinyatakan {perlu}."),
            ("nilai_skb", 0, ada.tanpa_nilai, "{ada} peserta SKB belum mempunyai hasil SKB."),
            (
                "berkas_skb",
                0,
                ada.belum_diterapkan,
                "{ada} baris berkas SKB belum diterapkan; tunggu sebentar, dan bila menetap lihat kunci yang diparkir.",
            ),
        ],
    )
    return True


def _refuse_incomplete(tahap: str, checks: Sequence[tuple[str, int | str, int | str, str]]) -> None:
    faults = tuple(
        Fault("BELUM_LENGKAP", pesan.format(ada=ada, perlu=perlu), kolom=kolom, nilai=str(ada))
        for kolom, perlu, ada, pesan in checks
        if perlu != ada
    )
    if faults:
        pesan = f"{tahap} belum dapat ditutup: " + " ".join(fault.pesan for fault in faults)
        raise Rejected("BELUM_LENGKAP", pesan, status=409, faults=faults)
