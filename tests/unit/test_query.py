from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.core.errors import QueryError
from reader.core.query import (
    LENGTH_LIMIT,
    TERM_LIMIT,
    All,
    Any,
    Flag,
    Node,
    Not,
    Range,
    Term,
    parse_query,
    positive_terms,
)

TODAY = date(2026, 8, 14)
EVERYTHING = All(())


def parsed(text: str) -> Node:
    return parse_query(text, TODAY)


def summary(node: Node) -> object:
    """Return the tree as plain tuples: words with `*` while typed, `"` where exact."""
    match node:
        case Term():
            text = " ".join(node.words) + "*" * node.prefix
            text = f'"{text}"' if node.exact else text
            return f"{node.field}:{text}" if node.field else text
        case All(parts) | Any(parts):
            return (type(node).__name__, *map(summary, parts))
        case Not(part):
            return ("Not", summary(part))
        case _:
            return node


@pytest.mark.parametrize(
    ("text", "tree"),
    [
        ("graph neural", ("All", "graph", "neural*")),
        ("graph neural ", ("All", "graph", "neural")),
        ('"graph neural" net', ("All", '"graph neural"', "net*")),
        ("graph OR tree cat", ("Any", "graph", ("All", "tree", "cat*"))),
        ("(graph OR tree) net", ("All", ("Any", "graph", "tree"), "net*")),
        ("-graph net", ("All", ("Not", "graph"), "net*")),
        ("net -(graph tree)", ("All", "net", ("Not", ("All", "graph", "tree")))),
        ("author:vaswani", "authors:vaswani*"),
        ('Author:"Ashish Vaswani"', 'authors:"ashish vaswani"'),
        ("title:Re:Zero", "title:re zero*"),
        ("title:-x", "title:x*"),
        ("cat:cs.LG", "cat:cs.lg*"),
        ("Schölkopf", "scholkopf*"),
        ("self-supervised", "self supervised*"),
    ],
)
def test_the_language(text: str, tree: object) -> None:
    assert summary(parsed(text)) == tree


@pytest.mark.parametrize(
    ("text", "tree"),
    [
        ("is:un", ("All",)),
        ("author:", ("All",)),
        ("-", ("All",)),
        ("graph -", "graph"),
        ("-is:un", ("All",)),
        ("graph OR ", "graph"),
        ("OR", ("All",)),
        ("(graph", "graph*"),
        ('"', ("All",)),
        ('"open phr', '"open phr*"'),
        ('title:"a b', 'title:"a b*"'),
        ("stars:>", ("All",)),
        ("stars:5.", ("All",)),
        ("listed:2024-", ("All",)),
        ("listed:2024-W", ("All",)),
        ("2608.", '"id:'),
        ("2608.012", '"id:'),
    ],
)
def test_what_is_typed_half_way(text: str, tree: object) -> None:
    if tree == '"id:':
        assert parsed(text) == Term((text,), "id", prefix=True, text=text)
    else:
        assert summary(parsed(text)) == tree


@pytest.mark.parametrize(
    ("text", "tree"),
    [
        ("ReAct: Synergizing", ("All", "react", "synergizing*")),
        ("C++", "c"),
        ("GPT-4", "gpt 4*"),
        ("3D", "3d*"),
        ("a, b?", ("All", "a", "b")),
        ("🙂", ("All",)),
        ("שלום עולם", ("All", "שלום", "עולם*")),
        ("深度学习", "深度学习*"),
        ("12:30", "12 30*"),
        ("foo https://a.b", ("All", "foo", "https a b*")),
    ],
)
def test_what_people_paste(text: str, tree: object) -> None:
    assert summary(parsed(text)) == tree


@pytest.mark.parametrize("text", ["2608.01234", "arXiv:2608.01234v2", "https://arxiv.org/abs/2608.01234"])
def test_identifiers(text: str) -> None:
    assert parsed(text) == Term(("2608.01234",), "id", exact=True, text=text)


@pytest.mark.parametrize(
    ("text", "node"),
    [
        ("is:Unread", Flag("is", "unread")),
        ("has:code", Flag("has", "code")),
        ("upvotes:>50", Range("upvotes", 51, None)),
        ("upvotes:>=50", Range("upvotes", 50, None)),
        ("stars:<1k", Range("stars", None, 999)),
        ("stars:<=2", Range("stars", None, 2)),
        ("comments:3", Range("comments", 3, 3)),
        ("stars:5..1k", Range("stars", 5, 1000)),
        ("stars:5..", Range("stars", 5, None)),
        ("stars:..5", Range("stars", None, 5)),
        ("year:2024", Range("published", "2024-01-01", "2024-12-31")),
        ("year:2023..2024", Range("published", "2023-01-01", "2024-12-31")),
        ("published:2024-02", Range("published", "2024-02-01", "2024-02-29")),
        ("published:7d", Range("published", "2026-08-07", None)),
        ("listed:2w", Range("listed", "2026-07-31", None)),
        ("listed:2026-W53", Range("listed", "2026-12-28", "2027-01-03")),
        ("listed:9999-12-31", Range("listed", "9999-12-31", "9999-12-31")),
        ("listed:..2024", Range("listed", None, "2024-12-31")),
        ("after:2024-05-31", Range("published", "2024-05-31", None)),
        ("before:2024", Range("published", None, "2023-12-31")),
        ("after:9999y", Range("published", "0001-01-01", None)),
    ],
)
def test_conditions(text: str, node: Node) -> None:
    assert parsed(text) == node


@pytest.mark.parametrize(
    ("text", "said", "position"),
    [
        ("graph is:red", "takes read, unread", 9),
        ("is:un x", "not “un”", 3),
        ("graph autor:x", "no field “autor:”", 6),
        ("stars:many", "takes a number", 6),
        ("stars:> 5", "takes a number", 6),
        ("listed:soon", "takes a year", 7),
        ("listed:2024-1 x", "takes a year", 7),
        ("a) b", "no opening one", 1),
        ("(" * 60, "nested", 50),
        ("x" * (LENGTH_LIMIT + 1), "characters", LENGTH_LIMIT),
        ("x " * (TERM_LIMIT + 1), "words", 2 * TERM_LIMIT),
    ],
)
def test_a_wrong_one_says_what_and_where(text: str, said: str, position: int) -> None:
    with pytest.raises(QueryError, match=said) as raised:
        parsed(text)
    assert raised.value.position == position


PIECES = [
    "a",
    "é",
    " ",
    "(",
    ")",
    '"',
    "-",
    "OR ",
    "is:",
    "has:",
    "un",
    "stars:",
    ">",
    "5",
    "..",
    "listed:",
    "2024",
    "-W5",
    "7d",
    "x:",
    "//",
    "\x00",
    "\ud800",
    "*",
    "NEAR(",
    "title:",
    "id:",
    "cat:",
]


def refusal(text: str) -> QueryError | None:
    try:
        for term in positive_terms(parsed(text)):
            "".join(term.words).encode()
    except QueryError as error:
        return error
    return None


@given(st.text(st.characters(), max_size=50) | st.lists(st.sampled_from(PIECES), max_size=30).map("".join))
def test_any_text_gives_a_tree_or_says_where_it_is_wrong(text: str) -> None:
    error = refusal(text)
    assert error is None or 0 <= error.position <= len(text)


@pytest.mark.timeout(20)
@pytest.mark.parametrize("piece", ["(", "-", "a:", "title:", "x ", "a OR ", ")", "-(", " ", '"', "a-", '(" '])
def test_ten_thousand_characters_of_anything(piece: str) -> None:
    error = refusal((piece * LENGTH_LIMIT)[:LENGTH_LIMIT])
    assert error is None or error.position <= LENGTH_LIMIT
