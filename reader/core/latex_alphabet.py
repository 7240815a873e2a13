"""The letters of mathematics: its alphabets, its accents, and the small characters of scripts."""

from functools import cache
from typing import Final

ALPHABETS: Final[dict[str, str]] = {
    **dict.fromkeys(("mathcal", "cal", "mathscr", "scr", "EuScript", "mathpzc"), "calligraphic"),
    **dict.fromkeys(("mathbb", "Bbb", "mathds", "bbold", "mathbbm", "mathbbmss"), "double"),
    **dict.fromkeys(("mathfrak", "frak", "goth", "mathgoth"), "fraktur"),
    **dict.fromkeys(
        ("mathbf", "bf", "bm", "boldsymbol", "pmb", "bold", "textbf", "bfseries", "mathbold"), "bold"
    ),
    **dict.fromkeys(("mathsf", "sf", "textsf", "sffamily"), "sans"),
    **dict.fromkeys(("mathtt", "tt", "texttt", "ttfamily"), "typewriter"),
    **dict.fromkeys(("mathrm", "mathit", "mathnormal", "textup", "mathsc"), "plain"),
}

# Switches change the rest of their group instead of taking an argument.
SWITCHES: Final = frozenset(("cal", "scr", "frak", "bf", "sf", "tt", "bfseries", "sffamily", "ttfamily"))

_FIRST: Final = {
    "calligraphic": (0x1D49C, 0x1D4B6, 0),
    "double": (0x1D538, 0x1D552, 0x1D7D8),
    "fraktur": (0x1D504, 0x1D51E, 0),
    "bold": (0x1D400, 0x1D41A, 0x1D7CE),
    "sans": (0x1D5A0, 0x1D5BA, 0x1D7E2),
    "typewriter": (0x1D670, 0x1D68A, 0x1D7F6),
}
# Letters that Unicode had already, and left out of the later block.
_EARLIER: Final = {
    "calligraphic": "BℬEℰFℱHℋIℐLℒMℳRℛeℯgℊoℴ",
    "double": "CℂHℍNℕPℙQℚRℝZℤ",
    "fraktur": "CℭHℌIℑRℜZℨ",
}


@cache
def alphabet(name: str) -> dict[int, int]:
    """The translation table that sets plain letters in a mathematical alphabet; empty for an unknown one."""
    if name not in _FIRST:
        return {}
    upper, lower, digit = _FIRST[name]
    table = {ord("A") + i: upper + i for i in range(26)} | {ord("a") + i: lower + i for i in range(26)}
    if digit:
        table |= {ord("0") + i: digit + i for i in range(10)}
    if name == "bold":
        table |= {ord("Α") + i: 0x1D6A8 + i for i in range(25) if i != 17}
        table |= {ord("α") + i: 0x1D6C2 + i for i in range(25)}
    earlier = _EARLIER.get(name, "")
    return table | {ord(a): ord(b) for a, b in zip(earlier[::2], earlier[1::2], strict=True)}


MARKS: Final[dict[str, str]] = {
    **dict.fromkeys(("hat", "widehat", "^", "wh"), "\u0302"),
    **dict.fromkeys(("tilde", "widetilde", "~", "wt"), "\u0303"),
    **dict.fromkeys(("bar", "overline", "=", "ol"), "\u0304"),
    **dict.fromkeys(("vec", "overrightarrow", "overleftarrow"), "\u20d7"),
    **dict.fromkeys(("dot", "."), "\u0307"),
    **dict.fromkeys(("ddot", '"'), "\u0308"),
    **dict.fromkeys(("check", "widecheck", "v"), "\u030c"),
    **dict.fromkeys(("breve", "u"), "\u0306"),
    **dict.fromkeys(("acute", "'"), "\u0301"),
    **dict.fromkeys(("grave", "`"), "\u0300"),
    **dict.fromkeys(("mathring", "ring", "r"), "\u030a"),
    **dict.fromkeys(("underline", "underbar", "b"), "\u0332"),
    "H": "\u030b",
    "c": "\u0327",
    "k": "\u0328",
    "d": "\u0323",
    "t": "\u0361",
    "not": "\u0338",
    "dddot": "\u20db",
}

SUPERSCRIPTS: Final = str.maketrans(
    "0123456789+-−=()abcdefghijklmnoprstuvwxyzABDEGHIJKLMNOPRTUVWαβγδεθφχ",
    "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁻⁼⁽⁾ᵃᵇᶜᵈᵉᶠᵍʰⁱʲᵏˡᵐⁿᵒᵖʳˢᵗᵘᵛʷˣʸᶻᴬᴮᴰᴱᴳᴴᴵᴶᴷᴸᴹᴺᴼᴾᴿᵀᵁⱽᵂᵅᵝᵞᵟᵋᶿᵠᵡ",
)
SUBSCRIPTS: Final = str.maketrans(
    "0123456789+-−=()aehijklmnoprstuvxβγρφχ", "₀₁₂₃₄₅₆₇₈₉₊₋₋₌₍₎ₐₑₕᵢⱼₖₗₘₙₒₚᵣₛₜᵤᵥₓᵦᵧᵨᵩᵪ"
)

VULGAR: Final = {"1/2": "½", "1/3": "⅓", "2/3": "⅔", "1/4": "¼", "3/4": "¾", "1/5": "⅕", "1/8": "⅛"}
