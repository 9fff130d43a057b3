"""Sub-commands of the command line that judge figures: compare, rank, bodies, pilots."""

import argparse
from collections.abc import Callable
from typing import NamedTuple

import pandas as pd

from data import own
from data.errors import Refused
from data.store import Store
from data.warehouse import Reader
from locales import of_environment, translate
from metrics import bodies, bridge
from metrics.comparison import comparisons
from metrics.query import SMALL, Filters
from metrics.ranking import Ranked, progress, ranking

Arguments = argparse.Namespace


class Command(NamedTuple):
    """A sub-command: `add` declares its own arguments, `run` answers with a frame."""

    name: str
    help: str
    add: Callable[[argparse.ArgumentParser], None]
    run: Callable[[Reader, Store, Filters, Arguments], pd.DataFrame]


def _compare_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("names", nargs="+", metavar="NAME")


def _compare(reader: Reader, store: Store, where: Filters, arguments: Arguments) -> pd.DataFrame:
    targets = own.rows("targets", store)
    found = [one for name in arguments.names for one in comparisons(reader, name, where, targets)]
    frame = pd.DataFrame([one._asdict() for one in found]).rename(columns={"name": "metric"})
    return frame.assign(is_better=[one.is_better for one in found], reason=_said(frame["reason"]))


def _rank_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("name", metavar="NAME")
    parser.add_argument("--by", required=True, metavar="DIM", help="whose units are ranked")
    parser.add_argument("--minimum", type=int, default=SMALL, help=f"firms or answers a rate needs (default {SMALL})")
    parser.add_argument(
        "--progress", action="store_true", help="by the change since the year before; --where year=YEAR"
    )


def _rank(reader: Reader, store: Store, where: Filters, arguments: Arguments) -> pd.DataFrame:
    if arguments.progress:
        years = where.get("year")
        if len(years) != 1:
            raise Refused("进步幅度要指明一个年度：--where year=…")
        rows = progress(reader, arguments.name, arguments.by, int(years[0]), where, arguments.minimum)
    else:
        rows = ranking(reader, arguments.name, arguments.by, where, arguments.minimum)
    frame = pd.DataFrame([one._asdict() for one in rows], columns=list(Ranked._fields))
    frame["rank"] = frame["rank"].astype("Int64")
    return frame.rename(columns={"unit": arguments.by}).assign(reason=_said(frame["reason"]))


def _no_arguments(parser: argparse.ArgumentParser) -> None:
    """It has only those that every command has."""


def _bodies(reader: Reader, store: Store, where: Filters, arguments: Arguments) -> pd.DataFrame:
    return bodies.bodies(reader, where)


def _pilots_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--by", default="city", metavar="DIM", help="rows: " + ", ".join(bridge.LEVELS))


def _pilots(reader: Reader, store: Store, where: Filters, arguments: Arguments) -> pd.DataFrame:
    return bridge.bridge(reader, arguments.by, where).frame()


COMMANDS = (
    Command(
        "compare",
        "a figure against last year, the region around, published figures and targets",
        _compare_arguments,
        _compare,
    ),
    Command("rank", "units in order of a metric, or of their progress", _rank_arguments, _rank),
    Command("bodies", "certification bodies and how far their ledgers agree with the cities'", _no_arguments, _bodies),
    Command("pilots", "different firms by region and pilot, with the overlap", _pilots_arguments, _pilots),
)


def _said(reasons: pd.Series) -> list[str]:
    return [translate(reason, of_environment()) if reason else "" for reason in reasons]
