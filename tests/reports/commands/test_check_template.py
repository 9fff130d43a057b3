"""`python -m reports check-template` and `build --template`: what is said, the code, and that nothing half-written stays."""

import json
from pathlib import Path

import pytest

from reports.frozen import frozen
from tests.reports.template import making

TIANJIN = ("--where", "year=2024", "--where", "province=120000")


@pytest.fixture
def file(tmp_path: Path):
    """A template in a file."""

    def file(*paragraphs: str, **more) -> Path:
        path = tmp_path / "模板.docx"
        path.write_bytes(making.template(*paragraphs, **more))
        return path

    return file


def test_a_good_template_fits_its_kinds_and_all_names_are_listed(run, file):
    code, out, err = run("check-template", file("{{ satisfaction_rate }}", charts=[("【satisfaction】", "")]))
    assert (code, err) == (0, "")
    assert "可用于：assessment summary-report" in out
    for line in (
        "  place",
        "  satisfaction_rate  满意率  .top .bottom",
        "  units",
        "  text.企业满意度  企业满意度",
        "  【aspects】",
    ):
        assert line in out


def test_mistakes_are_named_one_a_line(run, file):
    code, out, err = run("check-template", file("{{ plase }}{{ yeer }}", charts=[("【aspect】", "")]), "--json")
    told = json.loads(out)
    assert code == 2
    assert told["problems"] == err.splitlines()
    assert [line.split("。")[0] for line in told["problems"]] == [
        "没有名称“plase”", "没有名称“yeer”", "没有图“【aspect】”",
    ]  # fmt: skip
    assert (told["fits"], "satisfaction_rate.base" in told["names"], "aspects" in told["charts"]) == ([], True, True)


def test_the_kind_can_be_said(run, file):
    content = file("{{ districts }}")
    assert run("check-template", content, "--kind", "pilot-report")[0] == 0
    assert run("check-template", content, "--kind", "assessment")[0] == 2


def test_a_template_is_filled_and_held_against_an_older_report(run, file, tmp_path):
    old, new = tmp_path / "旧.docx", tmp_path / "新.docx"
    assert run("build", "assessment", *TIANJIN, "--out", old)[0] == 0
    template = file("{{ satisfaction_rate }}{{ satisfaction_rate.before }}")
    code, out, _ = run("build", "assessment", *TIANJIN, "--template", template, "--out", new, "--against", old)
    assert code == 0
    assert "“satisfaction_rate.before”没有数据，印作“—”" in out
    assert [one.name for one in frozen(new)] == ["satisfaction_rate"]
    assert "个数字有变化" in out  # those that the template does not print
    assert "满意率 value（province=120000 year=2024）" not in out


@pytest.mark.parametrize(
    ("kind", "paragraph", "said"),
    [
        ("assessment", "{{ plase }}", "没有名称“plase”"),
        ("assessment", "{{ units[99].name }}", "算不出结果"),
        ("deck", "{{ place }}", "“deck”不能用自己的模板。可以用的有：assessment pilot-report summary-report"),
    ],
)
def test_what_is_refused_is_one_sentence_and_leaves_no_file(run, file, tmp_path, kind, paragraph, said):
    (folder := tmp_path / "报告").mkdir()
    code, out, err = run("build", kind, *TIANJIN, "--template", file(paragraph), "--out", folder)
    assert (code, out, list(folder.iterdir())) == (2, "", [])
    assert said in err
    assert len(err.strip().splitlines()) == 1


def test_a_file_that_is_no_template_is_refused(run, tmp_path):
    (broken := tmp_path / "坏.docx").write_bytes(b"PK\x03\x04")
    for command in (
        ("check-template", broken),
        ("build", "assessment", *TIANJIN, "--template", broken, "--out", tmp_path),
    ):
        code, out, err = run(*command)
        assert (code, out, err.strip()) == (
            2,
            "",
            "模板不是完好的 .docx，打不开。请在 Word 或 WPS 里打开后另存为 .docx",
        )
    assert "读不了文件" in run("check-template", tmp_path / "没有.docx")[2]


def test_a_filled_template_is_measured_against_the_prescribed_length(run, file, tmp_path):
    template = file("{{ place }}", "五、经验启示", "字" * 501)
    code, out, err = run(
        "build", "assessment", *TIANJIN, "--template", template, "--out", tmp_path / "新.docx", "--json"
    )
    told = json.loads(out)["characters"]
    assert code == 0
    assert (told["prose"], told["most"], told["left"]) == (3 + 6 + 501, 3000, 2490)
    assert [(one["heading"], one["left"]) for one in told["sections"]] == [("经验启示", -1)]
    assert "其中“经验启示”一节 501 字，超出上限 500 字，请压缩" in err
