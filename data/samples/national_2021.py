"""The national questionnaire of 2021 as a 问卷星 "按文本" export: 5,639 invented firms, the published totals.

Every firm, person, telephone and credit code is made up, and so is every difference between provinces, industries
and bodies (the places and bodies themselves exist). Only the totals are real: `check` compares them with
`data/reference/acceptance_2021.csv` before a byte is written. The same file comes out every time.

That year everyone was asked everything: no skips, except Q4 for firms without a certificate.
"""

import csv
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from pathlib import Path
from random import Random

from data.forms.questionnaire import option_texts, questions
from data.reference import table
from data.samples import export, writing
from data.samples import firms as invented
from data.samples.drawing import apportion, deal, pick
from data.samples.export import EMPTY
from data.samples.firms import INDUSTRIES
from data.samples.writing import TEXTS

FILE = "320419112_按文本_小微企业质量管理体系认证提升行动企业调查问卷_5639_5639.xlsx"
FIRMS = 5639
SEED = 2021
LAST_MONTH = 2021 * 12 + 8  # of a first certificate

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
    export.write(path, 2021, all_cells(rng, firms), datetime(2021, 12, 1))


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
            firm.texts[column] = writing.said(rng.choice(phrases), firm.place, firm.serial, firm.industry)
    return firms


# --- drawing with exact totals


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
    industries = deal(rng, FIRMS, {code: weight for code, (_, weight) in INDUSTRIES.items()}, floor=5)
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
    dealt = deal(rng, FIRMS, {rank: (rank + 4) ** -1.5 for rank in range(BODIES)}, floor=1)
    for firm, rank in zip(firms, dealt, strict=True):
        firm.body = ranked[rank]


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
        firm.texts[column] = writing.as_written(rng, value)


def percentages(rng: Random, count: int, mean: Decimal) -> list[int]:
    """Percentages in hundredths, mostly round ones, whose mean is exact."""
    total = int(mean * 100 * count)
    values = [writing.percentage(rng, float(mean)) for _ in range(count)]
    missing = total - sum(values)
    # Redrawing keeps the values round; what is left at the end, less than 2 %, goes to one firm.
    while abs(missing) >= 200:
        index, other = rng.randrange(count), writing.percentage(rng, float(mean))
        left = missing + values[index] - other
        if abs(left) < abs(missing):
            values[index], missing = other, left
    values[values.index(max(values))] += missing
    return values


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


def headings() -> list[str]:
    """The header row."""
    return export.headings(2021)


def all_cells(rng: Random, firms: list[Firm]) -> list[list[str]]:
    """The cells right of 序号, in the order the answers came in."""
    columns = [row["column"] for row in questions(2021)]
    moments = export.moments(rng, FIRMS, datetime(2021, 10, 20), 42)
    return [
        export.leading_cells(rng, firm.place, moment) + [cell(rng, firm, column) for column in columns]
        for firm, moment in zip(firms, moments, strict=True)
    ]


def cell(rng: Random, firm: Firm, column: str) -> str:
    """The text of one cell."""
    if column in firm.chosen:
        return option_texts(column)[firm.chosen[column]]
    if column in firm.ticks:
        return export.multiple(rng, column, firm.ticks[column], firm.texts.get(column, ""))
    if column in GAINS:
        return firm.texts.get(column) or unfilled(rng, column)
    if column in WRITTEN:
        return WRITTEN[column](rng, firm)
    return firm.texts.get(column, EMPTY)


def unfilled(rng: Random, column: str) -> str:
    """What stands in a blank without a number; 其他指标 mostly stays empty."""
    said = 0.03 if GAINS[column][0] < 100 else 0.25
    return rng.choices(writing.UNFILLED, (12, 6, 4, 2, 1))[0] if rng.random() < said else EMPTY


# Columns every firm fills in with a text of its own.
WRITTEN: dict[str, Callable[[Random, Firm], str]] = {
    "name": lambda rng, firm: invented.firm_name(firm.place, firm.serial, firm.industry),
    "place": lambda rng, firm: writing.place_as_written(rng, firm.place),
    "credit_code": lambda rng, firm: invented.credit_code(firm.place["city_code"], firm.serial),
    "industry": lambda rng, firm: invented.industry_names()[firm.industry],
    "q4": lambda rng, firm: writing.certified_on(rng, firm.chosen["q3"], LAST_MONTH),
    "body": lambda rng, firm: firm.body,
    "contact_name": lambda rng, firm: invented.contact(rng),
    "contact_phone": lambda rng, firm: invented.phone(firm.serial),
}
