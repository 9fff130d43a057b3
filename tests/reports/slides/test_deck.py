"""Every number of the deck is what `compute` gives, and every title is true of it."""

import re
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from string import Formatter

import pytest

from charts.chart import Dumbbells, RankedBars
from data.errors import Refused
from metrics.change import change
from metrics.query import Filters, compute
from metrics.registry import METRICS, metric
from reports.content import Drawing, Grid
from reports.figure import Figure
from reports.slides import findings, parts
from reports.slides.content import Deck, Slide
from reports.slides.deck import OUTLINE, PARTS, deck
from reports.slides.presentation import presentation
from reports.wording import outline, plain
from tests.reports import reading
from tests.reports.conftest import TIANJIN
from tests.reports.slides.conftest import JIANGSU, NATION
from tests.reports.slides.reading import runs

DISTRICT = TIANJIN.but(city=["120114"], province=[])
BODY = TIANJIN.but(province=[], body=["CNCA-R-2007-152"])
KINDS = {"title", "subtitle", "slide", "card", "panel", "basis", "note"}


def computed(reader, figure: Figure) -> float:
    where = Filters.of(**dict(figure.where))
    if figure.part in ("before", "after", "difference"):
        found = change(reader, figure.name, int(where.get("year")[0]), where)
        return {"before": found.before, "after": found.after, "difference": found.value}[figure.part]
    row = compute(reader, [figure.name], where=where, cumulative=figure.cumulative).iloc[0]
    return float(row[figure.part])


def printed(figure: Figure, value: float, reader) -> str:
    """By hand: shares in percent with one decimal, half up; counts as they are; changes without their sign."""
    one = metric(figure.name)
    if figure.part == "difference":
        return f"{abs(rounded(100 * value))}" + ("" if one.unit == "share" else "%")
    if figure.part in ("numerator", "denominator") or one.unit == "count":
        return f"{int(value)}"
    if one.unit == "indicator":
        return f"{abs(rounded(value)).normalize():f}"
    return f"{rounded(100 * value)}%"


def rounded(value: float) -> Decimal:
    return Decimal(repr(round(value, 10))).quantize(Decimal("0.1"), ROUND_HALF_UP)


def block(made: Deck, key: str) -> Slide:
    return next(slide for slide in made.slides if slide.key == key)


def title(made: Deck, key: str) -> str:
    return plain(block(made, key).title, {})


@pytest.mark.parametrize("where", [TIANJIN, DISTRICT, BODY])
def test_every_number_is_computed(reader, where):
    _, figures = presentation(deck(reader, where))
    assert len(figures) > 60
    for figure in figures:
        value = computed(reader, figure)
        assert figure.number == pytest.approx(value, rel=1e-9), figure
        assert figure.printed == printed(figure, value, reader), figure


def test_every_number_of_two_years_is_computed(years, jiangsu_deck):
    _, figures = presentation(jiangsu_deck)
    found = {(figure.name, figure.part) for figure in figures}
    assert found >= {("satisfaction_rate", "difference"), ("improvement_rate", "before"), ("responses", "difference")}
    for figure in figures:
        value = computed(years, figure)
        assert figure.number == pytest.approx(value, abs=1e-12), figure
        assert figure.printed == printed(figure, value, years), figure


def test_every_number_of_the_nation_is_computed(national, national_deck):
    _, figures = presentation(national_deck)
    assert {figure.version for figure in figures} == {1}
    for figure in figures:
        assert figure.printed == printed(figure, computed(national, figure), national), figure


@pytest.mark.parametrize("name", ["tianjin_deck", "jiangsu_deck", "national_deck"])
def test_no_other_number_stands_on_the_slides(name, request):
    made = request.getfixturevalue(name)
    content, figures = presentation(made)
    known = {number for one in METRICS.values() for number in reading.numbers(one.base + one.definition + one.source)}
    known |= {number for row in outline(OUTLINE, "region") for number in reading.numbers(row.text)}
    known |= {str(year) for year in (2021, 2022, 2023, 2024)} | {f"{made.version:06d}"}
    ours = {figure.printed for figure in figures}
    tiles = {f"{figure.printed}家" for figure in figures}
    for text in (text for slide in runs(content) for text in slide):
        if text in ours | tiles or re.match(r"\d\d \w", text) or "～" in text or "家及以上" in text:
            continue  # figures; keys of industries and of their shades
        if re.match(r"\d+个\w+（?.*中\d+个", text):
            continue  # counted units, which a test of its own looks at
        text = re.sub(r"截至\d{4}-\d\d-\d\d", "", text).replace("不足10家", "")
        text = re.sub(r"等\d+个", "", text)
        assert reading.numbers(text) <= known, text


def test_the_title_counts_the_units_above_the_whole_and_names_the_last(national, national_deck):
    rates = compute(national, ["satisfaction_rate"], ["province"], NATION)
    rates = rates[rates["province"].notna() & ~rates["small"]]
    exact = [Fraction(int(n), int(d)) for n, d in zip(rates["numerator"], rates["denominator"], strict=True)]
    whole = Fraction(5498, 5639)
    above = sum(one > whole for one in exact)
    said = title(national_deck, "units")
    assert said == f"{len(exact)}个省（区、市）中{above}个满意率高于全国平均（97.5%），北京市最低（91.8%）"
    assert rates.loc[rates["value"].idxmin(), "province"] == "110000"


def test_a_slide_is_titled_with_the_sentence_it_proves(tianjin_deck, jiangsu_deck):
    assert title(tianjin_deck, "pilots") == "有提升前后数据的4个试点，一次合格率平均提高3.7个百分点"
    assert title(tianjin_deck, "bodies") == "24家认证机构参与帮扶，帮扶企业最多的是北京五洲天宇认证中心（58家）"
    assert title(jiangsu_deck, "years") == "满意率比上年下降0.1个百分点，提升率比上年提高0.1个百分点"
    assert title(jiangsu_deck, "coverage").startswith("39个认证行业大类已覆盖34个，尚未覆盖的是核燃料、造船、供水")


def test_what_the_title_names_has_the_accent(tianjin_deck):
    for key, names in {"units": ["宁河区"], "bodies": ["北京五洲天宇认证中心"], "levels": ["政府服务措施"]}.items():
        charts = [
            one.chart for column in block(tianjin_deck, key).columns for one in column if isinstance(one, Drawing)
        ]
        assert [mark.label for chart in charts for mark in chart.marks if mark.named] == names
        assert all(name in title(tianjin_deck, key) for name in names)


def test_a_card_says_how_far_it_went_and_where_not_why(tianjin_deck, jiangsu_deck):
    cards = {card.label: [plain(line, {}) for line in card.lines] for card in block(jiangsu_deck, "cards").cards}
    assert "比上年增长15.0%" in cards["答卷"]
    assert "比上年下降0.1个百分点" in cards["满意率"]
    assert "与上年持平" in cards["覆盖行业"]
    assert block(jiangsu_deck, "cards").notes == ()
    assert block(tianjin_deck, "cards").notes == ("与上年不作比较：没有上一年的数据",)
    assert not any("上年" in plain(line, {}) for card in block(tianjin_deck, "cards").cards for line in card.lines)


def test_a_slide_without_data_is_left_out(tianjin_deck, jiangsu_deck, national_deck, reader):
    every = [
        *("cards", "units", "unit_levels", "levels", "aspects", "years", "trend"),
        *("certification", "coverage", "pilots", "bodies", "basis"),
    ]
    of_years = ("years", "trend")
    assert [row.key for row in outline(OUTLINE, "region") if row.kind == "slide"] == every
    assert [slide.key for slide in tianjin_deck.slides] == [key for key in every if key not in of_years]
    assert [slide.key for slide in jiangsu_deck.slides] == [key for key in every if key != "pilots"]
    assert [slide.key for slide in national_deck.slides] == [key for key in every if key not in (*of_years, "pilots")]
    for made in (tianjin_deck, jiangsu_deck, national_deck):
        for slide in made.slides:
            assert slide.title
            assert bool(slide.cards) != bool(slide.columns)


def test_the_deck_of_a_body_is_about_that_body(reader):
    made = deck(reader, BODY)
    assert made.title == "北京五洲天宇认证中心\n小微企业质量管理体系认证提升行动成效"
    assert not {"bodies", "pilots"} & {slide.key for slide in made.slides}
    texts = [plain(line, {}) for card in block(made, "cards").cards for line in card.lines]
    assert not any("家认证机构" in text for text in texts)


def test_a_district_says_that_pilots_are_reported_as_wholes(reader, tianjin_deck):
    assert block(deck(reader, DISTRICT), "pilots").notes == ("试点指标按整个试点填报，不限于武清区的企业",)
    assert block(tianjin_deck, "pilots").notes == ()


def test_without_answers_the_deck_says_so(spec):
    listed = "\n".join(f"F{n} | 2024 | 120000 | 120114 | 3 | CNCA-R-2002-001" for n in range(12))
    drawn = spec("", f"firm | year | province | city | industry | body\n{listed}")
    made = deck(drawn.reader, TIANJIN)
    assert [slide.key for slide in made.slides] == ["cards", "coverage", "basis"]
    assert title(made, "cards") == "2024年帮扶小微企业12家；满意率、提升率缺少答卷"
    values = {card.label: (plain(card.value, {}), card.is_figure) for card in block(made, "cards").cards}
    assert values["满意率"] == ("没有数据", False)
    assert values["答卷"] == ("没有收到问卷", False)


def test_units_that_share_the_last_place_are_all_named(spec):
    assert "宁河区、静海区最低（50.0%）" in _of_rates(spec, {"120114": 1, "120117": 2, "120118": 2})
    many = {"120110": 1, "120111": 2, "120112": 2, "120113": 2, "120114": 2}
    assert "等4个最低（50.0%）" in _of_rates(spec, many)


def test_units_that_are_equal_have_no_last(spec):
    assert _of_rates(spec, {"120114": 2, "120117": 2}) == "各区满意率相同，都是50.0%"


def _of_rates(spec, every: dict[str, int]) -> str:
    """The title over districts where one firm of every so many is not satisfied."""
    rows = [
        f"{city}{n} | 2024 | 120000 | {city} | {1 if n % 2 or share == 1 else 4} | 1"
        for city, share in every.items()
        for n in range(10)
    ]
    drawn = spec("firm | year | province | city | q13 | q7\n" + "\n".join(rows))
    return title(deck(drawn.reader, TIANJIN), "units")


def test_units_with_few_answers_are_named_and_not_compared(spec):
    rows = [f"{city}{n} | 2024 | 120000 | {city} | {1 + n % 2 * 3}" for city in ("120114", "120117") for n in range(12)]
    drawn = spec("firm | year | province | city | q13\n" + "\n".join([*rows, "X | 2024 | 120000 | 120118 | 4"]))
    slide = block(deck(drawn.reader, TIANJIN), "units")
    assert slide.notes == ("回答不足10家、不作比较的：静海区",)
    assert "2个区中" in plain(slide.title, {}) or "相同" in plain(slide.title, {})


def test_many_units_stand_in_columns_and_on_further_slides(national, national_deck, monkeypatch):
    slide = block(national_deck, "units")
    charts = [column[0].chart for column in slide.columns]
    assert [len(chart.marks) for chart in charts] == [16, 15]
    assert [chart.average is None for chart in charts] == [True, False]
    assert charts[0].top == charts[1].top
    labels = [mark.label for chart in charts for mark in chart.marks]
    assert len(set(labels)) == 31
    monkeypatch.setattr(parts, "BARS", 7)
    slides = [slide for slide in deck(national, NATION).slides if slide.key == "units"]
    assert [len(slide.columns) for slide in slides] == [2, 2]
    assert plain(slides[1].title, {}).endswith("（续）")
    assert [mark.label for one in slides for column in one.columns for mark in column[0].chart.marks] == labels


def test_charts_beside_one_another_have_one_scale(tianjin_deck):
    charts = [
        one.chart for column in block(tianjin_deck, "levels").columns for one in column if isinstance(one, Drawing)
    ]
    values = [mark.value for chart in charts for mark in chart.marks]
    assert [chart.top for chart in charts] == [max(values)] * 2


def test_the_last_slide_defines_every_metric_that_is_shown(tianjin_deck, jiangsu_deck):
    grid = block(tianjin_deck, "basis").columns[0][0]
    assert isinstance(grid, Grid)
    defined = {plain(row[1], {}) for row in grid.rows}
    for name in ("satisfaction_rate", "response_rate", "pilot_after", "certified_share"):
        assert metric(name).definition in defined
    other = block(jiangsu_deck, "basis").columns[0][0]
    assert metric("pilot_after").definition not in {plain(row[1], {}) for row in other.rows}
    keys = {row.key for row in outline(OUTLINE, "region") if row.kind == "basis"}
    for made in (tianjin_deck, jiangsu_deck):
        for figure in (figure for slide in made.slides for figure in slide.figures):
            kin = {figure.name, re.sub(r"\d+$", "1", figure.name), re.sub(r"_(all|ledger)$", "", figure.name)}
            kin |= {"industries_covered"} if figure.name == "industry_coverage" else set()
            kin |= {"pilot_after"} if figure.name.startswith("pilot_") else set()
            assert kin & keys, figure.name


def test_every_line_of_the_outline_has_a_kind_and_known_fields(reader):
    for about in ("region", "body"):
        rows = outline(OUTLINE, about)
        assert {row.kind for row in rows} == KINDS
        assert {row.key for row in rows if row.kind == "slide"} <= {*PARTS, "cards", "basis"}
        for row in rows:
            assert row.text
            assert bool(row.key) == (row.kind in ("slide", "card", "panel", "basis"))
            fields = [
                field for text in (row.text, row.otherwise, row.heads) for _, field, _, _ in Formatter().parse(text)
            ]
            lists = {"industries", "bodies", "complaints", "aspects", "pilots"}
            words = {"place", "year", "year_before", "unit_word", "whole"}
            for field in filter(None, fields):
                assert field in words or field.split(".")[0] in {*METRICS, *lists}, field


@pytest.mark.parametrize(
    ("where", "said"),
    [
        (Filters.of(province=["120000"]), "一个年度"),
        (Filters.of(year=[2024], province=["120000", "140000"]), "一个地区"),
        (Filters.of(year=[2024], industry=[3]), "不能用“industry”筛选"),
        (Filters.of(year=[2022], province=["120000"]), "没有帮扶企业，也没有答卷"),
    ],
)
def test_what_cannot_be_told_is_refused(reader, where, said):
    with pytest.raises(Refused, match=said):
        deck(reader, where)


def test_before_and_after_stand_in_pairs(jiangsu_deck, years):
    chart = block(jiangsu_deck, "years").columns[0][0].chart
    assert isinstance(chart, Dumbbells)
    found = change(years, "satisfaction_rate", 2023, JIANGSU)
    (mark,) = (one for one in chart.marks if one.label == "满意率")
    assert (mark.before, mark.value) == pytest.approx((found.before, found.after))
    assert mark.change == pytest.approx(found.value)
    assert (chart.heads.before, chart.heads.value) == ("2022年", "2023年")
    assert not any(isinstance(one.chart, RankedBars) for one in block(jiangsu_deck, "years").columns[0])


def charts(made: Deck, key: str) -> list:
    return [
        one.chart
        for slide in made.slides
        if slide.key == key
        for column in slide.columns
        for one in column
        if isinstance(one, Drawing)
    ]


def test_levels_of_units_stand_by_the_best_level_the_whole_first_and_on_one_scale(national, national_deck):
    first, second = charts(national_deck, "unit_levels")
    rows = [*first.rows, *second.rows]
    best = [cells[0].value for cells in (*first.cells, *second.cells)]
    assert (rows[0].label, len(first.rows), len(second.rows)) == ("全国", 16, 16)
    assert best[1:] == sorted(best[1:], reverse=True)
    assert first.least == second.least
    shares = [[cell.value for cell in cells] for cells in (*first.cells, *second.cells)]
    assert first.least == (max(row[3] for row in shares), max(row[0] + row[1] for row in shares))
    assert f"{rows[-1].label}最低" in title(national_deck, "unit_levels")
    computed = compute(national, ["satisfaction_level_1"], ["province"], NATION)
    there = computed[computed["province"].notna() & ~computed["small"]]
    whole = compute(national, ["satisfaction_level_1"], where=NATION)["value"].iloc[0]
    assert best[0] == pytest.approx(whole)
    assert best[1:] == pytest.approx(sorted(there["value"], reverse=True))
    above = sum(there["value"] > whole)
    assert title(national_deck, "unit_levels").startswith(f"很满意的企业占74.5%：31个省（区、市）中{above}个")


def test_rates_of_years_are_computed_and_a_line_breaks_where_they_do_not_compare(jiangsu_deck, years):
    drawn = charts(jiangsu_deck, "trend")
    for chart, name, joined in zip(
        drawn, ("satisfaction_rate", "improvement_rate"), ([False, True], [True, True]), strict=True
    ):
        rates = [compute(years, [name], where=JIANGSU.but(year=[y]))["value"].iloc[0] for y in (2021, 2022, 2023)]
        assert [mark.value for mark in chart.marks] == pytest.approx(rates)
        assert [mark.joined for mark in chart.marks[1:]] == joined
    assert title(jiangsu_deck, "trend") == "满意率2022年99.1%、2023年99.0%；提升率2021年97.9%、2022年97.5%、2023年97.6%"
    (note,) = block(jiangsu_deck, "trend").notes
    assert note.startswith("满意率：2021年与2022年不可比")


def test_of_many_years_the_title_names_the_first_and_the_last(years, monkeypatch):
    monkeypatch.setattr(findings, "NAMED", 2)
    said = title(deck(years, JIANGSU), "trend")
    assert said == "满意率2022年99.1%、2023年99.0%；提升率2021年97.9%，到2023年97.6%"


def test_certificates_are_parts_of_all_that_answered(tianjin_deck, reader):
    (chart,) = charts(tianjin_deck, "certification")
    names = [f"certification_status_{place}" for place in range(1, 6)]
    computed = compute(reader, names, where=TIANJIN).set_index("metric").loc[names]
    assert [mark.value for mark in chart.marks] == pytest.approx([*computed["value"]])
    assert sum(mark.value for mark in chart.marks) == pytest.approx(1)
    assert chart.whole == f"n={int(computed['denominator'].iloc[0])}"
    assert [mark.label for mark in chart.marks if mark.named] == ["参与后新获证"]
    grid = block(tianjin_deck, "certification").columns[1][0]
    shown = [tuple(plain(text, {}) for text in row) for row in grid.rows]
    assert shown == [(mark.label, mark.text, str(int(mark.numerator))) for mark in chart.marks]


def test_without_an_answer_to_the_question_there_is_no_slide_of_certificates(spec):
    rows = [f"F{n} | 2024 | 120000 | 120114 | 1 | 1" for n in range(12)]
    drawn = spec("firm | year | province | city | q13 | q7\n" + "\n".join(rows))
    assert "certification" not in [slide.key for slide in deck(drawn.reader, TIANJIN).slides]


def test_a_long_note_counts_the_units_it_does_not_name():
    units = [f"第{place}市" for place in range(1, 41)]
    said = parts._short(f"回答不足10家、不作比较的：{'、'.join(units)}")
    assert said.startswith("回答不足10家、不作比较的：第1市、第2市")
    assert said.endswith("等40个")
    assert len(said) < 100
