"""Non-response weights: what a rate would be had every kind of firm of the ledger answered alike.

Answers of one province and year are raked to the ledger: weighted so that cities and industries have as many firms as
in the ledger. The weighted rate stands beside the unweighted one and never in its place.
"""

from collections.abc import Iterable, Sequence
from typing import NamedTuple

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from data.errors import Refused
from data.warehouse import Reader
from metrics.core import Rate
from metrics.inference import wilson
from metrics.registry import metric
from metrics.relations import RELATIONS

MARGINS = ("city", "industry")
POSSIBLE = ("city", "county", "industry", "sector", "body")
LEAST = 5  # answers a category of a margin needs; with fewer it is put together with others
SWEEPS, CLOSE = 10_000, 1e-12


class Weighted(NamedTuple):
    """A rate of a province and year, unweighted and weighted to the ledger's margins.

    `unweighted` and `value` are shares of the ledger firms that answered; `n` is the unweighted denominator, `answers`
    how many answered, `firms` how many there are. `se` is the standard error of `value` by linearisation, as R's
    `survey` gives it for `calibrate(…, calfun = "raking")` of a simple random sample without replacement; `low` and
    `high` the 95 % Wilson interval of as many trials as have that error. `effective_n` is Kish's (Σw)² / Σw² of the
    denominator, `largest` the largest weight in terms of the mean one; weights are not trimmed, as trimmed ones would
    miss the margins. `collapsed` names, by margin, the categories put together as they had fewer than 5 answers;
    `None` is not known. Nothing was weighted by a margin of one category. Values are None where nobody was asked.
    """

    unweighted: float | None
    value: float | None
    se: float | None
    low: float | None
    high: float | None
    n: int
    effective_n: float | None
    answers: int
    firms: int
    largest: float | None
    collapsed: dict[str, tuple[str | int | None, ...]]


def weighted(reader: Reader, name: str, province: str, year: int, margins: Sequence[str] = MARGINS) -> Weighted:
    """A rate among answers, weighted to the ledger of that province and year.

    Answers that belong to no firm of that ledger are left out, in the unweighted share too. Raises Refused for what is
    no rate among answers, a margin that ledgers lack, no ledger, and margins that no weights can meet together.
    """
    one = metric(name)
    if not isinstance(one, Rate) or one.relation != "answer":
        raise Refused("“{name}”不是答卷的比率，不能加权", name=name)
    if unknown := [margin for margin in margins if margin not in POSSIBLE]:
        raise Refused("不能按“{margin}”加权。可用的维度：{allowed}", margin=unknown[0], allowed=" ".join(POSSIBLE))
    firms = reader.frame(_SQL.format(numerator=one.numerator, denominator=one.denominator), [year, province])
    if firms.empty:
        raise Refused("{province}{year}年没有台账，不能按台账加权", province=province, year=year)
    return estimate(firms, margins)


_SQL = f"""
SELECT city, county, industry, sector, body, response_id IS NOT NULL AS answered,
       coalesce(good, FALSE) AS good, coalesce(asked, FALSE) AS asked
FROM ({RELATIONS["assisted"].sql}) LEFT JOIN (
    SELECT firm, year, response_id, ({{numerator}}) AND ({{denominator}}) AS good, {{denominator}} AS asked
    FROM ({RELATIONS["answer"].sql})
) USING (firm, year)
WHERE origin = 'ledger' AND year = ? AND province = ? ORDER BY firm
"""


def estimate(firms: pd.DataFrame, margins: Sequence[str]) -> Weighted:
    """The figures from the firms of a ledger: the margins, and whether each `answered`, was `asked` and is `good`.

    Raises Refused for margins that no weights can meet together.
    """
    answered = firms["answered"].to_numpy(dtype=bool)
    answers = firms[answered]
    collapsed: dict[str, tuple[str | int | None, ...]] = {}
    totals, codes = [], []
    for margin in margins:
        of_firms, names = pd.factorize(firms[margin].convert_dtypes(), sort=True, use_na_sentinel=False)
        of_firms, together = collapse(of_firms, answered)
        if together:
            collapsed[margin] = tuple(None if pd.isna(names[code]) else names[code] for code in together)
        codes.append(of_firms[answered])
        totals.append(np.bincount(of_firms))
    asked, good = answers["asked"].to_numpy(dtype=float), answers["good"].to_numpy(dtype=float)
    n = int(asked.sum())
    if not n:
        return Weighted(None, None, None, None, None, 0, None, len(answers), len(firms), None, collapsed)
    weights = rake(np.full(len(answers), len(firms) / len(answers)), codes, totals)
    value = float(weights @ good / (weights @ asked))
    residuals = _residuals((good - value * asked) / (weights @ asked), codes)
    se = _standard_error(weights * residuals, len(firms))
    effective_n = float((weights @ asked) ** 2 / (weights**2 @ asked))
    low, high = _interval(value, se, effective_n, float(weights @ asked))
    return Weighted(
        unweighted=float(good.sum() / n),
        value=value,
        se=se,
        low=low,
        high=high,
        n=n,
        effective_n=effective_n,
        answers=len(answers),
        firms=len(firms),
        largest=float(weights.max() / weights.mean()),
        collapsed=collapsed,
    )


def collapse(codes: NDArray, answered: NDArray) -> tuple[NDArray, tuple[int, ...]]:
    """Categories with fewer than 5 answers put together, and which these are.

    While they have fewer than 5 together, the category with the fewest answers joins them, the first one if several.
    """
    present = np.unique(codes)
    answers = {int(code): int((answered & (codes == code)).sum()) for code in present}
    order = sorted(answers, key=lambda code: (answers[code], code))
    together = [code for code in order if answers[code] < LEAST]
    while together and len(together) < len(order) and sum(answers[code] for code in together) < LEAST:
        together.append(order[len(together)])
    if len(together) < 2:
        together = []
    mapped = np.where(np.isin(codes, together), together[0], codes) if together else codes
    return np.unique(mapped, return_inverse=True)[1], tuple(sorted(together))


def rake(weights: NDArray, codes: Sequence[NDArray], totals: Sequence[NDArray]) -> NDArray:
    """Weights of the answers that meet every margin's totals: iterative proportional fitting of the given ones.

    `codes` are the category of each answer in each margin, `totals` the firms of each category; each category has an
    answer. Deming and Stephan, Annals of Mathematical Statistics 11 (1940). Raises Refused where it does not converge.
    """
    for _ in range(SWEEPS):
        furthest = 0.0
        for category, total in zip(codes, totals, strict=True):
            factor = total / np.bincount(category, weights, minlength=len(total))
            furthest = max(furthest, float(np.abs(factor - 1).max()))
            weights = weights * factor[category]
        if furthest < CLOSE:
            return weights
    raise Refused("没有权重能同时符合所选各维度的台账企业数，请少选一个维度")


def _residuals(values: NDArray, codes: Iterable[NDArray]) -> NDArray:
    """What the margins do not explain: the design weights are equal, so by ordinary least squares."""
    columns = [np.ones((len(values), 1)), *(np.eye(int(one.max()) + 1)[one] for one in codes)]
    design = np.hstack(columns)
    return values - design @ np.linalg.lstsq(design, values, rcond=None)[0]


def _standard_error(shares: NDArray, firms: int) -> float:
    """Of a total of `shares` drawn from so many firms without replacement; 0 of a single one, which shows none."""
    n = len(shares)
    return float(np.sqrt((1 - n / firms) * n * shares.var(ddof=1))) if n > 1 else 0.0


def _interval(value: float, se: float, effective_n: float, population: float) -> tuple[float, float]:
    spread = value * (1 - value)
    if spread > 0:
        trials = spread / se**2 if se > 0 else np.inf
        low, high = wilson(value * trials, trials) if np.isfinite(trials) else (value, value)
    else:  # all or none say yes: no error is to be seen, yet those who did not answer may say otherwise
        low, high = wilson(value * effective_n, effective_n, max(population, effective_n))
    return float(low), float(high)
