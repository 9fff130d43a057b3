"""The page of data quality: rows accounted for, findings by rule, doubtful answers by region."""

from functools import partial
from typing import Any

import pandas as pd
import streamlit as st

from charts.chart import Caption, Cell, Column, Heads, HeatTable, Mark, Name, RankedBars, Table
from data.reference import table as reference
from metrics.quality import ANY, FLAGS, Totals
from metrics.registry import METRICS
from pages._parts import chart_panel, documents, drawings, masking, numbers, panel, places, query
from pages._parts.filters import Selection
from pages._parts.language import _, current, literal
from pages._parts.query import Source

LEVELS = ("error", "warning")
ROW_HEIGHT = {"zh": 35, "en": 62}  # px: one line; above 60 px sentences break into several
TOPS = (0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1.0)  # where an axis of small shares may end
TINTS = (0.0, 0.05)  # shares of doubtful answers above which a cell is tinted


def headline(totals: Totals, flags: pd.DataFrame, chosen: Selection) -> str:
    """Every row accounted for, and how many answers are in doubt."""
    if not totals.files:
        return _("{year}年没有收到符合条件的文件", year=chosen.year)
    sentence = _(
        "{year}年收到 {files} {in_file} 行：载入 {loaded} 行，待改 {held} 行，忽略 {ignored} 行",
        year=chosen.year,
        files=documents.files(totals.files),
        **{name: numbers.count(value) for name, value in totals._asdict().items() if name != "files"},
    )
    return sentence + _doubt(flags)


def _doubt(flags: pd.DataFrame) -> str:
    found = _by_flag(flags)
    if not found:
        return _("；没有答卷")
    one = found[ANY]
    if not one["numerator"]:
        return _("；{count} 份答卷没有质量提示", count=numbers.count(one["denominator"]))
    share = numbers.percent(one["value"])
    return _("；答卷质量提示 {share}（{fraction}）", share=share, fraction=_fraction(one))


def _by_flag(flags: pd.DataFrame) -> dict[str, dict[str, Any]]:
    return {row["flag"]: row for row in drawings.records(flags)}


def _fraction(one: dict[str, Any]) -> str:
    return numbers.fraction(one["numerator"], one["denominator"])


def cards(totals: Totals) -> None:
    """In file = loaded + held + ignored."""
    parts = (
        ("loaded", _("＝ 载入"), _("参与统计")),
        ("held", _("＋ 待改"), _("改好后再导入才计入")),
        ("ignored", _("＋ 忽略"), _("合计行、空行、脚注")),
    )
    with st.grid(4, min_column_width=150):
        _card("in_file", _("文件中的行"), totals.in_file, documents.files(totals.files))
        for name, label, note in parts:
            count = getattr(totals, name)
            share = f"{numbers.percent(count / totals.in_file)} · " if totals.in_file else ""
            _card(name, label, count, share + note)


def _card(key: str, label: str, count: int, note: str) -> None:
    with st.container(key=f"card_{key}", gap="xxsmall"):
        st.metric(label, numbers.grouped(count))
        st.caption(literal(note))


def files(rows: pd.DataFrame, source: Source, chosen: Selection) -> None:
    """One line a file."""
    sentence = _("行数 ＝ 载入 ＋ 待改 ＋ 忽略")
    if chosen.region or chosen.industries or chosen.bodies:
        sentence += _("；有一行属于所选范围的文件整份列出")
    counts = {name: tuple(map(float, rows[name])) for name in rows.columns[-6:]}
    columns = (
        Column(_("文件"), tuple(map(masking.text, rows["file"]))),
        Column(_("类型"), tuple(map(documents.kind, rows["kind"]))),
        Column(_("报送单位"), tuple(documents.sender(one or None) for one in rows["sender"].fillna(""))),
        Column(_("行数"), counts["in_file"]),
        Column(_("载入"), counts["loaded"]),
        Column(_("待改"), counts["held"]),
        Column(_("忽略"), counts["ignored"]),
        Column(_("错误"), counts["errors"]),
        Column(_("提示"), counts["warnings"]),
        Column(_("收到时间"), tuple(documents.minute(str(one)) for one in rows["received_at"])),
    )
    made = Table(caption=_words(_("已收到的文件"), sentence, source), columns=columns, missing=numbers.NONE)
    chart_panel.table("files", made, (), source, chosen)


def _words(title: str, sentence: str, source: Source) -> Caption:
    """The words around a table of files."""
    return Caption(
        title=title,
        sentence=sentence,
        source=_("来源 {source}", source=_("收到的文件和导入检查")),
        version=_("版本 {version}", version=f"{source.version:06d}"),
        note=_("示例数据") if source.is_sample else "",
    )


def issues(rows: pd.DataFrame, source: Source, chosen: Selection) -> None:
    """What the checks found, by rule, for the senders, levels and rules picked."""
    every = query.issues(source, chosen.where, (), (), ())
    if every.empty:
        with panel.opened("issues", _("检查发现的问题"), _("没有发现问题")):
            return
    options = {
        "sender": list(dict.fromkeys(rows["sender"].fillna("").astype(str))),
        "level": [level for level in LEVELS if level in set(every["level"])],
        "rule": [rule for rule in _rules() if rule in set(every["rule"])],
    }
    sender, level, rule = (_picked(name, known) for name, known in options.items())
    found = query.issues(source, chosen.where, sender, level, rule)
    by_level = found.groupby("level")["count"].sum()
    sentence = _(
        "错误 {errors} 条，使所在的行待改；提示 {warnings} 条，只作标记，该行照常载入",
        errors=numbers.count(by_level.get("error", 0)),
        warnings=numbers.count(by_level.get("warning", 0)),
    )
    columns = (
        Column(_("级别"), tuple(map(_level, found["level"]))),
        Column(_("问题"), tuple(map(_message, found["rule"]))),
        Column(_("条数"), tuple(map(float, found["count"]))),
        Column(_("文件数"), tuple(map(float, found["files"]))),
        Column(_("怎样改"), tuple(_(_rules()[one]["mend"]) for one in found["rule"])),
    )
    made = Table(caption=_words(_("检查发现的问题"), sentence, source), columns=columns, missing=numbers.NONE)
    widths = {_("级别"): 64, _("问题"): 480, _("怎样改"): 440}
    pick, height = partial(_pick, options), ROW_HEIGHT[current()]
    chart_panel.table("issues", made, (), source, chosen, controls=pick, widths=widths, row_height=height)


def _key(name: str) -> str:
    return f"quality_{name}"


def _picked(name: str, options: list[str]) -> tuple[str, ...]:
    """What is picked of the options; what was picked in another selection and is not there goes."""
    kept = [one for one in st.session_state.get(_key(name), ()) if one in options]
    st.session_state[_key(name)] = kept
    return tuple(kept)


def _pick(options: dict[str, list[str]]) -> None:
    names = {"sender": (_("报送单位"), _sender), "level": (_("级别"), _level), "rule": (_("问题"), _message)}
    with st.grid(3, min_column_width=220):
        for name, (label, called) in names.items():
            st.multiselect(label, options[name], format_func=called, placeholder=_("全部"), key=_key(name))


def _rules() -> dict[str, dict[str, str]]:
    return {row["rule"]: row for row in reference("rules")}


def _sender(key: str) -> str:
    return documents.sender(key) if key else _("文件没有写明")


def _level(level: str) -> str:
    return _("错误") if level == "error" else _("提示")


def _message(rule: str) -> str:
    return _(_rules()[rule]["message"], value="…")


def flags(found: pd.DataFrame, source: Source, chosen: Selection) -> None:
    """Doubtful answers by flag and by region; in words where there are none."""
    rows = _by_flag(found)
    title = _("答卷质量提示")
    if not rows or not rows[ANY]["numerator"]:
        whole = numbers.count(rows[ANY]["denominator"]) if rows else ""
        said = _("{count} 份答卷没有一份被提示：{flags}", count=whole, flags=_names()) if rows else _("没有答卷")
        with panel.opened("flags", title, said):
            return
    left, right = st.columns([2, 3], gap="medium")
    with left:
        _bars(rows, title, source, chosen)
    with right:
        _by_region(source, chosen, rows)


def _names() -> str:
    return ("、" if current() == "zh" else ", ").join(_(label) for label in FLAGS.values())


def _caption(title: str, sentence: str, n: float, source: Source, chosen: Selection) -> Caption:
    return drawings.caption([METRICS["responses"]], source, chosen, n, title, sentence)


def _bars(rows: dict[str, dict[str, Any]], title: str, source: Source, chosen: Selection) -> None:
    """How many answers have each flag."""
    ordered = sorted((flag for flag in FLAGS), key=lambda flag: -rows[flag]["numerator"])
    marks = tuple(
        Mark(
            label=_(FLAGS[flag]),
            value=rows[flag]["value"],
            text=numbers.percent(rows[flag]["value"]),
            numerator=rows[flag]["numerator"],
            denominator=rows[flag]["denominator"],
            count=numbers.count(rows[flag]["numerator"]),
        )
        for flag in ordered
    )
    top = next(one for one in TOPS if one >= rows[ordered[0]]["value"])
    chart = RankedBars(
        caption=_caption(
            title,
            _("被提示的答卷照样计入各项指标；一份答卷可有几种提示，请向企业或报送单位核实"),
            rows[ANY]["denominator"],
            source,
            chosen,
        ),
        heads=Heads(
            label=_("提示"), value=_("占答卷"), count=_("份"), numerator=_("被提示的答卷"), denominator=_("全部答卷")
        ),
        marks=marks,
        top=top,
        ticks=((0, "0%"), (top, f"{top:.0%}")),
    )
    chart_panel.show("flags", chart, [METRICS["responses"]], source, chosen)


def _by_region(source: Source, chosen: Selection, rows: dict[str, dict[str, Any]]) -> None:
    """Which regions' answers are in doubt, and why."""
    by = "city" if chosen.parent else "province"
    found = query.flagged(source, chosen.where, by)
    cells = {(row[by] or "", row["flag"]): row for row in drawings.records(found.fillna({by: ""}))}
    regions = sorted({region for region, _flag in cells}, key=lambda code: (-cells[code, ANY]["numerator"], code))
    names = {ANY: _("至少一种"), **{flag: _(label) for flag, label in FLAGS.items()}}
    heat = HeatTable(
        caption=_caption(
            _("各地区的答卷质量提示"),
            _("占答卷的比例（%），括号内为份数；… 为答卷不足 10 份；提示多的在前"),
            rows[ANY]["denominator"],
            source,
            chosen,
        ),
        heads=Heads(
            label=_("地区"),
            code=_("代码"),
            across=_("提示"),
            value=_("占答卷"),
            numerator=_("被提示的答卷"),
            denominator=_("全部答卷"),
            count="n",
        ),
        rows=tuple(Name(places.region(code or None), code) for code in regions),
        columns=tuple(Name(label) for label in names.values()),
        cells=tuple(tuple(_cell(cells[code, flag]) for flag in names) for code in regions),
    )
    chart_panel.show("regions", heat, [METRICS["responses"]], source, chosen)


def _cell(row: dict[str, Any]) -> Cell:
    """A share with its count; of too few answers the count alone."""
    counts = {"numerator": row["numerator"], "denominator": row["denominator"]}
    counted = numbers.count(row["denominator"])
    if row["small"]:
        text = f"{drawings.TOO_FEW} ({numbers.count(row['numerator'])})"
        return Cell(value=None, text=text, count=counted, **counts)
    tint = -1 - (row["value"] > TINTS[1]) if row["value"] > TINTS[0] else 0
    text = f"{numbers.percent(row['value'])[:-1]} ({numbers.count(row['numerator'])})"
    return Cell(value=row["value"], text=text, tint=tint, count=counted, **counts)
