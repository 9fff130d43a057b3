"""Contrast of every text on a page against what stands behind it, as WCAG 2.2 (1.4.3) counts it."""

from collections.abc import Iterable
from typing import NamedTuple

from playwright.sync_api import Locator, Page

LARGE, LARGE_BOLD = 24, 18.66  # px from which a text is large
NORMAL_AT_LEAST, LARGE_AT_LEAST = 4.5, 3.0

# Every text that is seen, with its colour, what is painted behind it, and its type. Opacity of all around it counts.
# A text of a chart stands on the last filled shape drawn before it that holds its middle; disabled controls are left out.
SEEN = r"""(where) => {
    const canvas = document.createElement("canvas");
    canvas.width = canvas.height = 1;
    const pen = canvas.getContext("2d", { willReadFrequently: true });
    const once = (reckon) => {  // for every colour, every element
        const known = new Map();
        return (one) => {
            if (!known.has(one)) known.set(one, reckon(one));
            return known.get(one);
        };
    };
    const rgba = once((colour) => {
        pen.clearRect(0, 0, 1, 1);
        pen.fillStyle = "rgba(0,0,0,0)";
        pen.fillStyle = colour;
        pen.fillRect(0, 0, 1, 1);
        const [r, g, b, a] = pen.getImageData(0, 0, 1, 1).data;
        return [r, g, b, a / 255];
    });
    const over = ([r, g, b, a], below) => [r, g, b].map((one, at) => one * a + below[at] * (1 - a));
    const faded = ([r, g, b, a], alpha) => [r, g, b, a * alpha];
    const around = (element) => element.parentElement ?? element.getRootNode().host;
    const opacity = once((element) => element ? getComputedStyle(element).opacity * opacity(around(element)) : 1);
    const behind = once((element) => element
        ? over(rgba(getComputedStyle(element).backgroundColor), behind(around(element))) : [255, 255, 255]);
    const holds = (box, x, y) => box.left <= x && x <= box.right && box.top <= y && y <= box.bottom;
    // A box holds the hole of a ring, too.
    const fills = (shape, x, y) => shape.isPointInFill(new DOMPoint(x, y).matrixTransform(shape.getScreenCTM().inverse()));
    const shapes = once((chart) => [...chart.querySelectorAll("svg path, svg rect, svg circle")].filter((one) =>
        !one.closest("defs, clipPath, .hoverlayer, .draglayer") && !one.classList.contains("drag")).map((one) => {
            const { fill, fillOpacity } = getComputedStyle(one);
            const paint = fill === "none" ? null : faded(rgba(fill), fillOpacity * opacity(one));
            return { one, paint, box: one.getBoundingClientRect() };
        }).filter((shape) => shape.paint));  // of a chart: its filled shapes in the order drawn
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
                ink = faded(rgba(style.fill), style.fillOpacity);
                const x = (box.left + box.right) / 2, y = (box.top + box.bottom) / 2;
                const chart = element.closest(".js-plotly-plot");
                for (const { one, paint, box } of chart ? shapes(chart) : []) {
                    if (!holds(box, x, y) || !fills(one, x, y)) continue;
                    if (one.compareDocumentPosition(element) & Node.DOCUMENT_POSITION_FOLLOWING) paper = over(paint, paper);
                }
            }
            ink = faded(ink, alpha);
            texts.push({ text, ink: over(ink, paper), paper, size: parseFloat(style.fontSize), weight: +style.fontWeight });
        }
    };
    look(where);
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


def texts(where: Page | Locator) -> list[Text]:
    """Every text that a page, or a part of it, shows now."""
    part = where.locator("body") if isinstance(where, Page) else where
    return [
        Text(one["text"], tuple(one["ink"]), tuple(one["paper"]), one["size"], one["weight"])
        for one in part.evaluate(SEEN)
    ]


def too_faint(seen: Iterable[Text]) -> list[str]:
    """The texts whose contrast is too low, each with its figures."""
    faint = {
        f"{one.text[:40]} {one.contrast:.2f} {_hex(one.ink)} on {_hex(one.paper)} {one.size:g}px"
        for one in seen
        if one.contrast < one.at_least
    }
    return sorted(faint)


def _hex(colour: tuple[float, float, float]) -> str:
    return "#" + "".join(f"{round(one):02X}" for one in colour)
