"""What units hand in lists of: the certification bodies they recommend, and the materials they produced.

Of a unit's lists of recommended bodies the newest of a year counts. A material counts once in a year, in however many
lists of its unit it stands; an entry counts as one, however many pieces it names.
"""

from locales import N_
from metrics.core import Count, CountDistinct

METRICS = (
    CountDistinct(
        name="bodies_recommended",
        relation="recommendation",
        value="body",
        label=N_("推荐的认证机构"),
        base=N_("各地推荐的认证机构名单"),
        definition=N_("各地推荐的不同认证机构数；同一地区一年以最近一份名单为准，几个地区推荐的同一家只计一次"),
        source=N_("推荐认证机构名单"),
    ),
    Count(
        name="materials_produced",
        relation="material",
        label=N_("成果材料"),
        base=N_("登记表里的成果材料"),
        definition=N_("登记的成果材料项数，同一单位的同一份材料一年只计一次；一项不论写明几份，都计一项"),
        source=N_("成果材料登记表"),
    ),
)
