"""How long a report is: words as Word counts them, hints not at all, and sections by themselves."""

from reports.content import Heading, Paragraph, Report, Slot
from reports.length import Section, count, length


def report(*blocks, most=3000) -> Report:
    return Report(title="标题", subtitle="", blocks=blocks, version=1, most=most)


def test_a_mark_and_a_number_are_one_each():
    assert count("满意率97.5%（5498家）。") == 9


def test_hints_are_not_counted(tianjin):
    counted = length(tianjin)
    assert 300 < counted.prose < 3000
    assert counted.left == 3000 - counted.prose - counted.annex
    assert length(report(Slot("【请简述】"))).prose == 2


def test_a_section_with_a_limit_ends_at_the_next_heading_of_its_level():
    told = report(
        Paragraph(("前言",)),
        Heading(1, "经验启示", 5),
        Heading(2, "一条"),
        Paragraph(("四个字呀",)),
        Heading(1, "问题"),
        Paragraph(("不算在内",)),
    )
    (section,) = length(told).sections
    assert section == Section("经验启示", 6, 5)
    assert section.left == -1


def test_the_lessons_of_the_self_assessment_have_500(tianjin):
    assert [(one.heading, one.most) for one in length(tianjin).sections] == [("经验启示", 500)]


def test_without_a_prescribed_length_nothing_is_left_or_too_long():
    counted = length(report(Paragraph(("一二三",)), most=None))
    assert (counted.prose, counted.left) == (5, None)
    assert counted.plain()["left"] is None
