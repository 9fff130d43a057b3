"""Findings of the checks as one table: where, what is wrong, how to mend it."""

from collections.abc import Sequence

import pandas as pd
import streamlit as st

from data.errors import Refused
from loaders import merged
from loaders.issues import Issue, rules
from locales import translate
from pages._parts import masking, numbers, panel, query
from pages._parts.inbox import Checked
from pages._parts.language import _, current, literal
from pages._parts.query import Source

LEVELS = ("error", "warning")
ROW_HEIGHT = {"zh": 35, "en": 62}  # px: one line; above 60 px sentences break into several
HEIGHT = 450  # px before the table scrolls
MOST = 2000  # findings of a version in its table; more would slow every click


def show(files: Sequence[Checked]) -> None:
    """The panel, with its three filters."""
    every = [(one.name, issue) for one in files for issue in one.outcome.issues]
    found = sorted(every, key=lambda pair: LEVELS.index(pair[1].level))  # otherwise as they stand in the files
    errors = sum(issue.level == "error" for _file, issue in found)
    counts = {"errors": numbers.count(errors), "warnings": numbers.count(len(found) - errors)}
    sentence = _("错误 {errors} 条，使所在的行待改；提示 {warnings} 条，只作标记，该行照常载入", **counts)
    with panel.opened("issues", _("检查发现的问题"), sentence if found else _("没有发现问题")):
        if found:
            table(_filtered(found, "issue"))


@st.cache_data(max_entries=3, show_spinner=False)
def _merged(source: Source) -> list[tuple[str, Issue]]:
    found = merged.everything(query.reader(source))
    names = {file: masking.text(file) for file in {one.file for one in found}}
    return [(names[one.file], one.issue) for one in found]


def show_merged(source: Source) -> None:
    """The panel of what only showed when the files were compared with one another, with the same filters."""
    try:
        found = _merged(source)
    except Refused as refusal:  # an older program built the version: files can be received all the same
        st.warning(literal(_(refusal.text, **refusal.values)))
        return
    if not found:
        return
    sentence = _(
        "收到的文件彼此比较时发现 {count} 条，只作标记，不改变载入的行；后收到的文件排在前面",
        count=numbers.count(len(found)),
    )
    with panel.opened("merged", _("合并时发现的问题"), sentence):
        chosen = _filtered(found, "merged")
        if len(chosen) > MOST:
            panel.gray(_("只列出前 {count} 条，请用筛选缩小范围", count=numbers.count(MOST)))
        table(chosen[:MOST])


def _filtered(found: list[tuple[str, Issue]], key: str) -> list[tuple[str, Issue]]:
    files = list(dict.fromkeys(file for file, _issue in found))
    names = sorted({issue.rule for _file, issue in found}, key=list(rules()).index)
    with st.grid(3, min_column_width=220):
        file = st.multiselect(_("文件"), files, placeholder=_("全部"), key=f"{key}_file")
        level = st.multiselect(_("级别"), LEVELS, format_func=_level, placeholder=_("全部"), key=f"{key}_level")
        rule = st.multiselect(_("问题"), names, format_func=_rule, placeholder=_("全部"), key=f"{key}_rule")
    return [
        (one, issue)
        for one, issue in found
        if (not file or one in file) and (not level or issue.level in level) and (not rule or issue.rule in rule)
    ]


def _level(level: str) -> str:
    return _("错误") if level == "error" else _("提示")


def _rule(rule: str) -> str:
    return translate(rules()[rule]["message"], current(), value="…")


def table(found: list[tuple[str, Issue]]) -> None:
    """A line a finding, under the file's name."""
    st.dataframe(
        pd.DataFrame([_line(file, issue) for file, issue in found] or [], columns=_columns()),
        hide_index=True,
        row_height=ROW_HEIGHT[current()],
        height=HEIGHT if ROW_HEIGHT[current()] * (len(found) + 1) > HEIGHT else "content",
        placeholder=numbers.NONE,
        column_config={
            _("级别"): st.column_config.TextColumn(width=72),
            _("文件"): st.column_config.TextColumn(width=205),
            _("工作表"): st.column_config.TextColumn(width=90),
            _("行"): st.column_config.NumberColumn(width=56, format="%d"),
            _("列"): st.column_config.TextColumn(width=150),
            _("原值"): st.column_config.TextColumn(width=170),
            _("问题"): st.column_config.TextColumn(width=295),
            _("怎样改"): st.column_config.TextColumn(width=260),
        },
    )


def _columns() -> list[str]:
    return [_("级别"), _("文件"), _("工作表"), _("行"), _("列"), _("原值"), _("问题"), _("怎样改")]


def _line(file: str, issue: Issue) -> list[object]:
    value = masking.cell(issue.value, issue.column)
    return [
        _level(issue.level),
        file,
        masking.text(issue.sheet),
        issue.row or None,
        " ".join(filter(None, (issue.letter, masking.text(issue.column)))) or None,
        value or None,
        _rule(issue.rule),
        issue.mend(current()),
    ]
