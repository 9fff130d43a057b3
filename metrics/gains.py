"""Gains: by how much firms say their figures changed (questionnaire Q9–Q12), in percent as they write it.

Among those who filled it in, as in the published report. The 2021 form asks monthly figures, later ones
annual figures: the two do not compare.
"""

from locales import N_
from metrics.core import Better, Mean

GAINS: tuple[tuple[str, str, str, Better], ...] = (
    ("gain_revenue", "q9_1", N_("营收增长"), "higher"),
    ("gain_sales_volume", "q9_2", N_("产品销量增长"), "higher"),
    ("gain_sales_value", "q9_3", N_("产品销售额增长"), "higher"),
    ("gain_profit_margin", "q10_1", N_("利润率增长"), "higher"),
    ("cut_cost", "q10_2", N_("成本下降幅度"), "higher"),
    ("gain_pass_rate", "q11_1", N_("产品合格率提升"), "higher"),
    ("gain_conversion_rate", "q11_2", N_("成品转化率提升"), "higher"),
    ("gain_consumer_satisfaction", "q12_1", N_("消费者满意度提升"), "higher"),
    ("gain_third_party_satisfaction", "q12_2", N_("第三方测评满意度提升"), "higher"),
    ("cut_complaints", "q12_3", N_("争议或投诉下降幅度"), "higher"),
)

METRICS = tuple(
    Mean(
        name=f"{name}_median" if median else name,
        relation="answer",
        value=column,
        median=median,
        label=label,
        base=N_("填写了该项的企业"),
        definition=N_("填写了该项的企业所填百分数的中位数") if median else N_("填写了该项的企业所填百分数的平均"),
        better=better,
        source=N_("企业调查问卷 第9至12题"),
    )
    for name, column, label, better in GAINS
    for median in (False, True)
)
