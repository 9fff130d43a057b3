"""Commands about open answers, and the sample of the phone check."""

import sys
from pathlib import Path

from data.store import SAMPLE
from locales import N_, of_environment, translate
from metrics import phone_check, voices
from metrics.commands.asking import Arguments, Command, Shown, asked, table


def add(command: Command) -> None:
    """Add the commands."""
    words = command("words", _words, "words of the open answers, and how many answers mention each")
    words.add_argument("--least", type=int, default=voices.LEAST, help="leave out words in fewer answers")
    themes = command("themes", _themes, "themes of the open answers by region")
    themes.add_argument("--by", default="province", metavar="DIM", help="region, or another dimension of answers")
    quoted = command("quotations", _quotations, "answers of a theme, without names and telephones")
    quoted.add_argument("theme", metavar="THEME")
    for one in (words, themes, quoted):
        one.add_argument("--question", action="append", default=[], metavar="NAME", help=" ".join(voices.QUESTIONS))
    sample = command("phone-sample", _sample, "a sheet of answers to ask again by telephone")
    sample.add_argument("--by", default="province", metavar="DIM", help="regions to draw in: province, city or county")
    sample.add_argument(
        "--out", type=Path, metavar="FILE.xlsx", help="a workbook with drop-downs, to be filled in and loaded"
    )
    for one, count in ((quoted, voices.QUOTED), (sample, phone_check.SIZE)):
        one.add_argument("--n", type=int, default=count, help=f"how many (default {count})")
        one.add_argument("--seed", type=int, default=1, help="the same seed draws the same of the same version")


def _words(arguments: Arguments) -> Shown:
    reader, where = asked(arguments, ["responses"])
    return table(voices.words(reader, where, arguments.question, arguments.least))


def _themes(arguments: Arguments) -> Shown:
    reader, where = asked(arguments, ["responses"])
    found = voices.themes(reader, arguments.by, where, arguments.question)
    return table(found.assign(theme=[translate(theme, of_environment()) for theme in found["theme"]]))


def _quotations(arguments: Arguments) -> Shown:
    reader, where = asked(arguments, ["responses"])
    found = voices.quotations(reader, arguments.theme, where, arguments.n, arguments.seed, questions=arguments.question)
    return table(found)


def _sample(arguments: Arguments) -> Shown:
    """As a workbook, or beneath headings as CSV; a document has the names of the columns.

    Excel makes dates of the answers' numbers in a CSV that it opens: who fills it in there needs the workbook.
    """
    reader, where = asked(arguments, ["responses"])
    found = phone_check.sample(reader, where, arguments.n, arguments.seed, arguments.by)
    language = of_environment()
    print(translate(N_("联系电话不在数据里，请按台账填写"), language), file=sys.stderr)
    if arguments.out:
        phone_check.write(arguments.out, found, SAMPLE if reader.is_sample else "")
        written = translate(
            N_("已写入电话核查表：{file}。填好后用 python -m loaders load 导入"), language, file=arguments.out
        )
        return Shown({"file": str(arguments.out), "answers": len(found)}, written)
    print(
        translate(N_("要在表格软件里填写，请用 --out 文件名.xlsx：CSV 里的答卷编号会被改成日期"), language),
        file=sys.stderr,
    )
    headings = {**phone_check.KNOWN, **phone_check.TO_FILL}
    return Shown(table(found).document, found.rename(columns=headings).to_csv(index=False).rstrip("\n"))
