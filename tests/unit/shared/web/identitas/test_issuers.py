"""The keys of an issuer that turns them, falls silent, or is registration itself: nobody who should pass is told no."""

from pathlib import Path

import orjson
import pytest
from joserfc.jwk import KeySet

from shared.errors import Transient
from shared.kebijakan import Peran
from shared.web.identitas import Identity, Issuer, TokenRefused
from shared.web.identitas.issuers import ASK_AGAIN_SECONDS, IssuerKeys, StaticKeys
from tests.support.penerbit import Penerbit


class Ticks:
    """A clock that the test sets forward."""

    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        return self.now


class Memory:
    """Keeps what it is given, unless it is broken."""

    def __init__(self, *, broken: bool = False) -> None:
        self.broken = broken
        self.kept: dict[str, bytes] = {}

    async def recall(self, issuer: str) -> bytes | None:
        return self.kept.get(issuer)

    async def keep(self, issuer: str, jwks: bytes) -> None:
        if self.broken:
            raise Transient("the database is away")
        self.kept[issuer] = jwks


def _service(penerbit: Penerbit) -> tuple[Identity, Ticks]:
    ticks = Ticks()
    return Identity([Issuer(penerbit.nama, penerbit.audience, IssuerKeys(penerbit.nama, penerbit, clock=ticks))]), ticks


async def test_a_new_key_of_a_silent_issuer_is_not_now_and_not_no() -> None:
    penerbit = Penerbit()
    identity, ticks = _service(penerbit)
    await identity.open()
    penerbit.putar()
    penerbit.down = True
    new = penerbit.petugas(Peran.BKN)
    ticks.now += ASK_AGAIN_SECONDS
    for _ in range(2):  # asked and silent; not asked again yet
        with pytest.raises(Transient):
            await identity.subject_of(new)
    penerbit.down = False
    ticks.now += ASK_AGAIN_SECONDS
    assert (await identity.subject_of(new)).subjek == "petugas-uji"
    # The issuer has answered: what it does not have is refused.
    with pytest.raises(TokenRefused):
        await identity.subject_of(penerbit.tulis(penerbit.klaim("p-1"), header={"kid": "tebakan"}))


async def test_keys_that_cannot_be_kept_are_used_all_the_same() -> None:
    penerbit = Penerbit()
    identity, _ = _service(penerbit)
    await identity.open(Memory(broken=True))
    penerbit.putar()
    await identity.refresh()
    assert (await identity.subject_of(penerbit.petugas(Peran.BKN))).subjek == "petugas-uji"


async def test_of_a_file_with_private_keys_the_public_parts_are_kept(tmp_path: Path) -> None:
    penerbit = Penerbit()
    path = tmp_path / "kunci.json"
    private = KeySet(penerbit.keys).as_dict(private=True)
    assert all("d" in key for key in private["keys"])
    path.write_bytes(orjson.dumps(private))
    memory = Memory()
    await IssuerKeys(penerbit.nama, StaticKeys(path)).open(memory)
    assert memory.kept[penerbit.nama] == penerbit.jwks()


class Answers:
    """An issuer that answers with these bytes."""

    def __init__(self, penerbit: Penerbit, *others: object) -> None:
        self._raw = orjson.dumps({"keys": [*others, *orjson.loads(penerbit.jwks())["keys"], *others]})

    async def fetch(self) -> bytes:
        return self._raw


@pytest.mark.parametrize(
    "other",
    [
        {"kty": "AKP", "kid": "besok", "alg": "ML-DSA-44", "pub": "AAAA"},
        {"kty": "EC", "crv": "BP-256", "kid": "lain", "x": "AAAA", "y": "AAAA"},
        {"kty": "RSA", "kid": "pendek", "n": "AQAB", "e": "AQAB"},
        {"kty": "OKP", "crv": "Ed25519", "kid": "tanpa-isi"},
        {"kty": "oct", "kid": "rahasia", "k": "c2VwdWx1aCBrYWxpIHNlcHVsdWggYml0YSBha2Fu"},
        {"kty": "OKP", "crv": "Ed25519", "kid": 5, "x": "AAAA"},
        {"kty": "OKP", "crv": "Ed25519", "kid": "a", "x": "11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo", "use": ["sig"]},
        {"kid": "tanpa-jenis"},
        "bukan kunci",
        None,
    ],
)
async def test_a_key_of_a_kind_that_we_do_not_know_takes_none_of_the_others_with_it(other: object) -> None:
    penerbit = Penerbit()
    identity = Identity([Issuer(penerbit.nama, penerbit.audience, IssuerKeys(penerbit.nama, Answers(penerbit, other)))])
    await identity.open()
    assert (await identity.subject_of(penerbit.petugas(Peran.BKN))).subjek == "petugas-uji"


class Raw:
    """An issuer that answers with what is no set of keys."""

    def __init__(self, raw: bytes) -> None:
        self.raw = raw

    async def fetch(self) -> bytes:
        return self.raw


@pytest.mark.parametrize(
    "raw", [b"", b"{}", b"[]", b"null", b'{"keys":{}}', b'{"keys":"x"}', b'{"keys":["x"]}', b'{"keys":[{}]}', b"<html>"]
)
async def test_what_is_no_set_of_keys_changes_nothing(raw: bytes) -> None:
    penerbit, source = Penerbit(), Raw(raw)
    source.raw = penerbit.jwks()
    keys = IssuerKeys(penerbit.nama, source)
    await keys.open()
    source.raw = raw
    await keys.refresh()
    assert (
        await Identity([Issuer(penerbit.nama, penerbit.audience, keys)]).subject_of(penerbit.petugas(Peran.BKN))
    ).subjek == "petugas-uji"
    empty = IssuerKeys(penerbit.nama, Raw(raw))
    await empty.open()
    with pytest.raises(Transient):
        await empty.key("uji-1")
