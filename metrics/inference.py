"""How sure a rate is: its interval where the ledger is the population, and whether groups differ.

Answers are taken as drawn at random from the firms of the ledger. Where whoever is content answers more often that is
wrong, and no interval says so: `metrics.weights` shows how far known differences between those who answered and those
who did not move a rate.
"""

from collections.abc import Sequence
from itertools import combinations
from typing import Literal, NamedTuple

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike, NDArray

from data.errors import Refused
from data.warehouse import Reader
from locales import N_
from metrics.core import Rate
from metrics.query import SMALL, Filters, compute
from metrics.registry import metric
from metrics.relations import RELATIONS

# statsmodels and scipy are imported where they are used: they take two seconds, which the start of a page must not.

ALPHA = 0.05
LEAST_EXPECTED = 5  # below, a normal approximation is not used (Cochran, Biometrics 10, 1954)

NOT_IN_LEDGER = N_("台账没有这个维度")
OTHER_ANSWERS = N_("有台账以外的答卷，或没有台账")

METHODS = {"z": N_("两比例z检验（合并方差）"), "fisher": N_("Fisher精确检验（期望频数不足5）")}

Against = Literal["rest", "pairs"]


class Difference(NamedTuple):
    """Two shares compared.

    `points` is the first less the second in percentage points (0.9 is 0.9 百分点), `low` and `high` its 95 % interval
    by Newcombe (Statistics in Medicine 17, 1998, 873–890, method 10). `p` is two-sided, by `method`, a key of METHODS.
    """

    points: float
    low: float
    high: float
    method: str
    p: float


def wilson(good: ArrayLike, of: ArrayLike, population: ArrayLike = np.nan) -> tuple[NDArray, NDArray]:
    """95 % intervals of the shares `good / of`, drawn without replacement from `population`; NaN for an endless one.

    A share p of n out of N has the variance p (1 − p) / n · (N − n) / (N − 1) (Cochran, Sampling Techniques, 3rd ed.
    1977, theorem 3.2). Wilson's equation (JASA 22, 1927, 209–212) with it is that of n (N − 1) / (N − n) trials, so
    `binom.confint(…, methods = "wilson")` in R gives the same with these. At n = N the interval closes.

    `of` and `population` need not be whole. None of nothing is NaN. Raises ValueError if more were drawn than there are.
    """
    from statsmodels.stats.proportion import proportion_confint

    good, of, population = np.broadcast_arrays(*(np.asarray(a, dtype=float) for a in (good, of, population)))
    if (population < of).any() or (good > of).any():
        raise ValueError("more drawn than there are")
    with np.errstate(divide="ignore", invalid="ignore"):
        value = good / of
        trials = np.where(np.isnan(population), of, of * (population - 1) / (population - of))
        low, high = proportion_confint(value * trials, trials, alpha=ALPHA, method="wilson")
    is_all = population == of
    low, high = np.where(is_all, value, low), np.where(is_all, value, high)
    return np.minimum(low, value), np.maximum(high, value)


def intervals(reader: Reader, name: str, by: Sequence[str] = (), where: Filters = Filters()) -> pd.DataFrame:
    """A rate as `compute` gives it, its intervals those of the ledger's firms where the ledger is the population.

    That is so in a group whose every answer is of a firm in the ledger of that year. Two columns more: `population`,
    the firms of the ledger the rate stands for, null where there is no correction, and `reason`, why not, a msgid.
    Where only some were asked (Q13), as great a part of those the rate stands for is taken to have answered as of all:
    population = denominator · firms ÷ answers. A rate among ledger firms themselves is known; its interval closes.

    Raises Refused as `compute` does, and for what is not a rate.
    """
    one = _rate(name)
    frame = compute(reader, [name], by, where)
    if one.relation == "ledger":
        population, reason = frame["denominator"].where(frame["denominator"] > 0), ""
    elif not {*by, *dict(where.values)} <= RELATIONS["ledger"].dimensions.keys():
        population, reason = np.nan, NOT_IN_LEDGER
    else:
        population, reason = _of_ledger(reader, frame, by, where), OTHER_ANSWERS
    frame["population"] = population
    frame["reason"] = np.where(frame["population"].isna(), reason, "")
    frame["low"], frame["high"] = wilson(frame["numerator"], frame["denominator"], frame["population"])
    return frame


def _of_ledger(reader: Reader, frame: pd.DataFrame, by: Sequence[str], where: Filters) -> NDArray:
    """The ledger firms each row stands for; NaN where answers are not all of them."""
    keys = [*dict.fromkeys(by), "all"]
    counts = compute(reader, ["responses", "response_rate"], keys[:-1], where).assign(all=0)
    answers = counts[counts["metric"] == "responses"].rename(columns={"numerator": "answers"})
    listed = counts[counts["metric"] == "response_rate"].rename(
        columns={"numerator": "answered", "denominator": "firms"}
    )
    rows = frame.assign(all=0)[[*keys, "denominator"]]
    rows = rows.merge(answers[[*keys, "answers"]], how="left", on=keys)
    rows = rows.merge(listed[[*keys, "answered", "firms"]], how="left", on=keys)
    is_all = (rows["answers"] == rows["answered"]) & (rows["denominator"] > 0)
    return (rows["denominator"] * rows["firms"] / rows["answers"]).where(is_all).to_numpy(dtype=float)


def differences(
    reader: Reader, name: str, dimension: str, where: Filters = Filters(), against: Against = "rest"
) -> pd.DataFrame:
    """Which groups of a dimension differ in a rate, each against all others together or pair by pair.

    Columns: metric, the dimension, numerator, denominator, value, `other` (the second group; null is all others) with
    other_numerator, other_denominator, other_value, then those of Difference, and `p_holm`: p corrected for the number
    of rows (Holm, Scandinavian Journal of Statistics 6, 1979). `small` marks that a group has fewer than 10.
    Firms of which the dimension is not known are in no group and not among the others. Of two groups there is one row.

    Raises Refused as `compute` does, for what is not a rate, and for a dimension whose groups overlap (pilots).
    """
    one = _rate(name)
    if dimension in RELATIONS[one.relation].several:
        raise Refused("“{dimension}”的各组可能有相同的企业，不能做两组比较", dimension=dimension)
    frame = compute(reader, [name], [dimension], where)
    groups = frame[frame[dimension].notna() & (frame["denominator"] > 0)]
    counted = {g: (n, d) for g, n, d in groups[[dimension, "numerator", "denominator"]].itertuples(index=False)}
    if against == "pairs" or len(counted) == 2:
        pairs = [(a, b, counted[a], counted[b]) for a, b in combinations(counted, 2)]
    else:
        good, of = (sum(pair[i] for pair in counted.values()) for i in (0, 1))
        pairs = [(a, None, (n, d), (good - n, of - d)) for a, (n, d) in counted.items() if of > d]
    rows = [
        (name, one, n, d, n / d, other, m, e, m / e, *difference(n, d, m, e), min(d, e) < SMALL)
        for one, other, (n, d), (m, e) in pairs
    ]
    of_one, of_other = ("numerator", "denominator", "value"), ("other_numerator", "other_denominator", "other_value")
    columns = ["metric", dimension, *of_one, "other", *of_other, *Difference._fields, "small"]
    found = pd.DataFrame(rows, columns=columns)
    found.insert(len(columns) - 1, "p_holm", holm(found["p"]))
    return found


def difference(good: float, of: float, other_good: float, other_of: float) -> Difference:
    """Two shares of separate groups.

    The test is that of two proportions with pooled variance, as `prop.test(…, correct = FALSE)` in R; where a count
    expected under equality is below 5 it is Fisher's exact one, as `fisher.test`.
    """
    from scipy.stats import fisher_exact
    from statsmodels.stats.proportion import confint_proportions_2indep, proportions_ztest

    good, of, other_good, other_of = (round(n) for n in (good, of, other_good, other_of))
    pooled = (good + other_good) / (of + other_of)
    if min(of, other_of) * min(pooled, 1 - pooled) < LEAST_EXPECTED:
        method, p = "fisher", fisher_exact([[good, of - good], [other_good, other_of - other_good]]).pvalue
    else:
        method, (_, p) = "z", proportions_ztest([good, other_good], [of, other_of])
    low, high = confint_proportions_2indep(good, of, other_good, other_of, "newcomb", "diff", ALPHA)
    points = good / of - other_good / other_of
    low, high = max(-1.0, min(low, points)), min(1.0, max(high, points))  # what rounding adds is no difference
    return Difference(100 * points, 100 * low, 100 * high, method, min(1.0, float(p)))


def holm(p: Sequence[float]) -> NDArray:
    """The p of several tests, corrected for their number by Holm, in the same order."""
    from statsmodels.stats.multitest import multipletests

    return multipletests(p, method="holm")[1] if len(p) else np.array([])


def _rate(name: str) -> Rate:
    one = metric(name)
    if not isinstance(one, Rate):
        raise Refused("“{name}”不是比率，没有这样的区间和检验", name=name)
    return one
