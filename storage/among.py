"""Many values as one of a statement: what is said to the database stays the same however many there are."""

from collections.abc import Collection
from typing import Any

from sqlalchemy import ColumnElement, Dialect, Select, String, bindparam
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.functions import FunctionElement
from sqlalchemy.types import TypeDecorator, TypeEngine, UserDefinedType


class _Numbers(UserDefinedType[str]):
    """PostgreSQL's list of numbers, in words: it reads them once, where a cast would be done for each row."""

    cache_ok = True
    render_bind_cast = True

    def get_col_spec(self, **_: Any) -> str:
        return "bigint[]"


class _Ids(TypeDecorator[Collection[int]]):
    """In words that each database reads as a list: the driver would look at each of them four times."""

    impl = String
    cache_ok = True

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[Any]:
        return dialect.type_descriptor(_Numbers() if dialect.name == "postgresql" else String())

    def process_bind_param(self, value: Collection[int] | None, dialect: Dialect) -> str | None:
        if value is None:
            return None
        first, last = "{}" if dialect.name == "postgresql" else "[]"
        return f"{first}{','.join(map(str, value))}{last}"


class _Among(FunctionElement[Any]):
    inherit_cache = True


@compiles(_Among, "postgresql")
def _any(element: _Among, compiler: SQLCompiler, **kw: Any) -> str:
    column, ids = (compiler.process(one, **kw) for one in element.clauses)
    return f"{column} = ANY ({ids})"


@compiles(_Among, "sqlite")
def _each(element: _Among, compiler: SQLCompiler, **kw: Any) -> str:
    column, ids = (compiler.process(one, **kw) for one in element.clauses)
    return f"{column} IN (SELECT value FROM json_each({ids}))"  # noqa: S608  both are the compiler's own words


class _Chosen(FunctionElement[Any]):
    inherit_cache = True


@compiles(_Chosen, "postgresql")
def _any_chosen(element: _Chosen, compiler: SQLCompiler, **kw: Any) -> str:
    # As an array they are looked up by the index. PostgreSQL does not know how many there will be, and for one, as it
    # guesses of a new table, it goes through the table and asks of each row whether it is that one.
    column, query = (compiler.process(one, **kw) for one in element.clauses)
    return f"{column} = ANY (ARRAY{query})"


@compiles(_Chosen, "sqlite")
def _in_chosen(element: _Chosen, compiler: SQLCompiler, **kw: Any) -> str:
    column, query = (compiler.process(one, **kw) for one in element.clauses)
    return f"{column} IN {query}"


def chosen(column: Any, query: Select[Any]) -> ColumnElement[bool]:
    """Whether a column of ids is one of those that a query finds: few, however large the table."""
    return _Chosen(column, query.scalar_subquery())


def among(column: Any, name: str) -> ColumnElement[bool]:
    """Whether a column of ids is one of the parameter of this name, which is any collection of them."""
    return _Among(column, bindparam(name, type_=_Ids))
