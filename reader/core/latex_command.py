"""The commands of LaTeX mathematics, each turned into atoms with the arguments that it takes."""

import re
import unicodedata
from typing import TYPE_CHECKING, Final

from reader.core.latex_alphabet import ALPHABETS, MARKS, SWITCHES, alphabet
from reader.core.latex_layout import MINUS, drop_length, fraction, layout, marked, root, row_break, scripted
from reader.core.latex_symbol import HIDDEN_ARGUMENT, SILENT, SYMBOLS, Atom

if TYPE_CHECKING:
    from reader.core.latex_parser import Parser

DEPTH: Final = 40
_SPACE: Final = Atom(" ", "space")
_TEXT: Final = frozenset(
    (
        "text",
        "textrm",
        "textnormal",
        "mbox",
        "hbox",
        "textit",
        "emph",
        "textsl",
        "textsc",
        "textmd",
        "intertext",
    )
)
_BRACKETS: Final = {
    "matrix": ("[", "]"),
    "pmatrix": ("(", ")"),
    "bmatrix": ("[", "]"),
    "vmatrix": ("|", "|"),
    "Vmatrix": ("‖", "‖"),
    "smallmatrix": ("[", "]"),
    "cases": ("{", "}"),
    "dcases": ("{", "}"),
    "array": ("[", "]"),
}
# The names that authors commonly give to letters of their own: \\bbR, \\IR, \\cF, \\calF, \\mcB, \\frakg.
_OWN: Final = re.compile(r"(?:(bb|mb|I)|(c|cal|ccal|mc|dcal|scr)|(frak|mf))([A-Z])")
_ARROWS: Final = {
    "xrightarrow": "—{}→",
    "xlongrightarrow": "—{}→",
    "xhookrightarrow": "—{}↪",
    "xmapsto": "—{}↦",
    "xleftarrow": "←{}—",
    "xleftrightarrow": "←{}→",
    "xRightarrow": "={}⇒",
}


def command(parser: "Parser", name: str, atoms: list[Atom]) -> None:
    """Append what a command, given without its backslash, stands for together with its arguments."""
    if name == "\\":
        if parser.tokens[-1:] == ["*"]:
            parser.tokens.pop()
        drop_length(parser.tokens)
        row_break(atoms)
    elif (
        name == "_"
        and parser.tokens
        and (parser.tokens[-1].isalnum() or parser.tokens[-1] == "{")
        and not parser.font
    ):
        parser.tokens.append("_")  # some archives escape the underscore of a subscript
        parser.scripts(atoms)
    elif name == "not" and parser.tokens:
        following = parser.argument()
        text = layout(following)
        slashed = unicodedata.normalize("NFC", text + MARKS["not"]) if text else ""
        atoms.append(Atom(slashed, following[0].kind if following else "ordinary"))
    elif name in ("begin", "end"):
        _environment(parser, name, atoms)
    elif name in SILENT:
        if name in ("left", "right", "middle"):
            _delimiter(parser, name, atoms)
    elif name in ALPHABETS:
        _set_alphabet(parser, name, atoms)
    elif name in MARKS and (len(name) > 1 or not name.isalpha()):
        atoms.append(marked(name, layout(parser.argument())))
    elif name in SYMBOLS:
        atom = SYMBOLS[name]
        atoms.append(
            Atom(atom.text.translate(alphabet("bold")), atom.kind) if parser.font == "bold" else atom
        )
    elif name in _TEXT:
        atoms.extend(parser.text())
    elif name in HIDDEN_ARGUMENT:
        if not parser.raw().lstrip().startswith("-") and "space" in name:
            atoms.append(_SPACE)
    else:
        _structure(parser, name, atoms)


def _delimiter(parser: "Parser", name: str, atoms: list[Atom]) -> None:
    """Read the delimiter after \\left or \\right, where a full stop is none and < is a bracket."""
    while parser.tokens and parser.tokens[-1].isspace():
        parser.tokens.pop()
    if not parser.tokens or parser.tokens[-1] in ("{", "}"):
        return
    token = parser.tokens.pop()
    if token[0] not in ".<>|/":
        parser.atom(token, atoms)
        return
    if len(token) > 1:
        parser.tokens.append(token[1:])
    text = {"<": "⟨", ">": "⟩", ".": ""}.get(token[0], token[0])
    kinds = {"left": "open", "right": "close", "middle": "relation"}
    if text:
        atoms.append(Atom(text, kinds[name]))  # type: ignore[arg-type]


def _set_alphabet(parser: "Parser", name: str, atoms: list[Atom]) -> None:
    font = ALPHABETS[name]
    if name in SWITCHES:
        parser.font = "" if font in ("sans", "typewriter") else font
        return
    outer, parser.font = parser.font, font
    content = parser.argument()
    parser.font = outer
    if len(content) != 1:
        content = [Atom(layout(content))]
    plain = unicodedata.normalize("NFKC", content[0].text)
    if (
        len(plain) > (2 if font == "bold" else 1)
        and font in ("sans", "typewriter", "bold")
        and plain.isalpha()
    ):
        content = [Atom(plain, content[0].kind, content[0].loose)]
    atoms.extend(content)


def _structure(parser: "Parser", name: str, atoms: list[Atom]) -> None:
    """Append a command that builds something from its arguments, or the name of an unknown one."""
    match name:
        case "frac" | "tfrac" | "dfrac" | "cfrac" | "nicefrac" | "sfrac" | "flatfrac":
            top = parser.argument()
            atoms.append(fraction(top, parser.argument()))
        case "sqrt":
            degree = layout(parser.optional(), tight=True)
            atoms.append(root(degree, parser.argument()))
        case "binom" | "dbinom" | "tbinom":
            top = parser.argument()
            atoms.append(Atom(f"({layout(top)} choose {layout(parser.argument())})"))
        case "operatorname" | "mathop" | "operatornamewithlimits":
            if parser.tokens and parser.tokens[-1] == "*":
                parser.tokens.pop()
            atoms.append(Atom(layout(parser.argument()).replace(f" {MINUS} ", "-"), "function"))
        case "stackrel" | "overset":
            above = layout(parser.argument(), tight=True)
            atoms.extend(_stacked(parser, above, ""))
        case "underset":
            below = layout(parser.argument(), tight=True)
            atoms.extend(_stacked(parser, "", below))
        case "underbrace" | "overbrace":
            content = layout(parser.argument())
            note = _brace_note(parser)
            atoms.append(Atom(f"{content} ({note})" if note else content))
        case "substack" | "shortstack":
            atoms.extend(parser.argument())
        case "pmod" | "pod":
            atoms.extend((_SPACE, Atom(f"(mod {layout(parser.argument())})")))
        case "tag":
            atoms.extend((_SPACE, Atom(f"({layout(parser.argument())})")))
        case "cite" | "ref" | "eqref" | "citep" | "citet":
            atoms.append(Atom(f"[{parser.raw()}]"))
        case "url" | "href":
            atoms.append(Atom(parser.raw()))
        case "ce":
            atoms.append(Atom(chemistry(parser.raw())))
        case _ if name in _ARROWS:
            below = layout(parser.optional(), tight=True)
            above = layout(parser.argument(), tight=True)
            atoms.append(Atom(_ARROWS[name].format(", ".join(filter(None, (above, below)))), "relation"))
        case _ if own := _OWN.fullmatch(name):
            font = "double" if own[1] else "calligraphic" if own[2] else "fraktur"
            atoms.append(Atom(own[4].translate(alphabet(font))))
        case _:
            atoms.append(Atom(name, "ordinary", len(name) > 1))


def _stacked(parser: "Parser", above: str, below: str) -> list[Atom]:
    base = parser.argument()
    if not base:
        return [Atom(above + below)]
    if above == "def" and base[0].text == "=":
        return [Atom("≝", "relation")]
    return [*base[:-1], scripted(base[-1], below, above, "")]


def _brace_note(parser: "Parser") -> str:
    while parser.tokens and parser.tokens[-1].isspace():
        parser.tokens.pop()
    if not parser.tokens or parser.tokens[-1] not in ("_", "^"):
        return ""
    parser.tokens.pop()
    return layout(parser.argument())


def _environment(parser: "Parser", command: str, atoms: list[Atom]) -> None:
    name = parser.raw().rstrip("*")
    if command == "end" or name not in _BRACKETS or parser.depth >= DEPTH:
        return
    if name == "array":
        parser.optional()
        parser.raw()
    parser.depth += 1
    content = layout(parser.sequence(("\\end",)))
    parser.depth -= 1
    parser.raw()
    left, right = _BRACKETS[name]
    if atoms and atoms[-1].kind in ("open", "bar") and name != "cases":
        left = right = ""
    atoms.append(Atom(f"{left}{content}{right}"))


def chemistry(formula: str) -> str:
    """Set the counts of a chemical formula low and its charge high: H2O, SO4^2-."""
    low = re.sub(r"(?<=[A-Za-z)\]])\d+", lambda match: scripted(Atom(""), match[0], "", "").text, formula)
    return re.sub(r"\^\{?(\d*[+-]|\d+)\}?", lambda match: scripted(Atom(""), "", match[1], "").text, low)
