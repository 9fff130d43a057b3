"""What a firm answered, in the words of the questionnaire."""

from collections.abc import Mapping
from functools import cache
from typing import Any

import pandas as pd

from data.reference import table
from pages._parts import masking
from pages._parts.language import _, listed


@cache
def _options() -> dict[str, dict[int, str]]:
    found: dict[str, dict[int, str]] = {}
    for row in table("options"):
        found.setdefault(row["question"], {})[int(row["position"])] = row["text"]
    return found


def single(question: str, position: Any) -> str | None:
    """The option that was chosen; None where the question was not asked or left blank."""
    return None if pd.isna(position) else _(_options()[question][int(position)])


def ticked(question: str, answer: Mapping[str, Any]) -> str | None:
    """The options that were ticked, with what was written beside them; None where nothing was asked or ticked."""
    chosen = []
    for position, text in _options()[question].items():
        if (tick := answer[f"{question}_{position}"]) is not None and not pd.isna(tick) and tick:
            written = said(answer.get(f"{question}_{position}_text"))
            chosen.append(_(text) + (f"（{written}）" if written else ""))
    return listed(chosen) or None


def said(text: Any) -> str | None:
    """A text as the firm wrote it, on one line; numbers of persons are masked."""
    return masking.text(" ".join(text.split())) if isinstance(text, str) and text.strip() else None


def satisfied(answered: Any, q13: Any) -> str | None:
    """How satisfied a firm is; None where it did not answer."""
    if not answered:
        return None
    return single("q13", q13) or _("未问或未填")
