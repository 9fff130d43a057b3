"""What is wrong with a bureau's own template, and which names it may use: `python -m reports check-template FILE.docx`."""

import sys
from itertools import groupby
from pathlib import Path
from typing import Any

from locales import N_, of_environment, translate
from metrics.commands.asking import Arguments, Command, Shown
from reports.commands.build import template_read
from reports.kinds import KINDS
from reports.template.document import check, refilled
from reports.template.listing import CHART, LOOP, PART, TEXT, listed
from reports.template.names import OF_A_GROUP, charts, names, paths
from reports.template.tags import Problem

WORD = {name: kind for name, kind in KINDS.items() if kind.fill}
HEADS = {  # what is said above the names of a kind
    PART: N_("指标，后面还可以加："),
    LOOP: N_("循环，每一行有 .name .code 和各指标，指标后面还可以加 {parts}："),
    TEXT: N_("表格（循环，每一行是各格）和一节的文字："),
    CHART: N_("自己画的图，在标题或替换文字里写上："),
}


def add(command: Command) -> None:
    """Add the command."""
    said = "what is wrong with your own Word template, and the names that it may use"
    parser = command("check-template", _check, said, about_a_version=False)
    parser.add_argument("file", type=Path, metavar="FILE", help="the template (.docx)")
    parser.add_argument("--kind", choices=WORD, help="the report it is for (default: whichever it fits best)")


def _check(arguments: Arguments) -> Shown:
    content = template_read(arguments.file)
    kinds = [arguments.kind] if arguments.kind else list(WORD)
    found = {kind: check(content, WORD[kind].outline) for kind in kinds}
    language = of_environment()
    best = min(kinds, key=lambda kind: len(found[kind].problems))
    fits = [kind for kind in kinds if not found[kind].problems]
    faults = list(dict.fromkeys(_said(one, language) for one in found[best].problems))
    for fault in faults:
        print(fault, file=sys.stderr)
    known = names(WORD[best].outline)
    document: dict[str, Any] = {
        "kind": best,
        "fits": fits,
        "problems": faults,
        "names": [path for path, _ in paths(known)],
        "charts": list(charts(WORD[best].outline)),
        "refilled": list(found[best].charts),
    }
    if fits:
        heads = [translate(N_("模板没有问题，可用于：{kinds}"), language, kinds=" ".join(fits))]
    else:
        text = N_("模板有 {count} 处要改（按“{kind}”检查）。改好后再检查一遍")
        heads = [translate(text, language, count=len(faults), kind=best)]
    if found[best].charts:
        heads.append(refilled(found[best], language))
    return Shown(document, "\n".join([*heads, "", *_listed(best, language)]), 0 if fits else 2)


def _said(problem: Problem, language: str) -> str:
    return translate(problem.text, language, **problem.values)


def _listed(kind: str, language: str) -> list[str]:
    """Every name that a template of the kind may use."""
    lines = [translate(N_("“{kind}”的模板可以用的名称（用法见 docs/templates.md）："), language, kind=kind)]
    for about, group in groupby(listed(WORD[kind].outline), key=lambda line: line.kind):
        if about in HEADS:
            parts = " ".join(f".{part}" for part in OF_A_GROUP)
            lines.append(translate(HEADS[about], language, parts=parts))
        indent = "    " if about == PART else "  "
        lines += [
            "  ".join(filter(None, (indent + one.name, one.said(language), " ".join(one.parts)))) for one in group
        ]
    return lines
