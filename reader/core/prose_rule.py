"""What the words and signs of running text mean in LaTeX and Markdown: the tables behind `prose`."""

import re
from typing import Final, Literal

Format = Literal["text", "code", "strong", "emphasis"]


def _names(text: str) -> frozenset[str]:
    return frozenset(text.split())


_URL: Final = r"""ttps?://[^\s<>"{}|^`\\$]+(?:\\[_%\#&~$][^\s<>"{}|^`\\$]*)*"""

# Every branch begins with one plain character: the search then skips ordinary text at the speed of a character class.
TOKEN: Final = re.compile(
    rf"""
    \\(?:[A-Za-z]+(?:\*(?=\{{))?|.|$)
    |\$\$?
    |\{{|\}}
    |h(?<![A-Za-z0-9]h){_URL}
    |`(?<!``)(?=[^\s`])[^`\n]{{0,159}}[^\s`]`(?!`)(?P<code>)
    |``|`
    |''|'
    |"
    |\*(?<![\w*]\*)\*(?=[^\s*])[^*]{{0,399}}(?<!\s)\*\*(?![\w*])(?P<strong>)
    |\*(?<![\w*\\)\]]\*)(?=[^\W_])[^*\n]{{0,199}}(?<=[\w.,;:!?)"'])\*(?![\w*])(?P<emphasis>)
    |_(?<![\w\\]_)(?=[^\W_])[^_\n]{{0,199}}(?<=[^\s_])_(?!\w)(?P<underscored>)
    |-(?<!--)--?(?!-)
    |~
    |_(?<=[^\s_^{{(]_)\{{[^{{}}]{{1,40}}\}}
    |\^(?<=[^\s_^{{(]\^)\{{[^{{}}]{{1,40}}\}}
    |\^(?<=[\w)\]}}]\^)(?:[+-]?\d+|circ(?![a-z])|[A-Za-z*+](?![A-Za-z]))
    |_(?<=[^\W\d_]_)(?<!\w\w_)(?:\d{{1,2}}|[a-z])(?![\w{{])
    |_(?<=[A-Z][A-Z]_)(?<!\w\w\w_)\d(?![\d_a-z])
    """,
    re.VERBOSE | re.DOTALL,
)

MATH_ENVIRONMENT: Final = re.compile(
    r"(?:equation|align|aligned|alignat|eqnarray|gather|gathered|multline|displaymath|math|split|flalign|cases|[pbvV]?matrix"
    r"|array)\*?"
)

FORMATS: Final[dict[str, Format]] = {
    **dict.fromkeys(("emph", "em", "it", "sl", "textit", "textsl", "itshape"), "emphasis"),
    **dict.fromkeys(("textbf", "bf", "bfseries", "mathbf"), "strong"),
    **dict.fromkeys(("texttt", "tt", "ttfamily", "code", "verb"), "code"),
    **dict.fromkeys(
        ("textsc", "sc", "textsf", "sf", "textrm", "rm", "text", "textup", "textnormal", "mbox"), "text"
    ),
    **dict.fromkeys(("hbox", "underline", "uline", "ul", "scshape", "sffamily", "textmd", "mathrm"), "text"),
}

LETTERS: Final = {
    **{"o": "ø", "O": "Ø", "l": "ł", "L": "Ł", "ss": "ß", "ae": "æ", "AE": "Æ", "oe": "œ", "OE": "Œ"},
    **{
        "aa": "å",
        "AA": "Å",
        "i": "ı",
        "j": "ȷ",
        "dj": "đ",
        "DJ": "Đ",
        "th": "þ",
        "TH": "Þ",
        "dh": "ð",
        "DH": "Ð",
    },
}

ABBREVIATIONS: Final = {
    **{
        "ie": "i.e.",
        "eg": "e.g.",
        "etal": "et al.",
        "etc": "etc.",
        "wrt": "w.r.t.",
        "vs": "vs.",
        "aka": "a.k.a.",
    },
    **{"Eg": "E.g.", "Ie": "I.e.", "cf": "cf.", "iid": "i.i.d.", "dof": "d.o.f."},
}

NAMES: Final = {
    **{
        "LaTeX": "LaTeX",
        "TeX": "TeX",
        "BibTeX": "BibTeX",
        "P": "¶",
        "deg": "°",
        "E": "E",
        "C": "C",
        "R": "R",
    },
    **{
        "F": "F",
        "N": "N",
        "Q": "Q",
        "Z": "Z",
        "item": "•",
        "quad": " ",
        "qquad": " ",
        "newline": " ",
        "par": " ",
    },
    **{"linebreak": " ", "thinspace": " ", "space": " ", "enspace": " ", "cdot": "·", "mid": "|", "eps": "ε"},
}

CITATIONS: Final = _names("cite citep citet citealp citeauthor citeyear ref eqref cref Cref autoref")

DROPPED: Final = _names("""
noindent small large tiny normalsize footnotesize scriptsize Large LARGE huge Huge centering smallskip medskip bigskip
hfill maketitle protect relax xspace left right big Big bigg Bigg bigl bigr Bigl Bigr displaystyle limits nolimits
ensuremath upshape rmfamily normalfont selectfont indent null
""")

DROPPED_ARGUMENT: Final = _names("""
label hspace vspace color textcolor colorbox phantom vphantom hphantom fontsize index bibliography bibliographystyle
usepackage pagestyle thispagestyle
""")

_TEX: Final = re.compile(r"\\[A-Za-z|{,]|[_^]")
_OPERATOR: Final = re.compile(r"[=<>+/|≤≥→×∼~]|\w-|\w ?\(|^[\[({].*[\])}]$")
_QUANTITY: Final = re.compile(r"\d[\d.,]*(?: ?[A-Za-z]{1,4})?")
_PHRASE: Final = re.compile(r"[A-Za-z][A-Za-z-]*(?: [A-Za-z-]+){1,5}")
_SET_ASIDE: Final = re.compile(
    r"\\(?:text\w*|mbox|hbox|mathrm|operatorname|rm|label)\s*\{[^{}]*\}|\\[A-Za-z]+|\{[^{}]*\}"
)
_ORDINARY_WORD: Final = re.compile(r"(?<![^\s(,.])[A-Za-z]?[a-z]{2,}(?=[\s,.;:)]|$)")


def is_math(content: str, after: str) -> bool:
    """Whether what stands between two dollar signs is mathematics, and not prose between sums of money.

    `after` is the character behind the closing sign: a digit there may be the beginning of another sum.
    """
    inner = content.strip()
    if not inner or len(content) > 3000:
        return False
    words = len(_ORDINARY_WORD.findall(_SET_ASIDE.sub(" ", inner)))
    close = len(inner) == len(content)
    if _TEX.search(inner):
        return words < 3 or (close and words * 12 < len(inner))
    if words > 1 or (after.isdigit() and inner[0].isdigit()):
        return False
    formula = _OPERATOR.search(inner) is not None or _QUANTITY.fullmatch(inner) is not None
    if close:
        return words == 0 or formula or " " not in inner
    return words == 0 and (len(inner) < 4 or formula)


def is_phrase(content: str) -> bool:
    """Whether dollar signs were used to set a few words in italics, as in $ab initio$."""
    return _PHRASE.fullmatch(content) is not None
