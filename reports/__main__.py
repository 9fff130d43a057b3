"""The command line of the reports: `python -m reports --help`."""

import sys

from metrics.commands import asking
from reports.commands import build, check_case, check_template, trace, verify

COMMANDS = (build, check_case, check_template, trace, verify)


def main() -> int:
    """Run one command; 0 done, 2 something was refused."""
    return asking.main("python -m reports", "Reports, and the figures in them.", COMMANDS)


if __name__ == "__main__":
    sys.exit(main())
