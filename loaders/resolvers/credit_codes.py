"""Unified social credit codes (GB 32100-2015) and the organisation code inside them (GB 11714-1997)."""

import re

from loaders.text import normal

ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"
# The weights are the powers of 3 modulo 31, and 34 is 3 modulo 31: a code read backwards is a number of base 34.
_BASE_34 = str.maketrans(ALPHABET, "0123456789abcdefghijklmnopqrstu")
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


def organisation_check_digit(body: str) -> str:
    """The 9th character of an organisation code for its first 8, by GB 11714; they have no Z inside a credit code.

    The weights 3, 7, 9 … 2 are the powers of 2 modulo 11, and 35 is 2 modulo 11: the code is a number of base 35.
    """
    return "0123456789X"[-2 * int(body, 35) % 11]


def is_valid(code: str) -> bool:
    """Whether a normalised code has the right shape and check digit."""
    return has_shape(code) and check_digit(code[:17]) == code[17]
