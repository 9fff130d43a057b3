"""The English catalog: complete, in English, with the placeholders of the Chinese, and up to date."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path
from string import Formatter

import pytest
from babel.messages.catalog import Catalog, Message
from babel.messages.pofile import read_po

from data.reference import table
from locales import HERE, translate
from locales.__main__ import main, texts, updated, written

ROOT = HERE.parent
PATH = HERE / "en" / "LC_MESSAGES" / "messages.po"
MARKS = {"_", "N_", "translate", "Refused"}
SHOWN = {
    "rules": ("message", "mend"),
    "options": ("text",),
    "breaks": ("reason",),
    "deadlines": ("due",),
    "material_kinds": ("label",),
    "materials": ("label",),
    "other_files": ("sentence",),
    "themes": ("theme",),
    "quotas": ("says", "source"),
    "skips": ("why",),
    "thresholds": ("what", "why"),
}
CHINESE = re.compile(r"[\u2e80-\u303f\u3400-\u9fff\uf900-\ufaff\uff00-\uffef]")


def read() -> Catalog:
    with PATH.open("rb") as file:
        return read_po(file)


def messages() -> list[Message]:
    return [message for message in read() if message.id]


def sources() -> list[str]:
    """Python files of the program, from the root as the tests know it."""
    found = [path.relative_to(ROOT) for path in (*ROOT.glob("*.py"), *ROOT.glob("[!.]*/**/*.py"))]
    return [str(path) for path in found if path.parts[0] != "tests"]


def called(function: ast.expr) -> str:
    """`Refused` of both `Refused(…)` and `errors.Refused(…)`."""
    return getattr(function, "attr", "") or getattr(function, "id", "")


def marked(path: str) -> Iterator[ast.expr]:
    """First arguments of the calls that mark a text."""
    for node in ast.walk(ast.parse((ROOT / path).read_text(encoding="utf-8"))):
        if isinstance(node, ast.Call) and node.args and called(node.func) in MARKS:
            yield node.args[0]


def in_code(path: str) -> list[str]:
    return [node.value for node in marked(path) if isinstance(node, ast.Constant)]


def in_tables() -> list[str]:
    return [row[column] for name, columns in SHOWN.items() for row in table(name) for column in columns]


def placeholders(text: str) -> set[tuple[str, str | None]]:
    """Names with their format, “{version:06d}” as (version, 06d)."""
    return {(name, form) for _, name, form, _ in Formatter().parse(text) if name is not None}


@pytest.fixture
def folder(tmp_path):
    """Write a catalog of these translations into an empty folder."""

    def write(translations: dict[str, str]) -> Path:
        catalog = Catalog()
        for text, translation in translations.items():
            catalog.add(text, translation)
        path = tmp_path / "en" / "LC_MESSAGES" / "messages.po"
        path.parent.mkdir(parents=True)
        path.write_bytes(written(catalog))
        return path

    return write


def test_every_text_of_the_code_is_in_the_catalog():
    catalog = read()
    assert [(path, text) for path in sources() for text in in_code(path) if text not in catalog] == []


def test_every_text_of_the_tables_is_in_the_catalog():
    catalog = read()
    assert [text for text in in_tables() if text not in catalog] == []


def test_a_marked_text_is_whole():
    """An f-string, a sum or a choice between two texts cannot be looked up in a catalog."""
    parts = (ast.JoinedStr, ast.BinOp, ast.IfExp)
    assert [(path, node.lineno) for path in sources() for node in marked(path) if isinstance(node, parts)] == []


def test_nothing_is_in_the_catalog_that_is_nowhere_else():
    used = {text for path in sources() for text in in_code(path)} | set(in_tables())
    assert {message.id for message in messages()} - used == set()
    assert read().obsolete == {}


def test_every_text_has_a_translation():
    assert [message.id for message in messages() if not message.string.strip()] == []
    assert [message.id for message in messages() if message.fuzzy] == []


def test_translations_have_no_chinese_characters_or_punctuation():
    assert [message.string for message in messages() if CHINESE.search(message.string)] == []


def test_translations_have_the_placeholders_of_their_text():
    assert [m.id for m in messages() if placeholders(m.id) != placeholders(m.string)] == []


def test_no_text_is_empty():
    """The empty msgid is the header of a catalog."""
    assert "" not in in_tables()
    assert [path for path in sources() if "" in in_code(path)] == []


def test_the_catalog_is_up_to_date():
    """If not: `make catalogs`, then translate what is new."""
    content = PATH.read_bytes()
    assert written(updated(content)) == content


def test_new_texts_are_added_and_counted_old_ones_go_and_translations_stay(folder, capsys):
    path = folder({"提升率": "Improvement rate", "不再使用": "No longer used"})
    assert main(path.parents[2]) == 1
    content = path.read_text(encoding="utf-8")
    assert f"{content.count('msgstr') - 2} without a translation" in capsys.readouterr().out
    assert 'msgid "满意率"\nmsgstr ""\n' in content
    assert 'msgid "提升率"\nmsgstr "Improvement rate"\n' in content
    assert "不再使用" not in content


def test_a_complete_catalog_is_left_as_it_is(folder):
    path = folder({message.id: "translated" for message in texts() if message.id})
    before = path.read_bytes()
    assert main(path.parents[2]) == 0
    assert path.read_bytes() == before


def test_chinese_is_the_text_in_the_code():
    assert translate("满意率", "zh") == "满意率"
    assert translate("截至 {date}", "zh", date="2024-11-30") == "截至 2024-11-30"


def test_english_is_the_text_of_the_catalog():
    assert translate("满意率", "en") == "Satisfaction rate"
    assert translate("截至 {date}", "en", date="2024-11-30") == "As of 2024-11-30"


@pytest.mark.parametrize("language", ["zh", "en"])
def test_a_text_that_is_in_no_catalog_is_shown_as_it_is(language):
    assert translate("目录里没有的{noun}", language, noun="句子") == "目录里没有的句子"
