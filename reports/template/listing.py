"""The names that a template may use, line by line, for whoever writes one: in the terminal and on the page."""

import re
from collections.abc import Iterator, Mapping
from typing import NamedTuple

from locales import N_, translate
from metrics.registry import METRICS
from reports.template.names import FOLDERS, LABELS, PARTS, Name, charts, names

WORDS, METRIC, PART, LOOP, TABLE, TEXT, CHART = (
    N_("名称"),
    N_("指标"),
    N_("指标后面可加"),
    N_("循环"),
    N_("表格"),
    N_("一节的文字"),
    N_("自己画的图"),
)
FOLDER = {"text": TEXT, "tables": TABLE}  # what the parts of a folder are


class Line(NamedTuple):
    """A name of one `kind`, as it is `written` in the template; its `label` (a Chinese msgid, or empty); its own parts.

    What a label names with a place or a year is the document's, and Chinese.
    """

    kind: str
    name: str
    written: str
    label: str
    parts: tuple[str, ...] = ()

    def said(self, language: str) -> str:
        """The label in one line."""
        text = translate(self.label, language) if self.label else ""
        return re.sub(r"(\{\w+\})+", "…", text).replace("\n", "")


def listed(outlined: str) -> list[Line]:
    """Every name that a template of the report with that outline may use; what all metrics have alike is said once."""
    known = names(outlined).parts
    single = {name: one for name, one in known.items() if not one.each and name not in FOLDERS}
    return [
        *(_line(WORDS, name, one) for name, one in single.items() if name not in METRICS),
        *(Line(PART, f".{part}", f".{part}", label) for part, label in LABELS.items()),
        *(_line(METRIC, name, one) for name, one in single.items() if name in METRICS),
        *(_line(LOOP, name, one) for name, one in known.items() if one.each),
        *_of_folders(known),
        *(Line(CHART, f"【{key}】", f"【{key}】", title) for key, title in charts(outlined).items()),
    ]


def _of_folders(known: Mapping[str, Name]) -> Iterator[Line]:
    for folder in (name for name in known if name in FOLDERS):
        for part, one in known[folder].parts.items():
            yield _line(FOLDER[folder], f"{folder}.{part}", one)


def _line(kind: str, name: str, one: Name) -> Line:
    own = tuple(f".{part}" for part in one.parts if part not in PARTS)
    return Line(kind, name, _written(name, one), one.label, own)


def _written(name: str, one: Name) -> str:
    """The tag that prints it; of what is no text itself, the tag that opens a loop, or its first part."""
    if one.each:
        return f"{{%tr for row in {name} %}}"
    return f"{{{{ {name} }}}}" if one.is_printed else f"{{{{ {name}.{next(iter(one.parts))} }}}}"
