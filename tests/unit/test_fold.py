import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.core.fold import characters, fold, other_readings, placed_words, reach, words


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
    assert words("GPT-4o: “Self-supervised” don't_stop C++") == [
        *("gpt", "4o", "self", "supervised", "don", "t", "stop", "c")
    ]
    assert words("🙂 …") == []
    assert words("Schr\\\"odinger, Poincar\\'{e}, Ha\\v{c}ek") == ["schrodinger", "poincare", "hacek"]


def test_text_without_blanks_is_pairs_of_neighbours() -> None:
    assert words("深度学习 GPT模型 中") == ["深度", "度学", "学习", "gpt", "模型", "中"]
    assert words("학습 が") == ["학습", "か"]
    assert characters("GPT模型 中") == {"模", "型", "中"}


def test_the_other_reading() -> None:
    assert other_readings("A Self‑supervised DeepSeek model") == [
        ["a", "selfsupervised", "deepseek"],
        ["supervised", "deep", "seek", "model"],
    ]
    assert other_readings("state-of-the-art") == [["stateoftheart"]]
    assert other_readings("GPT-4o") == [["gpt4o"]]
    assert other_readings("Llama3") == [["llama", "3"]]
    assert other_readings("use DeepSeek-R1 now") == [
        ["use", "deep", "seekr1", "now"],
        ["use", "deepseekr1", "now"],
    ]
    assert other_readings("Plain words, not - this. And LLMs") == []


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
    placed = [word.folded for word in placed_words(text) if not word.compound]
    if characters(text):
        assert set(words(text)) <= {*placed, *characters(text)}
    else:
        assert "".join(placed) == "".join(words(text))


def test_how_far_folded_letters_reach() -> None:
    assert reach("Schölkopf", 4) == 4
    assert reach("ﬁne", 1) == reach("ﬁne", 2) == 1
    assert reach("ﬁne", 3) == 2
    assert reach("Straße", 6) == 5
    assert reach("α", 2) == 1
    assert reach("Self-Sup", 6) == 7
    assert reach("abc", 99) == 3


@pytest.mark.timeout(100)
def test_a_megabyte_without_a_space_takes_no_quadratic_time() -> None:
    assert other_readings("a" * 1_000_000) == []
    assert len(list(placed_words("a" * 1_000_000))) == 1
    assert len(other_readings("a-" * 500_000 + "a")) == 1
