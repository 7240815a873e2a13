"""Matrices, cases and aligned lines: their cells are read one by one and set in a grid."""

import re
from typing import TYPE_CHECKING, Final

from reader.core import math_box
from reader.core.latex_layout import drop_length
from reader.core.latex_symbol import Atom
from reader.core.math_box import Box

if TYPE_CHECKING:
    from reader.core.math_parser import DisplayParser

GRIDS: Final[dict[str, tuple[str, str, str]]] = {
    "matrix": ("", "c", ""),
    "smallmatrix": ("", "c", ""),
    "pmatrix": ("(", "c", ")"),
    "bmatrix": ("[", "c", "]"),
    "Bmatrix": ("{", "c", "}"),
    "vmatrix": ("|", "c", "|"),
    "Vmatrix": ("‖", "c", "‖"),
    "cases": ("{", "l", ""),
    "dcases": ("{", "l", ""),
    "rcases": ("", "l", "}"),
    "array": ("", "c", ""),
    "tabular": ("", "c", ""),
    "subarray": ("", "c", ""),
    "substack": ("", "c", ""),
    "aligned": ("", "rl", ""),
    "alignedat": ("", "rl", ""),
    "align": ("", "rl", ""),
    "split": ("", "rl", ""),
    "eqnarray": ("", "rcl", ""),
    "gathered": ("", "c", ""),
    "gather": ("", "c", ""),
    "multline": ("", "l", ""),
    "equation": ("", "l", ""),
}
"""By environment: the bracket before it, the alignment of its columns, and the bracket behind it."""

ALIGNED: Final = frozenset(
    (
        "aligned",
        "alignedat",
        "align",
        "split",
        "eqnarray",
        "gathered",
        "gather",
        "multline",
        "dcases",
        "equation",
    )
)
"""Environments whose cells are lines of displayed mathematics."""

CELLS: Final = 10_000
"""Most cells of one grid."""

_ENDS: Final = ("&", "\\\\", "\\cr", "\\end")
_RULE: Final = re.compile(r"\\(?:hline|toprule|midrule|bottomrule)")


def read_grid(parser: "DisplayParser", name: str) -> tuple[Box, str, str]:
    """Read an environment up to its end, and return it drawn, with the brackets around it."""
    left, aligns, right = GRIDS[name]
    if name in ("array", "tabular", "subarray"):
        parser.optional()
        aligns = _columns(parser.raw()) or aligns
    elif name == "alignedat":
        parser.raw()
    parser.depth += 1
    rows = read_rows(parser, (*_ENDS, "}") if name == "substack" else _ENDS)
    parser.depth -= 1
    if parser.ended == "\\end":
        parser.raw()
    boxes = [
        [_cell(parser, cell, name in ALIGNED and place > 0) for place, cell in enumerate(row)] for row in rows
    ]
    if name in ("aligned", "alignedat", "align", "split"):
        count = max(map(len, boxes))
        aligns = "rl" * (count // 2 + 1)
    return math_box.grid(boxes, aligns, 0 if name in ALIGNED else 2), left, right


def _cell(parser: "DisplayParser", atoms: list[Atom], follows: bool) -> Box:
    """Return a cell drawn; behind the mark of alignment a relation keeps its space, as after a letter."""
    return parser.row([Atom(""), *atoms] if follows and atoms else atoms)


def read_rows(parser: "DisplayParser", ends: tuple[str, ...]) -> list[list[list[Atom]]]:
    """Read the rows of cells up to the end of their environment."""
    rows: list[list[list[Atom]]] = [[]]
    for _ in range(CELLS):
        rows[-1].append(parser.sequence(ends))
        if parser.ended in ("\\\\", "\\cr"):
            _skip_length(parser)
            rows.append([])
        elif parser.ended != "&":
            break
    else:
        raise math_box.TooLargeError
    while len(rows) > 1 and not any(rows[-1]):
        rows.pop()
    return rows


def _skip_length(parser: "DisplayParser") -> None:
    """Take away the space between rows that may follow a row, and rules."""
    tokens = parser.tokens
    while tokens and (tokens[-1].isspace() or tokens[-1] == "*" or _RULE.fullmatch(tokens[-1])):
        tokens.pop()
    drop_length(tokens)
    while tokens and (tokens[-1].isspace() or _RULE.fullmatch(tokens[-1])):
        tokens.pop()


def _columns(spec: str) -> str:
    """Return the letters l, c, r of the columns of an array."""
    plain = re.sub(r"[@!]\{[^{}]*\}|[|\s]", "", spec)
    repeated = re.sub(r"\*\{(\d{1,2})\}\{([lcr]+)\}", lambda m: m[2] * int(m[1]), plain)
    return re.sub(r"[^lcr]", "", repeated)[:200]
