"""Which rate a comparison shows, and over which regions."""

import streamlit as st

from metrics.core import Metric
from metrics.query import Filters
from metrics.registry import METRICS
from pages._parts import address
from pages._parts.filters import Selection
from pages._parts.language import _, current

RATES = ("satisfaction_rate", "improvement_rate")


def choose() -> Metric:
    """The rate the reader picked; satisfaction to begin with."""

    def changed() -> None:
        address.put("metric", [st.session_state["measure"]])

    asked = [name for name in address.get("metric") if name in RATES]
    st.session_state["measure"] = asked[0] if asked else RATES[0]
    name = st.segmented_control(
        _("指标"),
        RATES,
        key="measure",
        format_func=lambda one: METRICS[one].title(current()),
        on_change=changed,
        label_visibility="collapsed",
        required=True,
    )
    return METRICS[name or RATES[0]]


def level(chosen: Selection) -> tuple[str, Filters]:
    """The dimension to compare, and filters wide enough to hold every region compared.

    With a city chosen its province's cities are compared, so that it is seen among them.
    """
    if not chosen.parent:
        return "province", chosen.where
    return "city", chosen.where.but(city=(), province=[chosen.parent])
