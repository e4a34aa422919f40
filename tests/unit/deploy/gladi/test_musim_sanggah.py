"""The stage of the objections fails when a service lets pass what it must refuse."""

from collections.abc import Mapping

import orjson
import pytest
from aiohttp import web
from joserfc import jws

from deploy.gladi.doors import KEPEGAWAIAN, PENEMPATAN, PENILAIAN, Doors
from deploy.gladi.failures import RuleBroken
from deploy.gladi.invented import NilaiSkb
from deploy.gladi.musim.sanggah import _agreed, _daftar_baru, _Langkah, _perubahan_skb, _same_list, _seats_and_cases, _try_misuse
from deploy.gladi.people import RANGKAP
from deploy.gladi.sanggah import Koreksi, Macam, Sanggah
from tests.support.doors import Reply, service
from tests.support.masuk import people

LANGKAH = _Langkah(Sanggah(Macam.MASUK, "K", kehilangan=("1",)), 2, coba=True)
ISI = orjson.dumps({"kehilangan": ["1"], "pindah": []})


def _petugas(sendiri: int, tanpa_nama: int) -> Reply:
    """A service that answers the officer who proposed, and the one who names nobody, with these statuses."""

    async def reply(request: web.Request) -> web.Response:
        token = jws.extract_compact(request.headers["Authorization"].removeprefix("Bearer ").encode())
        if orjson.loads(token.payload)["sub"] == RANGKAP:
            return web.json_response({"status": sendiri, "kode": "PERLU_PETUGAS_LAIN"}, status=sendiri)
        assert await request.json() == {"kehilangan": [], "pindah": []}
        return web.json_response({"status": tanpa_nama}, status=tanpa_nama)

    return reply


async def _coba(reply: Reply) -> int:
    """Try the misuses; returns how many were refused."""
    async with service(reply) as url, people() as known, Doors({PENEMPATAN: [url]}, known, musim="uji") as doors:
        await _try_misuse(doors, PENEMPATAN, "/rilis", ISI, LANGKAH)
    return doors.refused


async def test_both_misuses_are_refused_and_counted() -> None:
    assert await _coba(_petugas(403, 409)) == 2


@pytest.mark.parametrize(("sendiri", "tanpa_nama"), [(200, 409), (403, 200), (409, 409), (403, 422)])
async def test_a_service_that_lets_a_misuse_pass_ends_the_season(sendiri: int, tanpa_nama: int) -> None:
    with pytest.raises(RuleBroken, match="expected"):
        await _coba(_petugas(sendiri, tanpa_nama))


def _baris(*isi: Mapping[str, object]) -> web.Response:
    return web.Response(body=b"".join(orjson.dumps(satu) + b"\n" for satu in isi))


@pytest.mark.parametrize(("daftar", "jumlah", "benar"), [(("2", "3"), 2, True), (("2", "3"), 3, False), (("1", "2"), 2, False)])
async def test_the_list_for_the_skb_is_the_expected_one(daftar: tuple[str, ...], jumlah: int, benar: bool) -> None:
    async def reply(request: web.Request) -> web.Response:
        if request.path == "/v1/skd/tutup":
            return web.json_response({"status": "SELESAI", "ke_skb": jumlah})
        return _baris(*({"peserta": satu, "formasi": "F", "kelompok": "K"} for satu in daftar))

    satu = Sanggah(Macam.GUGUR, "K", keluar=("1",), dipanggil=("3",))
    harapan = _daftar_baru({"1": "F", "2": "F"}, {"3": "F"}, [Koreksi(satu, 2, (), ("1",), (), ("1",), ())])
    assert harapan == {"2": "F", "3": "F"}
    async with service(reply) as url, people() as known, Doors({PENILAIAN: [url]}, known, musim="uji") as doors:
        if benar:
            assert await _same_list(doors, harapan) == 2
        else:
            with pytest.raises(RuleBroken, match="after the objections"):
                await _same_list(doors, harapan)


@pytest.mark.parametrize(("kursi", "dicabut", "whole"), [("F/1", 1, True), ("F/2", 1, False), ("F/1", 0, False)])
async def test_kepegawaian_agrees_when_each_has_the_seat_and_withdrawn_cases_do_not_count(kursi: str, dicabut: int, whole: bool) -> None:
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

    async with (
        service(penempatan) as satu,
        service(kepegawaian) as dua,
        people() as known,
        Doors({PENEMPATAN: [satu], KEPEGAWAIAN: [dua]}, known, musim="uji") as doors,
    ):
        said = await _seats_and_cases(doors)
    reached = _agreed(said)
    assert (reached.whole and reached.done == reached.total) is whole
    assert said[0] == {"1": "F/1"}


def test_somebody_called_late_may_be_absent() -> None:
    assert _perubahan_skb("1", NilaiSkb("TH", None, "TH")) == {"peserta": "1", "jenis": "SKB", "kehadiran": "TH"}
    assert _perubahan_skb("1", NilaiSkb("HADIR", 61_500, "TMS-1")) == {
        "peserta": "1",
        "jenis": "SKB",
        "kehadiran": "HADIR",
        "nilai_skb": 61_500,
        "status_skb": "TMS-1",
    }
