import re
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from data.reference import table
from metrics.masking import plain, removed, says_something

FIRM = "太原市宏达机械有限公司"
SURNAMES = [row["surname"] for row in table("surnames")]
WIDTHS = (
    lambda digit: digit,
    lambda digit: chr(ord(digit) + 0xFEE0),
    lambda digit: "〇一二三四五六七八九"[int(digit)],
    lambda digit: "⓪①②③④⑤⑥⑦⑧⑨"[int(digit)],
)
BETWEEN = ("", "", " ", "-", "\u3000", "\u00a0", "—", "－", ".", "\u200b", " - ", "/")
AROUND = ("希望培训", "，", "电话", "：", "我厂 ", "多来指导。", "", "(", "请联系")


@st.composite
def phones(draw: st.DrawFn) -> tuple[str, str]:
    """A mobile or landline number, and how somebody wrote it: in any widths, with anything between."""
    number = draw(
        st.from_regex(r"1[3-9]\d{9}|0\d{2,3}\d{7,8}|[2-8]\d{6,7}|400\d{7}", fullmatch=True, alphabet="0123456789")
    )
    wide = draw(st.sampled_from(WIDTHS))
    is_mixed = draw(st.booleans())
    signs = [(draw(st.sampled_from(WIDTHS)) if is_mixed else wide)(digit) for digit in number]
    gaps = [draw(st.sampled_from(BETWEEN)) for _ in signs[1:]]
    return number, signs[0] + "".join(gap + sign for gap, sign in zip(gaps, signs[1:], strict=True))


def digits(text: str) -> str:
    """Every digit of a text as an ordinary one."""
    found = []
    for sign in text:
        value = "零一二三四五六七八九".find(sign) if sign != "〇" else 0
        found.append(str(unicodedata.digit(sign, value)) if unicodedata.digit(sign, value) >= 0 else "")
    return "".join(found)


@given(phones(), st.sampled_from(AROUND), st.sampled_from(AROUND))
def test_no_telephone_stays_in_any_width_or_spacing(phone: tuple[str, str], before: str, after: str) -> None:
    assert digits(removed(before + phone[1] + after)) == ""


@given(
    surname=st.sampled_from(SURNAMES),
    given_name=st.text("伟芳娜敏静丽强磊洋艳勇军杰娟涛超霞平刚桂英建国某", min_size=1, max_size=2),
    space=st.sampled_from(("", " ", "\u3000", "\u200b")),
    form=st.sampled_from(
        (
            "联系人：{}，希望培训", "联系人{}", "联系人 {}，想学质量工具", "姓名:{}", "负责人是{}。", "我是{}，希望再来",
            "{}先生", "找{}女士", "请联系{}经理 谢谢", "感谢{}老师的指导", "经理{}，", "{}总经理说课程好",
            "{} 13800000000", "{}（电话13800000000）", "１３８００００００００ {}", "我姓名叫{}", "法人代表：{}",
        )
    ),
)  # fmt: skip
def test_no_name_beside_a_label_a_title_or_a_number_stays(surname: str, given_name: str, space: str, form: str) -> None:
    name = space.join((surname, *given_name))
    assert surname + given_name not in re.sub(r"\s", "", removed(form.format(name)).replace("\u200b", ""))
    assert given_name not in re.sub(
        r"[^伟芳娜敏静丽强磊洋艳勇军杰娟涛超霞平刚桂英建国某]", "", removed(form.format(name))
    )


@pytest.mark.parametrize(
    "written",
    ["太原市宏达机械有限公司", "宏达机械", "宏达公司", "太原宏达", "宏 达 机械厂", "山西太原市宏达", "宏达"],
)
def test_the_firm_is_not_named_by_its_name_or_a_short_form_of_it(written: str) -> None:
    assert removed(f"{written}希望培训", FIRM) == "…希望培训"


@given(
    st.sampled_from(["太原市", "山西省太原市", "山西", ""]),
    st.sampled_from(["有限公司", "股份有限公司", "厂", "（普通合伙）", "商行"]),
)
def test_every_spelling_of_a_firm_is_its_core_that_goes(place: str, ending: str) -> None:
    assert "盛泰" not in removed("盛泰的员工都去了，盛泰食品很满意", f"{place}盛泰食品{ending}")


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("感谢方圆标志认证集团有限公司的老师", "…的老师"),
        ("代码91140100MA0K1234X5，请核实", "代码…，请核实"),
        ("代码 9114 0100 MA0K 1234 X5", "代码 …"),
        ("身份证14010219800101123X", "身份证…"),
        ("发到 abc.d@qq.com", "发到 …"),
        ("微信：wx_abc12", "微信：…"),
        ("联系人阿卜杜·热合曼", "…"),
        ("Contact: John Smith, please", "Contact: …, please"),
    ],
)
def test_codes_addresses_and_other_names_go(text: str, left: str) -> None:
    assert removed(text) == left


@pytest.mark.parametrize(
    "text",
    [
        "培训内容实用，讲解清楚", "老百姓满意", "合格率提高10%，成本降低5.5%", "ISO 9001换版在2022年3月完成",
        "市场监管总局组织得好", "老师多次到厂指导，解决了现场问题", "总体满意", "建议2023年培训3次",
    ],
)  # fmt: skip
def test_what_names_nobody_stays_as_it_was_written(text: str) -> None:
    assert removed(text, FIRM) == text


@given(st.text(), st.text())
def test_any_text_can_be_read_and_nothing_is_added(text: str, firm: str) -> None:
    shown = removed(text, firm)
    assert len(shown) <= len(text) + 1
    assert len(plain(text)) == len(text)


def test_a_text_of_which_nothing_is_left_says_nothing() -> None:
    assert not says_something(removed("张三 13800000000"))
    assert says_something("培训")
