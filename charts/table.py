"""The numbers of a chart as a table: the same ones, with what they were made from."""

from collections.abc import Iterable, Sequence

import pandas as pd

from charts.chart import Chart, Crossed, Dumbbells, Name, Number, Table


def frame(chart: Chart | Table) -> pd.DataFrame:
    """Return one row a number, under the chart's own heads; a missing number is missing, never 0.

    Columns, as far as they have a head: code, label, across (what is crossed, groups), numerator, denominator, before, value,
    change, low, high.
    """
    if isinstance(chart, Table):
        return pd.DataFrame({column.head: _either(column.values) for column in chart.columns})
    heads, listed = chart.heads, entries(chart)
    columns: list[tuple[str, pd.Series]] = [
        (heads.code, _texts(row.code for row, _, _ in listed)),
        (heads.label, _texts(row.label for row, _, _ in listed)),
        (heads.across, _texts(across.label for _, across, _ in listed)),
        (heads.numerator, _counts(number.numerator for _, _, number in listed)),
        (heads.denominator, _counts(number.denominator for _, _, number in listed)),
        (heads.before, _values(getattr(number, "before", None) for _, _, number in listed)),
        (heads.value, _values(number.value for _, _, number in listed)),
        (heads.change, _values(getattr(number, "change", None) for _, _, number in listed)),
        (heads.low, _values(number.low for _, _, number in listed)),
        (heads.high, _values(number.high for _, _, number in listed)),
    ]
    return pd.DataFrame({head: values for head, values in columns if head})


def entries(chart: Chart) -> list[tuple[Name, Name, Number]]:
    """Every number with the names of its row and of the column or group it stands in; in the order drawn."""
    if isinstance(chart, Crossed):
        lines = zip(chart.rows, chart.cells, strict=True)
        return [(row, column, cell) for row, cells in lines for column, cell in zip(chart.columns, cells, strict=True)]
    if isinstance(chart, Dumbbells):
        pairs = (
            (Name(mark.label, mark.code), Name(group.name), mark) for group in chart.groups for mark in group.marks
        )
        return list(pairs)
    return [(Name(mark.label, mark.code), Name(""), mark) for mark in chart.marks]


def _either(values: Sequence[str | float | None]) -> pd.Series:
    """Texts, or numbers; a column of nothing is one of numbers."""
    if any(isinstance(value, str) for value in values):
        return _texts(str(value or "") for value in values)
    return _counts(None if value is None else float(value) for value in values)


def _texts(values: Iterable[str]) -> pd.Series:
    return pd.Series(list(values), dtype="str")


def _values(values: Iterable[float | None]) -> pd.Series:
    return pd.Series(list(values), dtype="float64")


def _counts(values: Iterable[float | None]) -> pd.Series:
    """Whole numbers stay whole, although some are missing."""
    floats = _values(values)
    return floats.astype("Int64") if (floats.dropna() % 1 == 0).all() else floats
