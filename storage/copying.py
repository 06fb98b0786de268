"""Every row of one database into another of the same shape, SQLite and PostgreSQL either way."""

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from sqlalchemy import JSON, Column, Connection, LargeBinary, MetaData, Table, bindparam, func, select, text, update

Progress = Callable[[int, int], object]  # how much of how much
_VERSION = "alembic_version"
_CHUNK = 1000
_CHUNK_OF_FILES = 10  # megabytes each


def tables_of(connection: Connection) -> list[Table]:
    """The tables as they are in the database, whatever its version; who is pointed to comes first."""
    known = MetaData()
    known.reflect(connection)
    for table in known.tables.values():
        for column in table.columns:
            if isinstance(column.type, JSON):
                column.type.none_as_null = True
    return [table for table in known.sorted_tables if table.name != _VERSION]


def copy_rows(source: Connection, target: Connection, *, progress: Progress) -> int:
    """Into empty tables, within the transactions that are open on both; how many rows there were."""
    ours = {table.name: table for table in tables_of(target)}
    theirs = [table for table in tables_of(source) if table.name in ours]
    theirs.sort(key=lambda table: list(ours).index(table.name))
    total = sum(source.execute(select(func.count()).select_from(table)).scalar_one() for table in theirs)
    done = 0
    for table in theirs:
        for rows in _chunks(source, table):
            _add(target, ours[table.name], rows)
            done += len(rows)
            progress(done, total)
        _set_links(source, table, target, ours[table.name])
    if target.dialect.name == "postgresql":
        _number_on(target, ours)
    return done


def is_empty(connection: Connection) -> bool:
    return all(connection.execute(select(table).limit(1)).first() is None for table in tables_of(connection))


def empty(connection: Connection) -> None:
    """Remove every row, in the transaction that is open. PostgreSQL only."""
    names = ", ".join(f'"{table.name}"' for table in tables_of(connection))
    connection.execute(text(f"TRUNCATE {names}"))


def _chunks(source: Connection, table: Table) -> Iterator[list[dict[str, Any]]]:
    files = any(isinstance(column.type, LargeBinary) for column in table.columns)
    size = _CHUNK_OF_FILES if files else _CHUNK
    query = select(table).order_by(*table.primary_key.columns).execution_options(yield_per=size)
    for rows in source.execute(query).mappings().partitions():
        yield [dict(row) for row in rows]


def _add(target: Connection, table: Table, rows: list[dict[str, Any]]) -> None:
    """A row may point to a later one of its own table: those links are set when all are there."""
    missing = dict.fromkeys(column.name for column in _links(table))
    target.execute(table.insert(), [{**row, **missing} for row in rows] if missing else rows)


def _links(table: Table) -> list[Column[Any]]:
    return [key.parent for key in table.foreign_keys if key.column.table is table]


def _set_links(source: Connection, table: Table, target: Connection, ours: Table) -> None:
    for link in _links(ours):
        there = table.c[link.name]
        query = select(table.c.id.label("row"), there.label("to")).where(there.is_not(None))
        found = [dict(row) for row in source.execute(query).mappings()]
        if found:
            target.execute(update(ours).where(ours.c.id == bindparam("row")).values({link: bindparam("to")}), found)


def _number_on(target: Connection, tables: Mapping[str, Table]) -> None:
    """The next row of each table gets the number after its last one."""
    for name, table in tables.items():
        if "id" in table.c:
            last = select(func.max(table.c.id)).scalar_subquery()
            number = func.setval(func.pg_get_serial_sequence(f'"{name}"', "id"), last)
            target.execute(select(number).where(last.is_not(None)))
