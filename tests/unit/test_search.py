import contextlib
from collections.abc import Callable, Collection, Iterator
from datetime import date
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from reader.catalog import neighbourhood, phrase, spelling
from reader.catalog.papers import Catalogue
from reader.catalog.search import Search
from reader.core.errors import QueryError
from reader.core.found import Found
from reader.core.order import Order
from reader.core.paper import Paper
from reader.core.query import Flag, Term, parse_query
from tests.synthetic import NOON, paper

Find = Callable[..., Found]


def nobody(_part: Flag | Term) -> Collection[str]:
    return ()


@pytest.fixture(params=["file", "memory"])
def find(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Find]:
    """Store papers and return what a query finds among them."""
    catalogue = Catalogue(tmp_path / "catalogue.sqlite" if request.param == "file" else None)
    search = Search(catalogue.database)

    def find(
        stored: Collection[Paper],
        text: str,
        personal: Callable[..., Collection[str]] = nobody,
        **options: object,
    ) -> Found:
        catalogue.store_papers(stored, NOON)
        return search.find(parse_query(text), personal, **options)  # type: ignore[arg-type]

    yield find
    catalogue.close()


def numbers(found: Found) -> list[int]:
    return [int(identifier[-5:]) for identifier in found.ids]


TITLES = [
    paper(1, "Diffusion models beat everything", authors=("Bernhard Schölkopf",), upvotes=5),
    paper(2, "Self-supervised attention", abstract="A transformer is all you need. Diffusion.", upvotes=9),
    paper(
        3, "Attention is all you need", authors=("Ashish Vaswani", "Noam Shazeer"), keywords=("transformer",)
    ),
    paper(4, "Learning with selfsupervised graphs", organization="Some Lab", categories=("cs.LG", "math.CO")),
    paper(
        5,
        "α-divergence and GPT-4 in C++",
        published=date(2024, 5, 1),
        stars=1500,
        github="https://github.com/a/b",
    ),
]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("diffusion ", [1, 2]),
        ("DIFFUSION models", [1]),
        ("diff", [1, 2]),
        ("attention all", [3, 2]),
        ("need attention ", [3, 2]),
        ("author:vaswani", [3]),
        ("author:diffusion", []),
        ("scholkopf", [1]),
        ("schölkopf ", [1]),
        ("-diffusion ", [3, 4, 5]),
        ("attention -transformer ", []),
        ("diffusion OR graphs", [4, 1, 2]),
        ('"is all you need"', [3, 2]),
        ('"need you"', []),
        ('title:"all you ne', [3]),
        ("keyword:transformer", [3]),
        ("abstract:transformer", [2]),
        ("org:some", [4]),
        ("cat:cs", [4]),
        ("cat:math.co ", [4]),
        ("cat:math.c ", []),
        ("alpha-divergence", [5]),
        ("α", [5]),
        ("gpt-4", [5]),
        ("gpt4", [5]),
        ("C++", [5]),
        ("stars:>1k", [5]),
        ("has:code", [5]),
        ("-has:code", [3, 4, 2, 1]),
        ("year:2024", [5]),
        ("2608.00003", [3]),
        ("id:2608.00003", [3]),
        ("2608.0000", [5, 4, 3, 2, 1]),
        ("id:%", []),
        ("cat:%", []),
    ],
)
def test_what_is_found(find: Find, text: str, expected: list[int]) -> None:
    found = find(TITLES, text)
    assert sorted(numbers(found)) == sorted(expected)
    assert found.total == len(expected)


@pytest.mark.parametrize(
    "text", ["self-supervised", "self supervised", "selfsupervised", "self‑superv", "selfsuperv"]
)
def test_hyphens_make_no_difference(find: Find, text: str) -> None:
    assert sorted(numbers(find(TITLES, text))) == [2, 4]


def test_a_compound_is_not_found_in_pieces(find: Find) -> None:
    stored = [paper(1, "GPT has 4 layers"), paper(2, "We use GPT-4")]
    assert numbers(find(stored, "gpt-4")) == [2]


def test_title_before_authors_before_keywords_before_abstract(find: Find) -> None:
    stored = [
        paper(1, "x", abstract="gauss", upvotes=100),
        paper(2, "x", keywords=("gauss",), upvotes=100),
        paper(3, "x", authors=("Carl Gauss",)),
        paper(4, "On Gauss"),
        paper(5, "Gaussian things"),
    ]
    assert numbers(find(stored, "gauss")) == [4, 5, 3, 2, 1]


def test_neighbours_in_the_title_before_neighbours_elsewhere(find: Find) -> None:
    stored = [
        paper(1, "Spectral resolution clustering", abstract="On spectral clustering."),
        paper(2, "A compressive spectral clustering"),
    ]
    assert numbers(find(stored, "spectral clustering")) == [2, 1]


def test_ties_go_to_upvotes_then_to_the_newer(find: Find) -> None:
    stored = [
        paper(1, "Same", published=date(2026, 1, 1)),
        paper(2, "Same", published=date(2026, 1, 2)),
        paper(3, "Same", upvotes=1),
    ]
    assert numbers(find(stored, "same")) == [3, 2, 1]
    assert numbers(find([], "same", within=[p.id for p in stored])) == [3, 2, 1]


@pytest.mark.parametrize(
    ("typed", "stored", "found"),
    [
        ("grph ", "graph", True),  # four letters: one edit
        ("gra ", "gro", False),
        ("garph ", "graph", True),  # neighbours swapped
        ("grhpa ", "graph", False),
        ("attention ", "atention", True),
        ("diffuison ", "diffusion", True),
        ("difuson ", "diffusion", False),  # seven letters: one edit
        ("tranformrs ", "transformers", True),  # eight and more: two
        ("trnfrmers ", "transformers", False),
        ("grapn", "graphical", True),  # still being typed
        ('"grph"', "graph", False),
        ('"grph', "graph", False),
        ("1235 ", "1234", False),
    ],
)
def test_typos(find: Find, typed: str, stored: str, found: bool) -> None:
    answer = find([paper(1, f"A {stored} thing"), paper(2, "Nothing of it")], typed)
    assert numbers(answer) == ([1] if found else [])
    if found:
        assert answer.corrections == {typed.strip(): "graph" if typed == "grapn" else stored}


def test_a_typo_never_stands_before_what_was_typed(find: Find) -> None:
    stored = [paper(i, f"Attention {i}", upvotes=50) for i in range(10, 60)]
    stored.append(paper(1, "Other", abstract="It says atention, and nothing else. " + "more " * 500))
    found = find(stored, "atention")
    assert numbers(found)[0] == 1
    assert found.total == 51
    scores = list(found.scores.values())
    assert scores == sorted(scores, reverse=True)
    assert found.corrections == {"atention": "attention"}
    assert numbers(find([], "atention", exactly=True)) == [1]
    worst = find([], "atention", order=Order.RELEVANCE, descending=False)
    assert numbers(worst) == numbers(found)[::-1]


def test_common_words_are_not_corrected(find: Find) -> None:
    stored = [paper(i, "A grape") for i in range(3)] + [paper(i, "A graph") for i in range(10, 100)]
    assert numbers(find(stored, "grape")) == [2, 1, 0]


def test_what_the_library_knows(find: Find) -> None:
    asked: list[Flag | Term] = []

    def personal(part: Flag | Term) -> Collection[str]:
        asked.append(part)
        return [paper(1).id, "2608.99999"]

    within = [p.id for p in TITLES]
    assert numbers(find(TITLES, "is:unread", personal, within=within)) == [2, 3, 4, 5]
    assert numbers(find(TITLES, "is:bookmarked diffusion", personal)) == [1]
    assert numbers(find(TITLES, "tag:thesis", personal)) == [1]
    assert [getattr(part, "value", None) or getattr(part, "field", None) for part in asked] == [
        "read",
        "bookmarked",
        "tag",
    ]


def test_without_words_the_order_stays(find: Find) -> None:
    within = [paper(i).id for i in (4, 2, 5, 99)]
    assert numbers(find(TITLES, "", within=within)) == [4, 2, 5]
    assert numbers(find(TITLES, "-has:code", within=within)) == [4, 2]
    assert find(TITLES, "", within=[]).total == 0


def test_all_that_matches_is_counted_and_the_limit_cuts(find: Find) -> None:
    stored = [paper(i, "Common title", upvotes=i) for i in range(600)]
    found = find(stored, "common", limit=3)
    assert (numbers(found), found.total) == ([599, 598, 597], 600)
    everything = find([], "common")
    assert len(everything.ids) == len(set(everything.ids)) == 600
    assert find([], "common") == everything


def test_the_sample_is_found_only_where_it_is_shown(find: Find) -> None:
    stored = [paper(1, "Sample", sample=True)]
    assert find(stored, "sample").total == find(stored, "").total == find(stored, "-x").total == 0
    assert numbers(find(stored, "sample", within=[paper(1).id])) == [1]


def test_new_papers_are_found_at_once(find: Find) -> None:
    assert find([paper(1, "First")], "xylophone ").total == 0
    assert numbers(find([paper(2, "Xylophone")], "xylophone ")) == [2]
    assert numbers(find([], "xilophone ")) == [2]
    assert find([paper(2, "Renamed")], "xylophone ").total == 0


@pytest.mark.parametrize(
    ("text", "title", "marked"),
    [
        ("diff", "Diffusion differs, indifferent", ["Diff", "diff"]),
        ("scholkopf ", "Schölkopf", ["Schölkopf"]),
        ("schol", "Schölkopf", ["Schöl"]),
        ('"attention is all"', "Attention is all; is attention", ["Attention is all"]),
        ("gpt-4", "GPT-4 has 4 GPT", ["GPT-4"]),
        ("selfsup", "Self-supervised self", ["Self-sup"]),
        ("deepseekr1", "DeepSeek-R1 model", ["DeepSeek-R1"]),
        ("deepseek-r1", "DeepSeek-R1 model", ["DeepSeek-R1"]),
        ("atention ", "Attention", ["Attention"]),
        ("graph -tree", "Graph tree", []),
        ("graph -wood", "Graph tree", ["Graph"]),
        ("is:unread", "is unread", []),
    ],
)
def test_what_is_marked(find: Find, text: str, title: str, marked: list[str]) -> None:
    found = find([paper(1, title)], text)
    assert [title[start:end] for start, end in found.highlight.spans(title)] == marked


INJECTIONS = [
    '"',
    '""',
    '"*"',
    "NEAR(a b)",
    "a*",
    "^a",
    "title : a",
    "a AND b",
    "NOT a",
    "x'); DROP TABLE papers; --",
    "a\x00b",
    "{title}:a",
    "-",
    "*",
    "a + b",
    "\ud800",
    "col:%",
    "cat:'",
    "org:\"'",
    "id:_",
    "tag:\x00",
]


@pytest.mark.parametrize("text", INJECTIONS)
def test_the_indexs_own_language_is_just_words(find: Find, text: str) -> None:
    with contextlib.suppress(QueryError):
        find(TITLES, text)
    assert find(TITLES, "").total == len(TITLES)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=100)
@given(
    st.text(st.characters(), max_size=40)
    | st.lists(st.sampled_from([*INJECTIONS, " ", "OR", "(", ")", "deep"]), max_size=8).map(" ".join)
)
def test_any_query_is_answered(find: Find, text: str) -> None:
    try:
        found = find(TITLES, text)
    except QueryError:
        return
    assert found.total == len(found.ids) <= len(TITLES)
    for stored in TITLES:
        found.highlight.spans(stored.title)


@pytest.mark.timeout(60)
@pytest.mark.parametrize("word", ["q" + "a" * 9_000, "é" * 5_000, "a1" * 4_000])
def test_one_long_word_takes_no_long_time(find: Find, word: str) -> None:
    assert find(TITLES, word).total == 0
    assert find(TITLES, f"title:{word} attention").total == 0


@pytest.mark.slow
@pytest.mark.timeout(120)
@pytest.mark.parametrize("piece", ["(", "-(", "attention ", "a-", "x OR ", "diffuison tranformrs atention "])
def test_a_huge_query_is_answered_or_refused(find: Find, piece: str) -> None:
    with contextlib.suppress(QueryError):
        find(TITLES, (piece * 10_000)[:5_000])
    assert numbers(find(TITLES, "attention " * 150 + "vaswani")) == [3]


@pytest.mark.parametrize(
    ("typed", "expected"), [('"as well', [1]), ('"as well as" ', [1]), ('"on line"', [2])]
)
def test_the_index_knows_what_stands_beside_a_function_word(
    find: Find, monkeypatch: pytest.MonkeyPatch, typed: str, expected: list[int]
) -> None:
    monkeypatch.setattr(phrase, "MOST_READ", 0)
    monkeypatch.setattr(neighbourhood, "MOST_READ", 0)
    apart = [paper(i, f"Well {i}, a line as it goes on") for i in range(10, 60)]
    stored = [*apart, paper(1, "It works as well as others"), paper(2, "An on-line method")]
    assert numbers(find(stored, typed)) == expected


@pytest.mark.parametrize(
    ("title", "found"),
    [
        ("The Schrödinger equation", True),
        (r"The Schr\"odinger equation", True),
        (r"The Schr\"{o}dinger-equation", True),
        ("The Schro\u0308dinger\nequation", True),
        ("The Schrödingerequation", False),
        ("The equation of Schrödinger", False),
    ],
)
def test_a_phrase_is_looked_up_in_texts_as_they_are_written(find: Find, title: str, found: bool) -> None:
    abstract = "A line\nbreak and a \\emph{word}. " + title
    assert find([paper(1, "x", abstract=abstract)], '"schrodinger equation"').total == found
    assert find([], '"line break and"').total == 1


@pytest.mark.parametrize("limit", [1, 120_000])
def test_words_are_read_by_length_and_letter_and_only_the_last_are_kept(
    find: Find, monkeypatch: pytest.MonkeyPatch, limit: int
) -> None:
    monkeypatch.setattr(spelling, "_WORDS", limit)
    stored = [
        paper(1, "Transformers for diffusion of graphs"),
        paper(2, "Xylography, \u03b2-carotene and graphs"),
    ]
    find(stored, "graph")
    for typed, expected in (
        ("grahps", [1, 2]),
        ("rgaphs", [1, 2]),
        ("difussion", [1]),
        ("ylography", [2]),
        ("tylograpyh", [2]),  # another first letter and one more edit
        ("zransfomers", [1]),
        ("transfrmors", [1]),
        ("qransfo", [1]),
        ("\u03b2carotine", [2]),
    ):
        assert sorted(numbers(find([], typed))) == expected, typed
