"""Recommended bodies and produced materials."""

RECOMMENDED = """
    region | year | province | city   | body
    140100 | 2022 | 140000   | 140100 | A
    140100 | 2022 | 140000   | 140100 | B
    140200 | 2022 | 140000   | 140200 | A
    120101 | 2024 | 120000   | 120101 | C
"""
MATERIALS = """
    unit   | year | province | city   | body | material | title | pieces
    140100 | 2022 | 140000   | 140100 |      | guide    | 甲    | 12
    140100 | 2022 | 140000   | 140100 |      | course   | 乙    |
    X      | 2022 | 140000   | 140100 | X    | course   | 丙    | 1
    140200 | 2022 | 140000   | 140200 |      |          | 丁    |
"""


def test_a_body_counts_once_whoever_recommends_it(spec):
    drawn = spec(recommendation=RECOMMENDED)
    assert drawn.value("bodies_recommended", province="140000") == 2
    assert drawn.by("bodies_recommended", "city", year=2022) == {"140100": 2, "140200": 1}


def test_an_entry_counts_as_one(spec):
    drawn = spec(material=MATERIALS)
    assert drawn.value("materials_produced", year=2022) == 4
    assert drawn.by("materials_produced", "material") == {"guide": 1, "course": 2, None: 1}
    assert drawn.by("materials_produced", "body") == {None: 3, "X": 1}


def test_nothing_listed_is_missing_not_none(spec):
    assert spec(material=MATERIALS).value("bodies_recommended", year=2022) is None
