// Pictures of the charts on the page (see plot.js), one by one or all in a zip.

const PAD = 16, GAP = 8, TITLE = 16, FOOT = 12, LINE = 1.4, SCALE = { png: 3, svg: 1 };
const TYPES = { png: "image/png", svg: "image/svg+xml", zip: "application/zip" };
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

// A copy of the figure with the title above and the source below.
function figure(plot) {
  const layout = structuredClone(plot.picture.layout), { width, height } = layout, { title, source } = plot.words;
  const { l, r, t, b } = layout.margin, { paper, ink, soft } = layout.meta, family = layout.font.family;
  const top = wrapped(title, `bold ${TITLE}px ${family}`, width);
  const foot = wrapped(source, `${FOOT}px ${family}`, width);
  const above = PAD + top.length * TITLE * LINE + GAP, below = GAP + foot.length * FOOT * LINE + PAD;
  const text = { x: 0, xanchor: "left", xshift: -l };
  layout.annotations = [...(layout.annotations ?? []),
    { ...text, text: `<b>${top.join("<br>")}</b>`, y: 1, yanchor: "bottom", yshift: t + GAP,
      font: { family, size: TITLE, color: ink } },
    { ...text, text: foot.join("<br>"), y: 0, yanchor: "top", yshift: -b - GAP,
      font: { family, size: FOOT, color: soft } }];
  layout.margin = { l: l + PAD, r: r + PAD, t: t + above, b: b + below };
  layout.paper_bgcolor = paper;
  layout.width = Math.round(width + 2 * PAD);
  layout.height = Math.round(height + above + below);
  return { data: structuredClone(plot.picture.data), layout };
}

async function bytes(plot, format) {
  const made = figure(plot), { width, height } = made.layout;
  const url = await window.Plotly.toImage(made, { format, width, height, scale: SCALE[format] });
  const at = url.indexOf(","), body = url.slice(at + 1);
  if (!url.slice(0, at).endsWith(";base64")) return new TextEncoder().encode(decodeURIComponent(body));
  return Uint8Array.from(atob(body), (one) => one.charCodeAt(0));
}

const CRCS = Uint32Array.from({ length: 256 }, (_, crc) => {
  for (let bit = 8; bit--;) crc = crc & 1 ? (crc >>> 1) ^ 0xedb88320 : crc >>> 1;
  return crc;
});
const crc32 = (data) => ~data.reduce((crc, one) => CRCS[(crc ^ one) & 255] ^ (crc >>> 8), -1) >>> 0;

// Fields of a record, each as [how many bytes, value], little end first.
function record(signature, fields) {
  const every = [[4, signature], ...fields], view = new DataView(new ArrayBuffer(every.reduce((sum, [n]) => sum + n, 0)));
  let at = 0;
  for (const [size, value] of every) {
    if (size === 2) view.setUint16(at, value, true);
    else view.setUint32(at, value, true);
    at += size;
  }
  return new Uint8Array(view.buffer);
}

// Files as [name, bytes] in a zip that compresses nothing: pictures are compressed. Names are UTF-8 (0x800).
function zip(files) {
  const parts = [], directory = [], length = (list) => list.reduce((sum, one) => sum + one.length, 0);
  for (const [file, data] of files) {
    const name = new TextEncoder().encode(file), at = length(parts);
    const about = [[2, 20], [2, 0x800], [2, 0], [2, 0], [2, 0x21], [4, crc32(data)], [4, data.length], [4, data.length],
      [2, name.length], [2, 0]];
    parts.push(record(0x04034b50, about), name, data);
    directory.push(record(0x02014b50, [[2, 20], ...about, [2, 0], [2, 0], [2, 0], [4, 0], [4, at]]), name);
  }
  const { length: count } = files, end = [[2, 0], [2, 0], [2, count], [2, count], [4, length(directory)], [4, length(parts)],
    [2, 0]];
  return [...parts, ...directory, record(0x06054b50, end)];
}

// The link stands nowhere on the page: a click outside a menu would close it.
function save(parts, name, type) {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(new Blob(parts, { type: TYPES[type] }));
  link.download = `${name}.${type}`;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
}

async function one(format, panel) {
  const plot = document.querySelector(`.st-key-${CSS.escape(panel)} .plot[aria-busy=false]`);
  if (!plot) return false;
  save([await bytes(plot, format)], plot.words.file, format);
  return true;
}

async function all(format, name) {
  const plots = [...document.querySelectorAll(".plot")].filter((plot) => plot.words?.file);
  if (!plots.length || plots.some((plot) => plot.ariaBusy === "true")) return false;
  const files = [];
  for (const [at, plot] of plots.entries()) {
    files.push([`${String(at + 1).padStart(2, "0")}_${plot.words.file}.${format}`, await bytes(plot, format)]);
  }
  save(zip(files), name, "zip");
  return true;
}

export default function ({ data: { panel, file, words }, parentElement }) {
  const failed = parentElement.querySelector("p"), buttons = [...parentElement.querySelectorAll("button")];
  failed.textContent = words.failed;
  for (const button of buttons) {
    const { format } = button.dataset;
    button.textContent = words[format];
    button.onclick = async () => {
      for (const other of buttons) other.disabled = true;
      try {
        failed.hidden = await (panel ? one(format, panel) : all(format, file));
      } finally {
        for (const other of buttons) other.disabled = false;
      }
    };
  }
}
