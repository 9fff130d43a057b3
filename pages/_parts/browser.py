"""What Streamlit does not tell the browser, for those who listen to a page or have no mouse: nothing of it is seen.

The page's language: Streamlit serves every page as English, and a voice for English would read Chinese. And where the
keyboard goes: what a button opens stands at the end of the page, many steps away, so a button that was pressed with
the keyboard takes it there, and Escape takes it back.
"""

import streamlit as st

from pages._parts.language import current

JS = """
const BUTTON = "[data-testid=stPopoverButton]", OPENED = "[data-testid=stPopoverBody]", TRIES = 60;
let opener = null;

// What is opened may come anew when it is filled: until then the keyboard is kept in it.
function enter(tries) {
  const opened = document.querySelector(OPENED), at = document.activeElement;
  if (opened && (at === opener || at === document.body)) {
    opened.tabIndex = -1;
    opened.focus();
  }
  if (tries) requestAnimationFrame(() => enter(tries - 1));
}

function pressed({ key, target }) {
  const button = target.closest?.(BUTTON);
  if (button && (key === "Enter" || key === " ") && button.ariaExpanded !== "true") {
    opener = button;
    requestAnimationFrame(() => enter(TRIES));
  }
  if (key === "Escape" && opener && target.closest?.(OPENED)) setTimeout(() => opener.isConnected && opener.focus());
}

export default function ({ data }) {
  document.documentElement.lang = data.lang;
  if (window.tishengKeys) return;
  window.tishengKeys = true;
  document.addEventListener("keydown", pressed, true);
}
"""

_mount = st.components.v2.component("tisheng_browser", js=JS)


def tell() -> None:
    """Tell it, once a run."""
    _mount(key="told", data={"lang": {"zh": "zh-CN", "en": "en"}[current()]})
