"""From training to certificate, as bars, with the share of the step before."""

from collections.abc import Sequence

from charts.chart import Heads, Mark, RankedBars
from locales import N_
from metrics.funnel import ANSWERED, ASSISTED, CERTIFIED, STEPS, TRAINED, Step
from metrics.registry import METRICS
from pages._parts import chart_panel, drawings, numbers, query
from pages._parts.filters import Selection
from pages._parts.kept import kept
from pages._parts.language import _, current, listed
from pages._parts.query import Source

LABELS = {TRAINED: N_("培训"), ASSISTED: N_("帮扶"), ANSWERED: N_("答卷"), CERTIFIED: N_("获证")}
SHARES = {
    ASSISTED: N_("帮扶企业占培训企业 {share}"),
    ANSWERED: N_("台账企业答卷率 {share}"),
    CERTIFIED: N_("答卷企业中 {share} 已获证"),
}
METRICS_OF = [METRICS[name] for name in STEPS]


def show(source: Source, chosen: Selection) -> None:
    """The panel, where at least two steps have data."""
    if drawn := _drawn(source, chosen):
        chart_panel.show("funnel", drawn, METRICS_OF, source, chosen)


@kept
def _drawn(source: Source, chosen: Selection) -> RankedBars | None:
    steps = query.funnel(source, chosen.where)
    return bars(source, chosen, steps) if sum(step.value is not None for step in steps) > 1 else None


def bars(source: Source, chosen: Selection, steps: Sequence[Step]) -> RankedBars:
    """The steps in their order; a step without data has words instead of a bar."""
    title = _("从培训到获证（累计到{year}年）", year=chosen.year)
    words = drawings.caption(METRICS_OF, source, chosen, None, title, sentence(steps))
    marks = tuple(
        Mark(
            label=_(LABELS[step.name]),
            value=step.value,
            text=numbers.NONE if step.value is None else numbers.count(step.value),
            count=numbers.NONE if step.share is None else numbers.percent(step.share),
        )
        for step in steps
    )
    (_low, top), places = drawings.axis([0.0, *(step.value for step in steps if step.value is not None)], float("inf"))
    return RankedBars(
        caption=words,
        heads=Heads(label=_("环节"), value=_("家"), count=_("占上一环节")),
        marks=marks,
        top=top,
        ticks=tuple((place, numbers.count(place)) for place in places),
        number_format="0",
    )


def sentence(steps: Sequence[Step]) -> str:
    """The shares there are, and which steps have no data and why."""
    said = [_(SHARES[step.name], share=numbers.percent(step.share)) for step in steps if step.share is not None]
    said += [_(step.reason) for step in steps if step.reason and step.value is not None]
    missing = [
        _("{step}（{reason}）", step=_(LABELS[step.name]), reason=_(step.reason))
        for step in steps
        if step.value is None
    ]
    if missing:
        said.append(_("没有数据：{steps}", steps=listed(missing)))
    return ("；" if current() == "zh" else "; ").join(said)
