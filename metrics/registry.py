"""Every metric by its name."""

from difflib import get_close_matches

from data.errors import Refused
from metrics import (
    cases,
    certification,
    coverage,
    gains,
    improvement,
    participation,
    pilots,
    promotion,
    registers,
    satisfaction,
    verification,
)
from metrics.core import Metric

FAMILIES = {
    "participation": participation.METRICS,
    "improvement": improvement.METRICS,
    "satisfaction": satisfaction.METRICS,
    "gains": gains.METRICS,
    "certification": certification.METRICS,
    "coverage": coverage.METRICS,
    "promotion": promotion.METRICS,
    "cases": cases.METRICS,
    "registers": registers.METRICS,
    "pilots": pilots.METRICS,
    "verification": verification.METRICS,
}

METRICS: dict[str, Metric] = {metric.name: metric for family in FAMILIES.values() for metric in family}


def metric(name: str) -> Metric:
    """The metric of that name; an unknown name is refused with the nearest right ones."""
    if name in METRICS:
        return METRICS[name]
    near = get_close_matches(name, METRICS, n=3, cutoff=0.4)
    raise Refused(
        "没有指标“{name}”。相近的有：{near}。全部指标：python -m metrics list", name=name, near=" ".join(near) or "—"
    )
