"""The digest seals the rows of a ranking, and nothing but the rows."""

import hashlib

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from shared.contracts.digest import BarisPeringkat, ranking_digest
from shared.istilah import StatusSkb

PESERTA = st.text("0123456789", min_size=1, max_size=20)
FORMASI = st.text(st.characters(exclude_categories=("Cs", "Cc", "Z"), exclude_characters="|"), min_size=1, max_size=8)
ANGKA = st.none() | st.integers(0, 1_000_000)
BARIS = st.builds(
    BarisPeringkat,
    peserta=PESERTA,
    formasi=FORMASI,
    status_skb=st.sampled_from(StatusSkb).map(str),
    nilai_akhir=ANGKA,
    peringkat=ANGKA,
    peringkat_kelompok=ANGKA,
    versi=st.integers(1, 99),
)


def test_the_digest_is_what_the_guide_tells_agencies_to_compute() -> None:
    rows = [
        BarisPeringkat("24900120110000003", "F1", "TH", None, None, None, 1),
        BarisPeringkat("24900120110000001", "F1", "HADIR", 73_600, 1, 1, 2),
    ]
    text = "24900120110000001|F1|HADIR|73600|1|1|2\n24900120110000003|F1|TH||||1\n"
    assert ranking_digest(rows) == hashlib.sha256(text.encode()).hexdigest()
    assert ranking_digest([]) == hashlib.sha256(b"").hexdigest()


@given(st.lists(BARIS, max_size=8).flatmap(lambda rows: st.tuples(st.just(rows), st.permutations(rows))))
def test_the_order_of_rows_does_not_matter(rows: tuple[list[BarisPeringkat], list[BarisPeringkat]]) -> None:
    given_order, another = rows
    assert ranking_digest(given_order) == ranking_digest(another)


@given(st.lists(BARIS, max_size=6), BARIS, BARIS)
def test_two_different_sets_of_rows_have_two_digests(others: list[BarisPeringkat], one: BarisPeringkat, other: BarisPeringkat) -> None:
    assume(one != other)
    assert ranking_digest([*others, one]) != ranking_digest([*others, other])
    assert ranking_digest([*others, one]) != ranking_digest(others)
    assert ranking_digest([*others, one]) != ranking_digest([*others, one, one])


@pytest.mark.parametrize("field", BarisPeringkat._fields)
@given(row=BARIS, other=BARIS)
def test_a_change_in_any_field_changes_the_digest(field: str, row: BarisPeringkat, other: BarisPeringkat) -> None:
    assume(getattr(row, field) != getattr(other, field))
    assert ranking_digest([row]) != ranking_digest([row._replace(**{field: getattr(other, field)})])


@given(BARIS)
def test_nothing_and_zero_are_not_the_same(row: BarisPeringkat) -> None:
    assert ranking_digest([row._replace(nilai_akhir=None)]) != ranking_digest([row._replace(nilai_akhir=0)])
