"""Several texts in one cell or field, and back again."""

import re
from collections.abc import Iterable

_SEPARATOR = re.compile(r"[\\,;]")
_PART = re.compile(r"(?:\\.|[^\\,;]|\\$)+", re.DOTALL)
_PART_BY_SEMICOLON = re.compile(r"(?:\\.|[^\\;]|\\$)+", re.DOTALL)
_ESCAPED = re.compile(r"\\([\\,;])")


def joined(texts: Iterable[str], *, commas: bool = False) -> str:
    r"""Return the texts with “; ” between them, or “, ” with `commas`; separators inside become `\;` and `\,`."""
    return (", " if commas else "; ").join([_SEPARATOR.sub(r"\\\g<0>", text) for text in texts])


def parted(text: str, *, commas: bool = True) -> list[str]:
    """Return what `joined` put together, or what other programs part by semicolons (and by commas with `commas`)."""
    parts = (_PART if commas else _PART_BY_SEMICOLON).findall(text)
    return [_ESCAPED.sub(r"\1", part).strip() for part in parts if part.strip()]
