"""Certification: who holds an ISO 9001 certificate (questionnaire Q3), and which bodies assist."""

from locales import N_
from metrics.core import Count, CountDistinct, Rate

# As Q3 puts them; together they are all that answered it.
STATUSES = (
    N_("参与前已获证"),
    N_("参与后新获证"),
    N_("正在认证"),
    N_("打算近期申请"),
    N_("暂不打算申请"),
)
SHARES = tuple(f"certification_status_{place}" for place in range(1, len(STATUSES) + 1))
THROUGH, APPLIED, SOON = SHARES[1:4]

METRICS = (
    Count(
        name="certified_before",
        relation="answer",
        condition="q3 = 1",
        label=N_("行动前已获证企业"),
        base=N_("全部答卷"),
        definition=N_("参与提升行动之前已获得 ISO 9001 证书的企业数"),
        better="",
        source=N_("企业调查问卷 第3题"),
    ),
    Count(
        name="certified_after",
        relation="answer",
        condition="q3 = 2",
        label=N_("新获证企业"),
        base=N_("全部答卷"),
        definition=N_("参与提升行动之后获得 ISO 9001 证书的企业数"),
        source=N_("企业调查问卷 第3题"),
    ),
    Rate(
        name="certified_share",
        relation="answer",
        numerator="q3 IN (1, 2)",
        denominator="q3 IS NOT NULL",
        label=N_("获证企业占比"),
        base=N_("回答了第3题的企业"),
        definition=N_("已获得 ISO 9001 证书的企业 ÷ 回答了第3题的企业"),
        source=N_("企业调查问卷 第3题"),
    ),
    *(
        Rate(
            name=name,
            relation="answer",
            numerator=f"q3 = {place}",
            denominator="q3 IS NOT NULL",
            label=label,
            base=N_("回答了第3题的企业"),
            definition=N_("在第3题选择该项的企业 ÷ 回答了第3题的企业"),
            better="",
            source=N_("企业调查问卷 第3题"),
        )
        for place, (name, label) in enumerate(zip(SHARES, STATUSES, strict=True), 1)
    ),
    CountDistinct(
        name="certification_bodies",
        relation="assisted",
        value="body",
        label=N_("帮扶认证机构"),
        base=N_("帮扶企业"),
        definition=N_("实施帮扶的认证机构数，同一机构只计一次"),
        source=N_("帮扶企业台账、企业调查问卷 第6题"),
    ),
)
