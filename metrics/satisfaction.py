"""Satisfaction: how content firms are, and with what (questionnaire Q13–Q15).

The 2022 form never asks Q13 of firms with little improvement, so the rate has three bases: those asked, all
answers, and all ledger firms. A page says which one it shows.
"""

from locales import N_
from metrics.core import Better, Rate

# As Q13 puts them, most content first. Whether more of a middle one is good depends on where they come from.
LEVELS: tuple[tuple[str, Better], ...] = (
    (N_("很满意"), "higher"),
    (N_("比较满意"), ""),
    (N_("一般"), ""),
    (N_("不满意"), "lower"),
)
GOOD = 2  # levels that count as satisfied
SHARES = tuple(f"satisfaction_level_{place}" for place in range(1, len(LEVELS) + 1))

TOPICS = (
    N_("宣传培训"),
    N_("政府服务措施"),
    N_("政府激励引导政策"),
    N_("认证机构专业能力"),
    N_("认证机构服务态度"),
    N_("认证机构持续跟踪服务"),
    N_("其他"),
)

SATISFACTION = Rate(
    name="satisfaction_rate",
    relation="answer",
    numerator="q13 IN (1, 2)",
    denominator="q13 IS NOT NULL",
    label=N_("满意率"),
    base=N_("回答了第13题的企业"),
    definition=N_("很满意或比较满意的企业 ÷ 回答了第13题的企业"),
    source=N_("企业调查问卷 第13题"),
)

METRICS = (
    SATISFACTION,
    Rate(
        name="satisfaction_rate_all",
        same_question="satisfaction_rate",
        relation="answer",
        numerator="q13 IN (1, 2)",
        denominator="TRUE",
        label=N_("满意率（全部答卷）"),
        base=N_("全部答卷"),
        definition=N_("很满意或比较满意的企业 ÷ 全部答卷，未被询问的企业留在分母里"),
        source=N_("企业调查问卷 第13题"),
    ),
    Rate(
        name="satisfaction_rate_ledger",
        same_question="satisfaction_rate",
        relation="ledger",
        numerator="q13 IN (1, 2)",
        denominator="TRUE",
        label=N_("满意率（台账企业）"),
        base=N_("台账企业"),
        definition=N_("很满意或比较满意的台账企业 ÷ 台账企业；没有台账时不计算"),
        source=N_("帮扶企业台账、企业调查问卷 第13题"),
    ),
    *(
        Rate(
            name=f"satisfaction_level_{i}",
            relation="answer",
            numerator=f"q13 = {i}",
            denominator="q13 IS NOT NULL",
            label=label,
            base=N_("回答了第13题的企业"),
            definition=N_("在第13题选择该项的企业 ÷ 回答了第13题的企业"),
            better=better,
            source=N_("企业调查问卷 第13题"),
        )
        for i, (label, better) in enumerate(LEVELS, 1)
    ),
    *(
        Rate(
            name=f"satisfied_with_{i}",
            relation="answer",
            numerator=f"q14_{i}",
            denominator="TRUE",
            label=label,
            base=N_("全部答卷"),
            definition=N_("在第14题选择该项的企业 ÷ 全部答卷；没有勾选不等于不满意"),
            source=N_("企业调查问卷 第14题"),
        )
        for i, label in enumerate(TOPICS, 1)
    ),
    *(
        Rate(
            name=f"dissatisfied_with_{i}",
            relation="answer",
            numerator=f"q15_{i}",
            denominator="TRUE",
            label=label,
            base=N_("全部答卷"),
            definition=N_("在第15题（不满意或需改进）选择该项的企业 ÷ 全部答卷"),
            better="lower",
            source=N_("企业调查问卷 第15题"),
        )
        for i, label in enumerate(TOPICS, 1)
    ),
)
