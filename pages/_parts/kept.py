"""What a page says and draws of a version, worked out once for everybody who looks at it in the same way."""

from collections.abc import Callable
from functools import lru_cache, wraps
from typing import NamedTuple, ParamSpec, TypeVar

from pages._parts import address, frame, home
from pages._parts.language import current

KEPT = 1000  # results of each function
Asked = ParamSpec("Asked")
Result = TypeVar("Result")


class Look(NamedTuple):
    """What else a result may depend on: the reader's language, device and view, 本局, and the choices links carry."""

    language: str
    is_phone: bool
    is_analyst: bool
    home: str | None
    chosen: tuple[tuple[str, tuple[str, ...]], ...]


def kept(work: Callable[Asked, Result]) -> Callable[Asked, Result]:
    """Keep what a function makes of a version; its arguments are hashable, nobody changes its result.

    It may ask for the reader's language, device, view, 本局 and chosen filters, and for nothing else that changes.
    """

    @lru_cache(KEPT)
    def made(_look: Look, *args: Asked.args, **named: Asked.kwargs) -> Result:
        return work(*args, **named)

    @wraps(work)
    def found(*args: Asked.args, **named: Asked.kwargs) -> Result:
        return made(_look(), *args, **named)  # type: ignore[arg-type]

    return found


def _look() -> Look:
    chosen = address.chosen(*address.FILTERS, "version", "lang")
    as_codes = tuple((key, tuple(codes)) for key, codes in chosen.items())
    return Look(current(), frame.is_phone(), frame.is_analyst(), home.code(), as_codes)
