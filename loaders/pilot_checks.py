"""What a pilot's figures say against each other. A check marks a figure; it never changes one."""

from collections.abc import Callable
from operator import eq, le

from loaders import pilot_headings
from loaders.forms import Form, Place

# (indicator, level, moment): value (None if blank or held), and where it stands.
Values = dict[tuple[str, str | None, str], tuple[float | None, Place]]
NOTHING = (None, Place())

# Rule, the figure that must be at most the other one, and the other one.
AT_MOST = (
    ("more_solved_than_found", "pain_points_solved", "pain_points_found"),
    ("more_solved_than_found", "pain_points_solved_again", "chain_pain_points_found"),
    ("first_pass_above_pass", "first_pass_rate", "pass_rate"),
    ("part_above_whole", "participating", "small_enterprises"),
    ("part_above_whole", "trained", "participating"),
    ("part_above_whole", "assisted", "participating"),
    ("part_above_whole", "leader_led", "participating"),
    ("part_above_whole", "systems_built", "participating"),
)
EQUAL = ("solved_differs", "pain_points_solved_again", "pain_points_solved")


def run(form: Form, values: Values) -> None:
    """Note every contradiction at the figure that is too great, or stands lower on the form."""
    for moment in ("before", "after"):
        for rule, small, great in AT_MOST:
            _compare(form, values, rule, small, great, moment, le)
    rule, small, great = EQUAL
    _compare(form, values, rule, small, great, "after", eq)
    for (indicator, _, _), (value, at) in values.items():
        is_rate = pilot_headings.indicators()[indicator]["unit"] == "percent"
        if is_rate and value is not None and not 0 <= value <= 100:
            form.find(at, f"{value:g}", "rate_beyond_100")
    _sums(form, values)


def _compare(
    form: Form, values: Values, rule: str, one: str, other: str, moment: str, holds: Callable[[float, float], bool]
) -> None:
    (mine, at), (theirs, _) = (values.get((name, None, moment), NOTHING) for name in (one, other))
    if mine is not None and theirs is not None and not holds(mine, theirs):
        form.find(at, f"{mine:g} / {theirs:g}", rule)


def _sums(form: Form, values: Values) -> None:
    """A whole that is given next to all its sub-levels must be their sum."""
    for (indicator, level, moment), (whole, at) in values.items():
        if level is None and whole is not None and (levels := pilot_headings.levels(indicator)):
            parts = [values.get((indicator, one, moment), NOTHING)[0] for one in levels]
            known = [part for part in parts if part is not None]
            if len(known) == len(levels) and sum(known) != whole:
                form.find(at, f"{whole:g} / {sum(known):g}", "sum_differs")
