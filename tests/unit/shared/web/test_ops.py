"""What operators see and may do."""

import asyncio
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime

import pytest

from shared.messaging import ActWriter, Discard, ParkedKey, QuarantinedRecord
from shared.web import Readiness
from tests.support.http import OFFICER, app_of, client_of

WHY = "catatan ini tidak akan pernah dapat diterapkan"
MOMENT = datetime(2026, 1, 2, 3, 4, tzinfo=UTC)


@dataclass
class OneKeyWaits:
    """Messaging in a known state: one record unreadable, one key of one topic waiting with two records."""

    released: list[tuple[str, str]] = field(default_factory=list)
    decided: list[tuple[str, str, str]] = field(default_factory=list)
    acts: list[ActWriter] = field(default_factory=list)
    proposed: Discard = field(
        default_factory=lambda: Discard(5, "exam-scored", "0001", 0, 41, "KURSI: tidak ada", WHY, "lain", MOMENT, None, None)
    )

    async def quarantine(self, limit: int) -> list[QuarantinedRecord]:
        return [QuarantinedRecord(1, "penilaian.exam-scored", "exam-scored", 0, 41, "JSON", "line 1", MOMENT)][:limit]

    async def parked(self, limit: int) -> list[ParkedKey]:
        return [ParkedKey("exam-scored", "0001", "KURSI: tidak ada", 2, MOMENT)][:limit]

    async def release(self, topic: str, key: str, *, record_act: ActWriter) -> int:
        self.acts.append(record_act)
        if topic != "exam-scored":
            raise KeyError(topic)
        if key != "0001":
            return 0
        self.released.append((topic, key))
        return 2

    async def lag(self) -> dict[str, int]:
        return {"exam-scored": 7}

    def held(self) -> dict[str, str]:
        return {"exam-scored": "PoisonStorm: 101 unreadable records in a row, limit 100"}

    async def let_go_on(self, topic: str, *, officer: str, why: str, record_act: ActWriter) -> int:
        self.acts.append(record_act)
        self.decided.append((topic, officer, why))
        return 1

    async def discards(self, limit: int) -> list[Discard]:
        return [self.proposed][:limit]

    async def propose_discard(self, topic: str, key: str, *, officer: str, why: str, record_act: ActWriter) -> Discard | None:
        self.acts.append(record_act)
        if topic != "exam-scored":
            raise KeyError(topic)
        return replace(self.proposed, proposed_by=officer, why=why) if key == "0001" else None

    async def confirm_discard(self, number: int, *, officer: str, record_act: ActWriter) -> Discard | None:
        self.acts.append(record_act)
        if number != self.proposed.id or officer == self.proposed.proposed_by:
            return None
        return replace(self.proposed, confirmed_by=officer, confirmed_at=MOMENT)


async def test_operators_need_the_token() -> None:
    async with client_of(app_of(operations=OneKeyWaits)) as client:
        for method, path in [("GET", "karantina"), ("GET", "parkir"), ("GET", "lag"), ("POST", "parkir/exam-scored/lepas?key=0001")]:
            async with client.request(method, f"/v1/operasional/{path}") as answer:
                assert answer.status == 401


async def test_operators_see_and_release() -> None:
    waits = OneKeyWaits()
    async with client_of(app_of(operations=lambda: waits), headers=list(OFFICER.items())) as client:
        async with client.get("/v1/operasional/karantina") as answer:
            assert [(r["offset"], r["reason"], r["received_at"]) for r in await answer.json()] == [(41, "JSON", "2026-01-02T03:04:00Z")]
        async with client.get("/v1/operasional/parkir") as answer:
            assert [(k["key"], k["records"]) for k in await answer.json()] == [("0001", 2)]
        async with client.get("/v1/operasional/lag") as answer:
            assert await answer.json() == {"exam-scored": 7}
        async with client.post("/v1/operasional/parkir/exam-scored/lepas", params={"key": "0001"}) as answer:
            assert (answer.status, await answer.json()) == (200, {"dilepas": 2})
        async with client.post("/v1/operasional/parkir/exam-scored/lepas", params={"key": "0002"}) as answer:
            assert (answer.status, (await answer.json(content_type=None))["kode"]) == (404, "TIDAK_TERPARKIR")
        async with client.post("/v1/operasional/parkir/nip-issued/lepas", params={"key": "0001"}) as answer:
            assert (answer.status, (await answer.json(content_type=None))["kode"]) == (404, "TOPIK_TIDAK_DIBACA")
    assert waits.released == [("exam-scored", "0001")]
    assert len(waits.acts) == 3


async def test_two_officers_drop_a_record_and_one_lets_a_storm_go_on() -> None:
    waits = OneKeyWaits()
    why = {"alasan": WHY}
    async with client_of(app_of(operations=lambda: waits), headers=list(OFFICER.items())) as client:
        async with client.post("/v1/operasional/parkir/exam-scored/buang", params={"key": "0001"}, json=why) as answer:
            assert (answer.status, (await answer.json())["proposed_by"], (await answer.json())["why"]) == (201, "petugas", WHY)
        async with client.post("/v1/operasional/parkir/exam-scored/buang", params={"key": "0002"}, json=why) as answer:
            assert answer.status == 404
        async with client.post("/v1/operasional/parkir/exam-scored/buang", params={"key": "0001"}, json={"alasan": "-"}) as answer:
            assert answer.status == 422
        async with client.get("/v1/operasional/buang") as answer:
            assert [found["id"] for found in await answer.json()] == [5]
        async with client.post("/v1/operasional/buang/5/setujui") as answer:
            assert (answer.status, (await answer.json())["confirmed_by"]) == (200, "petugas")
        waits.proposed = replace(waits.proposed, proposed_by="petugas")
        async with client.post("/v1/operasional/buang/5/setujui") as answer:
            assert (answer.status, (await answer.json(content_type=None))["kode"]) == (404, "USULAN_TIDAK_ADA")
        async with client.get("/v1/operasional/tertahan") as answer:
            assert "PoisonStorm" in (await answer.json())["exam-scored"]
        async with client.post("/v1/operasional/tertahan/exam-scored/lanjut", json=why) as answer:
            assert (answer.status, await answer.json()) == (200, {"partisi": 1})
    assert waits.decided == [("exam-scored", "petugas", WHY)]
    assert len(waits.acts) == 5


async def test_ready_names_what_is_missing() -> None:
    checks: dict[str, str | None] = {"database": None, "consumers": "penilaian.exam-scored has not joined"}

    async def readiness() -> Readiness:
        return Readiness(dict(checks))

    async with client_of(app_of(readiness=readiness)) as client:
        async with client.get("/ready") as answer:
            assert answer.status == 503
            assert await answer.json() == {
                "status": "BELUM",
                "pemeriksaan": {"database": "OK", "consumers": "penilaian.exam-scored has not joined"},
            }
        checks["consumers"] = None
        async with client.get("/ready") as answer:
            assert (answer.status, (await answer.json())["status"]) == (200, "SIAP")


async def test_what_stops_no_request_is_told_and_takes_nobody_out() -> None:
    async def readiness() -> Readiness:
        return Readiness({"database": None, "kafka": None}, {"kafka": "no broker accepts connections"})

    async with client_of(app_of(readiness=readiness)) as client, client.get("/ready") as answer:
        assert answer.status == 200
        assert await answer.json() == {"status": "TERGANGGU", "pemeriksaan": {"database": "OK", "kafka": "no broker accepts connections"}}


async def test_a_readiness_that_hangs_is_not_ready(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("shared.web.ops._READY_SECONDS", 0.2)

    async def readiness() -> Readiness:
        await asyncio.Event().wait()
        return Readiness({})

    async with client_of(app_of(readiness=readiness)) as client, client.get("/ready") as answer:
        assert answer.status == 503


async def test_metrics_count_requests_by_template() -> None:
    async with client_of(app_of(operations=OneKeyWaits)) as client:
        async with client.get("/v1/operasional/lag", headers=OFFICER) as answer:
            assert answer.status == 200
        async with client.get("/0012345678901234") as answer:
            assert answer.status == 404
        async with client.get("/metrics") as answer:
            text = await answer.text()
    assert 'http_request_seconds_count{method="GET",route="/v1/operasional/lag",status="200"}' in text
    assert 'http_request_seconds_count{method="GET",route="-",status="404"}' in text
    assert "0012345678901234" not in text
