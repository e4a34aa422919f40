"""Two keepers of wrapping keys, one set of cases; and what is only a file's or only a transit engine's."""

import secrets
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass
from pathlib import Path

import pytest
from pydantic import ValidationError

from shared.brankas import PembungkusKunci, Terbungkus
from shared.brankas.berkas import BerkasKunciSalah, IsiBerkas, KunciBerkas, baca, buang_dari, tambah, tulis
from shared.brankas.pilihan import PilihanPembungkus
from shared.brankas.transit import KunciTransit, TransitMenolak
from shared.errors import Transient
from tests.support.brankas.transit import NAMA, TOKEN, Transit, transit

KUNCI = [secrets.token_bytes(32) for _ in range(40)]
_AKTIF = '{"aktif": "a", "kunci": %s}'


@dataclass
class Penjaga:
    """A keeper, and how it is given a new key."""

    port: PembungkusKunci
    putar: Callable[[], None]


@pytest.fixture(params=["berkas", "transit"])
async def penjaga(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[Penjaga]:
    if request.param == "berkas":
        berkas = tmp_path / "kunci.json"
        tambah(berkas, "satu")
        yield Penjaga(KunciBerkas(berkas), lambda: tambah(berkas, "dua"))
        return
    async with transit() as mesin:
        yield Penjaga(KunciTransit(mesin.alamat, NAMA, _token(tmp_path)), mesin.putar)


def _token(folder: Path, token: str = TOKEN) -> Path:
    berkas = folder / "token"
    berkas.write_text(f"{token}\n")
    return berkas


async def test_what_is_wrapped_comes_out_in_order(penjaga: Penjaga) -> None:
    bungkus = await penjaga.port.bungkus(KUNCI)
    assert {satu.kunci_id for satu in bungkus} == {await penjaga.port.aktif()}
    assert not any(kunci in satu.isi for kunci, satu in zip(KUNCI, bungkus, strict=True))
    assert await penjaga.port.buka(bungkus) == KUNCI
    assert await penjaga.port.buka(bungkus[::-1]) == KUNCI[::-1]
    assert not await penjaga.port.bungkus([])
    assert not await penjaga.port.buka([])


async def test_a_new_key_is_used_at_once_and_old_wrappings_open(penjaga: Penjaga) -> None:
    lama, sebelum = await penjaga.port.bungkus(KUNCI[:3]), await penjaga.port.aktif()
    penjaga.putar()
    sesudah = await penjaga.port.aktif()
    baru = await penjaga.port.bungkus_ulang(lama)
    assert sesudah != sebelum
    assert {satu.kunci_id for satu in baru} == {sesudah}
    assert await penjaga.port.buka([*lama, *baru]) == KUNCI[:3] * 2


async def test_a_wrapping_that_was_changed_does_not_open(penjaga: Penjaga) -> None:
    (satu,) = await penjaga.port.bungkus(KUNCI[:1])
    rusak = satu._replace(isi=satu.isi[:-6] + bytes([satu.isi[-6] ^ 1]) + satu.isi[-5:])
    with pytest.raises((BerkasKunciSalah, TransitMenolak)):
        await penjaga.port.buka([rusak])


async def test_the_key_s_name_is_bound_to_what_it_wraps(tmp_path: Path) -> None:
    berkas, sama = tmp_path / "kunci.json", secrets.token_bytes(32)
    tulis(berkas, IsiBerkas("a", {"a": sama, "b": sama}))
    port = KunciBerkas(berkas)
    (satu,) = await port.bungkus(KUNCI[:1])
    with pytest.raises(BerkasKunciSalah, match="b is not the key"):
        await port.buka([Terbungkus("b", satu.isi)])
    with pytest.raises(Transient, match="does not know the wrapping key c"):
        await port.buka([Terbungkus("c", satu.isi)])


@pytest.mark.parametrize(
    "isi",
    [
        "",
        "[]",
        "{}",
        '{"aktif": "a", "kunci": []}',
        '{"aktif": "a", "kunci": {}}',
        '{"aktif": "a", "kunci": {"a": "YQ=="}}',
        '{"aktif": "a", "kunci": {"a": 1}}',
    ],
)
async def test_a_file_that_is_none_is_refused_without_showing_it(tmp_path: Path, isi: str) -> None:
    berkas = tmp_path / "kunci.json"
    berkas.touch(mode=0o600)
    berkas.write_text(isi)
    with pytest.raises(BerkasKunciSalah) as salah:
        await KunciBerkas(berkas).aktif()
    assert "YQ==" not in str(salah.value)


@pytest.mark.parametrize("mode", [0o640, 0o604, 0o620])
def test_a_file_that_others_may_read_is_refused(tmp_path: Path, mode: int) -> None:
    berkas = tmp_path / "kunci.json"
    tambah(berkas, "satu")
    assert berkas.stat().st_mode & 0o777 == 0o600
    berkas.chmod(mode)
    with pytest.raises(BerkasKunciSalah, match="others may read it"):
        baca(berkas)


def test_a_key_is_thrown_away_only_when_nobody_needs_it(tmp_path: Path) -> None:
    berkas = tmp_path / "kunci.json"
    tambah(berkas, "satu")
    tambah(berkas, "dua")
    for nama, dipakai in (("dua", False), ("tiga", False), ("satu", True)):
        with pytest.raises(BerkasKunciSalah):
            buang_dari(berkas, nama, masih_dipakai=dipakai)
    with pytest.raises(BerkasKunciSalah, match="already"):
        tambah(berkas, "satu")
    buang_dari(berkas, "satu", masih_dipakai=False)
    assert (baca(berkas).aktif, set(baca(berkas).kunci)) == ("dua", {"dua"})


@pytest.mark.parametrize("status", [429, 500, 503])
async def test_a_keeper_that_is_down_is_waited_for(tmp_path: Path, status: int) -> None:
    async with transit() as mesin:
        port = KunciTransit(mesin.alamat, NAMA, _token(tmp_path))
        mesin.rusak = status
        with pytest.raises(Transient, match=str(status)):
            await port.bungkus(KUNCI)
        mesin.rusak = None
        assert len(await port.bungkus(KUNCI)) == len(KUNCI)
        alamat = mesin.alamat
    with pytest.raises(Transient, match="does not answer"):
        await KunciTransit(alamat, NAMA, _token(tmp_path)).aktif()


async def test_a_keeper_that_refuses_is_no_reason_to_wait(tmp_path: Path) -> None:
    async with transit() as mesin:
        with pytest.raises(TransitMenolak, match="403"):
            await KunciTransit(mesin.alamat, NAMA, _token(tmp_path, "salah")).aktif()
        with pytest.raises(TransitMenolak, match="400"):
            await KunciTransit(mesin.alamat, "lain", _token(tmp_path)).aktif()


async def test_a_whole_upload_is_few_requests_and_a_renewed_token_is_seen(tmp_path: Path) -> None:
    async with transit() as mesin:
        berkas = _token(tmp_path, "lama")
        port = KunciTransit(mesin.alamat, NAMA, berkas)
        _token(tmp_path)
        assert len(await port.bungkus([secrets.token_bytes(32) for _ in range(10_000)])) == 10_000
        assert mesin.permintaan == ["encrypt"] * 2


async def test_data_keys_do_not_leave_their_wrapping_when_the_engine_wraps_anew(tmp_path: Path) -> None:
    async with transit() as mesin:
        port = KunciTransit(mesin.alamat, NAMA, _token(tmp_path))
        lama = await port.bungkus(KUNCI)
        await port.bungkus_ulang(lama)
        assert mesin.permintaan == ["encrypt", "rewrap"]


@pytest.mark.parametrize(
    "isi",
    [
        {},
        {"brankas_berkas": "x", "brankas_transit_alamat": "https://bao.example/v1/transit", "brankas_transit_berkas_token": "t"},
        {"brankas_berkas": "x", "brankas_transit_berkas_token": "t"},
        {"brankas_transit_alamat": "https://bao.example/v1/transit"},
        {"brankas_transit_alamat": "http://bao.example/v1/transit", "brankas_transit_berkas_token": "t"},
    ],
)
def test_an_installation_has_exactly_one_keeper_and_none_in_clear(isi: dict[str, str]) -> None:
    with pytest.raises(ValidationError):
        PilihanPembungkus.model_validate(isi)


def test_either_keeper_can_be_chosen() -> None:
    assert isinstance(PilihanPembungkus.model_validate({"brankas_berkas": "x"}).pembungkus(), KunciBerkas)
    bao = {"brankas_transit_alamat": "https://bao.example/v1/transit", "brankas_transit_berkas_token": "t"}
    assert isinstance(PilihanPembungkus.model_validate(bao).pembungkus(), KunciTransit)


def test_the_engine_of_these_tests_tells_versions_apart() -> None:
    mesin = Transit()
    lama = mesin.segel(b"x")
    mesin.putar()
    assert (lama[:9], mesin.segel(b"x")[:9], mesin.buka(lama)) == ("vault:v1:", "vault:v2:", b"x")
