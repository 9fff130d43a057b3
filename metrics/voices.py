"""Open answers: what firms write in their own words, counted by words and by themes, and quoted without names.

An answer here is what one firm wrote to one open question in a round. Persons, telephones and the names of firms are
taken out of it (`metrics.masking`) before words are counted or anything is shown. A code frame, the table
data/reference/themes.csv, says which themes an answer has: several, one or none.
"""

import re
from collections import Counter
from collections.abc import Callable, Sequence
from difflib import get_close_matches
from functools import cache
from random import Random
from typing import Any

import pandas as pd

from data.errors import Refused
from data.reference import table
from data.warehouse import Reader
from locales import N_
from metrics.masking import plain, removed, says_something
from metrics.query import Filters
from metrics.registry import metric
from metrics.statement import Asked, behind, column

QUESTIONS = {
    "q14_text": N_("对什么满意"),
    "q15_text": N_("不满意或需改进"),
    "q16_text": N_("意见和建议"),
    "q17_text": N_("其他需求"),
    "q8_12_text": N_("提升的其他方面"),
    "q14_7_text": N_("满意的其他方面"),
    "q15_7_text": N_("不满意的其他方面"),
}
NO_THEME = N_("未归类")
NO_OPINION = "没有意见"  # the theme of an answer such as 无 that says nothing
QUOTED = 10  # quotations, unless asked for more
LEAST = 2  # answers a word must stand in to be listed: what one firm alone writes may tell who it is
FREQUENT = 2000  # of a word of the campaign: often enough that it is not cut in two


def open_answers(
    reader: Reader, where: Filters = Filters(), questions: Sequence[str] = (), by: str = ""
) -> pd.DataFrame:
    """Every open answer of the answers that count, in the order of their ids and of the questions.

    Columns: response_id, year, province, question, `text` without names, `themes` a tuple of them, and the dimension
    `by`. Grouped by pilots, an answer has a row for each pilot of its firm.

    Raises Refused for a question that is not open and a dimension that answers do not have.
    """
    asked = _questions(questions)
    group = f", {column('answer', by)} AS group_" if by else ", NULL AS group_"
    rows = behind(
        metric("responses"),
        Asked.of((by,) if by else (), [(d, len(values)) for d, values in where.values], False),
        "numerator",
    )
    texts = ", ".join(asked)
    found = reader.rows(
        f"SELECT response_id, name, year, province{group}, {texts} {rows} ORDER BY response_id, group_",
        [value for _, values in where.values for value in values],
    )
    answers: list[tuple[Any, ...]] = []
    for response, firm, year, province, of, *written in found:
        for question, text in zip(asked, written, strict=True):
            if text and text.strip():
                shown = removed(text, firm or "")
                answers.append((response, year, province, question, shown, themes_of(shown), of))
    frame = pd.DataFrame(answers, columns=["response_id", "year", "province", "question", "text", "themes", "group_"])
    return frame.rename(columns={"group_": by}) if by and by not in frame else frame.drop(columns="group_")


def words(
    reader: Reader, where: Filters = Filters(), questions: Sequence[str] = (), least: int = LEAST
) -> pd.DataFrame:
    """In how many answers each word stands, the most frequent first: word, numerator, denominator, value.

    An answer counts once however often it has the word; the denominator is all answers but those of the theme
    没有意见. Words in fewer than `least` answers are left out. Words of the campaign are kept whole and spellings
    brought together by data/reference/domain_words.csv; data/reference/stop_words.csv are not counted.
    """
    answers = open_answers(reader, where, questions)
    texts = [text for text, themes in zip(answers["text"], answers["themes"], strict=True) if NO_OPINION not in themes]
    counts = Counter(word for text in texts for word in words_of(text))
    ranked = sorted(counts.items(), key=lambda one: (-one[1], one[0]))
    rows = [(word, count, len(texts), count / len(texts)) for word, count in ranked if count >= least]
    return pd.DataFrame(rows, columns=["word", "numerator", "denominator", "value"])


def words_of(text: str) -> frozenset[str]:
    """The different words of a text that are counted."""
    same, stop = _domain(), _stop_words()
    found = {same.get(word, word) for word in _segmenter()(plain(text))}
    return frozenset(
        word for word in found if word not in stop and (word in same or re.fullmatch(r"[^\W\d_]{2,}", word))
    )


def themes(
    reader: Reader, by: str = "province", where: Filters = Filters(), questions: Sequence[str] = ()
) -> pd.DataFrame:
    """How many answers have each theme, in each region: theme, the dimension `by`, numerator, denominator, value.

    The denominator is all answers of the region. An answer of several themes counts in each of them, so that values
    add up to more than 1; one without any is 未归类. Every theme has a row in every region, 0 where nobody speaks of it.
    """
    answers = open_answers(reader, where, questions, by)
    names = [*_frame(), NO_THEME]
    rows = []
    for of, group in answers.groupby(by, sort=True, dropna=False):
        counts = Counter(theme for some in group["themes"] for theme in some or (NO_THEME,))
        value = None if pd.isna(of) else of
        rows += [(place, name, value, counts[name], len(group)) for place, name in enumerate(names)]
    frame = pd.DataFrame(rows, columns=["place", "theme", by, "numerator", "denominator"])
    frame = frame.sort_values("place", kind="stable").drop(columns="place").reset_index(drop=True)
    return frame.assign(value=frame["numerator"] / frame["denominator"])


def themes_of(text: str) -> tuple[str, ...]:
    """The themes of a text in the order of the code frame; one that says nothing has no other."""
    said = re.sub(r"[\s。.,!;]+$|^\s+", "", plain(text))
    found = tuple(theme for theme, pattern in _frame().items() if pattern.search(said))
    return (NO_OPINION,) if NO_OPINION in found else found


def quotations(
    reader: Reader,
    theme: str,
    where: Filters = Filters(),
    n: int = QUOTED,
    seed: int = 1,
    questions: Sequence[str] = (),
) -> pd.DataFrame:
    """So many answers of a theme drawn at random, without names: year, province, question, text.

    The same seed draws the same of the same version. A text that several firms write stands there once.

    Raises Refused for a theme that there is not.
    """
    if theme not in (*_frame(), NO_THEME):
        near = get_close_matches(theme, [*_frame(), NO_THEME], n=3, cutoff=0.3) or [*_frame(), NO_THEME]
        raise Refused("没有主题“{theme}”。相近的有：{near}", theme=theme, near=" ".join(near))
    answers = open_answers(reader, where, questions)
    has = [theme in (some or (NO_THEME,)) for some in answers["themes"]]
    of_theme = answers[pd.Series(has, dtype=bool) & answers["text"].map(says_something).astype(bool)]
    different = of_theme.drop_duplicates("text")
    chosen = Random(seed).sample(range(len(different)), min(max(n, 0), len(different)))
    return different.iloc[chosen][["year", "province", "question", "text"]].reset_index(drop=True)


def _questions(asked: Sequence[str]) -> list[str]:
    for one in asked:
        if one not in QUESTIONS:
            raise Refused("“{question}”不是开放题。开放题：{open}", question=one, open=" ".join(QUESTIONS))
    return list(dict.fromkeys(asked)) or list(QUESTIONS)


@cache
def _frame() -> dict[str, re.Pattern[str]]:
    return {row["theme"]: re.compile(row["patterns"]) for row in table("themes")}


@cache
def _domain() -> dict[str, str]:
    """Words of the campaign, and as which each is counted."""
    return {plain(row["word"]): row["counts_as"] or row["word"] for row in table("domain_words")}


@cache
def _stop_words() -> frozenset[str]:
    return frozenset(row["word"] for row in table("stop_words"))


@cache
def _segmenter() -> Callable[[str], list[str]]:
    """Jieba with the words of the campaign; its dictionary is in the package, it reads and writes no file."""
    from rjieba import Jieba

    segmenter = Jieba()
    for word in _domain():
        segmenter.add_word(word, max(FREQUENT, segmenter.suggest_freq(word)), "n")
    return segmenter.cut
