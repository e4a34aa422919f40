"""People for scoring, in any order, by the one generator that there is."""

from hypothesis import strategies as st

from acuan.penilaian import Orang
from tests.support.penilaian.kelompok import acak


def orang(most: int = 30) -> st.SearchStrategy[list[Orang]]:
    """People with different participant numbers, in any order."""
    return acak("cpns-2024", most).map(lambda k: k.orang).flatmap(st.permutations).map(list)
