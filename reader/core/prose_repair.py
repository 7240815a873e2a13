"""Putting back what LaTeX lost on its way: listings often arrive without dollar signs and backslashes."""

import re
from typing import Final

from reader.core.latex_symbol import GREEK, SYMBOLS

_COLORS: Final = "red|blue|green|teal|orange|magenta|cyan|purple|brown|gray|violet"
_WORDS: Final = (
    "rightarrow|leftarrow|leftrightarrow|Rightarrow|leq|geq|neq|infty|lceil|rceil|lfloor|rfloor|langle|rangle|cdot|propto"
    "|nabla|ldots"
)
_GREEK: Final = "|".join(
    sorted((word for word in GREEK.split()[::2] if len(word) > 1), key=len, reverse=True)
)

# Only what no ordinary sentence contains: a sign's name glued to a number, a Greek name with a script,
# a command's name glued to a brace, and names that are no English words.
_LOST: Final = re.compile(
    rf"(?P<address>https?://\S+|\\[A-Za-z]+|`[^`\n]{{1,160}}`)"
    rf"|(?<=\d)(?P<sign>times(?=\b|\d)|sim(?=\b|\d)|pm(?=\d))"  # “4pm” is an hour
    rf"|(?<![A-Za-z\\])(?P<prefix>sim|approx|pm|times)(?=\d)"
    rf"|(?<=\d )(?P<between>pm(?= \d*\.\d)|(?:approx|times|sim)(?= \d))"
    rf"|(?<![A-Za-z\\])(?P<greek>{_GREEK})(?=\^|_\{{|_\d|_[a-z]\b)"
    rf"|(?<![A-Za-z\\])(?P<word>{_WORDS})(?=\b|[_^\d])"
    rf"|(?<![A-Za-z\\])(?P<command>text(?:tt|bf|it|sc|sf|rm|color)?|math(?:cal|bb|bf|rm|frak|scr|sf|tt)|operatorname|emph|url"
    rf"|href|boldsymbol|underline|footnote|sqrt)(?=\{{)"
    rf"|(?<![A-Za-z\\/.])(?P<color>{_COLORS})(?=\{{)"
)
_GATES: Final = (
    "{",
    "_",
    "^",
    "arrow",
    "leq",
    "geq",
    "neq",
    "ceil",
    "floor",
    "angle",
    "infty",
    "cdot",
    "propto",
    "nabla",
)
_NUMBER_GATE: Final = re.compile(
    r"\d(?: ?(?:times|sim|pm|approx)|(?<=times.)|(?<=sim.)|(?<=pm.)|(?<=approx.))"
)


def restore(text: str) -> str:
    """Return the text with commands that lost their backslash set right where there can be no doubt."""
    if any(gate in text for gate in _GATES) or _NUMBER_GATE.search(text):
        return _LOST.sub(_restored, text)
    return text


def _restored(match: re.Match[str]) -> str:
    name = match[0]
    match match.lastgroup:
        case "address":
            return name
        case "command":
            return "\\" + name
        case "color":
            return "\\text"
        case _:
            return SYMBOLS[name].text
