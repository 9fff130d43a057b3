"""The line below a table or chart: 来源、n、截至、口径、版本."""

import re
from collections.abc import Sequence

from metrics.registry import metric
from reports.figure import Figures
from reports.wording import Text

ANSWERED = ("answer", "assisted", "ledger")  # relations that the questionnaire feeds


def source(figures: Figures, names: Sequence[str], base: bool = True) -> Text:
    """Where the figures of these metrics come from and what they stand on."""
    metrics = [metric(name) for name in names]
    line: Text = (f"来源：{'、'.join(_papers([one.source for one in metrics]))}",)
    n = (figures.figure(names[0], "denominator") or figures.figure("assisted_enterprises")) if base else None
    if n:
        line += ("；n=", n)
    is_asked = any(one.relation in ANSWERED for one in metrics)
    day = (
        is_asked
        and figures.reader.rows("SELECT max(submitted_at)::DATE FROM response WHERE year = ?", [figures.year])[0][0]
    )
    if day:
        line += (f"；截至{day}",)
    if base:
        line += (f"；口径：{'、'.join(dict.fromkeys(one.base for one in metrics))}",)
    return (*line, f"；数据版本：{figures.version:06d}")


def _papers(sources: Sequence[str]) -> list[str]:
    """Each paper once; without the one that is also named with its question."""
    papers = list(dict.fromkeys(one for text in sources for one in re.split(r"、(?!\d)", text)))
    return [one for one in papers if not any(other != one and other.startswith(f"{one} ") for other in papers)]
