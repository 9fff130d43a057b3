"""The limits beyond which a check speaks (data/reference/thresholds.csv), each with its reason."""

from datetime import datetime
from functools import cache

from data.reference import table


@cache
def _values() -> dict[str, str]:
    return {row["name"]: row["value"] for row in table("thresholds")}


@cache
def threshold(name: str) -> float:
    """A limit in the unit of the table."""
    return float(_values()[name])


@cache
def moment(name: str) -> datetime:
    """The beginning of a day."""
    return datetime.fromisoformat(_values()[name])
