"""The signs and words that a query consists of."""

import re
import unicodedata
from collections.abc import Iterator, Sequence
from typing import NamedTuple

_SIGNS = str.maketrans(
    {chr(code): chr(code - 0xFEE0) for code in range(0xFF01, 0xFF5F)}  # the full-width forms of ASCII
    | dict.fromkeys("“”„‟«»〝〞〟「」『』", '"')
    | dict.fromkeys("‐‑‒–—―−﹣", "-")
    | dict.fromkeys("﹕∶", ":")
)
_LONE_SURROGATE = re.compile("[\ud800-\udfff]")
_TOKEN = re.compile(
    r"""\s*+(?: (?P<open>\() | (?P<close>\)) | (?P<not>-)(?=[^\s)])
        | (?P<field>[A-Za-z]++):(?!//)
        | (?P<compared>(?ai:upvotes|stars|comments|year|published|listed))(?=\s*+[<>=≤≥])
        | "(?P<phrase>[^"]*+)"?+
        | (?P<or>OR)(?![^\s()"]) | (?P<and>AND)(?![^\s()"]) | (?P<word>[^\s()"]++) )""",
    re.VERBOSE,
)


class Token(NamedTuple):
    """A sign, word, phrase or field name; `kind` is a group of the pattern, `compared` counting as `field`."""

    kind: str
    text: str
    """Without quotes and colon, typographic signs as plain ones."""
    start: int
    end: int
    """The place, with quotes and colon."""


def readable(text: str) -> tuple[str, Sequence[int]]:
    """Return `text` without what nobody sees, and where each of its characters and its end stood in `text`."""
    if text.isprintable():
        return text, range(len(text) + 1)
    places = [
        at
        for at, character in enumerate(text)
        if character.isspace() or unicodedata.category(character) not in ("Cc", "Cf")
    ]
    seen = "".join([text[at] for at in places])
    return _LONE_SURROGATE.sub("\ufffd", seen), (*places, len(text))


def plain(text: str) -> str:
    """Return `text`, at the same length, with ASCII for the full-width and typographic forms of signs."""
    return text.translate(_SIGNS)


def tokens(text: str) -> Iterator[Token]:
    """Yield the tokens of a plain text, in order; an open quote reaches to the end."""
    at = 0
    while (found := _TOKEN.match(text, at)) is not None:
        kind = found.lastgroup or ""
        start = found.start(kind) - (kind == "phrase")
        yield Token("field" if kind == "compared" else kind, found[kind], start, found.end())
        at = found.end()
