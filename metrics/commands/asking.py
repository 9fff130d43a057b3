"""What all commands share: the version and the filters that are asked, and what a command says."""

import argparse
import sys
from collections.abc import Callable, Sequence
from typing import Any, NamedTuple, Protocol

import pandas as pd

from data import store, warehouse
from data.store import Store
from data.warehouse import Reader
from locales import N_, of_environment, translate
from metrics import query
from metrics.query import Filters
from metrics.registry import metric
from metrics.values import filters

Arguments = argparse.Namespace


class Shown(NamedTuple):
    """What a command says: as a JSON document, and to be read."""

    document: Any
    text: str


class Command(Protocol):
    """Adds a command, and gives its parser; `about_a_version` adds --where, --version and --store."""

    def __call__(
        self, name: str, run: Callable[[Arguments], Shown], help: str, *, about_a_version: bool = True
    ) -> argparse.ArgumentParser:
        """Add a command."""


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
