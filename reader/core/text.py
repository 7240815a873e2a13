"""Make other people's text safe for a terminal; the border (network, file, disk) calls this once."""

import re
import unicodedata
from urllib.parse import urljoin, urlsplit

LINE_LIMIT = 1_000
"""Longest title, name or keyword kept, in characters."""

BLOCK_LIMIT = 50_000
"""Longest abstract kept, in characters."""

ADDRESS_LIMIT = 2_000
"""Longest web address kept, in characters."""

_COMBINING_LIMIT = 4
"""Marks kept on one character: enough for every living script, too few to paint over other rows."""

_PLAIN = re.compile(r"[\x20-\x7e]*")
_SPACE = re.compile(r"\s+")
_BLANK_LINES = re.compile(r"\n\s*\n\s*")
_VARIATION_SELECTOR = re.compile("[\ufe00-\ufe0f\U000e0100-\U000e01ef\u180b-\u180d\u180f\u034f]")
_BLANK_LETTER = re.compile("[\u115f\u1160\u3164\uffa0\u2800]")
_COMBINING_RUN = re.compile(rf"[^\x00-\u02ff]{{{_COMBINING_LIMIT + 1},}}")
# An address with any of these is either broken or made to deceive.
_ADDRESS_JUNK = re.compile('[\x00-\x20\x7f-\xa0"<>\\\\^`{|}\u2000-\u206f\ufeff]')


def clean_line(text: str, limit: int = LINE_LIMIT) -> str:
    """Return `text` as one printable line of at most `limit` characters, white space squashed."""
    shortened = text[: 4 * limit]
    cleaned = _SPACE.sub(" ", _printable(shortened)).strip()
    return _truncated(cleaned, limit, len(shortened) < len(text))


def clean_block(text: str, limit: int = BLOCK_LIMIT) -> str:
    r"""Return `text` as printable paragraphs parted by "\n\n"; single line breaks become spaces."""
    shortened = text[: 4 * limit]
    paragraphs = _BLANK_LINES.split(_printable(shortened).strip())
    cleaned = "\n\n".join(_SPACE.sub(" ", paragraph).strip() for paragraph in paragraphs)
    return _truncated(cleaned, limit, len(shortened) < len(text))


def clean_note(text: str, limit: int = BLOCK_LIMIT) -> str:
    """Return the person's own `text` printable, with its line breaks as they are."""
    lines = _printable(text[: 4 * limit]).splitlines()
    return "\n".join(line.rstrip() for line in lines)[:limit].strip("\n")


def clean_address(text: str, base: str | None = None) -> str | None:
    """Return `text` as an absolute http(s) address, or `None` where it is none that is safe to open."""
    candidate = text.strip()
    if not candidate or len(candidate) > ADDRESS_LIMIT or _ADDRESS_JUNK.search(candidate):
        return None
    try:
        address = urljoin(base, candidate) if base else candidate
        parts = urlsplit(address)
        _ = parts.port
    except ValueError:
        return None
    if parts.scheme not in ("http", "https") or not parts.hostname or "@" in parts.netloc:
        return None
    if not address.isprintable() or parts.hostname.startswith("-"):
        return None
    return address


def _truncated(text: str, limit: int, cut: bool) -> str:
    if len(text) <= limit and not cut:
        return text
    return text[: limit - 1].rstrip() + "…"


def _printable(text: str) -> str:
    """Drop what could drive, recolour or misalign a terminal; line breaks and tabs stay for the caller."""
    if _PLAIN.fullmatch(text):
        return text
    text = "".join(map(_printable_character, text))
    text = _VARIATION_SELECTOR.sub("", text)
    text = _BLANK_LETTER.sub(" ", text)
    text = _COMBINING_RUN.sub(_thin_out_marks, unicodedata.normalize("NFC", text))
    return text


def _printable_character(character: str) -> str:
    if character in "\n\t\r\v\f\u2028\u2029\x85":
        return "\n" if character in "\n\v\f\u2028\u2029\x85" else " "
    if character.isprintable() or character == " ":
        return character
    match unicodedata.category(character):
        case "Zs":
            return " "
        case "Cs" | "Cn":
            return "\ufffd"
        case "Co":
            return character
        case _:  # Cc, Cf: controls, bidirectional and zero-width characters
            return ""


def _thin_out_marks(run: re.Match[str]) -> str:
    kept: list[str] = []
    marks = 0
    for character in run.group():
        marks = marks + 1 if unicodedata.category(character) in ("Mn", "Me") else 0
        if marks <= _COMBINING_LIMIT:
            kept.append(character)
    return "".join(kept)
