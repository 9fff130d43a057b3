import pytest

from reports import __main__ as program
from tests.programs import Run, runs
from tests.stores import Stores


@pytest.fixture
def run(stores: Stores, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    """Run `python -m reports …` on Tianjin."""
    monkeypatch.setenv("TISHENG_STORE", str(stores.tianjin))
    return runs(program, monkeypatch, capsys)
