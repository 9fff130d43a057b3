"""The reader's language: what was chosen, else the browser's, else Chinese."""

import re
from collections.abc import Iterable

import streamlit as st

from locales import LANGUAGES, translate
from pages._parts import address

_MARKDOWN = re.compile(r"([\\`*_{}\[\]()#+\-.!|~<>$:^=])")


def current() -> str:
    """`zh` or `en`."""
    chosen = address.get("lang")
    if chosen and chosen[0] in LANGUAGES:
        return chosen[0]
    return "en" if (st.context.locale or "").startswith("en") else "zh"


def _(text: str, **values: object) -> str:
    """The text in the reader's language, its {placeholders} filled in."""
    return translate(text, current(), **values)


def listed(names: Iterable[str]) -> str:
    """Names one after the other; English names may hold commas themselves."""
    return ("、" if current() == "zh" else "; ").join(names)


def literal(text: str) -> str:
    """A value from a file as Markdown shows it letter for letter."""
    return _MARKDOWN.sub(r"\\\1", text)
