"""Pilots: the indicators of the pilot table (附件3) before and after the campaign.

The unit and the good direction are those of the indicator (data/reference/pilot_indicators.csv), so a value makes
sense for one indicator only: `indicator` must be grouped or filtered to one. Without `level` the whole counts, which
is the row that has none; grouped or filtered by it, the sub-levels, which do not add up to a mean over pilots: one of
them, or each by itself. Over several pilots it is their unweighted mean; over several years each pilot's latest table
that states the figure. A blank before or after gives no change, never 0.
"""

from locales import N_
from metrics.core import Latest

SOURCE = N_("提升行动区域试点工作统计表（附件3）")

METRICS = (
    Latest(
        name="pilot_before",
        relation="pilot_indicator",
        value="before",
        mean=True,
        label=N_("试点提升前"),
        base=N_("填写了提升前的试点"),
        definition=N_("试点某项指标提升前的数值；多个试点为简单平均，不加权；多个年度取各试点最近一次填报"),
        better="",
        unit="indicator",
        source=SOURCE,
    ),
    Latest(
        name="pilot_after",
        relation="pilot_indicator",
        value="after",
        mean=True,
        label=N_("试点提升后"),
        base=N_("填写了提升后的试点"),
        definition=N_("试点某项指标提升后的数值；多个试点为简单平均，不加权；多个年度取各试点最近一次填报"),
        better="",
        unit="indicator",
        source=SOURCE,
    ),
    Latest(
        name="pilot_change",
        relation="pilot_indicator",
        value="CASE WHEN unit = 'percent' THEN after - before WHEN before > 0 THEN (after / before - 1) * 100 END",
        mean=True,
        label=N_("试点变化"),
        base=N_("提升前、提升后都填写了的试点"),
        definition=N_(
            "百分数类指标为提升后减提升前（百分点），数量和金额类为增长百分数，提升前为0的不计算；"
            "多个试点为简单平均，不加权；是升是降为好以该项指标为准"
        ),
        better="",
        unit="indicator",
        source=SOURCE,
    ),
)
