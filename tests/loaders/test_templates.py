"""Templates to fill in: what their drop-downs offer is what the loaders read, without a single finding."""

import io
import json
from collections.abc import Callable
from typing import Any

import openpyxl
import pytest
from openpyxl.utils import range_boundaries
from openpyxl.worksheet.worksheet import Worksheet

from data.errors import Refused
from data.forms import phone_check as phone_sheet
from data.forms import pilot_table, statistics_table
from data.reference import table
from loaders import examples, headings, importing, issues, kinds, ledger, reading, senders, templates
from loaders.document import Context, Document
from loaders.resolvers import bodies, credit_codes, industries, regions
from loaders.tables import is_aside
from tests.loaders.drawing import ask, credit_code

TAIYUAN, SHANXI, TIANJIN, CHAOYANG, BODY = "140100", "140000", "120000", "110105", "CNCA-R-2002-001"
SENDERS = [None, TAIYUAN, SHANXI, CHAOYANG, BODY, "CNCA-R-2099-999"]
OFFERED = [(kind, sender) for sender in SENDERS for kind in templates.kinds(sender)]
INDUSTRIES = [row["name"] for row in table("industries")]
CURRENT = [row["code"] for row in table("regions") if row["status"] == "current"]
each_template = pytest.mark.parametrize(("kind", "sender"), OFFERED)
LISTS = [one for one in OFFERED if one[0] not in (*templates.OF_FIGURES, "phone_check")]
each_list = pytest.mark.parametrize(("kind", "sender"), LISTS)
each_table = pytest.mark.parametrize(
    ("kind", "sender"), [one for one in LISTS if one[0] not in ("recommendations", "materials")]
)


class Template:
    """A template as a clerk has it open: found by its headings, filled in below the example, read again."""

    def __init__(self, kind: str, sender: str | None, year: int = 2024):
        self.kind, self.file = kind, templates.file_name(kind, year=year, sender=sender)
        self.book = openpyxl.load_workbook(io.BytesIO(templates.content(kind, year=year, sender=sender)))
        self.sheet: Worksheet = self.book[next(n for n in self.book.sheetnames if n not in examples.OWN_SHEETS)]

    @property
    def top(self) -> int:
        """Number of the row of headings, right above the example."""
        return next(row[0].row for row in self.sheet.iter_rows() if row[0].value == examples.MARK) - 1

    @property
    def headings(self) -> list[str]:
        return [str(cell.value) for cell in self.sheet[self.top]]

    def rule(self, column: int) -> Any:
        """The validation of a column, counted from 0, in its first free row."""
        cell = self.sheet.cell(self.top + 2, column + 1).coordinate
        return next((one for one in self.sheet.data_validations.dataValidation if cell in one.sqref), None)

    def offered(self, column: int) -> list[str]:
        """What the drop-down of a column offers."""
        rule = self.rule(column)
        return [] if rule is None or rule.type != "list" else options(self.book, rule.formula1)

    def column(self, start: str) -> int:
        return next(at for at, heading in enumerate(self.headings) if heading.startswith(start))

    def fill(self, rows: list[dict[int, Any]]) -> None:
        for number, row in enumerate(rows, self.top + 2):
            for column, value in row.items():
                self.sheet.cell(number, column + 1, value)

    @property
    def bytes(self) -> bytes:
        target = io.BytesIO()
        self.book.save(target)
        return target.getvalue()

    def read(self) -> Document:
        document = kinds.read(reading.sheets(self.bytes), Context(None, self.file))
        assert document.in_file == document.loaded + document.held + document.ignored
        return document


def options(book: openpyxl.Workbook, formula: str) -> list[str]:
    """The cells that a validation refers to."""
    name, area = formula.removeprefix("=").rsplit("!", 1)
    left, top, right, bottom = range_boundaries(area.replace("$", ""))
    sheet = book[name.strip("'")]
    assert left == right
    assert sheet.sheet_state == "hidden"
    return [sheet.cell(row, left).value for row in range(top, bottom + 1)]


def code(serial: int) -> str:
    """A sound code of the national office: a firm with it may be anywhere."""
    body = f"91100000{credit_code(serial)[8:17]}"
    return body + credit_codes.check_digit(body)


def firms(template: Template, count: int) -> list[dict[int, Any]]:
    """Rows that take every drop-down through all it offers, and have a text in every other column."""
    own: dict[str, Callable[[int], str]] = {
        "序号": lambda nth: str(nth + 1),
        "企业名称": lambda nth: f"样例{nth}有限公司",
        "统一社会信用代码": code,
        "联系电话": lambda nth: f"1380000{nth:04d}",
        "帮扶时间": lambda nth: "2024年5月",
        "所属区域试点": lambda nth: "地毯、电动自行车",
    }
    offered = [template.offered(at) for at in range(len(template.headings))]
    return [
        {
            at: offered[at][nth % len(offered[at])] if offered[at] else own.get(head.strip("*"), lambda _: "文字")(nth)
            for at, head in enumerate(template.headings)
        }
        for nth in range(count)
    ]


def answers(template: Template, year: int, count: int) -> list[dict[int, Any]]:
    """Paper answers that keep to the form: what it skips is blank, and no more options are ticked than it allows."""
    bound = headings.bind(template.headings).columns
    offered = [template.offered(at) for at in range(len(template.headings))]
    return [{at: text for at in bound if (text := answer(bound[at], offered[at], year, nth))} for nth in range(count)]


def answer(bound: Any, offered: list[str], year: int, nth: int) -> str:
    """What one firm answers in one column; option by option it ticks every third."""
    if bound == "sequence":
        return str(nth + 1)
    if bound == "submitted_at":
        return f"{year}/11/{1 + nth % 28}"
    question = bound.question if isinstance(bound, headings.Option) else bound
    if question.question == "q4" and nth % 5 > 1:
        return ""
    if year > 2021 and nth % 3 == 2 and question.question in ("q8", "q9", "q10", "q11", "q12", "q13"):
        return ""
    match question.kind:
        case "multiple":
            return offered[0] if (bound.position + nth) % 3 == 0 else ""
        case "increase" | "decrease":
            return f"{nth % 7 + 1}.5"
        case "firm_name":
            return f"样例{nth}有限公司"
        case "credit_code":
            return code(nth)
    return offered[nth % len(offered)] if offered else f"文字{nth}"


# --- what is offered is what is read


@each_template
def test_every_validation_offers_a_filled_range_of_the_hidden_sheet(kind, sender):
    template = Template(kind, sender)
    lists = [one for one in template.sheet.data_validations.dataValidation if one.type == "list"]
    assert bool(lists) == (kind not in templates.OF_FIGURES)
    for one in [] if kind == "phone_check" else lists:  # its few options stand in the validation itself
        offered = options(template.book, one.formula1)
        assert all(offered)
        assert len(set(offered)) == len(offered)


@each_table
def test_every_choice_of_a_drop_down_is_found(kind, sender):
    """Places without any context: a firm of 朝阳区 is of the right one even where nobody says who sent the file."""
    resolvers = {
        "所属认证行业": industries.resolve,
        **dict.fromkeys(("所在地区", "所在省市"), regions.resolve),
        **dict.fromkeys(("帮扶认证机构", "开展提升行动的认证机构"), bodies.resolve),
    }
    template = Template(kind, sender)
    seen = set()
    for at, heading in enumerate(template.headings):
        word = next((word for word in resolvers if word in heading), None)
        if word:
            seen.add(word)
            assert template.offered(at)
            assert [text for text in template.offered(at) if resolvers[word](text).status != "found"] == []
    assert len(seen) == (3 if sender is None or senders.is_region(sender) or kind != ledger.KIND else 2)


def test_drop_downs_offer_every_industry_and_body():
    template = Template("ledger", TAIYUAN)
    codes = [industries.resolve(text).code for text in template.offered(template.column("所属认证行业"))]
    assert codes == [str(code) for code in range(1, 40)]
    numbers = [bodies.resolve(text).code for text in template.offered(template.column("帮扶认证机构"))]
    assert numbers == [row["approval_number"] for row in table("bodies")]


@pytest.mark.parametrize(
    ("sender", "parents"),
    [(TAIYUAN, {TAIYUAN}), (SHANXI, {SHANXI}), (CHAOYANG, {"110000"}), ("440000", {"440000"})],
)
def test_places_are_those_right_below_the_sender(sender, parents):
    template = Template("ledger", sender)
    codes = [regions.resolve(text).code for text in template.offered(template.column("所在地区"))]
    parent = {row["code"]: row["parent"] for row in table("regions")}
    assert {parent[str(code)] for code in codes} == parents
    assert codes == ([sender] if sender == CHAOYANG else [c for c in CURRENT if parent[c] == sender])


def test_the_unit_line_of_every_region_names_it():
    named = {code: templates.unit_line(code).removeprefix("填报单位：") for code in CURRENT}
    assert [name for code, name in named.items() if senders.infer([name], None) != code] == []


def test_the_unit_line_is_short_where_the_name_is_enough():
    lines = [templates.unit_line(code) for code in (TAIYUAN, TIANJIN, CHAOYANG, BODY, None)]
    assert lines == [
        "填报单位：太原市市场监督管理局",
        "填报单位：天津市市场监督管理委员会",
        "填报单位：北京市朝阳区市场监督管理局",
        "填报单位：中国质量认证中心　　批准号：CNCA-R-2002-001",
        "填报单位：",
    ]


# --- filled in, it loads without a finding


@pytest.mark.parametrize("sender", SENDERS)
def test_a_filled_ledger_has_no_findings(sender):
    template = Template("ledger", sender)
    template.fill(firms(template, 200))
    document = template.read()
    assert document.issues == []
    assert (document.loaded, document.held, document.ignored) == (200, 0, 1)
    assert (document.year, document.sender) == (2024, sender)
    assert sorted(set(document.columns["industry"])) == list(range(1, 40))
    listed = {row["approval_number"] for row in table("bodies")}
    own = sender is not None and not senders.is_region(sender)
    assert set(document.columns["body"]) == ({sender} if own else listed)
    assert document.columns["credit_code"] == [code(nth) for nth in range(200)]
    assert None not in document.columns["city"] or sender == SHANXI


@pytest.mark.parametrize("sender", [None, TAIYUAN, BODY])
@pytest.mark.parametrize("year", [2021, 2022, 2024])
def test_filled_in_paper_answers_have_no_findings(sender, year):
    template = Template("questionnaire", sender, year)
    template.fill(answers(template, year, 60))
    document = template.read()
    assert document.issues == []
    assert (document.loaded, document.held, document.ignored, document.year) == (60, 0, 1, year)
    columns = document.columns
    asked = [nth for nth in range(60) if year == 2021 or nth % 3 != 2]
    assert columns["q3"] == [nth % 5 + 1 for nth in range(60)]
    assert columns["q7"] == [nth % 3 + 1 for nth in range(60)]
    assert columns["q13"] == [nth % 4 + 1 if nth in asked else None for nth in range(60)]
    assert columns["q9_1"] == [nth % 7 + 1.5 if nth in asked else None for nth in range(60)]
    assert columns["q8_5"] == [(5 + nth) % 3 == 0 if nth in asked else None for nth in range(60)]
    assert columns["q15_7"] == [(7 + nth) % 3 == 0 for nth in range(60)]
    assert sorted(set(columns["industry"])) == list(range(1, 40))
    assert columns["credit_code"] == [code(nth) for nth in range(60)]


def test_an_option_that_is_left_blank_beside_a_chosen_one_is_not_chosen():
    template = Template("questionnaire", TAIYUAN)
    template.fill([{2: "甲有限公司", template.column("8(成本下降)"): "1"}, {2: "乙有限公司"}])
    columns = template.read().columns
    assert [columns["q8_8"], columns["q8_1"], columns["q15_1"]] == [[True, None], [False, None], [None, None]]


@pytest.mark.parametrize("year", [2021, 2022, 2030])
def test_the_headings_of_paper_answers_are_those_of_the_year_s_form(year):
    binding = headings.bind(Template("questionnaire", None, year).headings)
    assert binding.form == min(year, 2022)
    assert (binding.missing, binding.unknown, binding.repeated) == ([], [], [])


def test_a_filled_statistics_table_has_no_findings():
    template = Template("statistics", TAIYUAN)
    figures = iter(("3", "120", "1987", "443", "196", "2", "1"))
    for row in template.sheet.iter_rows(min_row=5, max_row=8, min_col=2, max_col=2):
        parts = str(row[0].value).split(statistics_table.OPEN)
        row[0].value = parts[0] + "".join(next(figures) + part for part in parts[1:])
    document = template.read()
    assert document.issues == []
    assert (document.kind, document.sender, document.year, document.loaded) == ("statistics", TAIYUAN, 2024, 7)
    assert document.columns["value"] == [3, 120, 1987, 443, 196, 2, 1]


def test_a_filled_pilot_table_has_no_findings():
    template = Template("pilot", TIANJIN)
    sheet = template.sheet
    sheet.cell(pilot_table.FIRST_UPPER, 1, "地毯")
    for row in sheet.iter_rows(min_row=pilot_table.FIRST_UPPER):
        for cell in row:
            if str(cell.value or "").startswith(("提升前", "提升后")):
                cell.value += "1.2亿元" if cell.column in (16, 19) else "90"
            elif str(cell.value or "").endswith("："):
                cell.value += "2"
    for column in range(2, pilot_table.COUNTS + 1):
        sheet.cell(pilot_table.FIRST_UPPER, column, 5)
    for column in range(1, sheet.max_column + 1):
        cell = sheet.cell(pilot_table.FIRST_LOWER, column)
        if sheet.cell(pilot_table.FIRST_LOWER - 1, column).value and not cell.value:
            cell.value = 5
    document = template.read()
    assert [(one.column, one.rule, one.value) for one in document.issues] == []
    assert (document.kind, document.sender, document.year) == ("pilot", TIANJIN, 2024)
    assert set(document.columns["pilot"]) == {"地毯"}
    assert document.loaded == document.in_file == 10 + 18 + 7 + 20


@pytest.mark.parametrize("sender", [None, SHANXI, CHAOYANG, BODY])
def test_a_filled_list_of_cases_has_no_findings(sender):
    template = Template("cases", sender)
    own = {"序号": str, "案例名称": "案例{}".format, "企业名称": "样例{}有限公司".format, "统一社会信用代码": code}
    own |= {"字数": lambda nth: str(1990 + nth)}
    offered = [template.offered(at) for at in range(len(template.headings))]
    rows = [
        {at: offered[at][nth] if offered[at] else own[head.strip("*")](nth) for at, head in enumerate(template.headings)
         if len(offered[at]) > nth or head.strip("*") in own}
        for nth in range(2)
    ]  # fmt: skip
    template.fill(rows)
    document = template.read()
    assert document.issues == []
    assert (document.kind, document.year, document.sender) == ("cases", 2024, sender)
    assert (document.loaded, document.held, document.ignored) == (2, 0, 1)
    assert document.columns["selected"] == [True, False]
    assert document.columns["industry"] == [1, 2]


@pytest.mark.parametrize(("year", "scheme", "asked"), [(2024, "tianjin_2024", 4), (2022, "national_2021", 2)])
def test_a_filled_table_of_scores_has_no_findings(year, scheme, asked):
    template = Template("scores", TIANJIN, year)
    rows = [row for row in template.sheet.iter_rows(min_row=4) if row[1].value]
    for row in rows:
        row[2].value = "专家1"
        for cell in row[3:]:
            cell.value = 87.5
    document = template.read()
    assert document.issues == []
    assert (document.kind, document.sender, document.year) == ("scores", TIANJIN, year)
    assert len(rows) == 16
    assert (document.loaded, document.held, document.ignored) == (16 * asked, 0, 0)
    assert set(document.columns["scheme"]) == {scheme}
    assert set(document.columns["full_marks"]) == {100.0}


def test_a_filled_list_of_recommended_bodies_has_no_findings():
    template = Template("recommendations", TAIYUAN)
    offered = template.offered(template.column("推荐认证机构"))
    rows = [
        {0: str(nth), template.column("优先顺序"): str(nth), template.column("推荐认证机构"): offered[nth],
         template.column("推荐理由"): "帮扶企业多"}
        for nth in (1, 2)
    ]  # fmt: skip
    template.fill(rows)
    document = template.read()
    assert document.issues == []
    assert (document.kind, document.year, document.sender) == ("recommendations", 2024, TAIYUAN)
    assert (document.loaded, document.held, document.ignored) == (2, 0, 1)
    assert (document.columns["rank"], document.columns["region"]) == ([1, 2], [TAIYUAN, TAIYUAN])


@pytest.mark.parametrize("sender", [TAIYUAN, BODY])
def test_a_filled_list_of_materials_has_no_findings(sender):
    template = Template("materials", sender)
    kinds_offered = template.offered(template.column("材料类型"))
    rows = [
        {0: str(nth), template.column("材料类型"): label, template.column("材料名称"): f"样例{nth}",
         template.column("形成时间"): "2024年5月", template.column("数量"): "3"}
        for nth, label in enumerate(kinds_offered, 1)
    ]  # fmt: skip
    template.fill(rows)
    document = template.read()
    assert document.issues == []
    assert (document.kind, document.year, document.sender) == ("materials", 2024, sender)
    assert document.columns["material"] == [row["material"] for row in table("material_kinds")]
    assert set(document.columns["unit"]) == {sender}


def test_a_body_typed_over_the_example_waits_until_it_has_a_number():
    template = Template("recommendations", TAIYUAN)
    template.sheet.cell(template.top + 1, template.column("推荐认证机构") + 1, "中国质量认证中心")
    document = template.read()
    assert (document.loaded, document.held) == (0, 1)


def test_a_filled_telephone_check_has_no_findings():
    template = Template("phone_check", TAIYUAN)
    sheet = template.sheet
    lists = [one.formula1.strip('"').split(",") for one in sheet.data_validations.dataValidation if one.type == "list"]
    columns = {cell.value: cell.column for cell in sheet[phone_sheet.FIRST]}
    count = max(map(len, lists))
    for nth in range(count):
        cells = {"答卷编号": f"1-{nth}", "年度": "2024", "核查日期": "2024/11/3"}
        cells |= dict(zip(("是否接通", "复核满意度", "复核提升"), (one[nth % len(one)] for one in lists), strict=True))
        if cells["是否接通"] == phone_sheet.UNREACHED:
            cells |= {"复核满意度": "", "复核提升": ""}
        for heading, text in cells.items():
            sheet.cell(phone_sheet.FIRST + 1 + nth, columns[heading], text)
    document = template.read()
    assert document.issues == []
    assert (document.kind, document.sender, document.year) == ("phone_check", TAIYUAN, 2024)
    assert (document.loaded, document.held, document.ignored) == (count, 0, 0)
    assert document.columns["q13_again"] == [1, None, 3, None]


def test_an_empty_telephone_check_is_refused():
    with pytest.raises(Refused, match="还没有核查结果"):
        Template("phone_check", TAIYUAN).read()


def test_a_filled_ledger_is_published(store, tmp_path):
    template = Template("ledger", TAIYUAN)
    template.fill(firms(template, 3))
    file = tmp_path / template.file
    file.write_bytes(template.bytes)
    (outcome,) = importing.load([file], store)
    assert (outcome.status, outcome.issues) == ("loaded", [])
    assert ask(store, "SELECT name FROM assisted ORDER BY name") == [(f"样例{n}有限公司",) for n in range(3)]


# --- left empty, it says so


@each_table
def test_a_template_that_nobody_filled_in_is_refused(kind, sender):
    with pytest.raises(Refused, match=r"只有标题，没有(企业|答卷|案例)。"):
        Template(kind, sender).read()


def test_an_empty_statistics_table_has_no_figures():
    document = Template("statistics", TAIYUAN).read()
    assert (document.loaded, document.ignored) == (0, 7)
    assert {one.rule for one in document.issues} == {"figure_blank"}


def test_an_empty_table_of_scores_has_no_scores():
    document = Template("scores", TIANJIN).read()
    assert (document.loaded, document.held, document.ignored) == (0, 0, 16 * 4)
    assert {one.rule for one in document.issues} == {"score_missing"}


def test_an_empty_pilot_table_asks_for_the_pilot():
    with pytest.raises(Refused, match="没有填写试点产业名称"):
        Template("pilot", TIANJIN).read()


# --- the example is no firm


def test_the_example_is_an_aside_whatever_number_it_is_given():
    rest = ["91140100MA0XXXXXXX", "太原市"]
    assert is_aside([examples.MARK, examples.NAME, *rest])
    assert is_aside(["1", examples.NAME, *rest])
    assert is_aside([examples.MARK, "", "", ""])
    assert not is_aside([examples.MARK, "甲有限公司", *rest])
    assert not is_aside(["1", "示例科技有限公司", *rest])


def test_the_code_of_the_example_is_nobody_s():
    code = next(row["example"] for row in table("template_columns") if row["column"] == "credit_code")
    assert credit_codes.check_digit(code[:17]) != code[17]


@pytest.mark.parametrize("kind", ["ledger", "questionnaire"])
def test_a_firm_typed_over_the_example_waits_until_it_has_a_number(kind):
    template = Template(kind, TAIYUAN)
    name = next(at for at, heading in enumerate(template.headings) if "名称" in heading)
    template.sheet.cell(template.top + 1, name + 1, "甲有限公司")
    template.fill([{0: "2", name: "乙有限公司"}])
    document = template.read()
    assert (document.loaded, document.held, document.ignored) == (1, 1, 0)
    held = [one for one in document.issues if one.level == "error" and one.rule == "example_row"]
    assert [(one.row, one.value) for one in held] == [(template.top + 1, examples.MARK)]


# --- how it looks


@each_list
def test_cells_to_fill_in_are_text_below_frozen_headings(kind, sender):
    template = Template(kind, sender)
    sheet = template.sheet
    assert sheet.freeze_panes == f"D{template.top + 1}"
    assert sheet.print_title_rows == f"$1:${template.top}"
    assert (sheet.page_setup.orientation, sheet.page_setup.paperSize) == ("landscape", 9)
    assert sheet.sheet_properties.pageSetUpPr.fitToPage
    assert {cell.number_format for cell in sheet[template.top + 1]} == {"@"}
    assert all(cell.font.b and cell.border.bottom.style == "thin" for cell in sheet[template.top])
    # openpyxl joins equal neighbours: a width stands for all up to `max`
    formats = [one for one in sheet.column_dimensions.values() for _ in range(one.min, one.max + 1)]
    assert len(formats) == len(template.headings)
    assert {one.number_format for one in formats} == {"@"}


@each_table
def test_the_credit_code_must_have_18_signs(kind, sender):
    template = Template(kind, sender)
    at = next(at for at, heading in enumerate(template.headings) if "统一社会信用代码" in heading)
    rule = template.rule(at)
    assert (rule.type, rule.operator, rule.formula1, rule.errorStyle or "stop") == ("textLength", "equal", "18", "stop")
    assert "18位" in rule.prompt


def test_what_may_be_missing_from_a_list_is_only_questioned():
    """There are more bodies and places than we know of, but no more industries."""
    template = Template("ledger", TAIYUAN)
    styles = {
        name: template.rule(template.column(name)).errorStyle for name in ("所在地区", "所属认证行业", "帮扶认证机构")
    }
    assert styles == {"所在地区": "warning", "所属认证行业": None, "帮扶认证机构": "warning"}


@each_template
def test_a_second_sheet_says_how_to_fill_it_in_and_what_each_rule_says(kind, sender):
    template = Template(kind, sender)
    shown = [cell.value for row in template.book[examples.NOTES].iter_rows() for cell in row if cell.value]
    rules = [row["rule"] for row in table("template_notes") if row["kind"] == kind and row["rule"]]
    assert rules
    for rule in rules:
        one = issues.found(kind, "", 0, "", "…", rule)
        assert one.message("zh") in shown
        assert one.mend("zh") in shown
    assert [text for text in shown if "{" in str(text)] == []


def test_every_note_is_of_a_kind_and_says_something():
    for row in table("template_notes"):
        assert row["kind"] in templates.KINDS
        assert bool(row["rule"]) != bool(row["text"])
        assert not row["rule"] or row["rule"] in issues.rules()


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("template_columns", "ledger"),
        ("case_template_columns", "cases"),
        ("phone_check_columns", "phone_check"),
        ("recommendation_template_columns", "recommendations"),
        ("material_template_columns", "materials"),
    ],
)
def test_every_column_of_a_table_is_one_the_loader_knows(name, kind):
    known = {(row["column"], row["heading"]) for row in table("headings") if row["kind"] == kind}
    assert [row for row in table(name) if (row["column"], row["heading"]) not in known] == []


# --- from the command line


def test_a_template_is_written_from_the_command_line(loaders, tmp_path):
    file = tmp_path / "台账.xlsx"
    done = loaders("template", "ledger", "--sender", TAIYUAN, "--year", 2023, "--out", file, "--json")
    assert (done.code, json.loads(done.out)) == (
        0,
        {"file": str(file), "kind": "ledger", "sender": TAIYUAN, "year": 2023},
    )
    sheet = openpyxl.load_workbook(file).active
    assert [sheet["A1"].value, sheet["A2"].value] == [
        "2023年度小微企业质量管理体系认证提升行动帮扶企业台账",
        "填报单位：太原市市场监督管理局",
    ]


def test_an_existing_file_is_not_overwritten(loaders, tmp_path):
    file = tmp_path / "台账.xlsx"
    file.write_bytes(b"mine")
    done = loaders("template", "ledger", "--out", file)
    assert (done.code, done.err.strip()) == (2, f"文件“{file}”已经存在，没有改动。请换一个文件名，或先移走它")
    assert file.read_bytes() == b"mine"


@pytest.mark.parametrize(
    ("kind", "sender", "sentence"),
    [
        ("ledger", "999999", "没有报送单位“999999”"),
        ("ledger", "太原", "没有报送单位“太原”"),
        ("ledger", "140203", "没有报送单位“140203”"),  # withdrawn
        ("statistics", BODY, "认证机构不填"),
        ("pilot", BODY, "认证机构不填"),
        ("scores", BODY, "认证机构不填"),
        ("phone_check", BODY, "认证机构不填"),
        ("recommendations", BODY, "认证机构不填"),
    ],
)
def test_a_template_for_nobody_is_refused(tmp_path, kind, sender, sentence):
    with pytest.raises(Refused, match=sentence):
        templates.write(kind, tmp_path / "表.xlsx", year=2024, sender=sender)
    assert list(tmp_path.iterdir()) == []


def test_a_template_in_no_folder_is_refused(tmp_path):
    with pytest.raises(Refused, match="没有文件夹"):
        templates.write("ledger", tmp_path / "没有" / "表.xlsx", year=2024)
