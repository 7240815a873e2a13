"""The bundled sample."""

from reader.sources.sample import load_sample


def test_the_sample_has_at_least_40_papers_that_are_marked_as_such() -> None:
    papers = load_sample()
    assert len({paper.id for paper in papers}) == len(papers) >= 40
    assert all(paper.sample and paper.title and paper.authors and paper.abstract for paper in papers)
