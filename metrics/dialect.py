"""A statement in the words of another engine. sqlglot writes it, in some 20–60 ms: only off DuckDB."""

from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import Any, Final, NamedTuple

# What an engine is told in words of our own, by dialect and by the name sqlglot has for the function. Spark's manual
# defines `percentile` as exact, with the mean of the two in the middle, as DuckDB's median is.
OVERRIDES: Final[Mapping[str, Mapping[str, str]]] = {"spark": {"Median": "percentile({value}, 0.5)"}}


class Translated(NamedTuple):
    """`tables`: what `last` reads, by the name it reads it under, in the order they must be made in."""

    tables: tuple[tuple[str, str], ...]
    last: str


@lru_cache(maxsize=512)
def translated(sql: str, dialect: str) -> Translated:
    """The statement in a dialect of sqlglot; its numbered marks `$1` become names, `:p1`.

    All its common tables but the last stand apart: an engine that inlines them would aggregate anew for each metric.
    """
    from sqlglot import exp, parse_one  # an optional dependency

    tree = parse_one(sql, dialect="duckdb", into=exp.Select)
    for mark in list(tree.find_all(exp.Placeholder)):
        mark.set("this", f"p{mark.name}")
    for function, words in OVERRIDES.get(dialect, {}).items():
        for call in list(tree.find_all(getattr(exp, function))):
            call.replace(parse_one(words.format(value=call.this.sql(dialect)), dialect=dialect))
    tables = [table.pop() for table in tree.ctes[:-1]]
    return Translated(tuple((table.alias, table.this.sql(dialect)) for table in tables), tree.sql(dialect))


def named(values: Sequence[Any]) -> dict[str, Any]:
    """The values of the marks by their names."""
    return {f"p{number}": value for number, value in enumerate(values, 1)}
