"""The setting of a formula in one line: space between atoms, scripts, fractions, roots and accents."""

import re
import unicodedata
from collections.abc import Sequence
from typing import Final

from reader.core.latex_alphabet import MARKS, SUBSCRIPTS, SUPERSCRIPTS, VULGAR
from reader.core.latex_symbol import Atom, Kind

MINUS: Final = "−"
SPACE: Final = Atom(" ", "space")
_OPERAND: Final = frozenset(("ordinary", "close", "fraction", "bar"))
_WIDE: Final = frozenset(("function", "fraction"))
_SHORT_RELATION: Final = frozenset("∼≈<>≤≥≲≳⩽⩾≃=≠≪≫")
_HIGH: Final = frozenset(map(chr, SUPERSCRIPTS.values()))
_LOW: Final = frozenset(map(chr, SUBSCRIPTS.values()))
_ORDINAL: Final = frozenset(("th", "st", "nd", "rd"))
_WORD: Final = re.compile(r"[A-Za-z]{3,}")
_INDEX: Final = re.compile(r"(?!min|lim|kin|nil)[i-n]{3}|[p-t]{3}")
_LENGTH: Final = re.compile(r"\[\s*-?[\d.]+\s*(?:pt|em|ex|mm|cm|in|\\jot)?\s*\]")
_NUMBER: Final = re.compile(r"\d+(?:\.\d+)?")


def layout(atoms: Sequence[Atom], *, tight: bool = False) -> str:
    """Join atoms with the space that their roles ask for; `tight` as inside a script."""
    return "".join([atom.text for atom in arranged(atoms, tight=tight)])


def arranged(atoms: Sequence[Atom], *, tight: bool = False) -> list[Atom]:
    """Return the atoms that are seen, with a space between two where their roles ask for it."""
    parts: list[Atom] = []
    before: Atom | None = None
    pending = unary = False
    barred = False
    for index, atom in enumerate(atoms):
        kind = atom.kind
        if kind == "space":
            pending = not tight or pending
            continue
        if kind == "bar":
            kind, barred = _side(before, barred)
        text = atom.text
        lone = False
        if kind == "binary":
            after = _following(atoms, index)
            ends = before is None or before.kind not in _OPERAND or after is None
            lone = ends or (after is not None and after.kind in ("relation", "comma", "close", "binary"))
            if text == MINUS and (after is None or _hyphen(atoms, index)):
                text, lone = "-", True
        if before is not None:
            space = _space(before, atom, kind, lone, unary, tight)
            if space or (pending and before.kind != "open" and kind not in ("close", "comma")):
                parts.append(SPACE)
        divided = kind == "fraction" and "/" in text and before is not None and before.text == "/"
        parts.append(Atom(f"({text})" if divided else text, kind))
        if kind == "relation":
            unary = before is None and text in _SHORT_RELATION
        elif kind == "binary":
            unary = lone
        else:
            unary = False
        before = atom if kind == atom.kind else Atom(text, kind)
        pending = False
    return parts


def _space(before: Atom, atom: Atom, kind: Kind, lone: bool, unary: bool, tight: bool) -> bool:
    last = before.kind
    if last == "open" or kind in ("close", "comma"):
        return False
    if last in ("relation", "binary"):
        return not unary and (not tight or before.text == "mod")
    if kind == "relation":
        return not tight
    if last == "comma":
        return not tight
    if kind == "binary":
        return (not lone and not tight) or atom.text == "mod"
    if last == "function":
        return kind != "open" or atom.kind == "bar"
    if before.text == "/":
        return False
    if kind in _WIDE or (last == "fraction" and kind in ("ordinary", "open")):
        return True
    if before.loose and atom.text[:1].isalnum() and not before.text.endswith("-"):
        return True
    word = atom.loose and len(atom.text) > 1 and atom.text[:2].isalpha() and atom.text not in _ORDINAL
    return word and before.text[-1:].isalnum()


def _side(before: Atom | None, barred: bool) -> tuple[Kind, bool]:
    """Tell what a vertical bar does here, and whether one stays open after it."""
    if before is None or before.kind not in _OPERAND:
        return "open", True
    return ("close", False) if barred else ("ordinary", False)


def _following(atoms: Sequence[Atom], index: int) -> Atom | None:
    for atom in atoms[index + 1 : index + 4]:
        if atom.kind != "space":
            return atom
    return None


def _hyphen(atoms: Sequence[Atom], index: int) -> bool:
    """Whether the minus sign at the index joins two words, as in log-likelihood."""
    before, after = atoms[index - 1].text, atoms[index + 1].text
    return (
        index > 0
        and len(before) > 1
        and len(after) > 1
        and before.isalpha()
        and after.isalpha()
        and (len(before) > 2 or len(after) > 2)
    )


def drop_length(tokens: list[str]) -> None:
    r"""Take away the space that is asked for below a row, as in `\\[2pt]`; the next token is the last one."""
    if tokens and tokens[-1] == "[" and (match := _LENGTH.match("".join(reversed(tokens[-12:])))):
        left = len(match[0])
        while left > 0:
            left -= len(tokens.pop())


def row_break(atoms: list[Atom]) -> None:
    """End a row of a matrix or of aligned lines."""
    while atoms and (atoms[-1].kind == "space" or atoms[-1].text == ","):
        atoms.pop()
    if atoms and atoms[-1].kind not in ("comma", "open"):
        atoms.append(Atom(";", "comma"))


def _script(text: str, table: dict[int, int], *, low: bool) -> str | None:
    """Return the text in small raised or lowered characters, or None where they lack or would not read well."""
    if not text or len(text) > 8 or (_WORD.search(text) and not _INDEX.fullmatch(text)):
        return None
    small = text.replace(" ", "")
    plain = small.replace(",", "") if low else small
    if "." in plain:
        if not _NUMBER.fullmatch(plain.strip(f"+{MINUS}-")):
            return None
        plain = plain.replace(".", "")
    if not plain or not all(ord(character) in table for character in plain):
        return None
    return small.translate(table).replace(".", "." if low else "·")


def _raised(text: str) -> str:
    if all(character in "′*∘°†‡⋆" for character in text):
        return text.replace("∘", "°")
    if text == "⊤":
        return "ᵀ"
    return _script(text, SUPERSCRIPTS, low=False) or "^" + _bracketed(text, _LOW)


def _lowered(text: str) -> str:
    return _script(text, SUBSCRIPTS, low=True) or "_" + _bracketed(text, _HIGH)


def _bracketed(text: str, misleading: frozenset[str]) -> str:
    word = unicodedata.normalize("NFD", text)
    single = all(c.isalnum() or unicodedata.combining(c) or c == "." for c in word) or len(text) == 1
    single = single and misleading.isdisjoint(text)
    return text if single or (text[0] == "(" and text.find(")") == len(text) - 1) else f"({text})"


def scripted(base: Atom, below: str, above: str, primes: str) -> Atom:
    """Set scripts on an atom: below, above, and primes next to it."""
    text = base.text
    if base.kind == "fraction" and (above or primes) and "/" in text:
        text = f"({text})"
    low = _lowered(below) if below else ""
    high = _raised(above) if above else ""
    high_first = low.startswith("_") and (not high.startswith("^") or len(high) < len(low))
    text += primes.replace("′′′", "‴").replace("′′", "″") + (high + low if high_first else low + high)
    kind = "ordinary" if base.kind in ("fraction", "comma") else base.kind
    loose = (low + high)[:1] in ("_", "^") or "^" in high or base.loose
    return Atom(text, kind, loose)


def marked(name: str, text: str) -> Atom:
    """Set an accent on one character, or name it where there are more."""
    mark = MARKS[name]
    if not text:
        return Atom("")
    head = {"ı": "i", "ȷ": "j"}.get(text[0], text[0])
    if len(text) == 1 or (len(text) > 1 and not text[1].isalnum() and text[1] not in "([ +−-/,"):
        return Atom(unicodedata.normalize("NFC", head + mark) + text[1:])
    if name in ("underline", "underbar", "b"):
        return Atom(text)
    if text.isalnum() and len(text) < 4:
        line = "\u0305" if name in ("overline", "bar") else mark
        return Atom("".join(c + line for c in text) if line == "\u0305" else text[:-1] + text[-1] + mark)
    label = {"overline": "bar", "widehat": "hat", "widetilde": "tilde", "overrightarrow": "vec"}.get(
        name, name
    )
    return Atom(f"{label}({text})")


def root(degree: str, content: Sequence[Atom]) -> Atom:
    """Set a root: √n, √(n + 1), ∛x."""
    text = layout(content)
    sign = {"": "√", "2": "√", "3": "∛", "4": "∜"}.get(degree)
    if sign is None:
        sign = (_script(degree, SUPERSCRIPTS, low=False) or f"({degree})") + "√"
    simple = len(content) == 1 and content[0].kind == "ordinary" and " " not in text and "/" not in text
    wrapped = text.startswith("(") and text.find(")") == len(text) - 1
    return Atom(sign + (text if simple or wrapped else f"({text})"), "ordinary", True)


def fraction(top: Sequence[Atom], bottom: Sequence[Atom]) -> Atom:
    """Set a fraction as a/b, with brackets only where they are needed."""
    above, below = layout(top), layout(bottom)
    text = f"{above}/{below}"
    if text in VULGAR:
        return Atom(VULGAR[text], "fraction")
    if not _plain_product(top):
        above = f"({above})"
    if not _single(bottom, below):
        below = f"({below})"
    return Atom(f"{above}/{below}", "fraction")


def _plain_product(atoms: Sequence[Atom]) -> bool:
    """Whether a numerator needs no brackets: no sum, comparison or further fraction at its top level."""
    level = 0
    for index, atom in enumerate(atoms):
        level += (atom.kind == "open") - (atom.kind == "close")
        loose = (
            atom.kind in ("binary", "relation", "fraction", "function", "comma", "space") or " " in atom.text
        )
        if level == 0 and loose and not (index == 0 and atom.kind == "binary"):
            return False
    return True


def _single(atoms: Sequence[Atom], text: str) -> bool:
    """Whether a denominator is one thing: a number, a letter with scripts, a bracket, |x|, dx, log n or f(x)."""
    kinds = [atom.kind for atom in atoms]
    if not atoms:
        return True
    if len(atoms) == 1:
        word = atoms[0].text
        return kinds[0] in ("ordinary", "function") and not (
            word.isalpha() and word.isascii() and 1 < len(word) < 3 and word[0] != "d"
        )
    if len(atoms) == 2:
        return (kinds[0] == "function" and kinds[1] == "ordinary") or (
            text[0] in "d∂" and kinds[1] == "ordinary"
        )
    if kinds[0] in ("open", "bar"):
        inner = kinds[1:-1]
        return kinds[-1] in ("close", "bar") and not {"open", "close", "bar"}.intersection(inner)
    if kinds[1] == "open" and kinds[0] in ("ordinary", "function") and kinds[-1] == "close":
        return not {"open", "close"}.intersection(kinds[2:-1])
    return False
