"""The command line of the metrics: `python -m metrics --help`."""

import sys

from metrics.commands import asking, comparing, figures, inference, scorecard, voices

FAMILIES = (figures, comparing, scorecard, inference, voices)


def main() -> int:
    """Run one command; 0 done, 2 something was refused."""
    return asking.main("python -m metrics", "Compute metrics from a data version.", FAMILIES)


if __name__ == "__main__":
    sys.exit(main())
