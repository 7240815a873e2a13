import time
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.core.prose import Run, parse_line, parse_prose, plain

PIECES = (
    r"$ $$ \( \) \[ \] { } \emph{ \textbf{ \href{ \url{ https://a.b/c * ** _ ` `` '' ' ~ -- --- word x 5 10times pi_0 \' \v "
    r"\method \begin{align} \end{align} . , ( ) \footnote{ {\em \\ % & é"
)


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        (r"in $\mathcal{O}(n^2)$ time", "in 𝒪(n²) time"),
        (r"\(\sim 400\) states, \[x^2\] and $$\sum_i x_i$$", "∼400 states, x² and ∑ᵢ xᵢ"),
        ("from $5 to $10 million", "from $5 to $10 million"),
        (r"costs \$3 and $\alpha$", "costs $3 and α"),
        ("at $15 per paper, and $x$ papers", "at $15 per paper, and x papers"),
        ("$^{13}$C and CaSO$_4$", "¹³C and CaSO₄"),
        (r"an {\em ab initio} and $ab initio$ way", "an ab initio and ab initio way"),
        (r"5\% of R\&D, a\_b, \#1", "5% of R&D, a_b, #1"),
        (r"Erd\H{o}s--R\'{e}nyi, na\"{\i}ve, Fr\'echet, M{\o}ller, {\"o}, \c{c}, To\v{s}i\'c", None),
        (r"the model\'s score", "the model's score"),
        (r"\method achieves (\eg, \ie) 2", "method achieves (e.g., i.e.) 2"),
        ("``static'' and ``4D\" and `slides' but it's", "“static” and “4D” and ‘slides’ but it's"),
        ("1--4 and this---that", "1–4 and this—that"),
        ("at~home, ~5 models, 12~20%, Experts~(MoE)", "at home, ~5 models, 12~20%, Experts (MoE)"),
        ("f*g*h 2*3*4 snake_case_name C*-algebra, C*-norm and V* or A*", None),
        ("up to 2.4times on 12times12", "up to 2.4× on 12×12"),
        (
            "pi_{0.5} and texttt{DHO} in O(N^2 cdot T), {sim}19%, leq5%",
            "π₀.₅ and DHO in O(N² · T), ∼19%, ≤5%",
        ),
        ("over 10^-4, D^2PO, 56{,}340, 360^{circ}", "over 10⁻⁴, D²PO, 56,340, 360°"),
        (r"550 {\deg}C, {\mu}m, \b{eta}-Ga2O3", "550 °C, μm, β-Ga2O3"),
        (r"\begin{equation} a = b \end{equation} holds", "a = b holds"),
        (r"as in \cite{Foo}.\footnote{Of course.} So", "as in [Foo]. (Of course.) So"),
        (r"\unknown{words} stay, {and} braces", "words stay, and braces"),
        ("GPT-{n} stays", "GPT-{n} stays"),
    ],
)
def test_text_is_readable(source: str, expected: str | None) -> None:
    if expected is None:
        expected = source if "\\" not in source else "Erdős–Rényi, naïve, Fréchet, Møller, ö, ç, Tošić"
    assert plain(source) == expected


@pytest.mark.parametrize(
    ("source", "run"),
    [
        ("in $x^2$ steps", Run("x²", "math")),
        (r"is \textbf{bold} here", Run("bold", "strong")),
        ("is **bold** here", Run("bold", "strong")),
        (r"is \emph{so} here", Run("so", "emphasis")),
        ("is *so* here", Run("so", "emphasis")),
        ("is _so much_ here", Run("so much", "emphasis")),
        ("call `f(x)` here", Run("f(x)", "code")),
        (r"call \texttt{f_x} here", Run("f_x", "code")),
        ("see https://a.b/c_d~e. Then", Run("https://a.b/c_d~e", "link", "https://a.b/c_d~e")),
        ("(see https://a.b/c_(d))", Run("https://a.b/c_(d)", "link", "https://a.b/c_(d)")),
        (r"see \href{https://a.b/c}{our page}.", Run("our page", "link", "https://a.b/c")),
        (r"see \url{https://a.b/c\_d}.", Run("https://a.b/c_d", "link", "https://a.b/c_d")),
        ("see https://a.b/c{GitHub}.", Run("GitHub", "link", "https://a.b/c")),
    ],
)
def test_run_has_its_kind(source: str, run: Run) -> None:
    runs = parse_line(source)
    assert run in runs
    assert [other.kind for other in runs if other != run] == ["text"] * (len(runs) - 1)


def test_paragraphs_part_at_blank_lines_and_indented_lines() -> None:
    text = "One\nline.\n\nTwo\n  words.\n  Three."
    assert [[run.text for run in runs] for runs in parse_prose(text)] == [
        ["One line."],
        ["Two words."],
        ["Three."],
    ]


def test_other_addresses_are_no_links() -> None:
    assert all(
        run.target is None for run in parse_line(r"\href{javascript:alert(1)}{x} \url{file:///etc} ftp://a.b")
    )


def test_abstract_with_mathematics_is_quick() -> None:
    abstract = (
        r"We prove that $\sum_{i=1}^n \alpha_i \le \frac{1}{\sqrt{n}}$ holds, \emph{always}, for ``all'' cases. "
        * 12
    )
    start = time.process_time()
    for _ in range(20):
        plain(abstract)
    assert (time.process_time() - start) / 20 < 0.02


@given(
    st.one_of(
        st.text(max_size=80),
        st.lists(st.sampled_from([*PIECES.split(), " ", "\n", "\n\n"]), max_size=40).map("".join),
    )
)
def test_any_text_gives_runs_without_control_characters(source: str) -> None:
    printable = "".join(c for c in source if unicodedata.category(c) != "Cc" or c == "\n")
    for runs in parse_prose(printable):
        for run in runs:
            assert run.text
            assert not any(unicodedata.category(character) == "Cc" for character in run.text)
            assert (run.target is not None) == (run.kind == "link")


@given(st.lists(st.from_regex(r"[A-Za-z]{1,8}[.,;]?", fullmatch=True), min_size=1, max_size=30))
def test_ordinary_words_stay(words: list[str]) -> None:
    assert plain(" ".join(words)) == " ".join(words)


@pytest.mark.slow
@pytest.mark.parametrize(
    "unit",
    ["$", "$a ", "{", r"\frac{", "(", "`", "*", "*a ", "**a ", "_a ", r"\(", r"\emph{", "https://a.b/(", "~"],
)
def test_long_nonsense_takes_linear_time(unit: str) -> None:
    start = time.process_time()
    plain(unit * (300_000 // len(unit)))
    assert time.process_time() - start < 6
