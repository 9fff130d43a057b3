"""附件1, what is assessed and how, and on a sheet of its own what each unit scored for it, of 100.

Experts' scores are the mean of their points; what firms gained is worked out as in `metrics.scorecard`, so it compares
the units of this table only; satisfaction is the rate of the questionnaire.
"""

from collections.abc import Iterator
from itertools import groupby

from data.errors import Refused
from data.forms import assessment_table as form
from data.warehouse import Reader
from locales import N_
from metrics import scorecard
from metrics.query import Filters
from metrics.rounding import Rounding, exact
from metrics.scorecard import Card
from reports import subject
from reports.figure import Figure, Figures
from reports.official.grid import Cell, Note, Piece, Score, Sheet, Table, listed

WIDTHS = (6.0, 9.0, 13.0, 56.0, 22.0)
SIZE = 8.5
TOP = 3
SATISFACTION = "satisfaction_rate"
FROM_ANSWERS = ("effect", "satisfaction")  # indicators
MISSING = N_("{unit}的“{label}”留空：没有专家评分")
UNANSWERED = N_("{unit}的“{label}”留空：答卷不够，算不出来")
FEW = N_("{unit}的“{label}”不足10份答卷，请慎用")
WITHOUT_PLACE = N_("有 {count} 份答卷没有写明地区，不在任何一个单位里")
AMONG_THESE = N_("“{label}”由答卷折算，只能在本表的单位之间比较")


def assessment_table(reader: Reader, where: Filters) -> Table:
    """The table for the cities of one province, else the provinces, or those the filters name, in one year.

    Raises Refused as `scorecard.card` does, for a year before the paper, and where nobody is assessed.
    """
    made = scorecard.card(reader, form.SCHEME, where, draws=1)
    since = int(form.indicators()[0]["since"])
    if made.year < since:
        raise Refused("附件1是{since}年起的评估办法，{year}年还没有。请换一个年度", since=since, year=made.year)
    if made.rows.empty:
        raise Refused("{year}年没有评分，也没有答卷。请先导入，或换一个年度、地区", year=made.year)
    rows = {unit: _scored(reader, made, unit, where) for unit in sorted(made.rows["unit"])}
    place = next((str(where.get(level)[0]) for level in ("city", "province") if len(where.get(level)) == 1), "")
    about = subject.region(place) if place else subject.NATION
    effect, rate = (next(row for row in form.indicators() if row["indicator"] == key) for key in FROM_ANSWERS)
    notes = [note for unit, scores in rows.items() for note in _blanks(unit, scores)]
    notes += [
        Note(FEW, {"unit": subject.region(unit), "label": rate["name"]}) for unit in rows if _is_small(made, unit)
    ]
    if count := Figures(reader, where).nowhere("responses", made.unit):
        notes.append(Note(WITHOUT_PLACE, {"count": count}))
    return Table(
        title=f"{about}{form.TITLE}（{made.year}年度）",
        sheets=(
            Sheet(name=form.SHEET, widths=WIDTHS, cells=tuple(_printed()), head=(TOP, TOP), size=SIZE),
            Sheet(
                name=form.SCORES,
                widths=(8.0, 26.0, *(18.0,) * len(form.indicators())),
                cells=tuple(_scores(rows)),
                head=(2, 2),
                wide=True,
            ),
        ),
        version=reader.version,
        notes=(*notes, Note(AMONG_THESE, {"label": effect["name"]})),
    )


def _printed() -> Iterator[Cell]:
    """The table as the paper has it: what several rows share stands once."""
    yield Cell(1, 1, (form.SHEET,), look="label")
    yield Cell(2, 1, (form.TITLE,), columns=5, look="title")
    yield from listed(TOP, form.HEADS)
    rows = list(enumerate(form.indicators(), TOP + 1))
    for number, (level, group) in enumerate(groupby(rows, key=lambda one: one[1]["first_level"]), 1):
        at = [row for row, _ in group]
        yield Cell(at[0], 1, (number,), rows=len(at), look="center")
        yield Cell(at[0], 2, (level,), rows=len(at), look="center")
    for row, one in rows:
        yield Cell(row, 3, (one["name"],), look="center")
        yield Cell(row, 4, (form.points(one),))
    for source, group in groupby(rows, key=lambda one: one[1]["source"]):
        at = [row for row, _ in group]
        yield Cell(at[0], 5, (form.METHODS[source],), rows=len(at))


def _scores(rows: dict[str, dict[str, Score | Figure | None]]) -> Iterator[Cell]:
    names = [row["name"] for row in form.indicators()]
    yield Cell(1, 1, (form.SCORES_TITLE,), columns=2 + len(names), look="title")
    lines: list[tuple[Piece, ...]] = [
        (nth, subject.region(unit), *(score or "" for score in scores.values()))
        for nth, (unit, scores) in enumerate(rows.items(), 1)
    ]
    yield from listed(2, (*form.SCORE_HEADS, *names), lines)


def _scored(reader: Reader, made: Card, unit: str, where: Filters) -> dict[str, Score | Figure | None]:
    """By indicator, what a unit scored; None where something is missing."""
    row = made.rows.set_index("unit").loc[unit]
    found: dict[str, Score | Figure | None] = {}
    for one in form.indicators():
        parts = [part for part in made.components if part.indicator == one["indicator"]]
        scores = [row[f"score_{part.key}"] for part in parts]
        if [name for part in parts for name, _ in part.metrics] == [SATISFACTION]:
            at = where.but(**{made.unit: [unit]})
            found[one["indicator"]] = Figures(reader, at).figure(SATISFACTION)
        elif all(score == score for score in scores):  # NaN where there is none
            mean = sum(score * part.part for score, part in zip(scores, parts, strict=True))
            value = mean / sum(part.part for part in parts)
            printed = str(Rounding().figure(exact(round(value, 9))))
            found[one["indicator"]] = Score(
                unit=unit, dimension=made.unit, indicator=one["indicator"], where=where.values, printed=printed
            )
        else:
            found[one["indicator"]] = None
    return found


def _is_small(made: Card, unit: str) -> bool:
    parts = made.parts[(made.parts["unit"] == unit) & (made.parts["metric"] == SATISFACTION)]
    return bool((parts["small"] & parts["value"].notna()).any())


def _blanks(unit: str, scores: dict[str, Score | Figure | None]) -> Iterator[Note]:
    for one in form.indicators():
        if scores[one["indicator"]] is None:
            text = MISSING if one["source"] == "expert" else UNANSWERED
            yield Note(text, {"unit": subject.region(unit), "label": one["name"]})
