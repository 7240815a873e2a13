"""One paper, many sources: each field from the best of them, in whatever order they tell it."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.catalog.papers import Catalogue
from reader.core.border import paper_from_record, paper_from_stored
from reader.core.listing import Listing
from reader.core.origin import origin, rank
from reader.core.paper import Paper, paper_to_record, paper_to_stored
from reader.core.view import View, ViewKind
from reader.sources.page import parse_page
from tests.synthetic import NOON, paper


def test_who_is_believed_most() -> None:
    order = ["page", "", "shelf", "hf", "arxiv", "arxiv/1", "arxiv/2", "arxiv/10"]
    assert sorted(set(order), key=rank) == order
    assert origin("arxiv", 3) == "arxiv/3"
    assert origin("hf") == "hf"


def test_each_field_keeps_its_best_source() -> None:
    hub = paper(1, "A title", abstract="From the hub.", upvotes=3, keywords=("k",), source="hf")
    archive = paper(
        1,
        "A Title",
        abstract="The abstract.",
        categories=("cs.LG",),
        doi="10.1/x",
        version=1,
        source="arxiv/1",
    )
    saved = paper(1, "A title of mathcal{O}(n)", abstract="Lost mathcal.", source="page")
    listed = paper(1, "The library's", doi="10.1/other", organization="A lab", source="")
    merged = hub.merged_with(archive).merged_with(saved).merged_with(listed)
    assert (merged.title, merged.abstract, merged.doi) == ("A Title", "The abstract.", "10.1/x")
    assert (merged.upvotes, merged.keywords, merged.organization) == (3, ("k",), "A lab")
    assert merged.source == "arxiv/1"
    assert dict(merged.others) == {"upvotes": "hf", "keywords": "hf", "organization": ""}
    newer = merged.merged_with(hub._replace(upvotes=9, title="A changed title"))
    assert (newer.upvotes, newer.title) == (9, "A Title")


def test_a_saved_page_loses_against_everything() -> None:
    (saved,) = parse_page(
        "A Study of mathcal{O}(n)\n\nWe show that it holds. This is an abstract of a few sentences. It ends here.\n"
    )
    known = saved._replace(title=r"A Study of $\mathcal{O}(n)$", source="hf")
    assert known.merged_with(saved) == saved.merged_with(known)
    assert known.merged_with(saved).title == r"A Study of $\mathcal{O}(n)$"


def test_an_older_version_overwrites_nothing() -> None:
    first = paper(1, "First", version=1, comment="5 pages", withdrawn=False, source="arxiv/1")
    third = paper(1, "Third", version=3, withdrawn=True, source="arxiv/3")
    for merged in (first.merged_with(third), third.merged_with(first)):
        assert (merged.title, merged.version, merged.withdrawn, merged.comment) == (
            "Third",
            3,
            True,
            "5 pages",
        )
        assert merged.others == (("comment", "arxiv/1"),)


TEXTS = st.sampled_from([None, "a", "b", "c"])
COUNTS = st.sampled_from([None, 0, 1, 2])
ORIGINS = ("arxiv/1", "arxiv/2", "arxiv/3", "hf", "shelf", "", "page")


@st.composite
def told(draw: st.DrawFn) -> Paper:
    source = draw(st.sampled_from(ORIGINS))
    return paper(
        1,
        draw(st.sampled_from("xyz")),
        authors=draw(st.sampled_from([(), ("A",), ("B",)])),
        abstract=draw(TEXTS),
        published=draw(st.sampled_from([None, date(2026, 1, 1), date(2026, 1, 2)])),
        upvotes=draw(COUNTS),
        doi=draw(st.sampled_from([None, "10.1000/a", "10.1000/b"])),
        version=int(source[-1]) if "/" in source else None,
        withdrawn=draw(st.sampled_from([None, True, False])),
        comment=draw(TEXTS),
        source=source,
    )


@given(st.lists(told(), min_size=2, max_size=7), st.randoms(use_true_random=False))
def test_the_order_of_the_sources_does_not_matter(papers: list[Paper], chance: object) -> None:
    """What one source told earlier comes before what it told later; all else may come as it likes."""
    shuffled = papers.copy()
    chance.shuffle(shuffled)  # type: ignore[attr-defined]
    by_source = {source: iter([one for one in papers if one.source == source]) for source in ORIGINS}
    reordered = [next(by_source[one.source]) for one in shuffled]
    assert _merged(papers) == _merged(reordered)


@given(told(), told(), told())
def test_it_does_not_matter_who_is_merged_first(a: Paper, b: Paper, c: Paper) -> None:
    assert a.merged_with(b).merged_with(c) == a.merged_with(b.merged_with(c))


@given(st.lists(told(), min_size=1, max_size=5))
def test_the_store_keeps_where_each_field_comes_from(papers: list[Paper]) -> None:
    merged = _merged(papers)
    assert paper_from_stored(paper_to_stored(merged)) == merged
    assert merged.merged_with(merged) == merged


def test_a_file_cannot_claim_to_be_arxiv() -> None:
    claimed = paper_from_record(
        {"id": "2608.00001", "title": "T", "source": "arxiv/9", "others": {"doi": "arxiv/9"}}
    )
    assert (claimed.source, claimed.others) == ("", ())
    assert "source" not in paper_to_record(paper(1, source="arxiv/1"))


@pytest.mark.parametrize("others", [None, 3, ["x"], {"doi": 3}, {3: "x"}])
def test_a_damaged_store_costs_only_what_is_damaged(others: object) -> None:
    record = {"id": "2608.00001", "title": "T", "source": 3, "others": others}
    assert paper_from_stored(record).others in ((), ((3, "x"),))


def _merged(papers: list[Paper]) -> Paper:
    first, *others = papers
    for other in others:
        first = first.merged_with(other)
    return first


def test_a_new_version_is_noticed_when_it_is_first_seen() -> None:
    store = Catalogue(None)
    first = paper(1, version=1, source="arxiv/1")
    second = paper(1, version=2, source="arxiv/2")
    for days, seen in enumerate((first, first, second, second, first)):
        store.store_papers([seen], NOON + timedelta(days=days))
    (stored,) = store.papers([first.id])
    assert (stored.version, stored.revised) == (2, date(2026, 8, 16))
    store.store_papers([paper(2, version=4, source="arxiv/4")], NOON)
    assert store.papers(["2608.00002"])[0].revised is None  # nobody saw an older one
    store.close()


def test_a_new_version_beside_a_list_is_noticed_but_not_listed() -> None:
    store = Catalogue(None)
    store.store_papers([paper(1, version=1, source="arxiv/1")], NOON)
    listing = Listing(View(ViewKind.ARXIV), (paper(2),), beside=(paper(1, version=2, source="arxiv/2"),))
    stored = store.store_listing(listing, NOON)
    assert [one.id for one in stored.papers] == ["2608.00002"]
    assert store.papers(["2608.00001"])[0].revised == NOON.date()
    store.close()
