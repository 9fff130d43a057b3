"""The command line of the loaders: `python -m loaders --help`."""

import argparse
import json
import os
import sys
import tempfile
from collections.abc import Callable, Mapping
from datetime import date
from pathlib import Path
from typing import Any

from data import register, schema, store, warehouse
from data.errors import Refused
from data.reference import table
from data.register import Decision
from data.store import Store
from loaders import asking, backup, importing, inbox, ledger, recovery, returning, review, sampling, templates
from loaders.decided import IGNORED, Decided, Heading
from loaders.importing import Outcome, Wanted
from loaders.kinds import KINDS
from loaders.meanings import columns
from loaders.resolvers import bodies, industries, regions
from locales import N_, of_environment, translate

YEARS = range(2020, 2100)  # the campaign began in October 2020
SHOWN_ISSUES = 20  # per file on a terminal; --json has them all


def main() -> int:
    """Run one command; 0 done, 2 something was refused."""
    arguments = _parser().parse_args()
    kept = _store(arguments)
    before = len(recovery.told(kept))
    try:
        return arguments.run(arguments)
    except Refused as refusal:
        sentence = _words(refusal.text, **refusal.values)
        print(sentence, file=sys.stderr)
        if arguments.json:
            print(json.dumps({"refused": sentence}, ensure_ascii=False))
        return 2
    finally:
        for one in recovery.told(kept)[before:]:
            print(_words(one["text"], **one["values"]), file=sys.stderr)


def _words(text: str, **values: Any) -> str:
    return translate(text, of_environment(), **values)


def _parser() -> argparse.ArgumentParser:
    shared = argparse.ArgumentParser(add_help=False)
    shared.add_argument("--json", action="store_true", help="standard output is one JSON document")
    shared.add_argument("--store", type=Path, help="data folder (default: TISHENG_STORE, else data/store)")
    parser = argparse.ArgumentParser(prog="python -m loaders", description="Load received files into the warehouse.")
    commands = parser.add_subparsers(required=True, metavar="COMMAND")

    def command(name: str, run: Callable[[argparse.Namespace], int], help: str) -> argparse.ArgumentParser:
        added = commands.add_parser(name, parents=[shared], help=help, description=help)
        added.set_defaults(run=run)
        return added

    for name, run, help in (
        ("load", _load, "load files or folders and publish one new version"),
        ("check", _check, "the same checks; changes nothing"),
    ):
        reading = command(name, run, help)
        reading.add_argument("paths", nargs="+", type=Path, metavar="PATH")
        reading.add_argument(
            "--region", metavar="CODE", type=_region, help="context for place names, never assigned to a row"
        )
        reading.add_argument("--kind", choices=list(KINDS), help="default: recognised from the headings")
    commands.choices["load"].add_argument(
        "--year", type=int, choices=YEARS, metavar="Y", help="collection round (default: that of most answers)"
    )
    commands.choices["load"].add_argument(
        "--sender", help="region code or approval number (default: what the file says)"
    )
    commands.choices["load"].add_argument(
        "--replace", action="store_true", help="let a file replace its sender's earlier one"
    )
    commands.choices["check"].add_argument(
        "--return",
        dest="give_back",
        type=Path,
        metavar="DIR",
        help="write each file with findings into DIR, marked, to go back to its sender",
    )
    naming = command("headings", _headings, "what the headings of a ledger mean; remembered for the same headings")
    naming.add_argument("file", type=Path, metavar="FILE")
    naming.add_argument(
        "--set",
        action="append",
        default=[],
        type=_meaning,
        metavar="HEADING=COLUMN",
        help="what a heading means; - for one that is not needed",
    )
    command("submissions", _submissions, "list what was received and what became of it")
    command("withdraw", _withdraw, "take a submission out of the data").add_argument("submission", type=int)
    command("restore", _restore, "put a withdrawn submission back").add_argument("submission", type=int)
    mending = command("correct", _correct, "mend one cell of a submission, with a reason, and publish")
    mending.add_argument("submission", type=int)
    mending.add_argument("cell", metavar="SHEET!CELL", help="for instance 'Sheet1!C7'")
    mending.add_argument("value", help="what belongs there, as text")
    mending.add_argument("--reason", required=True, help="why; kept with the correction")
    listing = command("corrections", _corrections, "list the corrections that hold")
    listing.add_argument("--undo", type=int, metavar="N", help="take one back, and publish")
    command("versions", _versions, "list the data versions that are kept")
    command("rollback", _rollback, "point back to an earlier version").add_argument("version", type=int)
    backing = command("backup", _backup, "write originals, register and the version that serves into one file")
    backing.add_argument("to", type=Path, metavar="FILE.zip|DIR", help="a file that does not exist yet, or a folder")
    taking_back = command("restore-backup", _restore_backup, "put a backup into a store without data (see --store)")
    taking_back.add_argument("file", type=Path, metavar="FILE")
    command("suggestions", _suggestions, "list the pairs that may be one firm, for a person to confirm or refuse")
    deciding = command("decide", _decide, "say whether a pair is one firm, and publish; remembered at every build")
    deciding.add_argument("about", choices=review.ABOUT)
    deciding.add_argument("place", metavar="LEFT", help="the answer or the firm, as `suggestions` lists it")
    deciding.add_argument("subject", metavar="RIGHT", help="the ledger firm")
    deciding.add_argument("verdict", choices=review.VERDICTS)
    deciding.add_argument("--reason", default="", help="why; kept with the decision")
    resolve = command("resolve", _resolve, "what a name stands for")
    resolve.add_argument("what", choices=["region", "industry", "body"])
    resolve.add_argument("text")
    resolve.add_argument("--region", metavar="CODE", help="context for ambiguous place names")
    template = command("template", _template, "write a workbook to fill in, with drop-downs and rules")
    template.add_argument("kind", choices=list(templates.KINDS), metavar="KIND", help=", ".join(templates.KINDS))
    template.add_argument("--sender", help="region code or approval number of who fills it in (default: anybody)")
    template.add_argument("--year", type=int, choices=YEARS, metavar="Y", default=date.today().year)
    template.add_argument("--out", type=Path, required=True, metavar="FILE", help="a file that does not exist yet")
    command("prepare", _prepare, "make sample data while there are no own data; rebuild what an older program built")
    return parser


def _region(code: str) -> str:
    if any(row["code"] == code and row["status"] == "current" for row in table("regions")):
        return code
    raise argparse.ArgumentTypeError(_words(N_("没有地区代码“{code}”"), code=code))


def _meaning(text: str) -> tuple[str, str]:
    heading, _, column = text.rpartition("=")
    if heading and column in (*columns(ledger.KIND), "-", ""):
        return heading, column.replace("-", IGNORED)
    known = ", ".join(columns(ledger.KIND))
    raise argparse.ArgumentTypeError(_words(N_("“{given}”不是“标题=列”的样子。列有：{known}"), given=text, known=known))


def _store(arguments: argparse.Namespace) -> Store:
    return Store(arguments.store) if arguments.store else store.default()


def _progress(files: list[Path]) -> Callable[[int], None]:
    """A bar on a terminal, nothing elsewhere."""

    def show(done: int) -> None:
        if sys.stderr.isatty():
            bar = "#" * (30 * done // len(files))
            print(f"\r\033[K[{bar:<30}] {done}/{len(files)} {files[done].name}", end="", file=sys.stderr, flush=True)

    return show


def _wanted(arguments: argparse.Namespace) -> Wanted:
    given = {name: getattr(arguments, name, None) for name in ("year", "region", "kind", "sender")}
    return Wanted(**given, replace=getattr(arguments, "replace", False))


def _waiting() -> None:
    print(_words(N_("另一个导入正在进行，等它结束后继续……")), file=sys.stderr)


def _load(arguments: argparse.Namespace) -> int:
    files = inbox.files(arguments.paths)
    outcomes = importing.load(
        files,
        _store(arguments),
        _wanted(arguments),
        waiting=_waiting,
        progress=_progress(files),
    )
    return _report(outcomes, arguments)


def _check(arguments: argparse.Namespace) -> int:
    files = inbox.files(arguments.paths)
    with tempfile.TemporaryDirectory() as folder:
        decided = Decided.of(_store(arguments))
        outcomes = importing.check(files, Store(folder), _wanted(arguments), decided=decided, progress=_progress(files))
        given_back = {}
        if arguments.give_back:
            staged = {outcome.file: outcome.staged for outcome in outcomes if outcome.staged}
            given_back = returning.write(staged, arguments.give_back, of_environment())
        return _report(outcomes, arguments, given_back)


def _report(outcomes: list[Outcome], arguments: argparse.Namespace, given_back: Mapping[Path, Path] = {}) -> int:
    if sys.stderr.isatty():
        print("\r\033[K", end="", file=sys.stderr)
    if not outcomes:
        raise Refused("这里没有可以导入的工作簿（.xlsx）。请核对文件夹")
    if arguments.json:
        print(json.dumps([_record(outcome, given_back) for outcome in outcomes], ensure_ascii=False, indent=1))
    else:
        for outcome in outcomes:
            _print(outcome)
            if outcome.file in given_back:
                print("  " + _words(N_("退回修改表：{path}"), path=given_back[outcome.file]))
    return 2 if any(outcome.status == "refused" for outcome in outcomes) else 0


def _record(outcome: Outcome, given_back: Mapping[Path, Path] = {}) -> dict[str, Any]:
    language = of_environment()
    staged, refusal = outcome.staged, outcome.refusal
    issues = [
        {**issue._asdict(), "found": found, "message": issue.message(language), "mend": issue.mend(language)}
        for found, some in (("file", outcome.issues), ("version", outcome.merged))
        for issue in some
    ]
    return {
        "file": str(outcome.file),
        "kind": staged.kind if staged else None,
        "sender": outcome.sender,
        "year": outcome.year,
        "status": outcome.status,
        "rows": {f: getattr(staged, f) for f in ("in_file", "loaded", "held", "ignored")} if staged else None,
        "issues": issues,
        "returned": str(given_back[outcome.file]) if outcome.file in given_back else None,
        "reason": _words(refusal.text, **refusal.values) if refusal else None,
        "headings": [_heading(one) for one in outcome.headings],
    }


def _heading(one: Heading) -> dict[str, Any]:
    return {"heading": one.heading, "samples": one.samples, "proposal": one.proposal, "column": one.column}


def _print(outcome: Outcome) -> None:
    if outcome.refusal:
        print(_words(N_("{file}：没有导入。{reason}"), file=outcome.file.name, reason=_record(outcome)["reason"]))
        return
    assert outcome.staged
    counts = {f: getattr(outcome.staged, f) for f in ("in_file", "loaded", "held", "ignored")}
    text = N_("{file}：{year}年，共{in_file}行，载入{loaded}，待改{held}，忽略{ignored}")
    print(_words(text, file=outcome.file.name, year=outcome.year, **counts))
    if outcome.status == "pending" and outcome.replaces:
        text = N_("它会替换同一报送单位以前的文件“{old}”，尚未生效。确认后用 --replace 重新导入")
        print("  " + _words(text, old=outcome.replaces.file))
    if outcome.known:
        print("  " + _words(N_("这个文件以前已经导入，数据没有变化")))
    language = of_environment()
    issues = [*outcome.issues, *outcome.merged]
    for issue in issues[:SHOWN_ISSUES]:
        text = N_("工作表“{sheet}”第{row}行，{column}：{message}。{mend}")
        words = {"message": issue.message(language), "mend": issue.mend(language)}
        print("  " + _words(text, **issue._asdict(), **words))
    if len(issues) > SHOWN_ISSUES:
        print("  " + _words(N_("另有{count}条，用 --json 查看全部"), count=len(issues) - SHOWN_ISSUES))


def _headings(arguments: argparse.Namespace) -> int:
    own = _store(arguments)
    with tempfile.TemporaryDirectory() as folder:
        found = importing.headings(arguments.file, Store(folder), Decided.of(own))
        if arguments.set:
            asking.remember(own, found, dict(arguments.set))
            found = importing.headings(arguments.file, Store(folder), Decided.of(own))
    if arguments.json:
        print(json.dumps([_heading(one) for one in found], ensure_ascii=False, indent=1))
    for one in [] if arguments.json else found:
        meaning = {None: f"? {one.proposal or ''}", IGNORED: "-"}.get(one.column, one.column)
        print(one.heading, meaning, " ".join(one.samples), sep="\t")
    return 0


def _submissions(arguments: argparse.Namespace) -> int:
    counting = {one.submission for one in register.submissions(_store(arguments))}
    found = [{**one._asdict(), "counts": one.submission in counting} for one in register.everything(_store(arguments))]
    if arguments.json:
        print(json.dumps(found, ensure_ascii=False, indent=1))
    for one in [] if arguments.json else found:
        print(
            "*" if one["counts"] else " ",
            one["submission"],
            one["state"],
            one["year"],
            one["sender"] or "—",
            one["file"],
        )
    return 0


def _withdraw(arguments: argparse.Namespace) -> int:
    importing.withdraw(_store(arguments), arguments.submission, _waiting)
    return _submissions(arguments)


def _restore(arguments: argparse.Namespace) -> int:
    importing.restore(_store(arguments), arguments.submission, _waiting)
    return _submissions(arguments)


def _correct(arguments: argparse.Namespace) -> int:
    corrections = {arguments.cell: arguments.value}
    importing.correct(_store(arguments), arguments.submission, corrections, arguments.reason, waiting=_waiting)
    return _list_corrections(arguments)


def _corrections(arguments: argparse.Namespace) -> int:
    if arguments.undo is not None:
        importing.undo_correction(_store(arguments), arguments.undo, _waiting)
    return _list_corrections(arguments)


def _list_corrections(arguments: argparse.Namespace) -> int:
    """Every correction that holds, with the submissions of its file."""
    everything = register.everything(_store(arguments))
    found = [
        {
            "correction": one.decision,
            "submissions": [old.submission for old in everything if old.sha256 == one.place],
            "cell": one.subject,
            "before": one.before,
            "value": one.verdict,
            **{name: getattr(one, name) for name in ("reason", "who", "at")},
        }
        for one in register.decisions(_store(arguments), "cell")
    ]
    if arguments.json:
        print(json.dumps(found, ensure_ascii=False, indent=1))
    for one in [] if arguments.json else found:
        text = N_("{correction}  报送 {submissions}  {cell}：“{before}”改为“{value}”（{reason}；{who}，{at} UTC）")
        print(_words(text, **{**one, "submissions": "、".join(map(str, one["submissions"]))}))
    return 0


def _versions(arguments: argparse.Namespace) -> int:
    kept = _store(arguments)
    serving = warehouse.current_version(kept)
    found = [{**version, "current": version["version"] == serving} for version in register.versions(kept)]
    if arguments.json:
        print(json.dumps(found, ensure_ascii=False, indent=1))
    for version in [] if arguments.json else found:
        mark = "*" if version["current"] else " "
        text = N_("{version:06d}  {built_at} UTC  {submissions}个文件")
        print(mark, _words(text, **version))
    return 0


def _rollback(arguments: argparse.Namespace) -> int:
    kept = _store(arguments)
    importing.rollback(kept, arguments.version, _waiting)
    return _versions(arguments)


def _backup(arguments: argparse.Namespace) -> int:
    file, made = backup.make(_store(arguments), arguments.to, _waiting)
    text = N_("已备份并读回核对：{file}（数据版本 {version}，原件{originals}份，{megabytes} MB）")
    return _about_backup(arguments, file, made, text)


def _restore_backup(arguments: argparse.Namespace) -> int:
    made = backup.restore(arguments.file, _store(arguments), _waiting)
    text = N_("已恢复数据版本 {version}，原件{originals}份（备份时间 {made_at} UTC）")
    return _about_backup(arguments, arguments.file, made, text)


def _about_backup(arguments: argparse.Namespace, file: Path, made: backup.Manifest, text: str) -> int:
    values = {
        "file": str(file),
        "bytes": file.stat().st_size,
        "originals": made.originals,
        **{name: getattr(made, name) for name in ("version", "program", "made_at", "rows")},
    }
    if arguments.json:
        print(json.dumps(values, ensure_ascii=False, indent=1))
    else:
        print(_words(text, **values, megabytes=f"{file.stat().st_size / 1024**2:.1f}"))
    return 0


def _suggestions(arguments: argparse.Namespace) -> int:
    reader = warehouse.open(_store(arguments), warehouse.ALL)
    try:
        found = review.pairs(reader)
    finally:
        reader.close()
    if arguments.json:
        records = [{**pair._asdict(), "left": pair.left._asdict(), "right": pair.right._asdict()} for pair in found]
        print(json.dumps(records, ensure_ascii=False, indent=1))
    for pair in [] if arguments.json else found:
        sides = (f"{side.key} {side.name or '—'}" for side in (pair.left, pair.right))
        print(pair.about, pair.year, round(pair.score), " | ".join(sides))
    return 0


def _decide(arguments: argparse.Namespace) -> int:
    who, fields = (
        os.environ.get("LOGNAME") or os.environ.get("USER") or "",
        ("about", "place", "subject", "verdict", "reason"),
    )
    one = Decision(**{name: getattr(arguments, name) for name in fields}, who=who)
    importing.decide(_store(arguments), [one], _waiting)
    return _suggestions(arguments)


def _resolve(arguments: argparse.Namespace) -> int:
    match arguments.what:
        case "region":
            resolution = regions.resolve(arguments.text, arguments.region)
        case "industry":
            resolution = industries.resolve(arguments.text)
        case _:
            resolution = bodies.resolve(arguments.text)
    if arguments.json:
        print(json.dumps(resolution._asdict(), ensure_ascii=False))
    else:
        print(resolution.status, resolution.code or " ".join(resolution.candidates))
    return 0 if resolution.status == "found" else 2


def _template(arguments: argparse.Namespace) -> int:
    templates.write(arguments.kind, arguments.out, year=arguments.year, sender=arguments.sender)
    if arguments.json:
        written = {
            "file": str(arguments.out),
            **{name: getattr(arguments, name) for name in ("kind", "sender", "year")},
        }
        print(json.dumps(written, ensure_ascii=False))
    else:
        print(_words(N_("已写入填报模板：{file}"), file=arguments.out))
    return 0


def _prepare(arguments: argparse.Namespace) -> int:
    """Bring the own store up to date with the program; while it is empty, make the samples."""
    own = _store(arguments)
    if own.has_version:
        importing.mend(own, _waiting)
        _refresh(own)
        return 0
    return 2 if any(outcome.refusal for outcome in sampling.prepare(store.samples())) else 0


def _refresh(kept: Store) -> None:
    """Build the version anew if a program with other relations built it."""
    serving = warehouse.current_version(kept)
    built_with = {version["version"]: version["schema"] for version in register.versions(kept)}
    if built_with.get(serving) != schema.digest():
        print(_words(N_("程序已更新，正在重新生成数据版本……")), file=sys.stderr)
        importing.rebuild(kept)


if __name__ == "__main__":
    sys.exit(main())
