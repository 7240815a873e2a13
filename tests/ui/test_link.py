"""Links and citations: the browser gets exact web addresses and nothing else."""

import webbrowser
from collections.abc import Callable

import pytest

from reader.core.border import paper_from_record
from reader.core.paper import Paper
from reader.ui import browser
from reader.ui.app import PaperApp
from reader.ui.browser import is_console_browser, open_in_browser
from reader.ui.screens.browsing import browse
from reader.ui.screens.choice import ChoiceDialog
from tests.ui.world import World, paper

HOSTILE_ADDRESSES = (
    "javascript:alert(1)",
    "file:///etc/passwd",
    "data:text/html,<script>alert(1)</script>",
    "https://huggingface.co@example.org/\x1b[31m",
    "-oProxyCommand=id",
    "--help",
    " --help",
    "https://[::1",
    "\x00",
    "//example.org",
    "HTTPS:example.org",
    "https:// -x",
    "https://-oProxyCommand/x",
    "vbscript:x",
    "http://",
    "",
)


@pytest.mark.parametrize(
    ("key", "address"), [("o", "https://arxiv.org/abs/2608.00000"), ("p", "https://arxiv.org/pdf/2608.00000")]
)
async def test_keys_open_page_and_pdf(world: World, opened: list[str], key: str, address: str) -> None:
    async with world.run() as window:
        await window.press(key)
        assert opened == [address]
        assert f"Opened {address}" in window.text


async def test_dialog_offers_every_link_by_letter_and_cursor(world: World, opened: list[str]) -> None:
    async with world.run() as window:
        await window.press("O")
        assert isinstance(window.app.screen, ChoiceDialog)
        for title in ("Abstract page", "PDF", "Hugging Face", "Code", "Project page"):
            assert title in window.text
        await window.press("d")
        await window.until(lambda: opened)
        assert opened == ["https://github.com/some-lab/paper-0"]
        await window.press("O", "j", "j", "k", "enter")
        await window.until(lambda: len(opened) > 1)
        assert opened[1:] == ["https://arxiv.org/pdf/2608.00000"]
        await window.press("O", "escape")
        assert len(opened) == 2


async def test_links_of_the_abstract_are_offered(empty_world: World, opened: list[str]) -> None:
    empty_world.store([paper(0, abstract="See https://example.org/data (and http://example.org/more).")])
    async with empty_world.run() as window:
        await window.press("O")
        assert "https://example.org/data" in window.text
        line = next(line for line in window.lines if "In the abstract" in line and "example.org/more" in line)
        letter = line.split("In the abstract")[0].split()[-1]
        await window.press(letter)
        await window.until(lambda: opened)
        assert opened == ["http://example.org/more"]


async def test_paper_without_an_address_says_so(empty_world: World, opened: list[str]) -> None:
    empty_world.store([paper_from_record({"title": "Known by its title only"})])
    async with empty_world.run() as window:
        for key in ("o", "p"):
            await window.press(key)
            assert "address is not known" in window.text
        await window.press("O")
        assert "no links" in window.text
        assert opened == []


@pytest.mark.parametrize("address", HOSTILE_ADDRESSES)
def test_hostile_address_never_reaches_the_browser(opened: list[str], address: str) -> None:
    open_in_browser(address)
    for reached in opened:
        assert reached.startswith(("https://", "http://"))
        assert reached.isprintable()


@pytest.mark.slow
@pytest.mark.parametrize("address", HOSTILE_ADDRESSES)
async def test_hostile_address_of_a_paper_is_not_offered(
    empty_world: World, opened: list[str], address: str
) -> None:
    empty_world.store([paper(0, github=address, project=address, abstract=f"Look at {address} now.")])
    async with empty_world.run() as window:
        await window.press("O")
        text = window.text
        assert "Code" not in text.split("Open a link")[1].split("╰")[0] or "https://" in address.lower()
        for letter in "abcdef":
            if window.app.screen is window.screen:
                await window.press("O")
            await window.press(letter)
        assert opened
        assert all(reached.startswith(("https://", "http://")) for reached in opened)
        assert all(reached.isprintable() and " " not in reached for reached in opened)


@pytest.mark.parametrize("address", HOSTILE_ADDRESSES)
async def test_hostile_address_never_reaches_the_page_of_a_browser(
    world: World, monkeypatch: pytest.MonkeyPatch, address: str
) -> None:
    reached: list[str] = []
    async with world.run() as window:
        monkeypatch.setattr(PaperApp, "is_web", True)
        monkeypatch.setattr(PaperApp, "open_url", lambda _, url, **__: reached.append(url))
        await browse(window.screen, address)
        await browse(window.screen, "https://example.org/")
    assert reached[-1] == "https://example.org/"
    assert all(each.startswith(("https://", "http://")) and each.isprintable() for each in reached)


async def test_address_is_copied_where_no_browser_is(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object) -> bool:
        raise webbrowser.Error("could not locate runnable browser")

    monkeypatch.setattr(webbrowser, "open", fail)
    monkeypatch.setattr(webbrowser, "get", fail)
    async with world.run() as window:
        await window.press("o")
        assert window.app.clipboard == "https://arxiv.org/abs/2608.00000"
        assert "copied" in window.text


def test_browsers_that_draw_into_the_terminal_are_known(monkeypatch: pytest.MonkeyPatch) -> None:
    class Lynx:
        basename = "lynx"

    monkeypatch.setattr(browser.webbrowser, "get", lambda *_: Lynx())
    assert is_console_browser()


@pytest.mark.parametrize(
    ("choose", "holds"),
    [
        ("b", lambda text: text.startswith("@") and "eprint" in text),
        ("s", lambda text: "(2026)" in text),
        ("m", lambda text: text.startswith("[") and text.endswith("(https://arxiv.org/abs/2608.00000)")),
        ("i", lambda text: text == "2608.00000"),
        ("u", lambda text: text == "https://arxiv.org/abs/2608.00000"),
    ],
)
async def test_citations_are_copied(world: World, choose: str, holds: Callable[[str], bool]) -> None:
    async with world.run() as window:
        await window.press("y", choose)
        await window.until(lambda: "Copied" in window.text)
        assert holds(window.app.clipboard)
        assert not world.mark("2608.00000").bookmarked  # a letter chooses, and is no command as well


async def test_citation_may_be_cancelled(world: World) -> None:
    async with world.run() as window:
        await window.press("y", "escape")
        assert window.app.clipboard == ""


async def test_paper_without_identifier_offers_what_it_has(empty_world: World) -> None:
    nameless: Paper = paper_from_record({"title": "Known by its title only"})
    empty_world.store([nameless])
    async with empty_world.run() as window:
        await window.press("y")
        assert "BibTeX" in window.text
        assert "arXiv identifier" not in window.text
        await window.press("b")
        await window.until(lambda: "Known by" in window.app.clipboard)
