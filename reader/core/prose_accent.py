"""Letters with accents, as LaTeX writes them in running text."""

import re
import unicodedata
from typing import Final

from reader.core.latex_alphabet import MARKS
from reader.core.latex_symbol import SYMBOLS

_LETTER: Final = re.compile(r"\s*(?:\{\s*\\?([^\W\d_]{0,12})\s*\}|\\([ij])(?![A-Za-z])\s?|([^\W\d_]))")


def accented(name: str, text: str, position: int) -> tuple[str, int] | None:
    """Set the accent of a command on the letter at the position; also return where it ends. None without a letter."""
    match = _LETTER.match(text, position)
    if not match:
        return None
    braced, dotless, bare = match.groups()
    letter = braced if braced is not None else dotless or bare
    if bare and name.isalpha() and not text[position].isspace():
        return None
    if name == "'" and bare == "s" and not text[match.end() : match.end() + 1].isalpha():
        return "'", position  # an escaped apostrophe: the model\'s
    if len(letter) > 1 and name + letter in SYMBOLS:
        return SYMBOLS[name + letter].text, match.end()  # a damaged \beta: \b{eta}
    letter = {"ı": "i", "imath": "i", "jmath": "j"}.get(letter, letter)
    if not letter:
        return name, match.end()
    return unicodedata.normalize("NFC", letter[0] + MARKS[name]) + letter[1:], match.end()
