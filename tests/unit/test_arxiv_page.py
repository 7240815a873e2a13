"""Whole papers from arXiv: pages and PDFs."""

from pathlib import Path

import pytest

from reader.core.errors import NotFoundError, SourceError
from reader.sources.arxiv import ArXiv
from tests.fetcher import FakeFetcher

PAGE = b"<!DOCTYPE html><html><body>words</body></html>"


def arxiv(fetcher: FakeFetcher, folder: Path, slept: list[float]) -> ArXiv:
    async def sleep(seconds: float) -> None:
        slept.append(seconds)

    return ArXiv(
        fetcher, folder, pages="https://pages.example/", sleep=sleep, clock=lambda: 0, steady=lambda: 0
    )


async def test_pages_are_asked_for_as_arxiv_wants_it(tmp_path: Path) -> None:
    fetcher, slept = FakeFetcher(PAGE, b"%PDF-1.5 x"), list[float]()
    source = arxiv(fetcher, tmp_path, slept)
    assert await source.html("arXiv:2608.00001v2") == (PAGE, "https://pages.example/html/2608.00001")
    assert await source.pdf("math.CA/0611800") == (b"%PDF-1.5 x", "https://pages.example/pdf/math/0611800")
    assert sum(slept) == 3
    assert all(
        (manner.attempts, manner.lone, manner.rate) == (1, True, "arxiv") for manner in fetcher.manners
    )


@pytest.mark.parametrize("broken", [b"", PAGE[:-10], b'{"a": 1}'])
async def test_a_broken_page_is_asked_for_once_more(tmp_path: Path, broken: bytes) -> None:
    source = arxiv(FakeFetcher(broken, PAGE), tmp_path, [])
    assert (await source.html("2608.00001"))[0] == PAGE
    source = arxiv(FakeFetcher(broken, broken), tmp_path, [])
    with pytest.raises(SourceError, match="empty or broken"):
        await source.html("2608.00001")


async def test_a_file_that_lies_about_its_type_is_no_pdf(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match="empty or broken"):
        await arxiv(FakeFetcher(PAGE, PAGE), tmp_path, []).pdf("2608.00001")


async def test_what_arxiv_does_not_have_is_said(tmp_path: Path) -> None:
    with pytest.raises(NotFoundError, match=r"no HTML of 2608.00001"):
        await arxiv(FakeFetcher(NotFoundError("404")), tmp_path, []).html("2608.00001")
    fetcher = FakeFetcher()
    for name in ("../../x", "local-0123456789ab"):
        with pytest.raises(NotFoundError, match="no paper"):
            await arxiv(fetcher, tmp_path, []).html(name)
    assert not fetcher.asked


async def test_pictures_are_arxivs_own_and_bounded(tmp_path: Path) -> None:
    fetcher, slept = FakeFetcher(b"pixels", NotFoundError("404")), list[float]()
    source = arxiv(fetcher, tmp_path, slept)
    assert await source.picture("https://pages.example/html/2608.00001/a.png") == b"pixels"
    assert [manner.body for manner in fetcher.manners] == [10 * 2**20]
    with pytest.raises(NotFoundError, match="does not have this figure"):
        await source.picture("https://pages.example/html/2608.00001/b.png")
    assert slept, "two pictures come one after the other, with a pause"
    for address in ("https://elsewhere.example/a.png", "http://pages.example/a.png", "https://[x/a.png"):
        with pytest.raises(SourceError, match="not arXiv's own"):
            await source.picture(address)
    assert len(fetcher.asked) == 2
