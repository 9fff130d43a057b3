"""A page as AppTest ran it, and every text on it."""

import json
import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import pandas as pd
from google.protobuf.json_format import MessageToDict
from google.protobuf.message import Message
from streamlit.testing.v1 import AppTest

APP = Path(__file__).parents[2] / "app.py"
SCRIPTS = {
    "overview": "pages/overview/overview.py",
    "satisfaction": "pages/effects/satisfaction.py",
    "improvement": "pages/effects/improvement.py",
    "gains": "pages/effects/gains.py",
    "regions": "pages/compare/regions.py",
    "industries": "pages/compare/industries.py",
    "pilots": "pages/compare/pilots.py",
    "bodies": "pages/compare/bodies.py",
    "crosstab": "pages/compare/crosstab.py",
    "firms": "pages/firms/explorer.py",
    "voices": "pages/firms/voices.py",
    "scorecard": "pages/assessment/scorecard.py",
    "build": "pages/reports/build.py",
    "verify": "pages/reports/verify.py",
    "handins": "pages/data/handins.py",
    "quality": "pages/data/quality.py",
    "methods": "pages/about/methods.py",
}
# Their addresses are not the names of their files: Streamlit knows them once the program has run.
RENAMED = ("pages/firms/explorer.py", "pages/firms/card.py", "pages/data/importing.py")
TITLES = {
    "overview": "总览",
    "satisfaction": "满意度",
    "improvement": "提升",
    "gains": "填报增长",
    "regions": "地区对比",
    "industries": "行业对比",
    "pilots": "区域试点",
    "bodies": "认证机构",
    "crosstab": "交叉分析",
    "firms": "企业查询",
    "voices": "企业原话",
    "scorecard": "评分",
    "build": "生成报告",
    "verify": "核对数字",
    "handins": "材料清单",
    "quality": "数据质量",
    "methods": "口径与方法",
}
NOT_SHOWN = {"id", "key", "columns", "url", "formId", "elementHash", "library", "codes", "arrow", "name"}
ESCAPED = re.compile(r"\\([\\`*_{}\[\]()#+\-.!|~<>$:^=])")
GRAY = re.compile(r"^:gray\[(.*)\]$", re.S)


def ran(script: str, locale: str = "zh-CN", **query: str | list[str]) -> AppTest:
    """A page that was opened at an address."""
    test = AppTest.from_file(str(APP), default_timeout=60)
    test.context = {"locale": locale}
    test.query_params.update(query)
    if script in RENAMED:
        test.run()
    return test.switch_page(script).run()


class Shown:
    """One page after one run."""

    def __init__(self, test: AppTest):
        self.test = test

    @property
    def headline(self) -> str:
        (title,) = self.test.title
        return plain(title.value)

    @property
    def place(self) -> str:
        """The line of where, what and when below the filter bar."""
        grays = [plain(found[1]) for element in self.test.markdown if (found := GRAY.match(element.value))]
        return next(gray for gray in grays if gray != "›")

    @property
    def cards(self) -> dict[str, str]:
        """The value printed on every card, by its metric."""
        metrics = {key: block.metric[0].value for key, block in self._keyed("card_").items()}
        return metrics | {name: card["value"] for name, card in self.faces.items()}

    @property
    def faces(self) -> dict[str, dict[str, Any]]:
        """What stands on every headline card, by its metric (pages/_parts/cards.py)."""
        told = self._keyed("cards").get("")
        return {card["name"]: card for card in json.loads(told.proto.json)["cards"]} if told else {}

    @property
    def below_cards(self) -> dict[str, str]:
        """What every card says below its value."""
        return {name: "\n".join([card["beside"], *card["below"]]).strip() for name, card in self.faces.items()}

    @property
    def figures(self) -> dict[str, dict[str, Any]]:
        """What plotly draws, by panel."""
        return {key: told["figure"] for key, told in self._sent().items()}

    @property
    def words(self) -> dict[str, dict[str, str]]:
        """Title, sentence, source, and name of the picture's file of every chart, by panel."""
        return {key: told["words"] for key, told in self._sent().items()}

    @property
    def tables(self) -> dict[str, pd.DataFrame]:
        """The numbers behind every chart, by panel."""
        return {key: block.dataframe[0].value for key, block in self._keyed("m_").items()}

    @property
    def texts(self) -> list[str]:
        """Every text the page shows: labels, help, options, tables, and the words in the charts."""
        return [plain(text) for element in nodes(self.test.main) for text in _texts(element)]

    def _sent(self) -> dict[str, dict[str, Any]]:
        charts = self._keyed("panel_").items()
        return {key: sent(element) for key, element in charts if element.type == "bidi_component"}

    def _keyed(self, prefix: str) -> dict[str, Any]:
        keyed = {element.key: element for element in nodes(self.test.main) if getattr(element, "key", None)}
        return {key.removeprefix(prefix): element for key, element in keyed.items() if key.startswith(prefix)}


def nodes(block: Any) -> Iterator[Any]:
    """Every block and element below a block."""
    for child in block.children.values():
        yield child
        if getattr(child, "children", None):
            yield from nodes(child)


def plain(markdown: str) -> str:
    """The text without Markdown's backslashes."""
    return ESCAPED.sub(r"\1", markdown)


def _texts(element: Any) -> Iterable[str]:
    match element.type:
        case "bidi_component" if element.proto.bytes:
            told = sent(element)
            return [*drawn(told.pop("figure")), *_strings(told)]
        case "bidi_component":
            return _strings(json.loads(element.proto.json))
        case "dataframe":
            missing = element.proto.placeholder or "None"  # what Streamlit prints without a placeholder
            table = element.value
            return [*table.columns, *(missing if pd.isna(cell) else str(cell) for cell in table.to_numpy().flat)]
        case "table":
            return [*element.value.columns, *map(str, element.value.to_numpy().flat)]
        case "markdown" | "caption" | "title" | "header" | "subheader":
            head, *rest = element.value.split("\n", 1) if element.value.startswith("## ") else [element.value]
            return [head, *rest, element.proto.help]
        case _:
            return _strings(MessageToDict(element.proto)) if isinstance(element.proto, Message) else []


def sent(element: Any) -> dict[str, Any]:
    """What a chart sends to the browser (pages/_parts/plot.py)."""
    return json.loads(element.proto.bytes)


def _strings(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for key, inner in value.items():
            if key not in NOT_SHOWN:
                yield from _strings(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from _strings(inner)


def drawn(figure: dict[str, Any]) -> list[str]:
    """The words of a figure: annotations, ticks, cells, and what shows under the pointer."""
    words = [note["text"] for note in figure["layout"]["annotations"]]
    words += figure["layout"].get("xaxis", {}).get("ticktext", [])
    for trace in figure["data"]:
        words += _strings([trace.get("hovertext", []), trace.get("text", [])])
    return words
