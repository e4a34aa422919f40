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
