"""From training to certificate: 培训 → 帮扶 → 答卷 → 获证, everything since the campaign began.

The statistics tables are cumulative, so the other steps are counted over all years up to the one asked too. Each share
is a metric of its own where there is one: the response rate of ledger firms, the certificates of those that answered.
"""

from typing import NamedTuple

import pandas as pd

from data.warehouse import Reader
from locales import N_
from metrics.query import Filters, compute
from metrics.registry import METRICS
from metrics.relations import RELATIONS

TRAINED, ASSISTED, ANSWERED, CERTIFIED = "trained_enterprises", "assisted_enterprises", "responses", "certified_share"
STEPS = (TRAINED, ASSISTED, ANSWERED, CERTIFIED)
NO_TABLE = N_("没有附表")
NOT_BY = N_("附表不分行业、试点和机构")
NO_LEDGER = N_("没有台账")
NO_ANSWER = N_("没有答卷")
FEWER = N_("已报附表的培训企业少于帮扶企业，不计占比")


class Step(NamedTuple):
    """A step: the metric it is taken from, its firms, and their share of the step before (0–1).

    `share` is None at the first step and where the one before has no data or cannot contain it: tables that not all
    units have filed name fewer firms than were assisted. `reason` is why there is no value or share, a msgid.
    """

    name: str
    value: float | None
    share: float | None = None
    reason: str = ""


def funnel(reader: Reader, where: Filters) -> list[Step]:
    """The four steps under the filters, over all years up to the one filtered. Raises Refused as `compute` does."""
    rows = compute(reader, [ASSISTED, ANSWERED, "response_rate", CERTIFIED], where=where, cumulative=True)
    found = rows.set_index("metric")
    trained, rate, certified = _trained(reader, where), found.loc["response_rate"], found.loc[CERTIFIED]
    answers = _known(found.loc[ANSWERED, "value"])
    assisted = Step(ASSISTED, None, reason=NO_LEDGER)
    if not pd.isna(rate["value"]):
        assisted = _of(trained, float(found.loc[ASSISTED, "value"]))
    answered = Step(ANSWERED, answers, _known(rate["value"])) if answers else Step(ANSWERED, None, reason=NO_ANSWER)
    if not answers or pd.isna(certified["value"]):
        return [trained, assisted, answered, Step(CERTIFIED, None, reason=NO_ANSWER)]
    return [trained, assisted, answered, Step(CERTIFIED, _known(certified["numerator"]), _known(certified["value"]))]


def _of(trained: Step, assisted: float) -> Step:
    if not trained.value:
        return Step(ASSISTED, assisted)
    if assisted > trained.value:
        return Step(ASSISTED, assisted, reason=FEWER)
    return Step(ASSISTED, assisted, assisted / trained.value)


def _trained(reader: Reader, where: Filters) -> Step:
    dimensions = RELATIONS[METRICS[TRAINED].relation].dimensions
    if {dimension for dimension, _ in where.values} - set(dimensions):
        return Step(TRAINED, None, reason=NOT_BY)
    value = _known(compute(reader, [TRAINED], where=where, cumulative=True)["value"].iloc[0])
    return Step(TRAINED, value, reason="" if value is not None else NO_TABLE)


def _known(value: float) -> float | None:
    return None if pd.isna(value) else float(value)
