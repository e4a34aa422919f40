"""A table's columns, written once: one declaration gives copy, insert, upsert, update, select and the type of a row."""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, fields, is_dataclass
from datetime import date, datetime
from enum import StrEnum
from operator import attrgetter
from types import NoneType, UnionType
from typing import Any, Generic, NamedTuple, TypeVar, Union, cast, get_args, get_origin, get_type_hints

import asyncpg

from shared.db.bulk import columns as turned
from shared.db.bulk import copy_rows, unnest
from shared.db.pool import Conn

R = TypeVar("R")

_SQL = {str: "text", int: "int", bool: "bool", date: "date", datetime: "timestamptz", bytes: "bytea"}


@dataclass(frozen=True, slots=True)
class Column:
    """How a field is stored where its Python type does not say so.

    Attributes:
        sql: type of the column.
        dump: turns a value into what asyncpg takes; None is stored as null unless `nulls`.
        load: turns what asyncpg gives into the value.
        nulls: `dump` and `load` see None too.
    """

    sql: str
    dump: Callable[[Any], object] | None = None
    load: Callable[[Any], Any] | None = None
    nulls: bool = False


class _Leaf(NamedTuple):
    name: str
    path: str
    column: Column
    nullable: bool


_Builder = Callable[[asyncpg.Record], Any]


class Table(Generic[R]):
    """One table and the frozen dataclass or NamedTuple that is its row.

    A field is a column of the same name; the fields of a nested dataclass or NamedTuple are columns of the same row. `str`, `int`, `bool`,
    `date`, `datetime`, `bytes` and any `StrEnum` know their column, with or without None. A test holds all declarations against
    `information_schema`.
    """

    def __init__(
        self,
        name: str,
        row: type[R],
        *,
        key: tuple[str, ...],
        columns: Mapping[str, Column] | None = None,
        names: Mapping[str, str] | None = None,
    ) -> None:
        """Derive the columns from `row`.

        Args:
            name: "schema.table".
            row: the type of a row.
            key: columns of the primary key or of the unique index that `upsert` goes by.
            columns: by dotted path of the field, where its type does not say how it is stored.
            names: by dotted path of the field, where the column has another name.

        Raises:
            TypeError: a field's type says no column.
        """
        self.name = name
        self.key = key
        self._leaves, self._build = _flatten(row, "", columns or {}, names or {})
        self.columns = tuple(leaf.name for leaf in self._leaves)
        self._getters = [_getter(leaf) for leaf in self._leaves]
        missing = set(key) - set(self.columns)
        if missing:
            raise TypeError(f"{name} has no column {', '.join(sorted(missing))}")

    @property
    def types(self) -> dict[str, tuple[str, bool]]:
        """Map each column to its SQL type and whether it may be null."""
        return {leaf.name: (leaf.column.sql, leaf.nullable) for leaf in self._leaves}

    # --- pieces for statements of a table's own ----------------------------------------------------------------------------------------

    def listed(self, alias: str = "") -> str:
        """The columns, separated by commas, each with `alias` in front."""
        prefix = f"{alias}." if alias else ""
        return ", ".join(prefix + name for name in self.columns)

    def unnested(self, alias: str, *, first: int = 1) -> str:
        """`unnest(…) as alias (columns)`, which reads the parameters that `arrays` gives, numbered from `first`."""
        return f"{unnest(*(leaf.column.sql for leaf in self._leaves), first=first)} as {alias} ({self.listed()})"

    def arrays(self, rows: Iterable[R]) -> list[list[object]]:
        """The values of `rows`, one list per column."""
        return turned(self.values(rows), len(self.columns))

    def values(self, rows: Iterable[R]) -> Iterable[tuple[object, ...]]:
        """The values of each row, in column order."""
        getters = self._getters
        return (tuple(get(row) for get in getters) for row in rows)

    def read(self, record: asyncpg.Record) -> R:
        """The row of a record that has all columns, whatever else it has."""
        return cast("R", self._build(record))

    # --- whole sets of rows --------------------------------------------------------------------------------------------------------------

    async def copy(self, conn: Conn, rows: Iterable[R]) -> int:
        """Append rows by COPY, for sets beyond some thousand; returns how many. One that breaks a constraint refuses them all."""
        return await copy_rows(conn, self.name, self.columns, self.values(rows))

    async def insert(self, conn: Conn, rows: Iterable[R], *, keep: bool = False) -> list[tuple[Any, ...]]:
        """Add rows, in order of their key.

        Args:
            conn: of the open transaction.
            rows: each key at most once.
            keep: a row stays away where one exists with the same value in any unique index; otherwise it refuses them all.

        Returns:
            The keys that were added, in no order.
        """
        return await self._write(conn, rows, "on conflict do nothing" if keep else "")

    async def upsert(
        self, conn: Conn, rows: Iterable[R], *, newest: str | None = None, only: Collection[str] | None = None, also: str = ""
    ) -> list[tuple[Any, ...]]:
        """Add rows, or write them over those of the same key, in order of the key, so that two writers cannot wait for each other.

        Args:
            conn: of the open transaction.
            rows: each key at most once.
            newest: column whose value must be higher than that of the row that exists; otherwise that row stays as it is.
            only: columns that are written over; all by default.
            also: further assignments in SQL, for columns that are no field.

        Returns:
            The keys of the rows that were written, in no order.
        """
        written = [name for name in self.columns if name not in self.key and (only is None or name in only)]
        assigned = ", ".join([*(f"{name} = excluded.{name}" for name in written), *([also] if also else [])])
        newer = f" where excluded.{newest} > lama.{newest}" if newest else ""
        return await self._write(conn, rows, f"on conflict ({', '.join(self.key)}) do update set {assigned}{newer}")

    async def update(self, conn: Conn, rows: Iterable[R], *, only: Collection[str] | None = None, also: str = "") -> None:
        """Write over rows that exist; a row whose key does not exist changes nothing.

        Args:
            conn: of the open transaction.
            rows: each key at most once.
            only: columns that are written over; all by default.
            also: further assignments in SQL, for columns that are no field.
        """
        written = [name for name in self.columns if name not in self.key and (only is None or name in only)]
        assigned = ", ".join([*(f"{name} = baru.{name}" for name in written), *([also] if also else [])])
        same = " and ".join(f"lama.{name} = baru.{name}" for name in self.key)
        statement = f"update {self.name} as lama set {assigned} from {self.unnested('baru')} where {same}"  # noqa: S608 - the names are ours
        await conn.execute(statement, *self.arrays(rows))

    async def select(self, conn: Conn, rest: str = "", *args: object) -> list[R]:
        """Read rows; `rest` is the statement after the table's name, which has the alias `t`: `where t.x = $1 order by …`."""
        records = await conn.fetch(f"select {self.listed('t')} from {self.name} as t {rest}", *args)  # noqa: S608 - the names are ours
        return [self.read(record) for record in records]

    async def _write(self, conn: Conn, rows: Iterable[R], conflict: str) -> list[tuple[Any, ...]]:
        key = ", ".join(self.key)
        statement = f"""
            insert into {self.name} as lama ({self.listed()}) select {self.listed("baru")} from {self.unnested("baru")} order by {key}
            {conflict} returning {key}
        """  # noqa: S608 - the names are ours
        return [tuple(record) for record in await conn.fetch(statement, *self.arrays(rows))]


def _flatten(row: type, path: str, columns: Mapping[str, Column], names: Mapping[str, str]) -> tuple[list[_Leaf], _Builder]:
    leaves: list[_Leaf] = []
    parts: list[tuple[str, _Builder]] = []
    for field, hint in _fields(row):
        where = f"{path}{field}"
        kind, nullable = _without_none(hint)
        column = columns.get(where) or _column(kind)
        if column is not None:
            leaf = _Leaf(names.get(where, field), where, column, nullable or column.nulls)
            leaves.append(leaf)
            parts.append((field, _reader(leaf)))
        elif not nullable and _is_row(kind):
            inner, nested = _flatten(kind, f"{where}.", columns, names)
            leaves += inner
            parts.append((field, nested))
        else:
            raise TypeError(f"{row.__name__}.{field}: {hint!r} says no column")

    def build(record: asyncpg.Record) -> Any:  # noqa: ANN401 - the row's type is known by whoever declared the table
        return row(**{field: part(record) for field, part in parts})

    return leaves, build


def _fields(row: type) -> Sequence[tuple[str, Any]]:
    hints = get_type_hints(row)
    names = [field.name for field in fields(row)] if is_dataclass(row) else list(getattr(row, "_fields", ()))
    return [(name, hints[name]) for name in names]


def _is_row(kind: object) -> bool:
    return isinstance(kind, type) and (is_dataclass(kind) or hasattr(kind, "_fields"))


def _without_none(hint: Any) -> tuple[Any, bool]:  # noqa: ANN401 - a type hint has no type
    if get_origin(hint) not in (UnionType, Union):
        return hint, False
    rest = [kind for kind in get_args(hint) if kind is not NoneType]
    return (rest[0] if len(rest) == 1 else hint), len(rest) < len(get_args(hint))


def _column(kind: Any) -> Column | None:  # noqa: ANN401 - a type hint has no type
    if kind in _SQL:
        return Column(_SQL[kind])
    if isinstance(kind, type) and issubclass(kind, StrEnum):
        return Column("text", load=kind)
    return None


def _getter(leaf: _Leaf) -> Callable[[Any], object]:
    get: Callable[[Any], object] = attrgetter(leaf.path)
    dump, nulls = leaf.column.dump, leaf.column.nulls
    if dump is None:
        return get
    return lambda row: dump(value) if (value := get(row)) is not None or nulls else None


def _reader(leaf: _Leaf) -> _Builder:
    name, load, nulls = leaf.name, leaf.column.load, leaf.column.nulls
    if load is None:
        return lambda record: record[name]
    return lambda record: load(value) if (value := record[name]) is not None or nulls else None
