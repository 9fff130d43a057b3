"""The answering firms by what they hold or plan: certified before, newly certified, on the way, not planning to."""

from typing import Any

import pandas as pd

from charts.chart import Doughnut, Heads, Mark
from metrics.certification import APPLIED, SHARES, SOON, THROUGH
from metrics.registry import METRICS
from pages._parts import behind, chart_panel, drawings, numbers, query
from pages._parts.cards import FIRMS
from pages._parts.filters import Selection
from pages._parts.kept import kept
from pages._parts.language import _, current
from pages._parts.query import Source

CERTIFIED = "certified_share"
METRICS_OF = [METRICS[name] for name in (CERTIFIED, *SHARES)]


def show(source: Source, chosen: Selection) -> None:
    """The panel; it says so where nobody answered."""
    chart_panel.show("certification", _drawn(source, chosen), METRICS_OF, source, chosen)


@kept
def _drawn(source: Source, chosen: Selection) -> Doughnut:
    found = query.result(source, (CERTIFIED, *SHARES), where=chosen.where)
    rows = {row["metric"]: row for row in drawings.records(found)}
    answered = rows[CERTIFIED]["denominator"]
    words = drawings.caption(METRICS_OF, source, chosen, answered, _("企业获证情况"), _sentence(rows))
    return Doughnut(
        caption=words,
        heads=Heads(
            label=_("获证情况"), value=_("占比"), numerator=_("选择的企业"), denominator=_("回答了第3题的企业")
        ),
        marks=tuple(_part(rows[name]) for name in SHARES) if answered else (),
        whole=f"n {numbers.count(answered)}",
    )


def _sentence(rows: dict[str, dict[str, Any]]) -> str:
    """How many hold a certificate, how many of them since they joined, and who is on the way to one."""
    if pd.isna(rows[CERTIFIED]["value"]):
        return ""
    return _(
        "{share} 已获证，其中参与行动后新获证 {through} 家；正在认证 {applied} 家，打算近期申请 {soon} 家",
        share=numbers.percent(rows[CERTIFIED]["value"]),
        **{
            word: numbers.count(rows[name]["numerator"])
            for word, name in (("through", THROUGH), ("applied", APPLIED), ("soon", SOON))
        },
    )


def _part(row: dict[str, Any]) -> Mark:
    name = row["metric"]
    return Mark(
        label=METRICS[name].title(current()),
        value=row["value"],
        text=numbers.percent(row["value"]),
        count=_(FIRMS, count=numbers.count(row["numerator"])),
        numerator=row["numerator"],
        denominator=row["denominator"],
        named=name == THROUGH,
        link=behind.link(name),
    )
