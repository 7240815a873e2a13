"""Papers like others, found in the index by the words that tell most of them."""

from collections.abc import Iterator, Sequence

import pytest

from reader.catalog.papers import Catalogue
from reader.catalog.search import Search
from reader.core.likeness import Liked, Likeness
from reader.core.paper import Paper
from reader.core.query import Range
from tests.synthetic import NOON, paper

TEXTS = {
    "Diffusion models for image segmentation": "We train a diffusion model with a segmentation loss, LoRA and RL.",
    "Segmentation of images by latent diffusion": "Latent diffusion helps segmentation of medical images.",
    "Fast samplers for diffusion": "A sampler needs few steps. LoRA is not trained anew.",
    "Medical image segmentation": "A transformer for segmentation of organs.",
    "Birdsong and its dialects": "Birds sing in dialects, which we record in the woods.",
    "Dialects of birds in towns": "Birdsong in towns is louder than in the woods.",
    "A theorem on graphs": "We prove a bound on colourings of planar graphs.",
}
PAPERS = [paper(number, title, abstract=text) for number, (title, text) in enumerate(TEXTS.items())]


@pytest.fixture
def catalogue() -> Iterator[Catalogue]:
    catalogue = Catalogue(None)
    catalogue.store_papers(PAPERS, NOON)
    yield catalogue
    catalogue.close()


def alike(
    catalogue: Catalogue, *liked: Paper, excluding: Sequence[str] = (), limit: int = 10
) -> tuple[Likeness, ...]:
    search = Search(catalogue.database)
    others = (*(each.id for each in liked), *excluding)
    return search.alike([Liked(each) for each in liked], lambda _: (), excluding=others, limit=limit)


def numbers(found: Sequence[Likeness]) -> list[int]:
    return [int(each.id[-5:]) for each in found]


def test_the_nearest_come_first_and_strangers_not_at_all(catalogue: Catalogue) -> None:
    found = alike(catalogue, PAPERS[0])
    assert {*numbers(found)[:2]} == {1, 3}
    assert 2 in numbers(found)
    assert not {0, 4, 5, 6} & {*numbers(found)}
    assert numbers(alike(catalogue, PAPERS[4]))[0] == 5
    assert [each.score for each in found] == sorted((each.score for each in found), reverse=True)
    assert all(0 < each.score <= 1 for each in found)
    assert len(alike(catalogue, PAPERS[0], limit=1)) == 1


def test_the_same_text_is_as_near_as_can_be(catalogue: Catalogue) -> None:
    twin = paper(90, PAPERS[6].title, abstract=PAPERS[6].abstract)
    catalogue.store_papers([twin], NOON)
    (nearest, *_) = alike(catalogue, PAPERS[6])
    assert (nearest.id, nearest.score) == (twin.id, 1.0)


def test_reasons_are_shared_words_as_they_are_spelt_and_once(catalogue: Catalogue) -> None:
    found = {int(each.id[-5:]): each.words for each in alike(catalogue, PAPERS[0])}
    assert {"diffusion", "segmentation"} <= {*found[1]}
    assert "LoRA" in found[2]  # a name keeps its capitals, a word at the start of a sentence does not
    words = [word for each in found.values() for word in each]
    assert "We" not in words
    assert "we" not in words
    assert not {"image", "images"} <= {*found[1]}


def test_a_new_paper_counts_at_once(catalogue: Catalogue) -> None:
    search = Search(catalogue.database)
    assert search.alike([Liked(PAPERS[6])], lambda _: (), excluding=[PAPERS[6].id]) == ()
    catalogue.store_papers([paper(50, "Colourings of planar graphs", abstract="Fewer colours.")], NOON)
    found = search.alike([Liked(PAPERS[6])], lambda _: (), excluding=[PAPERS[6].id])
    assert numbers(found) == [50]


def test_large_and_small_parts_of_the_index_are_one() -> None:
    catalogue = Catalogue(None)
    catalogue.store_papers([paper(n, f"Word{n} of rivers", abstract="Water.") for n in range(100, 800)], NOON)
    catalogue.store_papers([paper(1, "Comets and rivers"), paper(2, "Comets seen from rivers")], NOON)
    found = alike(catalogue, paper(1, "Comets and rivers"))
    assert numbers(found)[0] == 2
    assert len(found) == 10
    catalogue.close()


def test_among_what_a_query_finds_only(catalogue: Catalogue) -> None:
    dated = paper(60, "Diffusion and segmentation", published=NOON.date())
    catalogue.store_papers([dated], NOON)
    since = Range("published", NOON.date().isoformat(), None)
    found = Search(catalogue.database).alike([Liked(PAPERS[0])], lambda _: (), among=since)
    assert numbers(found) == [60]


def test_several_papers_together_and_what_is_not_wanted(catalogue: Catalogue) -> None:
    both = numbers(alike(catalogue, PAPERS[2], PAPERS[4]))
    assert {0, 5} <= {*both[:3]}
    search = Search(catalogue.database)
    liked = [Liked(PAPERS[0]), Liked(PAPERS[1], -1.0)]
    left = search.alike(liked, lambda _: (), excluding=[PAPERS[0].id, PAPERS[1].id])
    before = alike(catalogue, PAPERS[0], excluding=[PAPERS[1].id])
    assert numbers(left)[0] == 2  # it shares LoRA; what speaks of segmentation is not wanted
    assert {each.id: each.score for each in left}.get(PAPERS[3].id, 0) < before[0].score


def test_the_words_of_a_note_count(catalogue: Catalogue) -> None:
    search = Search(catalogue.database)
    liked = [Liked(PAPERS[6], note="Compare with the dialects of birds.")]
    assert {*numbers(search.alike(liked, lambda _: (), excluding=[PAPERS[6].id]))} == {4, 5}


def test_nothing_to_compare_is_no_trouble(catalogue: Catalogue) -> None:
    strange = (paper(70, "!?"), paper(71, "the of and"), paper(72, "1 2 3"), paper(73, "Zzyzx" * 3_000))
    for each in strange:
        assert alike(catalogue, each) == ()
    catalogue.store_papers([paper(80, "大規模言語モデル"), paper(81, "言語モデルの応用")], NOON)
    assert numbers(alike(catalogue, paper(80, "大規模言語モデル"))) == [81]
    assert Search(Catalogue(None).database).alike([Liked(PAPERS[0])], lambda _: ()) == ()


def test_a_damaged_record_is_left_out(catalogue: Catalogue) -> None:
    with catalogue.database.writing() as connection:
        connection.execute("UPDATE papers SET record = '{' WHERE id = ?", (PAPERS[1].id,))
    found = numbers(alike(catalogue, PAPERS[0]))
    assert found
    assert 1 not in found
