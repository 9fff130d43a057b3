"""Every number on a page is the one `compute` gives for the same filters."""

from decimal import ROUND_HALF_UP, Decimal

import pandas as pd
import pytest

from data.reference import table
from metrics.query import Filters, compute
from metrics.registry import METRICS
from pages._parts import numbers

REGIONS = {row["code"]: row["name"] for row in table("regions") if row["status"] == "current"}
INDUSTRIES = {int(row["code"]): row["name"] for row in table("industries")}
SHORT = {int(row["code"]): row["short"] for row in table("industries")}
NATION = Filters.of(year=[2021])
SELECTIONS = {
    "everything": ({}, NATION),
    "a province": ({"region": "320000"}, NATION.but(province=["320000"])),
    "a city": ({"region": "320500"}, NATION.but(city=["320500"])),
    "a municipality": ({"region": "310000"}, NATION.but(province=["310000"])),
    "industries": ({"industry": ["17", "18"]}, NATION.but(industry=[17, 18])),
    "a body": ({"body": "CNCA-R-2002-001"}, NATION.but(body=["CNCA-R-2002-001"])),
    "all at once": (
        {"region": "440000", "industry": "19", "body": ["CNCA-R-2002-001", "CNCA-R-2002-002", "CNCA-R-2002-013"]},
        NATION.but(province=["440000"], industry=[19], body=["CNCA-R-2002-001", "CNCA-R-2002-002", "CNCA-R-2002-013"]),
    ),
}
each_selection = pytest.mark.parametrize("selection", SELECTIONS)


def rounded(numerator: float, denominator: float) -> str:
    """A percentage with one decimal, counted from whole numbers: no binary fraction is in between."""
    return f"{(Decimal(int(numerator)) * 100 / int(denominator)).quantize(Decimal('0.1'), ROUND_HALF_UP)}%"


def compared(where: Filters) -> tuple[str, Filters]:
    """The dimension that charts of regions compare, and the filters around it."""
    province = where.get("province") or tuple(f"{str(city)[:2]}0000" for city in where.get("city"))
    return ("city", where.but(city=(), province=province)) if province else ("province", where)


def named(frame: pd.DataFrame, dimension: str) -> list[dict]:
    return frame[frame["value"].notna() & frame[dimension].notna()].to_dict("records")


@each_selection
def test_cards_of_overview(visit, national, selection):
    query, where = SELECTIONS[selection]
    shown = visit(year="2021", **query)
    assert not shown.test.exception
    assert not shown.test.warning
    names = ("assisted_enterprises", "responses", "satisfaction_rate", "improvement_rate", "industries_covered")
    computed = compute(national, [*names, "certified_after"], where=where).set_index("metric")
    value = {name: int(computed.loc[name, "numerator"]) for name in computed.index}
    base = {name: computed.loc[name, "denominator"] for name in ("satisfaction_rate", "improvement_rate")}
    assert shown.cards == {
        "assisted_enterprises": f"{value['assisted_enterprises']:,} 家",
        "responses": f"{value['responses']:,} 份",
        "satisfaction_rate": rounded(value["satisfaction_rate"], base["satisfaction_rate"]),
        "improvement_rate": rounded(value["improvement_rate"], base["improvement_rate"]),
        "industries_covered": f"{value['industries_covered']}/39",
        "certified_after": f"{value['certified_after']:,} 家",
    }
    for name in base:
        assert f"n {int(base[name])} " in shown.below_cards[name]


def test_cards_stand_beside_the_published_figures(visit):
    below = visit(year="2021").below_cards
    assert below["satisfaction_rate"].startswith("公布值 97.4%（截尾）")
    assert below["improvement_rate"].startswith("公布值 95.88%（截尾）")
    assert below["industries_covered"].startswith("公布值 36")
    assert below["certified_after"].startswith("公布值 1065")
    assert "截至 2021-11-30" in below["responses"]


def test_cards_stand_beside_the_nation_when_narrowed(visit, national):
    shown = visit(year="2021", region="320000")
    here = compute(national, ["satisfaction_rate"], where=NATION.but(province=["320000"])).iloc[0]
    nation = compute(national, ["satisfaction_rate"], where=NATION).iloc[0]
    difference = Decimal(str(100 * (here["value"] - nation["value"]))).quantize(Decimal("0.1"), ROUND_HALF_UP)
    sign = "+" if difference > 0 else "−" if difference < 0 else "±"
    assert shown.below_cards["satisfaction_rate"].startswith(f"较全国 {sign}{abs(difference)} 百分点")
    firms = compute(national, ["assisted_enterprises"], where=NATION.but(province=["320000"])).iloc[0]["value"]
    assert shown.below_cards["assisted_enterprises"].startswith(f"占全国 {rounded(firms, 5639)}")


def test_cards_of_a_city_stand_beside_its_province_and_the_nation(visit, national):
    shown = visit(year="2021", region="320500")
    here, province, nation = (
        compute(national, ["satisfaction_rate"], where=where).iloc[0]["value"]
        for where in (NATION.but(city=["320500"]), NATION.but(province=["320000"]), NATION)
    )
    said = [f"较{name} {numbers.points(here - around)}" for name, around in (("江苏省", province), ("全国", nation))]
    assert shown.below_cards["satisfaction_rate"].startswith("；".join(said))


@each_selection
def test_regions_of_overview(visit, national, selection):
    query, where = SELECTIONS[selection]
    shown = visit(year="2021", **query)
    _regions_are_right(shown, national, "satisfaction_rate", where)


@pytest.mark.parametrize("rate", ["satisfaction_rate", "improvement_rate"])
@each_selection
def test_regions_of_comparison(visit, national, selection, rate):
    query, where = SELECTIONS[selection]
    shown = visit("regions", year="2021", metric=rate, **query)
    _regions_are_right(shown, national, rate, where)
    dimension, around = compared(where)
    computed = {row[dimension]: row for row in named(compute(national, [rate], [dimension], around), dimension)}
    tiles = shown.tables["tiles"].dropna(subset="分母").set_index("代码")
    grid = table("province_tiles") if dimension == "province" else table("city_tiles")
    assert list(tiles.index) == [row["code"] for row in grid if row["code"] in computed]
    for code, tile in tiles.iterrows():
        assert (tile["分子"], tile["分母"]) == (computed[code]["numerator"], computed[code]["denominator"])


def _regions_are_right(shown, national, rate: str, where: Filters) -> None:
    dimension, around = compared(where)
    computed = {
        REGIONS[row[dimension]]: row for row in named(compute(national, [rate], [dimension], around), dimension)
    }
    (bars,) = shown.figures["regions"]["data"]
    names = [text.split("  ")[0] for text in bars["hovertext"]]
    assert set(names) == set(computed)
    ranks = [(computed[name]["small"], -computed[name]["value"], -computed[name]["denominator"]) for name in names]
    assert ranks == sorted(ranks)
    words = [note["text"] for note in shown.figures["regions"]["layout"]["annotations"]]
    for name, value, hover in zip(names, bars["x"], bars["hovertext"], strict=True):
        row = computed[name]
        assert value == row["value"]
        percentage = rounded(row["numerator"], row["denominator"])
        assert hover == f"{name}  {percentage}  n {int(row['denominator'])}{'*' if row['small'] else ''}"
        assert percentage in words or f"<b>{percentage}</b>" in words
    total = compute(national, [rate], where=around).iloc[0]
    whole = {"province": "全国", "city": "全市" if where.get("province") == ("310000",) else "全省"}[dimension]
    assert f"{whole} {rounded(total['numerator'], total['denominator'])}" in words
    behind = shown.tables["regions"]
    assert list(behind["地区"]) == names
    assert list(behind["分子"]) == [computed[name]["numerator"] for name in names]
    assert list(behind["分母"]) == [computed[name]["denominator"] for name in names]


@each_selection
@pytest.mark.parametrize(
    ("panel", "metrics"),
    [
        ("aspects", [f"aspect_{i}" for i in range(1, 13)]),
        ("wishes", [f"dissatisfied_with_{i}" for i in range(1, 8)]),
    ],
)
def test_shares_of_overview(visit, national, selection, panel, metrics):
    query, where = SELECTIONS[selection]
    shown = visit(year="2021", **query)
    computed = compute(national, metrics, where=where)
    shares = shown.tables[panel]
    (bars,) = shown.figures[panel]["data"]
    assert sorted(zip(shares["选择的企业"], shares["全部企业"], bars["x"], strict=True)) == sorted(
        zip(computed["numerator"], computed["denominator"], computed["value"], strict=True)
    )
    assert shares["方面"].iloc[-1] == "其他"
    assert list(bars["x"][:-1]) == sorted(bars["x"][:-1], reverse=True)
    for share, hover in zip(shares.to_dict("records"), bars["hovertext"], strict=True):
        percentage = rounded(share["选择的企业"], share["全部企业"])
        assert hover == f"{share['方面']}  {percentage}  家 {share['选择的企业']}"


@each_selection
def test_certificates_of_overview(visit, national, selection):
    query, where = SELECTIONS[selection]
    shown = visit(year="2021", **query)
    names = [f"certification_status_{place}" for place in range(1, 6)]
    computed = compute(national, [*names, "certified_share"], where=where).set_index("metric")
    (ring,) = shown.figures["certification"]["data"]
    assert ring["values"] == list(computed.loc[names, "value"])
    assert sum(ring["values"]) == pytest.approx(1)
    behind = shown.tables["certification"]
    counts = [int(one) for one in computed.loc[names, "numerator"]]
    n = int(computed.loc["certified_share", "denominator"])
    assert list(behind["获证情况"]) == ["参与前已获证", "参与后新获证", "正在认证", "打算近期申请", "暂不打算申请"]
    assert list(behind["选择的企业"]) == counts
    assert set(behind["回答了第3题的企业"]) == {n}
    assert all("certification_status_" in link for link in behind["企业名单"])
    words = [note["text"] for note in shown.figures["certification"]["layout"]["annotations"]]
    assert f"<b>n {n}</b>" in words
    for name, count in zip(behind["获证情况"], counts, strict=True):
        (said,) = [text for text in words if name in text]
        assert f"<b>{rounded(count, n)}</b>" in said
        assert f"{count} 家" in said
    sentence = f"{rounded(sum(counts[:2]), n)} 已获证，其中参与行动后新获证 {counts[1]} 家；正在认证 {counts[2]} 家，打算近期申请 {counts[3]} 家"
    assert sentence in shown.words["certification"]["sentence"]


@each_selection
@pytest.mark.parametrize("page_name", ["overview", "industries"])
def test_covered_industries(visit, national, selection, page_name):
    query, where = SELECTIONS[selection]
    shown = visit(page_name, year="2021", **query)
    computed = compute(national, ["assisted_enterprises"], ["industry"], where)
    firms = {row["industry"]: int(row["value"]) for row in named(computed, "industry")}
    (dots,) = shown.figures["coverage"]["data"]
    assert dots["hovertext"] == [
        f"{name}  {f'{firms[code]} 家' if code in firms else '未覆盖'}" for code, name in INDUSTRIES.items()
    ]
    assert list(shown.tables["coverage"]["帮扶企业"].fillna(0)) == [firms.get(code, 0) for code in INDUSTRIES]


@each_selection
@pytest.mark.parametrize("rate", ["satisfaction_rate", "improvement_rate"])
def test_heat_of_industries(visit, national, selection, rate):
    query, where = SELECTIONS[selection]
    shown = visit("industries", year="2021", metric=rate, **query)
    dimension, around = compared(where)
    crossed = compute(national, [rate], [dimension, "industry"], around)
    there = crossed[crossed[dimension].notna() & crossed["industry"].notna()]
    computed = {(REGIONS[row[dimension]], SHORT[int(row["industry"])]): row for row in there.to_dict("records")}
    columns = there.groupby("industry")["denominator"].sum().sort_values(ascending=False, kind="stable").index[:12]
    behind = shown.tables["heat"]
    assert set(behind["行业"]) == {SHORT[int(code)] for code in columns}
    assert set(behind["地区"]) == {REGIONS[code] for code in there[dimension]}
    assert len(behind) == behind["行业"].nunique() * behind["地区"].nunique()
    notes = shown.figures["heat"]["layout"]["annotations"]
    cells = [note["text"] for note in notes if note.get("xref") == "x" and note.get("yref") == "y"]
    for line, text in zip(behind.to_dict("records"), cells, strict=True):
        row = computed.get((line["地区"], line["行业"]))
        if row is None or pd.isna(row["value"]):
            expected = "—"
        elif row["small"]:
            expected = "…"
        else:
            expected = rounded(row["numerator"], row["denominator"]).rstrip("%")
        assert text.removeprefix("<b>").removesuffix("</b>") == expected


@pytest.mark.parametrize(
    ("page_name", "rate", "label"),
    [
        ("overview", "satisfaction_rate", "满意率"),
        ("regions", "satisfaction_rate", "满意率"),
        ("regions", "improvement_rate", "提升率"),
    ],
)
def test_headline_is_counted_from_the_answers(visit, national, page_name, rate, label):
    question = {"satisfaction_rate": "q13", "improvement_rate": "q7"}[rate]
    rows = national.rows(
        f"""SELECT province, count(*) FILTER ({question} IN (1, 2)), count({question})
        FROM response WHERE counts AND year = 2021 GROUP BY province"""
    )
    good, all_ = sum(row[1] for row in rows), sum(row[2] for row in rows)
    large = [row for row in rows if row[2] >= 10]
    above = sum(row[1] * all_ > good * row[2] for row in large)
    lowest = min(large, key=lambda row: (row[1] / row[2], row[2]))
    assert visit(page_name, year="2021", metric=rate).headline == (
        f"{len(large)} 个省（区、市）中 {above} 个{label}高于全国平均 {rounded(good, all_)}；"
        f"{REGIONS[lowest[0]]}最低，{rounded(lowest[1], lowest[2])}（{lowest[1]}/{lowest[2]}）"
    )


def test_headline_of_a_city_tells_its_rank(visit, national):
    rates = compute(national, ["satisfaction_rate"], ["city"], NATION.but(province=["320000"]))
    large = rates[~rates["small"] & rates["city"].notna()]
    mine = large[large["city"] == "320500"].iloc[0]
    rank = 1 + int((large["value"] > mine["value"]).sum())
    assert f"在 {len(large)} 个市（州）中列第 {rank}" in visit(year="2021", region="320500").headline


def test_published_figures_of_methods_agree_with_ours(visit):
    shown = visit("methods", year="2021")
    beside = next(frame.value for frame in shown.test.dataframe if "公布值" in frame.value.columns)
    published = [row for row in table("acceptance_2021") if row["metric"] in METRICS]
    assert len(beside) == len(published)
    for line, row in zip(beside.to_dict("records"), published, strict=True):
        assert line["公布值"] == (row["printed"] or "—")
        assert line["公布值的取法"]
        if row["denominator"] and row["numerator"]:
            assert (line["分子"], line["分母"]) == (row["numerator"], row["denominator"])
        if row["rule"] in ("half-up", "either") and row["printed"].endswith("%"):
            assert line["本系统"] == row["printed"]
