"""LaTeX in names and titles as plain Unicode; mathematics stays as it is written."""

import re
import unicodedata

_ACCENTS = {
    "`": "\u0300",
    "'": "\u0301",
    "^": "\u0302",
    "~": "\u0303",
    "=": "\u0304",
    "u": "\u0306",
    ".": "\u0307",
    '"': "\u0308",
    "r": "\u030a",
    "H": "\u030b",
    "v": "\u030c",
    "d": "\u0323",
    "c": "\u0327",
    "k": "\u0328",
    "b": "\u0331",
}
_LETTERS = {
    "AA": "Å",
    "aa": "å",
    "AE": "Æ",
    "ae": "æ",
    "DH": "Ð",
    "dh": "ð",
    "DJ": "Đ",
    "dj": "đ",
    "i": "ı",
    "j": "ȷ",
    "L": "Ł",
    "l": "ł",
    "NG": "Ŋ",
    "ng": "ŋ",
    "O": "Ø",
    "o": "ø",
    "OE": "Œ",
    "oe": "œ",
    "ss": "ß",
    "TH": "Þ",
    "th": "þ",
    "S": "§",
    "copyright": "©",
    "textendash": "–",
    "textemdash": "—",
    "textquoteright": "’",
    "textquoteleft": "‘",
    "textquotedblleft": "“",
    "textquotedblright": "”",
    "textbackslash": "\\",
    "textasciitilde": "~",
    "textasciicircum": "^",
    "textunderscore": "_",
    "ldots": "…",
    "dots": "…",
    "relax": "",
}
_SPECIAL = re.compile(r"[\\{}~]|--|``|''")
_MATH = re.compile(r"(?<!\\)(\$\$?(?:\\.|[^$\\])+\$\$?)", re.DOTALL)
_ACCENT = re.compile(
    r"\\(?:(?P<sign>[`'^~=.\"])\s*|(?P<word>[uvHcdbkr])(?:\s+|(?=[{\\])))"
    r"(?:\{\s*+(?P<braced>\\[ij](?![A-Za-z])|[^\W\d_])?\s*+\}|(?P<bare>\\[ij](?![A-Za-z])\s?|[^\W\d_]))"
)
_LETTER = re.compile(rf"\\({'|'.join(sorted(_LETTERS, key=len, reverse=True))})(?![A-Za-z])(?:\{{\}}|\s+)?")
_STYLE = re.compile(
    r"\\(?:text(?:bf|it|sc|tt|rm|sf|sl|up|md|normal)?|emph|mbox|url|href|em|it|bf|sc|tt)(?![A-Za-z])\s*"
)
_ESCAPED = re.compile(r"\\([&%$#_{}])")
_AND = re.compile(r",\s+and\s+|,\s*|\s+and\s+")


def plain_text(text: str) -> str:
    """Return `text` with accents as characters and grouping braces gone; what stands in `$…$` is kept."""
    if not _SPECIAL.search(text):
        return text
    return "".join(part if part.startswith("$") else _plain(part) for part in _MATH.split(text))


def plain_names(text: str) -> list[str]:
    """Return the names of a list such as `A. Bach, B. Cat (CERN) and C. Dog`, without affiliations."""
    depth, kept = 0, []
    squashed = " ".join(plain_text(text).split())  # else long blanks would take quadratic time
    for part in re.split(r" ?([()])", squashed):
        if part in ("(", ")"):
            depth = max(0, depth + (1 if part == "(" else -1))
        elif depth == 0:
            kept.append(part)
    return [name for name in _AND.split(" ".join("".join(kept).split())) if name]


def _plain(text: str) -> str:
    text = _ACCENT.sub(_accented, text)
    text = _LETTER.sub(lambda found: _LETTERS[found[1]], text)
    text = _STYLE.sub("", text)
    text = re.sub(r"(?<!\\)[{}]", "", text)
    text = re.sub(r"(?<!\\)~", " ", text)
    text = text.replace("---", "—").replace("--", "–").replace("``", "“").replace("''", "”")
    return _ESCAPED.sub(r"\1", text).replace("\\-", "").replace("\\ ", " ")


def _accented(found: re.Match[str]) -> str:
    letter = (found["braced"] or found["bare"] or "").strip()
    letter = {"\\i": "i", "\\j": "j"}.get(letter, letter)
    return unicodedata.normalize("NFC", letter + _ACCENTS[found["sign"] or found["word"]]) if letter else ""
