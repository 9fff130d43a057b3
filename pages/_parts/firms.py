"""Lists of firms: what is looked for stands in the address, a page of them in a table, each with a link to its card."""

from collections.abc import Callable, Sequence
from typing import Any, NamedTuple
from urllib.parse import urlencode

import pandas as pd
import streamlit as st

from data.digest import digest
from metrics import firm
from metrics.core import Rate
from metrics.firm import PAGE, PARTS, STATES, Found, Search
from metrics.query import Filters
from metrics.registry import METRICS
from pages._parts import address, answer_words, masking, numbers, panel, places, query
from pages._parts.language import _, current, listed
from pages._parts.query import HOUR, Source

EVERYWHERE = "1"


class Wanted(NamedTuple):
    """What the address asks for. `behind` is a metric, of a rate `part` its numerator or the rest; pages from 1."""

    sought: Search
    behind: str = ""
    part: str = "all"
    page: int = 1


def link(key: str) -> str:
    """The address of a firm's card, with what the reader has chosen. A name with a number of a person is not in it."""
    shown = key if masking.text(key) == key else digest(key)
    return "firm?" + urlencode({"firm": shown, **address.chosen()}, doseq=True)


def card_column() -> Any:
    """How a column of such addresses is shown."""
    return st.column_config.LinkColumn(_("卡片"), display_text=_("打开"), width=64)


def wanted() -> Wanted:
    """What the address asks for; what does not exist is not asked."""
    given = st.query_params
    state, behind, part = given.get("state", ""), given.get("behind", ""), given.get("part", "all")
    page = given.get("page", "1")
    return Wanted(
        Search(given.get("q", ""), state if state in STATES else "", given.get("everywhere") == EVERYWHERE),
        behind if behind in {one.name for one in firm.figures()} else "",
        part if part in PARTS else "all",
        max(int(page), 1) if page.isdecimal() and len(page) < 7 else 1,
    )


@st.cache_data(max_entries=200, ttl=HOUR, show_spinner=False)
def _found(of: Source, scope: str, where: Filters, asked: Wanted) -> Found:
    reader = query.reader(of)
    if asked.behind:
        return firm.behind(reader, asked.behind, asked.part, where, asked.sought.text, asked.page)
    return firm.search(reader, asked.sought, where, asked.page)


def found(source: Source, where: Filters, asked: Wanted) -> Found:
    """The page that is asked for; beyond the last one the last."""
    got = _found(source, "all", where, asked)
    if got.rows.empty and got.total:
        return _found(source, "all", where, asked._replace(page=pages(got)))
    return got


def pages(got: Found) -> int:
    """How many pages there are."""
    return max(-(-got.total // PAGE), 1)


def headline(got: Found, asked: Wanted, year: int) -> str:
    """How many there are, in words."""
    values = {"count": numbers.count(got.total), "answered": numbers.count(got.answered), "year": year}
    if not got.total:
        return _("没有找到企业")
    if asked.behind:
        return _("{year}年“{label}”背后的企业 {count} 家", label=METRICS[asked.behind].title(current()), **values)
    if asked.sought.any_year:
        return _("全部年度和地区共找到企业 {count} 家", **values)
    return _("{year}年企业 {count} 家，其中已填答卷 {answered} 家", **values)


def controls(asked: Wanted) -> None:
    """The search field and what narrows the list."""
    with st.grid(4, min_column_width=220):
        _field("q", asked.sought.text)
        _choice("behind", _("某个数字背后的企业"), [one.name for one in firm.figures()], asked.behind, _figure)
        if asked.behind:
            if isinstance(METRICS[asked.behind], Rate):
                _choice(
                    "part", _("哪一部分"), [one for one in PARTS if one != "all"], asked.part, lambda one: _(PARTS[one])
                )
        else:
            _choice("state", _("答卷与检查"), list(STATES), asked.sought.state, lambda one: _(STATES[one][0]))
            _choice(
                "everywhere",
                _("范围"),
                [EVERYWHERE],
                EVERYWHERE * asked.sought.any_year,
                lambda _one: _("全部年度和地区"),
                _("上面所选"),
            )


def _figure(name: str) -> str:
    return METRICS[name].title(current())


def _field(key: str, value: str) -> None:
    widget = f"firms_{key}"
    st.session_state[widget] = value
    st.text_input(
        _("企业名称或统一社会信用代码"),
        key=widget,
        placeholder=_("可写几个字，用空格隔开"),
        on_change=_put(key, widget),
    )


def _choice(
    key: str, label: str, options: Sequence[str], value: str, named: Callable[[str], str], none: str = ""
) -> None:
    widget = f"firms_{key}"
    st.session_state[widget] = value if value in options else None
    st.selectbox(
        label,
        list(options),
        index=None,
        key=widget,
        format_func=named,
        placeholder=none or _("全部"),
        on_change=_put(key, widget),
    )


def _put(key: str, widget: str) -> Callable[[], None]:
    """Write what was chosen into the address; another list begins at its first page."""

    def changed() -> None:
        value = st.session_state[widget]
        if key != "page":
            st.query_params.pop("page", None)
        if value and value != 1:
            st.query_params[key] = str(value)
        else:
            st.query_params.pop(key, None)

    return changed


def table(got: Found, asked: Wanted) -> None:
    """The firms of the page, and the way to the others."""
    page = min(asked.page, pages(got))
    first = PAGE * (page - 1)
    values = {
        "first": numbers.count(first + 1),
        "last": numbers.count(first + len(got.rows)),
        "count": numbers.count(got.total),
    }
    panel.gray(_("第 {first}–{last} 家，共 {count} 家，按地区和名称排列", **values))
    lines = _behind(got.rows) if asked.behind else _sought(got.rows)
    st.dataframe(
        lines,
        hide_index=True,
        height="content",
        placeholder=numbers.NONE,
        column_config={_("卡片"): card_column(), _("企业名称"): st.column_config.TextColumn(width=230)},
    )
    if pages(got) > 1:
        widget = f"firms_page_{page}"  # the address says which page it is, so the widget of another page is another one
        st.pagination(pages(got), default=page, key=widget, on_change=_put("page", widget))


def _who(rows: pd.DataFrame) -> dict[str, object]:
    """The columns that every list has."""
    return {
        _("卡片"): [link(key) for key in rows["firm"]],
        _("企业名称"): [masking.text(name) if isinstance(name, str) else None for name in rows["name"]],
        _("统一社会信用代码"): rows["credit_code"],
        _("地区"): [place(*row) for row in rows[["province", "city"]].to_numpy()],
        _("行业"): [industry(code) for code in rows["industry"]],
        _("认证机构"): rows["body_name"],
    }


def _sought(rows: pd.DataFrame) -> pd.DataFrame:
    flags = [int(count) or None for count in rows["flags"]]
    return pd.DataFrame(
        {
            **_who(rows),
            _("年度"): [listed(str(year) for year in years) for years in rows["years"]],
            _("答卷"): [_("已填") if answered else _("未填") for answered in rows["answered"]],
            _("满意程度"): [
                answer_words.satisfied(answered, q13)
                for answered, q13 in zip(rows["answered"], rows["q13"], strict=True)
            ],
            _("检查提示"): pd.array(flags, dtype="Int64"),
        }
    )


def _behind(rows: pd.DataFrame) -> pd.DataFrame:
    shown = {**_who(rows), _("年度"): [str(year) for year in rows["year"]]}
    if "in_numerator" in rows:
        shown[_("计入分子")] = [_("是") if one else _("否") for one in rows["in_numerator"]]
    elif "value" in rows:
        shown[_("数值（%）")] = rows["value"]
    return pd.DataFrame(shown)


def place(province: str | None, city: str | None) -> str:
    """Province and unit below it, as far as they are known."""
    codes = [code for code in (province, city) if isinstance(code, str)]
    return " ".join(places.region(code) for code in codes) or numbers.NONE


def industry(code: float | None) -> str | None:
    """The industry's short name behind its number."""
    return None if code is None or pd.isna(code) else f"{int(code):02d} {places.short_industry(int(code))}"


def nothing(source: Source, asked: Wanted) -> None:
    """What to do where nothing was found; firms of other years and places are offered."""
    st.markdown(_("请减少名称里的字，核对统一社会信用代码，或放宽上面的筛选"))
    everywhere = asked._replace(sought=Search(asked.sought.text, any_year=True), behind="", page=1)
    if not asked.sought.text or asked == everywhere:
        return
    if count := _found(source, "all", Filters(), everywhere).total:
        st.button(
            _("在全部年度和地区中有 {count} 家，列出", count=numbers.count(count)),
            key="firms_all",
            on_click=_look_everywhere,
        )


def _look_everywhere() -> None:
    for key in ("behind", "part", "state", "page"):
        st.query_params.pop(key, None)
    st.query_params["everywhere"] = EVERYWHERE
