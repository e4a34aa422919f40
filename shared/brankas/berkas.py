"""Wrapping keys in a file that only its owner reads; for one machine, and for an installation whose secrets come as mounted files.

The file is JSON: `{"aktif": "<id>", "kunci": {"<id>": "<32 bytes, base64>"}}`. A running service sees a change at its next use of a key, so
a new key needs no restart. Replace the file in one step (`python -m shared.brankas` does).
"""

import base64
import json
import secrets
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from shared.brankas.pembungkus import Terbungkus
from shared.errors import CasnError, Transient
from shared.secret_files import changing, is_private, replace

_NONCE: Final = 12
_UKURAN: Final = 32


class BerkasKunciSalah(CasnError):
    """The key file cannot be used as it is; the sentence says why and holds no key."""


@dataclass(frozen=True, slots=True)
class IsiBerkas:
    """What the file says: the active key's id, and all keys by id."""

    aktif: str
    kunci: Mapping[str, bytes] = field(repr=False)


def baca(berkas: Path) -> IsiBerkas:
    """Read a key file.

    Raises:
        BerkasKunciSalah: others may read it, or it is not what a key file is.
        OSError: it is not there, or we may not read it.
    """
    if not is_private(berkas):
        raise BerkasKunciSalah(f"{berkas}: others may read it; chmod 600")
    try:
        said = json.loads(berkas.read_text(encoding="ascii"))
        isi = IsiBerkas(str(said["aktif"]), {str(nama): base64.b64decode(satu, validate=True) for nama, satu in said["kunci"].items()})
    except (ValueError, KeyError, TypeError, AttributeError):
        raise BerkasKunciSalah(f"{berkas}: not a key file") from None
    if isi.aktif not in isi.kunci or any(len(satu) != _UKURAN for satu in isi.kunci.values()):
        raise BerkasKunciSalah(f"{berkas}: the active key is missing, or a key is not {_UKURAN} bytes long")
    return isi


def tulis(berkas: Path, isi: IsiBerkas) -> None:
    """Replace the file in one step, readable to its owner only."""
    kunci = {nama: base64.b64encode(satu).decode() for nama, satu in isi.kunci.items()}
    replace(berkas, json.dumps({"aktif": isi.aktif, "kunci": kunci}).encode("ascii"))


def tambah(berkas: Path, nama: str) -> None:
    """Make a new wrapping key and use it from now on; older ones stay. A file that is not there is made.

    Raises:
        BerkasKunciSalah: there is a key of that name, or the file is wrong.
    """
    with changing(berkas):
        kunci = dict(baca(berkas).kunci) if berkas.exists() else {}
        if nama in kunci:
            raise BerkasKunciSalah(f"{berkas}: there is a key {nama} already")
        tulis(berkas, IsiBerkas(nama, {**kunci, nama: secrets.token_bytes(_UKURAN)}))


def buang_dari(berkas: Path, nama: str, *, masih_dipakai: bool) -> None:
    """Throw an old wrapping key away.

    Raises:
        BerkasKunciSalah: it is the active one, it is not there, or somebody's key is still under it.
    """
    with changing(berkas):
        isi = baca(berkas)
        if nama == isi.aktif or nama not in isi.kunci:
            raise BerkasKunciSalah(f"{nama} is the active key, or not in {berkas}")
        if masih_dipakai:
            raise BerkasKunciSalah(f"keys of people are still under {nama}; a running service is wrapping them anew")
        tulis(berkas, IsiBerkas(isi.aktif, {lain: kunci for lain, kunci in isi.kunci.items() if lain != nama}))


class KunciBerkas:
    """`PembungkusKunci` by AES-256-GCM with the keys of a file; the key's id is bound to what it wraps."""

    def __init__(self, berkas: Path) -> None:
        """The file is read at the first use."""
        self._berkas = berkas
        self._dibaca: tuple[int, int, int] | None = None
        self._isi: IsiBerkas | None = None

    async def aktif(self) -> str:
        """See `PembungkusKunci`."""
        return self._baca().aktif

    async def bungkus(self, kunci: Sequence[bytes]) -> list[Terbungkus]:
        """See `PembungkusKunci`."""
        isi = self._baca()
        sandi, ikatan = AESGCM(isi.kunci[isi.aktif]), isi.aktif.encode()
        hasil = []
        for satu in kunci:
            nonce = secrets.token_bytes(_NONCE)
            hasil.append(Terbungkus(isi.aktif, nonce + sandi.encrypt(nonce, satu, ikatan)))
        return hasil

    async def buka(self, terbungkus: Sequence[Terbungkus]) -> list[bytes]:
        """See `PembungkusKunci`.

        Raises:
            Transient: the file does not know a key.
            BerkasKunciSalah: a key of that name is there, and is not the one that wrapped.
        """
        isi = self._baca()
        sandi: dict[str, AESGCM] = {}
        hasil = []
        for kunci_id, satu in terbungkus:
            if kunci_id not in sandi:
                if kunci_id not in isi.kunci:
                    raise Transient(f"the key file does not know the wrapping key {kunci_id}")
                sandi[kunci_id] = AESGCM(isi.kunci[kunci_id])
            try:
                hasil.append(sandi[kunci_id].decrypt(satu[:_NONCE], satu[_NONCE:], kunci_id.encode()))
            except InvalidTag:
                raise BerkasKunciSalah(f"{self._berkas}: {kunci_id} is not the key that wrapped this") from None
        return hasil

    async def pastikan_dikenal(self, kunci_id: Collection[str]) -> None:
        """See `PembungkusKunci`.

        Raises:
            Transient: the file does not know a key.
        """
        if hilang := sorted(set(kunci_id) - set(self._baca().kunci)):
            raise Transient(f"the key file does not know the wrapping key {hilang[0]}")

    async def bungkus_ulang(self, terbungkus: Sequence[Terbungkus]) -> list[Terbungkus]:
        """See `PembungkusKunci`."""
        return await self.bungkus(await self.buka(terbungkus))

    def _baca(self) -> IsiBerkas:
        """The file as it is now; read again only when it has changed."""
        keadaan = self._berkas.stat()
        rupa = (keadaan.st_mtime_ns, keadaan.st_size, keadaan.st_ino)
        if self._isi is None or rupa != self._dibaca:
            self._isi, self._dibaca = baca(self._berkas), rupa
        return self._isi
