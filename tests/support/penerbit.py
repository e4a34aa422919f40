"""An issuer for tests: real signatures, keys that turn, and an outage on demand; nothing of it is reached over a network."""

import time
from collections.abc import Iterable
from typing import Any

import orjson
from joserfc import jwt
from joserfc.jwk import ECKey, Key, KeyParameters, KeySet, OKPKey

from shared.errors import Transient
from shared.kebijakan import JenisPelaku, Peran
from shared.web.identitas import Identity, Issuer, IssuerKeys, Speaks

NAMA = "https://penerbit.invalid/uji"
AUDIENCE = "casn"
HIDUP_DETIK = 6 * 3600


class Penerbit:
    """Signs tokens and hands out its public keys (a `KeySource`).

    Attributes:
        asked: how often its keys were fetched.
        down: it does not answer.
    """

    def __init__(self, nama: str = NAMA, audience: str = AUDIENCE) -> None:
        self.nama = nama
        self.audience = audience
        self.asked = 0
        self.down = False
        self._turns = 1
        self._keys: list[Key] = [ECKey.generate_key("P-256", {"kid": "uji-1", "use": "sig"})]

    @property
    def keys(self) -> list[Key]:
        """Its private keys; the newest last."""
        return list(self._keys)

    def jwks(self) -> bytes:
        """The public keys."""
        return orjson.dumps(KeySet(self._keys).as_dict(private=False))

    async def fetch(self) -> bytes:
        self.asked += 1
        if self.down:
            raise Transient("the issuer is down")
        return self.jwks()

    def putar(self, *, simpan_lama: bool = True) -> None:
        """Sign with a new key from now on; the old ones stay published or go."""
        self._turns += 1
        named: KeyParameters = {"kid": f"uji-{self._turns}", "use": "sig"}
        baru = OKPKey.generate_key("Ed25519", named)
        self._keys = [*(self._keys if simpan_lama else []), baru]

    def tulis(self, claims: dict[str, Any], *, header: dict[str, Any] | None = None, key: Key | None = None) -> str:
        """Any token, signed with the newest key."""
        dengan = key or self._keys[-1]
        kepala = {"alg": "ES256" if dengan.key_type == "EC" else "Ed25519", "kid": dengan.kid, "typ": "at+jwt", **(header or {})}
        return jwt.encode(kepala, claims, dengan, algorithms=["ES256", "Ed25519", "HS256", "none"])

    def klaim(self, subjek: str, jenis: JenisPelaku = JenisPelaku.PETUGAS, **lain: object) -> dict[str, Any]:
        """Right claims for longer than any test."""
        kini = int(time.time())
        return {"iss": self.nama, "aud": self.audience, "sub": subjek, "jenis": jenis, "iat": kini, "exp": kini + HIDUP_DETIK, **lain}

    def petugas(self, *peran: Peran, subjek: str = "petugas-uji", instansi: str | None = None) -> str:
        """The token of an officer."""
        return self.tulis(self.klaim(subjek, peran=list(peran), instansi=instansi))

    def pelamar(self, subjek: str = "pelamar-uji", nik: str | None = None) -> str:
        """The token of an applicant."""
        return self.tulis(self.klaim(subjek, JenisPelaku.PELAMAR, nik=nik))

    def layanan(self, subjek: str = "layanan-uji") -> str:
        """The token of a program."""
        return self.tulis(self.klaim(subjek, JenisPelaku.LAYANAN))

    def issuer(self, speaks: Speaks = Speaks.SUBJECTS) -> Issuer:
        """This issuer as a service knows it."""
        return Issuer(self.nama, self.audience, IssuerKeys(self.nama, self), speaks)


def identity_of(*penerbit: Penerbit) -> Identity:
    """Takes the tokens of these."""
    return Identity([satu.issuer() for satu in penerbit])


def bearer(token: str) -> dict[str, str]:
    """The header that carries a token."""
    return {"Authorization": f"Bearer {token}"}


def semua_peran() -> Iterable[Peran]:
    """Every role of officers."""
    return (peran for peran in Peran if peran not in {Peran.PELAMAR, Peran.LAYANAN})
