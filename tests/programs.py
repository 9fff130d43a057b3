"""The programs of the product (`python -m loaders …`), run in the process of the test."""

import io
import json
import sys
from collections.abc import Callable
from types import ModuleType
from typing import Any, NamedTuple

import pytest


class Done(NamedTuple):
    """What a command left behind."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        """Standard output, which is one JSON document."""
        return json.loads(self.out)


Run = Callable[..., Done]


def runs(program: ModuleType, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    """Run commands of a program, which has a `main`, in Chinese: `run("load", file, "--json")`."""
    monkeypatch.setenv("LC_ALL", "zh_CN.UTF-8")

    def run(*words: object, stdin: str = "") -> Done:
        monkeypatch.setattr(sys, "argv", [program.__name__, *map(str, words)])
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(stdin.encode())))
        try:
            code = program.main()
        except SystemExit as ended:  # argparse
            code = ended.code
        return Done(code, *capsys.readouterr())

    return run
