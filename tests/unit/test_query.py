from datetime import date

import pytest

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
    corrected,
    joined,
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
        ("cat:cs.LG, x", ("All", "cat:cs.lg", "x*")),
        ("cat:cs.LG", "cat:cs.lg*"),
        ("Schölkopf", "scholkopf*"),
        ("self-supervised", "self supervised*"),
        ("Scho\u0308", "scho*"),
        ('-"graph neural" net', ("All", ("Not", '"graph neural"'), "net*")),
        ('-author:"Jane Doe"', ("Not", 'authors:"jane doe"')),
        ("-title:graph net", ("All", ("Not", "title:graph"), "net*")),
        ("--graph ", "graph"),
        ("graph AND tree", ("All", "graph", "tree*")),
        ("title:(graph OR tree) net", ("All", ("Any", "title:graph", "title:tree"), "net*")),
        ("title:(graph -(tree net", ("All", "title:graph", ("Not", ("All", "title:tree", "title:net")))),
        ("title:(graph author:doe)", ("All", "title:graph", "authors:doe")),
        ("-tag:(a OR b)", ("Not", ("Any", "tag:a", "tag:b"))),
        ('tag:"to read"', 'tag:"to read"'),
        ('cat:"cs.LG" org:meta note:why', ("All", 'cat:"cs.lg"', "org:meta", "note:why*")),
        ("keyword:a abs:b abstract:c ", ("All", "keywords:a", "abstract:b", "abstract:c")),
        ("is:(read OR queued)", ("Any", Flag("is", "read"), Flag("is", "queued"))),
        ("stars:(1 OR 2)", ("Any", Range("stars", 1, 1), Range("stars", 2, 2))),
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
        ("-surv", ("Not", "surv")),
        ("-(surv", ("Not", "surv")),
        ("graph -(", "graph"),
        ("graph title:( ", "graph"),
        ("()", ("All",)),
        ('title:""', ("All",)),
        ('cat:"" id:""', ("All",)),
        ("cat:cs.", "cat:cs.*"),
        ("is:", ("All",)),
        ("is: graph", "graph*"),
        ("graph AND", "graph"),
        ("OR OR OR", ("All",)),
        ("upvotes:> ", ("All",)),
        ("upvotes:> graph", "graph*"),
        ("upvotes >", ("All",)),
        ("stars:4.1", ("All",)),
        ("year:>", ("All",)),
        ("year:>20", ("All",)),
        ("year:2024..2", ("All",)),
        ("listed:..", ("All",)),
        ("listed:yest", ("All",)),
        ("listed:2024-05-3", ("All",)),
        ("1706.03762v", 'id:"1706.03762"'),
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
        ("graph 🙂", "graph"),
        ("?", ("All",)),
        ("upvotes >=", ("All",)),
        ("שלום עולם", ("All", "שלום", "עולם*")),
        ("深度学习", "深度 度学 学习*"),
        ("12:30", "12 30*"),
        ("foo https://a.b", ("All", "foo", "https a b*")),
        ("CAT: Cross Attention", ("All", "cross", "attention*")),
        ("stars > planets", "planets*"),
        ("in 2012.", ("All", "in", "2012")),
        ("“graph neural” «tree» „net“ ", ("All", '"graph neural"', '"tree"', '"net"')),
        ("–graph —tree −net -x ", ("All", *(("Not", word) for word in ("graph", "tree", "net", "x")))),
        ("attention — a survey", ("All", "attention", "a", "survey*")),
        ("ｔｉｔｌｅ：graph", "title:graph*"),
        ("（graph ＯＲ tree）", ("Any", "graph", "tree")),
        ("graph\u00a0tree\u3000net", ("All", "graph", "tree", "net*")),
        ("\u200btitle:gr\u00adaph\u200f", "title:graph*"),
        ("upvotes：＞５０", Range("upvotes", 51, None)),
        ("NEAR(a b)", ("All", "near", ("All", "a", "b"))),
        ("col:* ^x*", ("All", "col", "x")),
        ("a\x00b", "ab*"),
    ],
)
def test_what_people_paste(text: str, tree: object) -> None:
    assert summary(parsed(text)) == tree


@pytest.mark.parametrize(
    "text",
    [
        *(
            "2608.01234",
            "arXiv:2608.01234v2",
            " https://arxiv.org/abs/2608.01234 ",
            "arXiv: 2608.01234 [cs.LG]",
        ),
        *("arxiv.org/pdf/2608.01234v3.pdf", "https://arxiv.org/html/2608.01234v1", "hf.co/papers/2608.01234"),
        *("https://huggingface.co/papers/2608.01234", "https://www.alphaxiv.org/abs/2608.01234"),
    ],
)
def test_an_identifier_or_address_means_that_paper(text: str) -> None:
    assert parsed(text) == Term(("2608.01234",), "id", exact=True, text=text)


@pytest.mark.parametrize(
    ("text", "tree"),
    [
        ("graph 2608.01234", ("All", "graph", 'id:"2608.01234"')),
        ("graph 2608.012", ("All", "graph", "id:2608.012*")),
        ("see https://arxiv.org/abs/2608.01234v3.", ("All", "see", 'id:"2608.01234"')),
        ("arXiv:2608.01234 graph ", ("All", 'id:"2608.01234"', "graph")),
        ("doi:10.48550/arXiv.2608.01234 x ", ("All", 'id:"2608.01234"', "x")),
        ("graph hep-th/9901001 ", ("All", "graph", 'id:"hep-th/9901001"')),
        ("id:2608.01234v2", 'id:"2608.01234"'),
        ("id:https://arxiv.org/abs/2608.01234", 'id:"2608.01234"'),
        ("id:2608", "id:2608*"),
        ('id:"arxiv.org/abs/2608.01234" ', 'id:"2608.01234"'),
        ('"2608.01234" ', '"2608 01234"'),
        ("-2608.01234", ("Not", 'id:"2608.01234"')),
        ("2608.01234 2608.05678 x ", ("All", ("Any", 'id:"2608.01234"', 'id:"2608.05678"'), "x")),
    ],
)
def test_identifiers_among_words(text: str, tree: object) -> None:
    assert summary(parsed(text)) == tree


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
        ("HAS:Code", Flag("has", "code")),
        ('is:"unread", ', Flag("is", "unread")),
        ("stars:1k..5k", Range("stars", 1000, 5000)),
        ("stars:9..5", Range("stars", 5, 9)),
        ("stars:>4.1k", Range("stars", 4101, None)),
        ("stars:≥1M", Range("stars", 1_000_000, None)),
        ("stars:1…5", Range("stars", 1, 5)),
        ("upvotes>50", Range("upvotes", 51, None)),
        ("Upvotes > 50", Range("upvotes", 51, None)),
        ("upvotes: >50", Range("upvotes", 51, None)),
        ("stars:> 5", Range("stars", 6, None)),
        ("year>2023", Range("published", "2024-01-01", None)),
        ("year:>2023", Range("published", "2024-01-01", None)),
        ("year:<2024", Range("published", None, "2023-12-31")),
        ("year:<=2024", Range("published", None, "2024-12-31")),
        ("published:>=2024-05", Range("published", "2024-05-01", None)),
        ("listed:>2026-W53", Range("listed", "2027-01-04", None)),
        ("listed:2024-05..", Range("listed", "2024-05-01", None)),
        ("listed:2024-w05..2024W06", Range("listed", "2024-01-29", "2024-02-11")),
        ("listed:30d..7d", Range("listed", "2026-07-15", "2026-08-07")),
        ("listed:today", Range("listed", "2026-08-14", "2026-08-14")),
        ("before:Yesterday", Range("published", None, "2026-08-12")),
        ("published:6m", Range("published", "2026-02-14", None)),
        ("published:1y", Range("published", "2025-08-14", None)),
        ("before:7d", Range("published", None, "2026-08-06")),
        ("published:>9999-12-31", Range("published", "9999-12-31", None)),
    ],
)
def test_conditions(text: str, node: Node) -> None:
    assert parsed(text) == node


def test_a_month_ago_is_never_the_month_after() -> None:
    assert parse_query("listed:1m", date(2026, 3, 31)) == Range("listed", "2026-02-28", None)
    assert parse_query("listed:3m", date(1, 2, 1)) == Range("listed", "0001-01-01", None)


@pytest.mark.parametrize(
    ("text", "said", "position"),
    [
        ("graph is:red", "takes read, unread", 9),
        ("is:un x", "not “un”", 3),
        ("graph autor:x", "no field “autor:”", 6),
        ("stars:many", "takes a number", 6),
        ("upvote:>50", "Did you mean upvotes:", 0),
        ("authors:x", "Did you mean author:", 0),
        ("titel:(a OR b)", "Did you mean title:", 0),
        ("Re:Zero", "in quotes", 0),
        ("is:raed x", "Did you mean is:read", 3),
        ("stars:-5", "takes a number", 6),
        ("stars:>5..9", "takes a number", 6),
        ("stars:4.1 x", "takes a number", 6),
        ("listed:<7d", "Write listed:7d", 7),
        ("listed:2024-02-31", "takes a year", 7),
        ("year:0000 x", "takes a year", 5),
        ("😀 𝒪 is:red", "takes read", 7),
        ("Straße ﬁne İ is:red", "takes read", 16),
        ("\u200f😀\u200b\x00 “x” is：red", "takes read", 12),
        ("listed:soon", "takes a year", 7),
        ("listed:2024-1 x", "takes a year", 7),
        ("a) b", "no opening one", 1),
        ("🙂", "no letter or digit", 0),
        ("  title:🙂", "no letter or digit", 8),
        ('"***"', "no letter or digit", 0),
        ("\u0301\u0302", "no letter or digit", 0),
        ("(" * 60, "nested", 50),
        ("x" * (LENGTH_LIMIT + 1), "characters", LENGTH_LIMIT),
        ("x " * (TERM_LIMIT + 1), "words", 2 * TERM_LIMIT),
    ],
)
def test_a_wrong_one_says_what_and_where(text: str, said: str, position: int) -> None:
    with pytest.raises(QueryError, match=said) as raised:
        parsed(text)
    assert raised.value.position == position


@pytest.mark.parametrize(
    ("text", "better"),
    [
        ("Unsuprvised learning", "unsupervised learning"),
        ("title:unsuprvised –unsuprvised", "title:unsupervised –unsuprvised"),
        ("(unsuprvised OR “unsuprvised”) x", "(unsupervised OR “unsuprvised”) x"),
        ("self-superviced, \u200bunsuprvised!", "self-supervised, \u200bunsupervised!"),
        ("title:(superviced tag:superviced)", "title:(supervised tag:superviced)"),
        ("😀 Scho\u0308lkpf has:code", "😀 scholkopf has:code"),
        ("", ""),
    ],
)
def test_misspelt_words_are_replaced_where_typos_count(text: str, better: str) -> None:
    known = {
        "unsuprvised": "unsupervised",
        "superviced": "supervised",
        "scholkpf": "scholkopf",
        "code": "coda",
    }
    assert corrected(text, known) == better


def test_insisting_quotes_what_was_typed() -> None:
    assert corrected("title:unsuprvised x", {"unsuprvised": '"unsuprvised"'}) == 'title:"unsuprvised" x'


def test_terms_know_their_places() -> None:
    text = '\u200b😀 (title:"a b" OR gr\u00adaph)'
    places = [text[term.start : term.end] for term in positive_terms(parsed(text))]
    assert places == ['"a b"', "gr\u00adaph"]


@pytest.mark.parametrize(
    ("first", "second", "same"),
    [
        ("coral", "reefs", "(coral) (reefs)"),
        ('"deep learn', "graph", '("deep learn") (graph)'),
        ("(a OR b", "c", "((a OR b)) (c)"),
        ('title:(x OR "y z', "a OR (b", '(title:(x OR "y z")) (a OR (b))'),
        ("coral published:2024-0", "x", "(coral published:2024) (x)"),
        ("“deep", "x", '("deep") (x)'),
    ],
)
def test_two_queries_that_are_still_typed_become_one(first: str, second: str, same: str) -> None:
    assert parse_query(joined(first, second)) == parse_query(same)


def test_a_wrong_query_is_not_joined() -> None:
    with pytest.raises(QueryError):
        joined("is:bogus x", "coral")
