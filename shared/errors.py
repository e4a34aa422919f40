"""The error tree. Where an error belongs decides what happens to the work that met it.

CasnError
├── Rejected    a rule says no: the caller is told which, and the way out; retrying changes nothing
├── Poison      this message can never be read: quarantined with its raw bytes
└── Transient   the world is not ready (a database is restarting): the same work is tried again later

Anything else that is raised is a bug: it is not caught on the way, the process ends and is started again.
"""

from dataclasses import dataclass


class CasnError(Exception):
    """Root of everything this platform raises on purpose."""


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing wrong with what somebody sent, said so that they can mend it.

    Attributes:
        kode: stable identifier of the rule or check, for programs.
        pesan: what is wrong and the way out, in Indonesian, for people.
        kolom: the field or column, where one is to blame.
        baris: the row (1 = first line of the file), where there are rows.
        nilai: the offending value, shortened; never a NIK or a name.
        bertentangan: it contradicts the state of things and not the form: the same may be right later.
    """

    kode: str
    pesan: str
    kolom: str | None = None
    baris: int | None = None
    nilai: str | None = None
    bertentangan: bool = False


class Rejected(CasnError):
    """A rule refuses the request; nothing was changed."""

    def __init__(self, kode: str, pesan: str, *, kolom: str | None = None, status: int = 422, faults: tuple[Fault, ...] = ()) -> None:
        """Say the rule (`kode`), the sentence for people, and every single fault when there is more than one."""
        super().__init__(f"{kode}: {pesan}")
        self.kode = kode
        self.pesan = pesan
        self.kolom = kolom
        self.status = status
        self.faults = faults

    @classmethod
    def of(cls, fault: Fault) -> "Rejected":
        """The refusal for one fault: 409 when it contradicts the state of things, else 422."""
        return cls(fault.kode, fault.pesan, kolom=fault.kolom, status=409 if fault.bertentangan else 422)


class Poison(CasnError):
    """A message that cannot be read, whatever is tried."""

    def __init__(self, kode: str, detail: str) -> None:
        """`kode` is short and countable (a metric label); `detail` is for the operator and carries no personal data."""
        super().__init__(f"{kode}: {detail}")
        self.kode = kode
        self.detail = detail


class Transient(CasnError):
    """Not now: the same call may succeed later."""
