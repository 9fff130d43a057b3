"""附件3 drawn as a grid: one pilot whose figures all agree, so that a test changes only the cells it is about."""

from typing import Any

from data.reference import table
from loaders.reading import Range, Sheet

TITLE = "提升行动区域试点工作统计表"
QUALITY = ("产品合格率", "一次合格率", "残次品率")
UPPER = [row for row in table("pilot_indicators") if row["half"] == "upper" and row["heading"] not in QUALITY]
LOWER = [row for row in table("pilot_indicators") if row["half"] == "lower"]
COUNTS = {
    "small_enterprises": 134,
    "participating": 52,
    "trained": 44,
    "assisted": 29,
    "leader_led": 30,
    "systems_built": 24,
    "digital_systems": 6,
    "pain_points_found": 12,
    "pain_points_solved": 9,
    "talents": 86,
    "high_tech_firms": 2,
    "standards_met": 22,
    "chain_pain_points_found": 10,
    "pain_points_solved_again": 9,
    "chain_leaders": 2,
    "funding": 60,
    "incentive_policies": 3,
}
CHANGES = {
    "pass_rate": ("93.8", "96.5"),
    "first_pass_rate": ("88.7", "92.4"),
    "defect_rate": ("6.2", "3.5%"),
    "customer_satisfaction": ("90.1", "94.0"),
    "complaint_rate": ("2.4", "1.3"),
    "output_value": ("28.6亿元", "301500万元"),
    "market_share": ("41.0", "42.2"),
    "gdp_share": ("", "1.5"),
    "export_value": ("62000万元", "66800万元"),
}
LEVELS = {
    "quality_awards": (0, 0, 1, 2),
    "demonstration_zones": (0, 1),
    "little_giants": (0, 3),
    "innovations": (2, 3, 1, 2),
    "maturity_outcomes": (1, 5, 2),
    "partners": (6, 2, 2, 1, 14),
}
SLOTS = len(COUNTS) + 2 * len(CHANGES) + sum(map(len, LEVELS.values()))


def grid(name: str = "地毯", *, merged: bool = True, **changed: Any) -> tuple[list[list[Any]], list[Range]]:
    """Rows and merged ranges; an indicator may be `changed`. Not merged, it is flat as the notice prints it."""
    wide = int(merged)  # columns that 产品质量水平提升率 covers besides its first one
    rows: list[list[Any]] = [[""] * 19 for _ in range(14)]
    ranges: list[Range] = []
    quality = 1 + sum(row["unit"] == "count" for row in UPPER)
    rows[0][0] = TITLE
    heads = ["试点产业名称", *(row["heading"] for row in UPPER)]
    heads.insert(quality, "产品质量水平提升率（%）")
    for index, text in enumerate(heads):
        rows[1][index + wide * (index > quality)] = text
    rows[2][0] = name
    figures = {**COUNTS, **CHANGES, **LEVELS, **changed}
    for index, row in enumerate(UPPER, 1):
        if row["unit"] == "count":
            rows[2][index] = figures[row["indicator"]]
        else:
            _change(rows, 2, index + 2, figures[row["indicator"]])
    for nth, (rate, label) in enumerate(zip(("pass_rate", "first_pass_rate", "defect_rate"), QUALITY, strict=True)):
        rows[2 + 2 * nth][quality] = label
        _change(rows, 2 + 2 * nth, quality + 1, figures[rate])
    for index, row in enumerate(LOWER):
        rows[8][index] = row["heading"]
        value, levels = figures[row["indicator"]], row["levels"].split("|")
        texts = (
            [f"{level}：{one}" for level, one in zip(levels, value, strict=True)]
            if isinstance(value, tuple)
            else [value]
        )
        for nth, text in enumerate(texts):
            rows[9 + nth][index] = text
    if merged:
        ranges = [((0, 0), (0, 18)), ((1, quality), (1, quality + 1))]
        ranges += [((2, column), (7, column)) for column in range(quality)]
    return rows, ranges


def _change(rows: list[list[Any]], row: int, column: int, value: tuple[str, str]) -> None:
    for nth, (label, one) in enumerate(zip(("提升前", "提升后"), value, strict=True)):
        rows[row + nth][column] = f"{label}：{one}"


def sheet(name: str = "地毯", title: str = "附件3", **changed: Any) -> Sheet:
    """The form of one pilot as a sheet."""
    rows, ranges = grid(name, **changed)
    return Sheet(title, rows, tuple(ranges))
