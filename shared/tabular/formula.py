"""Cells of a CSV that a spreadsheet would open as a formula (OWASP, CSV injection): written as text, and read as what they were."""

import re

# What would open as a formula and is no number, behind any number of apostrophes: so that every text is read as it was.
_FORMULA = re.compile(r"'*[=+\-@\t\r](?!\d[\d.,]*$).", re.DOTALL)
BEGINNINGS = frozenset("'=+-@\t\r")
"""Letters by which alone a text may have to be looked at: most begin otherwise."""


def neutral(text: str) -> str:
    """The text with an apostrophe before it where it would open as a formula; a spreadsheet shows it without."""
    return f"'{text}" if text[:1] in BEGINNINGS and _FORMULA.match(text) else text


def original(text: str) -> str:
    """The text that `neutral` was given."""
    return text[1:] if text[:1] == "'" and _FORMULA.match(text, 1) else text
