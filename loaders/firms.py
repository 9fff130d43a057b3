"""Who a record speaks of: a firm is its credit code, else its normalised name and city."""

from loaders.document import Columns
from loaders.records import Records
from loaders.text import normal


def name_keys(columns: Columns, records: Records) -> list[str | None]:
    """Names as keys: width, blanks and case do not matter. Holds the records that give neither name nor code."""
    names = [normal(name).upper() if name else None for name in columns["name"]]
    for index, (name, code) in enumerate(zip(names, columns["credit_code"], strict=True)):
        if name is None and code is None:
            records.find(None, index, "firm_missing", "")
    return names
