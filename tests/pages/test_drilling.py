"""From the nation to a county and back: what each step compares, and where a figure leads."""

from urllib.parse import parse_qs, urlsplit

import pandas as pd
import pytest

from data import warehouse
from data.samples import shanxi_2022
from data.store import Store
from loaders import importing
from loaders.importing import Wanted
from metrics import firm
from metrics.query import Filters, compute
from pages._parts import places

TAIYUAN, SHANXI = "140100", "140000"


@pytest.fixture(scope="module")
def store(tmp_path_factory) -> Store:
    """Ledgers and answers of Shanxi, which know counties."""
    folder = tmp_path_factory.mktemp("shanxi")
    importing.load(shanxi_2022.write(folder), store := Store(folder / "store"), Wanted(region=SHANXI))
    return store


@pytest.fixture(scope="module")
def reader(store):
    opened = warehouse.open(store, warehouse.ALL)
    yield opened
    opened.close()


@pytest.fixture(autouse=True)
def _serve(shows, store, monkeypatch):
    monkeypatch.setenv("TISHENG_STORE", str(store.path))


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
def counties(reader):
    """The rate of every county of the city that is known of."""
    found = compute(reader, ["satisfaction_rate"], ["county"], Filters.of(year=[2022], city=[TAIYUAN]))
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


def test_intervals_are_for_analysts(visit, reader):
    plain = visit("regions", year="2022", region=SHANXI).figures["regions"]["data"][0]
    assert "error_x" not in plain
    shown = visit("regions", year="2022", region=SHANXI, view="analyst")
    bars = shown.figures["regions"]["data"][0]
    rates = compute(reader, ["satisfaction_rate"], ["city"], Filters.of(year=[2022], province=[SHANXI]))
    reach = {row["value"]: row["high"] - row["value"] for row in rates.to_dict("records")}
    assert bars["error_x"]["array"] == pytest.approx([reach[value] for value in bars["x"]])
    assert any("95% 置信区间" in text for text in shown.texts)
    shown.test.toggle(key="analyst").set_value(False).run()
    assert "view" not in shown.test.query_params


def test_every_number_of_a_chart_leads_to_as_many_firms(visit, reader):
    shown = visit("regions", year="2022", region=SHANXI)
    tiles, bars = (frame.value.dropna(subset="分母") for frame in shown.test.dataframe if "企业名单" in frame.value)
    assert len(tiles) == len(bars) > 2
    table = pd.concat([tiles, bars])
    for row in table.to_dict("records"):
        asked = parse_qs(urlsplit(row["企业名单"]).query)
        assert asked["behind"] == ["satisfaction_rate"]
        where = Filters.of(year=[2022], city=asked["region"])
        assert firm.behind(reader, "satisfaction_rate", "all", where).total == row["分母"]
