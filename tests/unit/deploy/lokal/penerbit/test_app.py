"""The development issuer: the flows that people and programs use, and what it must refuse."""

import os
import secrets
import subprocess
import sys
from collections.abc import AsyncIterator
from urllib.parse import parse_qs, urlsplit

import aiohttp
import pytest

from deploy.lokal.login import LoginFailed, login, program_login
from deploy.lokal.penerbit.app import CLIENT, challenge_of
from shared.kebijakan import JenisPelaku, Pelaku, Peran
from shared.web.identitas import Identity, Issuer, IssuerKeys, RemoteKeys
from tests.support.masuk import Issuing, issuing

NIK = f"00{7:014d}"
VERIFIER = secrets.token_urlsafe(48)
ASKED = {
    "response_type": "code",
    "client_id": CLIENT,
    "redirect_uri": "http://127.0.0.1:5/selesai",
    "code_challenge": challenge_of(VERIFIER),
    "code_challenge_method": "S256",
    "state": "keadaan",
}


@pytest.fixture
async def issuer() -> AsyncIterator[Issuing]:
    async with issuing() as made:
        yield made


@pytest.fixture
async def session() -> AsyncIterator[aiohttp.ClientSession]:
    async with aiohttp.ClientSession() as made:
        yield made


def _identity(issuer: Issuing) -> Identity:
    """A service that finds the issuer's keys by discovery."""
    return Identity([Issuer(issuer.url, "casn", IssuerKeys(issuer.url, RemoteKeys(issuer.url)))])


@pytest.mark.parametrize(
    ("name", "pelaku"),
    [
        ("bkn", Pelaku("bkn", JenisPelaku.PETUGAS, frozenset({Peran.BKN}))),
        ("ppk.0001@dua", Pelaku("ppk.0001@dua", JenisPelaku.PETUGAS, frozenset({Peran.PPK}), "0001")),
        ("auditor+operator", Pelaku("auditor+operator", JenisPelaku.PETUGAS, frozenset({Peran.AUDITOR, Peran.OPERATOR}))),
    ],
)
async def test_an_officer_logs_in_and_is_known_to_a_service(
    issuer: Issuing, session: aiohttp.ClientSession, name: str, pelaku: Pelaku
) -> None:
    token = await login(session, issuer.url, name, issuer.accounts.password(name))
    assert await _identity(issuer).subject_of(token.text) == pelaku
    assert token.lasts(300)


async def test_an_applicant_is_a_confirmed_nik_under_a_subject_that_is_not_it(issuer: Issuing, session: aiohttp.ClientSession) -> None:
    name = f"pelamar.{NIK}"
    token = await login(session, issuer.url, name, issuer.accounts.password(name))
    found = await _identity(issuer).subject_of(token.text)
    assert (found.jenis, found.nik, found.peran) == (JenisPelaku.PELAMAR, NIK, frozenset({Peran.PELAMAR}))
    assert NIK not in found.subjek


async def test_a_program_gets_a_token_for_its_secret(issuer: Issuing, session: aiohttp.ClientSession) -> None:
    token = await program_login(session, issuer.url, "layanan.portal", issuer.accounts.password("layanan.portal"))
    assert (await _identity(issuer).subject_of(token.text)).peran == {Peran.LAYANAN}


@pytest.mark.parametrize("name", ["dewa", "pelamar", "layanan", "pelamar.1234567890123456", "bkn.1", "bkn+dewa", "", "layanan.portal"])
async def test_names_that_say_nothing_and_programs_do_not_log_in_as_persons(
    issuer: Issuing, session: aiohttp.ClientSession, name: str
) -> None:
    with pytest.raises(LoginFailed):
        await login(session, issuer.url, name, issuer.accounts.password(name))


async def test_a_wrong_password_and_a_person_at_the_door_of_programs_are_refused(issuer: Issuing, session: aiohttp.ClientSession) -> None:
    with pytest.raises(LoginFailed):
        await login(session, issuer.url, "bkn", issuer.accounts.password("auditor"))
    with pytest.raises(LoginFailed, match="invalid_client"):
        await program_login(session, issuer.url, "bkn", issuer.accounts.password("bkn"))
    with pytest.raises(LoginFailed, match="invalid_client"):
        await program_login(session, issuer.url, "layanan.portal", "salah")


@pytest.mark.parametrize(
    "change",
    [
        {"redirect_uri": "https://lain.invalid/"},
        {"redirect_uri": "http://127.0.0.1.lain.invalid/"},
        {"redirect_uri": "http://127.0.0.1/?kode=1"},
        {"client_id": "lain"},
        {"response_type": "token"},
        {"code_challenge_method": "plain"},
        {"code_challenge": ""},
    ],
)
async def test_a_request_that_would_send_the_code_elsewhere_or_unproven_is_refused(
    issuer: Issuing, session: aiohttp.ClientSession, change: dict[str, str]
) -> None:
    async with session.get(f"{issuer.url}/authorize", params={**ASKED, **change}) as answer:
        assert (answer.status, (await answer.json())["error"]) == (400, "invalid_request")
    form = {**ASKED, **change, "username": "bkn", "password": issuer.accounts.password("bkn")}
    async with session.post(f"{issuer.url}/authorize", data=form, allow_redirects=False) as answer:
        assert answer.status == 400


async def _code(issuer: Issuing, session: aiohttp.ClientSession) -> str:
    form = {**ASKED, "username": "bkn", "password": issuer.accounts.password("bkn")}
    async with session.post(f"{issuer.url}/authorize", data=form, allow_redirects=False) as answer:
        found = parse_qs(urlsplit(answer.headers["Location"]).query)
    assert found["state"] == ["keadaan"]
    return found["code"][0]


async def _change(issuer: Issuing, session: aiohttp.ClientSession, **given: str) -> int:
    grant = {"grant_type": "authorization_code", "redirect_uri": ASKED["redirect_uri"], "code_verifier": VERIFIER, **given}
    async with session.post(f"{issuer.url}/token", data=grant) as answer:
        return answer.status


async def test_a_code_is_changed_once_by_who_asked_for_it(issuer: Issuing, session: aiohttp.ClientSession) -> None:
    for wrong in ({"code_verifier": "tebakan"}, {"redirect_uri": "http://127.0.0.1:6/selesai"}):
        assert await _change(issuer, session, code=await _code(issuer, session), **wrong) == 400
    code = await _code(issuer, session)
    assert await _change(issuer, session, code=code) == 200
    assert await _change(issuer, session, code=code) == 400


async def test_the_form_shows_what_was_asked_as_text(issuer: Issuing, session: aiohttp.ClientSession) -> None:
    async with session.get(f"{issuer.url}/authorize", params={**ASKED, "state": '"><script>x</script>'}) as answer:
        page = await answer.text()
    assert "<script>" not in page
    assert "&lt;script&gt;" in page


@pytest.mark.parametrize("body", [b"", b"=", b"\xff", b"a" * 20_000, b"&".join(b"a=1" for _ in range(50))])
async def test_what_is_no_form_is_refused(issuer: Issuing, session: aiohttp.ClientSession, body: bytes) -> None:
    async with session.post(f"{issuer.url}/token", data=body) as answer:
        assert answer.status in {400, 413}


async def test_old_tokens_hold_after_the_key_turned_and_new_ones_are_taken(issuer: Issuing, session: aiohttp.ClientSession) -> None:
    identity = _identity(issuer)
    old = await login(session, issuer.url, "bkn", issuer.accounts.password("bkn"))
    await identity.open()
    issuer.keys.turn()
    new = await login(session, issuer.url, "bkn", issuer.accounts.password("bkn"))
    await identity.refresh()
    assert [(await identity.subject_of(token.text)).subjek for token in (old, new)] == ["bkn", "bkn"]


def test_it_refuses_to_run_outside_development() -> None:
    environment = {name: value for name, value in os.environ.items() if name != "CASN_LINGKUNGAN"} | {"HTTP_PORT": "1"}
    done = subprocess.run([sys.executable, "-m", "deploy.lokal.penerbit"], env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 2
    assert "CASN_LINGKUNGAN=pengembangan" in done.stderr
