"""A reader of displayed mathematics: as the reader of inline mathematics, but what is high becomes a box.

A box stands among the atoms as one character from beyond the assigned ones, so that everything that joins, spaces
and marks atoms treats it as a letter; it is put in its place when a row is drawn.
"""

import re
from collections.abc import Sequence
from typing import Final

from reader.core import math_box
from reader.core.latex_command import DEPTH
from reader.core.latex_layout import arranged, layout, marked, root, scripted
from reader.core.latex_layout import fraction as flat_fraction
from reader.core.latex_parser import Parser
from reader.core.latex_symbol import Atom, Kind
from reader.core.math_box import EMPTY, Box, TooLargeError
from reader.core.math_grid import ALIGNED, GRIDS, read_grid

_FIRST: Final = 0xF0000
_MOST: Final = 20_000
_PLACE: Final = re.compile("[\U000f0000-\U000ffffd]")
_SUMS: Final = frozenset("∑∏∐⋂⋃⨁⨂⨀⨄⋁⋀⨆")
_INTEGRALS: Final = frozenset("∫∬∭∮⨍")
_LIMITS: Final = frozenset(
    (
        "lim",
        "max",
        "min",
        "sup",
        "inf",
        "lim sup",
        "lim inf",
        "arg max",
        "arg min",
        "Pr",
        "det",
        "gcd",
        "ess sup",
    )
)
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

Piece = tuple[Box, Kind]


class DisplayParser(Parser):
    """Reads one formula; `row` draws what was read. `TooLargeError` where that would not be readable."""

    def __init__(self, source: str) -> None:
        super().__init__(_PLACE.sub("\ufffd", source))
        self.boxes: list[Box] = []
        self.limit_words: set[str] = set()
        self.tags: list[str] = []
        self.flat = 0
        """How many scripts this place is in, where nothing is set in two dimensions."""
        self.small = 0
        """How many fractions and matrices this place is in, where limits stand beside their signs."""

    def kept(self, box: Box, kind: Kind = "ordinary") -> Atom:
        """Return the atom that stands for a box."""
        if box.height == 1:
            return Atom(box.rows[0], kind)
        if len(self.boxes) >= _MOST:
            raise TooLargeError
        self.boxes.append(box)
        return Atom(chr(_FIRST + len(self.boxes) - 1), kind)

    def drawn(self, text: str) -> Box:
        """Return text in which characters may stand for boxes as one box."""
        if not _PLACE.search(text):
            return math_box.line(text)
        parts: list[Box] = []
        start = 0
        for match in _PLACE.finditer(text):
            if match.start() > start:
                parts.append(math_box.line(text[start : match.start()]))
            parts.append(self.boxes[ord(match[0]) - _FIRST])
            start = match.end()
        if start < len(text):
            parts.append(math_box.line(text[start:]))
        return math_box.beside(parts)

    def pieces(self, atoms: Sequence[Atom], *, tight: bool = False) -> list[Piece]:
        """Return what is seen of atoms, brackets grown to what is between them."""
        found = arranged(atoms, tight=tight)
        drawn: list[Piece] = [(self.drawn(atom.text), atom.kind) for atom in found]
        opened: list[int] = []
        for place, atom in enumerate(found):
            if atom.kind == "open" and atom.text in math_box.TALL_BRACKETS:
                opened.append(place)
            elif atom.kind == "close" and opened and atom.text[:1] in math_box.TALL_BRACKETS:
                start = opened.pop()
                content = math_box.beside([box for box, _ in drawn[start + 1 : place]] or [EMPTY])
                if content.tall:
                    above, below = content.above, content.below
                    left = math_box.bracket(found[start].text, above, below)
                    drawn[start] = left, "open"
                    right = math_box.bracket(atom.text[0], above, below)
                    drawn[place] = self._exponent(right, atom.text[1:]), "close"
        return drawn

    def row(self, atoms: Sequence[Atom], *, tight: bool = False) -> Box:
        """Return atoms drawn in one row."""
        return math_box.beside([box for box, _ in self.pieces(atoms, tight=tight)] or [EMPTY])

    def atom(self, token: str, atoms: list[Atom]) -> None:
        """Append what one token, with the arguments that belong to it, stands for."""
        name = token[1:]
        if token[0] != "\\" or not name or not self._structure(name, atoms):
            super().atom(token, atoms)

    def script(self) -> list[Atom]:
        """Read the argument of a script, in which all is flat."""
        self.flat += 1
        found = self.argument()
        self.flat -= 1
        return found

    def attached(self, base: Atom, lower: list[Atom], upper: list[Atom], primes: str) -> Atom:
        """Return a base with its scripts: limits above and below, or high and low beside it."""
        low, high = self.row(lower, tight=True), self.row(upper, tight=True)
        plain = scripted(base, layout(lower, tight=True), layout(upper, tight=True), primes)
        if self.flat and not _PLACE.search(plain.text):
            return plain
        words = base.text in _LIMITS or base.text in self.limit_words
        if (base.text in _SUMS or words) and (lower or upper) and not primes:
            narrow = "^" not in plain.text and "_" not in plain.text and not _PLACE.search(plain.text)
            if self.small and narrow:
                return plain
            parts = [*([high] if upper else []), math_box.line(base.text), *([low] if lower else [])]
            return self.kept(math_box.stacked(parts, 1 if upper else 0), "function")
        under = low if lower else None
        if base.text in _INTEGRALS:
            if _is_small(plain.text):
                return plain
            return self.kept(math_box.integral(base.text, under, high if upper else None), "function")
        body = self.drawn(base.text + primes)
        if body.height == 1 and (_is_small(plain.text) or not upper):
            if low.height == 1 and "^" not in plain.text:
                return plain
        elif body.height == 1 and low.height == 1 and lower:
            # The lower one reads well beside its letter; only the upper one needs a line.
            body, under = self.drawn(scripted(base, layout(lower, tight=True), "", primes).text), None
        kind: Kind = "ordinary" if base.kind in ("fraction", "comma") else base.kind
        return self.kept(math_box.scripts(body, under, high if upper else None), kind)

    def infix(self, name: str, left: list[Atom], ends: tuple[str, ...]) -> Atom:
        """Read what follows \\over and its like."""
        self.depth += 1
        right = self.sequence(ends) if self.depth < DEPTH else []
        self.depth -= 1
        if name == "over":
            return self._fraction(left, right)
        return self._binomial(left, right)

    def _structure(self, name: str, atoms: list[Atom]) -> bool:
        """Append what a command builds that is higher than a line; False where it builds nothing."""
        if name == "left":
            self._fenced(atoms)
        elif name == "middle" and self.tokens and self.tokens[-1] in ("|", "\\vert", "\\mid"):
            self.tokens.pop()
            atoms.append(Atom(MIDDLE, "relation"))
        elif name in ("tag", "tag*"):
            if self.tokens and self.tokens[-1] == "*":
                self.tokens.pop()
            self.tags.append(layout(self.argument()))
        elif name == "substack" or (name == "begin" and self._environment_ahead() in GRIDS):
            self._grid(name, atoms)
        elif self.flat:
            return False
        elif name in _FRACTIONS or name in _FLAT_FRACTIONS:
            self.small += 1
            top = self.argument()
            bottom = self.argument()
            self.small -= 1
            atoms.append(self._fraction(top, bottom, flat=name in _FLAT_FRACTIONS))
        elif name in ("binom", "dbinom", "tbinom"):
            top = self.argument()
            atoms.append(self._binomial(top, self.argument()))
        elif name == "sqrt":
            atoms.append(self._root())
        else:
            return self._decoration(name, atoms)
        return True

    def _decoration(self, name: str, atoms: list[Atom]) -> bool:
        """Append what stands above or below something; False for another command."""
        if name in ("overset", "stackrel", "underset"):
            self.flat += 1
            note = self.row(self.argument(), tight=True)
            self.flat -= 1
            base = self.argument()
            if not base or not note.width:
                atoms.extend(base)
            else:
                below = name == "underset"
                parts = (self.row(base), note) if below else (note, self.row(base))
                box = math_box.stacked(parts, 0 if below else 1)
                atoms.append(self.kept(box, base[0].kind if len(base) == 1 else "ordinary"))
        elif name in _BRACES:
            atoms.append(self._braced(name))
        elif name in _ARROWS:
            atoms.append(self._arrow(name))
        elif name in ("overline", "underline", "bar"):
            atoms.append(self._ruled(name))
        elif name == "operatorname" and self.tokens and self.tokens[-1] == "*":
            super().atom("\\operatorname", atoms)
            self.limit_words.add(atoms[-1].text)
        elif name in _WIDE_SPACE:
            atoms.append(Atom(" " * _WIDE_SPACE[name], "comma"))
        else:
            return False
        return True

    def _fraction(self, top: list[Atom], bottom: list[Atom], *, flat: bool = False) -> Atom:
        above, below = self.row(top), self.row(bottom)
        if above.height == below.height == 1:
            plain = flat_fraction(top, bottom)
            if flat or self.flat or len(plain.text) == 1:
                return plain
        return self.kept(math_box.fraction(above, below), "fraction")

    def _binomial(self, top: list[Atom], bottom: list[Atom]) -> Atom:
        box = math_box.grid([[self.row(top)], [self.row(bottom)]], "c")
        return self.kept(self.fenced("(", box, ")"))

    def _root(self) -> Atom:
        degree = layout(self.optional(), tight=True)
        content = self.argument()
        box = self.row(content)
        return root(degree, content) if box.height == 1 else self.kept(math_box.root(box, degree))

    def _braced(self, name: str) -> Atom:
        content = self.row(self.argument())
        lower: list[Atom] = []
        upper: list[Atom] = []
        while self.tokens and self.tokens[-1] in ("_", "^"):
            (lower if self.tokens.pop() == "_" else upper).extend(self.script())
        left, middle, right = tuple(_BRACES[name])
        room = max(3, content.width) - 3
        brace = math_box.line(left + "─" * (room // 2) + middle + "─" * (room - room // 2) + right)
        if name.startswith("under"):
            parts, base = [content, brace, self.row(lower)], 0
        else:
            parts, base = [self.row(upper), brace, content], 2
        return self.kept(math_box.stacked(parts, base))

    def _arrow(self, name: str) -> Atom:
        self.flat += 1
        below = self.row(self.optional(), tight=True)
        above = self.row(self.argument(), tight=True)
        self.flat -= 1
        first, last = _ARROWS[name]
        stem = "═" if "═" in first else "─"
        length = max(above.width, below.width) + 1
        shaft = math_box.line(first + stem * length + last)
        parts = [above, shaft, below] if below.width else [above, shaft]
        return self.kept(math_box.stacked(parts, 1), "relation")

    def _ruled(self, name: str) -> Atom:
        """Set a line above or below something: a mark where that is a letter or two."""
        content = self.argument()
        box = self.row(content)
        flat = layout(content)
        if box.height == 1 and name != "underline":
            mark = marked(name, flat)
            if not mark.text.startswith(("bar(", "overline(")):
                return mark
        if name == "underline":
            return self.kept(math_box.stacked((box, math_box.line("‾" * box.width)), 0))
        rule = math_box.line("_" * box.width)
        return self.kept(math_box.stacked((rule, box), 1))

    def _grid(self, name: str, atoms: list[Atom]) -> None:
        environment = "substack"
        if name == "begin":
            environment = self.raw().rstrip("*")
        elif not self.tokens or self.tokens[-1] != "{":
            return
        else:
            self.tokens.pop()
        if self.depth >= DEPTH:
            return
        after = atoms[-1].kind if atoms else "ordinary"
        # Limits stand above and below in lines that are aligned, not in the cells of a matrix.
        self.small += environment not in ALIGNED
        box, left, right = read_grid(self, environment)
        self.small -= environment not in ALIGNED
        if left == "[" and environment in ("matrix", "array", "smallmatrix") and after in ("open", "bar"):
            left = right = ""
        atoms.append(self.kept(self.fenced(left, box, right)))

    def fenced(self, left: str, content: Box, right: str) -> Box:
        """Return a box between two brackets as high as it is; an empty one is not seen."""
        above, below = content.above, content.below
        parts = [math_box.bracket(left, above, below)] if left else []
        return math_box.beside([*parts, content, *([math_box.bracket(right, above, below)] if right else [])])

    def _fenced(self, atoms: list[Atom]) -> None:
        """Append what stands between \\left and \\right, with brackets as high as it is."""
        left = self._delimiter()
        if self.depth >= DEPTH:
            return
        self.depth += 1
        inside = self.sequence(("\\right",))
        self.depth -= 1
        right = self._delimiter() if self.ended else ""
        pieces = self.pieces(inside)
        content = math_box.beside([box for box, _ in pieces] or [EMPTY])
        if content.height > 1 and (content.tall or content.height > 2):
            grown = [
                (math_box.bracket("|", content.above, content.below) if box.rows == (MIDDLE,) else box)
                for box, _ in pieces
            ]
            atoms.append(self.kept(self.fenced(left, math_box.beside(grown), right), "ordinary"))
            return
        if left:
            atoms.append(Atom(left, "open"))
        atoms += [Atom("|", "relation") if atom.text == MIDDLE else atom for atom in inside]
        if right:
            atoms.append(Atom(right, "close"))

    def _delimiter(self) -> str:
        tokens = self.tokens
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
        super().atom(token, found)
        return layout(found)

    def _environment_ahead(self) -> str:
        """Return the name of the environment that begins here."""
        name = "".join(reversed(self.tokens[-14:]))
        match = re.match(r"\s*\{([A-Za-z]+)\*?\}", name)
        return match[1] if match else ""

    def _exponent(self, bracket: Box, text: str) -> Box:
        """Return a bracket that has grown, with the small characters that stood behind it."""
        if not text:
            return bracket
        if text[0] in "₀₁₂₃₄₅₆₇₈₉_ₐₑₕᵢⱼₖₗₘₙ":
            return math_box.scripts(bracket, math_box.line(text.removeprefix("_")), None)
        return math_box.scripts(bracket, None, math_box.line(text.removeprefix("^")))


def _is_small(text: str) -> bool:
    """Whether scripts found room in the line, and no box is needed."""
    return "^" not in text and "_" not in text and not _PLACE.search(text)
