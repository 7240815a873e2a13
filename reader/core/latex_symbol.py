"""The vocabulary of LaTeX mathematics: which command is which character, and how it is spaced.

The tables are written as text, name and character in turn, so that they can be read and extended at a glance.
"""

from typing import Final, Literal, NamedTuple

Kind = Literal[
    "ordinary", "function", "binary", "relation", "open", "close", "comma", "bar", "fraction", "space"
]


class Atom(NamedTuple):
    """A piece of a formula: its text, its role in spacing, and whether a letter may not follow it directly."""

    text: str
    kind: Kind = "ordinary"
    loose: bool = False


def _atoms(table: str, kind: Kind) -> dict[str, Atom]:
    words = table.split()
    return {name: Atom(text, kind) for name, text in zip(words[::2], words[1::2], strict=True)}


def _names(text: str) -> frozenset[str]:
    return frozenset(text.split())


GREEK: Final = """
alpha α beta β gamma γ delta δ epsilon ε varepsilon ε zeta ζ eta η theta θ vartheta ϑ iota ι kappa κ varkappa ϰ
lambda λ mu μ nu ν xi ξ omicron ο pi π varpi ϖ rho ρ varrho ϱ sigma σ varsigma ς tau τ upsilon υ phi φ varphi φ
chi χ psi ψ omega ω digamma ϝ Gamma Γ Delta Δ Theta Θ Lambda Λ Xi Ξ Pi Π Sigma Σ Upsilon Υ Phi Φ Psi Ψ Omega Ω
varGamma Γ varDelta Δ varTheta Θ varLambda Λ varXi Ξ varPi Π varSigma Σ varPhi Φ varPsi Ψ varOmega Ω
"""

_ORDINARY: Final = """
infty ∞ partial ∂ nabla ∇ ell ℓ hbar ℏ hslash ℏ Re ℜ Im ℑ wp ℘ imath ı jmath ȷ aleph ℵ beth ℶ gimel ℷ
emptyset ∅ varnothing ∅ forall ∀ exists ∃ nexists ∄ neg ¬ lnot ¬ top ⊤ bot ⊥ angle ∠ measuredangle ∡ triangle △
vartriangle △ square □ Box □ Diamond ◇ lozenge ◊ blacksquare ■ bigstar ★ clubsuit ♣ diamondsuit ♢ heartsuit ♡
spadesuit ♠ flat ♭ natural ♮ sharp ♯ prime ′ backprime ‵ dag † dagger † ddag ‡ ddagger ‡ S § P ℙ pounds £
copyright © degree ° deg ° ldots … dots … dotsc … dotsb ⋯ dotsm ⋯ dotsi ⋯ cdots ⋯ vdots ⋮ ddots ⋱ surd √
eth ð mho ℧ Finv Ⅎ complement ∁ Bbbk 𝕜 backslash \\ textbackslash \\ checkmark ✓ cmark ✓ xmark ✗ AA Å aa å
AE Æ ae æ OE Œ oe œ O Ø o ø L Ł l ł ss ß i ı j ȷ textdegree ° textmu µ micro µ textless < textgreater > textbar |
textasciitilde ~ textasciicircum ^ textunderscore _ textendash – textemdash — textellipsis … textquotesingle '
textregistered ® texttrademark ™ textbullet • R ℝ RR ℝ Reals ℝ reals ℝ C ℂ CC ℂ Complex ℂ Z ℤ ZZ ℤ N ℕ NN ℕ Q ℚ QQ ℚ
F 𝔽 FF 𝔽 E 𝔼 EE 𝔼 PP ℙ HH ℍ eps ε ep ε al α La Λ om ω fg 𝔤 fm 𝔪 fp 𝔭 sun ☉ astrosun ☉ earth ⊕
varheart ♥ blacktriangle ▲ bigcirc ○ circledR ® diameter ⌀ qed ∎ qedsymbol ∎ euro € texteuro € yen ¥ smile ⌣ frown ⌢ ordmasculine º
euler e cdotp · diagup ╱ diagdown ╲ textquotedblleft “ textquotedblright ” lq ‘ rq ’ textquoteleft ‘ textquoteright ’ guillemotleft « guillemotright » dj đ DJ Đ th þ TH Þ dh ð DH Ð
"""

_BINARY: Final = """
pm ± mp ∓ times × div ÷ ast * star ⋆ circ ∘ bullet • cap ∩ cup ∪ uplus ⊎ sqcap ⊓ sqcup ⊔ vee ∨ lor ∨ wedge ∧ land ∧
setminus ∖ smallsetminus ∖ wr ≀ oplus ⊕ ominus ⊖ otimes ⊗ oslash ⊘ odot ⊙ boxplus ⊞ boxminus ⊟ boxtimes ⊠ boxdot ⊡ ltimes ⋉
rtimes ⋊ amalg ⨿ diamond ⋄ bigtriangleup △ bigtriangledown ▽ triangledown ▽ triangleleft ◁ triangleright ▷ lhd ◁ rhd ▷ unlhd ⊴
unrhd ⊵ circledast ⊛ circledcirc ⊚ circleddash ⊝ Cap ⋒ Cup ⋓ barwedge ⊼ veebar ⊻ curlywedge ⋏ curlyvee ⋎ dotplus ∔
leftthreetimes ⋋ rightthreetimes ⋌ intercal ⊺ bmod mod
"""

_RELATION: Final = """
leq ≤ le ≤ leqslant ⩽ geq ≥ ge ≥ geqslant ⩾ leqq ≦ geqq ≧ neq ≠ ne ≠ ll ≪ gg ≫ lll ⋘ ggg ⋙ lt < gt > sim ∼
thicksim ∼ nsim ≁ simeq ≃ approx ≈ approxeq ≊ cong ≅ ncong ≇ equiv ≡ propto ∝ varpropto ∝ asymp ≍ doteq ≐ coloneqq ≔
coloneq ≔ eqqcolon ≕ triangleq ≜ eqdef ≝ lesssim ≲ gtrsim ≳ lessapprox ⪅ gtrapprox ⪆ la ≲ ga ≳ lessgtr ≶ gtrless ≷
prec ≺ succ ≻ preceq ⪯ succeq ⪰ preccurlyeq ≼ succcurlyeq ≽ precsim ≾ succsim ≿ nless ≮ ngtr ≯ nleq ≰ ngeq ≱
lneq ⪇ gneq ⪈ lneqq ≨ gneqq ≩ in ∈ ni ∋ owns ∋ notin ∉ subset ⊂ subseteq ⊆ supset ⊃ supseteq ⊇ subsetneq ⊊
supsetneq ⊋ subsetneqq ⫋ subseteqq ⫅ nsubseteq ⊈ nsubset ⊄ nsupseteq ⊉ Subset ⋐ Supset ⋑ sqsubset ⊏ sqsubseteq ⊑
sqsupset ⊐ sqsupseteq ⊒ mid | nmid ∤ parallel ∥ nparallel ∦ perp ⊥ vdash ⊢ dashv ⊣ nvdash ⊬ models ⊨ vDash ⊨ Vdash ⊩
bowtie ⋈ Join ⋈ vartriangleleft ⊲ vartriangleright ⊳ trianglelefteq ⊴ trianglerighteq ⊵ therefore ∴ because ∵
to → rightarrow → longrightarrow ⟶ gets ← leftarrow ← longleftarrow ⟵ leftrightarrow ↔ longleftrightarrow ⟷
Rightarrow ⇒ Longrightarrow ⟹ implies ⟹ Leftarrow ⇐ Longleftarrow ⟸ impliedby ⟸ Leftrightarrow ⇔
Longleftrightarrow ⟺ iff ⟺ mapsto ↦ longmapsto ⟼ hookrightarrow ↪ hookleftarrow ↩ uparrow ↑ downarrow ↓
updownarrow ↕ Uparrow ⇑ Downarrow ⇓ Updownarrow ⇕ nearrow ↗ searrow ↘ swarrow ↙ nwarrow ↖ rightharpoonup ⇀
rightharpoondown ⇁ leftharpoonup ↼ leftharpoondown ↽ rightleftharpoons ⇌ leftrightharpoons ⇋ rightrightarrows ⇉
leftleftarrows ⇇ leftrightarrows ⇆ rightleftarrows ⇄ twoheadrightarrow ↠ twoheadleftarrow ↞ rightarrowtail ↣
leadsto ⇝ rightsquigarrow ⇝ leftrightsquigarrow ↭ curvearrowright ↷ curvearrowleft ↶ circlearrowleft ↺
circlearrowright ↻ nrightarrow ↛ nleftarrow ↚ nRightarrow ⇏ multimap ⊸ upharpoonright ↾ restriction ↾ dashrightarrow ⇢
dashleftarrow ⇠ Lsh ↰ Rsh ↱ looparrowright ↬ upuparrows ⇈ downdownarrows ⇊ between ≬ pitchfork ⋔ shortmid ∣
"""

_OPERATOR: Final = """
sum ∑ prod ∏ coprod ∐ int ∫ iint ∬ iiint ∭ oint ∮ fint ⨍ bigcap ⋂ bigcup ⋃ bigoplus ⨁ bigotimes ⨂ bigodot ⨀ biguplus ⨄
bigvee ⋁ bigwedge ⋀ bigsqcup ⨆ argmax arg_max argmin arg_min limsup lim_sup liminf lim_inf
varlimsup lim_sup varliminf lim_inf
"""

FUNCTIONS: Final = _names("""
log ln lg exp sin cos tan cot sec csc sinh cosh tanh coth arcsin arccos arctan arccot max min sup inf lim arg det dim
ker gcd lcm hom Pr mod sgn sign tr Tr rank diag span supp poly polylog injlim projlim esssup essinf
""")

_OPEN: Final = "{ { lbrace { lbrack [ langle ⟨ lceil ⌈ lfloor ⌊ llbracket ⟦ ulcorner ⌜ lparen ("
_CLOSE: Final = "} } rbrace } rbrack ] rangle ⟩ rceil ⌉ rfloor ⌋ rrbracket ⟧ urcorner ⌝ rparen )"
_BAR: Final = "| ‖ Vert ‖ lVert ‖ rVert ‖ vert | lvert | rvert |"

SYMBOLS: Final[dict[str, Atom]] = {
    **{name: Atom(name, "function") for name in FUNCTIONS},
    **_atoms(GREEK + _ORDINARY, "ordinary"),
    **_atoms(_BINARY, "binary"),
    **_atoms(_RELATION, "relation"),
    **{
        name: Atom(atom.text.replace("_", " "), "function")
        for name, atom in _atoms(_OPERATOR, "function").items()
    },
    **_atoms(_OPEN, "open"),
    **_atoms(_CLOSE, "close"),
    **_atoms(_BAR, "bar"),
    **{name: Atom(name) for name in "%#$&_"},
    "cdot": Atom("·"),
    "colon": Atom(":", "comma"),
    "slash": Atom("/"),
    **{name: Atom(" ", "space") for name in (*" ,;:>~\n", "quad", "qquad", "thinspace", "enspace", "space")},
}

CHARACTERS: Final[dict[str, Atom]] = {
    **_atoms("+ + - − * * × × ± ± · ·", "binary"),
    **_atoms("= = < < > > := := ≤ ≤ ≥ ≥ ≠ ≠ ≈ ≈ ∼ ∼ → → ∈ ∈ <= ≤ >= ≥ != ≠ -> → << ≪ >> ≫", "relation"),
    **_atoms("( ( [ [", "open"),
    **_atoms(") ) ] ]", "close"),
    **_atoms(", , ; ; : :", "comma"),
    "|": Atom("|", "bar"),
    "...": Atom("…"),
    "·": Atom("·"),
    "`": Atom("‘"),
}

# Commands that only change how TeX sets what follows, without an argument of their own.
SILENT: Final = _names("""
left right middle big Big bigg Bigg bigl bigr bigm Bigl Bigr Bigm biggl biggr biggm Biggl Biggr Biggm limits nolimits
displaystyle textstyle scriptstyle scriptscriptstyle nonumber notag noindent mathstrut strut allowbreak nobreak hfill
hfil vfill newline linebreak centering protect relax null ensuremath mathord mathbin mathrel mathopen mathclose
mathpunct mathinner boxed fbox mathchoice smash tiny scriptsize footnotesize small normalsize large Large LARGE huge
Huge normalfont rm it sl sc em up upshape itshape rmfamily mdseries selectfont par bgroup egroup mit lhook joinrel ! / -
""")

# Commands whose first argument is for the typesetter and not for the reader.
HIDDEN_ARGUMENT: Final = _names("""
label hspace vspace phantom hphantom vphantom color pagecolor fontsize rule kern mskip vskip hskip mspace usepackage
textcolor colorbox raisebox setlength bibliography bibliographystyle thispagestyle pagestyle nocite
""")
