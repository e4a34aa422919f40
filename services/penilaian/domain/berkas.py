"""The points that the SKD can give: its composition comes from the rule set.

KepmenPANRB 321/2024 and its forerunners: TWK and TIU give 5 points a right answer, so other values cannot occur, and no part exceeds its
maximum.
"""

from shared.aturan import Komponen, SusunanSkd


def dapat(butir: int, komponen: Komponen) -> bool:
    """Whether this part of the test can give these points (KepmenPANRB 1023/2021, 651/2023, 321/2024)."""
    return komponen.minimum <= butir <= komponen.maksimum and (butir - komponen.minimum) % komponen.kelipatan == 0


def mungkin(twk: int | None, tiu: int | None, tkp: int | None, susunan: SusunanSkd) -> bool:
    """Whether the test can give these points, all of which must be there (KepmenPANRB 1023/2021, 651/2023, 321/2024)."""
    parts = ((twk, susunan.twk), (tiu, susunan.tiu), (tkp, susunan.tkp))
    return all(butir is not None and dapat(butir, komponen) for butir, komponen in parts)
