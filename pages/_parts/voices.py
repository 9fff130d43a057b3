"""The page of the open answers: its sentence, words, themes and quotations. Everything arrives without names."""

from dataclasses import replace
from typing import Any, NamedTuple

import pandas as pd
import streamlit as st

from charts.chart import Caption, Cell, Heads, HeatTable, Mark, Name, RankedBars
from charts.heat import HEADS_AT_MOST
from charts.tokens import text_width
from locales import N_
from metrics.query import SMALL
from metrics.registry import METRICS
from metrics.voices import NO_OPINION, NO_THEME, QUESTIONS
from pages._parts import address, chart_panel, drawings, frame, numbers, panel, places, query
from pages._parts.filters import Selection
from pages._parts.language import _, current, literal
from pages._parts.query import Source

BETWEEN = {"zh": "”“", "en": '" "'}  # two names in one pair of quotation marks
WORDS = 16  # drawn; the table and the workbook have all
ACROSS = {False: 1050, True: 800}  # px for the columns of the heat table, on a phone too, where it scrolls
TOPS = (0.05, 0.1, 0.2, 0.3, 0.5, 0.75, 1.0)  # where an axis may end
SAYS_NOTHING = (NO_OPINION, NO_THEME)  # stand last, and never lead


class Found(NamedTuple):
    """Themes by their name as `metrics.voices.themes` counts them, over all `answers` of the selection."""

    themes: dict[str, dict[str, Any]]
    answers: int

    @property
    def ordered(self) -> list[str]:
        """The most frequent first; those that say nothing last."""
        return sorted(self.themes, key=lambda one: (one in SAYS_NOTHING, -self.themes[one]["numerator"]))

    @property
    def spoken(self) -> list[str]:
        """Those that somebody speaks of, in that order."""
        return [one for one in self.ordered if self.themes[one]["numerator"]]

    @property
    def lead(self) -> list[str]:
        """The most frequent theme, or several that are equally frequent; none where nobody speaks of any."""
        said = {one: row["numerator"] for one, row in self.themes.items() if one not in SAYS_NOTHING}
        most = max(said.values(), default=0)
        return [one for one, count in said.items() if count == most > 0]


class Look(NamedTuple):
    """What is looked at: the version, the selection, the questions picked (none: all), and what is found."""

    source: Source
    chosen: Selection
    questions: tuple[str, ...]
    found: Found


def questions() -> tuple[str, ...]:
    """The open questions the reader picked; none: all."""

    def changed() -> None:
        address.put("question", st.session_state["voices_question"])

    st.session_state["voices_question"] = [one for one in address.get("question") if one in QUESTIONS]
    picked = st.multiselect(
        _("题目"),
        list(QUESTIONS),
        key="voices_question",
        format_func=_question,
        placeholder=_("全部开放题"),
        on_change=changed,
        label_visibility="collapsed",
        width=640,
    )
    return tuple(one for one in QUESTIONS if one in picked)


def _question(name: str) -> str:
    return _(QUESTIONS[name])


def found(themes: pd.DataFrame) -> Found:
    """The themes of one year."""
    rows = {row["theme"]: row for row in drawings.records(themes)}
    return Found(rows, max((int(row["denominator"]) for row in rows.values()), default=0))


def headline(found: Found, chosen: Selection) -> str:
    """How much was written, of what most, and how many wrote that they have no opinion."""
    if not found.answers:
        return _("{year}年没有开放题的回答", year=chosen.year)
    start = _("企业写下 {answers} 条原话", answers=numbers.count(found.answers))
    if found.lead:
        first = found.themes[found.lead[0]]
        said = N_("企业写下 {answers} 条原话，谈“{theme}”的最多，{count} 条，占 {share}")
        if len(found.lead) > 1:
            said = N_("企业写下 {answers} 条原话，谈“{theme}”的并列最多，各 {count} 条，占 {share}")
        start = _(
            said,
            answers=numbers.count(found.answers),
            theme=BETWEEN[current()].join(_(theme) for theme in found.lead),
            count=numbers.count(first["numerator"]),
            share=_share(first),
        )
    none = found.themes[NO_OPINION]
    if not none["numerator"]:
        return start
    silent = _("{count} 条没有意见（{share}）", count=numbers.count(none["numerator"]), share=_share(none))
    return _("{start}；{silent}", start=start, silent=silent)


def _share(row: dict[str, Any]) -> str:
    return numbers.percent(row["value"])


def _words(look: Look, title: str, sentence: str, base: str, n: float) -> Caption:
    words = drawings.caption([METRICS["responses"]], look.source, look.chosen, n, title, sentence)
    base = _("口径 {base}", base=base)
    return replace(words, source=_("来源 {source}", source=_("企业调查问卷 开放题")), base=base)


def _bars(look: Look, rows: list[dict[str, Any]], heads: Heads, words: Caption) -> RankedBars:
    """Shares in the order given; `label` of each row is finished."""
    top = next(one for one in TOPS if one >= max((row["value"] for row in rows), default=0))
    return RankedBars(
        caption=words,
        heads=heads,
        marks=tuple(
            Mark(
                label=row["label"],
                value=row["value"],
                text=_share(row),
                numerator=row["numerator"],
                denominator=row["denominator"],
                count=numbers.count(row["numerator"]),
                named=row.get("theme") in look.found.lead,
            )
            for row in rows
        ),
        top=top,
        ticks=((0, "0%"), (top / 2, f"{top * 50:g}%"), (top, f"{top * 100:g}%")),
    )


def themes(look: Look) -> None:
    """What is spoken of, over the whole selection."""
    rows, every = (
        [{**look.found.themes[one], "label": _(one)} for one in names]
        for names in (look.found.spoken, look.found.ordered)
    )
    heads = Heads(label=_("主题"), value=_("占比"), count=_("条"), numerator=_("谈到的原话"), denominator=_("全部原话"))
    sentence = _("一条原话可归入几个主题；按主题词归类，“没有意见”和“未归类”列在最后")
    words = _words(look, _("企业谈什么"), sentence, _("全部原话"), look.found.answers)
    drawn, whole = (_bars(look, some, heads, words) for some in (rows, every))
    chart_panel.show("themes", drawn, (), look.source, look.chosen, whole)


def words(look: Look) -> None:
    """The most frequent words."""
    found = query.words(look.source, look.chosen.where, look.questions)
    rows = [{**row, "label": row["word"]} for row in drawings.records(found)]
    heads = Heads(
        label=_("词"), value=_("占比"), count=_("条"), numerator=_("提到的原话"), denominator=_("有内容的原话")
    )
    sentence = _("一条原话里同一个词只计一次；只有一条提到的词不列")
    if len(rows) > WORDS:
        sentence += _("；只画前 {count} 个，其余见数据与导出", count=WORDS)
    said = look.found.answers - int(look.found.themes[NO_OPINION]["numerator"])
    caption = _words(look, _("说得最多的词"), sentence, _("有内容的原话"), said)
    whole = _bars(look, rows, heads, caption)
    chart_panel.show("words", replace(whole, marks=whole.marks[:WORDS]), (), look.source, look.chosen, whole)


def by_region(look: Look) -> None:
    """Themes by the regions of the selection; as many as there is room for, the most frequent."""
    by = "city" if look.chosen.parent else "province"
    found = query.themes(look.source, by, look.chosen.where, look.questions)
    cells = {(row[by] or "", row["theme"]): row for row in drawings.records(found.fillna({by: ""}))}
    regions = sorted({region for region, _theme in cells}, key=lambda code: (not code, code))
    names = look.found.spoken
    room = _room([_(name) for name in names])
    sentence = _(
        "谈到的占该地区全部原话的比例（%），底色为与{mean}之差；… 为原话不足 {small} 条",
        mean=places.mean(look.chosen.parent),
        small=SMALL,
    )
    if room < len(names):
        sentence += _("；只画谈得最多的 {count} 个主题，其余见数据与导出", count=room)
    heads = Heads(
        label=_("地区"),
        code=_("代码"),
        across=_("主题"),
        value=_("占比"),
        numerator=_("谈到的原话"),
        denominator=_("全部原话"),
        count="n",
    )

    def heat(shown: list[str]) -> HeatTable:
        return HeatTable(
            caption=_words(look, _("各地区谈什么"), sentence, _("全部原话"), look.found.answers),
            heads=heads,
            rows=tuple(Name(places.region(code or None), code) for code in regions),
            columns=tuple(Name(_(name)) for name in shown),
            cells=tuple(tuple(_cell(cells[code, name], look.found.themes[name]) for name in shown) for code in regions),
            key=(_("低 8 个百分点以上（粗体）"), _("低 3–8"), _("相差 3 以内"), _("高 3 以上")),
        )

    chart_panel.show("by_region", heat(names[:room]), (), look.source, look.chosen, heat(look.found.ordered))


def _room(names: list[str]) -> int:
    """How many columns of these names fit."""
    widest = max(min(text_width(name, 12), HEADS_AT_MOST) for name in names)
    return min(len(names), int(ACROSS[frame.is_phone()] / (widest + 10)))


def _cell(row: dict[str, Any], usual: dict[str, Any]) -> Cell:
    counts = {"numerator": row["numerator"], "denominator": row["denominator"]}
    counted = numbers.count(row["denominator"])
    if row["denominator"] < SMALL:
        return Cell(value=None, text=drawings.TOO_FEW, count=counted, **counts)
    tint = sum(row["value"] - usual["value"] > bound for bound in drawings.TINTS) - 2
    return Cell(value=row["value"], text=_share(row)[:-1], tint=tint, count=counted, **counts)


def quotations(look: Look) -> None:
    """Some answers of a theme, drawn at random; others at a click."""
    with panel.opened("quotations", _("原话摘录"), _("随机抽取，人名、电话、企业名称已删去（…）；相同的原话只列一条")):
        names = [one for one in look.found.spoken if one != NO_OPINION]
        if not names:
            panel.gray(_("没有可以摘录的原话"))
            return
        with st.container(horizontal=True, vertical_alignment="bottom"):
            theme = _theme(look.found, names)
            if st.button(_("换一批"), icon=":material/refresh:", key="voices_again"):
                st.session_state["voices_seed"] = st.session_state.get("voices_seed", 1) + 1
        seed = st.session_state.get("voices_seed", 1)
        rows = query.quoted(look.source, theme, look.chosen.where, seed, look.questions)
        if rows.empty:
            panel.gray(_("没有可以摘录的原话"))
            return
        columns = {
            _("原话"): [literal(text) for text in rows["text"]],
            _("题目"): [_question(name) for name in rows["question"]],
            _("地区"): [places.region(code) for code in rows["province"]],
        }
        st.table(pd.DataFrame(columns), border="horizontal", hide_index=True)


def _theme(found: Found, names: list[str]) -> str:
    """The theme the reader picked among these; the most frequent to begin with."""

    def changed() -> None:
        address.put("theme", [st.session_state["voices_theme"]])

    asked = [one for one in address.get("theme") if one in names]
    st.session_state["voices_theme"] = asked[0] if asked else names[0]
    picked = st.selectbox(
        _("主题"),
        names,
        key="voices_theme",
        format_func=lambda one: _(
            "{label}（{count}）", label=_(one), count=numbers.count(found.themes[one]["numerator"])
        ),
        on_change=changed,
        width=320,
    )
    return str(picked)
