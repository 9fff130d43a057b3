"""Official tables read back from their bytes, without what wrote them."""

import io
from pathlib import Path
from typing import Any

import docx
import openpyxl
from openpyxl.worksheet.worksheet import Worksheet
from openxml_audit import FileFormat, OpenXmlValidator


def sheets(content: bytes) -> list[Worksheet]:
    return openpyxl.load_workbook(io.BytesIO(content)).worksheets


def cells(sheet: Worksheet) -> dict[str, Any]:
    """What stands in the cells that are not empty, by address."""
    return {cell.coordinate: cell.value for row in sheet.iter_rows() for cell in row if cell.value is not None}


def shown(cell: Any) -> str:
    """What a cell reads in the number format it has."""
    places = len(cell.number_format.rstrip("%").partition(".")[2])
    return (
        f"{cell.value:.{places}{'%' if cell.number_format.endswith('%') else 'f'}}"
        if cell.data_type == "n"
        else cell.value
    )


def merged(sheet: Worksheet) -> set[str]:
    return {str(one) for one in sheet.merged_cells.ranges}


def words(content: bytes) -> list[str]:
    """What a Word document says: paragraphs and cells in their order, a merged cell once."""
    found: list[str] = []
    seen: set[Any] = set()
    for block in docx.Document(io.BytesIO(content)).iter_inner_content():
        if not hasattr(block, "rows"):
            found.append(block.text)
            continue
        for row in block.rows:
            for cell in row.cells:
                if cell._tc not in seen:
                    seen.add(cell._tc)
                    found.append(cell.text)
    return [text for text in found if text]


def faults(content: bytes, folder: Path, ending: str) -> list[str]:
    """What is wrong with a document by the schema of Office."""
    (file := folder / f"document{ending}").write_bytes(content)
    errors = OpenXmlValidator(file_format=FileFormat.MICROSOFT_365, max_errors=100).validate(file).errors
    return [f"{one.part_uri} {one.path}: {one.description}" for one in errors if one.severity.value == "error"]
