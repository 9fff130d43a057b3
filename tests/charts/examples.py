from typing import Any

from charts.chart import Caption, Cell, Heads, HeatTable, Line, Mark, Name, RankedBars, Tile, Tiles

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
