"""The shared frame: header, menu, filter bar, place line. Every page stands in it, whatever link opened it."""

from collections.abc import Mapping, Sequence
from copy import copy
from functools import cache
from pathlib import Path
from typing import Literal

import streamlit as st
from streamlit.delta_generator import DeltaGenerator
from streamlit.navigation.page import StreamlitPage

from pages._parts import address, browser, exporting, filters, home, language, link, news, pinned, places, query
from pages._parts.filters import Selection
from pages._parts.language import _, current, literal
from pages._parts.query import Source
from pages._parts.settled import Settled

HERE = Path(__file__).parent
PAGES = HERE.parent
WITHOUT_FIGURES = ("import", "review")  # pages that neither need data nor look at a selection
WITHOUT_FILTERS = ("firm",)  # pages about one thing, whatever the selection
WALL = "leader"  # the page without any frame
on_phone = Settled(
    "whether the reader this thread works for has a phone",
    lambda: "Mobile" in (st.context.headers.get("User-Agent") or ""),
)


def set_up() -> None:
    """Who asks, and for what; the first thing a run does."""
    address.adopt()
    for settled in (language.of_reader, home.of_bureau, on_phone):
        settled.settle()


def navigation() -> StreamlitPage:
    """The menu, and the page it leads to. Titles follow the language, addresses never do."""
    # Streamlit marks the page that a run shows: each run has pages of its own.
    menu = {title: [copy(page) for page in pages] for title, pages in _menu(current()).items()}
    return st.navigation(menu, position="top")


@cache
def _menu(_language: str) -> Mapping[str, Sequence[StreamlitPage]]:
    """The pages below their titles, looked up on disk once for each language."""

    def page(path: str, title: str, url: str = "", default: bool = False, visible: bool = True) -> StreamlitPage:
        visibility: Literal["visible", "hidden"] = "visible" if visible else "hidden"
        return st.Page(PAGES / path, title=title, url_path=url, default=default, visibility=visibility)

    return {
        "": [
            page("overview/overview.py", _("总览"), default=True),
            page("overview/leader.py", _("大屏"), WALL, visible=False),
        ],
        _("成效"): [
            page("effects/satisfaction.py", _("满意度"), "satisfaction"),
            page("effects/improvement.py", _("提升"), "improvement"),
            page("effects/gains.py", _("填报增长"), "gains"),
        ],
        _("对比"): [
            page("compare/regions.py", _("地区对比"), "regions"),
            page("compare/industries.py", _("行业对比"), "industries"),
            page("compare/pilots.py", _("区域试点"), "pilots"),
            page("compare/bodies.py", _("认证机构"), "bodies"),
            page("compare/crosstab.py", _("交叉分析"), "crosstab"),
        ],
        _("企业"): [
            page("firms/explorer.py", _("企业查询"), "firms"),
            page("firms/card.py", _("企业卡片"), "firm", visible=False),
            page("firms/voices.py", _("企业原话"), "voices"),
        ],
        _("评估"): [page("assessment/scorecard.py", _("评分"), "scorecard")],
        _("报告"): [
            page("reports/build.py", _("生成报告"), "build"),
            page("reports/verify.py", _("核对数字"), "verify"),
        ],
        _("数据"): [
            page("data/importing.py", _("导入"), "import"),
            page("data/reconciliation.py", _("应填与已填"), "reconciliation"),
            page("data/handins.py", _("材料清单"), "handins"),
            page("data/review.py", _("待核对"), "review"),
            page("data/quality.py", _("数据质量"), "quality"),
        ],
        _("说明"): [page("about/methods.py", _("口径与方法"), "methods")],
    }


def _settings(title: str) -> None:
    """Page settings and style."""
    st.set_page_config(
        page_title=f"{title} · {_('小微企业质量管理体系认证提升行动')}",
        page_icon=_mark("#1B5C9E"),
        layout="wide",
        initial_sidebar_state="collapsed",
        menu_items={},
    )
    st.html(HERE / "look.css")
    st.logo(_logo(), size="large")


def show(page: StreamlitPage) -> None:
    """The filter bar and the place line, then the page; or what to do when there are no data at all."""
    _settings(page.title)
    if page.url_path != WALL:
        st.session_state["before_wall"] = page
    newest = query.source()
    browser.tell(newest)
    if page.url_path in WITHOUT_FIGURES:
        news.tell(newest)
        with st.container(horizontal=True, vertical_alignment="center", key="bar"):
            st.markdown(f":gray[{literal(' · '.join((_('数据'), page.title)))}]")
            st.space("stretch")
            _languages()
        page.run()
        return
    named = pinned.shown(newest) if newest else None
    source = named.source if named else None
    is_news = news.tell(source, is_pinned=named is not None and named.is_pinned)
    if source is None or named is None or not query.years(source):
        if named:
            pinned.say(named)
        st.title(_("还没有数据"))
        st.markdown(
            _("在终端里运行 `make samples` 生成示例数据，或用 `python -m loaders load 文件` 导入问卷星导出的答卷。")
        )
        st.page_link(PAGES / "data/importing.py", label=_("打开导入页"))
        return
    if is_news and not {*address.get("year")} <= {str(year) for year in query.years(source)}:
        address.put("year", [])  # nobody asked for it: the version before had chosen it
    chosen = filters.selection(source)
    if page.url_path == WALL:
        st.session_state["seen"] = (source, chosen)
        page.run()
        return
    with st.container(horizontal=True, vertical_alignment="center", key="bar"):
        if page.url_path in WITHOUT_FILTERS:
            st.markdown(f":gray[{literal(' · '.join((_('企业'), page.title)))}]")
        else:
            filters.bar(source, chosen)
        st.space("stretch")
        link.menu(source)
        if source.is_sample:
            st.badge(_("示例数据"), color="orange", help=_("企业为合成，总数与公布值一致。导入自己的数据后不再显示"))
        _analyst()
        _languages()
        if not is_phone():
            with st.container(width="content", key="to_wall"):
                st.page_link(PAGES / "overview/leader.py", label=_("大屏"), icon=":material/slideshow:")
    pinned.say(named)
    st.session_state["seen"] = (source, chosen)
    if page.url_path in WITHOUT_FILTERS:
        page.run()
        return
    home.ask()
    exporting.begin()
    beside = _place(source, chosen, page.title)
    page.run()
    with beside:
        exporting.buttons(page.title, source, chosen)


def _place(source: Source, chosen: Selection, title: str) -> DeltaGenerator:
    """Where, what and when, behind the way back up to the regions around; gives the room at the line's end."""
    place = places.region(chosen.region) if chosen.region else _("全国")
    narrowed = filters.chips(source, chosen)
    line = " · ".join(filter(None, (place, narrowed, _("{year}年", year=chosen.year), title)))
    with st.container(horizontal=True, vertical_alignment="center", gap="xsmall", key="place"):
        for around in (None, *places.path(chosen.region))[:-1]:
            name = places.region(around) if around else _("全国")
            values = [around] if around else []
            st.button(literal(name), type="tertiary", key=f"up_{around}", on_click=address.put, args=("region", values))
            st.markdown(":gray[›]", width="content")
        st.markdown(f":gray[{literal(line)}]", width="content")
        if not chosen.is_everything:
            st.button(_("清除筛选"), type="tertiary", key="clear", on_click=filters.clear)
        st.space("stretch")
        return st.container(horizontal=True, width="content", gap="small")


def headline(sentence: str) -> None:
    """The sentence the page proves."""
    st.title(literal(sentence))


def before() -> StreamlitPage | Path:
    """The page from which the wall screen was opened; the front page where a link led straight to it."""
    return st.session_state.get("before_wall", PAGES / "overview/overview.py")


def seen() -> tuple[Source, Selection]:
    """The version and the selection that this run shows."""
    return st.session_state["seen"]


def theme() -> Literal["light", "dark"]:
    """The theme the reader's browser shows."""
    return "dark" if st.context.theme.type == "dark" else "light"


def is_analyst() -> bool:
    """Whether the reader asked for intervals and tests beside the figures."""
    return address.get("view") == ["analyst"]


def is_phone() -> bool:
    """Whether the browser is a phone's; the server does not know the width."""
    return on_phone.get()


def _analyst() -> None:
    def changed() -> None:
        address.put("view", ["analyst"] if st.session_state["analyst"] else [])

    st.session_state["analyst"] = is_analyst()
    st.toggle(
        _("分析视图"),
        key="analyst",
        on_change=changed,
        help=_("加上 95% 置信区间；交叉分析里标出显著差异"),
        width="content",
    )


def _languages() -> None:
    def changed() -> None:
        address.put("lang", [st.session_state["language"]])

    st.session_state["language"] = current()
    st.segmented_control(
        _("语言"),
        ["zh", "en"],
        key="language",
        format_func={"zh": "中文", "en": "English"}.__getitem__,
        on_change=changed,
        label_visibility="collapsed",
        required=True,
    )


def _mark(color: str) -> str:
    bars = "".join(
        f'<rect x="{x}" y="{24 - h}" width="6" height="{h}" rx="1"/>' for x, h in ((1, 9), (9, 15), (17, 22))
    )
    return f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 24 24" fill="{color}">{bars}</svg>'


def _logo() -> str:
    """The mark and the product's name; an image, because the header takes nothing else."""
    ink, blue = ("#E6EDF4", "#7DB2E8") if theme() == "dark" else ("#0D1824", "#1B5C9E")
    name, width = _("小微企业质量管理体系认证提升行动"), 320 if current() == "zh" else 290
    font = "'Segoe UI','Helvetica Neue','PingFang SC','Microsoft YaHei',  'Noto Sans CJK SC',sans-serif"
    bars = "".join(
        f'<rect x="{x}" y="{26 - h}" width="5" height="{h}" rx="1"/>' for x, h in ((1, 8), (8, 14), (15, 21))
    )
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="32" viewBox="0 0 {width} 32">'
        f'<g fill="{blue}">{bars}</g><text x="30" y="22" font-family="{font}" font-size="17" font-weight="700" '
        f'fill="{ink}">{name}</text></svg>'
    )
