"""Only a token that is right in everything says who somebody is."""

import hmac
import time
from base64 import urlsafe_b64encode
from dataclasses import replace
from typing import Any

import orjson
import pytest
from joserfc.jwk import ECKey, RSAKey

from shared.errors import Transient
from shared.kebijakan import JenisPelaku, Pelaku, Peran
from shared.web.identitas import Identity, Speaks, TokenRefused
from shared.web.identitas.issuers import ASK_AGAIN_SECONDS, IssuerKeys
from shared.web.identitas.tokens import LEEWAY_SECONDS, LONGEST_SECONDS
from tests.support.penerbit import HIDUP_DETIK, Penerbit, identity_of


class Clock:
    def __init__(self) -> None:
        self.now = time.time()

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def penerbit() -> Penerbit:
    return Penerbit()


async def test_an_officer_is_subject_roles_and_agency(penerbit: Penerbit) -> None:
    token = penerbit.petugas(Peran.PPK, Peran.PANITIA_INSTANSI, subjek="p-7", instansi="0001")
    found = await identity_of(penerbit).subject_of(token)
    assert found == Pelaku("p-7", JenisPelaku.PETUGAS, frozenset({Peran.PPK, Peran.PANITIA_INSTANSI}), "0001")


async def test_an_applicant_has_one_role_whatever_else_the_token_says(penerbit: Penerbit) -> None:
    token = penerbit.tulis(penerbit.klaim("a-1", JenisPelaku.PELAMAR, peran=["BKN"], instansi="0001", nik="00" + "1" * 14))
    assert await identity_of(penerbit).subject_of(token) == Pelaku(
        "a-1", JenisPelaku.PELAMAR, frozenset({Peran.PELAMAR}), nik="00" + "1" * 14
    )


async def test_an_officer_cannot_be_an_applicant_or_a_program(penerbit: Penerbit) -> None:
    token = penerbit.petugas(Peran.PELAMAR, Peran.LAYANAN, Peran.BKN)
    assert (await identity_of(penerbit).subject_of(token)).peran == {Peran.BKN}


async def test_a_participant_token_names_a_number_and_nothing_else() -> None:
    penerbit = Penerbit("urn:casn:pendaftaran", "urn:casn:pendaftaran")
    identity = Identity([penerbit.issuer(Speaks.PARTICIPANTS)])
    token = penerbit.tulis(penerbit.klaim("24000101110000001", peran=["BKN"]))
    assert await identity.subject_of(token) == Pelaku(
        "peserta:24000101110000001", JenisPelaku.PELAMAR, frozenset({Peran.PELAMAR}), peserta="24000101110000001"
    )


@pytest.mark.parametrize(
    "change",
    [
        {"iss": "https://lain.invalid"},
        {"iss": None},
        {"aud": "lain"},
        {"aud": None},
        {"aud": ["lain", "juga-lain"]},
        {"sub": None},
        {"sub": ""},
        {"sub": "dua baris\nlagi"},
        # What a participant token makes of a number: records and stored answers would take one for the other.
        {"sub": "peserta:24000101110000001"},
        {"jenis": None},
        {"jenis": "DEWA"},
        {"peran": ["DEWA"]},
        {"instansi": "1"},
        {"exp": None},
        {"exp": int(time.time()) - LEEWAY_SECONDS - 5},
        {"exp": "besok"},
        {"exp": int(time.time()) + LONGEST_SECONDS + 3600},
        {"iat": None},
        {"iat": int(time.time()) + 3600, "exp": int(time.time()) + 3700},
        {"nbf": int(time.time()) + 3600},
        {"typ": "ID"},
        {"typ": "Refresh"},
    ],
)
async def test_claims_that_are_not_right_are_refused(penerbit: Penerbit, change: dict[str, Any]) -> None:
    claims = {name: value for name, value in {**penerbit.klaim("p-1", peran=["BKN"]), **change}.items() if value is not None}
    with pytest.raises(TokenRefused):
        await identity_of(penerbit).subject_of(penerbit.tulis(claims))


async def test_several_audiences_of_which_one_is_ours_are_right(penerbit: Penerbit) -> None:
    token = penerbit.tulis({**penerbit.klaim("p-1"), "aud": ["akun", "casn"]})
    assert (await identity_of(penerbit).subject_of(token)).subjek == "p-1"


def _unsigned(claims: dict[str, Any], alg: str) -> str:
    parts = [orjson.dumps({"alg": alg, "kid": "uji-1", "typ": "at+jwt"}), orjson.dumps(claims)]
    return ".".join(urlsafe_b64encode(part).decode().rstrip("=") for part in parts) + "."


@pytest.mark.parametrize("alg", ["none", "None", "HS256", "ES256", "RS256"])
async def test_without_a_signature_nothing_is_believed(penerbit: Penerbit, alg: str) -> None:
    with pytest.raises(TokenRefused):
        await identity_of(penerbit).subject_of(_unsigned(penerbit.klaim("p-1", peran=["BKN"]), alg))


async def test_the_public_key_is_no_secret_to_sign_with(penerbit: Penerbit) -> None:
    public = orjson.loads(await penerbit.fetch())["keys"][0]
    pem = ECKey.import_key(public).as_pem(private=False)
    for secret in (pem, orjson.dumps(public)):
        said = _unsigned(penerbit.klaim("p-1"), "HS256").rstrip(".")
        tag = urlsafe_b64encode(hmac.digest(secret, said.encode(), "sha256")).decode().rstrip("=")
        with pytest.raises(TokenRefused):
            await identity_of(penerbit).subject_of(f"{said}.{tag}")


async def test_a_key_of_ones_own_in_the_header_is_not_asked(penerbit: Penerbit) -> None:
    mine = RSAKey.generate_key(2048, {"kid": "uji-1"})
    header = {"alg": "RS256", "jwk": mine.as_dict(private=False), "jku": "https://lain.invalid/jwks"}
    body = _unsigned(penerbit.klaim("p-1"), "RS256").split(".")
    body[0] = urlsafe_b64encode(orjson.dumps({**header, "kid": "uji-1", "typ": "JWT"})).decode().rstrip("=")
    with pytest.raises(TokenRefused):
        await identity_of(penerbit).subject_of(".".join(body[:2]) + ".AAAA")


@pytest.mark.parametrize("text", ["", "a", "a.b", "a.b.c", "..", "W10.W10.x", "e30.e30.e30", "e30.bnVsbA.x", "=.=.="])
async def test_what_is_no_token_is_refused(penerbit: Penerbit, text: str) -> None:
    with pytest.raises(TokenRefused):
        await identity_of(penerbit).subject_of(text)


async def test_one_changed_letter_of_any_part_is_found(penerbit: Penerbit) -> None:
    token = penerbit.petugas(Peran.BKN)
    identity = identity_of(penerbit)
    await identity.subject_of(token)
    for place in range(0, len(token), 7):
        if token[place] == ".":
            continue
        other = token[:place] + ("A" if token[place] != "A" else "Q") + token[place + 1 :]
        with pytest.raises(TokenRefused):
            await identity.subject_of(other)


async def test_a_token_that_was_right_ends_with_its_time(penerbit: Penerbit) -> None:
    clock = Clock()
    identity = Identity([penerbit.issuer()], clock=clock)
    token = penerbit.petugas(Peran.BKN)
    await identity.subject_of(token)
    clock.now += HIDUP_DETIK + LEEWAY_SECONDS - 5
    await identity.subject_of(token)
    clock.now += 10
    with pytest.raises(TokenRefused):
        await identity.subject_of(token)


async def test_a_new_key_is_fetched_when_a_token_names_it_and_a_withdrawn_one_opens_nothing(penerbit: Penerbit) -> None:
    ticks = Clock()
    keys = IssuerKeys(penerbit.nama, penerbit, clock=ticks)
    identity = Identity([replace(penerbit.issuer(), keys=keys)])
    old = penerbit.petugas(Peran.BKN)
    await identity.subject_of(old)
    ticks.now += ASK_AGAIN_SECONDS
    penerbit.putar(simpan_lama=False)
    await identity.subject_of(penerbit.petugas(Peran.BKN))
    with pytest.raises(TokenRefused):
        await identity.subject_of(old)


async def test_invented_key_ids_do_not_make_us_ask_the_issuer_each_time(penerbit: Penerbit) -> None:
    identity = identity_of(penerbit)
    await identity.subject_of(penerbit.petugas(Peran.BKN))
    asked = penerbit.asked
    for number in range(50):
        with pytest.raises(TokenRefused):
            await identity.subject_of(penerbit.tulis(penerbit.klaim("p-1"), header={"kid": f"tebakan-{number}"}))
    assert penerbit.asked == asked


async def test_an_outage_stops_nobody_who_holds_a_token(penerbit: Penerbit) -> None:
    identity = identity_of(penerbit)
    await identity.open()
    penerbit.down = True
    await identity.refresh()
    assert (await identity.subject_of(penerbit.petugas(Peran.BKN, subjek="p-2"))).subjek == "p-2"


class Memory:
    def __init__(self) -> None:
        self.kept: dict[str, bytes] = {}

    async def recall(self, issuer: str) -> bytes | None:
        return self.kept.get(issuer)

    async def keep(self, issuer: str, jwks: bytes) -> None:
        self.kept[issuer] = jwks


async def test_a_restart_during_the_outage_takes_the_keys_that_were_kept(penerbit: Penerbit) -> None:
    memory = Memory()
    await identity_of(penerbit).open(memory)
    penerbit.down = True
    restarted = identity_of(penerbit)
    await restarted.open(memory)
    assert (await restarted.subject_of(penerbit.petugas(Peran.BKN, subjek="p-2"))).subjek == "p-2"


async def test_without_any_key_the_answer_is_not_now_and_not_no(penerbit: Penerbit) -> None:
    penerbit.down = True
    identity = identity_of(penerbit)
    await identity.open()
    with pytest.raises(Transient):
        await identity.subject_of(penerbit.petugas(Peran.BKN))
