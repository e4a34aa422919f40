"""The stage of the objections fails when a service lets pass what it must refuse."""

from collections.abc import Mapping

import orjson
import pytest
from aiohttp import web

from deploy.gladi.benih import NilaiSkb
from deploy.gladi.kegagalan import AturanDilanggar
from deploy.gladi.musim import Keadaan
from deploy.gladi.musim.sanggah import _coba_curang, _daftar_baru, _Langkah, _perubahan_skb, _sepakat
from deploy.gladi.pintu import KEPEGAWAIAN, PENEMPATAN, PENILAIAN, Pintu
from deploy.gladi.sanggah import Koreksi, Macam, Sanggah
from tests.support.doors import Jawab, layanan
from tests.support.gladi import keadaan

LANGKAH = _Langkah(Sanggah(Macam.MASUK, "K", kehilangan=("1",)), 2, coba=True)
ISI = orjson.dumps({"kehilangan": ["1"], "pindah": []})


def _petugas(sendiri: int, tanpa_nama: int) -> Jawab:
    """A service that answers the officer who proposed, and the one who names nobody, with these statuses."""

    async def jawab(request: web.Request) -> web.Response:
        if request.headers["Authorization"] == "Bearer satu":
            return web.json_response({"status": sendiri}, status=sendiri)
        assert await request.json() == {"kehilangan": [], "pindah": []}
        return web.json_response({"status": tanpa_nama}, status=tanpa_nama)

    return jawab


async def _coba(jawab: Jawab) -> Keadaan:
    k = keadaan()
    async with layanan(jawab) as url, Pintu({PENEMPATAN: [url]}, "satu", musim="uji", token_kedua="dua") as k.pintu:  # noqa: S106 - no secret
        await _coba_curang(k, PENEMPATAN, "/rilis", ISI, LANGKAH)
    return k


async def test_both_misuses_are_refused_and_counted() -> None:
    assert (await _coba(_petugas(403, 409))).ditolak_sengaja == 2


@pytest.mark.parametrize(("sendiri", "tanpa_nama"), [(200, 409), (403, 200), (409, 409), (403, 422)])
async def test_a_service_that_lets_a_misuse_pass_ends_the_season(sendiri: int, tanpa_nama: int) -> None:
    with pytest.raises(AturanDilanggar, match="expected"):
        await _coba(_petugas(sendiri, tanpa_nama))


def _baris(*isi: Mapping[str, object]) -> web.Response:
    return web.Response(body=b"".join(orjson.dumps(satu) + b"\n" for satu in isi))


@pytest.mark.parametrize(("daftar", "jumlah", "benar"), [(("2", "3"), 2, True), (("2", "3"), 3, False), (("1", "2"), 2, False)])
async def test_the_list_for_the_skb_is_the_expected_one(daftar: tuple[str, ...], jumlah: int, benar: bool) -> None:
    async def jawab(request: web.Request) -> web.Response:
        if request.path == "/v1/skd/tutup":
            return web.json_response({"status": "SELESAI", "ke_skb": jumlah})
        return _baris(*({"peserta": satu, "formasi": "F", "kelompok": "K"} for satu in daftar))

    k = keadaan()
    k.terpanggil, k.formasi_peserta = {"1": "F", "2": "F"}, {"3": "F"}
    satu = Sanggah(Macam.GUGUR, "K", keluar=("1",), dipanggil=("3",))
    k.koreksi = [Koreksi(satu, 2, (), ("1",), (), ("1",), ())]
    async with layanan(jawab) as url, Pintu({PENILAIAN: [url]}, "satu", musim="uji") as k.pintu:
        if benar:
            await _daftar_baru(k)
            assert (k.terpanggil, k.keluar_skb, k.ke_skb) == ({"2": "F", "3": "F"}, {"1": "F"}, 2)
        else:
            with pytest.raises(AturanDilanggar, match="after the objections"):
                await _daftar_baru(k)


@pytest.mark.parametrize(("kursi", "dicabut", "utuh"), [("F/1", 1, True), ("F/2", 1, False), ("F/1", 0, False)])
async def test_kepegawaian_agrees_when_each_has_the_seat_and_withdrawn_cases_do_not_count(kursi: str, dicabut: int, utuh: bool) -> None:
    async def penempatan(_: web.Request) -> web.Response:
        return _baris(
            {"kursi": "F/1", "formasi": "F", "kelompok": "K", "status": "TERISI", "peserta": "1"},
            {"kursi": "F/2", "formasi": "F", "kelompok": "K", "status": "KOSONG", "peserta": None},
        )

    async def kepegawaian(request: web.Request) -> web.Response:
        if request.path == "/v1/ringkasan":
            return web.json_response({"kasus": 2, "dicabut": dicabut, "nip_terbit": 0, "nip_batal": 0})
        satu = {"kelompok": "K", "formasi": "F", "langkah": None, "nip_terbit": False}
        return _baris(
            {**satu, "peserta": "1", "kursi": kursi, "status": "AKTIF"}, {**satu, "peserta": "2", "kursi": "F/2", "status": "DICABUT"}
        )

    k = keadaan()
    async with (
        layanan(penempatan) as satu,
        layanan(kepegawaian) as dua,
        Pintu({PENEMPATAN: [satu], KEPEGAWAIAN: [dua]}, "t", musim="uji") as k.pintu,
    ):
        assert (await _sepakat(k)).utuh is utuh
    assert k.kursi_sesudah == ({"1": "F/1"} if utuh else {})


def test_somebody_called_late_may_be_absent() -> None:
    assert _perubahan_skb("1", NilaiSkb("TH", None, "TH")) == {"peserta": "1", "jenis": "SKB", "kehadiran": "TH"}
    assert _perubahan_skb("1", NilaiSkb("HADIR", 61_500, "TMS-1")) == {
        "peserta": "1",
        "jenis": "SKB",
        "kehadiran": "HADIR",
        "nilai_skb": 61_500,
        "status_skb": "TMS-1",
    }
