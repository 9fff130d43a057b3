from collections.abc import Callable
from pathlib import Path

import openpyxl
import pandas as pd
import pytest

from data.errors import Refused
from data.reference import table
from data.warehouse import Reader
from metrics.masking import plain
from metrics.query import Filters
from metrics.voices import NO_OPINION, NO_THEME, QUESTIONS, open_answers, quotations, themes, themes_of, words, words_of
from tests.metrics.drawing import Drawn

Spec = Callable[..., Drawn]
GOLDEN = Path(__file__).parents[1] / "golden" / "themes.xlsx"
FIVE = """
    firm | name                   | province | city   | year | q14_text                         | q16_text
    a    | 太原市宏达机械有限公司 | 140000   | 140100 | 2022 | 培训好，培训多                   |
    b    | 乙                     | 140000   | 140200 | 2022 | 宏达的培训                       | 加大补贴
    c    | 丙                     | 120000   | 120100 | 2022 | 联系人张三，电话１３８ ００００ ００００ | 无
    d    | 丁                     | 120000   | 120100 | 2022 | 领导重视                         | 培训补贴
    e    | 戊                     | 120000   | 120100 | 2021 | 培训                             |
"""
OF_2022 = Filters.of(year=[2022])


def as_rows(frame: pd.DataFrame) -> list[tuple[object, ...]]:
    return [tuple(row) for row in frame.itertuples(index=False)]


def test_every_answer_coded_by_hand_has_exactly_these_themes() -> None:
    rows = list(openpyxl.load_workbook(GOLDEN).active.iter_rows(min_row=2, values_only=True))
    hand = {text: tuple(codes.split("；")) if codes else () for _, _, text, codes in rows}
    assert {text: themes_of(text) for text in hand} == hand
    assert len(hand) == 62
    assert {theme for codes in hand.values() for theme in codes} == {row["theme"] for row in table("themes")}


def test_a_word_counts_once_for_each_answer_that_mentions_it(spec: Spec) -> None:
    found = words(spec(FIVE).reader, OF_2022, least=1).set_index("word")
    assert tuple(found.loc["培训", ["numerator", "denominator"]]) == (3, 6)  # 无 says nothing
    assert tuple(found.loc["补贴", ["numerator", "denominator"]]) == (2, 6)
    assert found.loc["培训", "value"] == 0.5


def test_rare_words_are_not_listed(spec: Spec) -> None:
    assert list(words(spec(FIVE).reader, OF_2022)["word"]) == ["培训", "补贴"]


def test_words_of_the_campaign_stay_whole_and_spellings_come_together() -> None:
    assert words_of("小微企业的质量管理体系，内部审核员") == {"小微企业", "质量管理体系", "内审员"}
    assert words_of("希望能有 ISO 9001 和 ISO9001，２０２２年") == {"ISO9001"}


def test_themes_are_counted_in_each_region_and_what_has_none_is_shown(spec: Spec) -> None:
    found = themes(spec(FIVE).reader, "province", OF_2022)
    counts = found.set_index(["theme", "province"])["numerator"]
    assert counts["培训与学习", "140000"] == 2
    assert counts["培训与学习", "120000"] == 1
    assert counts["资金与补贴", "140000"] == counts["资金与补贴", "120000"] == 1
    assert counts[NO_THEME, "120000"] == 2
    assert counts[NO_OPINION, "120000"] == 1
    assert counts["数字化", "140000"] == 0
    assert set(zip(found["province"], found["denominator"], strict=True)) == {("140000", 3), ("120000", 4)}


def test_questions_and_filters_choose_the_answers(spec: Spec) -> None:
    reader = spec(FIVE).reader
    assert len(open_answers(reader)) == 8
    assert len(open_answers(reader, Filters.of(year=[2022], province=["140000"]))) == 3
    assert len(open_answers(reader, OF_2022, ["q16_text"])) == 3


def test_quotations_name_neither_firm_nor_person_nor_telephone(spec: Spec) -> None:
    reader = spec(FIVE).reader
    shown = " ".join(open_answers(reader)["text"])
    assert "张三" not in shown
    assert not any(sign.isdigit() for sign in plain(shown))


def test_the_same_seed_quotes_the_same_and_another_one_others(national: Reader) -> None:
    first, again = (quotations(national, "培训与学习", n=5, seed=7) for _ in range(2))
    assert as_rows(first) == as_rows(again)
    assert as_rows(first) != as_rows(quotations(national, "培训与学习", n=5, seed=8))
    assert len(set(first["text"])) == 5
    assert all("培训与学习" in themes_of(text) for text in first["text"])


def test_the_sample_has_every_theme_and_none_of_its_names(national: Reader) -> None:
    found = themes(national, "year")
    assert set(found[found["numerator"] > 0]["theme"]) == {*(row["theme"] for row in table("themes")), NO_THEME}
    shown = " ".join(open_answers(national)["text"])
    assert "样例" not in shown
    assert "1380000" not in shown
    assert "…" in shown


def test_parts_add_up_to_the_whole(national: Reader) -> None:
    parts, whole = themes(national, "province"), themes(national, "year")
    assert parts.groupby("theme")["numerator"].sum().to_dict() == whole.set_index("theme")["numerator"].to_dict()


def test_without_answers_there_are_no_rows(spec: Spec) -> None:
    reader = spec("firm | year | q14_text\na | 2022 |").reader
    assert words(reader).empty
    assert list(words(reader).columns) == ["word", "numerator", "denominator", "value"]
    assert themes(reader).empty
    assert quotations(reader, NO_THEME).empty


@pytest.mark.parametrize(
    ("ask", "near"),
    [
        (lambda reader: quotations(reader, "培训学习"), "培训与学习"),
        (lambda reader: words(reader, questions=["q13"]), "q14_text"),
        (lambda reader: themes(reader, "provinz"), "province"),
    ],
)
def test_what_there_is_not_is_refused_with_what_there_is(
    spec: Spec, ask: Callable[[Reader], object], near: str
) -> None:
    with pytest.raises(Refused, match=near):
        ask(spec(FIVE).reader)


def test_questions_are_the_open_columns_of_the_form() -> None:
    assert set(QUESTIONS) == {"q8_12_text", "q14_7_text", "q15_7_text", "q14_text", "q15_text", "q16_text", "q17_text"}
