"""Who can log in. There is no list: a name says what somebody is, and a secret of the folder gives each name its password."""

import hmac
import re
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

from shared.kebijakan import JenisPelaku, Peran

# Officers: role or roles, perhaps the agency, perhaps whose account it is when a role has several. Applicants: a NIK of the region code
# that is nobody's. Programs: a name.
_OFFICER = re.compile(r"(?P<peran>[a-z_]+(?:\+[a-z_]+)*)(?:\.(?P<instansi>[0-9]{4}))?(?:@[a-z0-9-]{1,30})?")
_APPLICANT = re.compile(r"pelamar\.(?P<nik>00[0-9]{14})")
_PROGRAM = re.compile(r"layanan\.[a-z0-9-]{1,30}")
_OFFICERS = frozenset(peran.value for peran in Peran) - {Peran.PELAMAR, Peran.LAYANAN}


@dataclass(frozen=True, slots=True)
class Account:
    """Somebody who may log in: the subject of the tokens and the claims beside it."""

    subject: str
    claims: dict[str, Any]


class Accounts:
    """Every account that a name can have, and the password of each."""

    def __init__(self, secret: str) -> None:
        """Passwords are derived from `secret`: whoever has it can log in as anybody."""
        self._secret = secret.encode()

    def password(self, name: str) -> str:
        """The password of this name."""
        return hmac.new(self._secret, name.encode(), sha256).hexdigest()[:24]

    def person(self, name: str, password: str) -> Account | None:
        """The officer or applicant of this name, if the password is right."""
        return self.account(name) if self._proven(name, password) and not _PROGRAM.fullmatch(name) else None

    def program(self, name: str, password: str) -> Account | None:
        """The program of this name, if the password is right."""
        return self.account(name) if self._proven(name, password) and _PROGRAM.fullmatch(name) else None

    def _proven(self, name: str, password: str) -> bool:
        return hmac.compare_digest(self.password(name).encode(), password.encode())

    def account(self, name: str) -> Account | None:
        """What this name says; None when it says nothing."""
        if found := _APPLICANT.fullmatch(name):
            # The subject goes into records: nobody may find the NIK by trying all of them.
            subject = f"pelamar:{hmac.new(self._secret, b'subject/' + name.encode(), sha256).hexdigest()[:24]}"
            return Account(subject, {"jenis": JenisPelaku.PELAMAR, "nik": found["nik"]})
        return Account(name, {"jenis": JenisPelaku.LAYANAN}) if _PROGRAM.fullmatch(name) else _officer(name)


def _officer(name: str) -> Account | None:
    found = _OFFICER.fullmatch(name)
    peran = str(found["peran"]).upper().split("+") if found else []
    if found is None or not _OFFICERS.issuperset(peran):
        return None
    agency = {"instansi": found["instansi"]} if found["instansi"] else {}
    return Account(name, {"jenis": JenisPelaku.PETUGAS, "peran": peran, **agency})
