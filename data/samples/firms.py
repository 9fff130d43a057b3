"""Invented firms: names no real firm bears, credit codes that check but name nobody, people without a name."""

import re
from functools import cache
from random import Random

from data.reference import table

# Industry code: the word in an invented firm's name, and its weight (73 % manufacturing). 11, 20 and 36 had no firm.
INDUSTRIES = {
    1: ("农业", 24), 2: ("矿业", 3), 3: ("食品", 101), 4: ("纺织", 44), 5: ("皮具", 7), 6: ("木业", 18),
    7: ("纸业", 15), 8: ("文化传媒", 1), 9: ("印务", 6), 10: ("焦化", 2), 12: ("化工", 48), 13: ("药业", 10),
    14: ("塑胶", 62), 15: ("陶瓷", 32), 16: ("水泥制品", 20), 17: ("金属制品", 113), 18: ("机械", 128),
    19: ("电子", 96), 21: ("航空配件", 1), 22: ("车辆配件", 12), 23: ("工艺品", 28), 24: ("再生资源", 7),
    25: ("供电", 2), 26: ("燃气", 1), 27: ("供水", 2), 28: ("建筑", 34), 29: ("商贸", 62), 30: ("酒店", 8),
    31: ("物流", 16), 32: ("租赁", 2), 33: ("信息技术", 46), 34: ("工程咨询", 24), 35: ("企业服务", 30),
    37: ("教育科技", 3), 38: ("健康服务", 4), 39: ("社区服务", 6),
}  # fmt: skip
SURNAMES = "王李张刘陈杨黄赵吴周徐孙马朱胡郭何高林罗郑梁谢宋唐许韩冯邓曹"

OF_PROVINCE = re.compile(r"(?:壮族自治区|回族自治区|维吾尔自治区|自治区|省|市)$")
OF_CITY = re.compile(r"(?:(?:朝鲜族|回族)?自治州|新区|市|区)$")

CODE_ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"
ORGANISATION_WEIGHTS = (3, 7, 9, 10, 5, 8, 4, 2)

Place = dict[str, str]  # province_code, province, city, city_code, district


def short_names(place: Place) -> tuple[str, str]:
    """Province and city without 省, 自治区, 市, 自治州, 区."""
    return OF_PROVINCE.sub("", place["province"]), OF_CITY.sub("", place["city"])


def firm_name(place: Place, serial: int, industry: int) -> str:
    """A name no real firm bears."""
    return f"{short_names(place)[1]}样例{serial:04d}{INDUSTRIES[industry][0]}有限公司"


def credit_code(region_code: str, serial: int) -> str:
    """A unified social credit code that checks but names nobody: its organisation code starts with YL."""
    organisation = f"YL{serial:06d}"
    total = sum(int(sign, 36) * weight for sign, weight in zip(organisation, ORGANISATION_WEIGHTS, strict=True))
    code = f"91{region_code}{organisation}" + "0123456789X"[(11 - total % 11) % 11]
    # GB 32100: weights are the powers of 3 modulo 31.
    total = sum(CODE_ALPHABET.index(sign) * pow(3, index, 31) for index, sign in enumerate(code))
    return code + CODE_ALPHABET[-total % 31]


def contact(rng: Random) -> str:
    """A person without a given name."""
    return rng.choice(SURNAMES) + "某"


def phone(serial: int) -> str:
    """A number that is nobody's."""
    return f"1380000{serial:04d}"


@cache
def industry_names() -> dict[int, str]:
    """Names of the industries as in the register, by code."""
    return {int(row["code"]): row["name"] for row in table("industries")}
