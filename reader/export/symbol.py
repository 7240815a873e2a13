"""What of LaTeX a bibliography may hold: commands known to be harmless, and how characters are written."""

from typing import Final

_GREEK: Final = """
α alpha β beta γ gamma δ delta ε varepsilon ϵ epsilon ζ zeta η eta θ theta ϑ vartheta ι iota κ kappa λ lambda μ mu
µ mu ν nu ξ xi π pi ϖ varpi ρ rho ϱ varrho σ sigma ς varsigma τ tau υ upsilon φ varphi ϕ phi χ chi ψ psi ω omega
Γ Gamma Δ Delta Θ Theta Λ Lambda Ξ Xi Π Pi Σ Sigma Υ Upsilon Φ Phi Ψ Psi Ω Omega
"""

_SIGN: Final = """
∞ infty ∂ partial ∇ nabla ℓ ell ℏ hbar ℵ aleph ∅ emptyset ∀ forall ∃ exists ¬ neg ⊤ top ⊥ bot ∠ angle ′ prime
± pm ∓ mp × times ÷ div ∗ ast ⋆ star ∘ circ · cdot ⋅ cdot ∩ cap ∪ cup ∨ vee ∧ wedge ∖ setminus ⊕ oplus ⊖ ominus
⊗ otimes ⊙ odot ≤ leq ≥ geq ≠ neq ≪ ll ≫ gg ∼ sim ≃ simeq ≈ approx ≅ cong ≡ equiv ∝ propto ≺ prec ≻ succ ∈ in
∋ ni ∉ notin ⊂ subset ⊃ supset ⊆ subseteq ⊇ supseteq ∣ mid ∥ parallel ⊢ vdash ⊨ models → rightarrow ← leftarrow
↔ leftrightarrow ⇒ Rightarrow ⇐ Leftarrow ⇔ Leftrightarrow ↦ mapsto ↑ uparrow ↓ downarrow ↗ nearrow ↘ searrow
∑ sum ∏ prod ∫ int √ surd ⟨ langle ⟩ rangle ⌈ lceil ⌉ rceil ⌊ lfloor ⌋ rfloor ⋯ cdots † dagger ‡ ddagger ♯ sharp
△ triangle ♭ flat ♮ natural
"""


def _pairs(table: str) -> dict[str, str]:
    words = table.split()
    return dict(zip(words[::2], words[1::2], strict=True))


MATHEMATICS: Final = {
    **{character: rf"\{name}" for character, name in _pairs(_GREEK + _SIGN).items()},
    "−": "-",
    **{character: f"^{digit}" for digit, character in enumerate("⁰¹²³⁴⁵⁶⁷⁸⁹")},
    **{character: f"_{digit}" for digit, character in enumerate("₀₁₂₃₄₅₆₇₈₉")},
}
"""Characters that are written inside `$…$`, and how."""

SYMBOLS: Final = frozenset([*_pairs(_GREEK + _SIGN).values(), "le", "ge", "ne", "to", "gets", "land", "lor"])
"""Commands of mathematics that stand for one sign and take no argument."""

ALPHABETS: Final = (
    "mathcal",
    "mathbb",
    "mathfrak",
    "mathbf",
    "mathrm",
    "mathsf",
    "mathit",
    "mathtt",
    "mathscr",
)

_ENVIRONMENT: Final = """
matrix pmatrix bmatrix Bmatrix vmatrix Vmatrix smallmatrix cases array aligned split gathered
"""
ENVIRONMENTS: Final = frozenset(_ENVIRONMENT.split())
"""Environments that mathematics may hold."""

_FURTHER: Final = """
boldsymbol bm mathop mathbin mathrel mathord mathnormal mathring operatorname text textrm textit textbf textsf texttt
textup textsc mbox cal rm bf it sf tt scriptstyle displaystyle textstyle scriptscriptstyle limits nolimits
frac dfrac tfrac cfrac binom dbinom tbinom sqrt over atop choose stackrel overset underset substack
hat bar tilde vec dot ddot check breve acute grave widehat widetilde overline underline overbrace underbrace
overrightarrow overleftarrow left right middle big Big bigg Bigg bigl bigr Bigl Bigr biggl biggr Biggl Biggr
lbrace rbrace lbrack rbrack lvert rvert lVert rVert vert Vert backslash quad qquad not colon nonumber
log ln lg exp sin cos tan cot sec csc sinh cosh tanh coth arcsin arccos arctan min max inf sup lim liminf limsup
det dim ker hom deg arg gcd Pr mod bmod pmod pod
iint iiint oint coprod bigcup bigcap bigoplus bigotimes bigodot bigvee bigwedge biguplus bigsqcup
ldots dots dotsc dotsb vdots ddots imath jmath Re Im wp hslash beth gimel complement varnothing nexists Box Diamond
square blacksquare lozenge bigstar clubsuit diamondsuit heartsuit spadesuit checkmark degree
leqslant geqslant leqq geqq lesssim gtrsim lessapprox gtrapprox lll ggg preceq succeq preccurlyeq succcurlyeq asymp
doteq triangleq coloneqq subsetneq supsetneq nsubseteq sqsubset sqsubseteq sqsupset sqsupseteq sqcap sqcup uplus
amalg wr ltimes rtimes bullet diamond bigcirc oslash boxplus boxtimes boxdot triangleleft triangleright lhd rhd unlhd
unrhd trianglelefteq trianglerighteq vartriangleleft bowtie perp nmid nparallel dashv Vdash vDash therefore because
longrightarrow longleftarrow Longrightarrow Longleftarrow longleftrightarrow Longleftrightarrow longmapsto iff
implies hookrightarrow hookleftarrow rightharpoonup rightharpoondown leftharpoonup rightleftharpoons
leftrightarrows twoheadrightarrow rightsquigarrow leadsto xrightarrow xleftarrow updownarrow Uparrow Downarrow
swarrow nwarrow multimap upharpoonright restriction varkappa digamma varGamma varDelta varTheta varLambda varXi varPi
varSigma varPhi varPsi varOmega ulcorner urcorner
"""

KNOWN: Final = SYMBOLS | ENVIRONMENTS | frozenset(ALPHABETS) | frozenset(_FURTHER.split())
"""Commands that mathematics may keep; everything else, known to be harmful or not, is printed by its name."""

ACCENTS: Final = {
    "\u0300": "`",
    "\u0301": "'",
    "\u0302": "^",
    "\u0303": "~",
    "\u0304": "=",
    "\u0306": "u",
    "\u0307": ".",
    "\u0308": '"',
    "\u030a": "r",
    "\u030b": "H",
    "\u030c": "v",
    "\u0323": "d",
    "\u0327": "c",
    "\u0328": "k",
    "\u0331": "b",
}
"""Combining marks, and the accent command of each."""

LETTERS: Final = {
    "ß": "ss",
    "ø": "o",
    "Ø": "O",
    "ł": "l",
    "Ł": "L",
    "æ": "ae",
    "Æ": "AE",
    "œ": "oe",
    "Œ": "OE",
    "å": "aa",
    "Å": "AA",
    "đ": "dj",
    "Đ": "DJ",
    "ð": "dh",
    "Ð": "DH",
    "þ": "th",
    "Þ": "TH",
    "ı": "i",
    "ȷ": "j",
}
"""Letters that have a command of their own."""

TEXT: Final = {
    "\\": r"\textbackslash{}",
    "{": r"\textbraceleft{}",
    "}": r"\textbraceright{}",
    "^": r"\textasciicircum{}",
    "~": r"\textasciitilde{}",
    "<": r"\textless{}",
    ">": r"\textgreater{}",
    "|": r"\textbar{}",
    **{character: rf"\{character}" for character in "&%$#_"},
    "–": "--",
    "—": "---",
    "‘": "`",
    "’": "'",
    "“": "``",
    "”": "''",
    "…": r"\ldots{}",
    "°": r"\textdegree{}",
    "•": r"\textbullet{}",
    "§": r"{\S}",
    "¶": r"{\P}",
    "£": r"\pounds{}",
    "€": r"\texteuro{}",
    "©": r"\textcopyright{}",
    "®": r"\textregistered{}",
    "™": r"\texttrademark{}",
}
"""Characters of running text that are not written as themselves."""

COMMANDS: Final = {
    "textbackslash": "\\",
    "textbraceleft": "{",
    "textbraceright": "}",
    "textasciicircum": "^",
    "textasciitilde": "~",
    "textless": "<",
    "textgreater": ">",
    "textbar": "|",
    "textunderscore": "_",
    "lbrace": "{",
    "rbrace": "}",
    "textendash": "–",
    "textemdash": "—",
    "textquoteleft": "‘",
    "textquoteright": "’",
    "textquotedblleft": "“",
    "textquotedblright": "”",
    "textquotesingle": "'",
    "ldots": "…",
    "dots": "…",
    "textdegree": "°",
    "textbullet": "•",
    "textmu": "µ",
    "S": "§",
    "P": "¶",
    "pounds": "£",
    "texteuro": "€",
    "copyright": "©",
    "textcopyright": "©",
    "textregistered": "®",
    "texttrademark": "™",
    "newline": " ",
    "quad": " ",
    "par": " ",
}
"""Commands of running text, and the character each stands for."""

_STYLE: Final = """
textbf textit textrm textsf texttt textsc textsl textup textmd emph underline mbox text textsuperscript textsubscript
"""
STYLES: Final = frozenset(_STYLE.split())
"""Commands of running text that set their one argument in another style."""

SWITCHES: Final = {
    "bf": "textbf",
    "it": "textit",
    "em": "emph",
    "tt": "texttt",
    "sc": "textsc",
    "sl": "textsl",
    "sf": "textsf",
    "rm": "textrm",
}
"""Old commands that change the rest of their group, and today's command with an argument."""
