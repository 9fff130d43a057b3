"""What a credit code with a right check digit still says against the row it stands in."""

from functools import cache

from data.reference import table
from loaders.document import Columns
from loaders.records import Records
from loaders.resolvers import credit_codes
from loaders.text import written


def check(records: Records, position: int, columns: Columns) -> None:
    """Mark codes registered in another province than stated, and wrong digits of the organisation code inside."""
    there = [index for index, code in enumerate(columns["credit_code"]) if code]
    codes = [columns["credit_code"][index] for index in there]
    found = []
    for index, code in zip(there, codes, strict=True):
        province = columns["province"][index]
        if province and code[2:4] != province[:2] and _home(code[2:8]) not in (None, province[:2]):
            found.append((index, "code_region_differs"))
    found += [(there[at], "code_organisation_digit") for at in credit_codes.wrong_organisations(codes)]
    for index, rule in sorted(found, key=lambda one: one[0]):
        records.find(position, index, rule, written(records.cell(position, index)))


@cache
def _home(digits: str) -> str | None:
    """The first two digits of the province a firm was registered in; None for the national office (100000)."""
    codes = _successors()
    return codes.get(digits, digits if f"{digits[:2]}0000" in codes else "")[:2] or None


@cache
def _successors() -> dict[str, str]:
    """The region in force for every region code, withdrawn or not."""
    return {row["code"]: row["successor"] or row["code"] for row in table("regions")}
