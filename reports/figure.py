"""A figure of a report: what is printed, the exact value behind it, and the question that was asked for it."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass, fields
from fractions import Fraction
from typing import Any, Literal

from data.warehouse import Reader
from metrics.change import Change, change
from metrics.core import Mean, Metric
from metrics.query import Filters, compute, records
from metrics.registry import metric
from metrics.relations import RELATIONS
from metrics.rounding import Rounding, exact

Part = Literal["value", "numerator", "denominator", "before", "after", "difference", "size", "yi"]
OF_VALUE = ("value", "size", "yi")  # parts that are the value, printed in another way
YI = 10_000  # 万元 in an 亿元
WHOLE = "whole"  # the rule of a count: it is printed as it is

Where = tuple[tuple[str, tuple[str | int, ...]], ...]


@dataclass(frozen=True, kw_only=True)
class Figure:
    """A number as it is printed, frozen with what it came from.

    `exact` is the value without rounding, a fraction (`5407/5639`) or a decimal; `rule` says how it became `printed`
    (`half_up/2`). `part` is what of the metric: its `value`, or a side of the comparison with the year before;
    `size` is the value without its sign, where words say which way it went, `yi` an amount of 万元 in 亿元.
    `cumulative`: over all years up to the one of `where`. A share's exact value is 0–1 and is printed in percent.
    """

    name: str
    part: Part
    where: Where
    cumulative: bool
    printed: str
    exact: str
    rule: str
    version: int

    @property
    def number(self) -> float:
        """The exact value for a chart."""
        return float(Fraction(self.exact))

    @property
    def key(self) -> tuple[object, ...]:
        """What was asked; two reports are compared by it."""
        return self.name, self.part, self.where, self.cumulative

    def plain(self) -> dict[str, Any]:
        """The figure as JSON values."""
        return {**asdict(self), "where": {dimension: list(values) for dimension, values in self.where}}

    @classmethod
    def of_plain(cls, values: dict[str, Any]) -> "Figure":
        """The figure that `plain` made so; raises KeyError, TypeError or ValueError for anything else."""
        Fraction(values["exact"])
        where = tuple((dimension, tuple(listed)) for dimension, listed in sorted(values["where"].items()))
        return cls(**{**{field.name: values[field.name] for field in fields(cls)}, "where": where})


class Figures:
    """The figures that a report asks for, all under its filters, by one rounding rule.

    Groups of one dimension are computed together; a group is what `compute` gives for a filter by its value.
    """

    def __init__(self, reader: Reader, where: Filters, rounding: Rounding = Rounding()):
        self.reader, self.where, self.rounding = reader, where, rounding
        self._frames: dict[tuple[str, tuple[str, ...], Filters, bool], list[dict[str, Any]]] = {}
        self._changes: dict[str, Change | None] = {}
        self._years: dict[int, Figures] = {}

    @property
    def version(self) -> int:
        """The data version that they are of."""
        return self.reader.version

    def of_year(self, year: int) -> "Figures":
        """The figures of another year under the same filters, by the same rule."""
        if year == self.year:
            return self
        if year not in self._years:
            self._years[year] = Figures(self.reader, self.where.but(year=[year]), self.rounding)
        return self._years[year]

    @property
    def year(self) -> int:
        """The year of the report."""
        return int(self.where.get("year")[0])

    def knows(self, name: str) -> bool:
        """Whether the metric has all dimensions of the report's filters; else it has no such figure."""
        dimensions = RELATIONS[metric(name).relation].dimensions
        return all(dimension in dimensions for dimension, _ in self.where.values)

    def figure(self, name: str, part: Part = "value", cumulative: bool = False, **at: str | int) -> Figure | None:
        """A figure of the whole, or of the group `at`; None where there is none."""
        if not self.knows(name):
            return None
        if part in ("before", "after", "difference"):
            return self._compared(name, part)
        row = self._row(name, cumulative, at)
        if row is None or row["value"] is None or (part not in OF_VALUE and row[part] is None):
            return None
        where = self.where.but(**{dimension: [value] for dimension, value in at.items()})
        return self._printed(metric(name), part, row, where, cumulative)

    def groups(self, name: str, by: str, cumulative: bool = False) -> list[Any]:
        """The values of a dimension that have one, in code order; a share of 0 is one, a count of 0 is not."""
        if not self.knows(name) or by not in RELATIONS[metric(name).relation].dimensions:
            return []
        rows = self._rows(name, (by,), self.where, cumulative)
        return sorted(row[by] for row in rows if row[by] is not None and (row["value"] or row["denominator"]))

    def nowhere(self, name: str, by: str, cumulative: bool = False) -> int:
        """How many of it have no value of the dimension, such as firms whose place is not written."""
        rows = self._rows(name, (by,), self.where, cumulative)
        return next((int(row["value"]) for row in rows if row[by] is None and row["value"]), 0)

    def together(self, names: Sequence[str]) -> None:
        """Compute the figures of the whole in one question, so that each of them need not be one."""
        known = [name for name in names if (name, (), self.where, False) not in self._frames and self.knows(name)]
        rows = records(compute(self.reader, known, (), self.where)) if known else []
        for name in known:
            self._frames[name, (), self.where, False] = [row for row in rows if row["metric"] == name]

    def is_small(self, name: str, **at: str | int) -> bool:
        """Whether too few stand behind it to be printed as a share."""
        row = self._row(name, False, at)
        return row is None or bool(row["small"])

    def changed(self, name: str) -> Change | None:
        """The metric against the year before; None where it cannot be asked."""
        if name not in self._changes:
            self._changes[name] = change(self.reader, name, self.year, self.where) if self.knows(name) else None
        return self._changes[name]

    def _row(self, name: str, cumulative: bool, at: dict[str, str | int]) -> dict[str, Any] | None:
        rows = self._rows(name, tuple(sorted(at)), self.where, cumulative)
        return next((row for row in rows if all(row[d] == value for d, value in at.items())), None)

    def _rows(self, name: str, by: tuple[str, ...], where: Filters, cumulative: bool) -> list[dict[str, Any]]:
        key = (name, by, where, cumulative)
        if key not in self._frames:
            self._frames[key] = records(compute(self.reader, [name], by, where, cumulative))
        return self._frames[key]

    def _printed(self, one: Metric, part: Part, row: dict[str, Any], where: Filters, cumulative: bool) -> Figure:
        if part not in OF_VALUE:
            value, text, rule = exact(row[part]), None, WHOLE
        elif one.unit == "share" and row["denominator"]:
            value = exact(row["numerator"]) / exact(row["denominator"])
            text, rule = self.rounding.percent(row["numerator"], row["denominator"]), self._rule
        elif one.unit in ("share", "percent"):
            value = _mean(row) if isinstance(one, Mean) and not one.median else exact(row["value"])
            text, rule = f"{self.rounding.figure(value * (100 if one.unit == 'share' else 1))}%", self._rule
        else:
            value, text, rule = _mean(row) if row["denominator"] else exact(row["value"]), None, WHOLE
            value = abs(value) if part == "size" else value / YI if part == "yi" else value
        if text is None:
            text, rule = self._plain(value)
        return self._made(one.name, part, where, cumulative, text, value, rule)

    def _plain(self, value: Fraction) -> tuple[str, str]:
        """A count or an amount: whole ones without decimals."""
        if value.denominator == 1:
            return str(value.numerator), WHOLE
        return f"{self.rounding.figure(value).normalize():f}", self._rule

    def _compared(self, name: str, part: Part) -> Figure | None:
        found = self.changed(name)
        if found is None or found.reason or found.value is None:
            return None
        if found.kind == "relative":
            return self._grown(found, part)
        if found.kind != "points":
            return None
        shares = [exact(n or 0) / exact(d or 1) for n, d in zip(found.numerators, found.denominators, strict=True)]
        value = {"before": shares[0], "after": shares[1], "difference": shares[1] - shares[0]}[part]
        figure = self.rounding.figure(100 * value)
        # A difference is printed without its sign: the words before it say which way.
        text = str(abs(figure)) if part == "difference" else f"{figure}%"
        return self._made(name, part, self.where, False, text, value, self._rule)

    def _grown(self, found: Change, part: Part) -> Figure:
        """A count against the year before: what it grew by is a share of what it was."""
        before, after = exact(found.before or 0), exact(found.after or 0)
        value = {"before": before, "after": after, "difference": after / before - 1}[part]
        text, rule = f"{abs(self.rounding.figure(100 * value))}%", self._rule
        if part != "difference":
            text, rule = self._plain(value)
        return self._made(found.name, part, self.where, False, text, value, rule)

    def _made(
        self, name: str, part: Part, where: Filters, cumulative: bool, text: str, value: Fraction, rule: str
    ) -> Figure:
        return Figure(
            name=name,
            part=part,
            where=where.values,
            cumulative=cumulative,
            printed=text,
            exact=str(value),
            rule=rule,
            version=self.version,
        )

    @property
    def _rule(self) -> str:
        return f"{self.rounding.rule}/{self.rounding.digits}"


def _mean(row: dict[str, Any]) -> Fraction:
    """The mean from its sum, without the noise of adding floats."""
    return Fraction(repr(round(float(row["numerator"]), 9))) / exact(row["denominator"])


def differences(old: Sequence[Figure], new: Sequence[Figure]) -> list[tuple[Figure | None, Figure | None]]:
    """The figures that are printed otherwise, gone (old, None) or new (None, new), in the order of the reports.

    One that only another rule of rounding prints otherwise is the same figure: a deck has fewer decimals than a report.
    """
    before, after = {one.key: one for one in old}, {one.key: one for one in new}
    pairs: list[tuple[Figure | None, Figure | None]] = [(one, after.get(key)) for key, one in before.items()]
    pairs += [(None, one) for key, one in after.items() if key not in before]
    return [(was, now) for was, now in pairs if not (was and now and _is_same(was, now))]


def _is_same(was: Figure, now: Figure) -> bool:
    return was.printed == now.printed or (was.exact == now.exact and was.rule != now.rule)
