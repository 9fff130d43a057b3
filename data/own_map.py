"""A bureau's own approved map: `own/map.geojson` in its store, shown only with its 审图号.

We ship no boundaries: none are both correct and free to use, and a public map of China needs a 审图号. A bureau that has
an approved map may bring it. Its 审图号 stands in the file, as `审图号` beside `features` or in its `properties`, or in
the first line of `own/map.txt`.
"""

import json
import math
import re
from functools import cache
from itertools import pairwise
from typing import Any, Final, NamedTuple

from data.errors import Refused
from data.reference import table
from data.store import Store

FILE: Final = "own/map.geojson"
LINE: Final = "own/map.txt"
KEY: Final = "审图号"
APPROVAL = re.compile(r"[A-Z\u4e00-\u9fff]{1,6}[(（]\d{4}[)）]\d{1,6}号")
EXAMPLE: Final = "GS（2024）0650号"
CODES: Final = ("adcode", "code")  # properties that may hold a region's code
NATION: Final = "100000"  # what belongs to the map as a whole, such as 南海断续线: drawn, never shaded
MOST_BYTES: Final = 20 * 1024**2
DEPTH: Final = {
    "Polygon": 1,
    "MultiPolygon": 2,
    "LineString": 0,
    "MultiLineString": 1,
}  # of lists around a ring or line
AREAS: Final = ("Polygon", "MultiPolygon")

Ring = tuple[tuple[float, float], ...]  # longitude and latitude in degrees


class OwnMap(NamedTuple):
    """The rings of each region by its code, outer ones counter-clockwise and holes clockwise; and other lines."""

    approval: str
    regions: dict[str, tuple[Ring, ...]]
    lines: tuple[Ring, ...] = ()


def stamp(store: Store) -> tuple[int, ...]:
    """What changes when the bureau changes its map; empty where it has none."""
    files = [store.path / name for name in (FILE, LINE)]
    if not files[0].exists():
        return ()
    return tuple(number for file in files if file.exists() for number in (file.stat().st_mtime_ns, file.stat().st_size))


def read(store: Store) -> OwnMap:
    """The map of a store that has one; raises Refused where it cannot be shown."""
    file = store.path / FILE
    if file.stat().st_size > MOST_BYTES:
        raise Refused("“{file}”超过 {most} MB，没有采用。请换成简化过的图", file=FILE, most=MOST_BYTES // 1024**2)
    try:
        content = json.loads(file.read_bytes().decode("utf-8-sig"), parse_constant=_no_number)
        kind, features = content["type"], content["features"]
        if kind != "FeatureCollection" or not isinstance(features, list) or not features:
            raise ValueError(kind)
    except (ValueError, KeyError, TypeError, RecursionError) as error:
        raise Refused(
            "“{file}”不是 GeoJSON 地图（FeatureCollection，UTF-8 编码），没有采用。请重新导出", file=FILE
        ) from error
    approval = _approval(store, content)
    regions: dict[str, tuple[Ring, ...]] = {}
    lines: tuple[Ring, ...] = ()
    for place, feature in enumerate(features, 1):
        code, is_area, rings = _feature(place, feature)
        if code.startswith(NATION) or not is_area:
            lines += rings
        else:
            regions[code] = regions.get(code, ()) + rings
    return OwnMap(approval, regions, lines)


def _no_number(text: str) -> float:
    raise ValueError(text)


def _approval(store: Store, content: dict[str, Any]) -> str:
    """The 审图号; Refused where there is none, or it is not one."""
    properties = content.get("properties")
    stated = content.get(KEY) or (properties.get(KEY) if isinstance(properties, dict) else None)
    line = store.path / LINE
    if not stated and line.exists():
        stated = line.read_bytes().decode("utf-8-sig", errors="replace").partition("\n")[0]
    text = re.sub(rf"^{KEY}[:：]?|\s", "", str(stated or "").strip())
    if not text:
        raise Refused(
            "“{file}”没有审图号，不能显示。请在文件的 properties 里写明“{key}”，或写在“{line}”的第一行",
            file=FILE,
            key=KEY,
            line=LINE,
        )
    if not APPROVAL.fullmatch(text):
        raise Refused(
            "“{stated}”不像审图号，地图没有采用。审图号应像“{example}”，请按批准文件填写",
            stated=text[:40],
            example=EXAMPLE,
        )
    return text


def _feature(place: int, feature: Any) -> tuple[str, bool, tuple[Ring, ...]]:
    """The code of the feature at a place, whether it is an area, and its rings or lines."""
    properties = feature.get("properties") if isinstance(feature, dict) else None
    stated = next((properties[key] for key in CODES if properties.get(key)), "") if isinstance(properties, dict) else ""
    code = str(stated).strip()
    if not code.startswith(NATION) and code not in _current():
        raise Refused(
            "“{file}”第 {place} 个图形的区划代码“{code}”不在现行行政区划代码（GB/T 2260）里，地图没有采用。"
            "请在 adcode 或 code 里填写 6 位代码",
            file=FILE,
            place=place,
            code=code[:40],
        )
    try:
        kind = feature["geometry"]["type"]
        shapes = [feature["geometry"]["coordinates"]]
        for _level in range(DEPTH[kind]):
            shapes = [inner for shape in shapes for inner in shape]
        rings = [_ring(shape) for shape in shapes]
        if kind in AREAS:
            outer = _outer(kind, feature["geometry"]["coordinates"])
            rings = [_turned(ring, is_outer) for ring, is_outer in zip(rings, outer, strict=True)]
    except (KeyError, TypeError, ValueError, IndexError) as error:
        raise Refused(
            "“{file}”第 {place} 个图形（{code}）不是经纬度表示的面或线，地图没有采用。请按经纬度重新导出",
            file=FILE,
            place=place,
            code=code[:40],
        ) from error
    return code, kind in AREAS, tuple(rings)


def _outer(kind: str, coordinates: list[Any]) -> list[bool]:
    """Of every ring in order, whether it is the outer one of its polygon."""
    polygons = coordinates if kind == "MultiPolygon" else [coordinates]
    return [place == 0 for polygon in polygons for place in range(len(polygon))]


def _ring(points: list[Any]) -> Ring:
    ring = tuple((float(point[0]), float(point[1])) for point in points)
    if len(ring) < 2 or any(not (-180 <= x <= 180 and -90 <= y <= 90 and math.isfinite(x + y)) for x, y in ring):
        raise ValueError(points[:1])
    return ring


def _turned(ring: Ring, is_outer: bool) -> Ring:
    """The ring so that a renderer fills what is inside and leaves holes empty, however it was written."""
    return ring if (area(ring) > 0) == is_outer else ring[::-1]


def area(ring: Ring) -> float:
    """The signed area in square degrees: above 0 counter-clockwise."""
    closed = (*ring, ring[0])
    return sum(x1 * y2 - x2 * y1 for (x1, y1), (x2, y2) in pairwise(closed)) / 2


@cache
def _current() -> frozenset[str]:
    return frozenset(row["code"] for row in table("regions") if row["status"] == "current")
