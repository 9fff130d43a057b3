"""The digest of a firm: what stands for its key where neither name nor code should be seen, as in a link."""

import hashlib
import re
from typing import Final

LENGTH: Final = 16  # hexadecimal signs
SHAPE: Final = re.compile(f"[0-9a-f]{{{LENGTH}}}")


def digest(firm: str) -> str:
    """The digest of the firm with that key."""
    return hashlib.sha256(firm.encode()).hexdigest()[:LENGTH]


def in_sql(key: str) -> str:
    """The SQL of the digest of a key, of an expression that gives one."""
    return f"left(sha256({key}), {LENGTH})"
