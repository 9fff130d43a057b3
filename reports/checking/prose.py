"""The sentences of a Chinese text, each in its paragraph, in characters that patterns can rely on."""

import re
from collections.abc import Iterator
from typing import NamedTuple

# One character for one, so that places in the plain text are places in the text. The Chinese comma stays:
# it parts clauses, the other one groups thousands.
_FULL = "０１２３４５６７８９％．（）／＋－﹣﹪　\t\xa0"
_PLAIN = "0123456789%.()/+--%   "
_PLAINER = str.maketrans(_FULL, _PLAIN)
# Nobody writes sentences of 2,000 characters; what a broken export makes of a table is cut where a comma stands.
_ENDS = "。！？!?"
_SENTENCE = re.compile(rf"[^{_ENDS}]{{0,2000}}(?:[{_ENDS}]+[”’」』）)]*|[，；、,;\s]|$)|[^{_ENDS}]{{1,2000}}")


class Sentence(NamedTuple):
    """A sentence as it is written; `paragraph` and `number` count from 1, `number` through the whole text."""

    paragraph: int
    number: int
    text: str

    @property
    def plain(self) -> str:
        """The same, letter for letter, with half-width digits, percent signs and brackets."""
        return plain(self.text)


def plain(text: str) -> str:
    """Full-width digits, percent signs and brackets as half-width ones; as long as before."""
    return text.translate(_PLAINER)


def sentences(text: str) -> list[Sentence]:
    """Every sentence; a line is a paragraph. A semicolon does not end a sentence: bases are named before it."""
    found = enumerate(_in_paragraphs(text), 1)
    return [Sentence(paragraph, number, sentence) for number, (paragraph, sentence) in found]


def _in_paragraphs(text: str) -> Iterator[tuple[int, str]]:
    paragraphs = filter(None, (line.strip() for line in text.splitlines()))
    for paragraph, line in enumerate(paragraphs, 1):
        for sentence in _SENTENCE.findall(line):
            if stripped := sentence.strip():
                yield paragraph, stripped
