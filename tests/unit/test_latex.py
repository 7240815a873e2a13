import json
import time
import unicodedata
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.core.latex import chemistry, to_unicode

FORMULAS = json.loads((Path(__file__).parents[1] / "data" / "formulas.json").read_text("utf-8"))
PIECES = (
    r"\frac \sqrt [ ] { } ( ) _ ^ \left \right . | \| & \\ \begin{matrix} \end{matrix} \text \hat \not \over x 10 + - = "
    r"\alpha \sum \mathbb \mathbf \bf ' $ ~ % # \ \, \xrightarrow \underset \foo , : é 𝒪"
)


@pytest.mark.parametrize(("source", "expected"), FORMULAS)
def test_formula_reads_as_a_person_would_write_it(source: str, expected: str) -> None:
    assert to_unicode(source) == expected


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        (r"\begin{pmatrix} a & b \\ c & d \end{pmatrix}", "(a b; c d)"),
        (r"\begin{pmatrix} a & b \\[2.0pt] [c] & d \\*[-1ex] e \end{pmatrix}", "(a b; [c] d; e)"),
        (
            r"\begin{cases} 1, & \text{if } x > 0, \\ 0, & \text{otherwise} \end{cases}",
            "{1, if x > 0; 0, otherwise}",
        ),
        (r"\underbrace{a + \cdots + a}_{n \text{ times}}", "a + ⋯ + a (n times)"),
        (r"\arg\max_\theta \mathbb{E}[r]", "arg max_θ 𝔼[r]"),
        (r"\operatorname*{arg\,min}_x f(x)", "arg minₓ f(x)"),
        (r"\sqrt[3]{x} + \sqrt[n]{x+1}", "∛x + ⁿ√(x + 1)"),
        (r"\color{red} x \textcolor{blue}{y}", "xy"),
        (r"{a+b \over c}", "(a + b)/c"),
        (r"1{,}000 + 10\,000", "1,000 + 10 000"),
        (r"\{x \in X : x > 0\}", "{x ∈ X : x > 0}"),
        (r"\{x \in X | x > 0\}", "{x ∈ X | x > 0}"),
        (r"\unknown{x}", "unknown x"),
        (r"\mathbb{F}_{p^m}", "𝔽_(pᵐ)"),
        (r"\ce{H2O}", "H₂O"),
        (r"\text{Mod-}R \to 5\text{km}", "Mod-R → 5 km"),
        ("", ""),
    ],
)
def test_construct(source: str, expected: str) -> None:
    assert to_unicode(source) == expected


def test_chemistry_sets_counts_low_and_charges_high() -> None:
    assert chemistry("SO4^2-") == "SO₄²⁻"


@given(st.one_of(st.text(max_size=60), st.lists(st.sampled_from(PIECES.split()), max_size=40).map("".join)))
def test_any_text_gives_one_line_without_control_characters(source: str) -> None:
    printable = "".join(character for character in source if unicodedata.category(character) != "Cc")
    shown = to_unicode(printable)
    assert not any(unicodedata.category(character) == "Cc" for character in shown)


@pytest.mark.slow
@pytest.mark.parametrize(
    "unit", ["{", r"\frac{", "(", "^", r"\hat", r"\left(", r"\sqrt[", "x_{", "$", r"\over ", "|", r"\text{"]
)
def test_long_nonsense_takes_linear_time_and_no_deep_recursion(unit: str) -> None:
    start = time.process_time()
    to_unicode(unit * (200_000 // len(unit)))
    assert time.process_time() - start < 5
