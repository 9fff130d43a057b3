"""What the analyst asks on the command line: intervals, differences, weighted rates, and tables for the public."""

from typing import get_args

import pandas as pd

from data.errors import Refused
from locales import of_environment, translate
from metrics import inference, publication, weights
from metrics.commands.asking import Arguments, Command, Shown, asked, dimensions, table


def add(command: Command) -> None:
    """Add the commands."""
    intervals = command("intervals", _intervals, "a rate with intervals that know how many firms the ledger has")
    intervals.add_argument("name", metavar="NAME")
    intervals.add_argument("--by", default="", metavar="DIM,DIM", help="group by these dimensions")
    differences = command("differences", _differences, "which groups differ in a rate, corrected for their number")
    differences.add_argument("name", metavar="NAME")
    differences.add_argument("--by", required=True, metavar="DIM")
    differences.add_argument("--against", choices=get_args(inference.Against), default="rest")
    weighted = command("weighted", _weighted, "a rate weighted to the ledger, beside the unweighted one")
    weighted.add_argument("name", metavar="NAME")
    weighted.add_argument("--margins", default=",".join(weights.MARGINS), metavar="DIM,DIM", help="weight to these")
    published = command("published", _published, "a table to be given out: small groups hidden so that none is found")
    published.add_argument("names", nargs="+", metavar="NAME")
    published.add_argument("--by", required=True, metavar="DIM,DIM")


def _intervals(arguments: Arguments) -> Shown:
    reader, where = asked(arguments, [arguments.name])
    frame = inference.intervals(reader, arguments.name, dimensions(arguments.by), where)
    return table(
        frame.assign(reason=[translate(reason, of_environment()) if reason else "" for reason in frame["reason"]])
    )


def _differences(arguments: Arguments) -> Shown:
    reader, where = asked(arguments, [arguments.name])
    frame = inference.differences(reader, arguments.name, arguments.by, where, arguments.against)
    return table(frame.assign(method=[translate(inference.METHODS[one], of_environment()) for one in frame["method"]]))


def _weighted(arguments: Arguments) -> Shown:
    reader, where = asked(arguments, [arguments.name])
    province, year = where.get("province"), where.get("year")
    if (len(province), len(year), len(where.values)) != (1, 1, 2):
        raise Refused("加权要指明一个省和一个年度，不加其他条件：--where province=… --where year=…")
    found = weights.weighted(reader, arguments.name, str(province[0]), int(year[0]), dimensions(arguments.margins))
    return table(
        pd.DataFrame([{"metric": arguments.name, "province": province[0], "year": year[0], **found._asdict()}])
    )


def _published(arguments: Arguments) -> Shown:
    reader, where = asked(arguments, arguments.names)
    return table(publication.published(reader, arguments.names, dimensions(arguments.by), where))
