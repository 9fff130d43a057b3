"""A chart as a picture, PNG or SVG, made by the browser from the chart on the page: no server work, no network.

Streamlit keeps plotly to itself, but each chart carries plotly's own "to image" button, hidden by look.css
(`charts.figures.CONFIG`). A press on ours hands that button a copy of the figure with the title above and the
source below, so the file says by itself what it shows. The chart on the page is never touched.
"""

from collections.abc import Mapping

import streamlit as st

HTML = """
<button type="button" data-format="png"></button>
<button type="button" data-format="svg"></button>
<p role="alert" hidden></p>
"""

CSS = """
:host { display: block; }
button {
  width: 100%; min-height: 2.5rem; margin: 0 0 .5rem; padding: .25rem .75rem; cursor: pointer;
  font: inherit; font-size: .933rem; color: var(--st-text-color); background: var(--st-background-color);
  border: 1px solid var(--st-border-color); border-radius: var(--st-button-radius);
}
button:hover, button:focus-visible { color: var(--st-primary-color); border-color: var(--st-primary-color); }
p { margin: 0; color: var(--st-text-color); }
"""

JS = r"""
const PAD = 16, GAP = 8, TITLE = 16, FOOT = 12, LINE = 1.4;
const escaped = (text) => text.replace(/&/g, "&amp;").replace(/</g, "&lt;").replace(/>/g, "&gt;");

// Latin words stay whole, Chinese breaks anywhere.
function wrapped(text, font, width) {
  const pen = document.createElement("canvas").getContext("2d"), lines = [""];
  pen.font = font;
  for (const piece of text.match(/[\x21-\x7e]+\s*|[^]/gu) ?? []) {
    const line = lines[lines.length - 1];
    if (line && pen.measureText((line + piece).trimEnd()).width > width) lines.push(piece.trimStart());
    else lines[lines.length - 1] = line + piece;
  }
  return lines.map((line) => escaped(line.trimEnd()));
}

function picture(gd, title, footer) {
  const layout = structuredClone(gd.layout), { width, height } = gd._fullLayout;
  const { l, r, t, b } = layout.margin, { paper, ink, soft } = layout.meta, family = layout.font.family;
  const top = wrapped(title, `bold ${TITLE}px ${family}`, width);
  const foot = wrapped(footer, `${FOOT}px ${family}`, width);
  const above = PAD + top.length * TITLE * LINE + GAP, below = GAP + foot.length * FOOT * LINE + PAD;
  const text = { x: 0, xref: "paper", yref: "paper", xanchor: "left", xshift: -l, align: "left", showarrow: false,
    borderpad: 0 };
  layout.annotations = [...(layout.annotations ?? []),
    { ...text, text: `<b>${top.join("<br>")}</b>`, y: 1, yanchor: "bottom", yshift: t + GAP,
      font: { family, size: TITLE, color: ink } },
    { ...text, text: foot.join("<br>"), y: 0, yanchor: "top", yshift: -b - GAP,
      font: { family, size: FOOT, color: soft } }];
  layout.margin = { l: l + PAD, r: r + PAD, t: t + above, b: b + below };
  layout.paper_bgcolor = paper;
  layout.width = Math.round(width + 2 * PAD);
  layout.height = Math.round(height + above + below);
  return { data: structuredClone(gd.data), layout };
}

// plotly saves by clicking a link outside the popover, which would close it.
function keepOpen(name) {
  const hush = (event) => {
    if (event.target.download !== name) return;
    event.stopPropagation();
    window.removeEventListener("click", hush, true);
  };
  window.addEventListener("click", hush, true);
}

function save(format, { panel, file, title, footer }) {
  const gd = document.querySelector(`.st-key-${CSS.escape(panel)} .js-plotly-plot`);
  const button = gd?._fullLayout?._modeBar?.buttons.flat().find((one) => one.name === "toImage");
  if (!button) return false;
  const figure = picture(gd, title, footer), { width, height } = figure.layout;
  const options = { format, filename: file, scale: format === "png" ? 3 : 1, width, height };
  keepOpen(`${file}.${format}`);
  button.click({ ...figure, config: {}, _context: { ...gd._context, toImageButtonOptions: options } });
  return true;
}

export default function ({ data, parentElement }) {
  const failed = parentElement.querySelector("p");
  failed.textContent = data.words.failed;
  for (const button of parentElement.querySelectorAll("button")) {
    const { format } = button.dataset;
    button.textContent = data.words[format];
    button.onclick = () => { failed.hidden = save(format, data); };
  }
}
"""

_mount = st.components.v2.component("tisheng_images", html=HTML, css=CSS, js=JS)


def buttons(panel_key: str, file_name: str, title: str, footer: str, words: Mapping[str, str]) -> None:
    """Show the PNG and the SVG button of the one chart in the container with this key.

    `file_name` has no ending; `words` are translated: "png" and "svg" label the buttons, "failed" says that there
    is no chart to save.
    """
    data = {"panel": panel_key, "file": file_name, "title": title, "footer": footer, "words": dict(words)}
    _mount(key=f"images_{panel_key}", data=data)
