"""Delimited text (CSV) as rows of cells. Strict: what cannot be read for certain is refused, never guessed."""

import codecs
import csv
import io
import re
import unicodedata

from data.errors import Refused

BOMS = ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"))
DELIMITERS = ",;\t"
SEARCHED = 10  # lines in which the heading row is looked for
LONGEST_CELL = 1024**2
MOST_RARE = 100  # one character in so many may be one that GBK does not have
FEWEST_NULS = 20  # of so many characters in UTF-16 one is a delimiter, a digit or a line break: a byte of it is NUL
NO_TEXT = ("Cc", "Cn", "Co", "Cs")  # control characters and those that stand for nothing
_BEYOND_LATIN = re.compile("[^\x00-\u07ff]")


def rows(content: bytes) -> list[list[str]]:
    """Every row, as wide as the heading row."""
    text = decoded(content)
    if "\0" in text:
        raise Refused(
            "文件里有空字符（NUL），不是完整的 CSV 文件。请重新下载，或用 WPS 或 Excel 打开后另存为 .xlsx 再导入"
        )
    read = _split(text, _delimiter(text))
    top = _heading_row(read)
    width = len(read[top]) if read else 0
    for number, row in enumerate(read[top + 1 :], top + 2):
        if any(row[width:]):
            raise Refused(
                "第{row}行有{cells}格，比标题行多（{width}格），可能是文字里有逗号而没有加引号。"
                "请用 WPS 或 Excel 打开核对，另存为 .xlsx 后再导入",
                row=number,
                cells=len(row),
                width=width,
            )
    width = max([width, *map(len, read[:top])])
    return [(row + [""] * width)[:width] for row in read]


def decoded(content: bytes) -> str:
    """By the byte order mark, else as UTF-16 if it must be, else as UTF-8 or GB18030; no character is doubtful."""
    for bom, encoding in BOMS:
        if content.startswith(bom):
            return _strictly(content[len(bom) :], (encoding,))
    if b"\0" in content and (unmarked := _utf_16(content)):
        return unmarked
    text = _strictly(content, ("utf-8", "gb18030"))
    if text.isascii() or _BEYOND_LATIN.search(text):
        return text
    # “模” in GBK is “ģ” in UTF-8: a Chinese text in UTF-8 has characters beyond the Latin, Greek and Arabic ones.
    return _strictly(content, ("gb18030", "utf-8"))


def _utf_16(content: bytes) -> str | None:
    """UTF-16 without its mark; None where too few bytes are NUL for it, refused where the text makes no sense."""
    first, second = content[::2].count(0), content[1::2].count(0)
    if max(first, second) < 2 or max(first, second) * FEWEST_NULS * 2 < len(content):
        return None
    try:
        text = content.decode("utf-16-be" if first > second else "utf-16-le")
    except UnicodeDecodeError:
        text = ""
    common = len(text.encode("gbk", "ignore").decode("gbk"))
    is_text = all(unicodedata.category(sign) not in NO_TEXT for sign in set(text).difference("\t\r\n"))
    if first == second or not text or not is_text or (len(text) - common) * MOST_RARE > len(text):
        raise Refused(
            "认不出这个文件的文字编码，它像是没有标记的 UTF-16。"
            "请用 WPS 或 Excel 打开，另存为 .xlsx 后再导入；或用记事本打开，另存时把“编码”选为“UTF-8”"
        )
    return text


def _strictly(content: bytes, encodings: tuple[str, ...]) -> str:
    """By the first encoding that fits every byte; refused at the character up to which the best one fits."""
    furthest = 0
    for encoding in encodings:
        try:
            return content.decode(encoding)
        except UnicodeDecodeError as error:
            furthest = max(furthest, error.start)
    raise Refused(
        "这个文件不是 Excel 工作簿；作为 CSV，第{row}行有不能识别的文字，可能混用了编码。"
        "请用 WPS 或 Excel 打开核对，另存为 .xlsx 后再导入",
        row=content[:furthest].count("\n".encode(encodings[0])) + 1,
    )


def _delimiter(text: str) -> str:
    """The one most used in the first line that can be a heading row; data may hold the others."""
    for line in text.splitlines()[:SEARCHED]:
        most = max(DELIMITERS, key=line.count)
        if line.count(most) > 1:
            return most
    return DELIMITERS[0]


def _split(text: str, delimiter: str) -> list[list[str]]:
    read: list[list[str]] = []
    csv.field_size_limit(LONGEST_CELL)
    try:
        for row in csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True):
            read.append(row)
    except csv.Error as error:
        raise Refused(
            "从第{row}行起引号没有成对，分不清各格。请用 WPS 或 Excel 打开核对，另存为 .xlsx 后再导入",
            row=len(read) + 1,
        ) from error
    return read


def _heading_row(read: list[list[str]]) -> int:
    """The first row more than two thirds as full as the fullest near the top: a title and a unit line are not."""
    filled = [sum(cell != "" for cell in row) for row in read[:SEARCHED]]
    return next((index for index, count in enumerate(filled) if count * 3 > max(filled) * 2), 0)
