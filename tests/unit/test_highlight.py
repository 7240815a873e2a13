from hypothesis import given
from hypothesis import strategies as st

from reader.core.highlight import NO_HIGHLIGHT, Highlight, Phrase


def marked(highlight: Highlight, text: str) -> list[str]:
    return [text[start:end] for start, end in highlight.spans(text)]


def test_whole_words_and_beginnings() -> None:
    highlight = Highlight(frozenset({"graph"}), ("trans",))
    assert marked(highlight, "Graph transformers, paragraphs, GRAPHS: trans") == ["Graph", "trans", "trans"]
    assert marked(NO_HIGHLIGHT, "Graph") == []


def test_what_was_folded_is_marked_exactly() -> None:
    assert marked(Highlight(frozenset({"scholkopf"})), "B. Schölkopf") == ["Schölkopf"]
    assert marked(Highlight(prefixes=("schol",)), "Schölkopf") == ["Schöl"]
    assert marked(Highlight(prefixes=("fi",)), "ﬁne") == ["ﬁ"]
    assert marked(Highlight(prefixes=("strass",)), "Straßenbahn") == ["Straß"]
    assert marked(Highlight(frozenset({"alpha"})), "the α-norm") == ["α"]


def test_compounds_written_as_one_word() -> None:
    assert marked(Highlight(frozenset({"selfsupervised"})), "A Self-Supervised one") == ["Self-Supervised"]
    assert marked(Highlight(prefixes=("selfsu",)), "Self-Supervised") == ["Self-Su"]


def test_what_was_sought_in_one_field_is_marked_there() -> None:
    highlight = Highlight(frozenset({"graph"}), fields=(("title", Highlight(prefixes=("tre",))),))
    assert marked(highlight.of("title"), "Graph trees") == ["Graph", "tre"]
    assert marked(highlight.of("abstract"), "Graph trees") == ["Graph"]


def test_a_phrase_is_marked_as_a_whole_and_nowhere_else() -> None:
    text = "Attention is all; is attention attention-is allowed?"
    assert marked(Highlight(phrases=(Phrase(("attention", "is", "all")),)), text) == ["Attention is all"]
    begun = Highlight(phrases=(Phrase(("attention", "is", "al"), begins=True),))
    assert marked(begun, text) == ["Attention is al", "attention-is al"]


@given(st.text(st.characters()), st.sampled_from(["a", "e", "ss", "fi", "1"]))
def test_spans_are_in_order_inside_and_apart(text: str, prefix: str) -> None:
    spans = Highlight(frozenset({"b"}), (prefix,), (Phrase(("a", "b")),)).spans(text)
    flat = [place for span in spans for place in span]
    assert flat == sorted(set(flat))
    assert all(0 <= place <= len(text) for place in flat)
