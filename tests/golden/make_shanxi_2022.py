"""A hand count of the response rate in the Shanxi sample: `python -m tests.golden.make_shanxi_2022`.

It reads the sample's ledgers and its questionnaire export with openpyxl alone, cell by cell as a person with the files
open would, and shares no code with the loaders or the metrics. How it counts:

1. A ledger row is a firm if a number stands in its sequence column. It is left out, as a row that waits to be mended,
   if its credit code is no text of 18 signs whose last is the check digit of GB 32100.
2. A credit code is one firm, however many ledgers it stands in. Its city is that of the city whose ledger names it;
   a firm that only the certification body's ledger names has the city written there.
3. An answer belongs to the firm whose code it gives. If it gives no code that any ledger has, it belongs to the firm
   that has its name in the city it says it is in, unless it gives another code that is sound.
4. A firm has answered if any answer belongs to it; the response rate is those firms divided by all.

The sheet 企业 has a firm a row; 汇总 counts its rows with formulas, so that Excel or WPS counts again.
"""

import sys
import tempfile
import unicodedata
from pathlib import Path
from typing import NamedTuple

import openpyxl
import xlsxwriter

from data.samples import shanxi_2022

WORKBOOK = Path(__file__).with_name("shanxi_2022_response_rate.xlsx")
CITIES = ["太原市", "大同市", "阳泉市", "长治市", "晋城市", "朔州市", "晋中市", "运城市", "忻州市", "临汾市", "吕梁市"]
ANSWERS, NAME, CODE, PLACE = "*按文本*.xlsx", "单位名称", "统一社会信用代码", "单位所在省市"
SIGNS = "0123456789ABCDEFGHJKLMNPQRTUWXY"
HEADINGS = ("企业名称", "统一社会信用代码", "市", "台账", "已答卷", "依据")


class Firm(NamedTuple):
    """A row of the sheet 企业; `answered` is 1 or 0, `by` what the answer was recognised by."""

    name: str
    code: str
    city: str
    ledgers: str
    answered: int = 0
    by: str = ""


def is_sound(code: object) -> bool:
    """Whether a cell holds a credit code with the right check digit."""
    if not isinstance(code, str) or len(code) != 18 or any(sign not in SIGNS for sign in code):
        return False
    total = sum(SIGNS.index(sign) * 3**place for place, sign in enumerate(code[:17]))
    return (total + SIGNS.index(code[17])) % 31 == 0


def plain(cell: object) -> object:
    """A text with ordinary digits instead of wide ones."""
    return unicodedata.normalize("NFKC", cell).strip() if isinstance(cell, str) else cell


def rows(path: Path) -> list[list[object]]:
    """The rows of every sheet."""
    book = openpyxl.load_workbook(path, read_only=True, data_only=True)
    found = [[plain(cell) for cell in row] for sheet in book for row in sheet.iter_rows(values_only=True)]
    book.close()
    return found


def ledger_rows(path: Path, first: int = 0) -> list[list[object]]:
    """The numbered rows from their sequence number on: name and code follow it."""
    numbered = [row[first:] for row in rows(path) if len(row) > first + 2 and isinstance(row[first], int)]
    return [row for row in numbered if is_sound(row[2])]


def firms(inbox: Path) -> dict[str, Firm]:
    """Every firm of the ledgers by its code."""
    found: dict[str, Firm] = {}
    for city in CITIES:
        # In 运城 the county stands before the number.
        for _, name, code, *_ in ledger_rows(inbox / f"2022年度{city}帮扶企业台账.xlsx", 1 if city == "运城市" else 0):
            found[str(code)] = Firm(str(name), str(code), city, "市")
    (body,) = inbox.glob("*机构报送*.xlsx")
    for _, name, code, city, *_ in ledger_rows(body):
        known = found.get(str(code))
        found[str(code)] = (
            known._replace(ledgers="市、机构") if known else Firm(str(name), str(code), str(city), "机构")
        )
    return found


def count(inbox: Path) -> list[Firm]:
    """Every firm with whether it answered."""
    found = firms(inbox)
    (file,) = inbox.glob(ANSWERS)
    headings, *answers = rows(file)
    name, code, place = (
        next(i for i, heading in enumerate(headings) if text in str(heading)) for text in (NAME, CODE, PLACE)
    )
    for answer in answers:
        if answer[code] in found:
            own = found[str(answer[code])]
            found[own.code] = own._replace(answered=1, by="代码")
        elif not is_sound(answer[code]):
            same = [f for f in found.values() if f.name == answer[name] and f.city[:2] in str(answer[place])]
            if len(same) == 1 and not same[0].answered:
                found[same[0].code] = same[0]._replace(answered=1, by="名称")
    return list(found.values())


def write(found: list[Firm], to: Path) -> None:
    """The workbook: firms, and the counts by city as formulas over them."""
    last = len(found) + 1
    with xlsxwriter.Workbook(to) as book:
        book.set_properties({"created": shanxi_2022.CREATED})
        head, share = book.add_format({"bold": True}), book.add_format({"num_format": "0.0%"})
        summary, sheet = book.add_worksheet("汇总"), book.add_worksheet("企业")
        sheet.write_row(0, 0, HEADINGS, head)
        for row, firm in enumerate(found, 1):
            sheet.write_row(row, 0, firm)
        sheet.set_column(0, 1, 30)
        sheet.freeze_panes(1, 0)
        summary.write_row(0, 0, ("市", "台账企业", "已答卷", "答卷率"), head)
        for row, city in enumerate([*CITIES, "合计"], 1):
            local = [firm for firm in found if city in (firm.city, "合计")]
            answered = sum(firm.answered for firm in local)
            cities, flags = f"企业!$C$2:$C${last}", f"企业!$E$2:$E${last}"
            of_city = f"{cities},A{row + 1}"
            everything = city == "合计"
            summary.write(row, 0, city)
            summary.write_formula(
                row, 1, f"=COUNTA({cities})" if everything else f"=COUNTIFS({of_city})", None, len(local)
            )
            summary.write_formula(
                row, 2, f"=COUNTIFS({flags},1)" if everything else f"=COUNTIFS({of_city},{flags},1)", None, answered
            )
            summary.write_formula(row, 3, f"=C{row + 1}/B{row + 1}", share, answered / len(local))


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as folder:
        shanxi_2022.write(Path(folder))
        counted = count(Path(folder))
    write(counted, WORKBOOK)
    print(sum(firm.answered for firm in counted), "/", len(counted), file=sys.stderr)
