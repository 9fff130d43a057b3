"""`python -m reports build`: the file, what is said, and that nothing is written where something is wrong."""

import json
from pathlib import Path

import pytest

from data import store as stores
from data.store import Store
from loaders import importing
from reports.frozen import frozen
from reports.kinds import Built, Kind
from reports.length import Length, Section
from tests.loaders.drawing import many
from tests.programs import Run

DECK = "天津市小微企业质量管理体系认证提升行动成效（2024年度）.pptx"
NAME = "天津市小微企业质量管理体系认证提升行动自评报告（2024年度）.docx"
TOO_LONG = Length(3000, 100, 3000, (Section("经验启示", 501, 500),))
LONG = Kind("自评报告", ".docx", lambda reader, where: Built(b"", "长.docx", [], TOO_LONG))
TIANJIN = ("--where", "year=2024", "--where", "province=120000")


@pytest.fixture
def build(run: Run) -> Run:
    """Build a document, a 自评报告 if nothing else is said."""
    return lambda *words, kind="assessment": run("build", kind, *words)


@pytest.fixture
def grown(build, tmp_path: Path) -> tuple[Store, Path]:
    """A store of two versions, and a report of the first one."""
    kept, old = Store(tmp_path / "grown"), tmp_path / "旧.docx"
    importing.load([many(tmp_path / "甲.xlsx", 12)], kept)
    assert build("--where", "year=2022", "--out", old, "--store", kept.path)[0] == 0
    importing.load([many(tmp_path / "乙.xlsx", 4, first=21)], kept)
    return kept, old


def test_a_folder_gets_a_file_with_a_chinese_name(build, tmp_path: Path):
    code, out, err = build(*TIANJIN, "--out", tmp_path, "--json")
    told = json.loads(out)
    assert code == 0
    assert [file.name for file in tmp_path.iterdir()] == [NAME]
    assert told["file"] == str(tmp_path / NAME)
    assert told["figures"] == len(frozen(tmp_path / NAME))
    assert "上限 3000 字" in err
    assert "其中“经验启示”一节 0 字，上限 500 字，还可以写 500 字" in err
    assert told["characters"]["sections"] == [{"heading": "经验启示", "prose": 0, "most": 500, "left": 500}]


@pytest.mark.parametrize(
    ("kind", "where", "name"),
    [
        (
            "pilot-report",
            ("pilot=天津地毯",),
            "小微企业质量管理体系认证提升行动天津市地毯区域试点自评报告（2024年度）.docx",
        ),
        (
            "summary-report",
            ("province=120000",),
            "天津市小微企业质量管理体系认证提升行动2024年总结评估报告.docx",
        ),
        ("summary-report", (), "“小微企业质量管理体系认证提升行动”2024年总结评估报告.docx"),
    ],
)
def test_the_other_reports_have_no_prescribed_length(build, tmp_path: Path, kind, where, name):
    words = [word for one in ("year=2024", *where) for word in ("--where", one)]
    code, out, err = build(*words, "--out", tmp_path, "--json", kind=kind)
    assert code == 0
    assert [file.name for file in tmp_path.iterdir()] == [name]
    assert json.loads(out)["characters"]["left"] is None
    assert "提纲没有规定字数" in err
    assert len(frozen(tmp_path / name)) > 100


@pytest.mark.parametrize(
    ("kind", "words", "said"),
    [
        ("pilot-report", ("year=2024",), "只写一个试点"),
        ("pilot-report", ("year=2024", "pilot=天津地毯", "pilot=天津电动自行车"), "只写一个试点"),
        ("pilot-report", ("year=2024", "pilot=地毯"), "没有取值“地毯”。相近的有：天津地毯"),
        ("pilot-report", ("year=2022", "pilot=天津地毯"), "没有试点统计表（附件3），也没有帮扶企业和答卷"),
        ("summary-report", ("year=2021",), "全国2021年没有企业调查问卷"),
        ("summary-report", ("year=2024", "city=120114"), "不能用“city”筛选"),
    ],
)
def test_a_wrong_selection_leaves_no_file(build, tmp_path: Path, kind, words, said):
    where = [word for one in words for word in ("--where", one)]
    code, out, err = build(*where, "--out", tmp_path / "报告.docx", kind=kind)
    assert (code, out, list(tmp_path.iterdir())) == (2, "", [])
    assert said in err
    assert len(err.strip().splitlines()) == 1


def test_what_is_too_long_is_said(build, tmp_path: Path, monkeypatch):
    monkeypatch.setattr("reports.commands.build.KINDS", {"assessment": LONG})
    _, _, err = build(*TIANJIN, "--out", tmp_path)
    assert "合计 3100 字，超出上限 3000 字，请压缩" in err
    assert "其中“经验启示”一节 501 字，超出上限 500 字，请压缩" in err


def test_a_deck_gets_a_chinese_name_too(build, tmp_path: Path):
    code, out, err = build(*TIANJIN, "--out", tmp_path, "--json", kind="deck")
    assert (code, err) == (0, "")
    assert [file.name for file in tmp_path.iterdir()] == [DECK]
    assert json.loads(out)["figures"] == len(frozen(tmp_path / DECK))


def test_a_draft_is_not_written_over(build, tmp_path: Path):
    (draft := tmp_path / "报告.docx").write_bytes(b"draft")
    code, _, err = build(*TIANJIN, "--out", draft)
    assert (code, draft.read_bytes()) == (2, b"draft")
    assert "已经存在，没有覆盖" in err
    assert build(*TIANJIN, "--out", draft, "--replace")[0] == 0
    assert len(frozen(draft)) > 100


def test_against_an_older_report_it_says_which_figures_differ(build, tmp_path: Path):
    old, new, other = (tmp_path / f"{name}.docx" for name in ("旧", "新", "武清"))
    assert build(*TIANJIN, "--out", old)[0] == 0
    _, same, _ = build(*TIANJIN, "--out", new, "--against", old)
    assert "数字没有变化" in same
    _, out, _ = build("--where", "year=2024", "--where", "city=120114", "--out", other, "--against", old, "--json")
    changed = json.loads(out)["changed"]
    assert changed
    assert all(one["old"] is None or one["new"] is None for one in changed)  # of another region: other figures


def test_against_a_report_of_an_older_version_it_names_the_files_between(grown, build, tmp_path: Path):
    kept, old = grown
    words = ("--where", "year=2022", "--against", old, "--store", kept.path)
    code, out, _ = build(*words, "--out", tmp_path / "新.docx")
    assert code == 0
    assert "原报告用数据版本 000001，现在用 000002：其间新计入 1 个文件，不再计入 0 个" in out
    assert "  新计入：乙.xlsx（问卷答卷，" in out
    _, out, _ = build(*words, "--out", tmp_path / "又.docx", "--json")
    told = json.loads(out)["since"]
    assert (told["old"], told["new"], [one["file"] for one in told["came"]]) == (1, 2, ["乙.xlsx"])


def test_against_a_report_of_another_scope_no_file_is_blamed(build, tmp_path: Path):
    old = tmp_path / "旧.docx"
    build(*TIANJIN, "--out", old)
    _, out, _ = build(
        "--where", "year=2024", "--where", "city=120114", "--out", tmp_path / "新.docx", "--against", old, "--json"
    )
    assert "since" not in json.loads(out)


def test_a_deck_is_held_against_an_older_deck_and_against_a_report(build, tmp_path: Path):
    old, new, report = tmp_path / "旧.pptx", tmp_path / "新.pptx", tmp_path / "报告.docx"
    assert build(*TIANJIN, "--out", old, kind="deck")[0] == 0
    assert build(*TIANJIN, "--out", report)[0] == 0
    _, same, _ = build(*TIANJIN, "--out", new, "--against", old, kind="deck")
    assert "数字没有变化" in same
    _, out, _ = build(*TIANJIN, "--out", new, "--replace", "--against", report, "--json", kind="deck")
    assert not [one for one in json.loads(out)["changed"] if one["old"] and one["new"]]


@pytest.mark.parametrize("kind", ["assessment", "deck"])
@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("--where", "year=2022", "--where", "province=120000"), "没有帮扶企业，也没有答卷"),
        (("--where", "year=2024", "--where", "provinse=120000"), "没有维度“provinse”"),
        (("--where", "year=2024", "--where", "province=129999"), "没有取值“129999”"),
        (("--where", "2024"), "写法是"),
        ((*TIANJIN, "--against", "没有.docx"), "不能对照"),
    ],
)
def test_what_is_refused_leaves_no_file(build, tmp_path: Path, words, said, kind):
    code, out, err = build(*words, "--out", tmp_path, kind=kind)
    assert code == 2
    assert said in err
    assert len(err.strip().splitlines()) == 1
    assert out == ""
    assert list(tmp_path.iterdir()) == []


def test_other_endings_and_missing_folders_are_refused(build, tmp_path: Path):
    assert "给出以 .docx 结尾" in build(*TIANJIN, "--out", tmp_path / "报告.pdf")[2]
    assert "给出以 .pptx 结尾" in build(*TIANJIN, "--out", tmp_path / "报告.docx", kind="deck")[2]
    assert "没有文件夹" in build(*TIANJIN, "--out", tmp_path / "没有" / "报告.docx")[2]
    assert list(tmp_path.iterdir()) == []


def test_a_full_disk_leaves_nothing_behind(build, tmp_path: Path, monkeypatch):
    def full(path: Path, content: bytes) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(stores, "write_atomically", full)
    code, _, err = build(*TIANJIN, "--out", tmp_path)
    assert code == 2
    assert "不能写" in err
    assert list(tmp_path.iterdir()) == []


# --- the official tables


PILOT = ("--where", "year=2024", "--where", "pilot=天津地毯")
TABLES = ("statistics-table", "pilot-table", "industry-list", "body-list", "assessment-table")


@pytest.mark.parametrize("kind", TABLES)
def test_a_folder_gets_a_workbook_and_a_name_decides(build, tmp_path: Path, kind):
    where = PILOT if kind == "pilot-table" else TIANJIN
    code, out, _ = build(*where, "--out", tmp_path, "--json", kind=kind)
    (file,) = tmp_path.iterdir()
    assert (code, file.suffix, json.loads(out)["file"]) == (0, ".xlsx", str(file))
    assert build(*where, "--out", tmp_path / "表.docx", kind=kind)[0] == 0
    assert len(frozen(tmp_path / "表.docx")) == json.loads(out)["figures"]
    assert "给出以 .xlsx .docx 结尾" in build(*where, "--out", tmp_path / "表.pdf", kind=kind)[2]


def test_blanks_are_explained_and_differences_told_one_a_line(build, tmp_path: Path):
    pilot = ("--where", "year=2024", "--where", "pilot=天津高端装备制造")
    code, out, err = build(*pilot, "--out", tmp_path / "表.xlsx", kind="pilot-table")
    assert code == 0
    assert "填表说明：" in out
    assert "“区域产业占GDP比重（%） 提升前”留空" in out
    assert [
        line for line in err.splitlines() if line.startswith("“相关方参与数量（个/人） 认证机构”：由台账和答卷算出 ")
    ]
    told = json.loads(build(*pilot, "--out", tmp_path / "表.docx", "--json", kind="pilot-table")[1])
    assert told["differences"] == err.strip().splitlines()
    assert told["notes"] == [line.strip() for line in out.splitlines()[2:]]


@pytest.mark.parametrize(
    ("kind", "words", "said"),
    [
        ("statistics-table", ("--where", "province=120000"), "请指明一个年度"),
        ("industry-list", ("--where", "year=2024", "--where", "industry=3"), "不能用“industry”"),
        ("body-list", ("--where", "year=二零二四"), "没有取值“二零二四”"),
        ("pilot-table", ("--where", "year=2024"), "2024年的试点有：天津地毯"),
        ("pilot-table", ("--where", "year=2024", "--where", "pilot=地毯"), "相近的有：天津地毯"),
        ("assessment-table", ("--where", "year=2021", "--where", "province=120000"), "附件1是2024年起的评估办法"),
        ("assessment-table", (*TIANJIN, "--where", "industry=3"), "不能按“industry”筛选"),
    ],
)
@pytest.mark.parametrize("ending", [".xlsx", ".docx"])
def test_a_table_that_is_refused_leaves_no_file(build, tmp_path: Path, kind, words, said, ending):
    code, out, err = build(*words, "--out", tmp_path / f"表{ending}", kind=kind)
    assert (code, out, list(tmp_path.iterdir())) == (2, "", [])
    assert said in err
    assert len(err.strip().splitlines()) == 1
