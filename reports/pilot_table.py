"""What a pilot's own table (附件3) says, in words and as tables: figures before and after, counts with their parts."""

from collections.abc import Callable, Sequence
from functools import cache, partial

from data.reference import table
from reports.content import Grid
from reports.figure import YI, Figure, Figures, Part
from reports.grids import NONE, cell, grid
from reports.wording import Lists, Row, Text, listed

QUALITY = ("pass_rate", "first_pass_rate", "defect_rate", "customer_satisfaction", "complaint_rate")
INDUSTRY = ("output_value", "export_value", "market_share", "gdp_share")
TAKING_PART = (
    *("small_enterprises", "participating", "trained", "assisted", "leader_led", "systems_built", "digital_systems"),
    "talents",
)
# Solved pain points stand in both halves of the table; the upper one is printed in a sentence.
OUTCOMES = (
    *("high_tech_firms", "standards_met", "quality_awards", "demonstration_zones", "little_giants", "chain_leaders"),
    *("innovations", "maturity_outcomes", "partners", "incentive_policies", "funding"),
)
NOT_STATED = f"“{NONE}”表示没有填报，不计算变化"


def lists(figures: Figures) -> Lists:
    """What sentences list of the table."""
    found: dict[str, Callable[[], Text]] = {
        "adverse.moves": lambda: listed([_moved(figures, one) for one in adverse(figures)], "，"),
        "pain_points.again": lambda: _again(figures),
        "assisted.otherwise": lambda: _otherwise(figures),
    }
    for name, indicators in (("quality", QUALITY), ("industry", INDUSTRY)):
        found[f"{name}.moves"] = partial(_each, figures, indicators, _moved, "，")
        found[f"{name}.before"] = partial(_each, figures, indicators, _before, "、")
    for indicator in known():
        found[f"{indicator}.parts"] = partial(_parts, figures, indicator)
    return found


def changes(figures: Figures, indicators: Sequence[str], row: Row, title: str) -> Grid | None:
    """Indicators before and after, with what changed."""
    rows = []
    for indicator in indicators:
        before, after = _ends(figures, indicator)
        if before or after:
            cells = (cell(before), cell(after), _change(figures, indicator) or (NONE,))
            rows.append(((f"{known()[indicator]['name']}（{_unit(figures, indicator)}）",), *cells))
    is_missing = any((NONE,) in cells for cells in rows)
    return grid(figures, row, title, rows, ["pilot_after"], NOT_STATED if is_missing else "")


def counts(figures: Figures, indicators: Sequence[str], row: Row, title: str) -> Grid | None:
    """Counts of the table; with a third column, what they are made of."""
    has_parts = row.heads.count("|") == 2
    rows: list[tuple[Text, ...]] = []
    for indicator in indicators:
        if found := figures.figure("pilot_after", indicator=indicator):
            parts = [_parts(figures, indicator) or (NONE,)] if has_parts else []
            rows.append(((f"{known()[indicator]['name']}（{known()[indicator]['noun']}）",), (found,), *parts))
    return grid(figures, row, title, rows, ["pilot_after"])


def adverse(figures: Figures) -> list[str]:
    """The indicators that went the wrong way."""
    found = []
    for indicator in (*QUALITY, *INDUSTRY):
        change = figures.figure("pilot_change", indicator=indicator)
        if change and change.number and (change.number > 0) != (known()[indicator]["better"] == "higher"):
            found.append(indicator)
    return found


@cache
def known() -> dict[str, dict[str, str]]:
    """Every indicator of the table by its code."""
    return {row["indicator"]: row for row in table("pilot_indicators")}


def _each(figures: Figures, indicators: Sequence[str], said: Callable[[Figures, str], Text], between: str) -> Text:
    return listed([text for indicator in indicators if (text := said(figures, indicator))], between)


def _moved(figures: Figures, indicator: str) -> Text:
    """“一次合格率从90.2%提高到95.1%”; empty where one end is missing."""
    before, after = _ends(figures, indicator)
    if not before or not after:
        return ()
    name, unit = known()[indicator]["name"], _unit(figures, indicator)
    if before.number == after.number:
        return (name, "保持在", after, unit)
    if _is_rate(indicator):
        rises, falls = "提高到" if known()[indicator]["better"] == "higher" else "上升到", "降到"
    else:
        rises, falls = "增加到", "减少到"
    return (name, "从", before, unit, rises if after.number > before.number else falls, after, unit)


def _before(figures: Figures, indicator: str) -> Text:
    before, _ = _ends(figures, indicator)
    return (known()[indicator]["name"], before, _unit(figures, indicator)) if before else ()


def _change(figures: Figures, indicator: str) -> Text:
    """“提高4.9个百分点”, of amounts “增长7.42%”."""
    change = figures.figure("pilot_change", indicator=indicator)
    size = figures.figure("pilot_change", "size", indicator=indicator)
    if not change or not size:
        return ()
    if not change.number:
        return ("持平",)
    if _is_rate(indicator):
        rises = "提高" if known()[indicator]["better"] == "higher" else "上升"
        return (rises if change.number > 0 else "下降", size, "个百分点")
    return ("增长" if change.number > 0 else "下降", size, "%")


def _parts(figures: Figures, indicator: str) -> Text:
    """“国家级0个、省级1个”: the sub-levels that are stated."""
    levels = [level for level in known()[indicator]["levels"].split("|") if level]
    found = [(level, figures.figure("pilot_after", indicator=indicator, level=level)) for level in levels]
    return listed([(_called(level), count, _counted(indicator, level)) for level, count in found if count])


def _called(level: str) -> str:
    return level.removeprefix("形成")


def _counted(indicator: str, level: str) -> str:
    return {"专家": "人", "形成帮扶工作指南": "项"}.get(level, known()[indicator]["noun"])


def _again(figures: Figures) -> Text:
    """The solved pain points of the lower half, where they are not those of the upper one."""
    upper, lower = (
        figures.figure("pilot_after", indicator=one) for one in ("pain_points_solved", "pain_points_solved_again")
    )
    return (lower,) if upper and lower and upper.number != lower.number else ()


def _otherwise(figures: Figures) -> Text:
    """The assisted firms of the table, where the ledgers mark more or fewer."""
    told, marked = figures.figure("pilot_after", indicator="assisted"), figures.figure("assisted_enterprises")
    return (told,) if told and marked and told.number != marked.number else ()


def _is_rate(indicator: str) -> bool:
    return known()[indicator]["unit"] == "percent"


def _is_large(figures: Figures, indicator: str) -> bool:
    """Whether an amount is printed in 亿元, on both ends alike."""
    amounts = [figures.figure(name, indicator=indicator) for name in ("pilot_before", "pilot_after")]
    return known()[indicator]["unit"] == "10k_cny" and any(one and abs(one.number) >= YI for one in amounts)


def _unit(figures: Figures, indicator: str) -> str:
    return "%" if _is_rate(indicator) else "亿元" if _is_large(figures, indicator) else known()[indicator]["noun"]


def _ends(figures: Figures, indicator: str) -> tuple[Figure | None, Figure | None]:
    part: Part = "yi" if _is_large(figures, indicator) else "value"
    before, after = (figures.figure(name, part, indicator=indicator) for name in ("pilot_before", "pilot_after"))
    return before, after
