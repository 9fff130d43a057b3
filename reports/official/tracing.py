"""What stands behind a cell of an official table: firms, answers, or rows that were sent in."""

from typing import NamedTuple

import pandas as pd

from data.forms import assessment_table
from data.warehouse import Reader
from metrics import scorecard
from metrics.core import CountDistinct, Rate
from metrics.lineage import firms
from metrics.query import Filters
from metrics.registry import metric
from metrics.statement import Part
from reports.official.grid import Known, Score, Table, cell


class Behind(NamedTuple):
    """A figure of a cell and the rows that it comes from: file, sheet and row of each, and what they say."""

    known: Known
    rows: pd.DataFrame

    @property
    def thing(self) -> str:
        """The dimension that different values are counted of, such as `industry` or `firm`; empty for other figures."""
        one = None if isinstance(self.known, Score) else metric(self.known.name)
        return one.value if isinstance(one, CountDistinct) else ""

    @property
    def lines(self) -> pd.DataFrame:
        """The rows with the key of their `firm`, where they speak of one.

        Of things other than firms that are counted once, each with the firms it comes from: a row for each of these.
        """
        if self.thing == "firm":
            return self.rows.rename(columns={"value": "firm"})
        if not self.thing:
            return self.rows
        each = [{"value": value, **one} for value, some in self.rows[["value", "behind"]].to_numpy() for one in some]
        return pd.DataFrame(each)


def trace(reader: Reader, table: Table, address: str) -> list[Behind]:
    """What stands behind the cell with that address (`B5`). Raises Refused, naming those with a figure, for another."""
    return [Behind(known, behind(reader, known)) for known in cell(table, address).known]


def behind(reader: Reader, known: Known) -> pd.DataFrame:
    """The rows of one figure: of a rate all its base, with `in_numerator`; of experts' scores a row an expert."""
    if isinstance(known, Score):
        return scorecard.behind(
            reader, assessment_table.SCHEME, Filters(known.where), known.dimension, known.unit, known.indicator
        )
    part: Part = "denominator" if isinstance(metric(known.name), Rate) else "numerator"
    return firms(reader, known.name, Filters(known.where), part, cumulative=known.cumulative)
