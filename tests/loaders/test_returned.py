"""Files that were returned are known again by their names and by the list of findings in them."""

import pytest

from data.errors import Refused
from loaders import kinds, returned, senders
from loaders.document import Context
from loaders.reading import Sheet
from tests.loaders import drawing
from tests.loaders.drawing import credit_code

LIST = Sheet(returned.LIST, [[returned.TITLE, ""], ["错误", "统一社会信用代码"]])


@pytest.mark.parametrize(
    ("file", "name"),
    [
        ("太原市2024台账.xlsx", "退回修改_太原市2024台账.xlsx"),
        ("太原市2024台账.XLS", "退回修改_太原市2024台账.xlsx"),
        ("答卷.csv", "退回修改_答卷.xlsx"),
        ("退回修改_太原市2024台账.xlsx", "退回修改_太原市2024台账.xlsx"),
        ("退回修改_退回修改_太原市.xlsx", "退回修改_太原市.xlsx"),
    ],
)
def test_the_name_says_that_it_was_returned_once(file, name):
    assert returned.name(file) == name


@pytest.mark.parametrize(
    ("file", "sender"),
    [
        ("太原市2024年帮扶企业台账.xlsx", "140100"),
        ("2022年度北京新世纪检验认证有限公司帮扶企业台账（机构报送）.xlsx", "CNCA-R-2002-012"),
    ],
)
@pytest.mark.parametrize("changed", ["{}", "退回修改_{}", "退回修改 {}"])
def test_the_sender_is_known_by_the_name_of_a_returned_file(file, sender, changed):
    expected = senders.infer([file], "140000")
    assert expected
    assert expected == sender or expected.startswith("CNCA")
    assert senders.infer([changed.format(file)], "140000") == expected


def test_the_list_of_findings_is_ignored_in_silence():
    sheet = drawing.ledger(f"""
        企业名称 | 信用代码         | 行业
        甲       | {credit_code(1)} | 28
    """)
    document = kinds.read([LIST, sheet], Context(None, "太原市2024.xlsx"))
    assert (document.issues, document.in_file, document.loaded) == ([], 1, 1)


def test_a_senders_own_sheet_of_that_name_is_reported_as_any_other():
    own = Sheet(returned.LIST, [["我们的问题"]])
    sheet = drawing.ledger(f"""
        企业名称 | 信用代码         | 行业
        甲       | {credit_code(1)} | 28
    """)
    (issue,) = kinds.read([own, sheet], Context(None, "太原市2024.xlsx")).issues
    assert (issue.rule, issue.value) == ("sheet_unknown", returned.LIST)


def test_a_list_alone_is_no_document():
    with pytest.raises(Refused, match="没有认识的标题行"):
        kinds.read([LIST], Context())
