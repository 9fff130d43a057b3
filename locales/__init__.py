"""Two languages from one text: the Chinese is written in the code, the English stands in the catalog."""

import gettext
import io
import os
from functools import cache
from pathlib import Path

LANGUAGES = ("zh", "en")
HERE = Path(__file__).parent


def N_(text: str) -> str:  # noqa: N802 (the name gettext tools look for)
    """Mark a text for the catalogs; it is translated when it is shown."""
    return text


@cache
def catalog(language: str) -> gettext.NullTranslations:
    """The texts of one language; Chinese is the texts as they stand in the code."""
    if language == "zh":
        return gettext.NullTranslations()
    from babel.messages.mofile import write_mo  # here, because whatever marks a text imports this module
    from babel.messages.pofile import read_po

    compiled = io.BytesIO()
    with (HERE / language / "LC_MESSAGES" / "messages.po").open("rb") as file:
        write_mo(compiled, read_po(file))
    compiled.seek(0)
    return gettext.GNUTranslations(compiled)


def translate(text: str, language: str, **values: object) -> str:
    """The text in that language, its {placeholders} filled in."""
    shown = catalog(language).gettext(text)
    return shown.format(**values) if values else shown


def of_environment() -> str:
    """The language of the command line: English where the terminal's locale is, else Chinese."""
    locale = next(filter(None, (os.environ.get(name) for name in ("LC_ALL", "LC_MESSAGES", "LANG"))), "")
    return "en" if locale.startswith("en") else "zh"
