"""A bureau's own approved map: shown with its 审图号, refused with one sentence."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from data import own_map
from data.errors import Refused
from data.store import Store

SQUARE = [[110, 35], [112, 35], [112, 37], [110, 37], [110, 35]]  # counter-clockwise
HOLE = [[110.5, 35.5], [110.5, 36], [111, 36], [111, 35.5], [110.5, 35.5]]  # clockwise
APPROVED = {"审图号": "晋S（2024）005号"}


def feature(code, rings=(SQUARE,), kind="Polygon", key="adcode"):
    return {"type": "Feature", "properties": {key: code}, "geometry": {"type": kind, "coordinates": list(rings)}}


def collection(*features, **more):
    return {"type": "FeatureCollection", "features": list(features), **more}


@pytest.fixture
def store(tmp_path) -> Store:
    (tmp_path / "own").mkdir()
    return Store(tmp_path)


def bring(store, content, line: bytes | None = None) -> Store:
    content = content if isinstance(content, bytes) else json.dumps(content, ensure_ascii=False).encode()
    (store.path / own_map.FILE).write_bytes(content)
    if line is not None:
        (store.path / own_map.LINE).write_bytes(line)
    return store


def refusal(store) -> Refused:
    with pytest.raises(Refused) as refused:
        own_map.read(store)
    assert "没有采用" in refused.value.text or "不能显示" in refused.value.text
    return refused.value


def test_a_store_without_a_map_has_no_stamp_and_a_new_map_a_new_one(store):
    assert own_map.stamp(store) == ()
    first = own_map.stamp(bring(store, collection()))
    assert first
    assert own_map.stamp(bring(store, collection(), b"GS(2024)0650")) != first


@pytest.mark.parametrize("code", [140100, "140100"])
@pytest.mark.parametrize("key", own_map.CODES)
def test_regions_are_known_by_their_code(store, code, key):
    found = own_map.read(bring(store, collection(feature(code, key=key), properties=APPROVED)))
    assert found == (APPROVED["审图号"], {"140100": (tuple(map(tuple, SQUARE)),)}, ())


@pytest.mark.parametrize(
    ("more", "line"),
    [
        (APPROVED, None),
        ({"properties": APPROVED}, None),
        ({}, "审图号：晋S（2024）005号\n山西省自然资源厅".encode()),
        ({}, "\ufeff晋S（2024）005号\r\n".encode()),
    ],
)
def test_the_approval_stands_in_the_file_or_beside_it(store, more, line):
    assert own_map.read(bring(store, collection(feature(140100), **more), line)).approval == "晋S（2024）005号"


@pytest.mark.parametrize("line", [None, b"", b"\n", "审图号：".encode()])
def test_without_an_approval_it_is_refused(store, line):
    assert "没有审图号" in refusal(bring(store, collection(feature(140100)), line)).text


@pytest.mark.parametrize("stated", ["有", "GS2024-0650", "GS（2024）号", 650, "GS（2024）0650号<b>"])
def test_what_is_no_approval_is_refused(store, stated):
    assert "不像审图号" in refusal(bring(store, collection(feature(140100), 审图号=stated))).text


@pytest.mark.parametrize("code", [149999, "420600-2010", "太原", None, "", 14, {"a": 1}])
def test_a_code_that_is_no_region_is_refused_with_its_place(store, code):
    refused = refusal(bring(store, collection(feature(140100), feature(code), **APPROVED)))
    assert "GB/T 2260" in refused.text
    assert refused.values["place"] == 2


@pytest.mark.parametrize(
    "geometry",
    [
        None,
        {"type": "Point", "coordinates": [110, 35]},
        {"type": "Polygon", "coordinates": [[[510000, 4200000], [510100, 4200000], [510000, 4200100]]]},
        {"type": "Polygon", "coordinates": [[["a", "b"], [1, 2]]]},
        {"type": "Polygon", "coordinates": 7},
        {"type": "MultiPolygon", "coordinates": [SQUARE]},
        {"type": "Polygon"},
    ],
)
def test_what_is_no_area_in_degrees_is_refused(store, geometry):
    one = {"type": "Feature", "properties": {"adcode": 140100}, "geometry": geometry}
    assert "经纬度" in refusal(bring(store, collection(one, **APPROVED))).text


@pytest.mark.parametrize(
    "content",
    [b"", b"\xff\xfe", b"[]", b"7", b"{", b'{"type": "Feature"}', b"[" * 100_000, b'{"a": NaN}', collection(), {}],
)
def test_what_is_no_map_is_refused(store, content):
    assert "不是 GeoJSON" in refusal(bring(store, content)).text


def test_a_file_too_large_is_not_even_read(store, monkeypatch):
    monkeypatch.setattr(own_map, "MOST_BYTES", 10)
    assert "超过" in refusal(bring(store, collection(feature(140100), **APPROVED))).text


@pytest.mark.parametrize("turned", [1, -1])
def test_outer_rings_and_holes_are_told_apart_however_they_were_written(store, turned):
    rings = [SQUARE[::turned], HOLE[::turned]]
    found = own_map.read(
        bring(store, collection(feature(140100, rings), feature(140200, [rings], "MultiPolygon"), **APPROVED))
    )
    for outer, hole in found.regions.values():
        assert own_map.area(outer) == 4
        assert own_map.area(hole) == -0.25


def test_what_belongs_to_the_whole_is_a_line_and_no_region(store):
    dashes = feature("100000_JD", [SQUARE], "MultiLineString")
    found = own_map.read(bring(store, collection(feature(140000), dashes, **APPROVED)))
    assert set(found.regions) == {"140000"}
    assert found.lines == (tuple(map(tuple, SQUARE)),)


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(["type", "coordinates"]), inner),
    max_leaves=8,
)


@given(JSON, JSON, JSON)
def test_whatever_a_file_holds_there_is_a_map_or_a_sentence(tmp_path_factory, code, geometry, properties):
    store = Store(tmp_path_factory.mktemp("own"))
    (store.path / "own").mkdir()
    one = {"type": "Feature", "properties": {"adcode": code}, "geometry": geometry}
    try:
        found = own_map.read(bring(store, collection(one, properties, **APPROVED)))
    except Refused as refused:
        assert str(refused)
    else:
        assert found.regions or found.lines
