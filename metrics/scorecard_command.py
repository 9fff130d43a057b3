"""`python -m metrics scorecard`: the assessment scorecard on the command line."""

import argparse
from collections.abc import Callable
from typing import Any

import numpy as np
import pandas as pd

from data.errors import Refused
from data.warehouse import Reader
from locales import of_environment, translate
from metrics import scorecard
from metrics.query import Filters
from metrics.scorecard import Card

Asked = Callable[[argparse.Namespace], tuple[Reader, Filters]]


def add(commands: Any, shared: argparse.ArgumentParser, asked: Asked) -> None:
    """Add the command; `asked` gives the version and the filters that its arguments name."""
    command = commands.add_parser(
        "scorecard", parents=[shared], help="units by assessed indicators, weighted and ranked"
    )
    command.set_defaults(run=lambda arguments: _run(arguments, *asked(arguments)))
    command.add_argument("--scheme", required=True, help=", ".join(scorecard.schemes()))
    command.add_argument(
        "--weights", default="", metavar="NAME=W,…", help="replace weights of indicators or components"
    )
    command.add_argument(
        "--unit", help=f"{', '.join(scorecard.UNITS)} (default: cities of one province, else provinces)"
    )
    command.add_argument(
        "--shake", type=float, default=scorecard.SHAKE, metavar="X", help="shake weights by ± X of each"
    )
    command.add_argument("--parts", action="store_true", help="every figure a score is made of instead of the totals")


def _run(arguments: argparse.Namespace, reader: Reader, where: Filters) -> pd.DataFrame:
    made = scorecard.card(
        *(reader, arguments.scheme, where, _weights(arguments.weights), arguments.unit, arguments.shake)
    )
    return _parts(made) if arguments.parts else _rows(made, of_environment())


def _weights(text: str) -> dict[str, float]:
    found: dict[str, float] = {}
    for one in filter(None, text.split(",")):
        name, _, weight = one.partition("=")
        try:
            found[name.strip()] = float(weight)
        except ValueError as error:
            raise Refused(
                "--weights 的写法是 指标=权重，用逗号隔开，例如 organisation=0.3,effect=0.5，不是“{given}”", given=one
            ) from error
    return found


def _rows(made: Card, language: str) -> pd.DataFrame:
    """The rows with reasons as sentences, and the weight of each component beside its score."""
    names = {one.key: one.title(language) for one in made.components}
    rows = made.rows.copy()
    missing = [" ".join(names[key] for key in keys) for keys in rows.pop("missing")]
    rows["reason"] = [
        translate(reason, language, components=keys) if reason else ""
        for reason, keys in zip(rows["reason"], missing, strict=True)
    ]
    rows["progress_reason"] = [translate(reason, language) if reason else "" for reason in rows["progress_reason"]]
    for key, share in made.weights.items():
        rows[f"weight_{key}"] = round(share, 6)
    rows.insert(0, "year", made.year)
    rows.insert(0, "scheme", made.scheme)
    return rows.astype(object).where(rows.notna(), np.nan)  # the only missing value that is printed as —


def _parts(made: Card) -> pd.DataFrame:
    parts = made.parts.copy()
    parts.insert(2, "weight", [made.weights[key] for key in parts["component"]])
    return parts
