from typing import Any

from charts.chart import (
    Caption,
    Cell,
    Doughnut,
    Dumbbells,
    Group,
    Heads,
    HeatTable,
    Line,
    Mark,
    Moment,
    Multiples,
    Name,
    Pair,
    RankedBars,
    RegionMap,
    Shape,
    Stacks,
    Tile,
    Tiles,
    Trend,
)

CAPTION = Caption(
    title="各省满意率",
    sentence="虚线为全国平均",
    unit="%",
    source="来源 企业调查问卷第13题",
    n="n 5639",
    as_of="截至 2021-12-31",
    base="口径 回答了第13题的企业",
    version="版本 000042",
)
HEADS = Heads(label="地区", code="代码", numerator="满意", denominator="答题", value="满意率", count="n")
SHANXI = Mark(
    label="山西省",
    code="140000",
    value=0.9753,
    text="97.5%",
    count="1233",
    numerator=1203,
    denominator=1233,
    named=True,
)
TIBET = Mark(label="西藏自治区", code="540000", value=None, text="…", count="4", denominator=4)


def bars(*marks: Mark, **more: Any) -> RankedBars:
    return RankedBars(caption=CAPTION, heads=HEADS, marks=marks, **more)


def tiles() -> Tiles:
    covered = Tile(label="纺织", code="04", value=18, text="18 家", column=0, row=0, step=1, lines=(Line("18 家"),))
    empty = Tile(label="出版", code="08", value=0, text="未覆盖", column=1, row=0, step=None, lines=(Line("未覆盖"),))
    heads = Heads(label="行业", code="代码", value="帮扶企业")
    return Tiles(caption=CAPTION, heads=heads, marks=(covered, empty), key=("1–9", "10–29"), empty="未覆盖")


def region_map(**more: Any) -> RegionMap:
    """A square with a hole, named, beside a small one without answers."""
    outer, hole = (
        ((0.0, 30.0), (8.0, 30.0), (8.0, 38.0), (0.0, 38.0)),
        ((6.0, 31.0), (6.0, 37.0), (7.0, 37.0), (7.0, 31.0)),
    )
    small = ((9.0, 30.0), (9.1, 30.0), (9.1, 30.1), (9.0, 30.1))
    shaded = Shape(
        label="山西省",
        code="140000",
        value=0.975,
        text="97.5%",
        count="40",
        numerator=39,
        denominator=40,
        named=True,
        rings=(outer, hole),
        step=3,
        lines=(Line("山西", 12), Line("97.5%", 13, True)),
    )
    empty = Shape(
        label="澳门", code="820000", value=None, text="没有答卷", rings=(small,), step=None, lines=(Line("澳门", 12),)
    )
    lines = (((10.0, 31.0), (10.0, 33.0)),)
    parts = {"marks": (shaded, empty), "lines": lines, "key": ("<90%", "90–94%"), "empty": "没有答卷"}
    return RegionMap(caption=CAPTION, heads=HEADS, number_format="0.0%", **{**parts, **more})


CARPETS = Pair(
    label="地毯", value=92.4, text="92.4", before=88.7, before_text="88.7", change=3.7, change_text="+3.7 百分点"
)
BICYCLES = Pair(label="电动自行车", value=95.1, text="95.1", change_text="无提升前数据")
COMPLAINTS = Pair(
    label="地毯",
    value=1.3,
    text="1.3",
    before=1.2,
    before_text="1.2",
    change=0.1,
    change_text="+0.1 百分点",
    named=True,
)


def pairs() -> Dumbbells:
    rates = Group("一次合格率（%）", (CARPETS, BICYCLES), (85, 100), ((85, "85%"), (100, "100%")))
    complaints = Group("投诉率（%）", (COMPLAINTS,), (0, 2), ((0, "0%"), (2, "2%")))
    heads = Heads(label="试点", across="指标", before="提升前", value="提升后", change="变化")
    return Dumbbells(caption=CAPTION, heads=heads, groups=(rates, complaints))


def heat() -> HeatTable:
    low = Cell(value=0.8, text="80.0", tint=-2, numerator=8, denominator=10)
    none = Cell(value=None, text="—")
    return HeatTable(
        caption=CAPTION,
        heads=Heads(label="地区", across="行业", numerator="满意", denominator="答题", value="满意率"),
        rows=(Name("山西省", "140000"),),
        columns=(Name("纺织", "04"), Name("出版", "08")),
        cells=((low, none),),
        key=("低 8 以上", "低 3–8", "相差 3 以内", "高 3 以上"),
    )


def stacks(**more: Any) -> Stacks:
    def levels(*counts: int) -> tuple[Cell, ...]:
        n = sum(counts)
        return tuple(Cell(value=one / n, text=f"{one / n:.1%}", numerator=one, denominator=n) for one in counts)

    heads = Heads(
        label="地区", code="代码", across="满意程度", numerator="选择", denominator="答题", value="占比", count="n"
    )
    parts = {
        "rows": (Name("全国"), Name("山西省", "140000")),
        "columns": (Name("很满意"), Name("比较满意"), Name("一般"), Name("不满意")),
        "cells": (levels(140, 50, 8, 2), levels(10, 6, 3, 1)),
        "totals": ("95.0%", "80.0%"),
        "counts": ("200", "20"),
        "named": frozenset({1}),
    }
    return Stacks(caption=CAPTION, heads=heads, good=2, total="满意率", **{**parts, **more})


def multiples(panels: int = 2) -> Multiples:
    def shares(*values: float) -> tuple[Cell, ...]:
        return tuple(Cell(value=one, text=f"{one:.1%}", numerator=one * 20, denominator=20) for one in values)

    heads = Heads(label="地区", across="方面", numerator="选择", denominator="答卷", value="占比", count="n")
    return Multiples(
        caption=CAPTION,
        heads=heads,
        rows=tuple(Name(f"第{place}市") for place in range(panels)),
        columns=(Name("质量意识提升"), Name("成本下降")),
        cells=tuple(shares(0.9, 0.4) for _ in range(panels)),
        whole=shares(0.85, 0.5),
        key=("各市", "全省"),
        counts=("20",) * panels,
        named=frozenset({(1, 1)}),
    )


def trend(**more: Any) -> Trend:
    """2021 asked otherwise, so that the line begins in 2022."""
    years = ((2021, 0.975, False), (2022, 0.951, False), (2023, 0.957, True), (2024, 0.96, True))
    marks = tuple(
        Moment(
            label=str(year),
            at=year,
            value=value,
            text=f"{value:.1%}",
            numerator=value * 1000,
            denominator=1000,
            count="n 1000",
            joined=joined,
        )
        for year, value, joined in years
    )
    heads = Heads(label="年度", numerator="满意", denominator="答题", value="满意率")
    ticks = ((0.94, "94%"), (0.98, "98%"))
    return Trend(caption=CAPTION, heads=heads, marks=marks, span=(0.93, 0.99), ticks=ticks, **more)


def doughnut(*shares: int, **more: Any) -> Doughnut:
    """Firms by certificate; other counts stand for parts of other names."""
    names = ("行动前已获证", "新获证", "正在认证", "打算近期申请", "暂不打算申请", "其他")
    counts = shares or (3032, 1065, 486, 702, 354)
    marks = tuple(
        Mark(
            label=name,
            value=count / sum(counts) if sum(counts) else None,
            text=f"{count / sum(counts):.1%}" if sum(counts) else "—",
            count=f"{count} 家",
            numerator=count,
            denominator=sum(counts),
            named=name == "新获证",
        )
        for name, count in zip(names, counts, strict=False)
    )
    heads = Heads(label="获证情况", numerator="选择", denominator="答题", value="占比")
    return Doughnut(caption=CAPTION, heads=heads, marks=marks, **{"whole": f"n {sum(counts)}", **more})
