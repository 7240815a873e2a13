"""Make other people's text safe for a terminal; the border (network, file, disk) calls this once."""

import re
import unicodedata
from functools import cache
from urllib.parse import urljoin, urlsplit

LINE_LIMIT = 1_000
"""Longest title, name or keyword kept, in characters."""

BLOCK_LIMIT = 50_000
"""Longest abstract kept, in characters."""

ADDRESS_LIMIT = 2_000
"""Longest web address kept, in characters."""

MARK_LIMIT = 4
"""Combining marks kept on one character: enough for every living script, too few to paint over other rows."""

_BLANK_LINES = r"\n\s*\n\s*"
_BREAKS = frozenset("\n\v\f\x85\u2028\u2029")
_BLANKS = frozenset("\t\r\u115f\u1160\u3164\uffa0\u2800")
# Patterns stand as texts where a start may do without them: `re` compiles, and keeps, what is asked for.
# Selectors, joiners and skin colours change the width of their neighbours differently in each terminal.
_SELECTOR = "[\ufe00-\ufe0f\U000e0100-\U000e01ef\u180b-\u180f\u034f\U0001f3fb-\U0001f3ff]"
_FLAG_LETTERS = {0x1F1E6 + i: chr(ord("A") + i) for i in range(26)}
# Vowels and finals of old Korean take no cell of their own, without being marks.
_LONE_JAMO = "[\u1160-\u11ff\ud7b0-\ud7ff]"
# An address with any of these is either broken or made to deceive.
_ADDRESS_JUNK = '[\x00-\x20\x7f-\xa0"<>\\\\^`{|}\u2000-\u206f\ufeff]'
_HOST = r"[^\W_](?:[\w.-]*[^\W_])?\.?|[0-9A-Fa-f:.]+"


def clean_line(text: str, limit: int = LINE_LIMIT) -> str:
    """Return `text` as one printable line of at most `limit` characters, white space squashed."""
    if _is_tidy(text, limit):
        return text
    shortened = _shortened(text, limit)
    return _truncated(" ".join(_printable(shortened).split()), limit, len(shortened) < len(text.strip()))


def clean_block(text: str, limit: int = BLOCK_LIMIT) -> str:
    r"""Return `text` as printable paragraphs parted by "\n\n"; single line breaks become spaces."""
    if _is_tidy(text, limit):
        return text
    shortened = _shortened(text, limit)
    paragraphs = re.split(_BLANK_LINES, _printable(shortened).strip())
    cleaned = "\n\n".join([" ".join(paragraph.split()) for paragraph in paragraphs])
    return _truncated(cleaned, limit, len(shortened) < len(text.strip()))


def clean_note(text: str, limit: int = BLOCK_LIMIT) -> str:
    """Return the person's own `text` printable, with its line breaks as they are."""
    lines = _printable(text[: 4 * limit])[:limit].split("\n")
    return "\n".join([line.rstrip() for line in lines]).strip("\n")


def clean_address(text: str, base: str | None = None) -> str | None:
    """Return `text` as an absolute http(s) address, or `None` where it is none that is safe to open."""
    candidate = text.strip()
    if not candidate or len(candidate) > ADDRESS_LIMIT or re.search(_ADDRESS_JUNK, candidate):
        return None
    try:
        address = urljoin(base, candidate) if base else candidate
        parts = urlsplit(address)
        _ = parts.port
    except ValueError:
        return None
    if parts.scheme not in ("http", "https") or "@" in parts.netloc:
        return None
    if not address.isprintable() or not re.fullmatch(_HOST, parts.hostname or ""):
        return None
    return address


def brief(value: object) -> str:
    """Return a value of a file for a sentence, whatever it is and its size."""
    if isinstance(value, int) and value.bit_length() > 200:
        return "a huge number"
    if isinstance(value, str):
        return repr(value[:60])
    return "a table" if isinstance(value, dict) else "a list" if isinstance(value, list) else repr(value)


def _is_tidy(text: str, limit: int) -> bool:
    """Tell whether `text` is a clean line already, as nearly all are."""
    if not (text.isprintable() and len(text) <= limit and "  " not in text and text.strip(" ") == text):
        return False
    return text.isascii() or _harmless().fullmatch(text) is not None


@cache
def _harmless() -> re.Pattern[str]:
    """Return what matches text that is assigned, visible, at rest under NFC, and of a known width.

    All other text is looked at character by character. It takes a millisecond to compile, and a start may not need it.
    """
    return re.compile(
        r"[\n -~\xa1-\xac\xae-\u02ff\u0391-\u03a1\u03a3-\u03ff\u0400-\u0482\u048a-\u052f"
        r"\u2010-\u2015\u2018-\u201f\u2020-\u2022\u2026\u2032\u2033\u20ac\u2113\u2115\u211d\u2122\u2124"
        r"\u2190-\u21ff\u2200-\u22ff\u3001\u3002\u3041-\u3094\u30a1-\u30fa\u4e00-\u9fef\uac00-\ud7a3]*"
    )


def _is_harmless(text: str) -> bool:
    """Tell whether nothing in `text` needs a close look; the first test is the second one for ASCII, and faster."""
    if text.isascii():
        return text.replace("\n", " ").isprintable()
    return _harmless().fullmatch(text) is not None


def _shortened(text: str, limit: int) -> str:
    """Return the beginning of `text`, long enough to fill `limit` and short enough to be looked at closely."""
    return text if len(text) <= limit else text.strip()[: 4 * limit]


def _truncated(text: str, limit: int, cut: bool) -> str:
    if not text or (len(text) <= limit and not cut):
        return text
    return text[: limit - 1].rstrip() + "…"


def _printable(text: str) -> str:
    """Drop what could drive, recolour or misalign a terminal; line breaks stay for the caller."""
    if _is_harmless(text):
        return text
    # Marks are thinned out first, for sorting thousands of them takes NFC minutes; it may split some anew.
    composed = unicodedata.normalize("NFC", _thinned(re.sub(_SELECTOR, "", text).translate(_FLAG_LETTERS)))
    return re.sub(_LONE_JAMO, "\ufffd", _thinned(composed))


def _thinned(text: str) -> str:
    """Return the visible characters of `text`, each with a few marks at most, and no mark on nothing."""
    kept: list[str] = []
    marks = MARK_LIMIT
    for character in text:
        category = unicodedata.category(character)
        if category in ("Mn", "Mc", "Me"):
            marks += 1
            if marks > MARK_LIMIT:
                continue
        else:
            character = _visible(character, category)
            if character:
                marks = MARK_LIMIT if character in "\n " else 0
        kept.append(character)
    return "".join(kept)


def _visible(character: str, category: str) -> str:
    if character in _BREAKS:
        return "\n"
    if character in _BLANKS or category == "Zs":
        return " "
    match category:
        case "Cc" | "Cf":  # controls, bidirectional and zero-width characters
            return ""
        case "Cs" | "Cn" | "Co":
            return "\ufffd"
        case _:
            return character
