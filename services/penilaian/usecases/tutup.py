"""Close a stage: only when everything is there, and then for good."""

from collections.abc import Sequence

from services.penilaian.store import masuk, penutupan
from services.penilaian.store.penutupan import PernyataanSkd
from shared.errors import Fault, Rejected
from shared.messaging import UnitOfWork


async def tutup_skd(uow: UnitOfWork, dinyatakan: PernyataanSkd) -> None:
    """Close the SKD; the workers then decide kelompok by kelompok. Again with the same numbers changes nothing.

    Raises:
        Rejected: 409 BELUM_LENGKAP with everything that is missing, or closed before with other numbers.
    """
    musim = await masuk.musim_sendiri(uow.conn)
    if musim.skd_ditutup:
        if await penutupan.pernyataan_skd(uow.conn) != dinyatakan:
            raise Rejected("SUDAH_DITUTUP", "SKD sudah ditutup dengan angka lain; hasilnya tidak berubah.", status=409)
        return
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
    await penutupan.tutup_skd(uow.conn, dinyatakan)


async def tutup_peringkat(uow: UnitOfWork, peserta_skb: int) -> None:
    """Close the SKB; the workers then rank kelompok by kelompok. Again with the same number changes nothing.

    Raises:
        Rejected: 409 BELUM_LENGKAP with everything that is missing, or closed before with another number.
    """
    musim = await masuk.musim_sendiri(uow.conn)
    if musim.peringkat_ditutup:
        if await penutupan.pernyataan_peringkat(uow.conn) != peserta_skb:
            raise Rejected("SUDAH_DITUTUP", "Peringkat sudah ditutup dengan angka lain; hasilnya tidak berubah.", status=409)
        return
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
    await penutupan.tutup_peringkat(uow.conn, peserta_skb)


def _refuse_incomplete(tahap: str, checks: Sequence[tuple[str, int | str, int | str, str]]) -> None:
    faults = tuple(
        Fault("BELUM_LENGKAP", pesan.format(ada=ada, perlu=perlu), kolom=kolom, nilai=str(ada))
        for kolom, perlu, ada, pesan in checks
        if perlu != ada
    )
    if faults:
        pesan = f"{tahap} belum dapat ditutup: " + " ".join(fault.pesan for fault in faults)
        raise Rejected("BELUM_LENGKAP", pesan, status=409, faults=faults)
