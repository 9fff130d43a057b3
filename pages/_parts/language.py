"""The reader's language: what was chosen, else the browser's, else Chinese."""

import re
from collections.abc import Callable, Iterable
from typing import TypeVar

import streamlit as st

from locales import LANGUAGES, translate
from pages._parts import address
from pages._parts.settled import Settled

Made = TypeVar("Made")
_MARKDOWN = re.compile(r"([\\`*_{}\[\]()#+\-.!|~<>$:^=])")


def _looked_up() -> str:
    chosen = address.get("lang")
    if chosen and chosen[0] in LANGUAGES:
        return chosen[0]
    return "en" if (st.context.locale or "").startswith("en") else "zh"


of_reader = Settled("language of the reader this thread works for", _looked_up)


def current() -> str:
    """`zh` or `en`."""
    return of_reader.get()


def _(text: str, **values: object) -> str:
    """The text in the reader's language, its {placeholders} filled in."""
    return translate(text, current(), **values)


def later(work: Callable[[], Made]) -> Callable[[], Made]:
    """The work in the reader's language, for when it is done outside the script, which alone knows the reader."""
    language = current()

    def done() -> Made:
        with of_reader.being(language):
            return work()

    return done


def listed(names: Iterable[str]) -> str:
    """Names one after the other; English names may hold commas themselves."""
    return ("、" if current() == "zh" else "; ").join(names)


def literal(text: str) -> str:
    """A value from a file as Markdown shows it letter for letter."""
    return _MARKDOWN.sub(r"\\\1", text)
