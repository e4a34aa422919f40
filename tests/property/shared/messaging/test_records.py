"""Whatever a record carries, the tables that keep it can hold it."""

from hypothesis import given
from hypothesis import strategies as st

from shared.messaging.records import Record, kept, key_text

# As the lenient parser gives them: bytes that are no text come as single surrogates.
names = st.binary(max_size=20).map(lambda raw: raw.decode("utf-8", "surrogateescape"))


@given(st.lists(st.tuples(names, st.none() | st.binary(max_size=40))))
def test_headers_stay_in_order_and_their_values_byte_for_byte(headers: list[tuple[str, bytes]]) -> None:
    *_, told, values, _ = kept(Record("t", 0, 0, b"", headers, None))
    assert values == [value for _, value in headers]
    for name, shown in zip((name for name, _ in headers), told, strict=True):
        assert "\0" not in shown
        assert shown.encode() == name.encode("utf-8", "surrogateescape") or "\\x" in shown


@given(st.binary())
def test_any_key_can_be_shown(key: bytes) -> None:
    shown = key_text(Record("t", 0, 0, key, [], None))
    assert shown.encode() == key or "\\x" in shown
