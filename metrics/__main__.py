"""The command line of the metrics: `python -m metrics --help`."""

import argparse
import json
import sys
from collections.abc import Callable
from pathlib import Path

from data.errors import Refused
from locales import of_environment, translate
from metrics.commands import comparing, figures, inference, scorecard, voices
from metrics.commands.asking import Shown

FAMILIES = (figures, comparing, scorecard, inference, voices)


def main() -> int:
    """Run one command; 0 done, 2 something was refused."""
    arguments = _parser().parse_args()
    try:
        shown: Shown = arguments.run(arguments)
    except Refused as refusal:
        sentence = translate(refusal.text, of_environment(), **refusal.values)
        print(sentence, file=sys.stderr)
        if arguments.json:
            print(json.dumps({"refused": sentence}, ensure_ascii=False))
        return 2
    print(json.dumps(shown.document, ensure_ascii=False, indent=1) if arguments.json else shown.text)
    return 0


def _parser() -> argparse.ArgumentParser:
    shared = argparse.ArgumentParser(add_help=False)
    shared.add_argument("--json", action="store_true", help="standard output is one JSON document")
    asking = argparse.ArgumentParser(add_help=False, parents=[shared])
    asking.add_argument("--where", action="append", default=[], metavar="DIM=VALUE", help="repeat for more")
    asking.add_argument("--version", type=int, help="data version (default: the one that serves)")
    asking.add_argument("--store", type=Path, help="data folder (default: TISHENG_STORE, else data/store)")
    parser = argparse.ArgumentParser(prog="python -m metrics", description="Compute metrics from a data version.")
    commands = parser.add_subparsers(required=True, metavar="COMMAND")

    def command(
        name: str, run: Callable[[argparse.Namespace], Shown], help: str, *, about_a_version: bool = True
    ) -> argparse.ArgumentParser:
        added = commands.add_parser(name, parents=[asking if about_a_version else shared], help=help, description=help)
        added.set_defaults(run=run)
        return added

    for family in FAMILIES:
        family.add(command)
    return parser


if __name__ == "__main__":
    sys.exit(main())
