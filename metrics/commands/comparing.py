"""Commands that judge figures: compare, rank, bodies, pilots."""

import pandas as pd

from data import own
from data.errors import Refused
from data.store import Store, shown
from locales import of_environment, translate
from metrics import bodies, bridge
from metrics.commands.asking import Arguments, Command, Shown, asked, table
from metrics.comparison import comparisons
from metrics.query import SMALL
from metrics.ranking import Ranked, progress, ranking


def add(command: Command) -> None:
    """Add the commands."""
    compare = command(
        "compare", _compare, "a figure against last year, the region around, published figures and targets"
    )
    compare.add_argument("names", nargs="+", metavar="NAME")
    rank = command("rank", _rank, "units in order of a metric, or of their progress")
    rank.add_argument("name", metavar="NAME")
    rank.add_argument("--by", required=True, metavar="DIM", help="whose units are ranked")
    rank.add_argument("--minimum", type=int, default=SMALL, help=f"firms or answers a rate needs (default {SMALL})")
    rank.add_argument("--progress", action="store_true", help="by the change since the year before; --where year=YEAR")
    command("bodies", _bodies, "certification bodies and how far their ledgers agree with the cities'")
    pilots = command("pilots", _pilots, "different firms by region and pilot, with the overlap")
    pilots.add_argument("--by", default="city", metavar="DIM", help="rows: " + ", ".join(bridge.LEVELS))


def _compare(arguments: Arguments) -> Shown:
    reader, where = asked(arguments, arguments.names)
    targets = own.rows("targets", Store(arguments.store) if arguments.store else shown()[0])
    found = [one for name in arguments.names for one in comparisons(reader, name, where, targets)]
    frame = pd.DataFrame([one._asdict() for one in found]).rename(columns={"name": "metric"})
    return table(frame.assign(is_better=[one.is_better for one in found], reason=_said(frame["reason"])))


def _rank(arguments: Arguments) -> Shown:
    reader, where = asked(arguments, [arguments.name])
    if arguments.progress:
        years = where.get("year")
        if len(years) != 1:
            raise Refused("进步幅度要指明一个年度：--where year=…")
        rows = progress(reader, arguments.name, arguments.by, int(years[0]), where, arguments.minimum)
    else:
        rows = ranking(reader, arguments.name, arguments.by, where, arguments.minimum)
    frame = pd.DataFrame([one._asdict() for one in rows], columns=list(Ranked._fields))
    frame["rank"] = frame["rank"].astype("Int64")
    return table(frame.rename(columns={"unit": arguments.by}).assign(reason=_said(frame["reason"])))


def _bodies(arguments: Arguments) -> Shown:
    return table(bodies.bodies(*asked(arguments, ["assisted_enterprises"])))


def _pilots(arguments: Arguments) -> Shown:
    reader, where = asked(arguments, ["assisted_enterprises"])
    return table(bridge.bridge(reader, arguments.by, where).frame())


def _said(reasons: pd.Series) -> list[str]:
    return [translate(reason, of_environment()) if reason else "" for reason in reasons]
