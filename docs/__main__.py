"""Writes relations.md and metrics.md from the program: `python -m docs`."""

from collections.abc import Iterable, Sequence
from pathlib import Path

from data import reference, schema
from locales import translate
from metrics.core import Metric
from metrics.registry import FAMILIES
from metrics.relations import RELATIONS

HERE = Path(__file__).parent
MADE = "<!-- Made by `python -m docs`. Change the program, not this file. -->"
ABOUT_RELATIONS = (
    "A version is one DuckDB file with these tables, declared in `data/schema.py`. A missing value is null: not "
    "asked, left blank or not readable; it is never 0. Regions are codes as text, shares are counted and not stored, "
    "percentages are as firms write them (14.75)."
)
ABOUT_METRICS = (
    "Declared in `metrics/`, one file a family; pages, exports and reports all compute them with "
    "`metrics.query.compute`. A `share` is 0–1 and has a 95 % Wilson interval where it is a share of firms; a "
    "`percent` is the mean or median of what firms wrote (14.75); a `count` is a number of things; `10k_cny` is an "
    "amount of 10,000 CNY; `indicator` is the unit of the pilots' indicator in `data/reference/pilot_indicators.csv`, "
    "whose changes are percentage points for percentages and percent for all else. An empty group is null, never 0. "
    "The base is what a value stands on: its denominator, or the rows it counts."
)
ABOUT_PILOTS = (
    "`pilot` is the only dimension of which a firm may have several values in a year; `none` stands for firms in no "
    "pilot. Grouped by it, a firm in two pilots stands in both groups, so the groups may add up to more than the whole; "
    "filtered by it and not grouped, a firm counts once."
)
ABOUT_REPORTS = (
    "What units report is cumulative and never added up over years: of each unit the latest report of the years asked "
    "that states the figure counts; grouped by year, that of the year. Nor is a unit added to what lies in it: for a "
    "province its own table counts or, without one, those of its cities; for a city its own or those of its counties. "
    "Grouped or filtered by city, provinces' own tables drop out, by county also cities'; by `region`, the unit that "
    "reports, every table stands alone. Pilots' figures must be grouped by `indicator` or filtered to one; their mean "
    "over pilots is unweighted, and sub-levels count only when `level` is grouped or filtered to one."
)
ABOUT_CUMULATIVE = (
    "Cumulative (`compute(…, cumulative=True)`, `metrics show --cumulative`) is over all years up to the one filtered, "
    "without one up to the newest of the version; grouped by year, every row goes up to its year. Different things "
    "(firms, bodies, industries) count once over these years. A rate, mean or count of answers stands on the last "
    "counted answer of each firm up to the year, in the place, industry and pilots it had then, so parts add up; what "
    "that answer leaves blank is not taken from an older one. A ledger firm is its last line in a ledger, and answered "
    "if any answer of these years counts. Of what units report the latest filing counts. What is true of one year "
    "only (`first_time_share`) is refused."
)
ABOUT_CHANGES = (
    "`metrics.change.change` compares a year with the one before over the reporting units that have a value in both: "
    "provinces, the cities of one province, the units that file statistics tables, or pilots. A province whose firms "
    "come from a ledger in one year only is not in both. Shares change by percentage points, counts and amounts by a "
    "share of what they were, means of percentages by their difference, cumulative figures by what the year added. "
    "Where the questions changed there is no comparison; the patterns are in `data/reference/breaks.csv`."
)
ABOUT_CERTAINTY = (
    "`python -m metrics intervals` takes the ledger for the population: in a group whose every answer is of a firm in the "
    "ledger the interval is Wilson's of n (N − 1) / (N − n) trials, as the variance of drawing n of N without replacement "
    "is p (1 − p) / n · (N − n) / (N − 1); at n = N it closes. `differences` compares groups by the test of two "
    "proportions with pooled variance, or Fisher's exact one where an expected count is below 5, gives Newcombe's "
    "interval of the difference and corrects p by Holm. `weighted` rakes the answers of a province and year to the "
    "ledger's cities and industries, categories of fewer than 5 answers put together, weights not trimmed; the error is "
    "by linearisation, as R's `survey` has it. All three take answers as given at random, within the margins for the "
    "last. Equality with R to 1e-9 is shown by `tests/golden/inference_r.xlsx`, which has R's code."
)
ABOUT_PUBLICATION = (
    "`python -m metrics published` is for tables that leave the bureau. Groups of 1 to 9 are hidden, in all metrics of "
    "the table alike, and further groups until no hidden count follows from the shown ones and the totals, nor from "
    "counts being whole and not negative. Two tables published apart are not held against each other."
)


def main() -> None:
    """Write every page that is made from the program."""
    for name, text in pages().items():
        (HERE / name).write_text(text, encoding="utf-8")


def pages() -> dict[str, str]:
    """Text of every page by its file name."""
    return {"relations.md": relations(), "metrics.md": metrics()}


def relations() -> str:
    """Every relation of a version, with its columns."""
    blocks = [
        "# Relations of a data version",
        MADE,
        ABOUT_RELATIONS,
    ]
    for relation in schema.RELATIONS:
        rows = [(f"`{c.name}`", c.type, c.unit, c.description) for c in relation.columns]
        blocks += [
            f"## {relation.name}",
            f"Each row is {relation.what}.",
            table(("column", "type", "unit", "meaning"), rows),
        ]
    return "\n\n".join(blocks) + "\n"


def metrics() -> str:
    """Every metric in both languages, by family."""
    blocks = [
        "# Metrics 指标",
        MADE,
        ABOUT_METRICS,
        "## Relations and their dimensions",
        "A metric can be grouped and filtered by the dimensions of its relation, and by no other.",
        table(("relation", "rows", "dimensions"), [(f"`{n}`", r, d) for n, r, d in dimensions()]),
        ABOUT_PILOTS,
        ABOUT_REPORTS,
        ABOUT_CUMULATIVE,
        "## Changes against the year before",
        ABOUT_CHANGES,
        table(("metrics", "since", "reason"), breaks()),
        "## Certainty, and what is published",
        ABOUT_CERTAINTY,
        ABOUT_PUBLICATION,
    ]
    for family, members in FAMILIES.items():
        heads = ("metric", "label 名称", "unit", "relation", "better", "base 口径", "definition 定义", "source 来源")
        blocks += [f"## {family}", table(heads, map(described, members))]
    return "\n\n".join(blocks) + "\n"


# What stands in the rows of each relation.
ROWS = {
    "answer": "counted answers: the last one of each firm in a round",
    "assisted": "assisted firms of each year",
    "ledger": "firms that stand in a ledger, with their answer of the year if they sent one",
    "statistics": "the statistics tables (附表) that provinces, cities and counties filed",
    "good_case": "good cases of each year that were recommended",
    "judged_case": "good cases of which a list says whether they were selected",
    "recommendation": "certification bodies that regions recommend, by each region's newest list of the year",
    "material": "materials that regions and certification bodies list",
    "phone_check": "answers of the questionnaire that somebody called about, by the last call",
    "phone_answer": "questions answered in the questionnaire and again on the telephone, up to two an answer",
    "pilot_indicator": "the figures of the pilots' tables (附件3)",
    "pilot_table": "the pilots' tables (附件3), the figures of one that shares are made of side by side",
}


def dimensions() -> Iterable[tuple[str, str, str]]:
    """Every relation with what its rows are and its dimensions."""
    for name, relation in RELATIONS.items():
        yield name, ROWS[name], ", ".join(f"`{dimension}`" for dimension in relation.dimensions)


def breaks() -> Iterable[tuple[str, str, str]]:
    """Since when which metrics do not compare with earlier years, and why."""
    for row in reference.table("breaks"):
        yield f"`{row['metric']}`", row["since"], both(row["reason"])


def described(one: Metric) -> tuple[str, ...]:
    """Cells of a metric."""
    return (
        f"`{one.name}`",
        f"{one.title('zh')}<br>{one.title('en')}",
        one.unit,
        one.relation,
        one.better or "—",
        both(one.base),
        both(one.definition),
        both(one.source),
    )


def both(text: str) -> str:
    """A text in both languages."""
    return f"{text}<br>{translate(text, 'en')}"


def table(heads: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """A Markdown table."""
    lines = [heads, ["---"] * len(heads), *rows]
    return "\n".join(f"| {' | '.join(cell.replace('|', chr(92) + '|') for cell in line)} |" for line in lines)


if __name__ == "__main__":
    main()
