"""Charts of the front page alone: options of one question by who chose them, and the industries reached."""

from charts.chart import RankedBars, Tiles
from metrics.registry import METRICS
from pages._parts import drawings, findings, frame, query
from pages._parts.filters import Selection
from pages._parts.kept import kept
from pages._parts.language import _, current
from pages._parts.query import Source

REACHED = METRICS["assisted_enterprises"]


@kept
def shares(source: Source, chosen: Selection, names: tuple[str, ...], title: str) -> RankedBars:
    """Options of one question by the share of firms that chose them."""
    found = query.result(source, names, where=chosen.where)
    said = findings.of_aspects(found, METRICS)
    metrics = [METRICS[name] for name in names]
    words = drawings.caption(metrics, source, chosen, found["denominator"].max(), title, said.sentence)
    return drawings.share_bars(found, words, [said.named or ""], _("方面"))


@kept
def coverage(source: Source, chosen: Selection) -> Tiles:
    """The 39 industries by the firms assisted in each."""
    firms = query.result(source, [REACHED.name], ["industry"], chosen.where)
    said = findings.of_coverage(firms).sentence
    words = drawings.caption([REACHED], source, chosen, firms["value"].sum(), _("39 个行业大类覆盖"), said)
    columns = 5 if frame.is_phone() else 10 if current() == "zh" else 8  # English names are longer
    return drawings.coverage(firms, words, columns)
