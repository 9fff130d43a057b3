// A plotly chart in an element that stays: redrawn when its figure or its width changed, and only then.

const CONFIG = { displayModeBar: false, displayNotifier: false, showTips: false, scrollZoom: false, doubleClick: false };
const plots = new WeakMap(); // of the elements; Streamlit calls the default export at every change
let library; // one plotly.js for all

function plotly(path) {
  library ??= new Promise((done, fail) => {
    const script = document.createElement("script");
    script.src = new URL(path, document.baseURI);
    script.onload = () => done(window.Plotly);
    script.onerror = () => { library = undefined; script.remove(); fail(new Error(path)); };
    document.head.append(script);
  });
  return library;
}

function say(part, text) {
  if (part.textContent !== text) part.textContent = text;
  part.hidden = !text;
}

// Plotly takes a millisecond for each text. These are written where it would write them, all at once.
const SVG = "http://www.w3.org/2000/svg";
const PIECES = /<(\/?)(?:b|span)(?: style="color:([^"]*)")?>|[^<]+/g;
const SIGNS = { "&lt;": "<", "&gt;": ">", "&amp;": "&" };
const ASCENT = 1.05, DESCENT = 0.28, LINE = 1.3; // of the size of the type
const BEFORE = { left: 0, top: 0, center: 0.5, middle: 0.5, right: 1, bottom: 1 };
const SIDES = { 0: "start", 0.5: "middle", 1: "end" };

function added(name, attributes, parent) {
  const element = parent.appendChild(document.createElementNS(SVG, name));
  for (const key in attributes) element.setAttribute(key, attributes[key]);
  return element;
}

// Where a note is, in px, and which share of it stands before that.
function placed(drawn, letter, { [letter]: value, [`${letter}ref`]: on, [`${letter}shift`]: shift = 0, [`${letter}anchor`]: anchor }) {
  const isDown = letter === "y", { l, t, w, h } = drawn._size, axis = on && drawn[`${letter}axis${on.slice(1)}`];
  const part = isDown ? 1 - value : value;
  const at = axis ? axis._offset + axis.r2p(value) : isDown ? t + h * part : l + w * part;
  const share = anchor ? BEFORE[anchor] : axis || (part >= 1 / 3 && part <= 2 / 3) ? 0.5 : Math.round(part);
  return [at + (isDown ? -shift : shift), share];
}

function write(drawn, group, note) {
  const { text, font: { size, color } } = note, lines = text.split("<br>");
  const [x, across] = placed(drawn, "x", note), [y, down] = placed(drawn, "y", note);
  const first = y + size * (ASCENT - down * (ASCENT + DESCENT + LINE * (lines.length - 1)));
  const line = added("text", { x, y: first, "font-size": size, fill: color, "text-anchor": SIDES[across] }, group);
  const styles = [];
  for (const [nth, words] of lines.entries()) {
    const one = lines.length > 1 ? added("tspan", { class: "line", x, y: first + nth * LINE * size }, line) : line;
    for (const [piece, isEnd, fill] of words.matchAll(PIECES)) {
      if (isEnd === undefined) added("tspan", Object.assign({}, ...styles), one).textContent = piece.replace(/&\w+;/g, (sign) => SIGNS[sign] ?? sign);
      else if (isEnd) styles.pop();
      else styles.push(fill ? { fill } : { "font-weight": "bold" });
    }
  }
}

function writeAll(root, notes) {
  const layer = root.querySelector(".infolayer"), drawn = root._fullLayout;
  layer.querySelector(".words")?.remove();
  const group = document.createElementNS(SVG, "g");
  group.setAttribute("class", "words");
  group.setAttribute("font-family", drawn.font.family);
  for (const note of notes) write(drawn, group, note);
  layer.append(group);
}

const waiting = new Set();

function drawWaiting() {
  const plots = [...waiting];
  waiting.clear(); // first: a chart that fails must not keep those of the next change from being drawn
  for (const plot of plots) plot.draw();
}

// After what is in view was painted.
function drawLater(plot) {
  if (!waiting.size) requestAnimationFrame(() => setTimeout(drawWaiting));
  waiting.add(plot);
}

class Plot {
  constructor(root, parts) {
    this.root = root;
    this.parts = parts;
    // Asking the element for its width, or where it is, would make the browser lay out the page once a chart.
    const width = new ResizeObserver(([{ contentRect }]) => { this.room = contentRect.width; this.drawInTurn(); });
    const view = new IntersectionObserver(([{ isIntersecting }]) => { this.isSeen = isIntersecting; this.drawInTurn(); });
    this.observers = [width, view];
    for (const observer of this.observers) observer.observe(root);
  }

  async show({ figure, revision, alt, codes, words, isWide, library: path, failed }, click) {
    this.codes = codes;
    this.click = click;
    this.root.ariaLabel = alt;
    this.root.words = words; // for images.js
    this.root.parentElement.classList.toggle("wide", isWide);
    for (const [name, part] of Object.entries(this.parts)) say(part, words[name] ?? "");
    if (revision === this.revision) return;
    this.root.ariaBusy = "true";
    this.root.style.height = `${figure.layout.height}px`;
    this.revision = revision;
    this.figure = figure;
    this.isNew = true;
    try {
      this.plotly ??= await plotly(path);
    } catch (error) {
      this.revision = undefined; // tried again at the next run
      this.root.textContent = failed;
      throw error;
    }
    this.drawInTurn();
  }

  // What the reader sees comes first.
  drawInTurn() {
    if (this.isSeen) this.draw();
    else drawLater(this);
  }

  draw() {
    if (!this.plotly || !this.room || !this.root.isConnected || (!this.isNew && this.room === this.width)) return;
    const isFirst = !this.width;
    this.isNew = false;
    this.width = this.room;
    if (isFirst) this.root.textContent = "";
    const { data, layout } = this.figure, notes = layout.annotations ?? [];
    this.root.picture = { data, layout: { ...layout, width: this.width } }; // for images.js
    this.plotly.react(this.root, data, { ...this.root.picture.layout, annotations: [] }, CONFIG);
    writeAll(this.root, notes);
    if (isFirst) this.root.on("plotly_click", ({ event }) => this.clicked(event.clientY));
    this.root.ariaBusy = "false";
  }

  // Plotly looks where the pointer is once in 50 ms: the points of its event can be those of a moment ago.
  clicked(height) {
    const away = (bar) => { const { top, bottom } = bar.getBoundingClientRect(); return Math.abs((top + bottom) / 2 - height); };
    const ways = [...this.root.querySelectorAll(".bars .point path")].map(away);
    const nearest = ways.indexOf(Math.min(...ways));
    if (nearest in this.codes) this.click(this.codes[nearest]);
  }

  end() {
    for (const observer of this.observers) observer.disconnect();
    this.observers = [];
    plots.delete(this.root);
    if (this.width) this.plotly.purge(this.root);
  }
}

export default function ({ data, parentElement, setTriggerValue }) {
  const [title, menu, sentence, root, source] = ["h2", ".menu", ".sentence", ".plot", ".source"].map((one) => parentElement.querySelector(one));
  const plot = plots.get(root) ?? new Plot(root, { title, menu, sentence, source });
  plots.set(root, plot);
  menu.onclick = () => setTriggerValue("menu", true);
  plot.show(JSON.parse(new TextDecoder().decode(data)), (code) => setTriggerValue("click", code));
  // Called for a change that another one overtook, too: the chart goes only with its element.
  return () => { if (!root.isConnected) plot.end(); };
}
