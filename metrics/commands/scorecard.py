"""The assessment scorecard on the command line."""

import numpy as np
import pandas as pd

from data.errors import Refused
from locales import of_environment, translate
from metrics import scorecard
from metrics.commands.asking import Arguments, Command, Shown, asked, table
from metrics.scorecard import Card


def add(command: Command) -> None:
    """Add the command."""
    card = command("scorecard", _scorecard, "units by assessed indicators, weighted and ranked")
    card.add_argument("--scheme", required=True, help=", ".join(scorecard.schemes()))
    card.add_argument("--weights", default="", metavar="NAME=W,…", help="replace weights of indicators or components")
    card.add_argument("--unit", help=f"{', '.join(scorecard.UNITS)} (default: cities of one province, else provinces)")
    card.add_argument("--shake", type=float, default=scorecard.SHAKE, metavar="X", help="shake weights by ± X of each")
    card.add_argument("--parts", action="store_true", help="every figure a score is made of instead of the totals")


def _scorecard(arguments: Arguments) -> Shown:
    reader, where = asked(arguments, ["assisted_enterprises"])
    weights = _weights(arguments.weights)
    made = scorecard.card(reader, arguments.scheme, where, weights, arguments.unit, arguments.shake)
    return table(_parts(made) if arguments.parts else _rows(made, of_environment()))


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
