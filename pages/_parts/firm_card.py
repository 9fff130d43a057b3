"""The card of one firm: who it is, year by year, what it answered, what it gained, and where every row was read."""

from collections.abc import Callable, Sequence
from typing import Any

import pandas as pd
import streamlit as st

from loaders import merged
from loaders.issues import Issue
from locales import N_
from metrics.firm import HOW, Card
from metrics.gains import GAINS
from pages._parts import answer_words, documents, firms, frame, issue_table, masking, numbers, panel
from pages._parts.drawings import records
from pages._parts.language import _, listed, literal
from pages._parts.query import Source

Row = dict[str, Any]

OTHER_GAINS = {
    "q9_4": N_("其他经营业绩指标"),
    "q10_3": N_("其他成本指标"),
    "q11_3": N_("其他质量指标"),
    "q12_4": N_("其他客户指标"),
}
ORIGINS = {"ledger": N_("台账"), "answers": N_("答卷（该省当年没有台账）")}
SENDERS = {"city": N_("市局台账"), "body": N_("认证机构台账")}
QUESTIONS: dict[str, tuple[str, Callable[[Row], str | None]]] = {
    "q3": (N_("ISO 9001证书"), lambda answer: answer_words.single("q3", answer["q3"])),
    "q4": (N_("首次获证时间"), lambda answer: answer_words.said(answer["q4"])),
    "q5": (N_("参加时间"), lambda answer: answer_words.single("q5", answer["q5"])),
    "q7": (N_("提升效果"), lambda answer: answer_words.single("q7", answer["q7"])),
    "q8": (N_("提升的方面"), lambda answer: answer_words.ticked("q8", answer)),
    "q13": (N_("总体满意程度"), lambda answer: answer_words.single("q13", answer["q13"])),
    "q14": (N_("满意的方面"), lambda answer: answer_words.ticked("q14", answer)),
    "q14_text": (N_("满意的具体内容"), lambda answer: answer_words.said(answer["q14_text"])),
    "q15": (N_("不满意或需改进的方面"), lambda answer: answer_words.ticked("q15", answer)),
    "q15_text": (N_("不满意的具体内容"), lambda answer: answer_words.said(answer["q15_text"])),
    "q16_text": (N_("意见建议"), lambda answer: answer_words.said(answer["q16_text"])),
    "q17_text": (N_("其他需求"), lambda answer: answer_words.said(answer["q17_text"])),
}


def show(source: Source, card: Card) -> None:
    """The whole card."""
    counted = records(card.answers[card.answers["counts"]])
    frame.headline(_headline(card, counted))
    _identity(card)
    _history(card)
    if not card.answers.empty:
        _answers(card)
    if counted:
        _said(counted)
        _gains(counted)
    _lines(card)
    _flags(card)


def _headline(card: Card, counted: Sequence[Row]) -> str:
    name = _name(card)
    if not counted:
        return _("{name}：还没有答卷", name=name)
    last = counted[0]
    said = [answer_words.single("q7", last["q7"]), answer_words.single("q13", last["q13"])]
    words = listed(filter(None, said)) or _("没有回答提升效果和满意程度")
    return _("{name}：{year}年答卷写明{words}", name=name, year=last["year"], words=words)


def _name(card: Card) -> str:
    return answer_words.said(card.latest["name"]) or _("没有名称的企业")


def _identity(card: Card) -> None:
    latest = card.latest
    code = latest["credit_code"] if isinstance(latest["credit_code"], str) else _("没有统一社会信用代码")
    facts = [code, firms.place(latest["province"], latest["city"]), firms.industry(latest["industry"])]
    panel.gray(" · ".join(filter(None, [*facts, _text(latest["body_name"])])))


def _history(card: Card) -> None:
    """A row a year; pilots and good cases stand in the year they belong to."""
    years = [str(year) for year in card.years["year"]]
    sentence = _("有记录的年度：{years}", years=listed(years))
    rows = []
    for one in records(card.years):
        pilots = card.pilots.loc[card.pilots["year"] == one["year"], "name"]
        cases = records(card.cases[card.cases["year"] == one["year"]])
        rows.append(
            (
                str(one["year"]),
                answer_words.said(one["name"]),
                firms.place(one["province"], one["city"]),
                firms.industry(one["industry"]),
                _text(one["body_name"]),
                _(ORIGINS[one["origin"]]) if _text(one["origin"]) else _("答卷（台账里没有）"),
                _("已填") if one["answered"] else _("未填"),
                listed(map(masking.text, pilots)) or None,
                listed(_case(case) for case in cases) or None,
            )
        )
    heads = (
        _("年度"),
        _("企业名称"),
        _("地区"),
        _("行业"),
        _("认证机构"),
        _("来源"),
        _("答卷"),
        _("试点"),
        _("优良案例"),
    )
    with panel.opened("history", _("历年情况"), sentence):
        _table("history", heads, rows)


def _case(case: Row) -> str:
    title = answer_words.said(case["title"]) or _("没有题目")
    return _("{title}（已入选）", title=title) if case["selected"] is True else title


def _answers(card: Card) -> None:
    """Every answer, which one counts, and how it was matched to the ledgers."""
    rows = []
    alone = set(card.years.loc[card.years["origin"] == "answers", "year"])
    for one in records(card.answers):
        rows.append(
            (
                str(one["year"]),
                None if pd.isna(one["submitted_at"]) else f"{one['submitted_at']:%Y-%m-%d %H:%M}",
                _("计入") if one["counts"] else _("不计入：这一年还有较晚的答卷"),
                answer_words.said(one["name"]),
                _matched(one, one["year"] in alone),
                _where(one),
            )
        )
    heads = (_("年度"), _("提交时间"), _("是否计入"), _("答卷上的名称"), _("怎样与台账对上"), _("出处"))
    with panel.opened("answers", _("答卷"), _("每年只计入最后提交的一份")):
        _table("answers", heads, rows)


def _matched(answer: Row, without_ledger: bool) -> str | None:
    if answer["how"] not in HOW:
        return None
    if without_ledger and answer["how"] == "none":
        return _("该省当年没有台账")
    words = _(HOW[answer["how"]])
    by = _text(answer["decided_by"])
    if answer["how"] == "confirmed" and by and by not in ("program", "person"):
        return _("{words}（{who}）", words=words, who=masking.text(by))
    return words


def _said(counted: Sequence[Row]) -> None:
    """What the answers that count say, a column a year."""
    rows = []
    for label, words in QUESTIONS.values():
        said = [words(one) for one in counted]
        if any(said):
            rows.append((_(label), *said))
    years = [_("{year}年", year=one["year"]) for one in counted]
    with panel.opened("said", _("提升与满意"), _("计入的答卷；没有问到或没有填写的为 —")):
        _table("said", ("", *years), rows)


def _gains(counted: Sequence[Row]) -> None:
    """What the firm wrote as gained, and the number that it counts as."""
    labels = {**{column: label for _name, column, label, _better in GAINS}, **OTHER_GAINS}
    rows = []
    for column in sorted(labels, key=lambda name: [int(part) for part in name[1:].split("_")]):
        for one in counted:
            written, value = answer_words.said(one[f"{column}_text"]), one[column]
            if written or not pd.isna(value):
                counts = _("没有数值，不计入") if pd.isna(value) else f"{value:g}%"
                rows.append((_(labels[column]), str(one["year"]), counts, written))
    sentence = _("企业自己填写的百分数；左为计入的数值，右为收到的原文") if rows else _("没有填写效益数据")
    with panel.opened("gains", _("提升数据"), sentence):
        if rows:
            _table("gains", (_("指标"), _("年度"), _("计入的数值"), _("原文")), rows)


def _lines(card: Card) -> None:
    """Its rows in the ledgers of all years."""
    sentence = _("台账中的 {count} 行", count=numbers.count(len(card.lines)))
    with panel.opened("lines", _("台账所在行"), sentence if len(card.lines) else _("台账里没有这家企业")):
        if card.lines.empty:
            return
        rows = [
            (
                str(one["year"]),
                _(SENDERS[one["origin"]]) if _text(one["origin"]) else None,
                documents.sender(_text(one["sender"])),
                _text(one["body_name"]),
                _where(one),
            )
            for one in records(card.lines)
        ]
        _table("lines", (_("年度"), _("台账"), _("报送单位"), _("认证机构"), _("出处")), rows)


def _flags(card: Card) -> None:
    """What the checks found on these rows."""
    found = [
        (
            masking.text(_text(one["file"]) or numbers.NONE),
            Issue(
                one["sheet"],
                int(one["row"]),
                merged.heading(one["kind"], _text(one["column"]) or ""),
                _text(one["value"]) or "",
                one["rule"],
                one["level"],
                _text(one["letter"]) or "",
            ),
        )
        for one in records(card.flags)
    ]
    sentence = _("这家企业所在的行有 {count} 条提示，只作标记", count=numbers.count(len(found)))
    with panel.opened("flags", _("检查发现的问题"), sentence if found else _("没有发现问题")):
        if found:
            issue_table.table(found)


def _where(one: Row) -> str:
    values = {name: answer_words.said(one[name]) or numbers.NONE for name in ("file", "sheet")}
    return _("“{file}”工作表“{sheet}”第 {row} 行", **values, row=one["row"])


def _text(value: Any) -> str | None:
    return value if isinstance(value, str) and value else None


def _table(name: str, heads: Sequence[str], rows: Sequence[Sequence[str | None]]) -> None:
    """A table whose long texts go over several lines; on a phone it scrolls sideways in its panel."""
    shown = [[literal(cell or numbers.NONE) for cell in row] for row in rows]
    wide = frame.is_phone() and len(heads) > 4
    with st.container(key=f"wide_{name}" if wide else None):
        st.table(pd.DataFrame(shown, columns=list(heads)), border="horizontal", hide_index=True)
