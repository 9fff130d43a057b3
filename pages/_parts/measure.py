"""Which rate a comparison shows."""

import streamlit as st

from metrics.core import Metric
from metrics.registry import METRICS
from pages._parts import address
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
