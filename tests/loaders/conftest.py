import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from data.store import ROOT, Store
from loaders import __main__ as program
from loaders import importing
from tests.loaders import drawing
from tests.programs import Run, runs


@pytest.fixture
def store(tmp_path: Path) -> Store:
    """A store without anything in it."""
    return Store(tmp_path / "store")


Fill = Callable[[Path, Store], object]


@pytest.fixture(scope="session")
def _filled(tmp_path_factory: pytest.TempPathFactory) -> Callable[[Fill], Path]:
    @cache
    def folder(fill: Fill) -> Path:
        made = tmp_path_factory.mktemp("filled")
        fill(made, Store(made / "store"))
        return made

    return folder


@pytest.fixture
def begin(_filled: Callable[[Fill], Path], store: Store, tmp_path: Path) -> Callable[[Fill], Store]:
    """Begin with what a function puts into a folder and a store in it; done once, then copied, as a load takes long."""

    def copied(fill: Fill) -> Store:
        shutil.copytree(_filled(fill), tmp_path, dirs_exist_ok=True)
        return store

    return copied


def three_answers(folder: Path, store: Store) -> None:
    importing.load([drawing.many(folder / "以前.xlsx", 3)], store)


@pytest.fixture
def served(begin: Callable[[Fill], Store]) -> Store:
    """A store that serves a version with the three answers of 以前.xlsx."""
    return begin(three_answers)


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
def loaders(store: Store, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    """Run `python -m loaders …` on the store."""
    run = runs(program, monkeypatch, capsys)
    return lambda *words: run(*words, "--store", store.path)
