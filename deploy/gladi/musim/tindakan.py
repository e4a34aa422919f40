"""Acts of two officers on a season: announcing it, its way of filling, or a higher version of its rules."""

from functools import partial

import orjson

from deploy.gladi.answers import Lag, Usul
from deploy.gladi.doors import KEPEGAWAIAN, PENDAFTARAN, PENEMPATAN, PENILAIAN, Doors
from deploy.gladi.people import RANGKAP
from deploy.gladi.plan import Tools
from deploy.gladi.progress import Reached
from deploy.gladi.topics import Bus, read_topic


async def tetapkan(tools: Tools, *, versi: int, aturan_versi: int) -> None:
    """Propose version `versi` of the season, under that version of its rule set, and release it; wait until every service knows it."""
    plan, doors = tools.plan, tools.doors
    async with tools.stage(f"musim versi {versi}") as stage:
        isi = {
            "musim": plan.musim,
            "aturan": {"nama": plan.aturan, "versi": aturan_versi},
            "mode_pengisian": plan.mode,
            "keadaan": "BERJALAN",
            "versi": versi,
            "keputusan": f"Surat Gladi {versi}/{plan.tahun}",
        }
        usul = await doors.send(PENDAFTARAN, "/v1/musim/usul", orjson.dumps(isi), purpose=f"usul-musim-{versi}", expected=(201,))
        rilis = orjson.dumps({"musim": plan.musim, "sidik": usul.parsed(Usul).sidik})
        path, kode = "/v1/musim/rilis", "PERLU_PETUGAS_LAIN"
        await doors.send_wrong(PENDAFTARAN, path, rilis, purpose=f"rilis-musim-{versi}-sendiri", status=403, kode=kode, by=RANGKAP)
        await doors.send(PENDAFTARAN, path, rilis, purpose=f"rilis-musim-{versi}", expected=(200,))
        await stage.wait_for("musim diumumkan", partial(_announced, tools.bus, plan.musim), lambda last: Reached(last, versi))
        await stage.wait_for("semua layanan tahu", partial(_not_known, doors), lambda left: Reached(0, left, whole=left == 0))
        stage.note(1, "musim", f"{plan.musim}, {plan.aturan} versi {aturan_versi}, {plan.mode}")


async def _announced(bus: Bus, musim: str) -> int:
    """The highest version of a season on the topic."""
    newest = 0
    async for records in read_topic(bus, "season-announced"):
        newest = max(newest, *(record.sequence for record in records if record.subject == musim), 0)
    return newest


async def _not_known(doors: Doors) -> int:
    """How many announcements of seasons some replica has not applied yet."""
    lags = [lag for service in (PENILAIAN, PENEMPATAN, KEPEGAWAIAN) for lag in await doors.ask_each(service, "/v1/operasional/lag", Lag)]
    return sum(lag.root.get("season-announced", 0) for lag in lags)
