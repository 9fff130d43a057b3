"""The command line of the metrics: `python -m metrics --help`."""

import argparse
import json
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import pandas as pd

from data import store, warehouse
from data.errors import Refused
from data.store import Store
from data.warehouse import Reader
from locales import N_, of_environment, translate
from metrics import explanation
from metrics.bases import bases
from metrics.lineage import firms
from metrics.outliers import gains, outliers
from metrics.query import Filters, compute
from metrics.registry import METRICS, metric
from metrics.relations import RELATIONS
from metrics.values import check, filters, pair


class Shown(NamedTuple):
    """What a command says: as a JSON document, and to be read."""

    document: Any
    text: str


def main() -> int:
    """Run one command; 0 done, 2 something was refused."""
    arguments = _parser().parse_args()
    try:
        shown: Shown = arguments.run(arguments)
    except Refused as refusal:
        sentence = translate(refusal.text, of_environment(), **refusal.values)
        print(sentence, file=sys.stderr)
        if arguments.json:
            print(json.dumps({"refused": sentence}, ensure_ascii=False))
        return 2
    print(json.dumps(shown.document, ensure_ascii=False, indent=1) if arguments.json else shown.text)
    return 0


def _parser() -> argparse.ArgumentParser:
    shared = argparse.ArgumentParser(add_help=False)
    shared.add_argument("--json", action="store_true", help="standard output is one JSON document")
    asking = argparse.ArgumentParser(add_help=False, parents=[shared])
    asking.add_argument("--where", action="append", default=[], metavar="DIM=VALUE", help="repeat for more")
    asking.add_argument(
        "--cumulative", action="store_true", help="all years up to the one of --where, else up to the newest"
    )
    asking.add_argument("--version", type=int, help="data version (default: the one that serves)")
    asking.add_argument("--store", type=Path, help="data folder (default: TISHENG_STORE, else data/store)")
    parser = argparse.ArgumentParser(prog="python -m metrics", description="Compute metrics from a data version.")
    commands = parser.add_subparsers(required=True, metavar="COMMAND")

    def command(
        name: str, run: Callable[[argparse.Namespace], Shown], help: str, of: argparse.ArgumentParser = asking
    ) -> argparse.ArgumentParser:
        added = commands.add_parser(name, parents=[of], help=help, description=help)
        added.set_defaults(run=run)
        return added

    command("list", lambda _: _table(catalogue(of_environment())), "every metric with its base and definition", shared)
    show = command("show", _show, "values of metrics")
    show.add_argument("names", nargs="+", metavar="NAME")
    show.add_argument("--by", default="", metavar="DIM,DIM", help="group by these dimensions")
    show.add_argument("--explain", action="store_true", help="also how they came about, and from which files")
    behind = command("firms", _firms, "the firms, answers or reports behind one figure")
    behind.add_argument("name", metavar="NAME")
    behind.add_argument("--part", choices=("numerator", "denominator"), default="numerator")
    behind.add_argument(
        "--by-value", action="append", default=[], metavar="DIM=VALUE", help="the row of a grouped figure; empty: none"
    )
    command("bases", _bases, "one question on its several bases").add_argument("name", metavar="NAME")
    command("gains", _gains, "every gain: n, mean, median, outliers")
    command("outliers", _outliers, "the answers of a gain to look at").add_argument("name", metavar="NAME")
    return parser


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


def _show(arguments: argparse.Namespace) -> Shown:
    reader, where = _asked(arguments, arguments.names)
    by = [dimension for dimension in arguments.by.split(",") if dimension]
    frame = compute(reader, arguments.names, by, where, arguments.cumulative)
    language = of_environment()
    if arguments.cumulative and len(where.get("year")) < 2:
        for name in dict.fromkeys(arguments.names):
            if reason := explanation.caveat(reader, name, where):
                sentence = translate(
                    N_("“{name}”的累计跨过了问卷的变化。{reason}"),
                    language,
                    name=name,
                    reason=translate(reason, language),
                )
                print(sentence, file=sys.stderr)
    if not arguments.explain:
        return _table(frame)
    explained = explanation.explanation(reader, arguments.names, by, where, arguments.cumulative, language)
    document = {"rows": _records(frame), "explanation": explained}
    return Shown(document, f"{_table(frame).text}\n\n{explanation.text(explained, language)}")


def _firms(arguments: argparse.Namespace) -> Shown:
    reader, where = _asked(arguments, [arguments.name])
    at: dict[str, str | int | None] = {}
    for condition in arguments.by_value:
        dimension, value = pair(condition, "--by-value", "province=140000")
        if value:
            check(reader, [metric(arguments.name).relation], dimension, value)
        at[dimension] = next(iter(Filters.of(**{dimension: [value]}).get(dimension))) if value else None
    found = firms(reader, arguments.name, where, arguments.part, at, arguments.cumulative)
    return Shown(_records(found), _table(found.drop(columns="behind", errors="ignore")).text)


def _bases(arguments: argparse.Namespace) -> Shown:
    reader, where = _asked(arguments, [arguments.name])
    return _table(bases(reader, arguments.name, where, arguments.cumulative))


def _gains(arguments: argparse.Namespace) -> Shown:
    reader, where = _asked(arguments, ["gain_revenue"])
    return _table(gains(reader, where, arguments.cumulative))


def _outliers(arguments: argparse.Namespace) -> Shown:
    reader, where = _asked(arguments, [arguments.name])
    return _table(outliers(reader, arguments.name, where, arguments.cumulative))


def _asked(arguments: argparse.Namespace, names: Sequence[str]) -> tuple[Reader, Filters]:
    """The version asked, and the filters for these metrics."""
    relations = [metric(name).relation for name in names]
    kept, is_sample = (Store(arguments.store), False) if arguments.store else store.shown()
    if is_sample:
        print(translate(N_("还没有导入数据，以下是合成的示例数据"), of_environment()), file=sys.stderr)
    reader = warehouse.open(kept, warehouse.ALL, arguments.version)
    return reader, filters(reader, relations, arguments.where)


def _table(frame: pd.DataFrame) -> Shown:
    return Shown(_records(frame), frame.to_string(index=False, na_rep="—"))


def _records(frame: pd.DataFrame) -> list[dict[str, Any]]:
    """Rows as JSON values: missing is null, whole numbers are integers."""
    whole = [c for c in ("numerator", "denominator") if c in frame]
    rows = frame.astype(object).where(frame.notna(), None).to_dict("records")
    for row in rows:
        for column in whole:
            if isinstance(row[column], float) and row[column].is_integer():
                row[column] = int(row[column])
    return [{str(k): v.tolist() if hasattr(v, "tolist") else v for k, v in row.items()} for row in rows]


if __name__ == "__main__":
    sys.exit(main())
