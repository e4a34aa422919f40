"""The last millisecond of registration on three replicas as they are started, of which one has lost its bus."""

from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import AsyncExitStack, asynccontextmanager
from pathlib import Path

import asyncpg
import pytest

from deploy.lokal.kafka import KafkaCluster
from services.pendaftaran.app import build
from services.pendaftaran.context import Context
from services.pendaftaran.store import musim as store_musim
from services.pendaftaran.store.musim import MusimBerjalan
from shared.web import sekarang
from tests.integration.pendaftaran.test_berlomba import PERPANJANGAN, RILIS, Perlombaan
from tests.support.backends import KafkaServer, own_folder
from tests.support.http import client_of
from tests.support.pendaftaran import Jam, Uji, setelan_pendaftaran
from tests.support.pendaftaran.jadwal import MILIDETIK, ajukan
from tests.support.waiting import wait_for

pytestmark = pytest.mark.fault

PETUGAS, SEBELUM, SESUDAH = range(3)


@pytest.fixture
def bus_lain() -> Iterator[tuple[KafkaCluster, str]]:
    """A broker that this test kills, and the prefix of its topics."""
    with own_folder() as folder, KafkaCluster(Path(folder) / "kafka", locked=False, brief=True) as cluster:
        yield cluster, KafkaServer(cluster.bootstrap_servers, cluster).make_catalogue()


@asynccontextmanager
async def _replika(nomor: int, dsn: str, bootstrap: str, jam: Jam) -> AsyncIterator[Uji]:
    """One replica with consumers and workers, by that clock."""
    settings = setelan_pendaftaran(dsn, bootstrap=bootstrap).model_copy(update={"replica": nomor})
    app, context = build(settings), Context.of(settings)
    app.dependency_overrides[sekarang] = lambda: jam.kini
    async with client_of(app) as http:
        async with app.state.pool.acquire() as conn:
            musim = await context.instalasi.pilih(conn, None)
        uji = Uji(http, app.state.pool, context.instalasi, musim, context.brankas, dsn)
        await wait_for(lambda: _keadaan(uji, "SIAP"), what="a replica to be ready")
        yield uji


async def _keadaan(uji: Uji, status: str) -> bool:
    async with uji.http.get("/ready") as jawaban:
        return str((await jawaban.json())["status"]) == status


@pytest.fixture
async def lomba(
    *,
    request: pytest.FixtureRequest,
    kafka: KafkaServer,
    topic_prefix: str,
    bus_lain: tuple[KafkaCluster, str],
    service_dsn: Callable[[str], str],
    monkeypatch: pytest.MonkeyPatch,
) -> AsyncIterator[Perlombaan]:
    """Three replicas with an extension in flight; the bus of the one that the parameter names is gone."""
    dsn, jam, (cluster, awalan) = service_dsn("pendaftaran"), [Jam(RILIS) for _ in range(3)], bus_lain
    async with AsyncExitStack() as stack:
        replika: list[Uji] = []
        for ke in range(3):
            terputus = ke == request.param
            monkeypatch.setenv("MESSAGING_TOPIC_PREFIX", awalan if terputus else topic_prefix)
            bootstrap = cluster.bootstrap_servers if terputus else kafka.bootstrap_servers
            replika.append(await stack.enter_async_context(_replika(ke, dsn, bootstrap, jam[ke])))
        lomba = Perlombaan(replika, jam)
        await lomba.siapkan()
        cluster.kill_node(1)
        await wait_for(lambda: _keadaan(replika[request.param], "TERGANGGU"), timeout=30, what="the loss of the bus to be seen")
        yield lomba


@pytest.mark.parametrize("lomba", [PETUGAS, SEBELUM, SESUDAH], indirect=True)
async def test_a_replica_without_a_bus_keeps_the_door_as_the_others_do(lomba: Perlombaan) -> None:
    """Whether it releases the extension, or receives what comes a millisecond before or after the old closing."""
    assert await lomba.berlomba(perpanjang=lomba.sidik) == [(201, None), (201, None)]
    for jam in lomba.jam:
        jam.kini = PERPANJANGAN + MILIDETIK
    for nomor, uji in enumerate((lomba.petugas, lomba.sebelum, lomba.sesudah), 3):
        assert await ajukan(uji, nomor) == (409, "PENDAFTARAN_DITUTUP")


@pytest.mark.parametrize("lomba", [SESUDAH], indirect=True)
async def test_negative_control_a_replica_that_waited_for_its_bus_would_shut_somebody_out(
    lomba: Perlombaan, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The replica that is cut off goes by the calendar that it was told last, as one does that reads it from a topic."""
    kunci = store_musim.kunci_melamar
    async with lomba.sesudah.pool.acquire() as conn:
        terakhir = await store_musim.ambil(conn, lomba.sesudah.musim.nama)

    async def dari_bus(conn: asyncpg.Connection, musim: str) -> MusimBerjalan:
        berjalan = await kunci(conn, musim)
        return terakhir if await conn.fetchval("select current_setting('application_name')") == f"pendaftaran-{SESUDAH}" else berjalan

    monkeypatch.setattr(store_musim, "kunci_melamar", dari_bus)
    assert await lomba.berlomba(perpanjang=lomba.sidik) == [(201, None), (409, "PENDAFTARAN_DITUTUP")]
