"""Names and phones of persons, as pages may show them: the loaders know which they are."""

from loaders.masking import cell, shown_ends, text

__all__ = ["cell", "shown_ends", "text"]
