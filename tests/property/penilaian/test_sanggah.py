"""Objections: no order of acts leads to an answer without an answerer, or to a correction that names somebody else's objection.

What must hold is written down once more here, over the acts that were let through and without a line of the domain.
"""

from datetime import UTC, datetime, timedelta
from typing import NamedTuple

from hypothesis import given, settings
from hypothesis import strategies as st

from services.penilaian.domain.sanggah import (
    AlasanJawaban,
    JawabanSanggah,
    MasaSanggah,
    PokokSanggah,
    PutusanSanggah,
    SanggahPeserta,
    StatusSanggah,
    ambil,
    jawab,
    koreksi,
    tolak_rujukan,
)
from shared.aturan.sanggah import TahapSanggah
from shared.errors import Fault
from shared.jadwal import Jendela

MULAI = datetime(2025, 1, 13, tzinfo=UTC)
MASA = MasaSanggah(Jendela(MULAI, MULAI + timedelta(days=3)), MULAI + timedelta(days=10), "uji")
KELOMPOK = ("0001-J1", "0001-J2")
PERBAIKAN = {"NILAI_KELIRU", "KEHADIRAN_KELIRU", "PERINGKAT_KELIRU"}


class Tindakan(NamedTuple):
    """One act, by whom, when, on which of the objections."""

    jenis: str
    petugas: str
    jam: int
    yang: int
    putusan: PutusanSanggah
    alasan: AlasanJawaban
    keputusan: str | None
    kelompok: str
    alihkan: bool


TINDAKAN = st.builds(
    Tindakan,
    st.sampled_from(["ambil", "ambil", "jawab", "jawab", "koreksi"]),
    st.sampled_from("abc"),
    st.integers(0, 24 * 14),
    st.integers(0, 3),
    st.sampled_from(PutusanSanggah),
    st.sampled_from(AlasanJawaban),
    st.sampled_from([None, "Kep. 1/2025"]),
    st.sampled_from(KELOMPOK),
    st.booleans(),
)


def _baru(nomor: int) -> SanggahPeserta:
    kelompok = KELOMPOK[nomor % 2]
    return SanggahPeserta(
        nomor, f"{24_000_120_110_000_000 + nomor}", TahapSanggah.AKHIR, kelompok, (PokokSanggah.STATUS,), 1, MULAI
    )  # fmt: skip


def _lakukan(satu: SanggahPeserta, act: Tindakan, ke: int) -> SanggahPeserta | Fault:
    saat = MULAI + timedelta(hours=act.jam)
    match act.jenis:
        case "ambil":
            return ambil(satu, act.petugas, saat, alihkan=act.alihkan)
        case "jawab":
            jawaban = JawabanSanggah(act.putusan, act.alasan, "Sebabnya begini.", act.keputusan)
            return jawab(satu, jawaban, act.petugas, saat, MASA)
        case _:
            return koreksi(satu, ke, act.kelompok, ke + 1)


@settings(max_examples=400, deadline=None)
@given(st.lists(TINDAKAN, max_size=40))
def test_no_order_of_acts_leads_to_what_may_not_be(acts: list[Tindakan]) -> None:
    keadaan = [_baru(nomor) for nomor in range(4)]
    for ke, act in enumerate(acts, start=1):
        lama = keadaan[act.yang]
        baru = _lakukan(lama, act, ke)
        if isinstance(baru, Fault):
            continue
        keadaan[act.yang] = baru
        # What was sent stays, and so does an answer.
        assert (baru.nomor, baru.peserta, baru.kelompok, baru.pokok, baru.diterima_pada) == (
            lama.nomor, lama.peserta, lama.kelompok, lama.pokok, lama.diterima_pada,
        )  # fmt: skip
        if lama.putusan is not None:
            assert act.jenis == "koreksi"
            assert (baru.putusan, baru.alasan, baru.dijawab_oleh, baru.dijawab_pada) == (
                lama.putusan, lama.alasan, lama.dijawab_oleh, lama.dijawab_pada,
            )  # fmt: skip
        if lama.putusan is None and baru.putusan is not None:
            assert baru.dijawab_oleh == act.petugas == lama.diambil_oleh
            assert act.jam <= 240 or baru.keputusan is not None
        if lama.versi is None and baru.versi is not None:
            assert act.kelompok == baru.kelompok
            assert (baru.koreksi, baru.versi) == (ke, ke + 1)
    for satu in keadaan:
        dijawab = [satu.putusan, satu.alasan, satu.penjelasan, satu.dijawab_oleh, satu.dijawab_pada]
        assert len({value is None for value in dijawab}) == 1
        assert (satu.diambil_oleh is None) == (satu.diambil_pada is None)
        assert satu.putusan is None or satu.dijawab_oleh == satu.diambil_oleh
        assert satu.versi is None or (satu.putusan == "DITERIMA" and satu.alasan in PERBAIKAN)
        assert (satu.status is StatusSanggah.DIKOREKSI) == (satu.versi is not None) == (satu.koreksi is not None)
        for kelompok in KELOMPOK:
            boleh = kelompok == satu.kelompok and satu.alasan in PERBAIKAN and satu.versi is None
            assert (tolak_rujukan(satu, satu.nomor, kelompok) is None) == boleh
