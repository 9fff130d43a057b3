"""What goes wrong, said once in a form that can be shown in either language."""

from typing import Any


class Refused(Exception):
    """Something was asked for that cannot be done; nothing was changed.

    `text` is a Chinese sentence with {placeholders}, marked for the catalogs by this
    class's name; `values` fill them. Whoever shows it translates it first.
    """

    def __init__(self, text: str, **values: Any):
        self.text = text
        self.values = values
        super().__init__(text.format(**values))


class Damaged(Refused):
    """A file of the store cannot be read any more; an earlier version serves until it is mended."""

    @classmethod
    def of(cls, refusal: Refused) -> "Damaged":
        """The same sentence, about damage."""
        return cls(refusal.text, **refusal.values)
