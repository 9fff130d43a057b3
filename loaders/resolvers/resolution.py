"""The answer of a resolver: one code, several candidates, or none."""

from typing import Literal, NamedTuple

Status = Literal["found", "ambiguous", "unknown"]


class Resolution(NamedTuple):
    """`code` only when found; `candidates` only when ambiguous. Uncertain is a status, not a guess."""

    status: Status
    code: str | None = None
    candidates: tuple[str, ...] = ()


UNKNOWN = Resolution("unknown")


def found(code: str) -> Resolution:
    """One answer."""
    return Resolution("found", code)


def ambiguous(codes: list[str]) -> Resolution:
    """Several answers are equally right."""
    return Resolution("ambiguous", None, tuple(codes))
