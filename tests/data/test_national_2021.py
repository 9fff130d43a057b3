"""The sample export of 2021, read back and counted again without the tables of the script that wrote it."""

import hashlib
import re
from collections import Counter, defaultdict
from datetime import datetime
from decimal import Decimal
from pathlib import Path

import pytest
from python_calamine import CalamineWorkbook
from stdnum import numdb
from stdnum.cn import uscc

from data.reference import table
from data.samples import national_2021

FIRMS = 5639
BLANK = {"", "(空)", "(跳过)", "无", "暂无", "/", "不清楚", "未统计"}
ASPECTS = {
    "质量意识提升": 5124,
    "管理制度更加规范完善": 4936,
    "工作环境更加整洁安全": 3680,
    "工艺流程更加优化": 3469,
    "产品质量水平提升": 3465,
    "创新能力提升": 2054,
    "经营业绩提升": 2007,
    "成本下降": 1696,
    "数字化、智能化水平提升": 1325,
}
GAINS = {
    "月产品一次合格率提升": (1980, "17.8"),
    "企业月产品销量增长": (1136, "14.75"),
    "企业月产品销售额增长": (1004, "18.3"),
    "企业月利润率增长": (882, "12.29"),
}
PROVINCES = [
    *(
        "北京市",
        "天津市",
        "河北省",
        "山西省",
        "内蒙古自治区",
        "辽宁省",
        "吉林省",
        "黑龙江省",
        "上海市",
        "江苏省",
        "浙江省",
    ),
    *(
        "安徽省",
        "福建省",
        "江西省",
        "山东省",
        "河南省",
        "湖北省",
        "湖南省",
        "广东省",
        "广西壮族自治区",
        "海南省",
        "重庆市",
    ),
    *("四川省", "贵州省", "云南省", "西藏自治区", "陕西省", "甘肃省", "青海省", "宁夏回族自治区", "新疆维吾尔自治区"),
]


@pytest.fixture(scope="module")
def written(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("samples") / "320419112_按文本_5639_5639.xlsx"
    national_2021.write(path)
    return path


@pytest.fixture(scope="module")
def sheet(written: Path) -> list[list[str]]:
    return CalamineWorkbook.from_path(written).get_sheet_by_index(0).to_python()


@pytest.fixture(scope="module")
def column(sheet):
    """The cells of the one column whose heading contains a text."""

    def cells(text: str) -> list[str]:
        found = [index for index, heading in enumerate(sheet[0]) if text in heading]
        assert len(found) == 1, (text, found)
        return [row[found[0]] for row in sheet[1:]]

    return cells


def options(cell: str) -> set[str]:
    return {part.split("〖")[0] for part in cell.split("┋")}


def percent(text: str) -> Decimal | None:
    """What a person reads in a blank."""
    if text in BLANK:
        return None
    text = text.replace("％", "%").removeprefix("约").removesuffix("左右")
    if text.endswith("成"):
        return Decimal(20 if text == "两成" else 10 * ("一二三四五六七八九".index(text[0]) + 1))
    parts = [Decimal(part) for part in text.removesuffix("%").split("-")]
    return sum(parts) / len(parts)


def province(place: str) -> str:
    """The province whose name, without its suffix, the place starts with."""
    return next(name for name in PROVINCES if place.startswith(re.sub("(壮族|回族|维吾尔)?(自治区|省|市)$", "", name)))


def rates(keys: list[str], good: list[bool]) -> dict[str, tuple[int, float]]:
    """Size and share of the good, by group."""
    groups = defaultdict(list)
    for key, value in zip(keys, good, strict=True):
        groups[key].append(value)
    return {key: (len(values), sum(values) / len(values)) for key, values in groups.items()}


@pytest.fixture(scope="module")
def improved(column) -> list[bool]:
    return [answer in ("提升非常明显", "提升比较明显") for answer in column("提升效果如何")]


@pytest.fixture(scope="module")
def satisfied(column) -> list[bool]:
    return [answer in ("很满意", "比较满意") for answer in column("整体满意程度")]


@pytest.fixture(scope="module")
def home(column) -> list[str]:
    return [province(place) for place in column("单位所在省市")]


def test_one_row_an_answer(sheet):
    assert len(sheet) == 1 + FIRMS
    assert {len(row) for row in sheet} == {len(sheet[0])}
    assert [row[0] for row in sheet[1:]] == [str(number) for number in range(1, FIRMS + 1)]


def test_headings_have_the_shapes_of_an_export(sheet):
    headings = sheet[0]
    assert headings[:9] == [
        *("序号", "提交答卷时间", "所用时间", "来源", "来源详情", "来自IP"),
        *("1、贵单位基本信息—单位名称（请填写企业全称）", "1、单位所在省市", "1、统一社会信用代码"),
    ]
    assert "9、经营业绩方面，贵单位通过提升行动获得的提升数据如何？(1)企业月营收增长___%" in headings
    assert "(2)企业月产品销量增长___%" in headings
    assert "15、请具体阐述满意的方面" in headings
    assert headings[-2:] == ["20、贵单位的企业负责人（问卷填写人）信息—姓名：", "20、联系电话："]


def test_every_question_of_the_form_has_its_column(sheet):
    form = [row for row in table("questions") if row["form"] == "2021"]
    stem = ""
    for row, heading in zip(form, sheet[0][6:], strict=True):
        stem = heading if row["stem"] in heading else stem
        assert row["stem"] in stem
        assert row["item"] in heading


def test_satisfaction_and_improvement(improved, satisfied):
    assert (sum(satisfied), sum(improved)) == (5498, 5407)


def test_who_improved_is_more_satisfied(improved, satisfied):
    share = rates(["improved" if value else "not" for value in improved], satisfied)
    assert share["improved"][1] > share["not"][1] + 0.1


def test_aspects(column):
    ticked = [options(cell) for cell in column("在哪些方面获得了提升")]
    counts = Counter(option for firm in ticked for option in firm)
    assert {option: counts[option] for option in ASPECTS} == ASPECTS
    assert set(counts) == {*ASPECTS, "客户满意度提升", "市场信用增加", "其他。请简述"}
    assert {len(firm) for firm in ticked} == set(range(1, 9))


def test_pleased_with(column):
    ticked = [options(cell) for cell in column("哪些方面比较满意")]
    assert sum("认证机构持续跟踪服务" in firm for firm in ticked) == 2538
    assert {len(firm) for firm in ticked} == set(range(1, 6))


def test_displeased_with(column):
    cells = column("不满意或认为需要改进")
    assert sum("政府服务措施" in options(cell) for cell in cells) == 1724
    assert not BLANK & set(cells)


def test_the_content_say_so_and_tick_nothing_else(column):
    assert {cell for cell in column("不满意或认为需要改进") if "〖无〗" in cell} == {"其他，请简述〖无〗"}


@pytest.mark.parametrize("item", GAINS)
def test_published_gains(column, item):
    values = [value for value in map(percent, column(item)) if value is not None]
    count, mean = GAINS[item]
    assert (len(values), sum(values)) == (count, Decimal(mean) * count)


def test_every_percentage_is_plain(sheet):
    gains = [index for index, heading in enumerate(sheet[0]) if heading.endswith("___%")]
    assert len(gains) == 14
    values = {percent(row[index]) for row in sheet[1:] for index in gains} - {None}
    assert min(values) >= 0
    assert all(value == round(value, 2) for value in values)


@pytest.mark.parametrize(
    "form", [r"\d+", r"\d+%", r"约\d+%", r"\d+\.\d％", r"两成", r"\d+-\d+", "无", "/", "不清楚", r"\(空\)"]
)
def test_numbers_are_written_in_many_ways(column, form):
    assert any(re.fullmatch(form, text) for text in column("月产品一次合格率提升"))


def test_other_indicators_stay_mostly_empty(sheet):
    others = [index for index, heading in enumerate(sheet[0]) if "其他指标" in heading]
    assert len(others) == 4
    for index in others:
        assert sum(row[index] == "(空)" for row in sheet[1:]) > 0.9 * FIRMS


def test_certificates(column):
    counts = Counter(column("是否获得了ISO9001"))
    assert counts["是，参与提升行动之前已获得证书"] == 3032
    assert counts["是，参与提升行动之后获得证书"] == 1065
    assert len(counts) == 5


def test_only_firms_without_a_certificate_skip_its_date(column, sheet):
    for certificate, month in zip(column("是否获得了ISO9001"), column("首次获得ISO9001"), strict=True):
        assert (month == "(跳过)") == certificate.startswith("否")
        assert month == "(跳过)" or re.fullmatch(r"20\d\d[年./-]\d{1,2}月?", month)
    assert sum(cell == "(跳过)" for row in sheet[1:] for cell in row) == FIRMS - 3032 - 1065


def test_bodies(column):
    counts = Counter(column("认证机构是"))
    assert len(counts) == 127
    assert set(counts) <= {row["name"] for row in table("bodies")}
    ranked = sorted(counts.values(), reverse=True)
    assert sum(ranked[:10]) > FIRMS * 0.4
    assert ranked[63] < 30


def test_industries(column, improved):
    codes = {row["name"]: int(row["code"]) for row in table("industries")}
    groups = {codes[name]: found for name, found in rates(column("所属认证行业分类"), improved).items()}
    assert set(groups) == set(range(1, 40)) - {11, 20, 36}
    assert min(size for size, _ in groups.values()) >= 5
    assert min(share for _, share in groups.values()) >= 0.8
    manufacturing = sum(size for code, (size, _) in groups.items() if 2 <= code <= 23)
    assert manufacturing / FIRMS == pytest.approx(0.73, abs=0.01)


def test_provinces_differ_in_size_and_improvement(home, improved):
    groups = rates(home, improved)
    assert set(groups) == set(PROVINCES)
    sizes = {name: size for name, (size, _) in groups.items()}
    assert min(sizes.values()) >= 40
    assert set(sorted(sizes, key=sizes.get)[-4:]) == {"山东省", "江苏省", "浙江省", "广东省"}
    assert set(sorted(sizes, key=sizes.get)[:3]) == {"西藏自治区", "青海省", "海南省"}
    shares = [share for _, share in groups.values()]
    assert min(shares) >= 0.85
    assert max(shares) - min(shares) > 0.05


def test_provinces_differ_in_satisfaction(home, satisfied):
    shares = [share for _, share in rates(home, satisfied).values()]
    assert min(shares) >= 0.9
    assert max(shares) - min(shares) > 0.05


def test_places_are_written_as_people_write_them(column):
    places = set(column("单位所在省市"))
    assert places >= {"山西省太原市", "山西太原", "江苏省-苏州市", "北京市", "广东省深圳市南山区"}


def test_credit_codes_carry_the_codes_of_the_places(column):
    codes = {code[2:8] for code in column("统一社会信用代码")}
    assert codes == {row["city_code"] for row in national_2021.places()}


def division(code: str) -> str:
    """Name of a division with a code in force, by an independent list; empty if there is none."""
    names = numdb.get("cn/loc").info(code)[-1][1].get("county", "")
    return "".join(re.findall(r"(?:^|-\]|,)([^\[\],]+)(?:,|$)", names))


@pytest.mark.parametrize("row", national_2021.places(), ids=lambda row: row["city_code"])
def test_places_are_real(row):
    assert division(row["province_code"]) == row["province"]
    assert division(row["city_code"]) == row["city"]
    if row["district"]:
        assert row["district"] in {division(f"{row['city_code'][:4]}{number:02d}") for number in range(1, 90)}


def test_firms_are_invented_and_distinct(column):
    names = column("单位名称")
    assert len(set(names)) == FIRMS
    assert all(re.fullmatch(r".+样例\d{4}.+有限公司", name) for name in names)


def test_people_are_placeholders(column):
    assert all(re.fullmatch(r".某", name) for name in column("姓名"))
    assert all(re.fullmatch(r"1380000\d{4}", phone) for phone in column("联系电话"))


def test_credit_codes_check_but_name_nobody(column):
    codes = column("统一社会信用代码")
    assert len(set(codes)) == FIRMS
    for code in codes:
        assert uscc.is_valid(code)
        assert re.fullmatch(r"91\d{6}YL\d{6}[\dX][\dA-Y]", code)
        assert code[16] == organisation_check_digit(code[8:16])


def organisation_check_digit(organisation: str) -> str:
    """GB 11714, section 3: C9 = 11 - MOD(sum of Ci × Wi, 11); 10 is written X and 11 is written 0."""
    values = {sign: value for value, sign in enumerate("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ")}
    total = 0
    for weight, sign in zip([3, 7, 9, 10, 5, 8, 4, 2], organisation, strict=True):
        total += weight * values[sign]
    return {10: "X", 11: "0"}.get(11 - total % 11, str(11 - total % 11))


def test_the_check_digit_of_the_standard():
    assert organisation_check_digit("D2143569") == "X"


def test_answers_come_in_order_and_in_time(column):
    texts = column("提交答卷时间")
    moments = [datetime.strptime(text, "%Y/%m/%d %H:%M:%S") for text in texts]
    assert moments == sorted(moments)
    assert datetime(2021, 10, 20) <= moments[0] <= moments[-1] < datetime(2021, 12, 1)
    assert any(re.fullmatch(r"2021/11/3 8:\d\d:\d\d", text) for text in texts)


def test_duration_and_address_have_their_shapes(column):
    assert all(re.fullmatch(r"\d+秒", text) for text in column("所用时间"))
    address = r"(192\.0\.2|198\.51\.100|203\.0\.113)\.\d{1,3}\(\w+-\w+\)"
    assert all(re.fullmatch(address, text) for text in column("来自IP"))


def test_the_same_file_comes_out_every_time(written, tmp_path):
    again = tmp_path / "again.xlsx"
    national_2021.write(again)
    assert hashlib.sha256(again.read_bytes()).digest() == hashlib.sha256(written.read_bytes()).digest()
