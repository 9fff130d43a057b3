"""The presentation: sound by the schema of Office, edited in PowerPoint and WPS, nothing outside its slide."""

import io
import re
from dataclasses import replace
from pathlib import Path
from xml.etree import ElementTree

import pytest
from openxml_audit import FileFormat, OpenXmlValidator
from pptx.util import Emu

from charts.chart import Doughnut, Stacks, Trend
from charts.office import Drawn
from charts.tokens import text_width
from metrics.query import Filters, compute
from reports.content import Drawing, Grid
from reports.figure import differences
from reports.frozen import frozen
from reports.slides import page
from reports.slides.content import Card, Deck, Slide
from reports.slides.presentation import presentation
from reports.word.document import document
from tests.charts import examples
from tests.reports.conftest import TIANJIN
from tests.reports.slides import reading

DECKS = ["tianjin_deck", "jiangsu_deck", "national_deck"]
PAYLOADS = [  # what a spreadsheet may take for a formula, a link or a number, and a parser for something else
    "=1+1",
    "=SUM(A1:A9)",
    "=cmd|' /C calc'!A0",
    '=HYPERLINK("http://x","y")',
    '=WEBSERVICE("http://x")',
    '=IMPORTXML("http://x","//a")',
    "=DDE('cmd','/C calc','x')",
    "+1+1",
    "+cmd|' /C calc'!A0",
    "-2+3",
    "-cmd|' /C calc'!A0",
    "@SUM(A1)",
    "@甲公司",
    "＝1+1",
    "'=1+1",
    " =1+1",
    "\t=1+1",
    "http://example.com",
    "mailto:a@example.com",
    "007",
    "<a:r>&\"'",
    "\x0b控制\x00符",
]


@pytest.fixture(scope="session")
def made(request):
    """The bytes and figures of each deck by its name."""
    return {name: presentation(request.getfixturevalue(name)) for name in DECKS}


def faults(content: bytes, folder: Path) -> list[str]:
    (file := folder / "deck.pptx").write_bytes(content)
    errors = OpenXmlValidator(file_format=FileFormat.MICROSOFT_365, max_errors=100).validate(file).errors
    return [f"{one.part_uri} {one.path}: {one.description}" for one in errors if one.severity.value == "error"]


def drawing(chart, title: str = "") -> Drawing:
    return Drawing(key="one", title=title, chart=chart, figures=(), source=("来源",))


def of(*slides: Slide) -> Deck:
    return Deck(title="标题\n第二行", subtitle="2024年度", source=("来源",), slides=slides, version=1)


def slide(title: str, *blocks, cards: tuple[Card, ...] = ()) -> Slide:
    columns = tuple((block,) for block in blocks)
    return Slide(key="one", title=(title,), source=("来源",), cards=cards, columns=columns)


@pytest.mark.parametrize("name", DECKS)
def test_it_keeps_to_the_schema(made, name, tmp_path):
    assert faults(made[name][0], tmp_path) == []


def test_a_damaged_one_is_found_out(made, tmp_path):
    opened = reading.opened(made["tianjin_deck"][0])
    tree = opened.slides[1].shapes._spTree
    tree.append(tree.makeelement("{http://schemas.openxmlformats.org/presentationml/2006/main}nothing"))
    target = io.BytesIO()
    opened.save(target)
    assert faults(target.getvalue(), tmp_path)


def test_every_slide_has_its_title_its_footer_and_its_number(made):
    for name in DECKS:
        opened = reading.opened(made[name][0])
        assert (opened.slide_width, opened.slide_height) == (page.WIDTH, page.HEIGHT)
        assert round(page.WIDTH / page.HEIGHT, 2) == round(16 / 9, 2)
        for place, one in enumerate(opened.slides):
            kinds = {shape.placeholder_format.type.name: shape.text_frame.text for shape in one.placeholders}
            assert kinds["CENTER_TITLE" if not place else "TITLE"]
            footer = kinds["FOOTER"]
            assert "来源：" in footer
            assert "n=" in footer
            # The table of the pilots has no answers, whose last day it would be.
            assert re.search(r"截至\d{4}-\d\d-\d\d", footer) or footer.startswith("来源：提升行动区域试点工作统计表")
            assert re.search(r"数据版本：\d{6}", footer)
            assert bool(place) == ("SLIDE_NUMBER" in kinds)
            assert len({shape.shape_id for shape in one.shapes}) == len(list(one.shapes))


def test_nothing_stands_outside_its_slide_and_nothing_overlaps(made):
    for name in DECKS:
        for one in list(reading.opened(made[name][0]).slides)[1:]:
            boxes = [_box(shape) for shape in one.shapes]
            for left, top, right, bottom in boxes:
                assert left >= 0
                assert top >= 0
                assert right <= page.WIDTH
                assert bottom <= page.HEIGHT
            for at, a in enumerate(boxes):
                for b in boxes[at + 1 :]:
                    assert not _overlap(a, b), (name, one.shapes.title.text_frame.text)


def _box(shape) -> tuple[int, int, int, int]:
    return shape.left, shape.top, shape.left + shape.width, shape.top + shape.height


def _overlap(a, b) -> bool:
    return min(a[2], b[2]) - max(a[0], b[0]) > 1 and min(a[3], b[3]) - max(a[1], b[1]) > 1


@pytest.mark.parametrize("length", [1, 12, 31, 40, 60, 75, 90])
def test_a_title_has_room_whatever_its_length(length):
    size = page.title_size("字" * length)
    assert 18 <= size <= 28
    assert page.lines("字" * length, size, page.FULL) * size * page.LINE <= page.TITLE_HEIGHT.pt


@pytest.mark.parametrize("name", DECKS)
def test_the_texts_of_boxes_have_room(made, name):
    for one in list(reading.opened(made[name][0]).slides)[1:]:
        for shape in one.shapes:
            if shape.is_placeholder or not shape.has_text_frame:
                continue
            frame = shape.text_frame
            width = Emu(shape.width - frame.margin_left - frame.margin_right).pt
            tall = frame.margin_top.pt + frame.margin_bottom.pt
            for paragraph in frame.paragraphs:
                size = max(run.font.size.pt for run in paragraph.runs)
                tall += -(-text_width(paragraph.text, size) // width) * size * 1.25
            assert tall <= Emu(shape.height).pt + 1, paragraph.text


def test_fonts_are_named_and_the_language_is_chinese(made):
    content = made["tianjin_deck"][0]
    of_deck = reading.parts(content)
    theme = next(part.decode() for name, part in of_deck.items() if name.startswith("ppt/theme/"))
    assert theme.count('<a:ea typeface="微软雅黑"/>') == 2
    for name, part in of_deck.items():
        if re.match(r"ppt/(slides|slideLayouts|slideMasters)/\w+\.xml", name) or name == "ppt/presentation.xml":
            assert not re.findall(r'(?<!alt)[Ll]ang="en-US"', part.decode().replace("altLang", "alt")), name
    charts = [
        part.decode() for name, part in of_deck.items() if name.startswith(reading.CHARTS) and name.endswith(".xml")
    ]
    assert charts
    for chart in charts:
        assert set(re.findall(r'<a:(?:latin|ea) typeface="([^"]+)"', chart)) == {"微软雅黑"}


@pytest.mark.parametrize("name", DECKS)
def test_each_chart_is_native_and_its_workbook_says_the_same(made, name, request):
    content, deck = made[name][0], request.getfixturevalue(name)
    blocks = [block for slide in deck.slides for column in slide.columns for block in column]
    charts = [one.chart for one in blocks if isinstance(one, Drawing) and isinstance(one.chart, Drawn)]
    books, drawn = reading.books(content), reading.drawn(content)
    assert len(books) == len(drawn) == len(charts) >= 5
    assert {type(chart) for chart in charts} >= {Stacks, Doughnut, Trend if name == "jiangsu_deck" else Stacks}
    for chart, book, series in zip(charts, books, drawn, strict=True):
        named = chart.rows if isinstance(chart, Stacks) else chart.marks
        assert [row[0] for row in book[1 : len(named) + 1]] == [one.label for one in named]
        for at, (head, labels, values) in enumerate(series, 1):
            assert book[0][at] == head
            assert [row[0] for row in book[1:]] == labels
            there = [row[at] for row in book[1:] if row[at] is not None]  # a line has gaps
            assert there == pytest.approx(values, abs=1e-12)


def test_the_workbooks_hold_what_compute_gives(made, reader):
    books = reading.books(made["tianjin_deck"][0])
    by_head = {(book[0][0], book[0][1]): book[1:] for book in books}
    rates = compute(reader, ["satisfaction_rate"], ["city"], TIANJIN)
    rates = rates[rates["city"].notna() & ~rates["small"]]
    rows = by_head["地区", "满意率"]
    assert sorted(row[1] for row in rows[:-1]) == pytest.approx(sorted(rates["value"]))
    assert {row[2:4] for row in rows[:-1]} == set(zip(rates["numerator"], rates["denominator"], strict=True))
    whole = compute(reader, ["satisfaction_rate"], where=TIANJIN).iloc[0]
    assert rows[-1][:2] == ("全市平均", pytest.approx(whole["value"]))
    levels = compute(reader, [f"satisfaction_level_{level}" for level in range(1, 5)], where=TIANJIN)
    assert [row[1] for row in by_head["满意程度", "占比"]] == pytest.approx(list(levels["value"]))
    firms = compute(reader, ["assisted_enterprises"], ["body"], TIANJIN)["value"].nlargest(10)
    assert [row[1] for row in by_head["认证机构", "帮扶企业"]] == list(firms)


def test_the_workbook_of_certificates_holds_what_compute_gives(made, reader):
    (book,) = (book for book in reading.books(made["tianjin_deck"][0]) if book[0][0] == "获证情况")
    names = [f"certification_status_{place}" for place in range(1, 6)]
    computed = compute(reader, names, where=TIANJIN).set_index("metric").loc[names]
    assert book[0] == ("获证情况", "占比", "选择的企业", "回答的企业")
    assert [row[1] for row in book[1:]] == pytest.approx([*computed["value"]])
    assert [row[2:] for row in book[1:]] == [*zip(computed["numerator"], computed["denominator"], strict=True)]


def test_the_workbooks_of_levels_hold_what_compute_gives(made, national):
    books = [book for book in reading.books(made["national_deck"][0]) if book[0][:2] == ("地区", "比较满意")]
    assert books[0][1][0] == "全国"
    where = Filters.of(year=[2021])
    by = compute(national, [f"satisfaction_level_{level}" for level in range(1, 5)], ["province"], where)
    wide = by[by["province"].notna() & ~by["small"]].pivot(index="province", columns="metric", values="value")
    order = [2, 1, 4, 3]  # as the bars stand: those left of 0 are negative, those between are not drawn
    signs = (1, 1, -1, 1)
    computed = {
        tuple(round(sign * row[f"satisfaction_level_{level}"], 9) for sign, level in zip(signs, order, strict=True))
        for row in wide.to_dict("records")
    }
    shown = {tuple(round(value, 9) for value in row[1:]) for book in books for row in book[1:] if row[0] != "全国"}
    assert {tuple(value + 0.0 for value in row) for row in shown} == {
        tuple(value + 0.0 for value in row) for row in computed
    }


def test_the_workbooks_of_years_hold_what_compute_gives(made, years):
    books = {book[0][-3]: book for book in reading.books(made["jiangsu_deck"][0]) if book[0][0] == "年度"}
    assert list(books) == ["满意率（2022年–2023年）", "提升率"]
    for book, name in zip(books.values(), ("satisfaction_rate", "improvement_rate"), strict=True):
        rates = [
            compute(years, [name], where=Filters.of(year=[int(row[0][:4])], province=["320000"])).iloc[0]
            for row in book[1:]
        ]
        assert [row[0] for row in book[1:]] == ["2021年", "2022年", "2023年"]
        values = [[value for value in row[1:-2] if value is not None] for row in book[1:]]
        assert values == [[pytest.approx(rate["value"])] for rate in rates]
        assert [row[-2:] for row in book[1:]] == [(rate["numerator"], rate["denominator"]) for rate in rates]


@pytest.mark.parametrize(
    "chart", [examples.doughnut(), examples.doughnut(7), examples.stacks(), examples.trend(), examples.pairs()]
)
def test_whatever_office_draws_stands_on_a_slide(chart, tmp_path):
    one = replace(chart, groups=chart.groups[:1]) if chart == examples.pairs() else chart
    content, _ = presentation(of(slide("一张图", drawing(one, "图")), slide("两张图", drawing(one), drawing(one))))
    assert faults(content, tmp_path) == []
    assert len(reading.drawn(content)) == 3
    for shown in list(reading.opened(content).slides)[1:]:
        assert all(shape.top + shape.height <= page.HEIGHT for shape in shown.shapes)


def test_the_pilots_workbooks_hold_what_compute_gives(made, reader):
    books = [book for book in reading.books(made["tianjin_deck"][0]) if book[0][0] == "试点"]
    assert len(books) == 3
    for book, indicator in zip(books, ("pass_rate", "first_pass_rate", "customer_satisfaction"), strict=True):
        where = Filters.of(year=[2024], indicator=[indicator])
        found = compute(reader, ["pilot_before", "pilot_after"], ["pilot"], where)
        wide = found.pivot(index="pilot", columns="metric", values="value")
        pairs = wide[["pilot_before", "pilot_after"]].itertuples(index=False, name=None)
        assert sorted(row[1:3] for row in book[1:]) == sorted(pairs)


def test_the_tiles_are_a_table_of_39_industries(made, reader):
    (table, key) = [
        shape.table
        for one in reading.opened(made["tianjin_deck"][0]).slides
        for shape in one.shapes
        if shape.has_table and len(shape.table.columns) in (6, 10)
    ]
    firms = compute(reader, ["assisted_enterprises"], ["industry"], TIANJIN).set_index("industry")["value"]
    for code in range(1, 40):
        text = table.cell((code - 1) // 10, (code - 1) % 10).text_frame.text
        assert text.startswith(f"{code:02d} ")
        assert text.endswith(f"\v{int(firms[code])}家" if code in firms.index else "\v未覆盖")
    assert key.cell(0, 5).text_frame.text == "未覆盖"


def test_charts_and_tables_are_described_to_who_does_not_see_them(made):
    for one in list(reading.opened(made["tianjin_deck"][0]).slides)[1:]:
        for shape in one.shapes:
            if shape.has_chart or shape.has_table:
                assert shape._element.nvGraphicFramePr.cNvPr.get("descr")


@pytest.mark.parametrize("name", DECKS)
def test_the_figures_are_frozen_in_the_order_of_the_slides(made, name, request):
    content, figures = made[name]
    assert frozen(io.BytesIO(content)) == figures
    deck = request.getfixturevalue(name)
    on_slides = [figure for slide in deck.slides for figure in slide.figures]
    assert sorted(map(str, figures)) == sorted(
        map(str, [one for one in deck.source if not isinstance(one, str)] + on_slides)
    )


def test_a_deck_and_a_report_of_the_same_data_agree(made, tianjin):
    _, in_words = document(tianjin)
    pairs = differences(in_words, made["tianjin_deck"][1])
    assert not [(was, now) for was, now in pairs if was and now]
    changed = [replace(one, exact="1/2", printed="50.0%") for one in made["tianjin_deck"][1]]
    assert [(was, now) for was, now in differences(in_words, changed) if was and now]


def test_names_from_files_are_text(tmp_path):
    assert len(PAYLOADS) == 22
    slides = []
    for payload in PAYLOADS:
        grid = Grid(key="t", title=payload, heads=("名称", payload), rows=(((payload,), ("—",)),), source=(payload,))
        bars = drawing(examples.bars(replace(examples.SHANXI, label=payload)), payload)
        slides += [slide(payload, bars, grid), slide(payload, cards=(Card(payload, (payload,), True, ((payload,),)),))]
        pair = replace(examples.pairs().groups[1].marks[0], label=payload)
        pairs = replace(examples.pairs(), groups=(replace(examples.pairs().groups[1], name=payload, marks=(pair,)),))
        slides.append(slide(payload, drawing(pairs)))
    content, _ = presentation(of(*slides))
    assert faults(content, tmp_path) == []
    books, texts = reading.books(content), reading.runs(content)
    for at, payload in enumerate(PAYLOADS):
        clean = re.sub("[\x00-\x08\x0b]", "", payload)
        assert [book[1][0] for book in books[2 * at : 2 * at + 2]] == [clean, clean]
        for shown in texts[1 + 3 * at : 3 + 3 * at]:
            assert shown.count(clean) >= 3, payload
    for name, part in reading.parts(content).items():
        if name.endswith(".rels"):
            assert b'TargetMode="External"' not in part, name
        if name.endswith(".xml"):
            ElementTree.fromstring(part)


def test_long_names_and_many_pairs_stay_on_the_slide(tmp_path):
    long = "新疆维吾尔自治区克孜勒苏柯尔克孜自治州阿克陶县质量认证技术服务中心有限责任公司"
    bars = examples.bars(*(replace(examples.SHANXI, label=f"{long}{at}") for at in range(17)))
    grid = Grid(
        key="t",
        title="",
        heads=("指标", "定义", "口径"),
        rows=tuple(((long,), (long * 2,), (long,)) for _ in range(8)),
        source=("来源",),
    )
    content, _ = presentation(of(slide(long * 2, drawing(bars)), slide("表", grid)))
    assert faults(content, tmp_path) == []
    for one in list(reading.opened(content).slides)[1:]:
        for shape in one.shapes:
            assert shape.top + shape.height <= page.HEIGHT
            if shape.has_table:
                assert shape.top + sum(row.height for row in shape.table.rows) <= page.FOOT_TOP
