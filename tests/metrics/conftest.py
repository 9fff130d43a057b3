from collections.abc import Callable, Hashable, Iterator

import pytest

from tests.metrics.drawing import Drawn, drawn, rows_of

KEPT = 4  # versions drawn by earlier tests that stay open


@pytest.fixture(scope="session")
def nothing(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Drawn]:
    """A version without a row."""
    made = drawn(tmp_path_factory.mktemp("nothing") / "store")
    yield made
    made.reader.close()


@pytest.fixture(scope="session")
def drawn_before() -> Iterator[dict[Hashable, Drawn]]:
    """The last versions that tests drew. Nobody can change a version: who draws the same gets the same."""
    kept: dict[Hashable, Drawn] = {}
    yield kept
    for made in kept.values():
        made.reader.close()


@pytest.fixture
def spec(tmp_path_factory: pytest.TempPathFactory, drawn_before: dict[Hashable, Drawn]) -> Callable[..., Drawn]:
    """Draw a version: `spec(responses, assisted="…", statistics="…")`, each as text."""
    while len(drawn_before) > KEPT:
        drawn_before.pop(next(iter(drawn_before))).reader.close()

    def draw(responses: str = "", assisted: str = "", **others: str) -> Drawn:
        told = (responses, assisted, *sorted(others.items()))
        if told not in drawn_before:
            rows = {name: rows_of(text) for name, text in others.items()}
            folder = tmp_path_factory.mktemp("drawn")
            drawn_before[told] = drawn(folder / "store", rows_of(responses), rows_of(assisted), **rows)
        return drawn_before[told]

    return draw
