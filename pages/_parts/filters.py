"""The filter bar: year, region, industry, pilot, body. What it holds stands in the address as codes."""

from collections.abc import Callable, Sequence
from typing import NamedTuple

import streamlit as st

from metrics.query import Filters
from pages._parts import address, home, places, query
from pages._parts.language import _, listed, literal
from pages._parts.query import Source

NO_PILOT = "none"  # the value of the dimension for firms in no pilot


class Selection(NamedTuple):
    """What the reader looks at. `region` is a province, a unit below one, a county, or None for all."""

    year: int
    region: str | None
    industries: tuple[int, ...]
    bodies: tuple[str, ...]
    pilots: tuple[str, ...] = ()

    @property
    def where(self) -> Filters:
        """As filters for `compute`."""
        level = {places.level(self.region): [self.region]} if self.region else {}
        return Filters.of(year=[self.year], industry=self.industries, body=self.bodies, pilot=self.pilots, **level)

    @property
    def province(self) -> str | None:
        """The province looked at, or around what is; None for the nation."""
        return places.province_of(self.region) if self.region else None

    @property
    def parent(self) -> str | None:
        """The region whose units are compared: the province looked at, else what is around; None for the nation."""
        return (places.parent(self.region) or self.region) if self.region else None

    @property
    def is_everything(self) -> bool:
        """Whether only the year narrows it."""
        return not (self.region or self.industries or self.bodies or self.pilots)


def selection(source: Source) -> Selection:
    """What the address asks for; codes that do not exist are named and left out."""
    years = query.years(source)
    known_bodies = query.bodies(source)
    checks: dict[str, Callable[[str], bool]] = {
        "year": {str(year) for year in years}.__contains__,
        "region": places.is_region,
        "industry": {str(code) for code in range(1, 40)}.__contains__,
        "body": known_bodies.__contains__,
        "pilot": {*query.pilots(source), NO_PILOT}.__contains__,
    }
    wrong = []
    for key, is_right in checks.items():
        unknown = [code for code in address.get(key) if not is_right(code)]
        if unknown:
            address.put(key, [code for code in address.get(key) if code not in unknown])
            wrong += unknown
    if wrong:
        st.warning(literal(_("链接里的“{codes}”在现有数据中不存在，没有采用", codes=listed(wrong))))
    if not address.get("year"):
        address.put("year", [str(query.opening_year(source))])
        if (own := home.code()) and not address.get("region"):
            address.put("region", [own])
    region = address.get("region")
    return Selection(
        int(address.get("year")[0]),
        region[0] if region else None,
        tuple(int(code) for code in address.get("industry")),
        tuple(address.get("body")),
        tuple(address.get("pilot")),
    )


def bar(source: Source, chosen: Selection) -> None:
    """Draw the filters; that of the pilots only where there are any."""
    _year(source, chosen)
    _region(chosen)
    industry_names = {str(code): f"{code:02d} {places.industry(code)}" for code in range(1, 40)}
    short = {str(code): places.short_industry(code) for code in range(1, 40)}
    _several("industry", _("行业"), industry_names, short)
    if pilots := query.pilots(source):
        names = {**pilots, NO_PILOT: _("不在试点内")}
        _several("pilot", _("试点"), names, names)
    bodies = query.bodies(source)
    _several("body", _("机构"), bodies, bodies)


def clear() -> None:
    """Lift every filter but the year."""
    for key in address.FILTERS:
        if key != "year":
            address.put(key, [])


def chips(source: Source, chosen: Selection) -> str:
    """What narrows the view, in words; empty when nothing but the year does."""
    names = [places.industry(code) for code in chosen.industries]
    names += [query.pilots(source).get(pilot) or _("不在试点内") for pilot in chosen.pilots]
    names += [query.bodies(source)[body] for body in chosen.bodies]
    return listed(names)


def _button(label: str, value: str) -> st.delta_generator.DeltaGenerator:
    return st.popover(f"{label} **{literal(value)}**", width="content")


def _choose(key: str, widget: str) -> Callable[[], None]:
    def changed() -> None:
        value = st.session_state[widget]
        values: Sequence[object] = value if isinstance(value, list) else [value] if value is not None else []
        address.put(key, [str(one) for one in values])

    return changed


def _year(source: Source, chosen: Selection) -> None:
    with _button(_("年度"), str(chosen.year)):
        st.session_state["filter_year"] = chosen.year
        st.segmented_control(
            _("年度"), query.years(source), key="filter_year", on_change=_choose("year", "filter_year"), required=True
        )


def _region(chosen: Selection) -> None:
    with _button(_("地区"), places.region(chosen.region) if chosen.region else _("全国")):
        path = places.path(chosen.region)
        province, city, county = (*path, None, None, None)[:3]
        _level("filter_province", _("省（区、市）"), None, places.provinces(), province)
        if province:
            _level("filter_city", _("市（州、区）"), province, places.cities(province), city)
        if city and (counties := places.counties(city)):
            _level("filter_county", _("县（市、区）"), city, counties, county)


def _level(widget: str, label: str, around: str | None, codes: Sequence[str], picked: str | None) -> None:
    """The units of one region, with the region as a whole."""
    st.session_state[widget] = picked or around
    st.selectbox(
        label,
        [around, *codes],
        key=widget,
        format_func=lambda code: places.whole(around) if code == around else places.region(code),
        on_change=_choose("region", widget),
    )


def _several(key: str, label: str, names: dict[str, str], short: dict[str, str]) -> None:
    """A filter of several codes; the button names one and counts more."""
    codes = address.get(key)
    shown = _("全部") if not codes else short[codes[0]] if len(codes) == 1 else _("{count} 个", count=len(codes))
    with _button(label, shown if len(shown) <= 16 else shown[:15] + "…"):
        widget = f"filter_{key}"
        st.session_state[widget] = list(codes)
        st.multiselect(
            label,
            list(names),
            key=widget,
            format_func=lambda code: names[code],
            placeholder=_("全部"),
            on_change=_choose(key, widget),
        )
