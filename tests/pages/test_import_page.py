"""导入: what is dropped is checked, compared, published and taken back, and nothing personal is shown."""

import io
import zipfile
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest

from data import register, warehouse
from data.errors import Refused
from data.store import Store
from loaders import difference, importing, merged, received, returning, staging
from pages._parts import giving_back, issue_table, job, masking
from pages._parts.job import Job
from tests.loaders import drawing, pilot_form
from tests.loaders.drawing import ask, credit_code, many
from tests.loaders.test_statistics import PRINTED
from tests.pages.shown import Shown, ran
from tests.pages.test_every_page import CJK as CHINESE
from tests.pages.test_every_page import NO_VALUE, NOT_FILLED, without_data_values

SCRIPT = "pages/data/importing.py"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
HEADINGS = ["序号", "企业名称", "统一社会信用代码", "认证行业大类", "认证机构", "联系人", "联系电话"]
LEDGER = "太原市2024帮扶企业台账.xlsx"
PHONE = "13812345678"

each_language = pytest.mark.parametrize("lang", ["zh", "en"])


def ledger(file: Path, serials: range, codes: dict[int, str] | None = None) -> Path:
    """A city's ledger of these firms and a total row; `codes` are written instead of the right ones."""
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "台账"
    sheet.append(HEADINGS)
    for serial in serials:
        code = (codes or {}).get(serial, credit_code(serial))
        sheet.append([serial, f"样例{serial}有限公司", code, "建设业", "中国质量认证中心", "张三", PHONE])
    sheet.append(["合计", len(serials)])
    book.save(file)
    return file


class Visit:
    """The import page over a store of its own."""

    def __init__(self, test: AppTest, store: Store):
        self.test, self.store = test, store

    def drop(self, *files: Path) -> None:
        self.test.file_uploader[0].set_value([(one.name, one.read_bytes(), XLSX) for one in files])
        self.test.run()
        assert not self.test.exception

    def press(self, key: str) -> None:
        self.test.button(key=key).click().run()
        assert not self.test.exception

    @property
    def said(self) -> list[str]:
        return [one.value for one in (*self.test.success, *self.test.error)]

    @property
    def headline(self) -> str:
        return Shown(self.test).headline

    @property
    def texts(self) -> list[str]:
        tables = [str(cell) for one in self.test.table for cell in one.value.to_numpy().flat]
        return [*Shown(self.test).texts, *tables]

    def frame(self, column: str) -> list[dict[str, object]]:
        """The records of the table that has this column."""
        return next(one.value for one in self.test.dataframe if column in one.value.columns).to_dict("records")

    @property
    def states(self) -> list[str]:
        return [str(row["状态"]) for row in self.frame("收到时间")]


def found_when_merged(visit: Visit) -> list[dict[str, object]]:
    """The records of the last table of findings, which stands below what was received."""
    *_, last = (one.value for one in visit.test.dataframe if "怎样改" in one.value.columns)
    return last.to_dict("records")


@pytest.fixture
def store(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Store:
    monkeypatch.setenv("TISHENG_STORE", str(tmp_path / "own"))
    monkeypatch.setenv("TISHENG_SAMPLES", str(tmp_path / "no samples"))
    monkeypatch.setenv("TISHENG_HOME", "")
    return Store(tmp_path / "own")


@pytest.fixture
def opened(store: Store) -> Callable[..., Visit]:
    def run(lang: str = "zh") -> Visit:
        test = ran(SCRIPT, lang=lang)
        assert not test.exception
        return Visit(test, store)

    return run


@each_language
def test_empty_store_says_what_may_be_dropped_and_changes_nothing(opened, store, lang):
    visit = opened(lang)
    assert visit.headline
    shown = "\n".join(visit.texts)
    assert "Excel" in shown
    assert bool(CHINESE.search("".join(map(without_data_values, visit.texts)))) == (lang == "zh"), shown
    assert not visit.test.dataframe
    assert not store.register.exists()


@each_language
def test_page_with_files_and_data_reads_well(opened, store, tmp_path, lang):
    importing.load([many(tmp_path / "answers.xlsx", 3)], store)
    visit = opened(lang)
    visit.drop(ledger(tmp_path / "ledger of 2024 Taiyuan.xlsx", range(1, 6), {2: "911401"}))
    for text in visit.texts:
        assert not NOT_FILLED.search(text)
        assert not NO_VALUE.search(text)
    assert PHONE not in "".join(visit.texts)
    assert "张三" not in "".join(visit.texts)
    if lang == "en":
        values = {*HEADINGS, "台账"}  # of the file
        chinese = [text for text in visit.texts if CHINESE.search(without_data_values(text)) and text not in values]
        chinese = [text for text in chinese if text.partition(" ")[2] not in values]  # “C 企业名称”
        assert [text for text in chinese if "市" not in text] == []


def test_every_row_of_a_faulty_ledger_is_accounted_for(opened, tmp_path):
    visit = opened()
    bad = tmp_path / "甲.xlsx"
    bad.write_bytes(b"%PDF-1.4")
    visit.drop(ledger(tmp_path / LEDGER, range(1, 11), {4: PHONE}), bad)
    assert visit.headline == "2 个文件共 11 行：可载入 9 行，待改 1 行，忽略 1 行；1 个文件不能导入"
    first, second = visit.test.table[0].value.to_dict("records")
    assert (first["报送单位"], first["年度"], first["类型"]) == ("太原市", "2024", "企业台账")
    assert first["行数"] == first["载入"] + first["待改"] + first["忽略"] == 11
    assert "不能导入" in second["状态"]
    assert any(text.value.startswith("甲.xlsx：") for text in visit.test.text)
    issue = visit.frame("怎样改")[0]
    assert (issue["级别"], issue["行"], issue["原值"]) == ("错误", 5, "138****5678")
    assert PHONE not in "".join(visit.texts)


def test_issues_can_be_filtered(opened, tmp_path):
    visit = opened()
    visit.drop(ledger(tmp_path / LEDGER, range(1, 11), {4: "911401", 5: ""}))
    assert {row["级别"] for row in visit.frame("怎样改")} == {"错误", "提示"}
    visit.test.multiselect(key="issue_level").set_value(["error"]).run()
    assert {row["级别"] for row in visit.frame("怎样改")} == {"错误"}
    visit.test.multiselect(key="issue_level").set_value([])
    visit.test.multiselect(key="issue_rule").set_value(["credit_code_missing"]).run()
    assert [(row["级别"], row["行"]) for row in visit.frame("怎样改")] == [("提示", 6)]


def test_publishing_the_first_file_makes_the_first_version(opened, store, tmp_path):
    visit = opened()
    visit.drop(ledger(tmp_path / LEDGER, range(1, 11), {4: "911401"}))
    assert warehouse.current_version(store) is None
    visit.press("publish")
    assert visit.said == ["已发布数据版本 000001：文件 1 个，载入 9 行，待改 1 行，忽略 1 行"]
    assert ask(store, "SELECT count(*) FROM assisted") == [(9,)]
    assert visit.headline.startswith("1 个文件共 11 行：已载入 9 行")
    assert "publish" not in [one.key for one in visit.test.button]
    assert visit.states == ["已计入"]


def test_a_mended_file_replaces_the_earlier_one_after_its_difference_is_shown(opened, store, tmp_path):
    importing.load([ledger(tmp_path / LEDGER, range(1, 11), {4: "911401"})], store)
    visit = opened()
    visit.drop(ledger(tmp_path / LEDGER, range(2, 12)))
    assert "企业：新增 2 家，减少 1 家，有变化 0 家，不变 8 家" in visit.texts
    assert not visit.test.warning
    visit.press("publish")
    assert ask(store, "SELECT count(*), min(first_year) FROM assisted") == [(10, 2024)]
    assert visit.states == ["已计入", "已被替换"]


def test_forms_are_named_in_words_and_their_difference_counts_figures(opened, store, tmp_path):
    forms = {
        "2022年度太原市统计表.xlsx": (
            drawing.ledger(PRINTED, "附表"),
            drawing.ledger(PRINTED.replace("196家", "201家"), "附表"),
        ),
        "2024年天津市附件3.xlsx": (pilot_form.sheet(), pilot_form.sheet(talents="", trained=50)),
    }
    files = [tmp_path / name for name in forms]
    importing.load([drawing.book(file, forms[file.name][0]) for file in files], store)
    visit = opened()
    visit.drop(*(drawing.book(file, forms[file.name][1]) for file in files))
    texts = "\n".join(visit.texts)
    assert "太原市 · 2022 · 统计表（附表）" in texts
    assert "天津市 · 2024 · 试点统计表（附件3） · 地毯" in texts
    assert "数字：新增 0 个，减少 0 个，有变化 1 个，不变 6 个" in texts
    assert "数字：新增 0 个，减少 1 个，有变化 1 个，不变 52 个" in texts
    visit.press("publish")
    assert ask(store, "SELECT assisted FROM statistics") == [(201,)]
    assert visit.states == ["已计入", "已计入", "已被替换", "已被替换"]
    assert {row["类型"] for row in visit.frame("收到时间")} == {"统计表（附表）", "试点统计表（附件3）"}


def test_a_replacement_that_was_not_confirmed_is_not_published(opened, store, tmp_path):
    importing.load([ledger(tmp_path / LEDGER, range(1, 11))], store)
    visit = opened()
    visit.drop(ledger(tmp_path / LEDGER, range(1, 12)), many(tmp_path / "答卷.xlsx", 3))
    (replace,) = visit.test.checkbox
    replace.uncheck().run()
    visit.press("publish")
    assert ask(store, "SELECT count(*) FROM assisted WHERE year = 2024") == [(10,)]
    assert ask(store, "SELECT count(*) FROM response") == [(3,)]


@pytest.mark.parametrize(("rows", "is_drastic"), [(8, False), (7, True), (1, True)])
def test_losing_thirty_percent_needs_a_second_look(opened, store, tmp_path, rows, is_drastic):
    importing.load([ledger(tmp_path / LEDGER, range(1, 11))], store)
    visit = opened()
    visit.drop(ledger(tmp_path / LEDGER, range(1, rows + 1)))
    assert bool(visit.test.warning) == is_drastic
    assert visit.test.button(key="publish").disabled == is_drastic
    if is_drastic:
        visit.test.checkbox[0].check().run()
        assert not visit.test.button(key="publish").disabled
    visit.press("publish")
    assert ask(store, "SELECT count(*) FROM assisted") == [(rows,)]


def test_a_file_without_one_good_row_never_wipes_data_unseen(opened, store, tmp_path):
    importing.load([ledger(tmp_path / LEDGER, range(1, 4))], store)
    visit = opened()
    visit.drop(ledger(tmp_path / LEDGER, range(1, 4), dict.fromkeys(range(1, 4), "911401")))
    (warning,) = visit.test.warning
    assert "以前的 3 行会全部不再统计" in warning.value
    assert visit.test.button(key="publish").disabled


def test_what_changed_since_it_was_confirmed_is_not_replaced(store, tmp_path):
    importing.load([ledger(tmp_path / LEDGER, range(1, 11))], store)
    newer = ledger(tmp_path / "太原市2024帮扶企业台账（二）.xlsx", range(1, 12))
    (outcome,) = importing.load([newer], store, confirmed={newer: 99})
    assert outcome.status == "pending"
    assert ask(store, "SELECT count(*) FROM assisted") == [(10,)]


def test_a_waiting_file_can_be_confirmed(opened, store, tmp_path):
    for last in (11, 12):
        importing.load([ledger(tmp_path / LEDGER, range(1, last))], store)
    visit = opened()
    assert visit.states == ["待确认", "已计入"]
    visit.test.selectbox(key="submission").set_value(2).run()
    visit.press("do_accept_2")
    assert visit.states == ["已计入", "已被替换"]


def test_withdraw_restore_and_roll_back(opened, store, tmp_path):
    importing.load([ledger(tmp_path / LEDGER, range(1, 11))], store)
    importing.load([many(tmp_path / "答卷.xlsx", 3)], store)
    visit = opened()
    visit.test.selectbox(key="submission").set_value(2).run()
    visit.press("do_withdraw_2")
    assert visit.said == ["已撤回报送 2，正在使用数据版本 000003"]
    assert ask(store, "SELECT count(*) FROM response") == [(0,)]
    visit.press("do_restore_2")
    assert ask(store, "SELECT count(*) FROM response") == [(3,)]
    assert visit.states == ["已计入", "已计入"]
    visit.test.selectbox(key="version").set_value(1).run()
    visit.press("do_version_1_4")
    assert warehouse.current_version(store) == 1
    assert [row["版本"] for row in visit.frame("生成时间") if row["状态"]] == ["000001"]


def test_a_cell_of_a_received_file_is_mended_with_a_reason_and_taken_back(opened, store, tmp_path):
    importing.load([ledger(tmp_path / LEDGER, range(1, 11), {4: PHONE})], store)
    visit = opened()
    visit.test.selectbox(key="submission").set_value(1).run()
    assert [(row["级别"], row["行"], row["列"]) for row in visit.frame("怎样改")] == [("错误", 5, "C 统一社会信用代码")]
    cell = visit.test.selectbox(key="mend_cell_1")
    assert cell.options == ["台账!C5 · 统一社会信用代码 · 138****5678"]
    cell.set_value("台账!C5").run()
    assert PHONE not in "".join(visit.texts)
    value, reason = visit.test.text_input
    value.set_value(credit_code(4))
    visit.press("do_mend_1")
    assert visit.said == ["没有写明为什么改。请写明理由，例如 电话核实"]
    assert warehouse.current_version(store) == 1
    value, reason = visit.test.text_input
    value.set_value(credit_code(4))
    reason.set_value("电话核实")
    visit.press("do_mend_1")
    assert visit.said == ["已改正 台账\\!C5，正在使用数据版本 000002"]
    assert ask(store, "SELECT count(*) FROM assisted") == [(10,)]
    (row,) = visit.frame("改为")
    assert (row["单元格"], row["原值"], row["改为"], row["理由"]) == (
        "台账!C5",
        "138****5678",
        credit_code(4),
        "电话核实",
    )
    assert PHONE not in "".join(visit.texts)
    visit.test.selectbox(key="correction").set_value(1).run()
    visit.press("undo_1")
    assert visit.said == ["已撤销改正 1，正在使用数据版本 000003"]
    assert ask(store, "SELECT count(*) FROM assisted") == [(9,)]
    assert (visit.frame("怎样改")[0]["行"], register.decisions(store, "cell")) == (5, [])


def test_files_with_findings_can_go_back_each_or_all(opened, tmp_path, monkeypatch):
    asked: dict[str, object] = {}
    button = st.download_button

    def watched(label: str, data: object, **options: object) -> bool:
        if str(options["file_name"]).startswith("退回修改"):
            asked[str(options["file_name"])] = data
        return button(label, data, **options)

    monkeypatch.setattr(st, "download_button", watched)
    (tmp_path / "大同").mkdir()
    good = ledger(tmp_path / "大同" / "大同市2024帮扶企业台账.xlsx", range(1, 4))
    visit = opened()
    visit.drop(ledger(tmp_path / LEDGER, range(1, 11), {4: PHONE}), good)
    assert list(asked) == [f"退回修改_{LEDGER}"]
    book = openpyxl.load_workbook(io.BytesIO(asked[f"退回修改_{LEDGER}"]()))  # type: ignore[operator]
    assert book["台账"]["C5"].comment.text.startswith("【退回修改】")
    asked.clear()
    visit.drop(ledger(tmp_path / LEDGER, range(1, 11), {4: PHONE}), ledger(good, range(1, 4), {2: ""}))
    assert set(asked) == {"退回修改表.zip", f"退回修改_{LEDGER}", f"退回修改_{good.name}"}
    with zipfile.ZipFile(io.BytesIO(asked["退回修改表.zip"]())) as archive:  # type: ignore[operator]
        assert set(archive.namelist()) == {f"退回修改_{LEDGER}", f"退回修改_{good.name}"}


def test_a_received_file_goes_back_as_it_was_sent(opened, store, tmp_path):
    importing.load([ledger(tmp_path / LEDGER, range(1, 11), {4: PHONE, 5: ""})], store)
    importing.correct(store, 1, {"台账!C5": credit_code(4)}, "核实")
    (one,) = register.submissions(store)
    as_sent = received.as_sent(store, one, tmp_path)
    made = returning.workbook(store.original(one.sha256, one.suffix), as_sent, "zh")
    assert str(openpyxl.load_workbook(io.BytesIO(made))["台账"]["C5"].value) == PHONE
    visit = opened()
    visit.test.selectbox(key="submission").set_value(1).run()
    assert "退回修改表" in [one.label for one in visit.test.get("download_button")]


def test_in_an_archive_stands_why_a_workbook_is_missing(monkeypatch, tmp_path):
    def refused(*_: object) -> bytes:
        raise Refused("太大")

    monkeypatch.setattr(returning, "workbook", refused)
    with zipfile.ZipFile(io.BytesIO(giving_back.archive({"甲.xlsx": (tmp_path, None)}, "zh"))) as archive:  # type: ignore[dict-item]
        assert {name: archive.read(name).decode() for name in archive.namelist()} == {"甲.xlsx.txt": "太大"}


def test_a_refusal_is_one_sentence(opened, store, tmp_path):
    importing.load([many(tmp_path / "答卷.xlsx", 3)], store)
    visit = opened()
    visit.test.selectbox(key="submission").set_value(1).run()
    register.decide(store, 1, "withdrawn")  # by somebody else
    visit.press("do_withdraw_1")
    (sentence,) = visit.test.error
    assert "没有可以这样处理的报送" in sentence.value


def test_withdrawing_everything_leaves_pages_that_say_so(opened, store, tmp_path):
    importing.load([many(tmp_path / "答卷.xlsx", 3)], store)
    importing.withdraw(store, 1)
    visit = opened()
    visit.test.switch_page("pages/overview/overview.py").run()
    assert not visit.test.exception
    assert [one.value for one in visit.test.title] == ["还没有数据"]


def test_a_file_of_the_same_name_dropped_later_is_the_one_published(opened, store, tmp_path):
    (tmp_path / "mended").mkdir()
    visit = opened()
    visit.drop(
        ledger(tmp_path / LEDGER, range(1, 11), {4: "911401"}), ledger(tmp_path / "mended" / LEDGER, range(1, 11))
    )
    visit.press("publish")
    assert ask(store, "SELECT count(*) FROM submission") == [(1,)]
    assert ask(store, "SELECT count(*) FROM assisted") == [(10,)]


def test_an_open_page_shows_the_new_version_and_says_so(store, tmp_path):
    importing.load([many(tmp_path / "答卷.xlsx", 3)], store)
    test = AppTest.from_file(str(Path(__file__).parents[2] / "app.py"), default_timeout=60)
    test.run()
    assert not test.toast
    importing.load([many(tmp_path / "更多.xlsx", 5, first=10)], store)
    test.run()
    assert [one.value for one in test.toast] == ["数据已更新到版本 000002"]
    assert Shown(test).cards["responses"] == "8 份"
    test.run()
    assert not test.toast


def test_waiting_for_another_import_is_said(chinese):
    work = Job("正在发布", ["甲.xlsx"])
    assert job._doing(work) == "正在发布（0/1）：甲.xlsx"
    work.waiting()
    assert job._doing(work) == "另一个导入正在进行，等它结束后继续……"
    work.progress(1)
    assert job._doing(work) == "正在发布：正在生成新的数据版本……"


@pytest.mark.parametrize(
    ("value", "heading", "shown"),
    [
        ("13812341234", "统一社会信用代码", "138****1234"),
        ("91140100MA00000013", "统一社会信用代码", "91140100MA00000013"),
        ("张三丰", "联系人", "张*"),
        ("张三 138-1234-1234", "联系人及电话", "张* 138****1234"),
        ("0351-1234567", "联系电话", "035****67"),
        ("zhang.san@example.cn", "邮箱", "z****@example.cn"),
        ("140102199001011234", "备注", "140****4"),
        ("样例3有限公司", "企业名称", "样例3有限公司"),
    ],
)
def test_persons_are_masked(value, heading, shown):
    assert masking.cell(value, heading) == shown


def test_templates_are_offered_for_the_sender_that_is_chosen(opened, monkeypatch):
    monkeypatch.setenv("TISHENG_HOME", "140100")
    visit = opened()
    menu = next(block for block in visit.test.get("popover") if block.proto.popover.label == "下载填报模板")
    assert [one.proto.label for one in menu.get("download_button")] == [
        "企业台账",
        "问卷答卷",
        "统计表（附表）",
        "试点统计表（附件3）",
        "典型案例",
        "推荐认证机构名单",
        "成果材料登记表",
        "评分表",
        "电话核查表",
    ]
    assert "报送单位：太原市" in menu.caption[1].value.replace("\\", "")
    visit.test.selectbox(key="import_sender").select("CNCA-R-2002-001").run()
    menu = next(block for block in visit.test.get("popover") if block.proto.popover.label == "下载填报模板")
    assert [one.proto.label for one in menu.get("download_button")] == [
        "企业台账",
        "问卷答卷",
        "典型案例",
        "成果材料登记表",
    ]


def compared(tmp_path: Path, before: Path, after: Path) -> difference.Difference:
    checked = importing.check([before, after], Store(tmp_path / "checked"))
    old, new = (one.staged for one in checked)
    assert isinstance(old, staging.Staged)
    assert isinstance(new, staging.Staged)
    return difference.between(old, new)


def test_difference_follows_firms_by_code_else_by_name(tmp_path):
    before = ledger(tmp_path / "甲.2024台账.xlsx", range(1, 6), {2: ""})  # firm 2 gave no code
    after = ledger(tmp_path / "乙.2024台账.xlsx", range(2, 8), {3: credit_code(33)})  # firm 3 corrects its own
    found = compared(tmp_path, before, after)
    assert (found.added, found.removed, found.changed, found.unchanged) == (2, 1, 2, 2)
    assert (found.rows_before, found.rows_after) == (5, 6)
    assert not found.is_drastic


def test_difference_of_answers_counts_firms(tmp_path):
    found = compared(tmp_path, many(tmp_path / "甲.xlsx", 4), many(tmp_path / "乙.xlsx", 4, first=3))
    assert (found.added, found.removed, found.changed, found.unchanged) == (2, 2, 0, 2)


ASKING = f"""
    序号 | 企业名 | 统一代码 | 县区 | 所处行业 | 认证机构 | 负责人手机
    1 | 甲有限公司 | {credit_code(1)} | 小店区 | 建设业 | 中国质量认证中心 | 13812345678
    2 | 乙有限公司 | {credit_code(2)} | 迎泽区 | 建设业 | 中国质量认证中心 | 13812345678
"""


def test_headings_nobody_knows_are_explained_in_a_dialog_and_remembered(opened, store, tmp_path):
    visit = opened()
    visit.drop(drawing.book(tmp_path / LEDGER, drawing.ledger(ASKING)))
    assert "待说明" in str(visit.test.table[0].value.to_dict("records"))
    (explain,) = [one for one in visit.test.button if str(one.key).startswith("explain_")]
    explain.click().run()
    assert not visit.test.exception
    boxes = [one for one in visit.test.selectbox if str(one.key).startswith("column_")]
    assert [one.value for one in boxes] == ["name", "credit_code", "industry", "phone"]
    assert "甲有限公司" in boxes[0].label
    assert PHONE not in "".join([*visit.texts, *(one.label for one in boxes)])
    assert "138" in boxes[3].label
    (confirm,) = [one for one in visit.test.button if one.label == "确认"]
    confirm.click().run()
    assert not visit.test.exception
    assert visit.headline == "1 个文件共 2 行：可载入 2 行，待改 0 行，忽略 0 行"
    assert {(one.subject, one.verdict) for one in register.decisions(store, "heading")} == {
        ("企业名", "name"),
        ("统一代码", "credit_code"),
        ("所处行业", "industry"),
        ("负责人手机", "phone"),
    }
    visit.press("publish")
    assert ask(store, "SELECT count(*) FROM assisted WHERE industry = 28 AND county IS NOT NULL") == [(2,)]


def test_one_column_cannot_be_two_headings(opened, store, tmp_path):
    visit = opened()
    visit.drop(drawing.book(tmp_path / LEDGER, drawing.ledger(ASKING)))
    next(one for one in visit.test.button if str(one.key).startswith("explain_")).click().run()
    boxes = [one for one in visit.test.selectbox if str(one.key).startswith("column_")]
    boxes[3].set_value("name")
    next(one for one in visit.test.button if one.label == "确认").click().run()
    assert [one.value for one in visit.test.error if "有两列都说是" in one.value]
    assert register.decisions(store, "heading") == []


def test_a_heading_like_another_can_be_explained_before_publishing(opened, store, tmp_path):
    visit = opened()
    file = ledger(tmp_path / LEDGER, range(1, 4))
    book = openpyxl.load_workbook(file)
    book.active["G1"] = "联系人的电话"
    book.save(file)
    visit.drop(file)
    assert any(
        "联系电话" in str(row["问题"]) or str(row["列"]).endswith("联系人的电话") for row in visit.frame("怎样改")
    )
    next(one for one in visit.test.button if str(one.key).startswith("explain_")).click().run()
    (box,) = [one for one in visit.test.selectbox if str(one.key).startswith("column_")]
    assert box.value == "phone"
    next(one for one in visit.test.button if one.label == "确认").click().run()
    assert not visit.test.exception
    assert not [one for one in visit.test.button if str(one.key).startswith("explain_")]


def test_what_shows_only_beside_other_files_is_told_after_publishing(opened, store, tmp_path):
    importing.load([ledger(tmp_path / LEDGER, range(1, 4))], store)
    visit = opened()
    assert "合并时发现的问题" not in "\n".join(visit.texts)
    visit.drop(ledger(tmp_path / "大同市2024帮扶企业台账.xlsx", range(3, 6)))
    visit.press("publish")
    assert visit.said[1:] == ["与以前收到的文件比较，在这次的文件里又发现 2 条问题，列在下面的“合并时发现的问题”里"]
    merged = found_when_merged(visit)
    assert {(row["级别"], row["文件"], row["行"]) for row in merged} == {
        ("提示", "大同市2024帮扶企业台账.xlsx", 2),
        ("提示", LEDGER, 4),
    }
    visit.test.multiselect(key="merged_rule").set_value(["ledgers_disagree"]).run()
    assert [(row["文件"], row["列"], row["原值"]) for row in found_when_merged(visit)] == [
        ("大同市2024帮扶企业台账.xlsx", "所属省市", "大同市")
    ]
    visit.press("clear")
    assert found_when_merged(visit)


def test_findings_of_a_version_name_no_phone(opened, store, tmp_path):
    importing.load([ledger(tmp_path / f"{PHONE}太原市2024.xlsx", range(1, 4))], store)
    importing.load([ledger(tmp_path / "大同市2024帮扶企业台账.xlsx", range(3, 6))], store)
    visit = opened()
    assert {row["原值"] for row in found_when_merged(visit)} >= {"138****5678太原市2024.xlsx"}
    assert PHONE not in "".join(visit.texts)


def test_a_version_of_an_older_program_keeps_nobody_from_the_page(opened, store, tmp_path, monkeypatch):
    importing.load([ledger(tmp_path / LEDGER, range(1, 4))], store)

    def older(_reader: object) -> None:
        raise Refused("数据版本 {version} 由旧程序生成。请运行：python -m loaders prepare", version=1)

    monkeypatch.setattr(merged, "everything", older)
    visit = opened()
    assert [one.value for one in visit.test.warning] == ["数据版本 1 由旧程序生成。请运行：python \\-m loaders prepare"]
    assert visit.test.file_uploader


def test_a_long_list_is_cut_and_says_so(opened, store, tmp_path, monkeypatch):
    monkeypatch.setattr(issue_table, "MOST", 1)
    importing.load([ledger(tmp_path / LEDGER, range(1, 4))], store)
    importing.load([ledger(tmp_path / "大同市2024帮扶企业台账.xlsx", range(3, 6))], store)
    visit = opened()
    assert len(found_when_merged(visit)) == 1
    assert any("只列出前 1 条" in text for text in visit.texts)


def of_taiyuan(folder: Path, name: str, serials: range) -> Path:
    return ledger(folder / f"太原市2024帮扶企业台账{name}.xlsx", serials)


def test_of_two_files_of_one_sender_the_preview_says_which_counts(opened, store, tmp_path):
    first, second = of_taiyuan(tmp_path, "一", range(1, 4)), of_taiyuan(tmp_path, "二", range(1, 6))
    visit = opened()
    visit.drop(first, second)
    states = [str(row["状态"]) for row in visit.test.table[0].value.to_dict("records")]
    assert ["可发布" in states[0], "待确认" in states[1]] == [True, True]
    assert visit.headline == "2 个文件共 10 行：可载入 8 行，待改 0 行，忽略 2 行（其中 5 行这次不计入）"
    (note,) = [text.value for text in visit.test.text if text.value.startswith(f"{second.name}：")]
    assert f"发布后只计入“{first.name}”，这一份待确认" in note
    assert not visit.test.checkbox
    visit.press("publish")
    assert ask(store, "SELECT count(*) FROM assisted") == [(3,)]
    assert visit.states == ["待确认", "已计入"]
    assert visit.said[1:] == [
        f"“{second.stem}\\.xlsx”待确认：计入的是“{first.stem}\\.xlsx”。要改用它，请在“已收到的文件”里确认替换"
    ]


def test_a_file_that_would_wait_for_one_that_is_left_out_is_left_out_too(opened, store, tmp_path):
    importing.load([of_taiyuan(tmp_path, "", range(1, 4))], store)
    visit = opened()
    visit.drop(of_taiyuan(tmp_path, "一", range(1, 5)), of_taiyuan(tmp_path, "二", range(1, 6)))
    (replace,) = visit.test.checkbox
    assert not visit.test.button(key="publish").disabled
    replace.uncheck().run()
    assert visit.test.button(key="publish").disabled
    assert "没有确认替换的 2 个文件这次不发布" in visit.texts


def test_one_content_under_two_names_counts_once(opened, store, tmp_path):
    first = of_taiyuan(tmp_path, "一", range(1, 4))
    second = tmp_path / "太原市2024帮扶企业台账二.xlsx"
    second.write_bytes(first.read_bytes())
    visit = opened()
    visit.drop(first, second)
    assert f"{second.name}：内容与“{first.name}”完全相同，只计那一份" in [text.value for text in visit.test.text]
    visit.press("publish")
    assert ask(store, "SELECT count(*) FROM submission") == [(1,)]
