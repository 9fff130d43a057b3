// What is done for the page as a whole, once, whatever is drawn anew on it.

// Where the keyboard goes.
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
  if (key === "Escape" && opener && target.closest?.(OPENED)) setTimeout(leave);
}

// Back to the button, unless the reader is somewhere else by now.
function leave() {
  const at = document.activeElement;
  if (opener.isConnected && (at === document.body || at.closest(OPENED))) opener.focus();
}

// Which version of the data serves is asked now and then; the page is told when it is another than the one shown.
let shown, tell, timer;

async function look(path) {
  if (document.hidden) return;
  const answer = await fetch(new URL(path, document.baseURI)).catch(() => null); // Streamlit says when the server is away
  const newest = answer?.ok ? await answer.text() : shown;
  if (newest === shown) return;
  shown = newest;
  tell("newer", newest);
}

export default function ({ data, setTriggerValue }) {
  document.documentElement.lang = data.lang;
  shown = data.shown;
  tell = setTriggerValue;
  if (timer) return;
  document.addEventListener("keydown", pressed, true);
  timer = setInterval(look, data.seconds * 1000, data.path);
  document.addEventListener("visibilitychange", () => look(data.path));
}
