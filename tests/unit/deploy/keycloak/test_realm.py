"""The realm that is committed says what the platform needs, and nobody's secret."""

from typing import Any

import orjson
import pytest

from deploy.keycloak.realm import NAME, PROGRAM, REALM, Person, copy_with, realm
from deploy.lokal.penerbit.app import AUDIENCE, CLIENT
from shared.kebijakan import JenisPelaku, Peran
from shared.web.identitas.tokens import LONGEST_SECONDS

SECRET_WORDS = ("secret", "credentials", "password", "users")


def client(name: str) -> dict[str, Any]:
    (found,) = (each for each in realm()["clients"] if each["clientId"] == name)
    return dict(found)


def claims(name: str) -> dict[str, dict[str, Any]]:
    """The mappers of a client, by the claim that they write."""
    scopes = {scope["name"]: scope for scope in realm()["clientScopes"]}
    mappers = [mapper for scope in client(name)["defaultClientScopes"] for mapper in scopes[scope]["protocolMappers"]]
    return {mapper["config"].get("claim.name", mapper["name"]): mapper for mapper in mappers}


def keys(value: object) -> set[str]:
    if isinstance(value, dict):
        return set(value).union(*(keys(each) for each in value.values()))
    return set().union(*(keys(each) for each in value)) if isinstance(value, list) else set()


def test_its_roles_are_those_of_the_policy() -> None:
    roles = {role["name"] for role in realm()["roles"]["client"][CLIENT]}
    assert roles == set(Peran) - {Peran.PELAMAR, Peran.LAYANAN}


def test_people_log_in_with_pkce_back_to_their_own_machine_and_in_no_other_way() -> None:
    casn = client(CLIENT)
    assert casn["publicClient"]
    assert casn["standardFlowEnabled"]
    assert casn["attributes"]["pkce.code.challenge.method"] == "S256"
    assert casn["redirectUris"] == ["http://127.0.0.1/selesai"]
    assert not any(
        casn[other] for other in ("implicitFlowEnabled", "directAccessGrantsEnabled", "serviceAccountsEnabled", "fullScopeAllowed")
    )


def test_a_program_has_a_secret_of_its_own_and_no_other_way_in() -> None:
    program = client(PROGRAM)
    assert not program["publicClient"]
    assert program["serviceAccountsEnabled"]
    assert not any(program[other] for other in ("implicitFlowEnabled", "directAccessGrantsEnabled", "standardFlowEnabled"))


@pytest.mark.parametrize("name", [CLIENT, PROGRAM])
def test_tokens_are_for_this_platform_and_carry_what_it_reads(name: str) -> None:
    found = claims(name)
    assert found["audience"]["config"]["included.custom.audience"] == AUDIENCE
    assert {"sub", "jenis"} <= found.keys()
    assert all(mapper["config"]["access.token.claim"] == "true" for mapper in found.values())


def test_what_a_person_is_stands_in_their_token_and_only_an_administrator_writes_it() -> None:
    assert {"jenis", "peran", "instansi", "nik"} <= claims(CLIENT).keys()
    (profile,) = realm()["components"]["org.keycloak.userprofile.UserProfileProvider"]
    attributes = orjson.loads(profile["config"]["kc.user.profile.config"][0])["attributes"]
    assert {each["name"] for each in attributes} >= {"jenis", "instansi", "nik"}
    assert all(each["permissions"]["edit"] == ["admin"] for each in attributes)


def test_only_access_tokens_of_short_life_and_guessing_is_slowed_down() -> None:
    found = realm()
    assert found["accessTokenLifespan"] <= 900 < LONGEST_SECONDS
    assert all(client(name)["attributes"]["use.refresh.tokens"] == "false" for name in (CLIENT, PROGRAM))
    assert found["bruteForceProtected"]
    assert 0 < found["failureFactor"] <= 10
    assert not found["registrationAllowed"]


def test_no_secret_is_committed() -> None:
    assert not keys(realm()) & set(SECRET_WORDS)


def test_a_copy_has_its_own_people_and_secrets() -> None:
    nik = f"00{3:014d}"
    one, two = (Person("ppk.0001", JenisPelaku.PETUGAS, (Peran.PPK,), "0001"), Person("pelamar", JenisPelaku.PELAMAR, nik=nik))
    copy = copy_with([one, two], "rahasia program")
    officer, applicant = copy["users"]
    assert (officer["attributes"], officer["clientRoles"]) == ({"jenis": ["PETUGAS"], "instansi": ["0001"]}, {NAME: ["PPK"]})
    assert applicant["attributes"] == {"jenis": ["PELAMAR"], "nik": [nik]}
    assert len({one.password, two.password, Person("ppk.0001", JenisPelaku.PETUGAS).password}) == 3
    assert one.password not in repr(one)
    assert [each.get("secret") for each in copy["clients"]] == [None, "rahasia program"]
    assert realm() == orjson.loads(REALM.read_bytes())
