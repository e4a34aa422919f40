"""The issuers are asked for their keys for as long as the process lives."""

from functools import partial

import pytest

from shared.kebijakan import Peran
from shared.web.identitas import Identity, TokenRefused
from shared.web.identitas.memory import kept_fresh
from tests.support.penerbit import Penerbit, identity_of
from tests.support.waiting import wait_for


class Memory:
    """Keeps nothing, and says so in a way that nobody expects."""

    async def recall(self, issuer: str) -> bytes | None:
        raise PermissionError(issuer)

    async def keep(self, issuer: str, jwks: bytes) -> None:
        raise PermissionError(issuer, jwks)


def _generations(identity: Identity) -> list[int]:
    return [issuer.keys.generation for issuer in identity.issuers]


def _turned(identity: Identity, before: list[int]) -> bool:
    return all(now > then for now, then in zip(_generations(identity), before, strict=True))


async def test_a_look_that_failed_is_not_the_last_one() -> None:
    penerbit, lain = Penerbit(), Penerbit("https://lain.invalid/uji")
    identity = identity_of(penerbit, lain)
    await identity.open()
    for issuer in identity.issuers:
        await issuer.keys.open(Memory())
    async with kept_fresh(identity, every_seconds=0.0):
        for _ in range(2):
            before = _generations(identity)
            withdrawn = [penerbit.petugas(Peran.BKN), lain.petugas(Peran.BKN)]
            penerbit.putar(simpan_lama=False)
            lain.putar(simpan_lama=False)
            await wait_for(partial(_turned, identity, before), what="the turned keys")
            for token in withdrawn:
                with pytest.raises(TokenRefused):
                    await identity.subject_of(token)
