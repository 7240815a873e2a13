"""Whatever is typed or pasted is a tree or a message with a place, and soon."""

import time
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.core.errors import QueryError
from reader.core.query import FIELDS, LENGTH_LIMIT, TERM_LIMIT, Node, corrected, parse_query, positive_terms

TODAY = date(2026, 8, 14)
PIECES = (
    *(
        "a",
        "é",
        "e\u0301",
        "深",
        "שלום",
        "😀",
        "self-supervised",
        "1706.03762",
        "https://arxiv.org/abs/1706.03762",
    ),
    *(
        " ",
        "\u00a0",
        "\n",
        "(",
        ")",
        "（",
        '"',
        "“",
        "«",
        "-",
        "–",
        "OR",
        " OR ",
        "AND",
        ":",
        "：",
        "//",
        "*",
        "^",
        "NEAR(",
    ),
    *("\x00", "\ud800", "\u200b", "\u202e", "\u0301", "%", "_", "!", "'", ";"),
    *(f"{field}:" for field in (*FIELDS, "x", "titel", "Title")),
    *(">", "<=", "≥", "..", "…", "5", "1k", "4.1k", "2024", "-05", "-W5", "7d", "9999y", "0000", "today"),
    *("un", "read", "code", "cs.LG", "stars", "upvotes>"),
)

texts = st.text(st.characters(), max_size=60) | st.lists(st.sampled_from(PIECES), max_size=30).map("".join)


def answer(text: str) -> Node | tuple[str, int]:
    """Return the tree, or the message with its place."""
    try:
        return parse_query(text, TODAY)
    except QueryError as error:
        return str(error), error.position


@given(texts)
def test_any_text_gives_a_tree_or_says_where_it_is_wrong(text: str) -> None:
    found = answer(text)
    assert found == answer(text)
    if isinstance(found, tuple):
        message, position = found
        assert 0 <= position <= len(text)
        assert message.isprintable()
        return
    terms = list(positive_terms(found))
    assert sum(len(term.words) for term in terms) <= TERM_LIMIT
    for term in terms:
        assert all(term.words)
        "".join(term.words).encode()
        assert 0 <= term.start < term.end <= len(text)


@given(texts)
def test_correcting_nothing_changes_nothing(text: str) -> None:
    if not isinstance(answer(text), tuple):
        assert corrected(text, {}) == text


@given(
    st.text(st.sampled_from("abcdé -"), max_size=30),
    st.sampled_from(["title:", "upvotes:>", "is:", '"', "(", "-", "-("]),
)
def test_what_is_not_finished_never_refuses_what_is(complete: str, begun: str) -> None:
    assert not isinstance(answer(f"{complete} {begun}"), tuple)


@pytest.mark.timeout(60)
@pytest.mark.parametrize(
    "piece",
    [
        *("(", ")", "()", "-(", '(" ', "title:(", '"', "“”", "-", "--x", "a-", "a-é", "OR ", "a OR ", "AND "),
        *(
            "a:",
            "a:a",
            "title:",
            "-title:",
            "x ",
            "é ",
            " ",
            "\u00a0",
            "\u200b",
            "\u0301",
            "\x00",
            "\ud800",
            "😀",
        ),
        *(
            "stars ",
            "stars: ",
            "stars>",
            "stars:>",
            "stars > ",
            "= ",
            "1",
            ".",
            "..",
            "…",
            "is:read ",
            "is:x",
            "listed:2024-W",
        ),
        *("1706.03762 ", "a/", "arxiv.org/abs/", "https://", "a.", "NEAR(", "col:*", "^"),
    ],
)
def test_ten_thousand_characters_of_anything_take_no_time(piece: str) -> None:
    durations = []
    for start in ("", "stars:", "listed:", 'title:"', "((("):
        text = (start + piece * LENGTH_LIMIT)[:LENGTH_LIMIT]
        began = time.process_time()
        found = answer(text)
        durations.append(time.process_time() - began)
        assert not isinstance(found, tuple) or 0 <= found[1] <= len(text)
    # Far below what anything quadratic takes, far above what a busy machine adds.
    assert min(durations) < 0.02
    assert max(durations) < 0.2
