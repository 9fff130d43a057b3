import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from data.store import ROOT, Store
from loaders import importing
from tests.loaders import drawing


class Done(NamedTuple):
    """What a command left behind."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        return json.loads(self.out)


@pytest.fixture
def store(tmp_path: Path) -> Store:
    """A store without anything in it."""
    return Store(tmp_path / "store")


@pytest.fixture(scope="session")
def served_once(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a file of three answers and a store that serves them."""
    folder = tmp_path_factory.mktemp("served")
    importing.load([drawing.many(folder / "以前.xlsx", 3)], Store(folder / "store"))
    return folder


@pytest.fixture
def served(served_once: Path, store: Store, tmp_path: Path) -> Store:
    """A store that serves a version with the three answers of 以前.xlsx."""
    shutil.copytree(served_once, tmp_path, dirs_exist_ok=True)
    return store


@pytest.fixture
def export(tmp_path: Path) -> Callable[..., Path]:
    """Write a drawn table as a workbook: `export(table, "甲.xlsx")`."""

    def written(table: str, name: str = "答卷.xlsx", year: int = 2022) -> Path:
        return drawing.write(tmp_path / name, drawing.rows_of(table, year))

    return written


def started(store: Store, *arguments: object, **options: Any) -> subprocess.Popen[str]:
    """`python -m loaders …` on a store, under way, speaking Chinese."""
    command = [sys.executable, "-m", "loaders", *map(str, arguments), "--store", str(store.path)]
    environment = {**os.environ, "LC_ALL": "C.UTF-8"}
    pipe = subprocess.PIPE
    return subprocess.Popen(
        command, cwd=ROOT, env=environment, stdout=pipe, stderr=pipe, text=True, encoding="utf-8", **options
    )


@pytest.fixture
def loaders(store: Store) -> Callable[..., Done]:
    """Run `python -m loaders …` on the store and wait for it."""

    def run(*arguments: object) -> Done:
        process = started(store, *arguments)
        out, err = process.communicate(timeout=60)
        return Done(process.returncode, out, err)

    return run
