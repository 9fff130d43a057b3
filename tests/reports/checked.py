"""Figures of a report computed again and printed by hand, without what made them."""

from collections import defaultdict
from collections.abc import Sequence
from decimal import ROUND_HALF_UP, Decimal
from types import ModuleType
from typing import Any

import pytest

from data.warehouse import Reader
from metrics.change import change
from metrics.query import Filters, compute
from metrics.registry import metric
from reports.composition import compose
from reports.content import Paragraph, Report
from reports.figure import Figure
from reports.word.document import document, labels
from reports.wording import plain

COMPARED = ("before", "after", "difference")


def report(kind: ModuleType, reader: Reader, where: Filters) -> Report:
    """A report of a kind, whose module says what it is written from."""
    return compose(kind.material(reader, where))


def computed(reader: Reader, figures: Sequence[Figure]) -> list[float]:
    """What `compute` gives for each, all metrics of the same filters at once."""
    asked = defaultdict[tuple[Any, bool], dict[str, None]](dict)
    for one in figures:
        asked[one.where, one.cumulative][one.name] = None
    rows = {
        (row.metric, where, cumulative): row
        for (where, cumulative), names in asked.items()
        for row in compute(reader, list(names), where=Filters.of(**dict(where)), cumulative=cumulative).itertuples()
    }
    changes = {one.name: one for one in figures if one.part in COMPARED}
    found = {name: _change(reader, one) for name, one in changes.items()}
    return [
        float(
            found[one.name][one.part] if one.part in COMPARED else _part(rows[one.name, one.where, one.cumulative], one)
        )
        for one in figures
    ]


def _change(reader: Reader, figure: Figure) -> dict[str, Any]:
    where = Filters.of(**dict(figure.where))
    found = change(reader, figure.name, int(where.get("year")[0]), where)
    return {"before": found.before, "after": found.after, "difference": found.value}


def _part(row: Any, figure: Figure) -> float:
    if figure.part in ("size", "yi"):
        return abs(row.value) if figure.part == "size" else row.value / 10_000
    return getattr(row, figure.part)


def printed(figure: Figure, value: float) -> str:
    """By hand: shares in percent with two decimals, half up; counts as they are."""
    one = metric(figure.name)
    if figure.part in ("numerator", "denominator") or one.unit in ("count", "10k_cny", "indicator"):
        return f"{Decimal(repr(round(value, 12))).quantize(Decimal('0.01'), ROUND_HALF_UP).normalize():f}"
    times = 100 if one.unit == "share" else 1
    rounded = (Decimal(repr(round(value, 12))) * times).quantize(Decimal("0.01"), ROUND_HALF_UP)
    return str(abs(rounded)) if figure.part == "difference" else f"{rounded}%"


def checked(reader: Reader, told: Report) -> list[Figure]:
    """The figures of a report, after each was found to be what `compute` gives, printed half up."""
    _, figures = document(told)
    for figure, value in zip(figures, computed(reader, figures), strict=True):
        assert figure.number == pytest.approx(value, rel=1e-9, abs=1e-12), figure
        assert figure.printed == printed(figure, value), figure
    return figures


def prose(told: Report) -> str:
    """The running text."""
    return "".join(plain(block.text, labels(told)) for block in told.blocks if isinstance(block, Paragraph))
