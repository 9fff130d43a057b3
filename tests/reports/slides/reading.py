"""A deck read back from its bytes, without what wrote it."""

import io
import re
import zipfile
from typing import Any
from xml.etree import ElementTree

import openpyxl
import pptx

A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
C = "{http://schemas.openxmlformats.org/drawingml/2006/chart}"
BOOKS = "ppt/embeddings/Microsoft_Excel_Sheet"
CHARTS = "ppt/charts/chart"


def parts(content: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(content)) as opened:
        assert len(opened.namelist()) == len(set(opened.namelist()))
        return {name: opened.read(name) for name in opened.namelist()}


def opened(content: bytes) -> Any:
    return pptx.Presentation(io.BytesIO(content))


def titles(content: bytes) -> list[str]:
    return [slide.shapes.title.text_frame.text for slide in opened(content).slides]


def runs(content: bytes) -> list[list[str]]:
    """Every run of text, slide by slide; of tables cell by cell. Numbers of slides are fields, and no runs."""
    return [
        [run.findtext(f"{A}t") or "" for run in ElementTree.fromstring(part).iter(f"{A}r")]
        for name, part in sorted(parts(content).items(), key=lambda one: number(one[0]))
        if re.fullmatch(r"ppt/slides/slide\d+\.xml", name)
    ]


def number(name: str) -> int:
    return int((re.findall(r"\d+", name) or ["0"])[-1])


def books(content: bytes) -> list[list[tuple[Any, ...]]]:
    """The cells of the workbooks behind the charts, in the order of the charts; none is a formula."""
    found = []
    for name, part in sorted(parts(content).items(), key=lambda one: number(one[0])):
        if name.startswith(BOOKS):
            page = openpyxl.load_workbook(io.BytesIO(part)).active
            assert all(cell.data_type != "f" and not cell.hyperlink for row in page.iter_rows() for cell in row)
            found.append(list(page.iter_rows(values_only=True)))
    return found


def drawn(content: bytes) -> list[list[tuple[str, list[str], list[float]]]]:
    """The series of each chart as its XML has them: name, categories, values."""
    found = []
    for name, part in sorted(parts(content).items(), key=lambda one: number(one[0])):
        if re.fullmatch(rf"{CHARTS}\d+\.xml", name):
            series = []
            for one in ElementTree.fromstring(part).iter(f"{C}ser"):
                head, labels, values = (
                    [point.text or "" for point in one.find(f"{C}{tag}").iter(f"{C}v")]  # type: ignore[union-attr]
                    for tag in ("tx", "cat", "val")
                )
                series.append((head[0], labels, [float(value) for value in values]))
            found.append(series)
    return found
