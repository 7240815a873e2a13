"""The program in a real browser: keys, mouse, links, downloads, the clipboard."""

import sys
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

pytest.importorskip("textual_serve", reason="the extra `serve` is not installed")

from reader.library.library import Library
from tests.browser import COMMAND, Browser, Page, browsing
from tests.serving import TITLES, make_home, serving

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(COMMAND is None, reason="there is no chromium"),
    pytest.mark.skipif(sys.platform == "win32", reason="signals end the server"),
]


@pytest.fixture
def home(tmp_path: Path) -> Path:
    return make_home(tmp_path)


@pytest.fixture
async def browser(tmp_path: Path) -> AsyncIterator[Browser]:
    async with browsing(tmp_path) as browser:
        yield browser


async def shown(browser: Browser, address: str) -> Page:
    """Open the program, and wait until it takes keys."""
    page = await browser.open(address)
    await page.see("Offline")
    assert not page.happened("Runtime.exceptionThrown")
    return page


async def test_keys_and_mouse_and_the_end(home: Path, browser: Browser) -> None:
    async with serving(home, "--token") as address:
        page = await shown(browser, address)
        assert await page.value("location.search") == ""  # the token is in no history
        assert TITLES[1] in page.written
        await page.press("j")
        await page.see(TITLES[1])
        await page.press("b")
        await page.see("Bookmarked:")
        await page.click(25, 4)  # the third row
        await page.see(f"{TITLES[2]}, at length")
        await page.press(*"/calculus")
        await page.see("1 of 3")
        await page.press("Escape")
        await page.see("3 papers")
        await page.press("ctrl+p")  # which the browser would print with
        await page.see("Search")
        await page.press("Escape")
        await page.see("at length")  # else it would be alt+q
        await page.press("q")
        await browser.until(lambda: page.happened("Network.webSocketClosed"))
        await page.value("new Promise(done => setTimeout(done, 0))")
        assert "has ended" in await page.value("document.querySelector('#notice').innerText")
        complaints = [each["entry"]["text"] for each in page.happened("Log.entryAdded")]
        assert complaints == []  # nothing was asked of another host, nor forbidden by the page's own rules
    library = Library.open(home)
    assert library.mark("2608.00001").bookmarked
    library.close()


async def test_links_open_on_the_side_of_the_person(home: Path, browser: Browser) -> None:
    async with serving(home) as address:
        page = await shown(browser, address)
        await page.press("o")
        await browser.until(lambda: "https://arxiv.org/abs/2608.00000" in browser.pages)
        await page.see("Opened")


async def test_an_export_is_a_download(home: Path, browser: Browser, tmp_path: Path) -> None:
    async with serving(home) as address:
        page = await shown(browser, address)
        await page.press("e")
        await page.see("papers.bib")
        await page.press("ctrl+s")
        await page.see("your browser has")
        await browser.until(
            lambda: any(each["state"] == "completed" for each in browser.happened("Browser.downloadProgress"))
        )
    assert (tmp_path / "papers.bib").read_text(encoding="utf-8").count("eprint") == 3


async def test_a_kept_pdf_is_shown_by_the_browser(home: Path, browser: Browser) -> None:
    (home / "pdfs").mkdir()
    (home / "pdfs" / "A paper (2608.00000).pdf").write_bytes(b"%PDF-1.4\n" + bytes(200_000) + b"\n%%EOF\n")
    async with serving(home) as address:
        page = await shown(browser, address)
        await page.press("p")
        origin = address.rstrip("/")
        await browser.until(lambda: any(url.startswith(f"{origin}/download/") for url in browser.pages))


async def test_what_is_copied_is_in_the_clipboard_of_the_person(home: Path, browser: Browser) -> None:
    async with serving(home) as address:
        page = await shown(browser, address)
        await browser.ask(
            "Browser.grantPermissions", permissions=["clipboardReadWrite", "clipboardSanitizedWrite"]
        )
        await page.press("y")
        await page.see("Copy")
        await page.press("i")
        await page.see("Copied")
        assert "2608.00000" in await page.value("navigator.clipboard.readText()")


async def test_a_window_of_another_size_is_filled(home: Path, browser: Browser) -> None:
    async with serving(home) as address:
        page = await shown(browser, address)
        before = page.size
        await page.press("j")
        await page.ask(
            "Emulation.setDeviceMetricsOverride", width=600, height=400, deviceScaleFactor=1, mobile=False
        )
        await browser.until(lambda: page.size[0] < before[0])
        await page.see("paper-reader")
        await page.press("b")
        await page.see("Bookmarked:")
