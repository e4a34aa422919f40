"""Out of a batch the newest of each key goes on, in order of key."""

from hypothesis import given
from hypothesis import strategies as st

from shared.messaging import newest

Item = tuple[str, int, int]


@given(st.lists(st.tuples(st.sampled_from("abc"), st.integers(1, 3), st.integers())))
def test_one_item_of_the_highest_version_per_key_the_first_of_equals(items: list[Item]) -> None:
    found = newest(items, key=lambda item: item[0], version=lambda item: item[1])
    assert [item[0] for item in found] == sorted({item[0] for item in items})
    for name, version, mark in found:
        same = [item for item in items if item[0] == name]
        assert version == max(item[1] for item in same)
        assert mark == next(item[2] for item in same if item[1] == version)
