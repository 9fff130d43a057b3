"""What a template has columns for: their headings, what their drop-downs offer, hints, and the example."""

from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from functools import cache
from typing import NamedTuple

from data.forms.questionnaire import heading, option_heading, option_texts, paper_number, questions
from data.reference import table
from loaders import examples, headings, senders

OPTIONS: dict[str, Callable[[str | None], list[str]]] = {
    "places": lambda sender: [region_name(code) for code in places(sender)],
    "industries": lambda sender: [f"{int(row['code']):02d} {row['name']}" for row in table("industries")],
    "materials": lambda sender: [row["label"] for row in table("material_kinds")],
    "bodies": lambda sender: [f"{row['approval_number']} {row['name']}" for row in table("bodies")],
}
CLOSED = ("industries", "materials")  # nothing else may be written; of places and bodies there are more than we know


class Field(NamedTuple):
    """A column to fill in. `options` are those of its drop-down, `is_closed` whether there can be no other."""

    heading: str
    width: int = 14
    options: tuple[str, ...] = ()
    is_closed: bool = True
    hint: str = ""
    example: str = ""
    length: int = 0


def region_name(code: str) -> str:
    """The full name with all units above it, which no other region has."""
    row = current_regions()[code]
    return (region_name(row["parent"]) if row["parent"] else "") + row["name"]


@cache
def current_regions() -> dict[str, dict[str, str]]:
    """The regions in force, by code."""
    return {row["code"]: row for row in table("regions") if row["status"] == "current"}


def places(sender: str | None) -> list[str]:
    """The units right below a region, or itself; for anybody else every unit below a province."""
    if not senders.is_region(sender):
        return [code for code, row in current_regions().items() if row["level"] == "city"]
    return [code for code, row in current_regions().items() if row["parent"] == sender] or [str(sender)]


def ledger_fields(sender: str | None, with_body: bool = False) -> Iterator[Field]:
    """The columns of a ledger; a body's has none for the body, unless asked for: all firms are its own."""
    for row in table("template_columns"):
        if row["column"] == "body" and not with_body and sender and not senders.is_region(sender):
            continue
        yield _field(row, sender)


def case_fields(sender: str | None) -> Iterator[Field]:
    """The columns of a list of good cases."""
    for row in table("case_template_columns"):
        field = _field(row, sender)
        yield field._replace(example="") if row["column"] == "selected" else field


def register_fields(columns: str, sender: str | None) -> list[Field]:
    """The columns of a register, which stand in that table."""
    return [_field(row, sender) for row in table(columns)]


def _field(row: Mapping[str, str], sender: str | None) -> Field:
    named = OPTIONS.get(row["options"])
    options = tuple(named(sender) if named else filter(None, row["options"].split("|")))
    return Field(
        row["heading"] + "*" * bool(row["required"]),
        int(row["width"]),
        options,
        named is None or row["options"] in CLOSED,
        row["hint"],
        row["example"] or (options[0] if options else ""),
        18 if row["column"] == "credit_code" else 0,
    )


def questionnaire_fields(year: int, sender: str | None) -> Iterator[Field]:
    """The columns of the form of that year: a single choice has one, a multiple choice one for each option."""
    form = next((form for form in headings.forms() if form <= year), min(headings.forms()))
    yield Field("序号", 7, example=examples.MARK)
    yield Field("提交答卷时间", 16, hint="纸质问卷上的日期，例如 2022/11/3。", example=f"{year}/11/3")
    about = {field.heading.strip("*"): field for field in ledger_fields(sender, with_body=True)}
    seen = Counter[str]()
    for row in questions(form):
        number = paper_number(row["question"])
        seen[row["question"]] += 1
        if row["kind"] == "multiple":
            yield from _ticks(row, number)
        else:
            yield _answer(row, about)._replace(heading=heading(row, number, seen[row["question"]]))


def _ticks(row: dict[str, str], number: str) -> Iterator[Field]:
    """A column for each option: no cell offers several choices at once."""
    for position, text in option_texts(row["question"]).items():
        title = option_heading(row, number, position)
        yield Field(title, 26 if position == 1 else 10, ("1",), hint=f"选了“{text}”填 1，没选空着。")


def _answer(row: dict[str, str], about: Mapping[str, Field]) -> Field:
    """How one question is answered, what a ledger asks too as there (`about`); the heading comes from elsewhere."""
    match row["kind"]:
        case "firm_name":
            return about["企业名称"]
        case "credit_code":
            return about["统一社会信用代码"]
        case "region":
            return about["所在地区"]
        case "industry":
            return about["所属认证行业"]
        case "body":
            return about["帮扶认证机构"]
        case "single":
            options = tuple(option_texts(row["question"]).values())
            return Field("", 26, options, hint="从下拉列表中选择。", example=options[0])
        case "increase" | "decrease":
            return Field("", 18, hint="只填数字，单位是百分点，例如 12.5；没有数据的空着，没有变化填 0。")
    return Field("", 20)
