"""Every number of the evaluation report is what `compute` gives, printed by one rule."""

import re
from string import Formatter

import pytest

from data.errors import Refused
from metrics.query import Filters
from metrics.registry import METRICS
from reports import assessment
from reports.assessment import OUTLINE
from reports.content import Annex, Drawing, Grid, Heading, Paragraph, Slot
from reports.word.document import document
from reports.wording import outline, plain
from tests.reports import reading
from tests.reports.checked import checked, report

TIANJIN = Filters.of(year=[2024], province=["120000"])
DISTRICT = TIANJIN.but(city=["120114"], province=[])
HEADINGS = ["组织发动", "宣传培训", "企业帮扶", "区域产业试点", "经验启示", "存在问题及下一步工作"]


@pytest.mark.parametrize("where", [TIANJIN, DISTRICT, TIANJIN.but(province=[], body=["CNCA-R-2007-152"])])
def test_every_number_is_computed(reader, where):
    assert len(checked(reader, report(assessment, reader, where))) > 30


def test_the_years_are_compared_over_what_both_have(years):
    where = Filters.of(year=[2023], province=["320000"])
    told = report(assessment, years, where)
    compared = [one for one in checked(years, told) if one.part in ("before", "after", "difference")]
    assert {(one.name, one.part) for one in compared} >= {
        ("improvement_rate", "before"),
        ("improvement_rate", "difference"),
    }
    text = "".join(plain(block.text, reading_labels(told)) for block in told.blocks if isinstance(block, Paragraph))
    assert "提升率比上年" in text or "提升率与上年持平" in text


def reading_labels(told) -> dict[str, str]:
    return {block.key: block.key for block in told.blocks if hasattr(block, "key")}


def test_no_other_number_stands_in_the_report(reader, tianjin):
    content, figures = document(tianjin)
    texts = " ".join(row.text + row.otherwise for row in outline(OUTLINE, "region"))
    reasons = "没有上一年的数据"
    known = reading.numbers(texts + reasons) | {"2024", "000001"}
    tiles = {f"{one.printed}家" for block in tianjin.blocks if isinstance(block, Drawing) for one in block.figures}
    for text in reading.fixed_texts(content):
        if text in tiles:
            continue
        if "；截至" in text:  # the date of the source line
            text = text.split("截至")[1][10:]
        if any(other in text for other in ("来源：", "CNCA-", "n=", "～", "家及以上", "不足10家")) or re.match(
            r"\d+ \w", text
        ):
            continue  # questions, keys of bodies and industries: names, not figures
        assert reading.numbers(text) <= known | {"1", "2", "3", "4"} | base_numbers(), text
    assert len(figures) == len({name for name in reading.bookmarked(content) if name.startswith("_Figure")}) + sum(
        len(block.figures) for block in tianjin.blocks if hasattr(block, "figures")
    )


def base_numbers() -> set[str]:
    """Numbers of questions in the names of bases."""
    return {number for one in METRICS.values() for number in reading.numbers(one.base + one.label)}


def test_the_outline_of_the_notice_stands_in_its_order(tianjin):
    assert [block.text for block in tianjin.blocks if isinstance(block, Heading) and block.level == 1] == HEADINGS
    assert isinstance(tianjin.blocks[-1], Annex)
    assert [len(row) for row in tianjin.blocks[-1].rows] == [2, 2, 2, 2]


def test_what_only_people_know_is_left_to_them(tianjin):
    slots = [block.text for block in tianjin.blocks if isinstance(block, Slot)]
    assert len(slots) == 9
    assert all(text.startswith("【") and text.endswith("】") and "字" in text for text in slots)


def test_what_there_are_no_data_for_is_said(reader):
    told = report(assessment, reader, TIANJIN)
    text = "".join(plain(block.text, reading_labels(told)) for block in told.blocks if isinstance(block, Paragraph))
    assert "没有收到《提升行动统计表》" in text
    annex = told.blocks[-1]
    assert isinstance(annex, Annex)
    assert plain(annex.rows[0][0], {}) == "政策措施：_____项；财政补贴金额：_____万元"


def test_the_regions_stand_in_code_order_and_the_whole_last(tianjin):
    (units,) = (block for block in tianjin.blocks if isinstance(block, Grid) and block.key == "units")
    names = [plain(row[0], {}) for row in units.rows]
    assert names[-1] == "全市"
    assert names[0] == "西青区"
    assert all(cell for row in units.rows for cell in row)


@pytest.mark.parametrize(
    ("where", "said"),
    [
        (Filters.of(province=["120000"]), "一个年度"),
        (Filters.of(year=[2023, 2024]), "一个年度"),
        (Filters.of(year=[2024], province=["120000", "140000"]), "一个地区"),
        (Filters.of(year=[2024], industry=[3]), "不能用“industry”筛选"),
        (Filters.of(year=[2022], province=["120000"]), "没有帮扶企业，也没有答卷"),
    ],
)
def test_what_cannot_be_told_is_refused(reader, where, said):
    with pytest.raises(Refused, match=said):
        report(assessment, reader, where)


def test_a_sentence_says_of_one_figure_only_that_it_is_missing():
    """One missing figure must not let the sentence deny what another one says."""
    for row in outline(OUTLINE, "region"):
        fields = [field for _, field, _, _ in Formatter().parse(row.text) if field]
        metrics = {field.split(".")[0] for field in fields if not field.startswith("@")} & set(METRICS)
        relations = {METRICS[name].relation for name in metrics}
        if row.kind == "sentence" and relations & {"statistics"}:
            assert len(metrics) == 1, row.text
        if any(name.startswith(("gain_", "cut_")) for name in metrics):
            assert len(metrics) == 1, row.text
