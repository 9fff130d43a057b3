"""Regions × pilots: how many firms each region has in each pilot, without counting a firm twice.

A firm may be in two pilots, so a region's pilots add up to more firms than it has in them. The totals count every firm
once, and the overlap is shown.
"""

from typing import NamedTuple

import pandas as pd

from data.errors import Refused
from data.warehouse import Reader
from metrics.query import Filters

LEVELS = ("province", "city", "county", "industry")
_DIMENSIONS = ("year", "province", "city", "county", "industry", "body", "pilot")

_SQL = """
SELECT DISTINCT a.{by} AS unit, m.pilot, a.firm FROM assisted a JOIN pilot_member m USING (firm, year) {where}
"""


class Bridge(NamedTuple):
    """Different assisted firms; `cells` are regions (rows) × pilots (columns), an empty place 0.

    `of_unit` and `of_pilot` count each firm once, `firms` all together; a firm known in two regions over several years
    is one firm. `in_several` are those in two pilots or more, by region, and `overlap` all of them.
    """

    cells: pd.DataFrame
    of_unit: pd.Series
    of_pilot: pd.Series
    firms: int
    in_several: pd.Series
    overlap: int

    def frame(self) -> pd.DataFrame:
        """As one table: a row for each region, the totals last, where the region is null."""
        rows = self.cells.assign(firms=self.of_unit, in_several=self.in_several).rename_axis("unit").reset_index()
        last = {"unit": None, **self.of_pilot.to_dict(), "firms": self.firms, "in_several": self.overlap}
        return pd.concat([rows, pd.DataFrame([last], columns=rows.columns)], ignore_index=True)


def bridge(reader: Reader, by: str = "city", where: Filters = Filters()) -> Bridge:
    """Assisted firms by region (or industry) and pilot. Raises Refused for another dimension.

    A firm whose region nobody states is in the row "—".
    """
    for dimension in (by, *dict(where.values)):
        if dimension not in (LEVELS if dimension == by else _DIMENSIONS):
            raise Refused(
                "这里没有维度“{dimension}”。可用的维度：{allowed}", dimension=dimension, allowed=" ".join(LEVELS)
            )
    conditions = [f"{_column(d)} IN ({', '.join('?' * len(values))})" for d, values in where.values]
    clause = f"WHERE {' AND '.join(conditions)}" if conditions else ""
    bound = [value for _, values in where.values for value in values]
    rows = reader.frame(_SQL.format(by=by, where=clause), bound)
    rows["unit"] = rows["unit"].astype(object).where(rows["unit"].notna(), "—")
    cells = pd.crosstab(rows["unit"], rows["pilot"])
    firms = rows.drop_duplicates(["unit", "firm"]).groupby("unit")["firm"].size()
    several = rows.groupby(["unit", "firm"])["pilot"].nunique() > 1
    return Bridge(
        cells=cells,
        of_unit=firms,
        of_pilot=rows.groupby("pilot")["firm"].nunique(),
        firms=rows["firm"].nunique(),
        in_several=several.groupby("unit").sum(),
        overlap=int((rows.groupby("firm")["pilot"].nunique() > 1).sum()),
    )


def _column(dimension: str) -> str:
    return f"m.{dimension}" if dimension == "pilot" else f"a.{dimension}"
