"""Pilots: the indicators of the pilot table (附件3) before and after the campaign.

The unit and the good direction are those of the indicator (data/reference/pilot_indicators.csv), so a value makes
sense for one indicator only: `indicator` must be grouped or filtered to one. Without `level` the whole counts, which
is the row that has none; grouped or filtered by it, the sub-levels, which do not add up to a mean over pilots: one of
them, or each by itself. Over several pilots it is their unweighted mean; over several years each pilot's latest table
that states the figure. A blank before or after gives no change, never 0.

The rates of the table (trained of those taking part, solved of found, …) are each pilot's own, and over several pilots
again their unweighted mean: a pilot is one case, and a large one must not hide a small one. A pilot whose part is
larger than its whole has none. For sums over sums, add up `pilot_after` of the two indicators.
"""

from locales import N_
from metrics.core import Latest

SOURCE = N_("提升行动区域试点工作统计表（附件3）")
FIRMS = N_("填写了这两个数的试点，分母是参与试点的企业")
RATES = (
    (
        "training_rate_in_pilots",
        "trained",
        "participating",
        N_("试点培训率"),
        FIRMS,
        N_("参与培训的企业 ÷ 参与试点的企业"),
    ),
    (
        "assistance_rate_in_pilots",
        "assisted",
        "participating",
        N_("试点帮扶率"),
        FIRMS,
        N_("精准帮扶的企业 ÷ 参与试点的企业"),
    ),
    (
        "leadership_rate_in_pilots",
        "leader_led",
        "participating",
        N_("试点“一把手”部署率"),
        FIRMS,
        N_("“一把手”亲自部署的企业 ÷ 参与试点的企业"),
    ),
    (
        "system_rate_in_pilots",
        "systems_built",
        "participating",
        N_("试点建立体系率"),
        FIRMS,
        N_("建立质量管理体系的企业 ÷ 参与试点的企业"),
    ),
    (
        "pain_points_solved_rate",
        "pain_points_solved",
        "pain_points_found",
        N_("试点共性“痛点”解决率"),
        N_("填写了这两个数的试点，分母是发现的共性“痛点”"),
        N_("解决的共性“痛点” ÷ 发现的共性“痛点”"),
    ),
)

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
    *(
        Latest(
            name=name,
            relation="pilot_table",
            value=f"CASE WHEN {part} <= {whole} THEN {part} / nullif({whole}, 0) END",
            mean=True,
            label=label,
            base=base,
            definition=definition,
            unit="share",
            source=SOURCE,
        )
        for name, part, whole, label, base, definition in RATES
    ),
)
