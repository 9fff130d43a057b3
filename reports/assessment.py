"""The evaluation report (自评报告) by the outline of the notices: 附件1 of 晋市监函〔2022〕338号, 附2 of the national guide.

What the data can say is said; what only people know is left to them, with the official hint and a length.
"""

from collections.abc import Iterator

from data.errors import Refused
from data.warehouse import Reader
from metrics.query import Filters
from reports import drawings, grids
from reports.content import Block, Drawing, Grid, Heading, Paragraph, Report, Slot
from reports.figure import Figures
from reports.lists import lists
from reports.subject import Subject, subject
from reports.wording import Row, Text, Wording, outline, plain

OUTLINE = "assessment_report"
MOST = 3000  # characters, the annex included


def report(reader: Reader, version: int, where: Filters) -> Report:
    """The report of a region or body for a year. Raises Refused for other filters, and where there is nothing to tell."""
    about = subject(reader, where)
    figures = Figures(reader, version, where)
    if not figures.figure("assisted_enterprises") and not figures.groups("responses", "year"):
        raise Refused(
            "{name}{year}年没有帮扶企业，也没有答卷，写不出自评报告。请先导入台账或答卷，或换一个年度、地区",
            name=about.name,
            year=about.year,
        )
    rows = outline(OUTLINE, "body" if about.is_body else "region")
    words = {"place": about.name, "year": str(about.year), "unit_word": about.unit_word}
    names = dict(
        reader.rows("SELECT body, name FROM body UNION ALL SELECT pilot, arg_max(name, year) FROM pilot GROUP BY 1")
    )
    wording = Wording(figures, words, lists(figures, about, names))
    shown = {row.key: _shown(row, figures, about, names, wording) for row in rows if row.kind in ("table", "chart")}
    wording.shown = [key for key, block in shown.items() if block]
    title, subtitle = (_words(wording, rows, kind) for kind in ("title", "subtitle"))
    blocks = [*_body(rows, wording, shown), _annex(rows, figures, names, wording)]
    return Report(title=title, subtitle=subtitle, blocks=tuple(blocks), version=version, most=MOST)


def _words(wording: Wording, rows: list[Row], kind: str) -> str:
    return plain(wording.sentence(next(row for row in rows if row.kind == kind)), {})


def _shown(
    row: Row, figures: Figures, about: Subject, names: dict[str, str], wording: Wording
) -> Grid | Drawing | None:
    title = plain(wording.filled(row.text), {})
    match row.key:
        case "indicators":
            return grids.indicators(figures, row, title)
        case "units":
            return grids.units(figures, about, row, title)
        case "gains":
            return grids.gains(figures, row, title)
        case "coverage":
            return drawings.coverage(figures, row, title)
        case "bodies":
            return drawings.bodies(figures, names, row, title)
        case "aspects":
            return drawings.aspects(figures, row, title)
        case "satisfaction":
            return drawings.regions(figures, about, row, title)
        case "pilots":
            return drawings.pilots(figures, names, row, title)
    raise ValueError(row.key)


def _body(rows: list[Row], wording: Wording, shown: dict[str, Grid | Drawing | None]) -> Iterator[Block]:
    """The outline as blocks: sentences that follow one another are one paragraph."""
    text: Text = ()
    for row in rows:
        if row.kind == "sentence":
            text += wording.sentence(row)
            continue
        if row.kind == "absent":
            text = text or wording.sentence(row)
            continue
        if text:
            yield Paragraph(text)
            text = ()
        block = shown.get(row.key) if row.kind in ("table", "chart") else None
        if row.kind in ("h1", "h2"):
            yield Heading(int(row.kind[1]), row.text)
        elif row.kind == "slot":
            yield Slot(f"【{row.text}】")
        elif block:
            yield block
        elif row.kind in ("table", "chart") and (said := wording.filled(row.otherwise)):
            yield Paragraph(said)


def _annex(rows: list[Row], figures: Figures, names: dict[str, str], wording: Wording) -> Block:
    head = next(row for row in rows if row.kind == "annex")
    return grids.annex(figures, names, wording, head, [row for row in rows if row.kind == "annex_row"])
