"""Other people's text is shown literally wherever it stands, and never crashes or drives the terminal."""

import unicodedata
from pathlib import Path
from typing import Any

import pytest
from textual.events import Paste
from textual.widgets import Input

from reader.core.border import paper_from_record
from reader.core.errors import RefusedError
from reader.core.paper import Paper
from reader.ui.app import PaperApp
from tests.ui.world import SMALL, TRENDING, WIDE, Window, World, paper

pytestmark = pytest.mark.slow

CONTROLS = {
    "window name": "\x1b]0;pwned\x07",
    "colours": "\x1b[2J\x1b[H\x1b[31m",
    "terminal link": "\x1b]8;;file:///etc/passwd\x1b\\link\x1b]8;;\x1b\\",
    "clipboard": "\x1b]52;c;ZWNobyBwd25lZA==\x07",
    "C1": "\x9b2J\x9d0;pwned\x9c\x90q\x9c\x85",
    "directions": "\u202egnp.exe\u202c\u2067x\u2069",
    "no width": "zero\u200b\u200d\u2060\ufeffwidth",
    "NUL": "NUL\x00byte",
    "surrogates": "\ud800lone\udfff",
    "lines": "two\nlines\r\n\tand more",
    "backspace": "\r\b\x7f\x0e\x1bc",
    "marks": "a" + "\u0301" * 10_000,
    "megabyte": "W" * 1_000_000,
    "wide": "漢字仮名" * 100,
    "flags and families": "🇩🇪👨‍👩‍👧‍👦🏳️‍🌈" * 30,
    "tags": "\U000e0041\U000e0042",
}
MARKUP = {
    "bold": "[bold red]x[/]",
    "action": "[@click=app.quit]x[/]",
    "closing": "[/] x",
    "link": "[link=file:///]x",
    "brackets": "[Re] Attention [CLS] O[n^2] [$text] [BOLD] [/bold] [[ ]] [",
    "backslash": "ends in a backslash \\",
    "math": "$\\frac{\\frac{\\frac{1}{2}}{3}}{4}$ $$$ \\( \\[ \\begin{x} $" + "{" * 500,
    "code": "`` ` ``` `[/]`",
    "format": "{0} %s $(id) `id` %(x)s",
    "html": "</title><script>alert(1)</script>",
    "formula": "=cmd|' /C calc'!A0",
    "path": "../../etc/passwd",
}
EVERY = CONTROLS | MARKUP
_QUICK = ("window name", "marks", "action", "closing")
SAMPLED = [
    pytest.param(text, id=name, marks=() if name in _QUICK else pytest.mark.slow)
    for name, text in EVERY.items()
]
"""Every text; all but a few of them take their turn in the slow run only."""


def hostile(text: str) -> Paper:
    """Return a paper with a text in each of its fields."""
    long = text if len(text) < 100_000 else text[:100_000]
    return paper_from_record(
        {
            "id": "2608.00000",
            "title": f"T{text}",
            "authors": [text, f"A {text}"] * 3,
            "abstract": f"{text}\n\n{long} {long}",
            "keywords": [text, f"k {text}"],
            "summary": text,
            "organization": text,
            "submitted_by": text,
            "upvotes": 2**53,
            "stars": 2**53,
            "comments": 7,
            "github": text,
            "project": f"https://example.org/{text}",
        }
    )


@pytest.mark.parametrize("size", [WIDE, SMALL])
@pytest.mark.parametrize("text", SAMPLED)
async def test_every_place_shows_it_harmlessly(empty_world: World, text: str, size: tuple[int, int]) -> None:
    empty_world.store([hostile(text), *(paper(n) for n in range(1, 4))])
    async with empty_world.run(size) as window:
        await harmless(window)  # row and paper
        for keys in (["b"], ["space"], ["u"], ["enter"], ["a"], ["G"], ["escape"], ["s"], ["y"], ["escape"]):
            await window.press(*keys)
            await harmless(window)
        for opener in ("O", "e", "T", "m", "ctrl+p", "question_mark"):
            await window.press(opener)
            await harmless(window)
            await window.press("escape")
            if window.app.screen is not window.screen:
                await window.press("escape")
        assert window.app.is_running


@pytest.mark.parametrize("text", SAMPLED)
async def test_notes_tags_and_filters(empty_world: World, text: str) -> None:
    empty_world.store([paper(n) for n in range(4)])
    short = text[:500].encode("utf-8", "replace").decode()
    async with empty_world.run() as window:
        await window.press("slash")
        await paste(window, short)
        await harmless(window)
        await window.press("enter")
        await harmless(window)
        await window.press("escape", "escape", "T")
        await paste(window, short)
        await window.press("enter")
        await harmless(window)
        await window.press("m")
        await paste(window, short)
        await harmless(window)
        await window.press("ctrl+s")
        await harmless(window)
        assert window.app.is_running


@pytest.mark.parametrize("text", MARKUP.values(), ids=MARKUP.keys())
async def test_markup_is_shown_as_it_is(empty_world: World, text: str) -> None:
    title = f"Title {text}"
    empty_world.store([paper(0, title=title), paper(1)])
    async with empty_world.run((200, 40)) as window:
        if "$" not in text and "`" not in text and "\\" not in text:
            row = window.lines[window.screen.paper_list.content_region.y]
            assert title[:50] in row
        await window.press("b")
        assert title[:40] in window.lines[-2] or len(text) > 200


@pytest.mark.parametrize("text", EVERY.values(), ids=EVERY.keys())
async def test_words_of_a_service_stay_words(empty_world: World, text: str) -> None:
    """A source cleans what it quotes; the status line must not be hurt by what is left."""
    from reader.core.text import clean_line

    empty_world.store([paper(0)])
    async with empty_world.run() as window:
        empty_world.lists.answers[TRENDING] = RefusedError(f"It said: “{clean_line(text)}”.", 500)
        await window.press("r")
        await harmless(window)
        assert window.ids == ["2608.00000"]


@pytest.mark.parametrize("name", ["title", "organization", "submitted_by"])
async def test_no_action_can_be_smuggled_in(empty_world: World, name: str) -> None:
    fields: dict[str, Any] = {name: "[@click=app.quit]PRESS[/] [@click=screen.mark('bookmark')]HERE"}
    empty_world.store([paper(0, **fields), paper(1)])
    async with empty_world.run((160, 45)) as window:
        for y, line in enumerate(window.lines):
            for word in ("PRESS", "HERE"):
                if word in line:
                    await window.pilot.click(offset=(line.index(word) + 1, y))
                    await window.settle()
        assert window.app.is_running
        assert not empty_world.mark("2608.00000").bookmarked


@pytest.mark.parametrize("text", ["\x1b]0;pwned\x07", "[/]", "\u202ex", "a" * 300])
async def test_hostile_folder_in_the_memory(world: World, text: str) -> None:
    import json

    folder = world.folder / "x"
    folder.mkdir()
    state = json.dumps({"folder": f"{folder}{text}", "format": text})
    (world.folder / "state.json").write_text(state, encoding="utf-8")
    async with world.run() as window:
        await window.press("e")
        await harmless(window)
        assert window.app.screen.query_one("#export-path", Input).value.endswith(".bib")


@pytest.mark.parametrize("text", SAMPLED)
async def test_export_carries_no_controls(empty_world: World, tmp_path: Path, text: str) -> None:
    empty_world.store([hostile(text), paper(1)])
    async with empty_world.run() as window:
        exchange = window.screen.service.exchange
        for name in exchange.formats:
            rendered = exchange.render(window.screen.paper_list.entries, name)
            assert not [c for c in rendered if is_control(c) and c not in "\n\r"]


async def harmless(window: Window) -> None:
    """Assert that what is drawn fits the window and holds nothing that drives a terminal."""
    await window.settle()
    width, height = window.app.size
    strips = window.app.screen._compositor.render_strips()
    assert len(strips) == height
    for strip in strips:
        assert strip.cell_length == width
        found = [f"{c!r} in {segment.text!r}" for segment in strip for c in segment.text if is_control(c)]
        assert found == []


def is_control(character: str) -> bool:
    """Tell whether a character is a control, a direction, without width of its own, or half of one."""
    return unicodedata.category(character) in ("Cc", "Cf", "Cs", "Zl", "Zp")


async def paste(window: Window, text: str) -> None:
    from textual.events import Paste

    window.app.post_message(Paste(text))
    await window.pilot.pause()
    await window.settle()


async def test_a_paste_is_handed_on_once(world: World) -> None:
    async with world.run() as window:
        await window.press("m")
        await paste(window, "once")
        await window.press("escape")
        seen: list[object] = []
        window.app.on_event = lambda event: seen.append(event) or PaperApp.on_event(window.app, event)  # type: ignore[assignment, func-returns-value]
        await paste(window, "into nothing")
        await window.settle()
        assert sum(isinstance(event, Paste) for event in seen) <= 2
