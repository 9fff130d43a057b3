"""What all commands share: the version and the filters that are asked, and what a command says."""

import argparse
import json
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, NamedTuple, Protocol

import pandas as pd

from data import store, warehouse
from data.errors import Refused
from data.store import Store
from data.warehouse import Reader
from locales import N_, of_environment, translate
from metrics import query
from metrics.query import Filters
from metrics.registry import metric
from metrics.values import filters

Arguments = argparse.Namespace


class Shown(NamedTuple):
    """What a command says: as a JSON document, and to be read; and the code to end with."""

    document: Any
    text: str
    code: int = 0


class Command(Protocol):
    """Adds a command, and gives its parser; `about_a_version` adds --where, --version and --store."""

    def __call__(
        self, name: str, run: Callable[[Arguments], Shown], help: str, *, about_a_version: bool = True
    ) -> argparse.ArgumentParser:
        """Add a command."""


class Family(Protocol):
    """A module with commands."""

    def add(self, command: Command) -> None:
        """Add them."""


def main(prog: str, what: str, families: Sequence[Family]) -> int:
    """Run the command that was asked; 0 done, 2 something was refused."""
    arguments = _parser(prog, what, families).parse_args()
    try:
        shown: Shown = arguments.run(arguments)
    except Refused as refusal:
        sentence = translate(refusal.text, of_environment(), **refusal.values)
        print(sentence, file=sys.stderr)
        if arguments.json:
            print(json.dumps({"refused": sentence}, ensure_ascii=False))
        return 2
    print(json.dumps(shown.document, ensure_ascii=False, indent=1) if arguments.json else shown.text)
    return shown.code


def _parser(prog: str, what: str, families: Sequence[Family]) -> argparse.ArgumentParser:
    shared = argparse.ArgumentParser(add_help=False)
    shared.add_argument("--json", action="store_true", help="standard output is one JSON document")
    asking = argparse.ArgumentParser(add_help=False, parents=[shared])
    asking.add_argument("--where", action="append", default=[], metavar="DIM=VALUE", help="repeat for more")
    asking.add_argument("--version", type=int, help="data version (default: the one that serves)")
    asking.add_argument("--store", type=Path, help="data folder (default: TISHENG_STORE, else data/store)")
    parser = argparse.ArgumentParser(prog=prog, description=what)
    commands = parser.add_subparsers(required=True, metavar="COMMAND")

    def command(
        name: str, run: Callable[[Arguments], Shown], help: str, *, about_a_version: bool = True
    ) -> argparse.ArgumentParser:
        added = commands.add_parser(name, parents=[asking if about_a_version else shared], help=help, description=help)
        added.set_defaults(run=run)
        return added

    for family in families:
        family.add(command)
    return parser


def reader(arguments: Arguments) -> Reader:
    """The version asked; of the samples, while there are no data, which is said."""
    kept, is_sample = (Store(arguments.store), False) if arguments.store else store.shown()
    if is_sample:
        print(translate(N_("还没有导入数据，以下是合成的示例数据"), of_environment()), file=sys.stderr)
    return warehouse.open(kept, warehouse.ALL, arguments.version)


def asked(arguments: Arguments, metrics: Sequence[str]) -> tuple[Reader, Filters]:
    """The version asked, and the filters for these metrics."""
    relations = [metric(name).relation for name in metrics]
    opened = reader(arguments)
    return opened, filters(opened, relations, arguments.where)


def dimensions(text: str) -> list[str]:
    """The dimensions of `--by DIM,DIM`."""
    return [name for name in text.split(",") if name]


def table(frame: pd.DataFrame) -> Shown:
    """A frame as its rows, and as a table."""
    return Shown(records(frame), frame.to_string(index=False, na_rep="—"))


def records(frame: pd.DataFrame) -> list[dict[str, Any]]:
    """Rows as JSON values: missing is null, whole numbers are integers."""
    whole = [str(c) for c in frame if str(c).endswith(("numerator", "denominator"))]
    rows = query.records(frame)
    for row in rows:
        for column in whole:
            if isinstance(row[column], float) and row[column].is_integer():
                row[column] = int(row[column])
    return rows
