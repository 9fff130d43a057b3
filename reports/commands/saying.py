"""What all commands share: what a command says, and the version it reads."""

import argparse
import sys
from collections.abc import Callable
from typing import Any, NamedTuple, Protocol

from data import store, warehouse
from data.store import Store
from data.warehouse import Reader
from locales import N_, of_environment, translate

Arguments = argparse.Namespace


class Said(NamedTuple):
    """What a command says: as a JSON document, and to be read; and the code to end with."""

    document: Any
    text: str
    code: int = 0


class Command(Protocol):
    """Adds a command, and gives its parser."""

    def __call__(self, name: str, run: Callable[[Arguments], Said], help: str) -> argparse.ArgumentParser:
        """Add a command."""


def reader(arguments: Arguments) -> tuple[Reader, int]:
    """The version asked, and its number; of the samples, while there are no data, which is said."""
    kept, is_sample = (Store(arguments.store), False) if arguments.store else store.shown()
    if is_sample:
        print(translate(N_("还没有导入数据，以下是合成的示例数据"), of_environment()), file=sys.stderr)
    opened = warehouse.open(kept, warehouse.ALL, arguments.version)
    return opened, arguments.version or warehouse.current_version(kept) or 0
