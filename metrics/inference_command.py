"""What the analyst asks on the command line: intervals, differences, weighted rates, and tables for the public."""

import argparse
from collections.abc import Callable, Sequence
from typing import get_args

import pandas as pd

from data.errors import Refused
from data.warehouse import Reader
from locales import of_environment, translate
from metrics import inference, publication, weights
from metrics.query import Filters

Arguments = argparse.Namespace
Command = Callable[[str, Callable[[Arguments], pd.DataFrame], str], argparse.ArgumentParser]
Asked = Callable[[Arguments, Sequence[str]], tuple[Reader, Filters]]


def add(command: Command, asked: Asked) -> None:
    """Add the commands.

    `command` adds one by its name, what it runs and its help; `asked` gives the version, and the filters that the
    arguments name for these metrics.
    """

    def of_one(run: Callable[[Arguments, Reader, Filters], pd.DataFrame]) -> Callable[[Arguments], pd.DataFrame]:
        return lambda arguments: run(arguments, *asked(arguments, [arguments.name]))

    intervals = command("intervals", of_one(_intervals), "a rate with intervals that know how many firms there are")
    differences = command("differences", of_one(_differences), "which groups differ, corrected for their number")
    weighted = command("weighted", of_one(_weighted), "a rate weighted to the ledger, beside the unweighted one")
    for one in (intervals, differences, weighted):
        one.add_argument("name", metavar="NAME")
    intervals.add_argument("--by", default="", metavar="DIM,DIM", help="group by these dimensions")
    differences.add_argument("--by", required=True, metavar="DIM")
    differences.add_argument("--against", choices=get_args(inference.Against), default="rest")
    weighted.add_argument("--margins", default=",".join(weights.MARGINS), metavar="DIM,DIM", help="weight to these")
    published = command(
        "published",
        lambda arguments: _published(arguments, *asked(arguments, arguments.names)),
        "a table to be given out: small groups hidden so that nobody works them out",
    )
    published.add_argument("names", nargs="+", metavar="NAME")
    published.add_argument("--by", required=True, metavar="DIM,DIM")


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
