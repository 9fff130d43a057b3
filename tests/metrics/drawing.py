"""Versions drawn from small tables of text, so that a test shows the rows it is about.

A table is published into a real DuckDB version and read through the real reader. Cells are what DuckDB can cast:
`1`, `true`, `14.75`, `2021-11-03`; a blank cell is null; text after `#` is a remark.
"""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pandas as pd

from data import schema, warehouse
from data.reference import table
from data.store import Store
from metrics.query import Filters, compute

Rows = Sequence[dict[str, Any]]
FOR_EVERY_RESPONSE = {"year": 2021, "counts": True, "submission": 1, "sheet": "Sheet1"}
FOR_EVERY_FIRM = {"year": 2021, "origin": "ledger", "submission": 2, "sheet": "台账"}
FILED = (
    schema.STATISTICS,
    schema.PILOT,
    schema.PILOT_MEMBER,
    schema.PILOT_INDICATOR,
    schema.LISTING,
    schema.BODY,
    schema.SCORE,
    schema.GOOD_CASE,
    schema.RECOMMENDATION,
    schema.MATERIAL,
    schema.PHONE_CHECK,
    schema.MATCH,
    schema.SUGGESTION,
    schema.ISSUE,
    schema.SUBMISSION,
)
OTHERS = {one.name: one for one in FILED}


class Drawn:
    """A version with a few rows, and short ways to ask it for a metric."""

    def __init__(self, reader: warehouse.Reader):
        self.reader = reader

    def frame(
        self, names: str | Sequence[str], by: Sequence[str] = (), cumulative: bool = False, **where: Any
    ) -> pd.DataFrame:
        """`compute` with filters written as `year=2021` or `year=[2021, 2022]`."""
        return compute(self.reader, [names] if isinstance(names, str) else names, by, filtered(**where), cumulative)

    def rate(self, name: str, **where: Any) -> tuple[float | None, float | None]:
        """Numerator and denominator."""
        row = self.row(name, **where)
        return row["numerator"], row["denominator"]

    def value(self, name: str, **where: Any) -> float | None:
        """The value; None where it is missing."""
        return self.row(name, **where)["value"]

    def row(self, name: str, **where: Any) -> dict[str, Any]:
        """The one row of a metric without dimensions."""
        (row,) = records(self.frame(name, **where))
        return row

    def by(self, name: str, *dimensions: str, **where: Any) -> dict[Any, float | None]:
        """Values by one dimension, or by tuples of several."""
        rows = records(self.frame(name, dimensions, **where))
        keys = [tuple(row[dimension] for dimension in dimensions) for row in rows]
        return {key if len(key) > 1 else key[0]: row["value"] for key, row in zip(keys, rows, strict=True)}


def filtered(**where: Any) -> Filters:
    """Filters written as `year=2021` or `year=[2021, 2022]`."""
    return Filters.of(**{name: values if isinstance(values, list) else [values] for name, values in where.items()})


def records(frame: pd.DataFrame) -> list[dict[str, Any]]:
    """Rows as dicts; what is missing is None."""
    return frame.astype(object).where(frame.notna(), None).to_dict("records")


def rows_of(text: str) -> list[dict[str, str | None]]:
    """The rows of a drawn table."""
    lines = [line.split("#")[0] for line in text.splitlines()]
    cells = [[cell.strip() for cell in line.split("|")] for line in lines if line.strip()]
    return [{name: cell or None for name, cell in zip(cells[0], line, strict=True)} for line in cells[1:]]


def publish(store: Store, version: int, responses: Rows = (), assisted: Rows = (), **others: Rows) -> None:
    """Publish a version with those rows, completed by what every row has; `others` by the name of their relation."""

    def fill(connection: Any) -> None:
        insert(connection, schema.INDUSTRY, [{n: row[n] for n in schema.INDUSTRY.names} for row in table("industries")])
        answers = [{"response_id": f"1-{n}", **row} for n, row in enumerate(responses, 2)]
        insert(connection, schema.RESPONSE, completed(answers, FOR_EVERY_RESPONSE))
        insert(connection, schema.ASSISTED, completed(assisted, FOR_EVERY_FIRM))
        for name, rows in others.items():
            insert(connection, OTHERS[name], [reported(name, row, number) for number, row in enumerate(rows, 2)])

    store.make()
    warehouse.publish(store, version, fill)


def drawn(path: Path, responses: Rows = (), assisted: Rows = (), **others: Rows) -> Drawn:
    """A version in a store of its own."""
    store = Store(path)
    publish(store, 1, responses, assisted, **others)
    return Drawn(warehouse.open(store, warehouse.ALL))


def completed(rows: Rows, shared: dict[str, Any]) -> list[dict[str, Any]]:
    """Rows with what they share, the sector of their industry, and a row number of their own."""
    sectors = {row["code"]: row["sector"] for row in table("industries")}
    return [
        {**shared, "row": number, "sector": sectors.get(str(row.get("industry"))), **row}
        for number, row in enumerate(rows, 2)
    ]


def reported(name: str, row: dict[str, Any], number: int) -> dict[str, Any]:
    """A row of a table that units or pilots file: the unit is its innermost place, an indicator has its own unit."""
    if name in ("body", "match", "suggestion", "issue"):
        return row
    row = {"year": 2021, **row}
    if name == "statistics":
        return {"region": row.get("county") or row.get("city") or row.get("province"), "row": number, **row}
    if name == "pilot_indicator":
        known = {one["indicator"]: one for one in table("pilot_indicators")}[row["indicator"]]
        return {"unit": known["unit"], "better": known["better"], "row": number, **row}
    if name == "score":
        return {"unit": row.get("city") or row.get("province"), "kind": "region", "full_marks": 100, **row}
    return row


def insert(connection: Any, relation: schema.Relation, rows: Rows) -> None:
    """Insert rows; columns that are not given are null."""
    if rows:
        columns = list(dict.fromkeys(name for row in rows for name in row))
        marks = ", ".join("unnest(?)" for _ in columns)
        quoted = ", ".join(f'"{name}"' for name in columns)
        values = [[row.get(name) for row in rows] for name in columns]
        connection.execute(f"INSERT INTO {relation.name} ({quoted}) SELECT {marks}", values)
