"""A reason as the domains of all services return it: pure data, turned into the event's `Alasan` at the edge."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Alasan:
    """One reason of a decision.

    Attributes:
        kode: rule id, stable across years.
        pasal: article the rule comes from.
        angka: the values that were compared, by name, in the order in which they are shown.
    """

    kode: str
    pasal: str
    angka: tuple[tuple[str, int | str], ...] = ()
