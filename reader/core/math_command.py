"""The commands of displayed mathematics that build something higher than a line."""

import re
from typing import TYPE_CHECKING, Final

from reader.core import math_box
from reader.core.latex_command import DEPTH
from reader.core.latex_layout import fraction as flat_fraction
from reader.core.latex_layout import layout, marked, root
from reader.core.latex_symbol import Atom
from reader.core.math_box import EMPTY
from reader.core.math_grid import ALIGNED, GRIDS, read_grid

if TYPE_CHECKING:
    from reader.core.math_parser import DisplayParser

_FRACTIONS: Final = frozenset(("frac", "dfrac", "cfrac"))
_FLAT_FRACTIONS: Final = frozenset(("tfrac", "nicefrac", "sfrac", "flatfrac"))
_BRACES: Final = {
    "underbrace": "╰┬╯",
    "overbrace": "╭┴╮",
    "underbracket": "└┬┘",
    "overbracket": "┌┴┐",
}
_ARROWS: Final = {
    "xrightarrow": ("─", "→"),
    "xlongrightarrow": ("─", "→"),
    "xhookrightarrow": ("─", "↪"),
    "xmapsto": ("─", "↦"),
    "xleftarrow": ("←", "─"),
    "xRightarrow": ("═", "⇒"),
    "xleftrightarrow": ("←", "→"),
}
_WIDE_SPACE: Final = {"quad": 2, "qquad": 4}
MIDDLE: Final = "│"
"""A bar after \\middle, which grows with the brackets around it."""


def structure(parser: "DisplayParser", name: str, atoms: list[Atom]) -> bool:
    """Append what a command builds that is higher than a line; False where it builds nothing."""
    if name == "left":
        _fenced(parser, atoms)
    elif name == "middle" and parser.tokens and parser.tokens[-1] in ("|", "\\vert", "\\mid"):
        parser.tokens.pop()
        atoms.append(Atom(MIDDLE, "relation"))
    elif name in ("tag", "tag*"):
        if parser.tokens and parser.tokens[-1] == "*":
            parser.tokens.pop()
        parser.raw()  # it stands at the margin
    elif name == "substack" or (name == "begin" and _environment_ahead(parser) in GRIDS):
        _grid(parser, name, atoms)
    elif parser.flat:
        return False
    elif name in _FRACTIONS or name in _FLAT_FRACTIONS:
        parser.small += 1
        top = parser.argument()
        bottom = parser.argument()
        parser.small -= 1
        atoms.append(set_fraction(parser, top, bottom, flat=name in _FLAT_FRACTIONS))
    elif name in ("binom", "dbinom", "tbinom"):
        top = parser.argument()
        atoms.append(set_binomial(parser, top, parser.argument()))
    elif name == "sqrt":
        atoms.append(_root(parser))
    else:
        return _decoration(parser, name, atoms)
    return True


def _decoration(parser: "DisplayParser", name: str, atoms: list[Atom]) -> bool:
    """Append what stands above or below something; False for another command."""
    if name in ("overset", "stackrel", "underset"):
        parser.flat += 1
        note = parser.row(parser.argument(), tight=True)
        parser.flat -= 1
        base = parser.argument()
        if not base or not note.width:
            atoms.extend(base)
        else:
            below = name == "underset"
            parts = (parser.row(base), note) if below else (note, parser.row(base))
            box = math_box.stacked(parts, 0 if below else 1)
            atoms.append(parser.kept(box, base[0].kind if len(base) == 1 else "ordinary"))
    elif name in _BRACES:
        atoms.append(_braced(parser, name))
    elif name in _ARROWS:
        atoms.append(_arrow(parser, name))
    elif name in ("overline", "underline", "bar"):
        atoms.append(_ruled(parser, name))
    elif name == "operatorname" and parser.tokens and parser.tokens[-1] == "*":
        parser.plain_atom("\\operatorname", atoms)
        parser.limit_words.add(atoms[-1].text)
    elif name in _WIDE_SPACE:
        atoms.append(Atom(" " * _WIDE_SPACE[name], "comma"))
    else:
        return False
    return True


def set_fraction(parser: "DisplayParser", top: list[Atom], bottom: list[Atom], *, flat: bool = False) -> Atom:
    """Return a fraction; a `flat` one is in one line if its parts are."""
    above, below = parser.row(top), parser.row(bottom)
    if above.height == below.height == 1:
        plain = flat_fraction(top, bottom)
        if flat or parser.flat or len(plain.text) == 1:
            return plain
    return parser.kept(math_box.fraction(above, below), "fraction")


def set_binomial(parser: "DisplayParser", top: list[Atom], bottom: list[Atom]) -> Atom:
    """Return one thing above another between brackets."""
    box = math_box.grid([[parser.row(top)], [parser.row(bottom)]], "c")
    return parser.kept(parser.fenced("(", box, ")"))


def _root(parser: "DisplayParser") -> Atom:
    parser.flat += 1
    degree = parser.in_line(layout(parser.optional(), tight=True))
    parser.flat -= 1
    content = parser.argument()
    box = parser.row(content)
    return root(degree, content) if box.height == 1 else parser.kept(math_box.root(box, degree))


def _braced(parser: "DisplayParser", name: str) -> Atom:
    content = parser.row(parser.argument())
    lower: list[Atom] = []
    upper: list[Atom] = []
    while parser.tokens and parser.tokens[-1] in ("_", "^"):
        (lower if parser.tokens.pop() == "_" else upper).extend(parser.script())
    left, middle, right = tuple(_BRACES[name])
    room = max(3, content.width) - 3
    brace = math_box.line(left + "─" * (room // 2) + middle + "─" * (room - room // 2) + right)
    if name.startswith("under"):
        parts, base = [content, brace, parser.row(lower)], 0
    else:
        parts, base = [parser.row(upper), brace, content], 2
    return parser.kept(math_box.stacked(parts, base))


def _arrow(parser: "DisplayParser", name: str) -> Atom:
    parser.flat += 1
    below = parser.row(parser.optional(), tight=True)
    above = parser.row(parser.argument(), tight=True)
    parser.flat -= 1
    first, last = _ARROWS[name]
    stem = "═" if "═" in first else "─"
    length = max(above.width, below.width) + 1
    shaft = math_box.line(first + stem * length + last)
    parts = [above, shaft, below] if below.width else [above, shaft]
    return parser.kept(math_box.stacked(parts, 1), "relation")


def _ruled(parser: "DisplayParser", name: str) -> Atom:
    """Set a line above or below something: a mark where that is a letter or two."""
    content = parser.argument()
    box = parser.row(content)
    flat = layout(content)
    if box.height == 1 and name != "underline":
        mark = marked(name, flat)
        if not mark.text.startswith(("bar(", "overline(")):
            return mark
    if name == "underline":
        return parser.kept(math_box.stacked((box, math_box.line("‾" * box.width)), 0))
    rule = math_box.line("_" * box.width)
    return parser.kept(math_box.stacked((rule, box), 1))


def _grid(parser: "DisplayParser", name: str, atoms: list[Atom]) -> None:
    environment = "substack"
    if name == "begin":
        environment = parser.raw().rstrip("*")
    elif not parser.tokens or parser.tokens[-1] != "{":
        return
    else:
        parser.tokens.pop()
    if parser.depth >= DEPTH:
        return
    after = atoms[-1].kind if atoms else "ordinary"
    # Limits stand above and below in lines that are aligned, not in the cells of a matrix.
    parser.small += environment not in ALIGNED
    box, left, right = read_grid(parser, environment)
    parser.small -= environment not in ALIGNED
    if left == "[" and environment in ("matrix", "array", "smallmatrix") and after in ("open", "bar"):
        left = right = ""
    atoms.append(parser.kept(parser.fenced(left, box, right)))


def _fenced(parser: "DisplayParser", atoms: list[Atom]) -> None:
    """Append what stands between \\left and \\right, with brackets as high as it is."""
    left = _delimiter(parser)
    if parser.depth >= DEPTH:
        return
    parser.depth += 1
    inside = parser.sequence(("\\right",))
    parser.depth -= 1
    right = _delimiter(parser) if parser.ended else ""
    pieces = parser.pieces(inside)
    content = math_box.beside([box for box, _ in pieces] or [EMPTY])
    if content.height > 1 and (content.tall or content.height > 2):
        grown = [
            (math_box.bracket("|", content.above, content.below) if box.rows == (MIDDLE,) else box)
            for box, _ in pieces
        ]
        atoms.append(parser.kept(parser.fenced(left, math_box.beside(grown), right), "ordinary"))
        return
    if left:
        atoms.append(Atom(left, "open"))
    atoms += [Atom("|", "relation") if atom.text == MIDDLE else atom for atom in inside]
    if right:
        atoms.append(Atom(right, "close"))


def _delimiter(parser: "DisplayParser") -> str:
    tokens = parser.tokens
    while tokens and tokens[-1].isspace():
        tokens.pop()
    if not tokens or tokens[-1] in ("{", "}", "&"):
        return ""
    token = tokens.pop()
    if token[0] in ".<>|/":
        if len(token) > 1:
            tokens.append(token[1:])
        return {"<": "⟨", ">": "⟩", ".": ""}.get(token[0], token[0])
    found: list[Atom] = []
    parser.plain_atom(token, found)
    return parser.in_line(layout(found))


def _environment_ahead(parser: "DisplayParser") -> str:
    """Return the name of the environment that begins here."""
    name = "".join(reversed(parser.tokens[-14:]))
    match = re.match(r"\s*\{([A-Za-z]+)\*?\}", name)
    return match[1] if match else ""
