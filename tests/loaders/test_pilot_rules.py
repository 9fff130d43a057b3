"""Membership of pilots by region, industry and year, where no ledger says who is in."""

from collections.abc import Callable
from pathlib import Path

import pytest

from data.errors import Refused
from data.reference import table
from data.store import Store
from loaders import importing, pilot_rules
from tests.loaders import drawing
from tests.loaders.drawing import ask, credit_code

CODES = {name: credit_code(number) for number, name in enumerate("甲乙丙丁", 1)}
HEAD = "pilot,kind,province,regions,industries,years,source"
RULE = "法兰,town,140000,140100|140900,17|18,2022|2023,本局"
MEMBERS = "SELECT pilot, firm, year FROM pilot_member ORDER BY year, pilot, firm"


@pytest.fixture
def rules(store: Store) -> Callable[..., None]:
    """Write the bureau's own rules."""

    def written(*lines: str) -> None:
        store.make()
        (store.path / "pilot_rules.csv").write_text("\n".join([HEAD, *lines]), "utf-8")

    return written


@pytest.fixture
def ledger(store: Store, tmp_path: Path) -> Callable[..., None]:
    """Load a ledger: `ledger(2022, "甲 | 17")`, with `pilot` a third column is the mark."""

    def loaded(year: int, *firms: str, unit: str = "太原市市场监管局", pilot: bool = False) -> None:
        head = "企业名称 | 信用代码 | 所属行业" + (" | 所属区域试点" if pilot else "")
        lines = [" | ".join([(name := line.split(" ")[0]), CODES[name], *line.split(" | ")[1:]]) for line in firms]
        text = "\n".join([f"{year}年台账", f"填报单位：{unit}", head, *lines])
        (outcome,) = importing.load([drawing.book(tmp_path / f"{year}{unit}台账.xlsx", drawing.ledger(text))], store)
        assert outcome.refusal is None

    return loaded


def members(store: Store) -> list[tuple[str, str, int]]:
    names = {code: name for name, code in CODES.items()}
    return [(pilot, names[firm], year) for pilot, firm, year in ask(store, MEMBERS)]


def test_firms_of_the_regions_and_industries_are_members(store, rules, ledger):
    rules(RULE)
    ledger(2022, "甲 | 17", "乙 | 3")
    ledger(2022, "丙 | 18", unit="大同市市场监管局")
    ledger(2022, "丁 | 18", unit="忻州市市场监管局")
    assert members(store) == [("山西法兰", "甲", 2022), ("山西法兰", "丁", 2022)]
    assert ask(store, "SELECT * FROM pilot") == [("山西法兰", "法兰", "town", 2022, "140000")]


def test_a_rule_holds_in_its_years_only(store, rules, ledger):
    rules(RULE)
    ledger(2023, "甲 | 17")
    ledger(2024, "甲 | 17")
    assert members(store) == [("山西法兰", "甲", 2023)]


def test_a_ledger_that_marks_pilots_wins(store, rules, ledger):
    """Also over the firms that it leaves blank, and over another ledger that marks nobody."""
    rules(RULE)
    ledger(2022, "甲 | 17 | 地毯", "乙 | 17 |", "丙 | 17 | 否", pilot=True)
    ledger(2022, "乙 | 17", "丁 | 17", unit="山西省市场监管局")
    assert members(store) == [("山西地毯", "甲", 2022)]


def test_a_ledger_that_says_no_of_all_marks_pilots_too(store, rules, ledger):
    rules(RULE)
    ledger(2022, "甲 | 17 | 否", pilot=True)
    assert members(store) == []


def test_a_firm_that_only_answers_stays_where_the_rule_had_it(store, rules, ledger, export):
    rules(RULE)
    ledger(2022, "甲 | 17", "乙 | 3")
    lines = [f"{name} | {CODES[name]} | 2024/11/3 8:00:00" for name in "甲乙"]
    importing.load([export("\n".join(["name | credit_code | submitted_at", *lines]))], store)
    assert members(store) == [("山西法兰", "甲", 2022), ("山西法兰", "甲", 2024)]


def test_a_rule_without_industries_makes_nobody_a_member(store, rules, ledger):
    rules("法兰,town,140000,140100,,2022,本局")
    ledger(2022, "甲 | 17")
    assert members(store) == []


@pytest.mark.parametrize(
    ("line", "wrong"),
    [
        (RULE.replace("17|18", "17|40"), "17|40"),
        (RULE.replace("17|18", "法兰"), "法兰"),
        (RULE.replace("140900", "149900"), "140100|149900"),
        (RULE.replace("2022|2023", "2022-2023"), "2022-2023"),
        (RULE.replace("town", "镇"), "法兰,镇,140000"),
        (RULE.replace("140000", "140100"), "法兰,town,140100"),
    ],
)
def test_a_rule_that_cannot_be_read_is_refused_and_says_where(store, rules, ledger, line, wrong):
    rules(line)
    with pytest.raises(Refused) as refused:
        pilot_rules.read([dict(zip(HEAD.split(","), line.split(","), strict=True))])
    assert wrong in refused.value.values.values()


@pytest.mark.parametrize("row", table("pilot_rules"), ids=lambda row: row["pilot"])
def test_every_shipped_rule_can_be_read_and_says_where_it_is_from(row):
    (rule,) = pilot_rules.read([{**row, "industries": row["industries"] or "1"}])
    assert rule.regions and rule.years and row["source"]


# --- listings


def test_every_row_of_a_ledger_is_kept_as_its_sender_has_it(store, ledger):
    ledger(2022, "甲 | 17")
    ledger(2022, "甲 | 17", "乙 | 3", unit="中国质量认证中心")
    rows = ask(store, "SELECT year, origin, sender, body FROM listing ORDER BY submission, row")
    assert rows == [
        (2022, "city", "140100", None),
        *[(2022, "body", "CNCA-R-2002-001", "CNCA-R-2002-001")] * 2,
    ]
