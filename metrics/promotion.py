"""Promotion: policies, subsidies and trainings, as the statistics tables (附表) report them.

Every figure is cumulative since the campaign began. So years are never added up: of each unit the latest table that
states the figure counts (of the years asked; grouped by year, the table of that year). Nor is a unit added to what
lies in it: a province's own table has its cities in it, a city's its counties. For a province or the nation, each
province is its own table or, if it filed none, those of its cities, and a city its own or those of its counties.
Grouped or filtered by city, provinces' own tables drop out; by county, cities' too; by region, each table stands alone.
"""

from locales import N_
from metrics.core import Better, Latest, Unit

BASE = N_("报送了附表的单位；上级已报送的，下级不再相加")
SOURCE = N_("小微企业质量管理体系认证提升行动统计表（附表）")
FIGURES: tuple[tuple[str, str, str, Unit, Better], ...] = (
    (
        "policies",
        N_("出台政策"),
        N_("开展提升行动以来累计出台的政策措施数；各单位取最近一次报送，不跨年相加"),
        "count",
        "higher",
    ),
    (
        "subsidy_10k_cny",
        N_("财政补贴"),
        N_("开展提升行动以来累计的财政补贴金额（万元）；各单位取最近一次报送，不跨年相加"),
        "10k_cny",
        "higher",
    ),
    (
        "trained_person_times",
        N_("培训人次"),
        N_("开展提升行动以来累计的线上、线下培训人次，一人可计多次；各单位取最近一次报送，不跨年相加"),
        "count",
        "higher",
    ),
    (
        "trained_enterprises",
        N_("培训企业"),
        N_("开展提升行动以来累计的培训企业数；各单位取最近一次报送，不跨年相加"),
        "count",
        "higher",
    ),
)

METRICS = tuple(
    Latest(
        name=name,
        relation="statistics",
        value=name,
        label=label,
        base=BASE,
        definition=definition,
        unit=unit,
        better=better,
        source=SOURCE,
    )
    for name, label, definition, unit, better in FIGURES
)
