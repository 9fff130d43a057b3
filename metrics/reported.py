"""What units say themselves of figures that ledgers and answers count: the firms, industries and bodies of their 附表."""

from typing import NamedTuple

from data.warehouse import Reader

FIGURES = ("assisted", "industries", "bodies")

_SQL = """
SELECT s.{figure}, s.year, f.file, s.sheet, s.row
FROM statistics s LEFT JOIN submission f USING (submission)
WHERE s.region = ? AND s.year <= ? AND s.{figure} IS NOT NULL ORDER BY s.year DESC LIMIT 1
"""


class Reported(NamedTuple):
    """A figure, the year of the table that states it, and where it stands."""

    value: int
    year: int
    file: str
    sheet: str
    row: int


def reported(reader: Reader, region: str, year: int) -> dict[str, Reported]:
    """By figure, what the region's own latest table up to a year states; it is cumulative. Without what no table states."""
    found = {figure: reader.rows(_SQL.format(figure=figure), [region, year]) for figure in FIGURES}
    return {figure: Reported(*rows[0]) for figure, rows in found.items() if rows}
