"""Every route × kind of season × role × own, foreign or no agency × own or foreign person: the answer is the policy's.

The table is read here by other code.

The services are served for real and wired to no database: who may gets so far as to be told that it is missing, or that the body is not
right; who may not is told so before anything is read.
"""

import asyncio
import logging
import re
import tomllib
from collections.abc import Iterator
from contextlib import AsyncExitStack
from dataclasses import dataclass
from functools import cache
from typing import Any

import aiohttp
import pytest
import structlog
from hypothesis import given, settings
from hypothesis import strategies as st

from shared.kebijakan import JenisMusim, JenisPelaku, Peran
from shared.kebijakan.tindakan import BERKAS
from shared.web.identitas.wewenang import milik_sendiri, sebatas_jangkauan
from tests.support.http import PENERBIT, PENERBIT_PESERTA, client_of
from tests.support.layanan import SERVICES, Rute, app_of_service, semua_rute
from tests.support.penerbit import bearer

KAMI, LAIN = "0001", "0002"
PESERTA = {KAMI: f"24{KAMI}20110000001", LAIN: f"24{LAIN}20110000001"}
TABEL: dict[str, Any] = tomllib.loads(BERKAS.read_text(encoding="utf-8"))["tindakan"]
# What two persons do, by either of them: a program is no person, whatever roles it has.
BERDUA = frozenset(kode for satu, isi in TABEL.items() if "orang_lain" in isi for kode in (satu, isi["orang_lain"]))
# Who may, and is refused all the same by a rule that comes after the policy.
SESUDAHNYA = frozenset({"NIK_BELUM_DIPASTIKAN", "NIK_BUKAN_MILIK", "PERLU_PETUGAS_LAIN"})


@dataclass(frozen=True)
class Orang:
    """Somebody at the door: what the token says, and what a table of who may has to know of it."""

    nama: str
    peran: frozenset[str]
    instansi: str | None = None
    peserta: str | None = None


@cache
def _header(orang: Orang) -> dict[str, str]:
    if orang.peserta is not None:
        return bearer(PENERBIT_PESERTA.tulis(PENERBIT_PESERTA.klaim(orang.peserta)))
    if orang.peran == {"PELAMAR"}:
        return bearer(PENERBIT.pelamar("pelamar-matriks", f"00{1:014d}"))
    jenis = JenisPelaku.LAYANAN if "LAYANAN" in orang.peran else JenisPelaku.PETUGAS
    return bearer(PENERBIT.tulis(PENERBIT.klaim("matriks", jenis, peran=sorted(orang.peran), instansi=orang.instansi)))


def _semua_orang() -> Iterator[Orang]:
    for peran in sorted(peran.value for peran in Peran):
        if peran == "PELAMAR":
            yield Orang("pelamar", frozenset({peran}))
            yield Orang("peserta", frozenset({peran}), peserta=PESERTA[KAMI])
        elif peran == "LAYANAN":
            yield Orang("layanan", frozenset({peran}))
            yield Orang("layanan dengan semua peran", frozenset(Peran) - {Peran.PELAMAR}, KAMI)
        else:
            yield from (Orang(f"{peran} {instansi or 'nasional'}", frozenset({peran}), instansi) for instansi in (None, KAMI))
    yield Orang("tanpa peran", frozenset())


ORANG = tuple(_semua_orang())
RUTE = {layanan: list(semua_rute(app_of_service(layanan), layanan)) for layanan in SERVICES}


def ada(rute: Rute, musim: str) -> bool:
    """Whether the policy gives the route's action to this kind of season."""
    (kode,) = {satu.tindakan.kode for satu in rute.wewenang} | {satu.tindakan.kode for satu in rute.terbuka}
    return musim in TABEL[kode]["musim"]


def boleh(rute: Rute, musim: str, orang: Orang, milik: str) -> bool:
    """What the policy says, from the file itself; `milik`: the agency that the path speaks of."""
    if not ada(rute, musim) or ("LAYANAN" in orang.peran and any(satu.tindakan.kode in BERDUA for satu in rute.wewenang)):
        return False
    if not rute.wewenang:
        return True
    (satu,) = rute.wewenang
    for peran in orang.peran:
        match TABEL[satu.tindakan.kode]["boleh"].get(peran):
            case "NASIONAL":
                return True
            case "INSTANSI" if orang.instansi is not None and (satu.milik is sebatas_jangkauan or _menyebut(rute, orang.instansi, milik)):
                return True
            case "SENDIRI" if satu.milik is milik_sendiri or ("{peserta}" in rute.jalan and orang.peserta == PESERTA[milik]):
                return True
            case _:
                pass
    return False


def _menyebut(rute: Rute, instansi: str, milik: str) -> bool:
    return ("{kelompok}" in rute.jalan or "{peserta}" in rute.jalan) and instansi == milik


def _alamat(rute: Rute, milik: str) -> str:
    isi: dict[str, str] = {
        "kelompok": f"{milik}-J01",
        "peserta": PESERTA[milik],
        "lamaran": "A" * 26,
        "nama": "berkas.csv",
        "topic": "exam-scored",
    }
    return re.sub(r"\{(\w+)\}", lambda nama: isi.get(nama[1], "1"), rute.jalan)


class Pintu:
    """The four services and a client for each, in a loop of their own that runs while something is asked."""

    def __init__(self) -> None:
        self.runner = asyncio.Runner()
        self.stack = AsyncExitStack()
        self.app = {nama: app_of_service(nama) for nama in SERVICES}
        self.client: dict[str, aiohttp.ClientSession] = {}

    async def buka(self) -> None:
        for nama, app in self.app.items():
            self.client[nama] = await self.stack.enter_async_context(client_of(app, lifespan="off"))

    def bermusim(self, musim: JenisMusim) -> None:
        """Let all four serve a season of this kind; not all of them know the rules of each kind, but their doors do."""
        for app in self.app.values():
            app.state.musim = musim


@pytest.fixture(scope="module")
def pintu() -> Iterator[Pintu]:
    # A missing database is met on purpose, hundreds of times: its tracebacks would take longer than the requests.
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.CRITICAL))
    made = Pintu()
    with made.runner:
        made.runner.run(made.buka())
        yield made
        made.runner.run(made.stack.aclose())
    structlog.reset_defaults()


async def _jawaban(pintu: Pintu, rute: Rute, orang: Orang | None, milik: str) -> tuple[int, str | None]:
    headers = {"Idempotency-Key": "kunci-matriks", "Content-Type": "application/json", **(_header(orang) if orang else {})}
    async with pintu.client[rute.layanan].request(
        rute.cara, _alamat(rute, milik), headers=headers, data=None if rute.cara == "GET" else b"{}"
    ) as jawaban:
        masalah = await jawaban.json(content_type=None) if jawaban.status >= 400 else {}
    return jawaban.status, masalah.get("kode")


@pytest.mark.parametrize("musim", JenisMusim)
@pytest.mark.parametrize("layanan", SERVICES)
def test_every_route_answers_every_role_as_the_policy_says(pintu: Pintu, layanan: str, musim: JenisMusim) -> None:
    pintu.bermusim(musim)
    salah = []
    for rute in RUTE[layanan]:
        tolak = "TIDAK_BERWENANG" if ada(rute, musim) else "BUKAN_PADA_MUSIM_INI"
        for orang in ORANG:
            for milik in (KAMI, LAIN):
                status, kode = pintu.runner.run(_jawaban(pintu, rute, orang, milik))
                masuk = status not in {401, 403} or kode in SESUDAHNYA
                if masuk != boleh(rute, musim, orang, milik) or (not masuk and (status, kode) != (403, tolak)):
                    salah.append(f"{rute} {orang.nama} {milik}: {status} {kode}")
    assert salah == []


@pytest.mark.parametrize("musim", JenisMusim)
@pytest.mark.parametrize("layanan", SERVICES)
def test_without_a_token_only_open_routes_answer(pintu: Pintu, layanan: str, musim: JenisMusim) -> None:
    pintu.bermusim(musim)
    for rute in RUTE[layanan]:
        status, kode = pintu.runner.run(_jawaban(pintu, rute, None, KAMI))
        assert ((status, kode) == (401, "TOKEN_MASUK")) == bool(rute.wewenang), rute
        assert ((status, kode) == (403, "BUKAN_PADA_MUSIM_INI")) == (not rute.wewenang and not ada(rute, musim)), rute


@settings(max_examples=150, deadline=None)
@given(
    musim=st.sampled_from(JenisMusim),
    langkah=st.lists(
        st.tuples(
            st.sampled_from([rute for semua in RUTE.values() for rute in semua]),
            st.sets(st.sampled_from([peran.value for peran in Peran if peran is not Peran.PELAMAR]), max_size=4),
            st.sampled_from([None, KAMI, LAIN]),
            st.sampled_from([KAMI, LAIN]),
        ),
        min_size=1,
        max_size=8,
    ),
)
def test_no_walk_through_the_doors_finds_another_answer(
    pintu: Pintu, musim: JenisMusim, langkah: list[tuple[Rute, set[str], str | None, str]]
) -> None:
    """Any roles together, one after another: an answer depends on who asks and for what, and on nothing that was asked before."""
    pintu.bermusim(musim)
    for rute, peran, instansi, milik in langkah:
        orang = Orang("siapa saja", frozenset(peran), instansi)
        status, kode = pintu.runner.run(_jawaban(pintu, rute, orang, milik))
        assert (status not in {401, 403} or kode in SESUDAHNYA) == boleh(rute, musim, orang, milik), (
            rute,
            musim,
            orang,
            milik,
            status,
            kode,
        )
