"""A reader of displayed mathematics: as the reader of inline mathematics, but what is high becomes a box.

A box stands among the atoms as one character from beyond the assigned ones, so that everything that joins, spaces
and marks atoms treats it as a letter; it is put in its place when a row is drawn.
"""

import re
from collections.abc import Sequence
from typing import Final

from reader.core import math_box
from reader.core.latex_command import DEPTH
from reader.core.latex_layout import arranged, layout, scripted
from reader.core.latex_parser import Parser
from reader.core.latex_symbol import Atom, Kind
from reader.core.math_box import EMPTY, Box, TooLargeError
from reader.core.math_command import set_binomial, set_fraction, structure

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

Piece = tuple[Box, Kind]


class DisplayParser(Parser):
    """Reads one formula; `row` draws what was read. `TooLargeError` where that would not be readable."""

    def __init__(self, source: str) -> None:
        super().__init__(_PLACE.sub("\ufffd", source))
        self.boxes: list[Box] = []
        self.limit_words: set[str] = set()
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

    def in_line(self, text: str) -> str:
        """Return text in which characters may stand for boxes, where it is one line; else nothing."""
        box = self.drawn(text)
        return box.rows[0] if box.height == 1 else ""

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
        if token[0] != "\\" or not name or not structure(self, name, atoms):
            super().atom(token, atoms)

    def plain_atom(self, token: str, atoms: list[Atom]) -> None:
        """Append what one token stands for in one line."""
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
            return set_fraction(self, left, right)
        return set_binomial(self, left, right)

    def fenced(self, left: str, content: Box, right: str) -> Box:
        """Return a box between two brackets as high as it is; an empty one is not seen."""
        above, below = content.above, content.below
        parts = [math_box.bracket(left, above, below)] if left else []
        return math_box.beside([*parts, content, *([math_box.bracket(right, above, below)] if right else [])])

    def _exponent(self, bracket: Box, text: str) -> Box:
        """Return a bracket that has grown, with the small characters that stood behind it."""
        if not text:
            return bracket
        if text[0] in "₀₁₂₃₄₅₆₇₈₉_ₐₑₕᵢⱼₖₗₘₙ":
            return math_box.scripts(bracket, self.drawn(text.removeprefix("_")), None)
        return math_box.scripts(bracket, None, self.drawn(text.removeprefix("^")))


def _is_small(text: str) -> bool:
    """Whether scripts found room in the line, and no box is needed."""
    return "^" not in text and "_" not in text and not _PLACE.search(text)
