import json
import time
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.core.math_display import Drawn, Row, clean_tex, display
from reader.core.width import width

DISPLAYS = json.loads((Path(__file__).parents[1] / "data" / "displays.json").read_text("utf-8"))
PIECES = (
    r"\frac \sqrt [ ] { } ( ) _ ^ \left \right . | \| & \\ \begin{matrix} \end{matrix} \begin{cases} \end{cases} \text"
    r" \sum \int \lim \over \binom \underbrace \overline \substack \xrightarrow \overset \middle \quad \tag x 10 + = ' $ % é"
)


def drawn(*sources: str, columns: int = 60, number: str = "") -> tuple[str, ...]:
    return display((Row(sources, number),), columns).lines


def stripped(*sources: str, columns: int = 60) -> list[str]:
    """Return what is drawn without the space that centres it."""
    lines = drawn(*sources, columns=columns)
    margin = min(len(line) - len(line.lstrip()) for line in lines if line)
    return [line[margin:] for line in lines]


def test_there_are_enough_formulas() -> None:
    assert len(DISPLAYS) >= 150


@pytest.mark.parametrize("formula", DISPLAYS, ids=lambda formula: formula["source"][:40])
def test_formula_is_drawn_as_a_person_would_set_it(formula: dict[str, object]) -> None:
    assert list(drawn(str(formula["source"]), columns=72)) == formula["drawn"]


def test_numbers_stand_at_the_right_margin_of_the_line_of_the_formula() -> None:
    lines = drawn(r"\frac{a}{b} = c", columns=40, number="2a")
    assert [line.strip() for line in lines] == ["a", "─ = c" + lines[1].strip()[5:], "b"]
    assert lines[1].endswith("(2a)")
    assert width(lines[1]) == 40


def test_numbers_of_the_authors_own_stand_there_too() -> None:
    assert drawn(r"a = b \tag{2'}", columns=40) == drawn("a = b", columns=40, number="2'")


def test_rows_are_aligned_at_their_columns() -> None:
    rows = (Row(("a", "=b+c"), "1"), Row(("long name", r"\le d"), "2"))
    lines = display(rows, 40).lines
    assert lines[0].index("=") == lines[1].index("≤")
    assert [line.split()[-1] for line in lines] == ["(1)", "(2)"]


def test_rows_say_where_they_begin() -> None:
    found = display((Row((r"\frac{a}{b}",)), Row(("c",)), Row(("d",))), 40)
    assert found.firsts == (0, 4, 5)
    assert [found.lines[first].strip() for first in found.firsts] == ["a", "c", "d"]


def test_a_long_formula_is_broken_at_its_relations() -> None:
    assert stripped("aaaaaaaaaa = bbbbbbbbbb + cccccccccc = dddddddddd", columns=30) == [
        "aaaaaaaaaa",
        "    = bbbbbbbbbb + cccccccccc",
        "    = dddddddddd",
    ]


def test_lines_outside_of_any_environment_are_aligned_too() -> None:
    assert stripped(r"a &= b \\ cc &= d") == [" a = b", "cc = d"]


def test_what_cannot_be_broken_is_shown_in_one_line() -> None:
    lines = drawn(r"\frac{aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa}{b}", columns=30)
    assert "─" not in "".join(lines)
    assert "/b" in "".join(lines)


@pytest.mark.parametrize(
    "source",
    [
        r"\def\a{\a\a}\a",
        r"\newcommand{\x}{\x\x}\x",
        r"\xymatrix{A \ar[r] & B}",
        "{" * 500 + "x" + "}" * 500,
        r"\frac{" * 5_000,
        "x" * 30_000,
    ],
)
def test_what_is_not_mathematics_is_shown_as_tex(source: str) -> None:
    lines = drawn(source, columns=70)
    assert "".join(line.strip() for line in lines)[:8] == source.replace(" ", "")[:8]
    assert len(lines) < 40


@pytest.mark.parametrize(
    "source",
    [
        r"\frac" * 5_000,
        r"\left(" * 3_000,
        r"\sqrt" * 5_000,
        "x^" * 5_000,
        "x_" * 9_000,
        r"\begin{matrix}" * 1_000,
        "&" * 15_000,
        r"\\" * 9_000,
        r"\overset{a}" * 1_500,
        r"\sum_a^b" * 2_000,
        r"\sqrt{\frac{a}{" * 18 + "}}" * 18,
        r"\begin{pmatrix}" + r"\frac{a}{b}&" * 1_000,
        r"\underbrace{" * 40 + "x" + "}_{y}" * 40,
    ],
)
def test_bombs_are_bounded(source: str) -> None:
    begun = time.process_time()
    lines = drawn(source, columns=80)
    assert time.process_time() - begun < 3
    assert sum(map(len, lines)) < 200_000


def test_comments_of_converters_are_no_part_of_a_formula() -> None:
    assert clean_tex("\\frac{a}%\n{b} 5\\% c") == "\\frac{a}{b} 5\\% c"
    assert clean_tex("\\text{for all%\n }n") == "\\text{for all }n"
    assert clean_tex("a % b") == "a  b"


@given(st.lists(st.sampled_from(PIECES.split()), max_size=40).map("".join), st.integers(10, 90))
def test_any_formula_gives_lines_within_the_width(source: str, columns: int) -> None:
    found: Drawn = display((Row((source,), "1"), Row(("a", source))), columns)
    assert max(map(width, found.lines), default=0) <= max(columns, 20)
    assert not any("\n" in line or max(line, default=" ") >= "\U000f0000" for line in found.lines)
