"""The command line of the metrics: `python -m metrics --help`."""

import argparse
import json
import sys
from pathlib import Path
from typing import Any

import pandas as pd

from data import store, warehouse
from data.errors import Refused
from data.store import Store
from data.warehouse import Reader
from locales import N_, of_environment, translate
from metrics import scorecard_command
from metrics.query import Filters, compute
from metrics.registry import METRICS
from metrics.relations import RELATIONS


def main() -> int:
    """Run one command; 0 done, 2 something was refused."""
    arguments = _parser().parse_args()
    try:
        frame = arguments.run(arguments)
    except Refused as refusal:
        sentence = translate(refusal.text, of_environment(), **refusal.values)
        print(sentence, file=sys.stderr)
        if arguments.json:
            print(json.dumps({"refused": sentence}, ensure_ascii=False))
        return 2
    if arguments.json:
        print(json.dumps(_records(frame), ensure_ascii=False, indent=1))
    else:
        print(frame.to_string(index=False, na_rep="—"))
    return 0


def _parser() -> argparse.ArgumentParser:
    shared = argparse.ArgumentParser(add_help=False)
    shared.add_argument("--json", action="store_true", help="standard output is one JSON document")
    parser = argparse.ArgumentParser(prog="python -m metrics", description="Compute metrics from a data version.")
    commands = parser.add_subparsers(required=True, metavar="COMMAND")
    listing = commands.add_parser("list", parents=[shared], help="every metric with its base and definition")
    listing.set_defaults(run=lambda _: catalogue(of_environment()))
    show = commands.add_parser("show", parents=[shared], help="values of metrics")
    show.set_defaults(run=_show)
    show.add_argument("names", nargs="+", metavar="NAME")
    show.add_argument("--by", default="", metavar="DIM,DIM", help="group by these dimensions")
    scorecard_command.add(commands, shared, _asked)
    for one in ("show", "scorecard"):
        _ask_of_version(commands.choices[one])
    return parser


def _ask_of_version(command: argparse.ArgumentParser) -> None:
    command.add_argument("--where", action="append", default=[], metavar="DIM=VALUE", help="repeat for more")
    command.add_argument("--version", type=int, help="data version (default: the one that serves)")
    command.add_argument("--store", type=Path, help="data folder (default: TISHENG_STORE, else data/store)")


def catalogue(language: str) -> pd.DataFrame:
    """Every metric: name, label, unit, relation, dimensions, base, definition, source."""
    return pd.DataFrame(
        {
            "name": one.name,
            "label": one.title(language),
            "unit": one.unit,
            "relation": one.relation,
            "dimensions": ",".join(RELATIONS[one.relation].dimensions),
            "base": translate(one.base, language),
            "definition": translate(one.definition, language),
            "source": translate(one.source, language),
        }
        for one in METRICS.values()
    )


def _show(arguments: argparse.Namespace) -> pd.DataFrame:
    reader, where = _asked(arguments)
    by = [dimension for dimension in arguments.by.split(",") if dimension]
    return compute(reader, arguments.names, by, where)


def _asked(arguments: argparse.Namespace) -> tuple[Reader, Filters]:
    """A reader of the version that is asked, and its filters."""
    kept, is_sample = (Store(arguments.store), False) if arguments.store else store.shown()
    where: dict[str, list[str | int]] = {}
    for condition in arguments.where:
        dimension, equals, value = condition.partition("=")
        if not equals:
            raise Refused("--where 的写法是 维度=取值，例如 --where year=2021，不是“{condition}”", condition=condition)
        where.setdefault(dimension, []).append(value)
    if is_sample:
        print(translate(N_("还没有导入数据，以下是合成的示例数据"), of_environment()), file=sys.stderr)
    return warehouse.open(kept, warehouse.ALL, arguments.version), Filters.of(**where)


def _records(frame: pd.DataFrame) -> list[dict[str, Any]]:
    """Rows as JSON values: missing is null, whole numbers are integers."""
    whole = [c for c in ("numerator", "denominator") if c in frame]
    rows = frame.astype(object).where(frame.notna(), None).to_dict("records")
    for row in rows:
        for column in whole:
            if isinstance(row[column], float) and row[column].is_integer():
                row[column] = int(row[column])
    return [{str(k): v.item() if hasattr(v, "item") else v for k, v in row.items()} for row in rows]


if __name__ == "__main__":
    sys.exit(main())
