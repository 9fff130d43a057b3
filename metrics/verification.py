"""The telephone check (电话核查): how many were reached, and how many answers stay the same when asked again.

Each answer of the questionnaire that somebody called about counts once, by its last call. An answer agrees where the
very same option is named again: 很满意 and 比较满意 do not. Agreement counts answers to single questions, up to two a
firm, so its interval takes two answers of one firm for independent.
"""

from locales import N_
from metrics.core import Rate

SOURCE = N_("电话核查表")

METRICS = (
    Rate(
        name="phone_reached_rate",
        relation="phone_check",
        numerator="reached",
        denominator="reached IS NOT NULL",
        label=N_("电话接通率"),
        base=N_("已拨打电话核查的答卷"),
        definition=N_("接通的答卷占已拨打的答卷的比例；一份答卷只计最后一次核查，还没有拨打的不计算"),
        source=SOURCE,
    ),
    Rate(
        name="phone_agreement_rate",
        relation="phone_answer",
        numerator="again = said",
        denominator="again IS NOT NULL",
        label=N_("复核一致率"),
        base=N_("问卷和电话都有回答的第7题、第13题，一题计一个"),
        definition=N_("电话复核的回答与问卷选项完全相同的题数，占问卷和电话都有回答的题数的比例"),
        source=SOURCE,
    ),
)
