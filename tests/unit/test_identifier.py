import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.core.identifier import is_local, local_identifier, parse_identifier, parse_version


@pytest.mark.parametrize(
    "text",
    [
        "2608.01234",
        " 2608.01234v2\n",
        "arXiv:2608.01234",
        "arXiv:2608.01234v2 [cs.LG]",
        "https://arxiv.org/abs/2608.01234v1?context=cs#top",
        "arxiv.org/abs/2608.01234",
        "http://www.arxiv.org/pdf/2608.01234v3.pdf",
        "https://export.arxiv.org/e-print/2608.01234",
        "https://huggingface.co/papers/2608.01234",
        "hf.co/papers/2608.01234.md",
        "10.48550/arXiv.2608.01234",
        "doi:10.48550/ARXIV.2608.01234",
        "https://doi.org/10.48550/arXiv.2608.01234",
    ],
)
def test_ways_to_name_a_paper(text: str) -> None:
    assert parse_identifier(text) == "2608.01234"


def test_old_identifiers_lose_their_subject_class() -> None:
    assert parse_identifier("math.CA/0611800v2") == "math/0611800"
    assert parse_identifier("https://arxiv.org/abs/hep-th/9901001") == "hep-th/9901001"


@pytest.mark.parametrize(
    "text",
    [
        "",
        "-rf",
        "../../etc/passwd",
        "2608.01234/../../x",
        "2613.01234",
        "2608.012345",
        "２608.01234",
        "\x1b[2J",
        "a" * 1_000,
        "ftp://arxiv.org/abs/2608.01234",
        "https://arxiv.org@example.org/abs/2608.01234",
        "https://notarxiv.org/abs/2608.01234",
        "https://[::1",
        "local-xyz",
    ],
)
def test_what_names_none(text: str) -> None:
    assert parse_identifier(text) is None


def test_versions() -> None:
    assert parse_version("2608.01234v12") == 12
    assert parse_version("2608.01234") is parse_version("x") is None


def test_a_local_identifier_depends_on_the_words_of_the_title() -> None:
    first = local_identifier("A Title: with  Words")
    assert first == local_identifier("a title with words") != local_identifier("a title")
    assert is_local(first)
    assert parse_identifier(first) == first
    assert not is_local("2608.01234")


def test_titles_without_words_differ() -> None:
    assert local_identifier("∀ ∃") != local_identifier("∃ ∀")
    assert local_identifier("\ud800")


@given(st.text(st.characters()))
def test_any_text_names_a_clean_identifier_or_none(text: str) -> None:
    identifier = parse_identifier(text)
    assert identifier is None or (identifier.isascii() and identifier[0].isalnum())
