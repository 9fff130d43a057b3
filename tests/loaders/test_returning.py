"""退回修改表 end to end: what goes back is mended in its marked cells, loaded again, and nothing is left to say."""

import io
import zipfile
from pathlib import Path

import openpyxl
import pytest

from data import register
from data.forms import statistics_table
from data.samples import shanxi_2022
from loaders import comments, difference, findings_sheet, importing, returned, returning, templates
from loaders.importing import Outcome, Wanted
from tests.loaders import drawing, pilot_form
from tests.loaders.drawing import ask, credit_code
from tests.loaders.test_templates import Template, answers

SHANXI = Wanted(region="140000")
WRONG = "错字"
FAULTY = """
    企业名称 | 信用代码 | 行业
    甲       | 911401   | 28
"""


def mend(file: Path, findings: list[dict[str, object]]) -> None:
    """Do what the list says, in the cells it links to."""
    book = openpyxl.load_workbook(file)
    for serial, line in enumerate(findings, 900):
        problem, cell = str(line["问题"]), str(line["单元格"])
        if "没有认识的表" in problem:
            book.remove(book[str(line["工作表"])])
        elif "单位名称和统一社会信用代码都是空的" not in problem:  # said of the cells as well
            book[str(line["工作表"])][cell].value = {
                "统一社会信用代码": credit_code(serial),
                "单位名称": f"补写{serial}有限公司",
                "地区": None,  # the sender's own
                "认证行业大类": "28",
            }[next(word for word in ("统一社会信用代码", "单位名称", "地区", "认证行业大类") if word in problem)]
    book.save(file)


def listed(file: Path) -> list[dict[str, object]]:
    rows = list(openpyxl.load_workbook(file)[returned.LIST].iter_rows(values_only=True))
    top = next(index for index, row in enumerate(rows) if row[0] == "级别")
    return [dict(zip(rows[top], row, strict=True)) for row in rows[top + 1 :]]


def staged(outcomes: list[Outcome]) -> dict[Path, object]:
    return {outcome.file: outcome.staged for outcome in outcomes}


def test_the_shanxi_ledgers_mended_in_their_marked_cells_leave_no_finding(store, tmp_path):
    files = [file for file in shanxi_2022.write(tmp_path) if "台账" in file.name]
    outcomes = importing.load(files, store, SHANXI)
    before = {outcome.file: outcome for outcome in outcomes}
    assert sum(outcome.staged.held for outcome in outcomes) > 0
    going_back = returning.write(staged(outcomes), tmp_path / "退回", "zh")
    assert going_back.keys() == {outcome.file for outcome in outcomes if outcome.issues}
    for file, back in going_back.items():
        findings = listed(back)
        assert len(findings) == len(before[file].issues)
        mend(back, findings)
    again = importing.load(list(going_back.values()), store, SHANXI)
    for outcome, file in zip(again, going_back, strict=True):
        old = before[file]
        assert (outcome.refusal, outcome.issues, outcome.staged.held) == (None, [], 0), file.name
        assert (outcome.status, outcome.sender, outcome.year) == ("pending", old.sender, old.year)
        assert outcome.replaces.file == file.name
        assert outcome.staged.in_file == old.staged.in_file
        found = difference.between(old.staged, outcome.staged)
        mended = len({(issue.sheet, issue.row) for issue in old.issues if issue.row})
        assert found.added + found.changed <= mended  # an unknown county was the sender's own city before
        assert (found.added, found.removed) == (old.staged.held, 0)
        assert found.added + found.changed + found.unchanged == outcome.staged.loaded
    importing.load(list(going_back.values()), store, SHANXI._replace(replace=True))
    counting = {one.file for one in register.submissions(store)}
    assert counting == {f.name for f in files if f not in going_back} | {f.name for f in going_back.values()}
    assert ask(store, "SELECT sum(rows_held) FROM submission") == [(0,)]


def faulty(kind: str, folder: Path) -> Path:
    """A file of a kind with a wrong word in it that makes an error."""
    if kind == "ledger":
        return drawing.book(folder / "太原市2024台账.xlsx", drawing.ledger(FAULTY.replace("911401", WRONG)))
    if kind == "questionnaire":
        template = Template("questionnaire", "140100")
        template.fill(answers(template, 2024, 5))
        template.sheet.cell(template.top + 2, 1 + template.column("7")).value = WRONG
        (folder / template.file).write_bytes(template.bytes)
        return folder / template.file
    if kind == "pilot":
        return drawing.book(
            folder / "2024年天津市附件3.xlsx", pilot_form.sheet(trained=WRONG, gdp_share=("1.4", "1.5"))
        )
    file = folder / templates.file_name("statistics", year=2024, sender="140100")
    templates.write("statistics", file, year=2024, sender="140100")
    book = openpyxl.load_workbook(file)
    figures = iter((WRONG, "120", "1987", "443", "196", "2", "1"))
    for (cell,) in book.worksheets[0].iter_rows(min_row=5, max_row=8, min_col=2, max_col=2):
        parts = str(cell.value).split(statistics_table.OPEN)
        cell.value = parts[0] + "".join(next(figures) + part for part in parts[1:])
    book.save(file)
    return file


@pytest.mark.parametrize(
    ("kind", "right"),
    [("ledger", credit_code(1)), ("questionnaire", "提升非常明显"), ("statistics", "3"), ("pilot", "44")],
)
def test_every_kind_mended_in_its_marked_cells_leaves_no_finding(store, tmp_path, kind, right):
    file = faulty(kind, tmp_path)
    (before,) = importing.check([file], store)
    assert (before.staged.kind, before.refusal) == (kind, None)
    assert before.issues
    (back,) = returning.write(staged([before]), tmp_path / "退回", "zh").values()
    book = openpyxl.load_workbook(back)
    cells = {(str(line["工作表"]), str(line["单元格"])) for line in listed(back)}
    marked = [book[sheet][address] for sheet, address in cells]
    assert any(WRONG in str(cell.value) for cell in marked)
    for cell in marked:
        assert cell.fill.fgColor.rgb in findings_sheet.TINTS.values()
        assert cell.comment.text.startswith(comments.SIGN)
        cell.value = str(cell.value).replace(WRONG, right)
    book.save(back)
    (after,) = importing.check([back], store)
    assert (after.refusal, after.issues, after.staged.kind, after.sender, after.year) == (
        None,
        [],
        kind,
        before.sender,
        before.year,
    )
    assert after.staged.held == 0
    assert after.staged.in_file == before.staged.in_file


def test_unmended_it_says_the_same_again(store, tmp_path):
    file = drawing.book(tmp_path / "太原市2024台账.xlsx", drawing.ledger(FAULTY))
    (before,) = importing.check([file], store)
    (back,) = returning.write(staged([before]), tmp_path / "退回", "zh").values()
    (again,) = importing.check([back], store)
    assert (again.issues, again.sender, again.year) == (before.issues, "140100", 2024)


@pytest.mark.parametrize("ending", ["csv", "xls"])
def test_what_is_no_xlsx_comes_back_as_one(store, tmp_path, ending):
    file = tmp_path / f"太原市2024台账.{ending}"
    file.write_text("企业名称,信用代码,行业\n甲,911401,28\n", encoding="utf-8")  # what it is its bytes say
    (before,) = importing.check([file], store)
    (back,) = returning.write(staged([before]), tmp_path / "退回", "zh").values()
    assert back.name == "退回修改_太原市2024台账.xlsx"
    (again,) = importing.check([back], store)
    assert (again.issues, again.sender) == (before.issues, "140100")


# --- the command line


def test_check_writes_what_goes_back_and_tells_where(loaders, tmp_path):
    inbox = tmp_path / "收件"
    inbox.mkdir()
    drawing.book(inbox / "太原市2024台账.xlsx", drawing.ledger(FAULTY))
    drawing.book(inbox / "大同市2024台账.xlsx", drawing.ledger(FAULTY.replace("911401  ", credit_code(1))))
    (inbox / "坏.xlsx").write_bytes(b"%PDF-1.4")
    done = loaders("check", inbox, "--return", tmp_path / "新" / "退回", "--json")
    assert done.code == 2
    told = {Path(one["file"]).name: (one["returned"], bool(one["reason"])) for one in done.json}
    back = tmp_path / "新" / "退回" / "退回修改_太原市2024台账.xlsx"
    assert told == {
        "坏.xlsx": (None, True),
        "大同市2024台账.xlsx": (None, False),
        "太原市2024台账.xlsx": (str(back), False),
    }
    assert [path.name for path in back.parent.iterdir()] == [back.name]
    assert [line["单元格"] for line in listed(back)] == ["B2"]


def test_a_file_that_stands_there_is_not_overwritten(loaders, tmp_path):
    file = drawing.book(tmp_path / "太原市2024台账.xlsx", drawing.ledger(FAULTY))
    back = tmp_path / "退回修改_太原市2024台账.xlsx"
    back.write_bytes(b"mine")
    done = loaders("check", file, "--return", tmp_path)
    assert done.code == 2
    assert done.err.strip() == f"“{back}”已经存在，没有改动。请换一个文件夹，或先移走它"
    assert back.read_bytes() == b"mine"


def test_a_folder_that_is_a_file_is_refused(loaders, tmp_path):
    file = drawing.book(tmp_path / "太原市2024台账.xlsx", drawing.ledger(FAULTY))
    done = loaders("check", file, "--return", file)
    assert (done.code, "不能写入文件夹" in done.err) == (2, True)


def test_files_of_one_name_go_back_under_two(store, tmp_path):
    files = []
    for folder in ("一", "二"):
        (tmp_path / folder).mkdir()
        files.append(drawing.book(tmp_path / folder / "太原市2024台账.xlsx", drawing.ledger(FAULTY)))
    back = returning.write(staged(importing.check(files, store)), tmp_path / "退回", "zh")
    assert [path.name for path in back.values()] == ["退回修改_太原市2024台账.xlsx", "退回修改_太原市2024台账(2).xlsx"]


def test_a_bundle_holds_every_workbook():
    made = returning.bundle({"甲.xlsx": b"1", "乙.xlsx": b"2"})
    with zipfile.ZipFile(io.BytesIO(made)) as archive:
        assert {name: archive.read(name) for name in archive.namelist()} == {"甲.xlsx": b"1", "乙.xlsx": b"2"}
