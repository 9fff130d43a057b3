"""What the scorecard weighs and how: scheme, units and weights, kept in the address as codes."""

import math
from collections.abc import Mapping
from functools import partial

import streamlit as st

from locales import N_
from metrics import scorecard
from pages._parts import address, choice, numbers
from pages._parts.filters import Selection
from pages._parts.language import _, current, literal

SCHEMES = {
    "tianjin_2024": N_("天津市2024年通知附件1（6项指标）"),
    "national_2021": N_("2021年总结评估报告（7项指标）"),
}
UNITS = {"region": N_("地区"), "body": N_("认证机构")}
MOST = 100.0  # of a weight, before all are brought to 100 %


def scheme(year: int) -> str:
    """The scheme the reader picked; to begin with the newest of the year."""
    known = list(scorecard.schemes())
    asked = [one for one in address.get("scheme") if one in known]
    st.session_state["scheme"] = asked[0] if asked else scorecard.scheme_of(year)

    def changed() -> None:
        address.put("scheme", [st.session_state["scheme"]])
        address.put("weight", [])  # they are those of the scheme before

    return str(
        st.selectbox(
            _("评估办法"),
            known,
            key="scheme",
            format_func=lambda one: _(SCHEMES[one]) if one in SCHEMES else one,
            on_change=changed,
            width=340,
        )
    )


def unit(chosen: Selection) -> str:
    """Who is ranked: the regions that are compared, or certification bodies."""
    called = {one: _(text) for one, text in UNITS.items()}
    if choice.one_of("unit", "scored_unit", _("被评单位"), called) == "body":
        return "body"
    return "city" if chosen.parent else "province"


def weights(scheme: str) -> dict[str, float]:
    """The weights in the address; what is not a weight of the scheme is left out."""
    found = {}
    for one in address.get("weight"):
        name, _colon, text = one.partition(":")
        if name in _usual(scheme) and (weight := _weight(text)) is not None:
            found[name] = weight
    return found


def _weight(text: str) -> float | None:
    try:
        weight = float(text)
    except ValueError:
        return None
    return weight if math.isfinite(weight) and 0 <= weight <= MOST else None


def _usual(scheme: str) -> dict[str, float]:
    """The weights of the reference tables: indicators, then the components of those that have some."""
    components = scorecard.schemes()[scheme]
    return {
        **{one.indicator: one.weight for one in components},
        **{one.key: one.part for one in components if one.key != one.indicator},
    }


def put(scheme: str, changed: Mapping[str, float]) -> None:
    """Keep the weights that differ from the usual ones."""
    usual = _usual(scheme)
    address.put("weight", [f"{name}:{weight:g}" for name, weight in changed.items() if weight != usual[name]])


def popover(scheme: str, changed: Mapping[str, float], shares: Mapping[str, float]) -> None:
    """A field for each weight beside the share of the total it makes, and the way back."""
    label = _("权重（已调整）") if changed else _("权重")
    with st.popover(label, icon=":material/tune:", key="weights"):
        st.caption(_("填相对大小即可，右边是折算后占总分的比例；0 为不计入"))
        names = scorecard.indicators(scheme, current())
        components = scorecard.schemes()[scheme]
        for indicator, name in names.items():
            inner = [one for one in components if one.indicator == indicator]
            share = sum(shares.get(one.key, 0) for one in inner) if shares else None
            _field(scheme, changed, indicator, name, share)
        for indicator, name in names.items():
            inner = [one for one in components if one.indicator == indicator and one.key != indicator]
            if inner:
                head = _("“{name}”的各个部分", name=name)
                st.markdown(f"**{literal(head)}**")
            for one in inner:
                _field(scheme, changed, one.key, one.title(current()), shares.get(one.key))
        st.button(
            _("恢复默认权重"),
            on_click=address.put,
            args=("weight", ()),
            disabled=not changed,
            key="weights_back",
            width="stretch",
        )


def _field(scheme: str, changed: Mapping[str, float], name: str, title: str, share: float | None) -> None:
    key = f"weight_{scheme}_{name}"
    st.session_state[key] = float(changed.get(name, _usual(scheme)[name]))
    left, right = st.columns([4, 1], vertical_alignment="bottom")
    with left:
        st.number_input(
            title,
            min_value=0.0,
            max_value=MOST,
            step=0.5,
            format="%g",
            key=key,
            on_change=partial(_changed, scheme, dict(changed), name),
        )
    with right:
        st.markdown(numbers.percent(share))


def _changed(scheme: str, before: Mapping[str, float], name: str) -> None:
    put(scheme, {**before, name: float(st.session_state[f"weight_{scheme}_{name}"])})


def named(values: Mapping[str, object], scheme: str, language: str) -> dict[str, object]:
    """What a refusal speaks of, by the names of indicators instead of their codes."""
    names = scorecard.indicators(scheme, language)
    return {key: names.get(str(value), value) for key, value in values.items()}
