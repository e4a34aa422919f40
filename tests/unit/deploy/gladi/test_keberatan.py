"""Who objects follows from what was wrong; and what becomes of every objection is held against the list of all."""

import orjson
import pytest
from aiohttp import web

from deploy.gladi.doors import PENILAIAN, Doors
from deploy.gladi.failures import RuleBroken
from deploy.gladi.invented import NilaiSkb
from deploy.gladi.musim.keberatan import pastikan_dijawab, pengaju
from deploy.gladi.sanggah import SKD_ORANG_LAIN, Koreksi, Macam, Sanggah
from tests.support.doors import service
from tests.support.masuk import people

SKB = NilaiSkb("HADIR", 80_000, "HADIR")
MASUK = Sanggah(Macam.MASUK, "0001-J0", skb={"5": SKB}, masuk=("5",), kehilangan=("3",))
GUGUR = Sanggah(Macam.GUGUR, "0001-J1", skd={"1": SKD_ORANG_LAIN}, skb={"9": SKB, "8": SKB}, keluar=("1",), dipanggil=("8", "9"))


def test_whoever_was_wronged_objects_and_nobody_against_the_own_seat() -> None:
    assert pengaju(MASUK) == "5"
    assert pengaju(GUGUR) == "8"
    assert pengaju(GUGUR._replace(skb={}, dipanggil=())) is None


Baris = dict[str, str | int | None]
BENAR: list[Baris] = [
    {"peserta": "5", "status": "DIKOREKSI", "versi": 2, "kelompok": "x"},
    {"peserta": "7", "status": "DITOLAK", "versi": None},
]
KOREKSI = [Koreksi(MASUK, 2, ("5",), ("3",), (), (), ()), Koreksi(GUGUR._replace(skb={}, dipanggil=()), 2, (), (), (), (), ())]


async def _pastikan(baris: list[Baris]) -> None:
    async def reply(request: web.Request) -> web.Response:
        assert request.path == "/v1/sanggah/daftar.ndjson"
        return web.Response(body=b"".join(orjson.dumps(satu) + b"\n" for satu in baris))

    async with service(reply) as url, people() as known, Doors({PENILAIAN: [url]}, known, musim="uji") as doors:
        await pastikan_dijawab(doors, KOREKSI, ["7"])


async def test_a_list_that_says_what_was_done_is_right() -> None:
    await _pastikan(BENAR)


@pytest.mark.parametrize(
    "baris",
    [
        BENAR[:1],
        [BENAR[0] | {"status": "DITERIMA", "versi": None}, BENAR[1]],
        [BENAR[0] | {"versi": 3}, BENAR[1]],
        [*BENAR, {"peserta": "6", "status": "DIAJUKAN", "versi": None}],
    ],
)
async def test_a_list_that_says_anything_else_ends_the_season(baris: list[Baris]) -> None:
    with pytest.raises(RuleBroken, match="objections listed"):
        await _pastikan(baris)
