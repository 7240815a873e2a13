import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.core.fold import fold, joined_words, placed_words, reach, words


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("Schölkopf", "scholkopf"),
        ("ŁUKASZ Đặng", "lukasz dang"),
        ("Straße ﬁne Œuvre", "strasse fine oeuvre"),
        ("α-divergence", "alpha-divergence"),
        ("ΆΛΦΑ", "alphalambdaphialpha"),
        ("𝒪(n²)", "o(n2)"),
        ("İstanbul ı", "istanbul i"),
        ("Кириллица", "кириллица"),
    ],
)
def test_folding(text: str, folded: str) -> None:
    assert fold(text) == folded


def test_words() -> None:
    assert words("GPT-4o: “Self-supervised” don't_stop C++ 深度学习") == [
        *("gpt", "4o", "self", "supervised", "don", "t", "stop", "c", "深度学习")
    ]
    assert words("🙂 …") == []
    assert joined_words("Self‑supervised and state-of-the-art, not - this") == [
        "selfsupervised",
        "stateoftheart",
    ]


def test_places() -> None:
    text = "A Self-Supervised Schölkopf x\u0302y"
    assert [(w.folded, text[w.start : w.end]) for w in placed_words(text)] == [
        ("a", "A"),
        ("self", "Self"),
        ("supervised", "Supervised"),
        ("scholkopf", "Schölkopf"),
        ("xy", "x\u0302y"),
        ("selfsupervised", "Self-Supervised"),
    ]


@given(st.text(st.characters(exclude_categories=["M", "Lm", "Sk", "Sc", "So", "No"])))
def test_places_and_words_agree(text: str) -> None:
    assert "".join(w.folded for w in placed_words(text) if not w.compound) == "".join(words(text))


def test_how_far_folded_letters_reach() -> None:
    assert reach("Schölkopf", 4) == 4
    assert reach("ﬁne", 1) == reach("ﬁne", 2) == 1
    assert reach("ﬁne", 3) == 2
    assert reach("Straße", 6) == 5
    assert reach("α", 2) == 1
    assert reach("Self-Sup", 6) == 7
    assert reach("abc", 99) == 3


@pytest.mark.timeout(20)
def test_a_megabyte_without_a_space_takes_no_quadratic_time() -> None:
    assert joined_words("a" * 1_000_000) == []
    assert len(list(placed_words("a" * 1_000_000))) == 1
    assert len(joined_words("a-" * 500_000 + "a")) == 1
