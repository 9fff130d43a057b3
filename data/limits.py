"""How many things a notice allows or asks for."""

from data.reference import table


def cases(province: str, year: int | None) -> tuple[int, int]:
    """How many good cases a city recommends at the least and at the most; 0 where no notice says so."""
    rows = [row for row in table("case_limits") if (row["province"], row["year"]) == (province, str(year))]
    return (int(rows[0]["least"] or 0), int(rows[0]["most"] or 0)) if rows else (0, 0)


def recommendations(province: str, year: int | None) -> int:
    """How many certification bodies a region of the province recommends at the most; the last row is for all others."""
    rows = table("recommendation_limits")
    named = (row for row in rows if row["province"] in (province, "") and row["year"] in (str(year), ""))
    return int(next(named)["most"])
