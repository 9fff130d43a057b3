"""Colours and type of the charts; the page's own are in .streamlit/config.toml. Contrast is measured: docs/look.md."""

from dataclasses import dataclass
from typing import Literal

Theme = Literal["light", "dark"]

FONT = (
    "'Segoe UI', 'Helvetica Neue', 'PingFang SC', 'Microsoft YaHei UI', 'Microsoft YaHei', "
    "'Noto Sans CJK SC', 'Source Han Sans SC', sans-serif"
)


@dataclass(frozen=True)
class Tokens:
    """One set of colours. `accent` marks only what the sentence names; `on` is the ink that stands on each step."""

    ink: str
    soft: str
    faint: str
    rule: str
    grid: str
    paper: str
    bar: str
    edge: str
    strong: str
    accent: str
    accent_ink: str
    ghost: str
    steps: tuple[str, ...]
    on: tuple[str, ...]
    tints: tuple[str, ...]


LIGHT = Tokens(
    ink="#0D1824",
    soft="#4A5866",
    faint="#5F6E7C",
    rule="#D8E0E8",
    grid="#E9EEF3",
    paper="#FFFFFF",
    bar="#9CBFE2",
    edge="#3F78B4",
    strong="#1B5C9E",
    accent="#C26A1C",
    accent_ink="#994708",
    ghost="#8896A4",
    steps=("#E9F1F9", "#C3D9EF", "#8FB6DE", "#3874B2", "#12406E"),
    on=("#0D1824", "#0D1824", "#0D1824", "#FFFFFF", "#FFFFFF"),
    tints=("#EFC9A3", "#FAEBDB", "#F4F7FA", "#DCE9F5"),
)

DARK = Tokens(
    ink="#E6EDF4",
    soft="#A9B8C6",
    faint="#93A3B2",
    rule="#2B3A48",
    grid="#1E2B37",
    paper="#0F1822",
    bar="#345F8C",
    edge="#6FA3D8",
    strong="#7DB2E8",
    accent="#B26A24",
    accent_ink="#F0B277",
    ghost="#6C7C8B",
    steps=("#1A2C3E", "#24476A", "#36699A", "#6BA3DC", "#B9D6F3"),
    on=("#E6EDF4", "#E6EDF4", "#FFFFFF", "#0F1822", "#0F1822"),
    tints=("#6B4320", "#3A2A1B", "#17232F", "#1E3A57"),
)

FULL = "—…"  # marks that a Chinese font draws as wide as its letters
THEMES: dict[Theme, Tokens] = {"light": LIGHT, "dark": DARK}


def text_width(text: str, size: float = 13) -> float:
    """Return about how wide a text is drawn, in px; a little generous: YaHei and PingFang run wider than Noto."""
    return sum(1.015 if ord(letter) > 0x2E00 or letter in FULL else 0.56 for letter in text) * size


def fitted(text: str, width: float, size: float = 13) -> str:
    """Return the text, cut with … where it would be wider than `width` px."""
    if text_width(text, size) <= width:
        return text
    while text and text_width(text + "…", size) > width:
        text = text[:-1]
    return text.rstrip() + "…"
