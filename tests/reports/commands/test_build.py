"""`python -m reports build assessment`: the file, what is said, and that nothing is written where something is wrong."""

import json
from pathlib import Path

import pytest

from data import store as stores
from reports import __main__ as program
from reports.word.frozen import frozen

NAME = "天津市小微企业质量管理体系认证提升行动自评报告（2024年度）.docx"
TIANJIN = ("--where", "year=2024", "--where", "province=120000")


@pytest.fixture
def run(store, monkeypatch, capsys):
    """Run a command: its code, standard output, standard error."""
    monkeypatch.setenv("LANG", "zh_CN.UTF-8")
    for name in ("LC_ALL", "LC_MESSAGES"):
        monkeypatch.delenv(name, raising=False)

    def ran(*words: object) -> tuple[int, str, str]:
        command = ["reports", "build", "assessment", "--store", str(store.path), *map(str, words)]
        monkeypatch.setattr("sys.argv", command)
        code = program.main()
        said = capsys.readouterr()
        return code, said.out, said.err

    return ran


def test_a_folder_gets_a_file_with_a_chinese_name(run, tmp_path: Path):
    code, out, err = run(*TIANJIN, "--out", tmp_path, "--json")
    told = json.loads(out)
    assert code == 0
    assert [file.name for file in tmp_path.iterdir()] == [NAME]
    assert told["file"] == str(tmp_path / NAME)
    assert told["figures"] == len(frozen(tmp_path / NAME))
    assert "上限 3000 字" in err


def test_a_draft_is_not_written_over(run, tmp_path: Path):
    (draft := tmp_path / "报告.docx").write_bytes(b"draft")
    code, _, err = run(*TIANJIN, "--out", draft)
    assert (code, draft.read_bytes()) == (2, b"draft")
    assert "已经存在，没有覆盖" in err
    assert run(*TIANJIN, "--out", draft, "--replace")[0] == 0
    assert len(frozen(draft)) > 100


def test_against_an_older_report_it_says_which_figures_differ(run, tmp_path: Path):
    old, new, other = (tmp_path / f"{name}.docx" for name in ("旧", "新", "武清"))
    assert run(*TIANJIN, "--out", old)[0] == 0
    _, same, _ = run(*TIANJIN, "--out", new, "--against", old)
    assert "数字没有变化" in same
    _, out, _ = run("--where", "year=2024", "--where", "city=120114", "--out", other, "--against", old, "--json")
    changed = json.loads(out)["changed"]
    assert changed
    assert all(one["old"] is None or one["new"] is None for one in changed)  # of another region: other figures


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
def test_what_is_refused_leaves_no_file(run, tmp_path: Path, words, said):
    code, out, err = run(*words, "--out", tmp_path / "报告.docx")
    assert code == 2
    assert said in err
    assert len(err.strip().splitlines()) == 1
    assert out == ""
    assert list(tmp_path.iterdir()) == []


def test_other_endings_and_missing_folders_are_refused(run, tmp_path: Path):
    assert "请以 .docx 结尾" in run(*TIANJIN, "--out", tmp_path / "报告.pdf")[2]
    assert "没有文件夹" in run(*TIANJIN, "--out", tmp_path / "没有" / "报告.docx")[2]
    assert list(tmp_path.iterdir()) == []


def test_a_full_disk_leaves_nothing_behind(run, tmp_path: Path, monkeypatch):
    def full(path: Path, content: bytes) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(stores, "write_atomically", full)
    code, _, err = run(*TIANJIN, "--out", tmp_path)
    assert code == 2
    assert "不能写" in err
    assert list(tmp_path.iterdir()) == []
