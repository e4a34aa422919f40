"""The API on a real database behind a real server."""

from collections.abc import AsyncIterator

import aiohttp
import asyncpg
import orjson
import pytest

from services.kepegawaian.api import routers
from services.kepegawaian.context import Context
from shared.istilah import Hasil, Rute
from tests.integration.kepegawaian.kantor import buka_kasus, terima_keputusan
from tests.support.http import OFFICER, app_of, client_of
from tests.support.kepegawaian import SIDIK, brankas, diputuskan

MUNDUR = {"peserta": "1", "jenis": "MENGUNDURKAN_DIRI", "alasan": "LOKASI_JAUH", "tanggal": "2025-02-01"}
USUL = {"peserta": "2", "tanggal_lahir": "1996-08-18", "jenis_kelamin": "L", "tmt": "2025-04-01"}
CSV = """peserta,tanggal_lahir,jenis_kelamin,tmt
2,1996-08-18,L,2025-04-01
3,18-08-1996,P,01/04/2025
4,1996-13-18,L,2025-04-01
5,1996-08-18,L,2025-04-15
9,1996-08-18,L,2025-04-01
"""


@pytest.fixture
async def client(pool: asyncpg.Pool) -> AsyncIterator[aiohttp.ClientSession]:
    await buka_kasus(pool, "1", "2", "3", "4", "5")
    app = app_of(*routers)
    app.state.pool = pool
    app.state.context = Context(brankas(), SIDIK)
    async with client_of(app, headers=list(OFFICER.items()), whole=True) as session:
        yield session


def _kunci(nama: str) -> dict[str, str]:
    return {"Idempotency-Key": f"uji-kepegawaian-{nama}"}


async def test_leaving_is_recorded_once_however_often_it_is_sent(client: aiohttp.ClientSession) -> None:
    satu = await client.post("/v1/pengunduran-diri", json=MUNDUR, headers=_kunci("a"))
    assert (satu.status, await satu.json()) == (201, {"peserta": "1", "langkah": "SEBELUM_USUL_NIP", "dapat_diganti": True})
    ulang = await client.post("/v1/pengunduran-diri", json=MUNDUR, headers=_kunci("a"))
    assert (ulang.status, ulang.headers["Idempotency-Replayed"], await ulang.json()) == (201, "true", await satu.json())
    lagi = await client.post("/v1/pengunduran-diri", json=MUNDUR, headers=_kunci("b"))
    assert (lagi.status, (await lagi.json())["kode"]) == (409, "SUDAH_KELUAR")
    tanpa = await client.post("/v1/pengunduran-diri", json={**MUNDUR, "peserta": "99"}, headers=_kunci("c"))
    assert (tanpa.status, (await tanpa.json())["kode"]) == (404, "BELUM_DITEMPATKAN")
    salah = await client.post("/v1/pengunduran-diri", json={**MUNDUR, "peserta": "2", "alasan": "MENINGGAL_DUNIA"}, headers=_kunci("d"))
    assert (salah.status, (await salah.json())["kode"]) == (422, "ALASAN_TIDAK_SESUAI")


@pytest.mark.parametrize("jalan", ["/v1/pengunduran-diri", "/v1/usul-nip", "/v1/usul-nip/massal"])
async def test_writes_are_for_officers(client: aiohttp.ClientSession, jalan: str) -> None:
    jawaban = await client.post(jalan, json=MUNDUR, headers={**_kunci("x"), "Authorization": "Bearer salah"})
    assert jawaban.status == 401
    assert (await client.get("/v1/pegawai/1", headers={"Authorization": "Bearer salah"})).status == 401


async def test_one_proposal_and_the_number_only_where_it_is_asked_for(client: aiohttp.ClientSession) -> None:
    jawaban = await client.post("/v1/usul-nip", json=USUL, headers=_kunci("a"))
    assert (jawaban.status, await jawaban.json()) == (201, {"peserta": "2", "sudah_ada": False, "dataref": "/v1/pegawai/2"})
    pegawai = await (await client.get("/v1/pegawai/2")).json()
    assert (pegawai["nip"], pegawai["status"], pegawai["langkah"]) == ("199608182025041001", "AKTIF", "NIP_TERBIT")
    bukan = await client.post("/v1/usul-nip", json={**USUL, "peserta": "99"}, headers=_kunci("b"))
    assert (bukan.status, (await bukan.json())["kode"]) == (409, "BELUM_DITEMPATKAN")
    assert (await client.get("/v1/pegawai/99")).status == 404


async def test_a_list_takes_the_good_rows_and_names_the_bad_ones(client: aiohttp.ClientSession) -> None:
    jawaban = await client.post("/v1/usul-nip/massal?format=csv", data=CSV.encode(), headers=_kunci("a"))
    hasil = await jawaban.json()
    assert (jawaban.status, hasil["terbit"], hasil["sudah_ada"]) == (200, 2, 0)
    assert [(satu["baris"], satu["kode"]) for satu in hasil["ditolak"]] == [
        *((4, "SEL_BUKAN_TANGGAL"), (5, "TMT_BUKAN_AWAL_BULAN"), (6, "BELUM_DITEMPATKAN")),
    ]
    lines = b"\n".join(orjson.dumps(satu) for satu in ({**USUL, "jenis_kelamin": "P", "peserta": "5"}, USUL, {"peserta": "x"}))
    hasil = await (await client.post("/v1/usul-nip/massal?format=ndjson", data=lines, headers=_kunci("b"))).json()
    assert (hasil["terbit"], hasil["sudah_ada"], [satu["baris"] for satu in hasil["ditolak"]]) == (1, 1, [3])


async def test_lists_and_counts(client: aiohttp.ClientSession, pool: asyncpg.Pool) -> None:
    await terima_keputusan(pool, diputuskan("5", hasil=Hasil.TIDAK_LULUS, versi=2))
    await client.post("/v1/usul-nip/massal?format=csv", data=CSV.encode(), headers=_kunci("a"))
    await client.post("/v1/pengunduran-diri", json=MUNDUR, headers=_kunci("b"))
    await client.post("/v1/pengunduran-diri", json={**MUNDUR, "peserta": "2", "alasan": "GAJI"}, headers=_kunci("c"))
    assert await (await client.get("/v1/ringkasan")).json() == {
        "kasus": 5,
        "dicabut": 1,
        "mundur": {"GAJI": 1, "LOKASI_JAUH": 1},
        "diganti_boleh": 1,
        "nip_terbit": 2,
        "nip_batal": 1,
    }
    baris = [orjson.loads(line) for line in (await (await client.get("/v1/hasil.ndjson")).read()).splitlines()]
    assert baris[1] == {
        "peserta": "2",
        "kelompok": "K",
        "formasi": "A",
        "kursi": "A/2",
        "status": "MUNDUR",
        "langkah": "NIP_TERBIT",
        "nip_terbit": True,
        "nip_batal": True,
    }
    pegawai = await (await client.get("/v1/pegawai/2")).json()
    assert pegawai["nip_dibatalkan"] is True
    assert pegawai["sanksi"]["sampai"] == "2026-12-31"


async def test_who_was_moved_and_resigns_before_the_nip_reads_why_there_is_no_bar(
    client: aiohttp.ClientSession, pool: asyncpg.Pool
) -> None:
    await terima_keputusan(pool, diputuskan("6", rute=Rute.UMUM_DARI_UNIT_LAIN))
    for peserta in ("1", "6"):
        await client.post("/v1/pengunduran-diri", json={**MUNDUR, "peserta": peserta}, headers=_kunci(f"pindah{peserta}"))
    tetap, pindah = [await (await client.get(f"/v1/pegawai/{peserta}")).json() for peserta in ("1", "6")]
    assert (tetap["sanksi"]["sampai"], tetap["bebas_sanksi"]) == ("2026-12-31", None)
    assert (pindah["sanksi"], pindah["bebas_sanksi"]) == (
        None,
        {"kode": "MUNDUR_DARI_LOKASI_LAIN", "pasal": "Surat BKN 1272/B-MP.01.01/SD/D/2025"},
    )
    aktif = await (await client.get("/v1/pegawai/3")).json()
    assert (aktif["sanksi"], aktif["bebas_sanksi"]) == (None, None)


@pytest.mark.parametrize(
    ("isian", "kolom"),
    [
        ({"tanggal_lahir": 0}, "tanggal_lahir"),
        ({"tanggal_lahir": "0"}, "tanggal_lahir"),
        ({"tanggal_lahir": "199-08-18"}, "tanggal_lahir"),
        ({"tanggal_lahir": "0199-08-18"}, "tanggal_lahir"),
        ({"tanggal_lahir": "1899-08-18"}, "tanggal_lahir"),
        ({"tmt": "9999-01-01"}, "tmt"),
        ({"tmt": "2099-01-01"}, "tmt"),
        ({"peserta": "١٢٣"}, "peserta"),
    ],
)
async def test_what_can_be_nobodys_is_refused_by_the_name_of_the_field(
    client: aiohttp.ClientSession, isian: dict[str, object], kolom: str
) -> None:
    satu = await client.post("/v1/usul-nip", json={**USUL, **isian}, headers=_kunci("a"))
    assert (satu.status, [salah["kolom"] for salah in (await satu.json())["kesalahan"]]) == (422, [kolom])
    lines = b"\n".join(orjson.dumps(row) for row in ({**USUL, **isian}, {**USUL, "peserta": "3"}))
    massal = await client.post("/v1/usul-nip/massal?format=ndjson", data=lines, headers=_kunci("b"))
    hasil = await massal.json()
    assert (massal.status, hasil["terbit"], [(salah["baris"], salah["kolom"]) for salah in hasil["ditolak"]]) == (200, 1, [(1, kolom)])


async def test_a_list_with_a_year_of_another_age_takes_its_other_rows(client: aiohttp.ClientSession) -> None:
    rows = "2,0199-08-18,L,2025-04-01\n3,1899-01-01,P,2025-04-01\n4,1996-08-18,P,2025-04-01\n"
    data = f"peserta,tanggal_lahir,jenis_kelamin,tmt\n{rows}".encode()
    jawaban = await client.post("/v1/usul-nip/massal?format=csv", data=data, headers=_kunci("a"))
    hasil = await jawaban.json()
    assert (jawaban.status, hasil["terbit"], [salah["baris"] for salah in hasil["ditolak"]]) == (200, 1, [2, 3])


@pytest.mark.parametrize("jalan", ["/v1/pegawai/١٢٣", "/v1/pegawai/1%00", "/v1/pegawai/%F0%9F%98%80"])
async def test_a_number_is_ascii_digits(client: aiohttp.ClientSession, jalan: str) -> None:
    assert (await client.get(jalan)).status in {404, 422}
