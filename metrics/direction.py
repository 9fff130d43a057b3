"""Which way is better: declared by the metric or, for pilots' figures, by the indicator that is looked at."""

from data.reference import table
from metrics.core import Better, Metric
from metrics.query import Filters


def direction(one: Metric, where: Filters = Filters()) -> Better:
    """`higher`, `lower`, or empty where neither is good or nobody said."""
    indicators = where.get("indicator")
    if one.unit != "indicator" or len(indicators) != 1:
        return one.better
    stated = next((row["better"] for row in table("pilot_indicators") if row["indicator"] == indicators[0]), "")
    return "higher" if stated == "higher" else "lower" if stated == "lower" else ""


def is_improvement(better: Better, difference: float | None) -> bool | None:
    """Whether a difference is one for the better; None where there is none, or no direction."""
    if not better or not difference:
        return None
    return (difference > 0) == (better == "higher")
