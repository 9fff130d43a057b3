"""`python -m reports check-case`: a line a file, what is to be mended below it, and the code."""

import pytest

from tests.reports.case.drawn import HEADINGS, SIZES, TITLE, case


@pytest.fixture
def file(tmp_path):
    """A case in a file."""

    def file(name="案例.docx", content=None, **more):
        path = tmp_path / name
        path.write_bytes(case(**more) if content is None else content)
        return path

    return file


def test_a_good_case_is_one_line(run, file):
    path = file()
    code, out, err = run("check-case", path)
    assert (code, err) == (0, "")
    head, last = out.splitlines()
    assert head.startswith(f"{path}：《{TITLE}》正文 1865 字，上限 2000 字；企业简介 5.1%（约 5%），")
    assert head.endswith("；要改 0 处")
    assert last == "按 晋市监函〔2022〕338号 附件2 检查"


def test_what_is_to_be_mended_stands_below_its_file(run, file):
    good, long = file(), file("长.docx", sizes=(*SIZES[:2], 1300, *SIZES[3:]))
    code, out, _ = run("check-case", long, good)
    assert code == 2
    assert [line.startswith(" ") for line in out.splitlines()] == [False, True, False, False]
    assert out.splitlines()[1] == "  正文 2065 字，超过上限 2000 字，请压缩 65 字"


def test_what_is_only_about_right_does_not_fail(run, file):
    code, out, _ = run("check-case", file(sizes=(400, 180, 800, 360, 90)))
    assert code == 0
    assert "“企业简介”占 21.7%，要求约占 5%，请压缩" in out


def test_as_json_every_file_says_the_same(run, file):
    done = run("check-case", file(back=()), file("坏.docx", b"PK\x03\x04"), file("空.txt", b""), "--json")
    told, broken, empty = done.json
    assert done.code == 2
    assert [part["part"] for part in told["parts"]] == [*HEADINGS]
    assert sum(part["characters"] for part in told["parts"]) == told["characters"] == 1865
    assert [(one["name"], one["hard"]) for one in told["findings"]] == [("no_units", False)]
    assert "不是完好的 .docx" in broken["refused"]
    assert "没有认出案例的任何一部分" in empty["refused"]


def test_a_file_that_is_not_there_stops_no_other(run, file, tmp_path):
    code, out, _ = run("check-case", tmp_path / "没有.docx", file())
    assert code == 2
    assert "读不了文件" in out.splitlines()[0]
    assert TITLE in out.splitlines()[1]


def test_the_notice_of_a_province_can_be_named(run, file):
    assert run("check-case", file(), "--province", "140000", "--year", "2022").code == 0
