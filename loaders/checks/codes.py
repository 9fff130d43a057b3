"""What a credit code with a right check digit still says against the row it stands in."""

from functools import cache

from data.reference import table
from loaders.document import Columns
from loaders.records import Records
from loaders.resolvers import credit_codes
from loaders.text import written


def check(records: Records, position: int, columns: Columns) -> None:
    """Mark codes registered in another province than stated, and wrong digits of the organisation code inside."""
    for index, (code, province) in enumerate(zip(columns["credit_code"], columns["province"], strict=True)):
        if code is None:
            continue
        if province and code[2:4] != province[:2] and _home(code[2:8]) not in (None, province[:2]):
            records.find(position, index, "code_region_differs", written(records.cell(position, index)))
        if credit_codes.organisation_check_digit(code[8:16]) != code[16]:
            records.find(position, index, "code_organisation_digit", written(records.cell(position, index)))


@cache
def _home(digits: str) -> str | None:
    """The first two digits of the province a firm was registered in; None for the national office (100000)."""
    codes = _successors()
    return codes.get(digits, digits if f"{digits[:2]}0000" in codes else "")[:2] or None


@cache
def _successors() -> dict[str, str]:
    """The region in force for every region code, withdrawn or not."""
    return {row["code"]: row["successor"] or row["code"] for row in table("regions")}
