"""The authors' own commands, which stay behind in abstracts and which no reader has."""

import re

from reader.export.symbol import COMMANDS, KNOWN, LETTERS, STYLES, SWITCHES

_MACRO = re.compile(
    r"\$\$(?:[^$\\]|\\.)+\$\$|\$(?:[^$\\]|\\.)+\$|\\\(.{1,2000}?\\\)|\\\[.{1,2000}?\\\]"
    r"|\\(?P<name>[A-Za-z]{2,})(?![A-Za-z])(?:\{\}|\\xspace(?![A-Za-z]))?(?!\s*\{)",
    re.DOTALL,
)
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
    return _MACRO.sub(_unknown, text) if "\\" in text else text


def _unknown(found: re.Match[str]) -> str:
    name = found["name"]
    if name is None or name in _NO_MACROS:
        return found.group()
    return "" if name == "xspace" else name
