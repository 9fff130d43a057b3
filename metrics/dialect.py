"""A statement in the words of another engine. sqlglot writes it, in some 20–60 ms: only off DuckDB."""

from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import Any, Final

# What an engine is told in its own words, by dialect and by the name sqlglot has for the function: Spark's `median` is
# exact today, but only `percentile` is defined as the exact one, with the mean of the two in the middle as in DuckDB.
OVERRIDES: Final[Mapping[str, Mapping[str, str]]] = {"spark": {"Median": "percentile({value}, 0.5)"}}


@lru_cache(maxsize=512)
def translated(sql: str, dialect: str) -> str:
    """The statement in a dialect of sqlglot; its numbered marks `$1` become names, `:p1`."""
    from sqlglot import exp, parse_one  # an optional dependency

    tree = parse_one(sql, dialect="duckdb")
    for mark in list(tree.find_all(exp.Placeholder)):
        mark.set("this", f"p{mark.name}")
    for function, words in OVERRIDES.get(dialect, {}).items():
        for call in list(tree.find_all(getattr(exp, function))):
            call.replace(parse_one(words.format(value=call.this.sql(dialect)), dialect=dialect))
    return tree.sql(dialect)


def named(values: Sequence[Any]) -> dict[str, Any]:
    """The values of the marks by their names."""
    return {f"p{number}": value for number, value in enumerate(values, 1)}
