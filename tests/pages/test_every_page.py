"""Every page, in both languages, with nothing, with one answer and with the samples."""

import re
from collections.abc import Iterable

import pytest

from data.reference import table
from locales import translate
from tests.pages.shown import SCRIPTS, TITLES, plain

CJK = re.compile(r"[㐀-鿿豈-﫿　-〿＀-￯]")
NOT_FILLED = re.compile(r"\{\w*\}|%\(\w+\)s")
NO_VALUE = re.compile(r"(?<![\w.-])(None|nan|NaN|NaT|<NA>|null|inf)(?![\w.-])")
FROM_FILES = (
    "企业名称",
    "章节",
    "文件",
    "词",
    "原话",
    "原文",
    "写法",
    "含义",
)  # heads of columns whose values are Chinese in every language
BODIES = sorted((row["name"] for row in table("bodies")), key=len, reverse=True)

each_page = pytest.mark.parametrize("name", SCRIPTS)
each_language = pytest.mark.parametrize("lang", ["zh", "en"])


def without_data_values(text: str, values: Iterable[str] = ()) -> str:
    """A text without what is Chinese in every language: certification bodies, values, and 中文 on its own switch."""
    for value in (*BODIES, *sorted(values, key=len, reverse=True)) if CJK.search(text) else ():
        text = text.replace(value, "")
    return "" if text == "中文" else text


@each_page
@each_language
@pytest.mark.parametrize("what", ["samples", "one"])
def test_page_reads_well(visit, shows, name, lang, what):
    shows(what)
    shown = visit(name, lang=lang)
    assert not shown.test.exception
    assert not shown.test.error
    assert shown.headline
    assert shown.place.split(" · ")[:2] == [translate("全国", lang), translate("{year}年", lang, year=2021)]
    texts = shown.texts
    assert len(texts) > 100
    assert [text for text in texts if NOT_FILLED.search(text)] == []
    assert [text for text in texts if NO_VALUE.search(text)] == []
    tables = [one.value for one in (*shown.test.dataframe, *shown.test.table)]
    values = {
        plain(cell) for one in tables for head in FROM_FILES for cell in one.get(translate(head, lang), ()) if cell
    }
    chinese = [text for text in texts if CJK.search(without_data_values(text, values))]
    assert bool(chinese) == (lang == "zh"), chinese


@each_page
@each_language
def test_page_without_any_data_says_what_to_do(visit, shows, name, lang):
    shows("nothing")
    shown = visit(name, lang=lang)
    assert not shown.test.exception
    assert [title.value for title in shown.test.title] == [translate("还没有数据", lang)]
    advice = "\n".join(shown.texts)
    assert "make samples" in advice
    assert "python -m loaders load" in advice
    assert bool(CJK.search(advice)) == (lang == "zh"), advice
    assert not shown.figures


@each_page
def test_sample_badge_stands_only_over_samples(visit, shows, name):
    badge = ":orange-badge[示例数据]"
    assert badge in [element.value for element in visit(name).test.markdown]
    shows("one")
    assert badge not in [element.value for element in visit(name).test.markdown]


@each_page
def test_place_line_names_what_is_chosen_and_the_page(visit, name):
    body = "CNCA-R-2002-001"
    called = next(row["name"] for row in table("bodies") if row["approval_number"] == body)
    shown = visit(name, year="2021", region="140100", industry=["17", "3"], body=body)
    narrowed = f"基础金属及金属制品、食品、饮料和烟草、{called}"
    assert not shown.test.exception
    assert shown.place == f"太原市 · {narrowed} · 2021年 · {TITLES[name]}"


@each_page
def test_selection_without_answers_is_said_in_words(visit, name):
    shown = visit(name, year="2021", region="140000", industry="11")
    assert not shown.test.exception
    assert not shown.test.error
    assert [text for text in shown.texts if NO_VALUE.search(text)] == []
    assert shown.headline


@pytest.mark.parametrize(("locale", "lang"), [("en-GB", "en"), ("zh-CN", "zh"), ("fr-FR", "zh")])
def test_language_follows_the_browser_until_one_is_chosen(visit, locale, lang):
    shown = visit(locale=locale)
    assert bool(CJK.search(shown.headline)) == (lang == "zh")
    chosen = visit(locale=locale, lang="en" if lang == "zh" else "zh")
    assert bool(CJK.search(chosen.headline)) != bool(CJK.search(shown.headline))
