// The row of headline cards; built again only when what stands on them changed.

const ARROWS = { up: "↑", down: "↓", off: "" }, WIDE = 100, HIGH = 40;

function made(tag, name, ...inside) {
  const one = document.createElement(tag);
  if (name) one.className = name;
  one.append(...inside.filter((part) => part !== null));
  return one;
}

// The years of a figure as a line that fills its box; nothing moves where all are equal.
function line(values) {
  const low = Math.min(...values), span = Math.max(...values) - low, step = WIDE / (values.length - 1);
  const points = values.map((value, at) => `${at * step},${span ? HIGH * (1 - (value - low) / span) : HIGH / 2}`);
  const box = made("div", "years");
  box.innerHTML = `<svg viewBox="0 0 ${WIDE} ${HIGH}" preserveAspectRatio="none" aria-hidden="true">` +
    `<polyline points="${points.join(" ")}"/></svg>`;
  return box;
}

function help(text, label) {
  const button = made("button", "help", "?");
  button.type = "button";
  button.ariaLabel = `${label} ${text}`;
  return [button, made("p", "tip", text)];
}

function moved({ text, arrow, description }) {
  return made("p", "moved", made("span", "chip", `${ARROWS[arrow]} ${text}`.trim()), made("span", "", description));
}

function bases(title, [heads, ...rows]) {
  const line = (tag, cells) => made("tr", "", ...cells.map((cell, at) => made(at ? tag : "td", "", cell)));
  const table = made("table", "", made("thead", "", line("th", heads)),
    made("tbody", "", ...rows.map((cells) => line("td", cells))));
  return made("details", "bases", made("summary", "", title), table);
}

function card(one, words) {
  const isRising = one.moved.arrow === "up" || !one.moved.text;
  const box = made("div", isRising ? "card rising" : "card",
    made("p", "label", one.label, ...(one.help ? help(one.help, words.help) : [])),
    made("p", "value", one.value),
    one.moved.text ? moved(one.moved) : null,
    one.line.length ? line(one.line) : null,
    one.beside ? made("p", "", one.beside) : null,
    ...one.below.map((text) => made("p", "small", text)),
    one.bases.length ? bases(words.bases, one.bases) : null);
  box.dataset.metric = one.name;
  return box;
}

const shown = new WeakMap();

export default function ({ data, parentElement }) {
  const row = parentElement.querySelector(".cards"), text = JSON.stringify(data);
  if (shown.get(row) === text) return;
  shown.set(row, text);
  row.replaceChildren(...data.cards.map((one) => card(one, data.words)));
}
