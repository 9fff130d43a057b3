"""Loading files: a good one is published, a refused one changes nothing, and nothing is loaded twice."""

import os
import shutil
import sqlite3
import subprocess
import sys
import zipfile
from collections.abc import Callable
from functools import partial
from pathlib import Path
from random import Random

import pytest
import xlsxwriter

from data import warehouse
from data.samples import national_2021
from data.store import Store
from loaders import importing, inbox
from loaders.importing import Wanted
from tests.loaders import drawing
from tests.loaders.drawing import ask, many, responses

OPEN_ELSEWHERE = (
    "这个文件正在另一个程序中打开，可能还没有保存。请保存并关闭后再导入（如果已经关闭，请删去旁边的“{owner}”）"
)
PDF = "这是 PDF 文件，里面的表格不能可靠地读出来。请向发送人要原来的工作簿（.xlsx）；没有的，把内容填到工作簿里再导入"
ARCHIVE = "这是压缩包。请先解压，再导入里面的 .xlsx、.xls 或 .csv 文件"
WEB_PAGE = "这是网页，不是工作簿。请用 WPS 或 Excel 打开，另存为 .xlsx 后再导入"
LOCKED = "这个工作簿加了密码。请用 WPS 或 Excel 打开，去掉密码，另存为 .xlsx 后再导入"
DAMAGED = "这个工作簿已损坏，无法读取（OLE）。请用 WPS 或 Excel 打开，另存为 .xlsx 后再导入"
NO_BYTES = "这个文件是空的（0字节）。请重新下载或请对方重发"
NO_CONTENT = "这个工作簿里没有内容。请确认导出成功后再导入"
NO_ANSWERS = "工作表“Sheet1”只有标题，没有答卷。请确认导出成功后再导入"
NO_HEADINGS = (
    "工作表“Sheet1”里没有认识的标题行。请确认是问卷星“按文本”下载的答卷、帮扶企业台账、统计表（附表）、"
    "试点统计表（附件3）、专家评分表、优良案例名单、推荐认证机构名单、成果材料登记表或电话核查表，标题行没有改动"
)
BEING_WRITTEN = "这个文件正在被另一个程序写入。请保存并关闭后再导入"
MISSING = "没有这个文件。请核对文件名和所在的文件夹"
NO_YEAR = "文件里没有提交时间或年度，不能判断是哪一年的。请指明年度（页面上在“选项”里，命令行用 --year）"
TOO_WIDE = (
    "工作表“Sheet1”的内容一直到第16384列（XFD1048576格），最多能读500列。请删去右边不属于表格的内容，另存后再导入"
)

LOCKING = (
    "import fcntl, sys; f = open(sys.argv[1], 'r+b'); fcntl.lockf(f, fcntl.LOCK_EX); print('held', flush=True); input()"
)


def state(store: Store) -> tuple[bytes, list[str], list[str]]:
    """The pointer's bytes, what the register says, the versions' files."""
    connection = sqlite3.connect(store.register)
    try:
        register = list(connection.iterdump())
    finally:
        connection.close()
    return store.pointer.read_bytes(), register, sorted(path.name for path in store.warehouse.iterdir())


def test_a_load_publishes_a_version(store, tmp_path):
    (outcome,) = importing.load([many(tmp_path / "甲.xlsx", 3)], store)
    assert (outcome.status, outcome.year, outcome.known) == ("loaded", 2022, False)
    assert (warehouse.current_version(store), responses(store)) == (1, 3)
    assert ask(store, "SELECT file, rows_in_file, rows_loaded, rows_held, rows_ignored FROM submission") == [
        ("甲.xlsx", 3, 3, 0, 0)
    ]


def test_the_same_file_again_changes_nothing(served, tmp_path):
    before = state(served)
    copy = tmp_path / "同一个文件.xlsx"
    copy.write_bytes((tmp_path / "以前.xlsx").read_bytes())
    for file in (tmp_path / "以前.xlsx", copy):
        (outcome,) = importing.load([file], served)
        assert (outcome.status, outcome.known) == ("loaded", True)
        assert (state(served), warehouse.current_version(served)) == (before, 1)


def test_the_same_file_twice_in_one_load_counts_once(store, tmp_path):
    copy = tmp_path / "乙.xlsx"
    copy.write_bytes(many(tmp_path / "甲.xlsx", 3).read_bytes())
    outcomes = importing.load([tmp_path / "甲.xlsx", copy], store)
    assert [outcome.known for outcome in outcomes] == [False, True]
    assert responses(store) == 3


def test_the_same_file_for_another_year_is_another_round(served, tmp_path):
    (outcome,) = importing.load([tmp_path / "以前.xlsx"], served, Wanted(year=2021))
    assert (outcome.status, outcome.known) == ("loaded", False)
    assert ask(served, "SELECT year, count(*) FROM response GROUP BY year ORDER BY year") == [(2021, 3), (2022, 3)]
    assert ask(served, "SELECT count(*) FROM issue WHERE rule <> 'submitted_in_other_year'") == [
        (2 * len(outcome.issues),)
    ]
    late = "SELECT submission, row, value FROM issue WHERE rule = 'submitted_in_other_year' ORDER BY row"
    assert ask(served, late) == [(2, row, "2022/11/3") for row in (2, 3, 4)]


def test_the_year_given_wins(store, tmp_path):
    importing.load([many(tmp_path / "甲.xlsx", 2)], store, Wanted(year=2023))
    assert ask(store, "SELECT DISTINCT year FROM response") == [(2023,)]


def test_a_file_without_dates_is_loaded_where_the_year_is_given(store, tmp_path):
    importing.load([many(tmp_path / "甲.xlsx", 2, submitted_at="(空)")], store, Wanted(year=2022))
    assert ask(store, "SELECT year, submitted_at, counts FROM response") == [(2022, None, True)] * 2


def test_every_version_holds_everything_received(served, tmp_path):
    importing.load([many(tmp_path / "乙.xlsx", 2, first=11), many(tmp_path / "丙.xlsx", 4, first=21)], served)
    assert (warehouse.current_version(served), responses(served)) == (2, 9)


def test_held_rows_and_findings_stand_in_the_version(store, export):
    file = export("""
        name | credit_code
        甲   | 91110000600037341L
        (空) | (空)
        乙   | =911401001234567000
    """)
    importing.load([file], store)
    assert ask(store, "SELECT name, row FROM response") == [("甲", 2)]
    errors = "SELECT sheet, row, rule FROM issue WHERE level = 'error' ORDER BY row"
    assert ask(store, errors) == [("Sheet1", 3, "firm_missing"), ("Sheet1", 4, "credit_code_number")]


def test_a_mixed_load_publishes_the_good_file_and_exits_2(store, loaders, tmp_path):
    good, bad = many(tmp_path / "好.xlsx", 3), tmp_path / "坏.xlsx"
    bad.write_bytes(b"%PDF-1.7")
    done = loaders("load", bad, good, "--json")
    assert done.code == 2
    refused, loaded = done.json
    assert (refused["status"], refused["rows"], refused["reason"]) == ("refused", None, PDF)
    assert (loaded["status"], loaded["reason"], loaded["year"], loaded["kind"]) == (
        "loaded",
        None,
        2022,
        "questionnaire",
    )
    assert loaded["rows"] == {"in_file": 3, "loaded": 3, "held": 0, "ignored": 0}
    assert responses(store) == 3


def test_a_good_load_exits_0_and_says_the_counts(loaders, tmp_path):
    file = many(tmp_path / "甲.xlsx", 3)
    done = loaders("load", file)
    assert (done.code, done.out.splitlines()[0]) == (0, "甲.xlsx：2022年，共3行，载入3，待改0，忽略0")
    again = loaders("load", file)
    assert (again.code, again.out.splitlines()[1]) == (0, "  这个文件以前已经导入，数据没有变化")


def test_findings_are_told_in_full_with_json(loaders, export):
    file = export("""
        name | credit_code | q13
        甲   | 123         | 很满意
    """)
    (told,) = loaders("load", file, "--json").json
    (about_a_cell,) = [issue for issue in told["issues"] if issue["row"] == 2]
    assert about_a_cell == {
        "sheet": "Sheet1",
        "row": 2,
        "column": drawing.heading("credit_code"),
        "letter": "B",
        "value": "123",
        "rule": "credit_code_shape",
        "level": "warning",
        "found": "file",
        "message": "统一社会信用代码“123”不是18位代码",
        "mend": "核对营业执照后更正",
    }


def text_file(folder: Path) -> tuple[Path, str]:
    (folder / "坏.xlsx").write_text("单位名称,满意度\n甲,很满意\n", encoding="utf-8")
    return folder / "坏.xlsx", NO_HEADINGS.replace("Sheet1", "CSV")


def web_page(folder: Path) -> tuple[Path, str]:
    (folder / "坏.xls").write_text("\r\n <html><table></table></html>", encoding="utf-8")
    return folder / "坏.xls", WEB_PAGE


def web_page_with_a_mark(folder: Path) -> tuple[Path, str]:
    (folder / "坏.xls").write_text("<!DOCTYPE html><html></html>", encoding="utf-8-sig")
    return folder / "坏.xls", WEB_PAGE


def damaged_old_workbook(folder: Path) -> tuple[Path, str]:
    (folder / "坏.xls").write_bytes(bytes.fromhex("D0CF11E0A1B11AE1") + bytes(1024))
    return folder / "坏.xls", DAMAGED


def locked_workbook(folder: Path) -> tuple[Path, str]:
    parts = "EncryptedPackage".encode("utf-16-le")
    (folder / "坏.xlsx").write_bytes(bytes.fromhex("D0CF11E0A1B11AE1") + bytes(1024) + parts)
    return folder / "坏.xlsx", LOCKED


def no_bytes(folder: Path) -> tuple[Path, str]:
    (folder / "坏.xlsx").touch()
    return folder / "坏.xlsx", NO_BYTES


def no_content(folder: Path) -> tuple[Path, str]:
    return drawing.write(folder / "坏.xlsx", [[""]]), NO_CONTENT


def headings_only(folder: Path) -> tuple[Path, str]:
    return drawing.write(folder / "坏.xlsx", [national_2021.headings()]), NO_ANSWERS


def no_heading_known(folder: Path) -> tuple[Path, str]:
    return drawing.write(folder / "坏.xlsx", [["姓名", "年龄"], ["甲", 3]]), NO_HEADINGS


def owner_file_of_excel(folder: Path) -> tuple[Path, str]:
    (folder / "~$坏.xlsx").touch()
    return many(folder / "坏.xlsx", 1), OPEN_ELSEWHERE.format(owner="~$坏.xlsx")


def lock_file_of_libreoffice(folder: Path) -> tuple[Path, str]:
    (folder / ".~lock.坏.xlsx#").touch()
    return many(folder / "坏.xlsx", 1), OPEN_ELSEWHERE.format(owner=".~lock.坏.xlsx#")


def no_such_file(folder: Path) -> tuple[Path, str]:
    return folder / "坏.xlsx", MISSING


def no_dates(folder: Path) -> tuple[Path, str]:
    return many(folder / "坏.xlsx", 2, submitted_at="(空)"), NO_YEAR


def cell_in_the_last_corner(folder: Path) -> tuple[Path, str]:
    with xlsxwriter.Workbook(folder / "坏.xlsx") as book:
        sheet = book.add_worksheet()
        sheet.write(0, 0, "甲")
        sheet.write(1048575, 16383, "乙")
    return folder / "坏.xlsx", TOO_WIDE


FAULTS = [
    *(
        text_file,
        web_page,
        web_page_with_a_mark,
        damaged_old_workbook,
        locked_workbook,
        no_bytes,
        no_content,
        headings_only,
        no_heading_known,
    ),
    *(owner_file_of_excel, lock_file_of_libreoffice, no_such_file, no_dates, cell_in_the_last_corner),
]


def test_every_fault_is_one_sentence_and_changes_nothing(served, loaders, tmp_path):
    before, expected = state(served), {}
    for fault in FAULTS:
        (tmp_path / fault.__name__).mkdir()
        file, sentence = fault(tmp_path / fault.__name__)
        expected[str(file)] = ("refused", sentence, None, [])
    done = loaders("load", *expected, "--json")
    told = {one["file"]: (one["status"], one["reason"], one["rows"], one["issues"]) for one in done.json}
    assert (done.code, told) == (2, expected)
    assert state(served) == before


@pytest.mark.parametrize("fault", [text_file, no_such_file, no_dates, cell_in_the_last_corner])
def test_one_refused_file_exits_2(served, loaders, tmp_path, fault: Callable):
    before, (file, sentence) = state(served), fault(tmp_path)
    done = loaders("load", file)
    assert (done.code, done.out) == (2, f"{file.name}：没有导入。{sentence}\n")
    assert state(served) == before


def test_a_file_another_process_is_writing_is_refused(served, loaders, tmp_path):
    before, file = state(served), many(tmp_path / "坏.xlsx", 1)
    with subprocess.Popen(
        [sys.executable, "-c", LOCKING, file], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as writer:
        assert writer.stdout.readline() == "held\n"
        during = loaders("load", file, "--json")
        writer.communicate("\n")
    assert (during.code, during.json[0]["reason"]) == (2, BEING_WRITTEN)
    assert state(served) == before
    assert loaders("load", file, "--json").code == 0


@pytest.mark.parametrize("kept", [0.2, 0.5, 0.9, 0.999])
def test_a_damaged_workbook_is_refused(served, tmp_path, kept):
    before, whole = state(served), many(tmp_path / "全.xlsx", 20).read_bytes()
    damaged = tmp_path / "坏.xlsx"
    damaged.write_bytes(whole[: int(len(whole) * kept)])
    (outcome,) = importing.load([damaged], served)
    assert (outcome.status, state(served)) == ("refused", before)
    assert outcome.refusal.text == (
        "这个工作簿已损坏，无法读取（{reason}）。请用 WPS 或 Excel 打开，另存为 .xlsx 后再导入"
    )


def test_a_zip_that_is_no_workbook_is_refused(served, loaders, tmp_path):
    file = tmp_path / "坏.xlsx"
    with zipfile.ZipFile(file, "w") as packed:
        packed.writestr("甲.txt", "乙")
    done = loaders("load", file, "--json")
    assert (done.code, done.json[0]["reason"]) == (2, ARCHIVE)


def rewritten(workbook: Path, to: Path, change: Callable[[bytes], bytes]) -> Path:
    """A copy of a workbook, the XML of its cells changed."""
    with zipfile.ZipFile(workbook) as whole, zipfile.ZipFile(to, "w") as changed:
        for name in whole.namelist():
            part = whole.read(name)
            changed.writestr(name, change(part) if name.endswith(("sheet1.xml", "sharedStrings.xml")) else part)
    return to


def mutated(rng: Random, xml: bytes) -> bytes:
    """The same bytes with one to three of them changed, a few missing, or digits put in."""
    changed = bytearray(xml)
    for _ in range(rng.randint(1, 3)):
        place = rng.randrange(len(changed))
        last = place + rng.choice([0, 1, 9])
        changed[place:last] = rng.choice([b"", b"0", b"4294967295", b"\xff", b"<", b"&#0;", b"_x0000_"])
    return bytes(changed)


def test_every_mutated_workbook_is_loaded_or_refused(store, tmp_path):
    rng, whole = Random(1), many(tmp_path / "全.xlsx", 5)
    files = [rewritten(whole, tmp_path / f"{n}.xlsx", partial(mutated, rng)) for n in range(80)]
    outcomes = importing.load([*files, whole], store)
    assert [outcome.file for outcome in outcomes] == [*files, whole]
    assert {outcome.status for outcome in outcomes} == {"loaded", "refused"}
    assert outcomes[-1].staged.loaded == 5
    staged = [outcome.staged for outcome in outcomes if outcome.staged]
    assert [s.in_file for s in staged] == [s.loaded + s.held + s.ignored for s in staged]


def test_nul_in_a_cell_never_reaches_the_data(served, tmp_path):
    before = state(served)
    file = rewritten(
        many(tmp_path / "新.xlsx", 1),
        tmp_path / "坏.xlsx",
        lambda xml: xml.replace("样例".encode(), "样_x0000_例".encode()),
    )
    (outcome,) = importing.load([file], served)
    assert (outcome.status, state(served)) == ("refused", before)
    assert "看不见的空字符（NUL）" in str(outcome.refusal)


def test_a_folder_without_workbooks_is_said(loaders, tmp_path):
    (tmp_path / "文件夹").mkdir()
    done = loaders("load", tmp_path / "文件夹")
    assert (done.code, done.err) == (2, "这里没有可以导入的工作簿（.xlsx）。请核对文件夹\n")


def test_a_folder_is_its_workbooks_in_order_of_name(tmp_path):
    for name in ("乙.xlsx", "甲.XLSX", "说明.docx", "~$乙.xlsx", ".~lock.乙.xlsx#", "县/丙.xls"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).touch()
    found = inbox.files([tmp_path, tmp_path / "乙.xlsx"])
    assert [path.name for path in found] == ["乙.xlsx", "丙.xls", "甲.XLSX"]


def test_a_name_as_long_as_the_disk_allows_is_read(tmp_path):
    file = tmp_path / ("长" * 83 + ".xlsx")  # 254 bytes: an owner file's name would be too long
    file.write_bytes(b"content")
    assert inbox.content(file) == b"content"


def test_a_chart_sheet_in_front_does_not_hide_the_answers(store, tmp_path):
    with xlsxwriter.Workbook(tmp_path / "图表.xlsx") as book:
        front = book.add_chartsheet("图")
        sheet = book.add_worksheet("答卷")
        for row, cells in enumerate(drawing.rows_of("name\n甲")):
            sheet.write_row(row, 0, cells)
        chart = book.add_chart({"type": "bar"})
        chart.add_series({"values": "=答卷!$A$1:$A$2"})
        front.set_chart(chart)
    (outcome,) = importing.load([tmp_path / "图表.xlsx"], store)
    assert (outcome.status, ask(store, "SELECT sheet, name FROM response")) == ("loaded", [("答卷", "甲")])


@pytest.mark.parametrize("name", ["数据 目录", "it's", "a[1]*b"])
def test_the_store_may_stand_anywhere(tmp_path, name):
    store = Store(tmp_path / name / "store")
    importing.load([many(tmp_path / "甲.xlsx", 2)], store)
    assert responses(store) == 2


def test_check_says_the_same_and_publishes_nothing(served, loaders, tmp_path):
    before = state(served)
    done = loaders("check", many(tmp_path / "新.xlsx", 2, first=50), tmp_path / "没有.xlsx", "--json")
    accepted, refused = done.json
    assert (done.code, accepted["status"], refused["status"]) == (2, "accepted", "refused")
    assert accepted["rows"] == {"in_file": 2, "loaded": 2, "held": 0, "ignored": 0}
    assert state(served) == before


def test_a_rebuild_gives_the_same_answers(served):
    rows = "SELECT * EXCLUDE (response_id) FROM response ORDER BY submission, row"
    before = ask(served, rows)
    importing.rebuild(served)
    assert (warehouse.current_version(served), ask(served, rows)) == (2, before)


@pytest.mark.parametrize("work", ["load", "check"])
def test_many_files_end_as_they_do_one_after_the_other(tmp_path, monkeypatch, work):
    files = [many(tmp_path / f"{n:02d}.xlsx", 1 + n % 3, first=10 * n) for n in range(12)]
    (tmp_path / "03.xlsx").write_bytes(b"%PDF-1.7")
    (tmp_path / "07.xlsx").unlink()
    (tmp_path / "又").mkdir()
    files.append(Path(shutil.copy(files[0], tmp_path / "又")))  # the same file, name and all
    told, seen = [], []
    for cores in (1, 4):
        monkeypatch.setattr(os, "cpu_count", lambda cores=cores: cores)
        store, read = Store(tmp_path / f"{work}{cores}"), []
        outcomes = getattr(importing, work)(files, store, progress=read.append)
        plain = [(o.file, o.status, o.known, str(o.refusal), o.staged and o.staged[1:], o.issues) for o in outcomes]
        answers = work == "load" and ask(store, "SELECT submission, row, name FROM response ORDER BY ALL")
        told.append((plain, read, answers))
        seen.append([outcome.status for outcome in outcomes])
    assert told[0] == told[1]
    assert [n for n, status in enumerate(seen[1]) if status == "refused"] == [3, 7]
    assert told[1][1] == list(range(13))
