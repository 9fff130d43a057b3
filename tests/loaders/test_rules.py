"""Rules are data: each has its words, and each is raised."""

import ast
import re
from collections.abc import Iterator

from data.reference import table
from data.store import ROOT
from loaders.checks.thresholds import moment, threshold
from loaders.checks.version import CHECKS
from loaders.issues import rules

FAMILIES = {  # f"{family}_{ending}"
    "percentage": {row["flag"] for row in table("percentages") if row["flag"]} | {"negative", "unreadable", "fraction"},
    "region": {"unknown", "ambiguous"},
    "recommender": {"missing", "unknown"},
    "material_unit": {"missing", "unknown"},
    "cell": {"error", "uncomputed"},
    "key": {"error", "uncomputed"},
}
NAME = re.compile(r"[a-z]+(_[a-z0-9]+)+")
RAISED_BY = {"find": 2, "find_in_heading": 1, "found": 5}  # which argument names the rule


def trees() -> Iterator[ast.Module]:
    for path in (ROOT / "loaders").rglob("*.py"):
        yield ast.parse(path.read_text(encoding="utf-8"))


def texts(tree: ast.AST) -> set[str]:
    return {node.value for node in ast.walk(tree) if isinstance(node, ast.Constant) and isinstance(node.value, str)}


def raised(tree: ast.Module) -> Iterator[str]:
    """Rules named where a finding is made."""
    for node in ast.walk(tree):
        name = getattr(node.func, "attr", getattr(node.func, "id", "")) if isinstance(node, ast.Call) else ""
        if name in RAISED_BY and len(node.args) > RAISED_BY[name]:
            yield from (text for text in texts(node.args[RAISED_BY[name]]) if NAME.fullmatch(text))


def test_every_rule_is_raised_somewhere():
    named = set().union(*(texts(tree) for tree in trees()))
    named |= {rule for text in named for rule in re.findall(r"'(\w+)' AS rule", text)}
    families = {f"{family}_{ending}" for family, endings in FAMILIES.items() for ending in endings}
    assert set(rules()) - named - families == set()


def test_every_rule_raised_has_its_words():
    named = {rule for tree in trees() for rule in raised(tree)}
    families = {f"{family}_{ending}" for family, endings in FAMILIES.items() for ending in endings}
    assert len(named) > 15
    assert (named | families | set(CHECKS)) - set(rules()) == set()


def test_every_rule_has_a_level_a_sentence_and_a_remedy():
    assert {row["level"] for row in rules().values()} == {"error", "warning"}
    assert {row["ledger"] for row in rules().values()} <= {"", "error", "warning"}
    assert [name for name, row in rules().items() if not (row["message"] and row["mend"])] == []
    assert len(rules()) == len(table("rules"))


def test_every_threshold_is_used_and_has_its_reason():
    named = set().union(*(texts(tree) for tree in trees()))
    for row in table("thresholds"):
        assert row["name"] in named
        assert row["why"]
        assert moment(row["name"]) if row["unit"] == "date" else threshold(row["name"]) > 0
