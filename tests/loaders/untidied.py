"""Invented firms and the ways people write their names, each with the firm it means: a measure for what finds them.

Brands are two or three of a few dozen favourite signs, so that many firms read alike, as real ones do.
"""

from random import Random
from typing import NamedTuple

from tests.loaders.drawing import credit_code

SIGNS = "宏达鑫源盛泰恒信佳美华中天龙凤祥瑞康安顺通捷诚德仁义和兴旺隆昌鼎力博远星辰"
TRADES = [
    "机械",
    "食品",
    "商贸",
    "信息技术",
    "建筑工程",
    "餐饮管理",
    "物流",
    "再生资源",
    "金属制品",
    "化工科技",
    "医药",
    "纺织",
    "环保设备",
    "农业开发",
]
FORMS = ("有限公司", "有限公司", "有限公司", "有限责任公司", "厂")
CITIES = ("太原", "大同", "晋中")


class Untidy(NamedTuple):
    """An answer without a code: the name as written, its city, how it was changed, and the code of the firm meant."""

    name: str
    city: str
    change: str
    firm: str | None


def firms(rng: Random, count: int) -> list[tuple[str, str, str, str, str]]:
    """City, brand, trade, legal form and code of so many firms; no brand and trade twice in a city."""
    found: dict[tuple[str, str, str], tuple[str, str]] = {}
    while len(found) < count:
        brand = "".join(rng.sample(SIGNS, rng.choice((2, 2, 3))))
        key = rng.choice(CITIES), brand, rng.choice(TRADES)
        found.setdefault(key, (rng.choice(FORMS), credit_code(len(found) + 1)))
    return [(*key, *rest) for key, rest in found.items()]


def written(city: str, brand: str, trade: str, form: str) -> str:
    """The name as it is registered."""
    return f"{city}{brand}{trade}{form}"


def untidy(rng: Random, city: str, brand: str, trade: str, form: str) -> dict[str, str]:
    """The name in every way people write it."""
    at = rng.randrange(len(brand + trade))
    core = brand + trade
    other = "厂" if form == "厂" else "有限责任公司" if form == "有限公司" else "有限公司"
    return {
        "equal": f"{city}{core}{form}",
        "blanks and width": f" {city} {core}{form} ",
        "no place": f"{core}{form}",
        "full place": f"山西省{city}市{core}{form}",
        "place in brackets": f"{brand}（{city}）{trade}{form}",
        "other form": f"{city}{core}{other}",
        "no form": f"{city}{core}",
        "a sign wrong": f"{city}{core[:at]}口{core[at + 1 :]}{form}",
        "a sign left out": f"{city}{core[:at]}{core[at + 1 :]}{form}",
        "trade longer": f"{city}{core}服务{form}",
    }
