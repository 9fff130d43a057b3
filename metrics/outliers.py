"""Gains at a glance, and the answers among them that a person should look at.

An answer is marked when it lies outside the range that the question allows
(`data/reference/plausible_gains.csv`, each with its reason) or outside Tukey's far fences: more than three
interquartile ranges beyond the quartiles of the answers looked at. It is never left out of any figure.

Quartiles of fewer than ten answers say nothing, and where half of all answers are alike the range between the
quartiles is nil and would mark all others: there are no fences then, only the range.
"""

from typing import Final

import pandas as pd

from data.errors import Refused
from data.reference import table
from data.warehouse import Reader
from locales import N_
from metrics.core import Mean
from metrics.gains import GAINS
from metrics.lineage import answers, firms
from metrics.query import SMALL, Filters
from metrics.registry import metric

FENCES: Final = 3  # interquartile ranges beyond the quartiles: Tukey's “far out”
RANGE, FENCE = "range", "fence"
WHY = {RANGE: N_("超出该题可能的范围"), FENCE: N_("远离其他答卷（超出四分位距的3倍）")}


def gains(reader: Reader, where: Filters = Filters(), cumulative: bool = False) -> pd.DataFrame:
    """Every gain: metric, n (who filled it in), mean and median in percent, outliers (how many are marked)."""
    means = [one for name, *_ in GAINS if isinstance(one := metric(name), Mean)]
    found = answers(reader, means, where, cumulative).astype(float)
    rows = []
    for one in means:
        values = found[one.name].dropna()
        marked = int(_marks(one.name, values).notna().sum())
        rows.append((one.name, len(values), values.mean(), values.median(), marked))
    return pd.DataFrame(rows, columns=["metric", "n", "mean", "median", "outliers"])


def outliers(reader: Reader, name: str, where: Filters = Filters(), cumulative: bool = False) -> pd.DataFrame:
    """The marked answers of a gain, furthest from the median first.

    Columns as `metrics.lineage.firms` of the gain, among them the text as received and file, sheet, row; and `why`,
    a key of WHY, with `low` and `high`, the limits in percent it lies outside of.

    Raises Refused as `compute` does, and for a metric that is not a gain.
    """
    one = metric(name)
    if not isinstance(one, Mean) or one.relation != "answer":
        raise Refused(
            "“{name}”不是效益指标，没有离群值。可用的有：{near}", name=name, near=" ".join(g[0] for g in GAINS)
        )
    name = name.removesuffix("_median")
    found = firms(reader, name, where, cumulative=cumulative)
    found["why"] = _marks(name, found["value"])
    limits = {RANGE: _range(name), FENCE: _fences(found["value"])}
    distance = (found["value"] - found["value"].median()).abs()
    marked = (
        found.assign(distance=distance).dropna(subset="why").sort_values("distance", ascending=False, kind="stable")
    )
    for place, limit in enumerate(("low", "high")):
        marked[limit] = [limits[why][place] for why in marked["why"]]
    return marked.drop(columns="distance").reset_index(drop=True)


def _marks(name: str, values: pd.Series) -> pd.Series:
    """Why each value is marked; null where it is not."""
    marks = pd.Series(None, index=values.index, dtype=object)
    for why, (low, high) in ((FENCE, _fences(values)), (RANGE, _range(name))):
        marks[~values.between(low, high)] = why
    return marks


def _range(name: str) -> tuple[float, float]:
    (row,) = (row for row in table("plausible_gains") if row["metric"] == name)
    return float(row["low_percent"]), float(row["high_percent"])


def _fences(values: pd.Series) -> tuple[float, float]:
    low, high = values.quantile(0.25), values.quantile(0.75)
    if len(values) < SMALL or low == high:
        return float("-inf"), float("inf")
    return low - FENCES * (high - low), high + FENCES * (high - low)
