"""A recursive reader of LaTeX mathematics, bounded in depth, that takes every token once."""

import re
from typing import Final

from reader.core.latex_alphabet import alphabet
from reader.core.latex_command import DEPTH, command
from reader.core.latex_layout import fraction, layout, scripted
from reader.core.latex_symbol import CHARACTERS, SILENT, SYMBOLS, Atom

_TOKEN: Final = re.compile(
    r"\\(?:[A-Za-z]+|.|$)|\d{1,3}(?:,\d{3})+(?![\d,])|\d+(?:\.\d+)?|[A-Za-z]+|\s+|:=|<=|>=|!=|->|<<|>>|\.\.\.|'+|.",
    re.DOTALL,
)
_SPACE: Final = Atom(" ", "space")
_INFIX: Final = frozenset(("over", "choose", "atop", "brace", "brack"))


class Parser:
    """A recursive reader of one formula; every method takes tokens from the front and gives atoms."""

    def __init__(self, source: str) -> None:
        self.tokens: list[str] = _TOKEN.findall(source)
        self.tokens.reverse()
        self.depth = 0
        self.font = ""
        self.ended = ""
        """The token at which the last sequence ended; empty at the end of the formula."""

    def sequence(self, ends: tuple[str, ...]) -> list[Atom]:
        """Read atoms up to one of the ending tokens, which is taken, or to the end of the formula."""
        tokens, font = self.tokens, self.font
        atoms: list[Atom] = []
        ended = ""
        while tokens:
            token = tokens.pop()
            if token in ends:
                ended = token
                break
            if token in ("_", "^") or token[0] == "'":
                tokens.append(token)
                self.scripts(atoms)
            elif token[1:] in _INFIX and token[0] == "\\":
                atoms = [self.infix(token[1:], atoms, ends)]
                ended = self.ended
                break
            else:
                self.atom(token, atoms)
        self.font, self.ended = font, ended
        return atoms

    def atom(self, token: str, atoms: list[Atom]) -> None:
        """Append what one token, with the arguments that belong to it, stands for."""
        first = token[0]
        if first == "\\":
            command(self, token[1:], atoms)
        elif first == "{":
            if self.depth < DEPTH:
                group = self._group()
                # TeX takes the space from around a sign that stands alone in braces: 1{,}000.
                neutral = len(group) == 1 and group[0].kind in ("comma", "binary", "relation")
                atoms.extend((Atom(group[0].text),) if neutral else group)
        elif first.isspace():
            self._blank(atoms)
        elif token in CHARACTERS:
            atoms.append(CHARACTERS[token])
        elif token == "~" or token == "&":
            atoms.append(_SPACE)
        elif token not in ("}", "$"):
            atoms.append(self._letters(token))

    def _letters(self, token: str) -> Atom:
        atom = SYMBOLS.get(token) if len(token) > 2 else None
        if atom is not None and atom.kind == "function" and not self.font:
            return atom
        return Atom(token.translate(alphabet(self.font)) if self.font else token)

    def _blank(self, atoms: list[Atom]) -> None:
        """Keep the blank beside a word; between the letters of a formula it means nothing."""
        if atoms and self.tokens and atoms[-1].kind != "function":
            before, after = atoms[-1].text, self.tokens[-1]
            word_before = len(before) > 1 and before.isalpha() and before.isascii()
            word_after = len(after) > 2 and after.isalpha()
            command = len(after) > 2 and after[0] == "\\" and after[1:] not in SILENT
            if (word_before and (after.isalnum() or command)) or (word_after and before[-1:].isalnum()):
                atoms.append(_SPACE)
            elif after == ":" and len(self.tokens) > 1 and self.tokens[-2].isspace():
                self.tokens.pop()
                atoms.append(Atom(":", "relation"))
            elif after == "|" and len(self.tokens) > 1 and self.tokens[-2].isspace() and _even_bars(atoms):
                self.tokens.pop()
                atoms.append(Atom("|", "relation"))

    def _group(self) -> list[Atom]:
        self.depth += 1
        atoms = self.sequence(("}",))
        self.depth -= 1
        return atoms

    def argument(self) -> list[Atom]:
        """Read one argument: a group, a command with its own arguments, or a single character."""
        tokens = self.tokens
        while tokens and tokens[-1].isspace():
            tokens.pop()
        if not tokens or tokens[-1] in ("}", "&") or self.depth >= DEPTH:
            return []
        token = tokens.pop()
        if token == "{":
            return self._group()
        if token[0] != "\\" and len(token) > 1:
            tokens.append(token[1:])
            token = token[0]
        atoms: list[Atom] = []
        self.depth += 1
        self.atom(token, atoms)
        self.depth -= 1
        return atoms

    def optional(self) -> list[Atom]:
        """Read an argument in square brackets, empty where there is none."""
        if not self.tokens or self.tokens[-1] != "[" or self.depth >= DEPTH:
            return []
        self.tokens.pop()
        self.depth += 1
        atoms = self.sequence(("]",))
        self.depth -= 1
        return atoms

    def raw(self) -> str:
        """Read an argument as the text that it is, without its braces."""
        tokens = self.tokens
        while tokens and tokens[-1].isspace():
            tokens.pop()
        if not tokens or tokens[-1] == "}":
            return ""
        if tokens[-1] != "{":
            return tokens.pop()
        parts: list[str] = []
        level = 0
        while tokens:
            token = tokens.pop()
            level += (token == "{") - (token == "}")
            if level == 0:
                break
            parts.append(token)
        return "".join(parts[1:])

    def text(self) -> list[Atom]:
        """Read an argument as words: blanks and hyphens stay, and mathematics between dollars is read as such."""
        tokens = self.tokens
        while tokens and tokens[-1].isspace():
            tokens.pop()
        if not tokens or tokens[-1] != "{" or self.depth >= DEPTH:
            return self.argument()
        tokens.pop()
        self.depth += 1
        parts: list[str] = []
        while tokens:
            token = tokens.pop()
            if token == "}":
                break
            if token == "$":
                parts.append(layout(self.sequence(("$", "}"))))
            elif token[0] == "\\" or token == "{":
                atoms: list[Atom] = []
                self.atom(token, atoms)
                parts.append(layout(atoms) or " " * any(atom.kind == "space" for atom in atoms))
            elif token[0].isspace() or token == "~":
                parts.append(" ")
            else:
                parts.append(token)
        self.depth -= 1
        text = "".join(parts)
        atoms = [Atom(" ".join(text.split()), "ordinary", True)] if text.strip() else []
        return [_SPACE] * text[:1].isspace() + atoms + [_SPACE] * text[-1:].isspace()

    def scripts(self, atoms: list[Atom]) -> None:
        """Set the subscripts, superscripts and primes at the front on the last atom."""
        lower: list[Atom] = []
        upper: list[Atom] = []
        primes = 0
        while self.tokens:
            token = self.tokens[-1]
            if token == "_":
                self.tokens.pop()
                lower += self.script()
            elif token == "^":
                self.tokens.pop()
                upper += self.script()
            elif token[0] == "'":
                self.tokens.pop()
                primes += len(token)
            elif token in ("\\limits", "\\nolimits") or (
                token.isspace() and self.tokens[-2:-1] in (["_"], ["^"])
            ):
                self.tokens.pop()
            else:
                break
        base = atoms.pop() if atoms and atoms[-1].kind != "space" else Atom("")
        atoms.append(self.attached(base, lower, upper, "′" * primes))

    def attached(self, base: Atom, lower: list[Atom], upper: list[Atom], primes: str) -> Atom:
        """Return a base with its scripts."""
        return scripted(base, layout(lower, tight=True), layout(upper, tight=True), primes)

    def script(self) -> list[Atom]:
        """Read the argument of a subscript or superscript."""
        return self.argument()

    def infix(self, name: str, left: list[Atom], ends: tuple[str, ...]) -> Atom:
        """Return what \\over or its like makes of what stands before it and what follows."""
        self.depth += 1
        right = self.sequence(ends) if self.depth < DEPTH else []
        self.depth -= 1
        if name == "over":
            return fraction(left, right)
        return Atom(f"({layout(left)} choose {layout(right)})")


def _even_bars(atoms: list[Atom]) -> bool:
    """Whether every vertical bar has its partner, so that the next one with blanks around it says "such that"."""
    return sum(atom.text == "|" for atom in atoms[-30:]) % 2 == 0
