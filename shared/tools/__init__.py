"""What officers' tools have in common: tables in and out by the name's ending, progress on the terminal, every fault by row and column."""

from shared.tools.names import ALIASES
from shared.tools.reading import STDIO, Sheet, read_sheet
from shared.tools.session import Session
from shared.tools.told import only_cpns, rule_set, run, told
from shared.tools.writing import beside, check_rows, check_target, put, write_behind, write_sheet

__all__ = [
    "ALIASES",
    "STDIO",
    "Session",
    "Sheet",
    "beside",
    "check_rows",
    "check_target",
    "only_cpns",
    "put",
    "read_sheet",
    "rule_set",
    "run",
    "told",
    "write_behind",
    "write_sheet",
]
