"""Why a document cannot be made: a sentence in the reader's language."""

from typing import Any, NamedTuple

from pages._parts.catalogue import DIMENSIONS
from pages._parts.language import _, listed


class Unfit(NamedTuple):
    """Why a kind cannot be made of a selection: a sentence for the catalogs, and what fills it."""

    text: str
    values: dict[str, Any]

    @property
    def said(self) -> str:
        """The sentence in the reader's language, as far as what fills it has a name in it."""
        filled = {key: _(value) if isinstance(value, str) and value else value for key, value in self.values.items()}
        if "dimension" in self.values:
            names = str(self.values["dimension"]).split()
            filled["dimension"] = listed(_(DIMENSIONS.get(name, name)) for name in names)
        return _(self.text, **filled)
