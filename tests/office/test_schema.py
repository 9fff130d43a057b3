"""Every document that the product writes keeps to the schema of Office, so that it is opened without being repaired."""

from collections.abc import Callable
from pathlib import Path

import pytest
from openxml_audit import FileFormat, OpenXmlValidator

from tests.loaders import hostile
from tests.office import documents

Faults = Callable[[bytes], list[str]]


@pytest.fixture(scope="module")
def faults(tmp_path_factory: pytest.TempPathFactory) -> Faults:
    """What is wrong with a workbook. A warning only says that Office stores the same in another way."""
    validator = OpenXmlValidator(file_format=FileFormat.MICROSOFT_365, max_errors=100)
    file = tmp_path_factory.mktemp("schema") / "document.xlsx"

    def found(content: bytes) -> list[str]:
        file.write_bytes(content)
        errors = validator.validate(file).errors
        return [f"{one.part_uri} {one.path}: {one.description}" for one in errors if one.severity.value == "error"]

    return found


@pytest.mark.parametrize(
    ("part", "old", "new"),
    [
        ("xl/worksheets/sheet1.xml", b"<sheetData>", b'<sheetData><mergeCells count="0"/>'),
        ("xl/worksheets/sheet1.xml", b"</worksheet>", b'<pageMargins left="x"/></worksheet>'),
        ("xl/styles.xml", b"<fills", b"<nothing/><fills"),
        ("xl/workbook.xml", b"<sheets>", b'<sheets><sheet name="\xe7\x94\xb2" sheetId="9" r:id="rId77"/>'),
    ],
)
def test_a_damaged_document_is_found_out(faults, part, old, new):
    of = hostile.parts(documents.everything())
    assert old in of[part]
    assert faults(hostile.packed({**of, part: of[part].replace(old, new, 1)}))


def test_the_workbook_we_send_back_in_the_tests_is_sound(faults):
    assert faults(documents.everything()) == []


def test_charts(faults):
    assert {name: found for name, content in documents.charts() if (found := faults(content))} == {}


def test_templates(faults):
    assert {name: found for name, content in documents.all_templates() if (found := faults(content))} == {}


def test_samples(faults, tmp_path: Path):
    assert {name: found for name, content in documents.all_samples(tmp_path) if (found := faults(content))} == {}


@pytest.mark.parametrize("language", ["zh", "en"])
def test_what_goes_back(faults, tmp_path: Path, language):
    for name, content in documents.faulty(tmp_path):
        assert faults(documents.returned(content, name, language)) == [], name


def test_what_goes_back_twice(faults):
    assert faults(documents.returned(documents.returned(documents.everything()))) == []
