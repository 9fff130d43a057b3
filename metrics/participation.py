"""Participation: how many firms were assisted, and how many of them answered.

A province without a ledger in a year has its answering firms stand in as assisted; a response rate needs a
ledger and is null without one.
"""

from locales import N_
from metrics.core import Count, CountDistinct, Rate

METRICS = (
    CountDistinct(
        name="assisted_enterprises",
        relation="assisted",
        value="firm",
        label=N_("帮扶企业"),
        base=N_("去重后的企业"),
        definition=N_("得到精准帮扶的企业数，同一企业只计一次；没有台账的省份以答卷企业计"),
        source=N_("帮扶企业台账、企业调查问卷"),
    ),
    Count(
        name="responses",
        relation="answer",
        label=N_("答卷"),
        base=N_("全部有效答卷"),
        definition=N_("每家企业在一轮调查中最后提交的一份答卷"),
        source=N_("企业调查问卷"),
    ),
    Rate(
        name="response_rate",
        relation="ledger",
        numerator="response_id IS NOT NULL",
        denominator="TRUE",
        label=N_("答卷率"),
        base=N_("台账企业"),
        definition=N_("有答卷的台账企业 ÷ 台账企业；没有台账时不计算"),
        source=N_("帮扶企业台账、企业调查问卷"),
    ),
    Rate(
        name="first_time_share",
        relation="answer",
        numerator="q5 = 1",
        denominator="q5 IS NOT NULL",
        label=N_("首次参加占比"),
        base=N_("回答了第5题的企业"),
        definition=N_("今年首次参加的企业 ÷ 回答了第5题的企业"),
        better="",
        of_one_year=True,
        source=N_("企业调查问卷 第5题"),
    ),
)
