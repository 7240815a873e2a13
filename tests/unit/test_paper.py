from datetime import date

from tests.synthetic import paper


def test_merging_keeps_what_only_the_older_one_knows() -> None:
    older = paper(1, "Old", abstract="A", upvotes=3, authors=("A",), stars=0)
    newer = paper(1, "New", upvotes=0, listed=date(2026, 8, 14))
    merged = older.merged_with(newer)
    assert merged == paper(
        1, "New", abstract="A", upvotes=0, authors=("A",), stars=0, listed=date(2026, 8, 14)
    )


def test_a_sample_never_changes_a_real_paper() -> None:
    real, sample = paper(1, abstract="real"), paper(1, abstract="ours", summary="ours", sample=True)
    assert real.merged_with(sample) is real
    assert sample.merged_with(real) is real


def test_addresses() -> None:
    assert paper(1).pdf_url == "https://arxiv.org/pdf/2608.00001"
    assert paper(1).huggingface_url == "https://huggingface.co/papers/2608.00001"
    from reader.core.paper import Paper

    local, old = Paper(id="local-0123456789ab", title="T"), Paper(id="hep-th/9901001", title="T")
    assert (local.url, local.pdf_url, local.huggingface_url) == (None, None, None)
    assert (old.url, old.huggingface_url) == ("https://arxiv.org/abs/hep-th/9901001", None)
