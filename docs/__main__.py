"""Writes relations.md and metrics.md from the program: `python -m docs`."""

from collections.abc import Iterable, Sequence
from pathlib import Path

from data import schema
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
    "`percent` is the mean or median of what firms wrote (14.75); a `count` is a number of things. An empty group "
    "is null, never 0. The base is what a value stands on: its denominator, or the rows it counts."
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
}


def dimensions() -> Iterable[tuple[str, str, str]]:
    """Every relation with what its rows are and its dimensions."""
    for name, relation in RELATIONS.items():
        yield name, ROWS[name], ", ".join(f"`{dimension}`" for dimension in relation.dimensions)


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
