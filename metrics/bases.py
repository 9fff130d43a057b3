"""The same question on its several bases, side by side: satisfaction of those asked, of all answers, of the ledger."""

import pandas as pd

from data.warehouse import Reader
from locales import of_environment, translate
from metrics.core import Metric
from metrics.query import Filters, compute
from metrics.registry import METRICS, metric
from metrics.relations import RELATIONS


def same_question(name: str) -> tuple[Metric, ...]:
    """The metrics that ask what this one asks, the usual base first; one where there is only that."""
    one = metric(name)
    usual = one.same_question or one.name
    return tuple(other for other in METRICS.values() if usual in (other.name, other.same_question))


def bases(
    reader: Reader, name: str, where: Filters = Filters(), cumulative: bool = False, language: str | None = None
) -> pd.DataFrame:
    """One row a base: metric, base in words, numerator, denominator, value, low, high, small.

    A base whose relation lacks a filtered dimension is left out, such as ledger firms by certificate; that of the
    metric itself is refused then, as by `compute`.
    """
    filtered = {dimension for dimension, _ in where.values}
    named = [
        one.name
        for one in same_question(name)
        if one.name == name or filtered <= set(RELATIONS[one.relation].dimensions)
    ]
    frame = compute(reader, named, where=where, cumulative=cumulative)
    words = [translate(metric(one).base, language or of_environment()) for one in frame["metric"]]
    frame.insert(1, "base", words)
    return frame
