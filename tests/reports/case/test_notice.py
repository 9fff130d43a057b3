"""What notices ask of the document of a case."""

from collections import Counter
from fractions import Fraction

from data.reference import table
from reports.case.notice import NAMES, Part, key, notice


def test_the_shipped_notice_stands_for_all_that_have_none():
    assert notice("140000", 2022) == notice() == notice("120000", 2024)
    assert [(part.name, part.share) for part in notice().parts] == [
        (name, Fraction(percent, 100)) for name, percent in zip(NAMES, (5, 10, 60, 20, 5), strict=True)
    ]
    assert (notice().most, notice().most_units, notice().source) == (2000, 3, "晋市监函〔2022〕338号 附件2")


def test_every_row_says_where_it_is_from_and_no_word_means_two_things():
    rows = table("case_parts")
    assert [row for row in rows if not (row["source"] and row["name"] and row["kind"])] == []
    words = [key(word) for row in rows for word in (row["name"], *filter(None, row["aliases"].split("|")))]
    assert [word for word, times in Counter(words).items() if times > 1] == []


def test_about_begins_five_points_away_or_half_and_half_again():
    def about(part: Part) -> tuple[Fraction, Fraction]:
        away = max(part.share / 2, Fraction(5, 100))
        return part.share - away, part.share + away

    for part in notice().parts:
        assert (part.least, part.most) == about(part)
    assert sum(part.share for part in notice().parts) == 1


def test_the_limit_is_the_one_of_the_register():
    (row,) = (row for row in table("thresholds") if row["name"] == "case_words")
    assert int(row["value"]) == notice().most


def test_a_heading_is_compared_without_spaces_remarks_and_marks():
    assert key(" 企业 简介（篇幅约占５%）：") == key("企业简介") == "企业简介"
