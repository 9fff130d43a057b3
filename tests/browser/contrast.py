"""Contrast of every text on a page against what stands behind it, as WCAG 2.2 (1.4.3) counts it."""

from typing import NamedTuple

from playwright.sync_api import Page

LARGE, LARGE_BOLD = 24, 18.66  # px from which a text is large
NORMAL_AT_LEAST, LARGE_AT_LEAST = 4.5, 3.0

# Every text that is seen, with its colour, what is painted behind it, and its type. Opacity of all around it counts.
# A text of a chart stands on the last filled shape drawn before it that holds its middle; disabled controls are left out.
SEEN = r"""() => {
    const canvas = document.createElement("canvas");
    canvas.width = canvas.height = 1;
    const pen = canvas.getContext("2d", { willReadFrequently: true });
    const rgba = (colour) => {
        pen.clearRect(0, 0, 1, 1);
        pen.fillStyle = "rgba(0,0,0,0)";
        pen.fillStyle = colour;
        pen.fillRect(0, 0, 1, 1);
        const [r, g, b, a] = pen.getImageData(0, 0, 1, 1).data;
        return [r, g, b, a / 255];
    };
    const over = ([r, g, b, a], below) => [r, g, b].map((one, at) => one * a + below[at] * (1 - a));
    const ancestors = (element) => {
        const found = [];
        for (let one = element; one; one = one.parentElement ?? one.getRootNode().host) found.push(one);
        return found;
    };
    const opacity = (element) => ancestors(element).reduce((sum, one) => sum * getComputedStyle(one).opacity, 1);
    const behind = (element) => {
        let colour = [255, 255, 255];
        for (const one of ancestors(element).reverse()) {
            colour = over(rgba(getComputedStyle(one).backgroundColor), colour);
        }
        return colour;
    };
    const holds = (box, x, y) => box.left <= x && x <= box.right && box.top <= y && y <= box.bottom;
    const drawn = new Map();  // of a chart: its filled shapes in the order drawn
    const shapes = (chart) => {
        if (!drawn.has(chart)) drawn.set(chart, [...chart.querySelectorAll("svg path, svg rect, svg circle")].filter((one) =>
            !one.closest("defs, clipPath, .hoverlayer, .draglayer") && !one.classList.contains("drag")));
        return drawn.get(chart);
    };
    const texts = [];
    const look = (root) => {
        const walker = document.createTreeWalker(root, NodeFilter.SHOW_TEXT | NodeFilter.SHOW_ELEMENT);
        while (walker.nextNode()) {
            const node = walker.currentNode;
            if (node instanceof Element) {
                if (node.shadowRoot) look(node.shadowRoot);
                continue;
            }
            const element = node.parentElement, text = node.data.trim();
            if (!text || !element || element.closest("script, style, noscript, defs, [data-testid=stIconMaterial]")) continue;
            const style = getComputedStyle(element);
            const range = document.createRange();
            range.selectNodeContents(node);
            const box = range.getBoundingClientRect();
            if (box.width < 2 || box.height < 2 || style.visibility === "hidden") continue;
            if (element.closest("[disabled], [aria-disabled=true], [inert]")) continue;
            const alpha = opacity(element);
            if (alpha === 0) continue;
            let ink = rgba(style.color), paper = behind(element);
            if (element instanceof SVGElement) {
                ink = rgba(style.fill);
                ink[3] *= style.fillOpacity;
                const x = (box.left + box.right) / 2, y = (box.top + box.bottom) / 2;
                const chart = element.closest(".js-plotly-plot");
                for (const shape of chart ? shapes(chart) : []) {
                    if (!(shape.compareDocumentPosition(element) & Node.DOCUMENT_POSITION_FOLLOWING)) continue;
                    if (!holds(shape.getBoundingClientRect(), x, y)) continue;
                    const look = getComputedStyle(shape);
                    if (look.fill === "none") continue;
                    const fill = rgba(look.fill);
                    fill[3] *= look.fillOpacity * opacity(shape);
                    paper = over(fill, paper);
                }
            }
            ink[3] *= alpha;
            texts.push({ text, ink: over(ink, paper), paper, size: parseFloat(style.fontSize), weight: +style.fontWeight });
        }
    };
    look(document.body);
    return texts;
}"""


class Text(NamedTuple):
    """A text as it is painted: colours as red, green, blue of 0–255, type in px."""

    text: str
    ink: tuple[float, float, float]
    paper: tuple[float, float, float]
    size: float
    weight: int

    @property
    def contrast(self) -> float:
        """Of ink and paper, 1 to 21."""
        light, dark = sorted((_luminance(self.ink), _luminance(self.paper)), reverse=True)
        return (light + 0.05) / (dark + 0.05)

    @property
    def at_least(self) -> float:
        """What its contrast must be."""
        is_large = self.size >= LARGE or (self.size >= LARGE_BOLD and self.weight >= 700)
        return LARGE_AT_LEAST if is_large else NORMAL_AT_LEAST


def _luminance(colour: tuple[float, float, float]) -> float:
    red, green, blue = (one / 12.92 if one <= 0.04045 else ((one + 0.055) / 1.055) ** 2.4 for one in _shares(colour))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _shares(colour: tuple[float, float, float]) -> list[float]:
    return [one / 255 for one in colour]


def texts(page: Page) -> list[Text]:
    """Every text that the page shows now."""
    return [
        Text(one["text"], tuple(one["ink"]), tuple(one["paper"]), one["size"], one["weight"])
        for one in page.evaluate(SEEN)
    ]


def too_faint(page: Page) -> list[str]:
    """The texts whose contrast is too low, each with its figures."""
    faint = {
        f"{one.text[:40]} {one.contrast:.2f} {_hex(one.ink)} on {_hex(one.paper)} {one.size:g}px"
        for one in texts(page)
        if one.contrast < one.at_least
    }
    return sorted(faint)


def _hex(colour: tuple[float, float, float]) -> str:
    return "#" + "".join(f"{round(one):02X}" for one in colour)
