"""Presentation MathML as TeX, for formulas whose TeX is not given."""

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from selectolax.lexbor import LexborNode

_DEPTH: Final = 60
_FENCES: Final = {"{": "\\{", "}": "\\}", "%": "\\%", "#": "\\#", "&": "\\&", "_": "\\_", "$": "\\$"}
_HIDDEN: Final = frozenset(("annotation", "annotation-xml", "mphantom", "mspace", "none", "mprescripts"))


def tex_of(node: "LexborNode", depth: int = 0) -> str:
    """Return the TeX of a MathML element; what has a wrong number of parts is read as a row."""
    if depth > _DEPTH:
        return ""
    tag = node.tag or ""
    if tag in _HIDDEN:
        return ""
    if tag in ("mi", "mn", "mo", "ms", "mtext"):
        return _token(tag, " ".join(node.text().split()))
    parts = [tex_of(child, depth + 1) for child in node.iter()]
    if not parts:
        return _token("mtext", " ".join(node.text().split())) if node.text().strip() else ""
    if tag == "semantics":
        return parts[0] if parts else ""
    match tag, parts:
        case "mfrac", [top, bottom]:
            return f"\\frac{{{top}}}{{{bottom}}}"
        case "msqrt", _:
            return f"\\sqrt{{{' '.join(parts)}}}"
        case "mroot", [content, degree]:
            return f"\\sqrt[{degree}]{{{content}}}"
        case (("msub" | "munder"), [base, low]):
            return f"{{{base}}}_{{{low}}}"
        case (("msup" | "mover"), [base, high]):
            return _over(base, high) if tag == "mover" else f"{{{base}}}^{{{high}}}"
        case (("msubsup" | "munderover"), [base, low, high]):
            return f"{{{base}}}_{{{low}}}^{{{high}}}"
        case "mtable", _:
            return "\\begin{matrix}" + "\\\\".join(parts) + "\\end{matrix}"
        case "mtr", _:
            return "&".join(parts)
        case _:
            return " ".join(filter(None, parts))


def _token(tag: str, text: str) -> str:
    escaped = "".join("\\backslash " if c == "\\" else _FENCES.get(c, c) for c in text)
    if tag == "mtext":
        return f"\\text{{{escaped}}}"
    if tag == "mi" and len(text) > 1:
        return f"\\operatorname{{{escaped}}}"
    return escaped


def _over(base: str, high: str) -> str:
    accents = {"^": "hat", "¯": "bar", "~": "tilde", "→": "vec", "˙": "dot", "ˇ": "check", "‾": "overline"}
    return f"\\{accents[high]}{{{base}}}" if high in accents else f"\\overset{{{high}}}{{{base}}}"
