"""What the analyst asks on the command line: intervals, differences, weighted rates, and tables for the public."""

import argparse
from collections.abc import Callable
from typing import Any, get_args

import pandas as pd

from data.errors import Refused
from data.warehouse import Reader
from locales import of_environment, translate
from metrics import inference, publication, weights
from metrics.query import Filters

Arguments = argparse.Namespace
Asked = Callable[[Arguments], tuple[Reader, Filters]]


def add(commands: Any, shared: argparse.ArgumentParser, asked: Asked) -> list[argparse.ArgumentParser]:
    """Add the commands, and give them; `asked` gives the version and the filters that their arguments name."""

    def command(name: str, run: Callable[..., pd.DataFrame], help: str) -> argparse.ArgumentParser:
        added = commands.add_parser(name, parents=[shared], help=help, description=help)
        added.set_defaults(run=lambda arguments: run(arguments, *asked(arguments)))
        return added

    intervals = command("intervals", _intervals, "a rate with intervals that know how many firms the ledger has")
    differences = command("differences", _differences, "which groups differ in a rate, corrected for their number")
    weighted = command("weighted", _weighted, "a rate weighted to the ledger, beside the unweighted one")
    published = command("published", _published, "a table to be given out: small groups hidden so that none is found")
    for one in (intervals, differences, weighted):
        one.add_argument("name", metavar="NAME")
    intervals.add_argument("--by", default="", metavar="DIM,DIM", help="group by these dimensions")
    differences.add_argument("--by", required=True, metavar="DIM")
    differences.add_argument("--against", choices=get_args(inference.Against), default="rest")
    weighted.add_argument("--margins", default=",".join(weights.MARGINS), metavar="DIM,DIM", help="weight to these")
    published.add_argument("names", nargs="+", metavar="NAME")
    published.add_argument("--by", required=True, metavar="DIM,DIM")
    return [intervals, differences, weighted, published]


def _intervals(arguments: Arguments, reader: Reader, where: Filters) -> pd.DataFrame:
    frame = inference.intervals(reader, arguments.name, _names(arguments.by), where)
    return frame.assign(reason=[translate(reason, of_environment()) if reason else "" for reason in frame["reason"]])


def _differences(arguments: Arguments, reader: Reader, where: Filters) -> pd.DataFrame:
    frame = inference.differences(reader, arguments.name, arguments.by, where, arguments.against)
    return frame.assign(method=[translate(inference.METHODS[one], of_environment()) for one in frame["method"]])


def _weighted(arguments: Arguments, reader: Reader, where: Filters) -> pd.DataFrame:
    province, year = where.get("province"), where.get("year")
    if (len(province), len(year), len(where.values)) != (1, 1, 2):
        raise Refused("加权要指明一个省和一个年度，不加其他条件：--where province=… --where year=…")
    found = weights.weighted(reader, arguments.name, str(province[0]), int(year[0]), _names(arguments.margins))
    return pd.DataFrame([{"metric": arguments.name, "province": province[0], "year": year[0], **found._asdict()}])


def _published(arguments: Arguments, reader: Reader, where: Filters) -> pd.DataFrame:
    return publication.published(reader, arguments.names, _names(arguments.by), where)


def _names(text: str) -> list[str]:
    return [name for name in text.split(",") if name]
