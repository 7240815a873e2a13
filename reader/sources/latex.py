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
    "P": "¶",
    "copyright": "©",
    "textcopyright": "©",
    "textregistered": "®",
    "texttrademark": "™",
    "pounds": "£",
    "texteuro": "€",
    "textdegree": "°",
    "textbullet": "•",
    "textmu": "µ",
    "textless": "<",
    "textgreater": ">",
    "textbar": "|",
    "textbraceleft": "\\{",
    "textbraceright": "\\}",
    "textquotesingle": "'",
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
    "TeX": "TeX",
    "LaTeX": "LaTeX",
    "BibTeX": "BibTeX",
    "par": "\n\n",
    "newline": " ",
    "quad": " ",
    "qquad": " ",
}
_SPECIAL = re.compile(r"[\\{}~]|--|``|''")
_MATH = re.compile(r"(?<!\\)(\$\$?(?:\\.|[^$\\])+\$\$?)", re.DOTALL)
_ACCENT = re.compile(
    r"\\(?:(?P<sign>[`'^~=.\"])\s*|(?P<word>[uvHcdbkr])(?:\s+|(?=[{\\])))"
    r"(?:\{\s*+(?P<braced>\\[ij](?![A-Za-z])|[^\W\d_])?\s*+\}|(?P<bare>\\[ij](?![A-Za-z])\s?|[^\W\d_]))"
)
_LETTER = rf"\\(?P<letter>{'|'.join(sorted(_LETTERS, key=len, reverse=True))})(?![A-Za-z])(?:\{{\}}|\s+)?"
_KEPT = re.compile(r"\\([${}])")
_STYLE = (
    r"(?P<style>\\(?:text(?:bf|it|sc|tt|rm|sf|sl|up|md|normal)?|emph|mbox|url|em|it|bf|sc|tt)(?![A-Za-z])\s*)"
)
_TOKEN = re.compile(
    rf"{_ACCENT.pattern}|{_LETTER}|{_STYLE}|\\(?P<escaped>[^A-Za-z])|(?P<command>\\[A-Za-z]+)|[{{}}~]|---?|``|''",
    re.DOTALL,
)
_SIGNS = {"{": "", "}": "", "~": " ", "---": "—", "--": "–", "``": "“", "''": "”"}
_ESCAPED = {
    **{sign: sign for sign in "&%#_\"'`^=.~"},
    "{": "\\{",
    "}": "\\}",
    "-": "",
    "/": "",
    "\\": " ",
    " ": " ",
    "\n": " ",
    ",": " ",
}
_ADDRESS = re.compile(r"\\(?:url|href)\s*\{([^{}]*)\}")
_LINE = 2**16
"""Longest text, in characters, that is read twice."""
_AND = re.compile(r",\s+and\s+|,\s*|\s+and\s+")


def plain_text(text: str, *, literal: bool = False) -> str:
    """Return `text` with accents as characters and grouping braces gone; what stands in `$…$` is kept.

    A `literal` one is what a person wrote, in which a dollar is never more than a dollar.
    """
    if not _SPECIAL.search(text):
        return text
    parts = _MATH.split(text)
    parts[::2] = [_TOKEN.sub(_plain, part) for part in parts[::2]]
    kept = "".join(parts)
    bare = _KEPT.sub(r"\1", kept)
    if literal or bare == kept:
        return bare
    # A sign stays escaped only where, bare, it would be taken for the beginning of mathematics or of a group.
    from reader.core.prose import plain

    return bare if len(kept) <= _LINE and plain(bare) == plain(kept) else kept


def plain_address(text: str) -> str:
    """Return a web address or a DOI without what LaTeX puts around it."""
    found = _ADDRESS.search(text)
    return (found[1] if found else text).replace("\\", "").strip()


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


def _plain(found: re.Match[str]) -> str:
    token = found[0]
    if token in _SIGNS:
        return _SIGNS[token]
    if found["sign"] or found["word"]:
        return _accented(found)
    if letter := found["letter"]:
        return _LETTERS[letter]
    if escaped := found["escaped"]:
        return _ESCAPED.get(escaped, token)
    if found["style"]:
        return ""
    # Braces go, and what they held must not become part of the name of an unknown command.
    return f"{token} " if found.string[found.end() : found.end() + 1] == "{" else token


def _accented(found: re.Match[str]) -> str:
    letter = (found["braced"] or found["bare"] or "").strip()
    letter = {"\\i": "i", "\\j": "j"}.get(letter, letter)
    return unicodedata.normalize("NFC", letter + _ACCENTS[found["sign"] or found["word"]]) if letter else ""
