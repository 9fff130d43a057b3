"""The command line of the reports: `python -m reports --help`."""

import argparse
import json
import sys
from collections.abc import Callable
from pathlib import Path

from data.errors import Refused
from locales import of_environment, translate
from reports.commands import build, verify
from reports.commands.saying import Said

COMMANDS = (build, verify)


def main() -> int:
    """Run one command; 0 done, 2 something was refused."""
    arguments = _parser().parse_args()
    try:
        said: Said = arguments.run(arguments)
    except Refused as refusal:
        sentence = translate(refusal.text, of_environment(), **refusal.values)
        print(sentence, file=sys.stderr)
        if arguments.json:
            print(json.dumps({"refused": sentence}, ensure_ascii=False))
        return 2
    print(json.dumps(said.document, ensure_ascii=False, indent=1) if arguments.json else said.text)
    return said.code


def _parser() -> argparse.ArgumentParser:
    shared = argparse.ArgumentParser(add_help=False)
    shared.add_argument("--json", action="store_true", help="standard output is one JSON document")
    shared.add_argument("--version", type=int, help="data version (default: the one that serves)")
    shared.add_argument("--store", type=Path, help="data folder (default: TISHENG_STORE, else data/store)")
    parser = argparse.ArgumentParser(prog="python -m reports", description="Reports, and the figures in them.")
    commands = parser.add_subparsers(required=True, metavar="COMMAND")

    def command(name: str, run: Callable[[argparse.Namespace], Said], help: str) -> argparse.ArgumentParser:
        added = commands.add_parser(name, parents=[shared], help=help, description=help)
        added.set_defaults(run=run)
        return added

    for module in COMMANDS:
        module.add(command)
    return parser


if __name__ == "__main__":
    sys.exit(main())
