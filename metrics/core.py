"""What a metric is: one of five kinds over one declared relation. A family file declares it once."""

from dataclasses import dataclass
from typing import Literal

from locales import N_, translate

Unit = Literal["share", "percent", "count", "10k_cny", "indicator"]
Better = Literal["higher", "lower", ""]


@dataclass(frozen=True, kw_only=True)
class Metric:
    """The facts of a metric. Texts are Chinese msgids: translate them when they are shown.

    `unit`: `share` is 0–1, `percent` as firms write it (14.75), `count` a number of things, `10k_cny` an amount of
    10,000 CNY, `indicator` the unit of the pilots' indicator that is looked at. `base` says in words what the value
    stands on, `better` which direction is good; empty is neither, or that of the indicator.
    `same_question` names the metric that asks the same on another base. What is true of a year only, such as taking
    part for the first time, is `of_one_year` and has no cumulative value.
    """

    name: str
    relation: str
    label: str
    base: str
    definition: str
    source: str
    better: Better = "higher"
    unit: Unit = "count"
    same_question: str = ""
    of_one_year: bool = False

    def title(self, language: str) -> str:
        """The label in that language."""
        return translate(self.label, language)


@dataclass(frozen=True, kw_only=True)
class Rate(Metric):
    """Rows that meet `numerator` among those that meet `denominator`, with a Wilson interval."""

    numerator: str
    denominator: str
    unit: Unit = "share"


@dataclass(frozen=True, kw_only=True)
class Mean(Metric):
    """Mean, or median, of `value` among the rows that have one; numerator is the sum, denominator the count."""

    value: str
    median: bool = False
    unit: Unit = "percent"

    def title(self, language: str) -> str:
        """The label in that language; a median says so."""
        return super().title(language) + (translate(N_("（中位数）"), language) if self.median else "")


@dataclass(frozen=True, kw_only=True)
class Count(Metric):
    """Rows that meet `condition`."""

    condition: str = "TRUE"


@dataclass(frozen=True, kw_only=True)
class CountDistinct(Metric):
    """Different values of `value`; with `of`, their share of that many possible ones."""

    value: str
    of: int | None = None


@dataclass(frozen=True, kw_only=True)
class Latest(Metric):
    """`value` added up over what is reported on, each by its latest report that states it.

    What units report since the campaign began is never added up over years, nor a unit to the parts it is made of:
    the relation's `reports` say how. With `mean`, the unweighted mean; its numerator is the sum, its denominator how
    many were reported on.
    """

    value: str
    mean: bool = False
