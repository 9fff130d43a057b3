// Asks now and then which version of the data serves, and tells the page when it is another than the one shown.

let shown, tell, timer; // one page, one timer, whatever the page is drawn anew

async function look(path) {
  if (document.hidden) return;
  const answer = await fetch(new URL(path, document.baseURI)).catch(() => null); // Streamlit says when the server is away
  const newest = answer?.ok ? await answer.text() : shown;
  if (newest === shown) return;
  shown = newest;
  tell("newer", newest);
}

export default function ({ data, setTriggerValue }) {
  shown = data.shown;
  tell = setTriggerValue;
  if (timer) return;
  timer = setInterval(look, data.seconds * 1000, data.path);
  document.addEventListener("visibilitychange", () => look(data.path));
}
