"""The national questionnaire of 2021 as a 问卷星 "按文本" export: 5,639 invented firms, the published totals.

Every firm, person, telephone and credit code is made up, and so is every difference between provinces, industries
and bodies (the places and bodies themselves exist). Only the totals are real: `check` compares them with
`data/reference/acceptance_2021.csv` before a byte is written. The same file comes out every time.

That year everyone was asked everything: no skips, except Q4 for firms without a certificate.
"""

import csv
import re
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from decimal import Decimal
from functools import cache
from pathlib import Path
from random import Random

import xlsxwriter

from data.reference import table

FILE = "320419112_按文本_小微企业质量管理体系认证提升行动企业调查问卷_5639_5639.xlsx"
FIRMS = 5639
SEED = 2021
EMPTY, SKIPPED = "(空)", "(跳过)"

# How many chose each option of a question, in the order of data/reference/options.csv.
SINGLE = {
    "q3": (3032, 1065, 486, 702, 354),
    "q5": (5227, 412),
    "q7": (3016, 2391, 232),
    "q13": (4203, 1295, 127, 14),
}
TICKED = {
    "q8": (5124, 4936, 3469, 3680, 2054, 1325, 2007, 1696, 3465, 2611, 1893, 47),
    "q14": (3517, 3204, 2236, 4097, 3822, 2538, 52),
    "q15": (1109, 1724, 1893, 352, 214, 1204, 2111),
}
MOST = {"q8": 8, "q14": 5, "q15": 7}
# Q15 is required and has no "none": the content tick 其他 and write 无, and nothing else.
CONTENT = 2050

# Blank: how many wrote a number, its mean in percent, the options of Q8 that go with it.
GAINS: dict[str, tuple[int, str, set[int]]] = {
    "q9_1": (1312, "13.6", {7}),
    "q9_2": (1136, "14.75", {7}),
    "q9_3": (1004, "18.3", {7}),
    "q9_4": (61, "9.5", {5, 7}),
    "q10_1": (882, "12.29", {7, 8}),
    "q10_2": (1124, "8.45", {8}),
    "q10_3": (44, "7.25", {8}),
    "q11_1": (1980, "17.8", {9}),
    "q11_2": (846, "11.2", {3, 9}),
    "q11_3": (38, "6.5", {9}),
    "q12_1": (1527, "16.9", {10}),
    "q12_2": (603, "12.4", {10}),
    "q12_3": (731, "21.5", {9, 10}),
    "q12_4": (29, "8", {10}),
}
PUBLISHED_GAINS = {
    "gain_pass_rate": "q11_1",
    "gain_sales_volume": "q9_2",
    "gain_sales_value": "q9_3",
    "gain_profit_margin": "q10_1",
}
# Only the share was printed for these; the counts are ours (61.45 %, 35.6 %, 45 %).
SHARES_ONLY = {"aspect_9": 3465, "aspect_7": 2007, "satisfied_with_6": 2538}

BODIES = 127
# The first bodies of the register are the oldest and largest: they lead, the long tail is drawn from the rest.
LEADING_BODIES = 20

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

# Printed around the stem of data/reference/questions.csv: before it, after it.
PRINTED = {
    "q2": ("", "："),
    "q3": ("", "？"),
    "q6": ("", "____（请填写认证机构全称）"),
    "q7": ("通过参与提升行动，", "？"),
    "q8": ("通过提升行动，", "？（按照提升效果进行选择，最多选择 8 项）"),
    "q9": ("", "？"),
    "q10": ("", "？"),
    "q11": ("", "？"),
    "q12": ("", "？"),
    "q13": ("", "？"),
    "q14": ("在本次提升行动中，", "？（请按照满意程度选择，最多选择五项）"),
    "q15": ("在本次提升行动中，", "？"),
    "q16": ("针对进一步做好提升行动，", "？"),
    "q17": ("", "？"),
}
LEADING_COLUMNS = ("序号", "提交答卷时间", "所用时间", "来源", "来源详情", "来自IP")
ITEM_HINTS = {"name": "（请填写企业全称）", "contact_name": "：", "contact_phone": "："}

# Free text: the share of firms that wrote something, and what they wrote.
TEXTS: dict[str, tuple[float, tuple[str, ...]]] = {
    "q14_text": (0.22, (
        "培训内容实用，讲解清楚", "老师多次到厂指导，解决了现场问题", "机构服务态度好，回复及时", "政府组织有力",
        "帮助我们理顺了管理制度", "专家专业，诊断问题准确", "免费培训，员工质量意识提高明显", "都比较满意",
    )),
    "q15_text": (0.16, (
        "激励政策了解的渠道少", "希望增加现场培训次数", "资金支持不足", "后续跟踪服务少",
        "培训时间与生产冲突", "技术支持不够", "政策宣传范围可以再大一些", "线上课程偏理论，案例少",
    )),
    "q16_text": (0.2, (
        "多组织同行业交流学习", "加大财政补贴力度", "增加分行业的培训课程", "建立长期帮扶机制",
        "简化认证流程", "希望长期开展下去", "多一些优良案例分享", "加强认证后的跟踪服务",
    )),
    "q17_text": (0.17, (
        "质量工具应用培训", "内审员培训", "检测设备方面的技术支持", "认证费用补贴",
        "专家现场诊断", "标准化方面的指导", "暂无需求", "数字化管理方面的辅导",
    )),
}  # fmt: skip
# The last option of these questions as printed, and what firms wrote to it.
OTHER = {
    "q8": ("其他。请简述", ("人员稳定", "团队协作更顺畅", "安全意识增强", "员工归属感提升")),
    "q14": ("其他，请简述", ("培训资料齐全", "线上答疑方便", "同行交流活动")),
    "q15": ("其他，请简述", ("培训时间与生产冲突", "填报资料较多", "希望增加线上答疑")),
}
SURNAMES = "王李张刘陈杨黄赵吴周徐孙马朱胡郭何高林罗郑梁谢宋唐许韩冯邓曹"
SOURCES = (("手机提交", "直接访问"), ("微信", "N/A"), ("链接", "直接访问"))
DOCUMENTATION_NETS = ("192.0.2", "198.51.100", "203.0.113")
UNFILLED = ("无", "/", "不清楚", "暂无", "未统计")
TENTHS = "一二三四五六七八九"

OF_PROVINCE = re.compile(r"(?:壮族自治区|回族自治区|维吾尔自治区|自治区|省|市)$")
OF_CITY = re.compile(r"(?:(?:朝鲜族|回族)?自治州|新区|市|区)$")

CODE_ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"
ORGANISATION_WEIGHTS = (3, 7, 9, 10, 5, 8, 4, 2)


@dataclass
class Firm:
    """One invented firm and its answers; `gains` are hundredths of a percent, `texts` what stands in the cell."""

    serial: int
    place: dict[str, str]
    industry: int
    zeal: float  # how much it writes and ticks
    body: str = ""
    chosen: dict[str, int] = field(default_factory=dict)
    ticks: dict[str, set[int]] = field(default_factory=lambda: {question: set() for question in TICKED})
    gains: dict[str, int] = field(default_factory=dict)
    texts: dict[str, str] = field(default_factory=dict)

    @property
    def province(self) -> str:
        """Code of the province."""
        return self.place["province_code"]


Weight = Callable[[Firm], float]


def write(path: Path) -> None:
    """Write the export to `path`."""
    rng = Random(SEED)
    firms = draw(rng)
    check(firms)
    rng.shuffle(firms)
    rows = [[str(number), *cells] for number, cells in enumerate(all_cells(rng, firms), 1)]
    with xlsxwriter.Workbook(path, {"strings_to_urls": False, "strings_to_formulas": False}) as book:
        # A fixed date keeps the file the same to the byte.
        book.set_properties({"created": datetime(2021, 12, 1)})
        sheet = book.add_worksheet("Sheet1")
        for index, row in enumerate([headings(), *rows]):
            for column, text in enumerate(row):
                sheet.write_string(index, column, text)


def draw(rng: Random) -> list[Firm]:
    """All firms with their answers, province by province."""
    firms = draw_firms(rng)
    draw_bodies(rng, firms)
    draw_improvement_and_satisfaction(rng, firms)
    choose(rng, firms, "q3", lambda firm: 1)
    choose(rng, firms, "q5", lambda firm: 2 if firm.chosen["q3"] == 1 else 1)
    draw_aspects(rng, firms)
    draw_opinions(rng, firms)
    for column, (filled, mean, aspects) in GAINS.items():
        draw_gain(rng, firms, column, filled, mean, aspects)
    for column, (share, phrases) in TEXTS.items():
        # Who answered Q15 with 无 has nothing to explain.
        writers = [firm for firm in firms if column != "q15_text" or "q15" not in firm.texts]
        for firm in pick(rng, writers, round(FIRMS * share), lambda firm: firm.zeal):
            firm.texts[column] = rng.choice(phrases)
    return firms


# --- drawing with exact totals


def apportion(total: int, weights: Sequence[float], floor: int = 0) -> list[int]:
    """Split `total` by weight into whole numbers, each at least `floor` (largest remainder)."""
    shared = total - floor * len(weights)
    exact = [shared * weight / sum(weights) for weight in weights]
    parts = [int(value) for value in exact]
    by_remainder = sorted(range(len(parts)), key=lambda index: parts[index] - exact[index])
    for index in by_remainder[: shared - sum(parts)]:
        parts[index] += 1
    return [floor + part for part in parts]


def pick(rng: Random, firms: Sequence[Firm], count: int, weight: Weight) -> list[Firm]:
    """Draw `count` firms without replacement, likelier the greater their weight (Efraimidis and Spirakis)."""
    keys = {firm.serial: rng.random() ** (1 / weight(firm)) for firm in firms}
    return sorted(firms, key=lambda firm: keys[firm.serial], reverse=True)[:count]


def choose(rng: Random, firms: Sequence[Firm], question: str, weight: Weight) -> None:
    """Deal out a single choice: firms of great weight take the last options."""
    rest = pick(rng, firms, len(firms), weight)
    for option, count in reversed(list(enumerate(SINGLE[question], 1))):
        for firm in rest[:count]:
            firm.chosen[question] = option
        rest = rest[count:]


def settle(rng: Random, firms: Sequence[Firm], question: str) -> None:
    """Hand ticks from firms with too many to others, and to firms with none; every option keeps its total."""
    most = MOST[question]
    for firm in firms:
        ticks = firm.ticks[question]
        while len(ticks) > most:
            option, other = rng.choice(sorted(ticks)), rng.choice(firms)
            if len(other.ticks[question]) < most and option not in other.ticks[question]:
                ticks.remove(option)
                other.ticks[question].add(option)
        while not ticks:
            other = rng.choice(firms)
            if len(other.ticks[question]) > 1:
                option = min(other.ticks[question])
                other.ticks[question].remove(option)
                ticks.add(option)


# --- firms


def places() -> list[dict[str, str]]:
    """Places of data/samples/places.csv with the number of firms each gets, as `firms`; 40 or more a province."""
    with Path(__file__).with_name("places.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    provinces = Counter[str]()
    for row in rows:
        provinces[row["province_code"]] += int(row["weight"])
    for code, size in zip(provinces, apportion(FIRMS, list(provinces.values()), floor=40), strict=True):
        cities = [row for row in rows if row["province_code"] == code]
        for row, firms in zip(cities, apportion(size, [int(row["weight"]) for row in cities]), strict=True):
            row["firms"] = str(firms)
    return rows


def draw_firms(rng: Random) -> list[Firm]:
    """Firms with their place and industry."""
    sizes = apportion(FIRMS, [weight for _, weight in INDUSTRIES.values()], floor=5)
    industries = [code for code, size in zip(INDUSTRIES, sizes, strict=True) for _ in range(size)]
    rng.shuffle(industries)
    homes = [place for place in places() for _ in range(int(place["firms"]))]
    return [
        Firm(serial, place, industry, rng.lognormvariate(0, 0.4))
        for serial, (place, industry) in enumerate(zip(homes, industries, strict=True), 1)
    ]


def draw_bodies(rng: Random, firms: list[Firm]) -> None:
    """A certification body for each firm: few bodies with many firms, and a long tail."""
    names = [row["name"] for row in table("bodies")]
    leading, rest = names[:LEADING_BODIES], names[LEADING_BODIES:]
    rng.shuffle(leading)
    ranked = leading + rng.sample(rest, BODIES - LEADING_BODIES)
    sizes = apportion(FIRMS, [(rank + 4) ** -1.5 for rank in range(BODIES)], floor=1)
    dealt = [name for name, size in zip(ranked, sizes, strict=True) for _ in range(size)]
    rng.shuffle(dealt)
    for firm, body in zip(firms, dealt, strict=True):
        firm.body = body


# --- answers


def draw_improvement_and_satisfaction(rng: Random, firms: list[Firm]) -> None:
    """Q7 and Q13: provinces differ visibly, industries and bodies a little, and who improved is more satisfied."""
    provinces = sorted({firm.province for firm in firms})
    trouble = {code: min(2.8, max(0.35, rng.lognormvariate(-0.2, 0.8))) for code in provinces}
    strain = {code: trouble[code] ** 0.5 * rng.lognormvariate(0, 0.3) for code in provinces}
    doubt = {key: rng.lognormvariate(0, 0.4) for key in [*INDUSTRIES, *(row["name"] for row in table("bodies"))]}
    draw_worst(rng, firms, "q7", strain, lambda firm: doubt[firm.industry] * doubt[firm.body])
    draw_worst(rng, firms, "q13", trouble, lambda firm: doubt[firm.body] * (12 if firm.chosen["q7"] == 3 else 1))


def draw_worst(rng: Random, firms: list[Firm], question: str, burden: dict[str, float], weight: Weight) -> None:
    """Options 1 and 2 go to most; the rest to a quota of each province, at most a fifth of any industry."""
    counts = SINGLE[question]
    sizes = Counter(firm.province for firm in firms)
    quotas = apportion(sum(counts[2:]), [sizes[code] * burden[code] for code in burden])
    room = {code: size // 5 for code, size in Counter(firm.industry for firm in firms).items()}
    worst: list[Firm] = []
    for code, quota in zip(burden, quotas, strict=True):
        local = [firm for firm in firms if firm.province == code]
        for firm in pick(rng, local, len(local), weight):
            if quota and room[firm.industry]:
                quota, room[firm.industry] = quota - 1, room[firm.industry] - 1
                worst.append(firm)
    taken = {firm.serial for firm in worst}
    rest = [firm for firm in firms if firm.serial not in taken]
    for firm in pick(rng, rest, counts[0], lambda firm: 2 if firm.chosen.get("q7") == 1 else 0.5 + firm.zeal / 2):
        firm.chosen[question] = 1
    for index, firm in enumerate(pick(rng, worst, len(worst), lambda firm: 1)):
        firm.chosen[question] = 3 if index < counts[2] else 4
    for firm in rest:
        firm.chosen.setdefault(question, 2)


def draw_aspects(rng: Random, firms: list[Firm]) -> None:
    """Q8: firms that improved little tick little."""
    liking = {1: 1.5, 2: 1.0, 3: 0.25}
    for option, count in enumerate(TICKED["q8"], 1):
        for firm in pick(rng, firms, count, lambda firm: firm.zeal**0.6 * liking[firm.chosen["q7"]]):
            firm.ticks["q8"].add(option)
    settle(rng, firms, "q8")


def draw_opinions(rng: Random, firms: list[Firm]) -> None:
    """Q14 and Q15: what pleased a firm seldom displeases it; the content have nothing to complain of."""
    for option, count in enumerate(TICKED["q14"], 1):
        for firm in pick(rng, firms, count, lambda firm: firm.zeal / firm.chosen["q13"] ** 0.5):
            firm.ticks["q14"].add(option)
    settle(rng, firms, "q14")
    content = pick(rng, firms, CONTENT, lambda firm: 1 / firm.chosen["q13"] ** 2)
    happy = {firm.serial for firm in content}
    critics = [firm for firm in firms if firm.serial not in happy]
    for option, count in enumerate([*TICKED["q15"][:-1], TICKED["q15"][-1] - CONTENT], 1):
        for firm in pick(rng, critics, count, displeased_with(option)):
            firm.ticks["q15"].add(option)
    settle(rng, critics, "q15")
    for firm in content:
        firm.ticks["q15"].add(7)
        firm.texts["q15"] = "无"


def displeased_with(option: int) -> Weight:
    """Weight of ticking an option of Q15: less for firms that ticked it in Q14."""
    return lambda firm: 0.5 if option in firm.ticks["q14"] else 1.5


def draw_gain(rng: Random, firms: list[Firm], column: str, filled: int, mean: str, aspects: set[int]) -> None:
    """Numbers for one blank: exactly so many, of exactly that mean."""
    liking = {1: 1.4, 2: 1.0, 3: 0.03}

    def weight(firm: Firm) -> float:
        return firm.zeal**2 * liking[firm.chosen["q7"]] * (12 if aspects & firm.ticks["q8"] else 1)

    values = percentages(rng, filled, Decimal(mean))
    for firm, value in zip(pick(rng, firms, filled, weight), values, strict=True):
        firm.gains[column] = value
        firm.texts[column] = as_written(rng, value)


def percentages(rng: Random, count: int, mean: Decimal) -> list[int]:
    """Percentages in hundredths, mostly round ones, whose mean is exact."""
    total = int(mean * 100 * count)
    values = [percentage(rng, float(mean)) for _ in range(count)]
    missing = total - sum(values)
    # Redrawing keeps the values round; what is left at the end, less than 2 %, goes to one firm.
    while abs(missing) >= 200:
        index, other = rng.randrange(count), percentage(rng, float(mean))
        left = missing + values[index] - other
        if abs(left) < abs(missing):
            values[index], missing = other, left
    values[values.index(max(values))] += missing
    return values


def percentage(rng: Random, mean: float) -> int:
    """One percentage in hundredths, rounded the way people round."""
    value = rng.gammavariate(1.8, mean / 1.8)
    step = rng.choices((500, 100, 250, 10, 1), (52, 33, 6, 6, 3))[0]
    return min(9500, max(step, round(value * 100 / step) * step))


def as_written(rng: Random, value: int) -> str:
    """A percentage the way people write it: 18, 18%, 约18%, 12.5％, 两成, 10-15."""
    number = plain(value)
    forms, weights = [number, f"{number}%", f"{number}％", f"约{number}%", f"{number}%左右"], [52, 26, 6, 7, 3]
    if value % 1000 == 0:
        forms.append("两成" if value == 2000 else f"{TENTHS[value // 1000 - 1]}成")
        weights.append(8)
    spread = {0: 500, 250: 250}.get(value % 500, 0)
    if spread and value > spread:
        forms.append(f"{plain(value - spread)}-{plain(value + spread)}{rng.choice(('', '%'))}")
        weights.append(10)
    return rng.choices(forms, weights)[0]


def plain(value: int) -> str:
    """Hundredths as the shortest number: 1250 is 12.5."""
    return f"{value / 100:.2f}".rstrip("0").rstrip(".")


# --- the totals


def check(firms: list[Firm]) -> None:
    """Every figure of data/reference/acceptance_2021.csv, and the limits of the form, hold for what was drawn."""
    drawn = totals(firms)
    for row in table("acceptance_2021"):
        metric = row["metric"]
        if metric in PUBLISHED_GAINS:
            values = [firm.gains[PUBLISHED_GAINS[metric]] for firm in firms if PUBLISHED_GAINS[metric] in firm.gains]
            assert len(values) == int(row["denominator"]), metric
            assert sum(values) == Decimal(row["mean"]) * 100 * len(values), metric
        else:
            assert drawn[metric] == int(row["numerator"] or SHARES_ONLY[metric]), metric
    assert len(firms) == FIRMS
    for firm in firms:
        assert all(1 <= len(firm.ticks[question]) <= MOST[question] for question in TICKED)
        assert all(value >= 0 for value in firm.gains.values())
    assert lowest_share(firms, "q7", lambda firm: firm.province) >= 0.85
    assert lowest_share(firms, "q7", lambda firm: firm.industry) >= 0.8
    assert lowest_share(firms, "q13", lambda firm: firm.province) >= 0.9


def totals(firms: list[Firm]) -> dict[str, int]:
    """Counts under the names of the published metrics."""
    ticked = {
        f"{metric}_{option}": sum(option in firm.ticks[question] for firm in firms)
        for metric, question in {"aspect": "q8", "satisfied_with": "q14", "dissatisfied_with": "q15"}.items()
        for option in range(1, len(TICKED[question]) + 1)
    }
    return ticked | {
        "satisfaction_rate": sum(firm.chosen["q13"] <= 2 for firm in firms),
        "improvement_rate": sum(firm.chosen["q7"] <= 2 for firm in firms),
        "industries_covered": len({firm.industry for firm in firms}),
        "certification_bodies": len({firm.body for firm in firms}),
        "certified_before": sum(firm.chosen["q3"] == 1 for firm in firms),
        "certified_after": sum(firm.chosen["q3"] == 2 for firm in firms),
    }


def lowest_share(firms: list[Firm], question: str, group: Callable[[Firm], str | int]) -> float:
    """Share of options 1 and 2 in the group where it is lowest."""
    sizes = Counter(group(firm) for firm in firms)
    good = Counter(group(firm) for firm in firms if firm.chosen[question] <= 2)
    return min(good[key] / size for key, size in sizes.items())


# --- the sheet


def questions() -> list[dict[str, str]]:
    """The columns of the form of 2021, in its order."""
    return [row for row in table("questions") if row["form"] == "2021"]


def headings() -> list[str]:
    """The header row; the export numbers the two unnumbered 选填题 too, which shifts what follows."""
    numbers = {name: number for number, name in enumerate(dict.fromkeys(row["question"] for row in questions()), 1)}
    seen = Counter[str]()
    columns = list(LEADING_COLUMNS)
    for row in questions():
        seen[row["question"]] += 1
        columns.append(heading(row, numbers[row["question"]], seen[row["question"]]))
    return columns


def heading(row: dict[str, str], number: int, nth: int) -> str:
    """Heading of a column; only the first column of a question carries its stem."""
    before, after = PRINTED.get(row["question"], ("", ""))
    stem = f"{number}、{before}{row['stem']}{after}"
    item = row["item"]
    if not item:
        return stem
    if row["kind"] in ("increase", "decrease"):
        return f"{stem if nth == 1 else ''}({nth}){item}___%"
    item += ITEM_HINTS.get(row["column"], "")
    return f"{stem}—{item}" if nth == 1 else f"{number}、{item}"


def all_cells(rng: Random, firms: list[Firm]) -> list[list[str]]:
    """The cells right of 序号, in the order the answers came in."""
    columns = [row["column"] for row in questions()]
    return [
        leading_cells(rng, firm, moment) + [cell(rng, firm, column) for column in columns]
        for firm, moment in zip(firms, moments(rng), strict=True)
    ]


def moments(rng: Random) -> list[datetime]:
    """Times of submission from 20 October to 30 November 2021, mostly in working hours."""
    hours = {8: 6, 9: 14, 10: 16, 11: 10, 12: 4, 13: 5, 14: 13, 15: 14, 16: 11, 17: 7, 19: 3, 20: 3, 21: 2}
    drawn = rng.choices(list(hours), list(hours.values()), k=FIRMS)
    first = datetime(2021, 10, 20)
    return sorted(first + timedelta(rng.randrange(42), rng.randrange(3600), hours=hour) for hour in drawn)


def leading_cells(rng: Random, firm: Firm, moment: datetime) -> list[str]:
    """Time, duration, source and address, as the platform adds them."""
    province, city = short_names(firm.place)
    address = f"{rng.choice(DOCUMENTATION_NETS)}.{rng.randrange(1, 255)}"
    return [
        f"{moment.year}/{moment.month}/{moment.day} {moment.hour}:{moment:%M:%S}",
        f"{max(48, round(rng.lognormvariate(5.4, 0.6)))}秒",
        *rng.choices(SOURCES, (5, 4, 1))[0],
        f"{address}({province}-{province if firm.place['province'].endswith('市') else city})",
    ]


def cell(rng: Random, firm: Firm, column: str) -> str:
    """The text of one cell."""
    if column in firm.chosen:
        return option_texts(column)[firm.chosen[column]]
    if column in firm.ticks:
        return multiple(rng, firm, column)
    if column in GAINS:
        return firm.texts.get(column) or unfilled(rng, column)
    if column in WRITTEN:
        return WRITTEN[column](rng, firm)
    return firm.texts.get(column, EMPTY)


@cache
def option_texts(question: str) -> dict[int, str]:
    """Texts of the options of a question, by position."""
    return {int(row["position"]): row["text"] for row in table("options") if row["question"] == question}


@cache
def industry_names() -> dict[int, str]:
    """Names of the industries as on the form, by code."""
    return {int(row["code"]): row["name"] for row in table("industries")}


def multiple(rng: Random, firm: Firm, question: str) -> str:
    """Ticked options of one question in one cell; the last option carries its own text."""
    options = option_texts(question)
    ticked = [options[option] for option in sorted(firm.ticks[question])]
    if len(options) in firm.ticks[question]:
        printed, phrases = OTHER[question]
        ticked[-1] = f"{printed}〖{firm.texts.get(question) or rng.choice(phrases)}〗"
    return "┋".join(ticked)


def unfilled(rng: Random, column: str) -> str:
    """What stands in a blank without a number; 其他指标 mostly stays empty."""
    said = 0.03 if GAINS[column][0] < 100 else 0.25
    return rng.choices(UNFILLED, (12, 6, 4, 2, 1))[0] if rng.random() < said else EMPTY


def certified_on(rng: Random, firm: Firm) -> str:
    """Year and month of the first certificate; the campaign began in October 2020."""
    if firm.chosen["q3"] > 2:
        return SKIPPED
    # Months since year 0.
    start, end = (2008 * 12, 2020 * 12 + 8) if firm.chosen["q3"] == 1 else (2020 * 12 + 10, 2021 * 12 + 8)
    month = round(rng.triangular(start, end, end))
    year, month = month // 12, month % 12 + 1
    return rng.choices(
        (f"{year}年{month}月", f"{year}-{month:02d}", f"{year}.{month}", f"{year}/{month}"), (6, 2, 2, 1)
    )[0]


def short_names(place: dict[str, str]) -> tuple[str, str]:
    """Province and city without 省, 自治区, 市, 自治州, 区."""
    return OF_PROVINCE.sub("", place["province"]), OF_CITY.sub("", place["city"])


def place_as_written(rng: Random, firm: Firm) -> str:
    """省市 the way people write it: 山西省太原市, 山西太原, 江苏省-苏州市, 北京市, 广东省深圳市南山区."""
    place = firm.place
    province, city = place["province"], place["city"]
    if province.endswith("市"):
        forms = [province + city, province, f"{province}-{city}", OF_PROVINCE.sub("", province) + city]
        return rng.choices(forms, (50, 12, 18, 20))[0]
    forms = [province + city, "".join(short_names(place)), f"{province}-{city}", province + city + place["district"]]
    return rng.choices(forms, (55, 18, 15, 12))[0]


def firm_name(firm: Firm) -> str:
    """A name no real firm bears."""
    return f"{short_names(firm.place)[1]}样例{firm.serial:04d}{INDUSTRIES[firm.industry][0]}有限公司"


def credit_code(firm: Firm) -> str:
    """A unified social credit code that checks but names nobody: its organisation code starts with YL."""
    organisation = f"YL{firm.serial:06d}"
    total = sum(int(sign, 36) * weight for sign, weight in zip(organisation, ORGANISATION_WEIGHTS, strict=True))
    code = f"91{firm.place['city_code']}{organisation}" + "0123456789X"[(11 - total % 11) % 11]
    # GB 32100: weights are the powers of 3 modulo 31.
    total = sum(CODE_ALPHABET.index(sign) * pow(3, index, 31) for index, sign in enumerate(code))
    return code + CODE_ALPHABET[-total % 31]


# Columns every firm fills in with a text of its own.
WRITTEN: dict[str, Callable[[Random, Firm], str]] = {
    "name": lambda rng, firm: firm_name(firm),
    "place": place_as_written,
    "credit_code": lambda rng, firm: credit_code(firm),
    "industry": lambda rng, firm: industry_names()[firm.industry],
    "q4": certified_on,
    "body": lambda rng, firm: firm.body,
    "contact_name": lambda rng, firm: rng.choice(SURNAMES) + "某",
    "contact_phone": lambda rng, firm: f"1380000{firm.serial:04d}",
}
