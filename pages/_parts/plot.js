// A plotly chart in an element that stays: redrawn when its figure or its width changed, and only then.

const CONFIG = { displayModeBar: false, displayNotifier: false, showTips: false, scrollZoom: false, doubleClick: false };
const whenIdle = window.requestIdleCallback ?? setTimeout; // Safari has only the latter
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

  // What the reader sees comes first, the rest when the browser has nothing else to do.
  drawInTurn() {
    if (this.isSeen) this.draw();
    else whenIdle(() => this.draw());
  }

  draw() {
    if (!this.plotly || !this.room || !this.root.isConnected || (!this.isNew && this.room === this.width)) return;
    const isFirst = !this.width;
    this.isNew = false;
    this.width = this.room;
    if (isFirst) this.root.textContent = "";
    this.plotly.react(this.root, this.figure.data, { ...this.figure.layout, width: this.width }, CONFIG);
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
