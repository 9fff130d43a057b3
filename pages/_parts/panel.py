"""A panel without a chart: rule, title, sentence, and what stands below."""

from collections.abc import Iterator
from contextlib import contextmanager

import streamlit as st

from pages._parts.language import literal


@contextmanager
def opened(name: str, title: str, sentence: str = "") -> Iterator[None]:
    """Stand inside the panel with this key, unique on the page."""
    with st.container(key=f"panel_{name}"):
        st.markdown(f"## {literal(title)}" + (f"\n:gray[{literal(sentence)}]" if sentence else ""))
        yield


def gray(sentence: str) -> None:
    """A sentence in the softer ink."""
    st.markdown(f":gray[{literal(sentence)}]")
