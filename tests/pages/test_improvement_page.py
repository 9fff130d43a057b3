"""The page of improvement shows what is computed, on the base that the address asks for."""

from decimal import ROUND_HALF_UP, Decimal

import pandas as pd
import pytest

from charts.chart import Caption, Multiples
from metrics.improvement import ASPECTS
from metrics.query import SMALL, Filters, compute
from pages._parts import improvement as page
from pages._parts.filters import Selection

NATION = Filters.of(year=[2021])
JIANGSU = NATION.but(province=["320000"])
BASES = {"all": "", "asked": "_of_asked"}
LABELS = {f"aspect_{n}": label for n, label in enumerate(ASPECTS, 1)}
each_base = pytest.mark.parametrize("base", BASES)


def names(base: str) -> list[str]:
    return [f"aspect_{n}{BASES[base]}" for n in range(1, len(ASPECTS) + 1)]


def percent(numerator: float, denominator: float) -> str:
    return f"{(Decimal(int(numerator)) * 100 / int(denominator)).quantize(Decimal('0.1'), ROUND_HALF_UP)}%"


@each_base
@pytest.mark.parametrize(("query", "where"), [({}, NATION), ({"region": "320000"}, JIANGSU)])
def test_aspects_stand_on_the_base_that_is_asked_for(visit, national, base, query, where):
    computed = compute(national, names(base), where=where)
    behind = visit("improvement", year="2021", base=base, **query).tables["aspects"]
    assert sorted(behind["选择的企业"]) == sorted(computed["numerator"])
    assert set(behind["全部企业"]) == set(computed["denominator"])


def test_an_unknown_base_gives_way_to_the_published_one(visit):
    asked, usual = (visit("improvement", year="2021", base=base).tables["aspects"] for base in ("x", "all"))
    pd.testing.assert_frame_equal(asked, usual)


def test_the_base_that_is_picked_stands_in_the_address(visit):
    shown = visit("improvement", year="2021")
    (control,) = [one for one in shown.test.segmented_control if one.key == "aspects_base"]
    control.set_value("asked").run()
    assert not shown.test.exception
    assert shown.test.query_params["base"] == "asked"


def test_the_sentence_is_what_is_computed(visit, national):
    rows = compute(national, ["improvement_rate", *names("all")], where=NATION).set_index("metric")
    rate = rows.loc["improvement_rate"]
    named = rows.loc[names("all")[:-1]].sort_values("value", kind="stable")
    last, first = named.iloc[0], named.iloc[-1]
    assert visit("improvement", year="2021").headline == (
        f"{percent(rate.numerator, rate.denominator)} 的企业有明显提升，"
        f"{LABELS[first.name]}最多（{percent(first.numerator, first.denominator)}），"
        f"{LABELS[last.name]}最少（{percent(last.numerator, last.denominator)}）"
    )


def test_regions_and_industries_have_the_rate_that_is_computed(visit, national):
    shown = visit("improvement", year="2021")
    for panel, dimension in (("regions", "province"), ("industries", "industry")):
        computed = compute(national, ["improvement_rate"], [dimension], NATION).dropna(subset=["value", dimension])
        behind = shown.tables[panel]
        codes = [f"{int(code):02d}" if dimension == "industry" else code for code in computed[dimension]]
        expected = dict(zip(codes, computed["numerator"], strict=True))
        assert dict(zip(behind["代码"], behind["分子"], strict=True)) == expected
    assert len(shown.figures["industries"]["data"][0]["x"]) == page.INDUSTRIES


@each_base
@pytest.mark.parametrize(("query", "by", "where"), [({}, "province", NATION), ({"region": "320500"}, "city", JIANGSU)])
def test_every_small_plot_is_what_is_computed(visit, national, base, query, by, where):
    computed = compute(national, names(base), [by], where).dropna(subset=["value", by])
    large = computed[~computed["small"]]
    sizes = large.groupby(by)["denominator"].max().sort_index().sort_values(ascending=False, kind="stable")
    drawn = list(sizes.index[:12])
    shown = visit("improvement", year="2021", base=base, **query)
    behind = shown.tables["multiples"]
    assert list(dict.fromkeys(behind["代码"])) == drawn
    rows = {(row[by], LABELS[row["metric"].removesuffix("_of_asked")]): row for row in large.to_dict("records")}
    for line in behind.to_dict("records"):
        row = rows[line["代码"], line["方面"]]
        assert (line["选择的企业"], line["全部企业"]) == (row["numerator"], row["denominator"])
    figure = shown.figures["multiples"]
    whole = compute(national, names(base), where=where)
    bars, marks = figure["data"][::2], figure["data"][1::2]
    assert len(bars) == len(drawn)
    assert [value for one in bars for value in one["x"]] == pytest.approx(list(behind["占比"] / 100))
    assert all(sorted(one["x"]) == pytest.approx(sorted(whole["value"])) for one in marks)


def test_the_page_says_how_many_regions_there_are(visit):
    assert any("答卷最多的 12 个地区（共 31 个满 10 份）" in text for text in visit("improvement", year="2021").texts)


def test_without_enough_answers_no_region_is_drawn_and_that_is_said(visit, shows):
    shows("one")
    shown = visit("improvement", year="2021")
    assert "multiples" not in shown.figures
    assert f"没有一个地区满 {SMALL} 份答卷，不分地区画" in shown.texts


def regions(*sizes: tuple[str, int], chosen: int = 5) -> page.Seen:
    """Regions of these sizes where `chosen` firms chose every aspect, beside a whole where half did."""

    def row(name: str, code: str, n: int, chosen: float) -> dict:
        counts = {"numerator": chosen, "denominator": n, "value": chosen / n}
        return {"metric": name, "province": code, **counts, "small": n < SMALL}

    rows = [row(name, code, n, chosen) for name in names("all") for code, n in sizes]
    around = [row(name, "", 100, 50) for name in names("all")]
    return page.Seen(pd.DataFrame(), "province", pd.DataFrame(rows), pd.DataFrame(around))


def test_the_largest_come_first_equals_in_code_order_and_small_ones_never():
    found = regions(("140000", 20), ("120000", 30), ("110000", 20), ("150000", 9))
    assert page.largest(found) == ["120000", "110000", "140000"]


def drawn(found: page.Seen) -> Multiples:
    return page.multiples(found, page.largest(found), Caption(title=""), Selection(2021, None, (), ()))


def test_what_is_furthest_from_the_whole_is_named_but_never_other(chinese):
    chart = drawn(regions(("110000", 20), ("120000", 50)))
    ((place, column),) = chart.named
    assert chart.rows[place].code == "120000"  # 10 % against 50 %
    found = regions(("110000", 20), ("120000", 50))
    other = found.regions["metric"].eq(names("all")[-1])
    found.regions.loc[other, "value"] = 1.0
    ((_, named),) = drawn(found).named
    assert drawn(found).columns[named].label != "其他"
    assert chart.columns[column].label != "其他"


def test_one_region_alone_has_nothing_to_stand_out_from(chinese):
    assert drawn(regions(("110000", 20))).named == frozenset()


def test_other_stands_last_in_every_plot(chinese):
    assert drawn(regions(("110000", 20))).columns[-1].label == "其他"
