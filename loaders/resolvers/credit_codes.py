"""Unified social credit codes (GB 32100-2015) and the organisation code inside them (GB 11714-1997)."""

import re
from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from loaders.text import normal

ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"
# The weights are the powers of 3 modulo 31, and 34 is 3 modulo 31: a code read backwards is a number of base 34.
_BASE_34 = str.maketrans(ALPHABET, "0123456789abcdefghijklmnopqrstu")
LENGTH = 18
SHAPE = re.compile(f"[{ALPHABET[:10]}A-HJ-NPQRTUWXY]{{2}}[0-9]{{6}}[{ALPHABET}]{{10}}")


def normalise(text: str) -> str:
    """Half-width and upper case, without blanks and dashes."""
    return normal(text).replace("-", "").upper()


def has_shape(code: str) -> bool:
    """Whether it is 18 characters of the code's alphabet with a six-digit place."""
    return SHAPE.fullmatch(code) is not None


def check_digit(body: str) -> str:
    """The 18th character for the first 17, by GB 32100."""
    return ALPHABET[-int(body[::-1].translate(_BASE_34), 34) % 31]


def is_valid(code: str) -> bool:
    """Whether a normalised code has the right shape and check digit."""
    return has_shape(code) and check_digit(code[:17]) == code[17]


def are_valid(codes: Sequence[str]) -> list[bool]:
    """`is_valid` of each, reckoned together."""
    signs = _signs(codes)
    values = _values(ALPHABET, signs)
    shaped = (values[:, :LENGTH] >= 0).all(1) & (values[:, 2:8] < 10).all(1) & (signs[:, LENGTH] == 0)
    weights = [*(pow(3, place, 31) for place in range(LENGTH - 1)), 1]  # of GB 32100; the check digit makes up for 31
    return list((shaped & (values[:, :LENGTH] @ weights % 31 == 0)).tolist())


def wrong_organisations(codes: Sequence[str]) -> list[int]:
    """The indexes of those valid codes in which the organisation code has another 9th character than GB 11714 says."""
    signs = _signs(codes)
    values = _values("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ", signs[:, 8:16])
    right = np.array([*map(ord, "0123456789X")])[-(values @ (3, 7, 9, 10, 5, 8, 4, 2)) % 11]
    return list(np.flatnonzero(right != signs[:, 16]).tolist())


def _signs(codes: Sequence[str]) -> NDArray[Any]:
    """The characters of each code and the one after it, as numbers; 0 where there is none."""
    return np.array(codes, f"U{LENGTH + 1}").view(np.uint32).reshape(len(codes), LENGTH + 1)


def _values(alphabet: str, signs: NDArray[Any]) -> NDArray[Any]:
    """The place of each sign in an alphabet, -1 if it is not in it."""
    of_sign = np.full(129, -1)
    of_sign[[*map(ord, alphabet)]] = range(len(alphabet))
    return of_sign[np.minimum(signs, 128)]
