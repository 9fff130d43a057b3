"""Improvement: what firms say changed through the campaign (questionnaire Q7, Q8).

The 2021 report divides Q8 by all firms; the 2022 form asks Q8 only of firms that improved. Both bases exist;
`_of_asked` is the second, where a blank counts as not ticked.
"""

from locales import N_
from metrics.core import Rate

ASPECTS = (
    N_("质量意识提升"),
    N_("管理制度更加规范完善"),
    N_("工艺流程更加优化"),
    N_("工作环境更加整洁安全"),
    N_("创新能力提升"),
    N_("数字化、智能化水平提升"),
    N_("经营业绩提升"),
    N_("成本下降"),
    N_("产品质量水平提升"),
    N_("客户满意度提升"),
    N_("市场信用增加"),
    N_("其他"),
)

IMPROVEMENT = Rate(
    name="improvement_rate",
    relation="answer",
    numerator="q7 IN (1, 2)",
    denominator="q7 IS NOT NULL",
    label=N_("提升率"),
    base=N_("回答了第7题的企业"),
    definition=N_("认为提升非常明显或比较明显的企业 ÷ 回答了第7题的企业"),
    source=N_("企业调查问卷 第7题"),
)

METRICS = (
    IMPROVEMENT,
    *(
        Rate(
            name=f"aspect_{i}",
            relation="answer",
            numerator=f"q8_{i}",
            denominator="TRUE",
            label=label,
            base=N_("全部答卷"),
            definition=N_("在第8题选择该项的企业 ÷ 全部答卷（公布口径）"),
            source=N_("企业调查问卷 第8题"),
        )
        for i, label in enumerate(ASPECTS, 1)
    ),
    *(
        Rate(
            name=f"aspect_{i}_of_asked",
            same_question=f"aspect_{i}",
            relation="answer",
            numerator=f"q8_{i}",
            denominator="q7 IN (1, 2)",
            label=label,
            base=N_("认为有明显提升的企业"),
            definition=N_("在第8题选择该项的企业 ÷ 第7题选①②的企业；没有勾选的按未选计"),
            source=N_("企业调查问卷 第7、8题"),
        )
        for i, label in enumerate(ASPECTS, 1)
    ),
)
