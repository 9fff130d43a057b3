"""地区对比 on a bureau's own approved map."""

import json
import shutil
from contextlib import closing

import pytest

from charts.chart import RegionMap
from data import warehouse
from data.own_map import FILE, OwnMap
from data.reference import table
from data.store import Store
from metrics.query import Filters, compute
from metrics.registry import METRICS
from pages._parts import own_map
from tests.pages.test_drawings import WORDS
from tests.pages.test_findings import rates

JIANGSU = [row["code"] for row in table("city_tiles") if row["province"] == "320000"]


def square(at: int) -> list[list[float]]:
    return [[at, 30], [at + 0.9, 30], [at + 0.9, 31], [at, 31], [at, 30]]


@pytest.fixture
def brings(stores, in_years, tmp_path, monkeypatch):
    """Show the answers of three years with a map of these codes."""

    def bring(codes, **more) -> Store:
        kept = tmp_path / "own_store"
        shutil.copytree(stores.years, kept)
        features = [
            {
                "type": "Feature",
                "properties": {"adcode": code},
                "geometry": {"type": "Polygon", "coordinates": [square(100 + at)]},
            }
            for at, code in enumerate(codes)
        ]
        (kept / FILE).parent.mkdir()
        (kept / FILE).write_text(json.dumps({"type": "FeatureCollection", "features": features, **more}), "utf-8")
        for name, value in stores.environment(kept, stores.national).items():
            monkeypatch.setenv(name, value)
        return Store(kept)

    return bring


def test_the_map_stands_in_place_of_the_tiles_with_its_approval_beneath(brings, visit):
    store = brings(JIANGSU, 审图号="苏S（2024）005号")
    shown = visit("regions", year="2023", region="320000")
    assert not shown.test.exception
    assert not shown.test.warning
    drawn = shown.figures["tiles"]["data"]
    assert len(drawn) == len(JIANGSU)
    assert {trace["fill"] for trace in drawn} == {"toself"}
    assert any("审图号：苏S（2024）005号" in text for text in shown.texts)
    assert not any("非地图" in text for text in shown.texts)
    with closing(warehouse.open(store, warehouse.ALL)) as reader:
        where = Filters.of(year=[2023], province=["320000"])
        computed = compute(reader, ["satisfaction_rate"], ["city"], where).dropna(subset=["city"]).set_index("city")
    behind = shown.tables["tiles"].dropna(subset="分母").set_index("代码")
    assert set(behind.index) == set(computed.index)
    for code, line in behind.iterrows():
        assert (line["分子"], line["分母"]) == tuple(computed.loc[code, ["numerator", "denominator"]])


@pytest.mark.parametrize(
    ("codes", "more", "said"),
    [
        (JIANGSU, {}, "没有审图号，不能显示"),
        ([*JIANGSU, "329999"], {"审图号": "苏S（2024）005号"}, "第 14 个图形的区划代码“329999”不在现行行政区划代码"),
    ],
)
def test_a_map_that_cannot_be_shown_is_refused_in_one_sentence_and_the_tiles_stay(brings, visit, codes, more, said):
    brings(codes, **more)
    shown = visit("regions", year="2023", region="320000")
    (warning,) = shown.test.warning
    assert said in warning.value.replace("\\", "")
    assert any("示意排列，非地图" in text for text in shown.texts)


def test_a_map_of_other_regions_leaves_the_tiles(brings, visit):
    brings(["140100"], 审图号="晋S（2024）005号")
    shown = visit("regions", year="2023", region="320000")
    assert not shown.test.warning
    assert any("示意排列，非地图" in text for text in shown.texts)


@pytest.mark.usefixtures("chinese")
def test_regions_the_map_lacks_are_named_and_lines_of_the_nation_stay_with_it():
    rings = (tuple(map(tuple, square(100))),)
    of = OwnMap("晋S（2024）005号", {"140100": rings, "140200": rings}, rings)
    given = rates("city", ("140100", 8, 9), ("140000-zgq", 10, 10), ("140300", 9, 10))
    units = ["140000-zgq", "140100", "140200", "140300"]
    found = own_map.chart(of, METRICS["satisfaction_rate"], given, "city", units, "140100", WORDS)
    assert isinstance(found, RegionMap)
    assert [(mark.code, mark.text, mark.step, mark.named) for mark in found.marks] == [
        ("140100", "…", None, True),
        ("140200", "没有答卷", None, False),
    ]
    assert found.lines == ()
    assert found.caption.sentence.endswith("；地图上没有综改示范区、阳泉")
    assert found.caption.note == "审图号：晋S（2024）005号"
