"""Tables that officers send and fetch: CSV, gzipped CSV and XLSX, with every fault named by row and column."""

from shared.tabular.cells import choice, integer, score, tanggal, tanggal_di, text, thousandths
from shared.tabular.faults import FaultList
from shared.tabular.reader import Baris, read_table
from shared.tabular.sources import visible
from shared.tabular.writer import Style, Value, write_csv, write_xlsx

__all__ = [
    "Baris",
    "FaultList",
    "Style",
    "Value",
    "choice",
    "integer",
    "read_table",
    "score",
    "tanggal",
    "tanggal_di",
    "text",
    "thousandths",
    "visible",
    "write_csv",
    "write_xlsx",
]
