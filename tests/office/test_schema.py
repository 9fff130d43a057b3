"""Every document that the product writes keeps to the schema of Office, so that it is opened without being repaired."""

import io
import posixpath
from collections.abc import Callable
from pathlib import Path
from xml.etree import ElementTree

import openpyxl
import pytest
from openxml_audit import FileFormat, OpenXmlValidator

from loaders.book_part import MAIN
from tests.loaders import hostile
from tests.office import documents

pytestmark = pytest.mark.filterwarnings("ignore:.*extension is not supported")  # what openpyxl leaves out when it reads
Faults = Callable[..., list[str]]


@pytest.fixture(scope="module")
def faults(tmp_path_factory: pytest.TempPathFactory) -> Faults:
    """What is wrong with a document. A warning only says that Office stores the same in another way."""
    validator = OpenXmlValidator(file_format=FileFormat.MICROSOFT_365, max_errors=100)
    folder = tmp_path_factory.mktemp("schema")

    def found(content: bytes, ending: str = ".xlsx") -> list[str]:
        (file := folder / f"document{ending}").write_bytes(content)
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


def test_reports(faults, tmp_path: Path):
    made = dict(documents.reports(tmp_path))
    assert {Path(name).suffix for name in made} == {".docx", ".pptx", ".xlsx"}
    assert {name: found for name, content in made.items() if (found := faults(content, Path(name).suffix))} == {}


def test_templates(faults):
    assert {name: found for name, content in documents.all_templates() if (found := faults(content))} == {}


def test_samples(faults, tmp_path: Path):
    assert {name: found for name, content in documents.all_samples(tmp_path) if (found := faults(content))} == {}


def test_official_tables(faults, tmp_path: Path):
    made = dict(documents.official(tmp_path))
    assert len(made) == 10
    assert {name: found for name, content in made.items() if (found := faults(content, Path(name).suffix))} == {}


@pytest.mark.parametrize("language", ["zh", "en"])
def test_what_goes_back(faults, tmp_path: Path, language):
    for name, content in documents.faulty(tmp_path):
        assert faults(documents.returned(content, name, language)) == [], name


def test_what_goes_back_twice(faults):
    assert faults(documents.returned(documents.returned(documents.everything()))) == []


def test_what_goes_back_has_no_fault_that_its_sender_s_program_did_not_make(faults):
    book = openpyxl.load_workbook(io.BytesIO(documents.everything()))
    target = io.BytesIO()
    book.save(target)  # it writes the parts of a font in an order of its own
    before = faults(target.getvalue())
    assert before
    assert set(faults(documents.returned(target.getvalue()))) <= set(before)


# --- what the schema does not say


def test_every_number_of_a_format_exists(tmp_path: Path):
    for name, content in documents.faulty(tmp_path):
        of = hostile.parts(documents.returned(content, name))
        styles = ElementTree.fromstring(of["xl/styles.xml"])
        lists = {kind: styles.find(f"{{{MAIN}}}{kind}") for kind in ("fonts", "fills", "borders", "cellXfs")}
        for kind, held in lists.items():
            assert (kind, held.get("count")) == (kind, str(len(held)))
        for one in lists["cellXfs"]:
            assert int(one.get("fontId", 0)) < len(lists["fonts"])
            assert int(one.get("fillId", 0)) < len(lists["fills"])
            assert int(one.get("borderId", 0)) < len(lists["borders"])
        for sheet in (part for name, part in of.items() if name.startswith("xl/worksheets/sheet")):
            used = {int(one.get("s", 0)) for one in ElementTree.fromstring(sheet).iter(f"{{{MAIN}}}c")}
            assert max(used, default=0) < len(lists["cellXfs"])


def test_every_relation_leads_to_a_part_of_a_known_type(tmp_path: Path):
    for name, content in documents.faulty(tmp_path):
        of = hostile.parts(documents.returned(content, name))
        types = ElementTree.fromstring(of["[Content_Types].xml"])
        known = {one.get("PartName") or one.get("Extension") for one in types}
        assert len(known) == len(types)
        for part in (part for part in of if part.endswith(".rels")):
            folder = posixpath.dirname(posixpath.dirname(part))
            for one in ElementTree.fromstring(of[part]):
                if one.get("TargetMode") != "External":
                    to = posixpath.normpath(posixpath.join("/", folder, one.get("Target"))).removeprefix("/")
                    assert to in of, (name, part)
                    assert known & {f"/{to}", to.rpartition(".")[2]}, (name, to)
