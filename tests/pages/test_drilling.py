"""From the nation to a county and back: what each step compares, and where a figure leads."""

from urllib.parse import parse_qs, urlsplit

import pandas as pd
import pytest

from metrics import firm
from metrics.query import Filters, compute
from pages._parts import places

TAIYUAN, SHANXI = "140100", "140000"


@pytest.fixture(autouse=True)
def _serve(shows, stores, monkeypatch):
    monkeypatch.setenv("TISHENG_STORE", str(stores.shanxi))


@pytest.mark.parametrize(
    ("code", "path", "below"),
    [
        (None, [], "province"),
        (SHANXI, [SHANXI], "city"),
        (TAIYUAN, [SHANXI, TAIYUAN], "county"),
        ("140105", [SHANXI, TAIYUAN, "140105"], "county"),
    ],
)
def test_regions_lie_in_one_another(code, path, below):
    assert places.path(code) == path
    assert places.below(code) == below


@pytest.fixture
def counties(shanxi):
    """The rate of every county of the city that is known of."""
    found = compute(shanxi, ["satisfaction_rate"], ["county"], Filters.of(year=[2022], city=[TAIYUAN]))
    return found[found["value"].notna() & found["county"].notna()]


def test_of_a_city_its_counties_are_compared(visit, counties):
    shown = visit("regions", year="2022", region=TAIYUAN)
    there = counties
    assert len(there) > 2
    assert sorted(shown.figures["inside"]["data"][0]["x"]) == sorted(there["value"])


def test_a_county_with_few_answers_is_not_ranked(visit, counties):
    smallest = counties.sort_values("denominator").iloc[0]["county"]
    shown = visit("regions", year="2022", region=smallest)
    assert shown.headline.startswith(f"{places.region(smallest)}答卷太少，不参与排名；全市平均 ")
    assert shown.place == f"{places.region(smallest)} · 2022年 · 地区对比"


def test_the_line_above_leads_back_up(visit):
    shown = visit("regions", year="2022", region="140105")
    shown.test.button(key=f"up_{SHANXI}").click().run()
    assert shown.test.query_params["region"] == SHANXI
    shown.test.button(key="up_None").click().run()
    assert "region" not in shown.test.query_params
    assert shown.place == "全国 · 2022年 · 地区对比"


def test_filters_are_lifted_at_once_but_for_the_year(visit):
    shown = visit("regions", year="2022", region=SHANXI, industry=["3", "18"])
    shown.test.button(key="clear").click().run()
    assert shown.test.query_params == {"year": "2022"}
    assert not [button for button in shown.test.button if button.key == "clear"]


def test_intervals_are_for_analysts(visit, shanxi):
    plain = visit("regions", year="2022", region=SHANXI).figures["regions"]["data"][0]
    assert "error_x" not in plain
    shown = visit("regions", year="2022", region=SHANXI, view="analyst")
    bars = shown.figures["regions"]["data"][0]
    rates = compute(shanxi, ["satisfaction_rate"], ["city"], Filters.of(year=[2022], province=[SHANXI]))
    reach = {row["value"]: row["high"] - row["value"] for row in rates.to_dict("records")}
    assert bars["error_x"]["array"] == pytest.approx([reach[value] for value in bars["x"]])
    assert any("95% 置信区间" in text for text in shown.texts)
    shown.test.toggle(key="analyst").set_value(False).run()
    assert "view" not in shown.test.query_params


LEADING = {  # pages and panels whose tables lead to the firms behind each line, and the filters that narrow them
    ("satisfaction", "levels"): {"region": SHANXI},
    ("improvement", "multiples"): {"region": SHANXI},
    ("improvement", "aspects"): {"region": SHANXI},
    ("gains", "gains"): {"region": SHANXI},
    ("bodies", "firms"): {"region": SHANXI},
    ("bodies", "satisfaction_rate"): {"region": SHANXI},
    ("crosstab", "crosstab"): {"region": SHANXI, "metric": "satisfaction_rate", "rows": "city", "columns": "industry"},
}


@pytest.mark.parametrize(("page", "panel"), LEADING)
def test_lines_of_every_kind_of_chart_lead_to_their_firms(visit, shanxi, page, panel):
    shown = visit(page, year="2022", **LEADING[page, panel])
    base = "帮扶企业" if panel == "firms" else "填写的企业（家）" if page == "gains" else None
    lines = [line for line in shown.tables[panel].to_dict("records") if isinstance(line["企业名单"], str)]
    assert lines
    for line in lines[:12]:
        asked = parse_qs(urlsplit(line["企业名单"]).query)
        region = {"province" if code == SHANXI else "city": [code] for code in asked["region"]}
        more = {name: [int(code) for code in asked[name]] for name in ("industry",) if name in asked}
        where = Filters.of(year=[2022], body=asked.get("body", ()), **region, **more)
        whole = next(head for head in (base, "分母", "回答的企业", "全部企业") if head in line)
        assert firm.behind(shanxi, asked["behind"][0], "all", where).total == line[whole]


def test_every_number_of_a_chart_leads_to_as_many_firms(visit, shanxi):
    shown = visit("regions", year="2022", region=SHANXI)
    tiles, bars = (shown.tables[panel].dropna(subset="分母") for panel in ("tiles", "regions"))
    assert len(tiles) == len(bars) > 2
    table = pd.concat([tiles, bars])
    for row in table.to_dict("records"):
        asked = parse_qs(urlsplit(row["企业名单"]).query)
        assert asked["behind"] == ["satisfaction_rate"]
        where = Filters.of(year=[2022], city=asked["region"])
        assert firm.behind(shanxi, "satisfaction_rate", "all", where).total == row["分母"]
