"""Open pages ask which version serves, and are answered as a link names it."""

import pytest
from starlette.requests import Request

from access import newest_version
from data.store import Store


def answer() -> str:
    route = newest_version.route()
    given = route.endpoint(Request({"type": "http", "method": "GET", "path": route.path, "headers": []}))
    assert given.headers["cache-control"] == "no-store"
    return given.body.decode()


@pytest.mark.parametrize(("own", "samples", "said"), [(None, None, ""), (None, 2, "s2"), (7, 2, "7")])
def test_own_data_come_before_samples(monkeypatch, tmp_path, own, samples, said):
    for name, version in {"STORE": own, "SAMPLES": samples}.items():
        store = Store(tmp_path / name)
        monkeypatch.setenv(f"TISHENG_{name}", str(store.path))
        if version:
            store.pointer.parent.mkdir(parents=True, exist_ok=True)
            store.pointer.write_text(f"warehouse-{version:06d}.duckdb")
            store.pointer.with_name(f"warehouse-{version:06d}.duckdb").touch()
    assert answer() == said
