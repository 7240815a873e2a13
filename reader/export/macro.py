"""The authors' own commands, which stay behind in abstracts and which no reader has."""

import re

from reader.export.symbol import COMMANDS, KNOWN, LETTERS, STYLES, SWITCHES

_MACRO = re.compile(
    r"\$\$(?:[^$\\]|\\.)+\$\$|\$(?:[^$\\]|\\.)+\$|\\\(.{1,2000}?\\\)|\\\[.{1,2000}?\\\]"
    r"|\\(?P<name>[A-Za-z]{2,})(?![A-Za-z])(?:\{\}|\\xspace(?![A-Za-z]))?(?!\s*\{)",
    re.DOTALL,
)
_ARGUMENT = re.compile(
    r"\\(?:href|textcolor|color|colorbox|hspace|vspace|label|phantom|vphantom|hphantom|fontsize)\s*\{[^{}]*\}"
)
# What is left of `\href{…}{…}` in the lists of Hugging Face.
_NAMED_ADDRESS = re.compile(r"(?P<address>https?://[^\s{}\\]+)\{(?P<name>[^{}]*)\}")
_WORDS = {
    "xspace": "",
    "noindent": "",
    "eg": "e.g.",
    "ie": "i.e.",
    "etal": "et al.",
    "etc": "etc.",
    "vs": "vs.",
    "aka": "a.k.a.",
    "wrt": "w.r.t.",
    "cf": "cf.",
    "iid": "i.i.d.",
    "deg": "°",
    "item": "•",
}
_NO_MACROS = (
    KNOWN
    | frozenset(COMMANDS)
    | frozenset(LETTERS.values())
    | STYLES
    | frozenset(SWITCHES)
    | {"TeX", "LaTeX"}
)


def without_macros(text: str) -> str:
    r"""Return an abstract with the authors' own commands, which no reader has, by their names: `\ours{}` as “ours”."""
    if "://" in text:
        text = _NAMED_ADDRESS.sub(lambda found: found["name"].strip() or found["address"], text)
    return _MACRO.sub(_unknown, _ARGUMENT.sub("", text)) if "\\" in text else text


def _unknown(found: re.Match[str]) -> str:
    name = found["name"]
    if name is None or name in _NO_MACROS:
        return found.group()
    return _WORDS.get(name, name)
