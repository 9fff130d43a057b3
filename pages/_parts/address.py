"""What the reader chose, kept in the page's address as stable codes, so that a link opens the same view elsewhere.

Streamlit drops the query when the page changes; the session brings it back.
"""

from collections.abc import Sequence

import streamlit as st

FILTERS = ("year", "region", "industry", "body", "pilot")
CROSSED = ("rows", "columns", "share")  # of the crosstab
EFFECTS = ("base", "gain")  # of the pages on improvement and gains
SCORED = ("scheme", "unit", "weight")  # of the scorecard; a weight is "indicator:1.5"
SAID = ("question", "theme")  # of the open answers
WRITTEN = ("report",)  # the kind of report that is built
VIEW = ("version", "view", "lang")  # of every page; without a version the newest is shown
KEYS = (*FILTERS, "metric", *CROSSED, *EFFECTS, *SCORED, *SAID, *WRITTEN, *VIEW)


def _chosen() -> dict[str, list[str]]:
    return st.session_state.setdefault("address", {})


def adopt() -> None:
    """Take over what the address says; after a change of page, put back what it had said.

    An address with a year is a whole one: what it does not name is not filtered.
    """
    given = {key: st.query_params.get_all(key) for key in KEYS if key in st.query_params}
    if "year" in given:
        _chosen().clear()
    _chosen().update(given)
    for key, values in _chosen().items():
        if key not in given:
            st.query_params[key] = values


def get(key: str) -> list[str]:
    """The codes chosen under a key; empty for none."""
    return _chosen().get(key, [])


def chosen(*keys: str) -> dict[str, list[str]]:
    """What is chosen, of these keys or of all, for the address of another page."""
    all_chosen = _chosen()
    return {key: values for key in keys or KEYS if (values := all_chosen.get(key))}


def put(key: str, values: Sequence[str]) -> None:
    """Choose codes under a key; none lifts the choice."""
    if values:
        _chosen()[key] = st.query_params[key] = list(values)
    else:
        _chosen().pop(key, None)
        st.query_params.pop(key, None)
