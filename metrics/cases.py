"""Good cases (优良案例): how many were recommended and selected, and from how many industries.

A case counts once in a year, in however many lists it stands. While no list of a group says which cases were selected,
their number is missing, never 0.
"""

from locales import N_
from metrics.core import Count, CountDistinct

SOURCE = N_("优良案例名单")

METRICS = (
    Count(
        name="cases_recommended",
        relation="good_case",
        label=N_("推荐案例"),
        base=N_("名单里的优良案例"),
        definition=N_("推荐的优良案例数，同一企业的同一个案例一年只计一次，入选的也在内"),
        source=SOURCE,
    ),
    Count(
        name="cases_selected",
        relation="judged_case",
        condition="selected",
        label=N_("入选案例"),
        base=N_("写明是否入选的优良案例"),
        definition=N_("入选的优良案例数；名单没有写明是否入选的，不计算"),
        source=SOURCE,
    ),
    CountDistinct(
        name="case_industries",
        relation="good_case",
        value="industry",
        label=N_("案例覆盖行业"),
        base=N_("名单里的优良案例"),
        definition=N_("有推荐案例的认证行业大类数"),
        source=SOURCE,
    ),
)
