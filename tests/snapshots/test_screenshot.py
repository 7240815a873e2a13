"""Pictures of the main states; `pytest tests/snapshots --snapshot-update` takes them anew."""

import asyncio
from collections.abc import Mapping
from datetime import timedelta
from typing import Any

import pytest
from textual.pilot import Pilot

from reader.core.errors import OfflineError, RefusedError
from reader.core.follow import parse_subject
from reader.core.view import View, ViewKind
from tests.document_page import png
from tests.snapshots.gallery import driftwood, gallery, harbour, long_titles
from tests.snapshots.scene import LARGE, SMALL, USUAL, Compare, Shot, doing, filled
from tests.ui.world import NOW, TRENDING, Window, World

SIZES = (
    pytest.param(LARGE, id="large", marks=pytest.mark.slow),
    pytest.param(USUAL, id="usual"),
    pytest.param(SMALL, id="small", marks=pytest.mark.slow),
)


def in_turn(shots: Mapping[str, Shot]) -> list[Any]:
    """Return the names of pictures as parameters; those of other than the usual size are taken in the slow run."""
    return [
        pytest.param(name, marks=() if shot.size == USUAL else pytest.mark.slow)
        for name, shot in shots.items()
    ]


SHOTS = {
    "list_large": Shot(),
    "list_usual": Shot(USUAL),
    "list_small": Shot(SMALL),
    "list_light": Shot(theme="paper-light"),
    "list_ansi": Shot(theme="ansi-dark"),
    "reading_large": Shot(press=("enter",)),
    "reading_usual": Shot(USUAL, press=("enter",)),
    "reading_small": Shot(SMALL, press=("enter",)),
    "reading_light": Shot(USUAL, press=("j", "j", "enter"), theme="paper-light"),
    "filter": Shot(press=("slash",), type="atention author:okoro"),
    "filter_small": Shot(SMALL, press=("slash",), type="attention"),
    "filter_corrected": Shot(press=("ctrl+o",), type="atention"),
    "filter_corrected_small": Shot(SMALL, press=("ctrl+o",), type="atention"),
    "filter_wrong": Shot((100, 30), press=("slash",), type="is:bogus"),
    "filter_wrong_small": Shot(SMALL, press=("slash",), type="is:bogus"),
    "nothing_matches": Shot((100, 30), press=("slash",), type="zzzz"),
    "bookmarks": Shot(USUAL, press=("5",)),
    "queue_empty": Shot(USUAL, press=("j", "j", "j", "j", "j", "j", "Q", "6")),
    "view_never_fetched": Shot(USUAL, press=("3",)),
    "help": Shot((100, 60), press=("question_mark",)),
    "help_small": Shot(SMALL, press=("question_mark",)),
    "links": Shot(USUAL, press=("O",)),
    "cite": Shot(SMALL, press=("y",)),
    "tags": Shot(USUAL, press=("j", "j", "j", "j", "T")),
    "offline": Shot(USUAL, offline=True),
    "selected_large": Shot((120, 40), press=("j", "v", "j", "j", "j")),
    "selected_small": Shot(SMALL, press=("j", "v", "j", "j", "j", "b")),
    "rate_small": Shot(SMALL, press=("asterisk",)),
    "note_dialog": Shot(USUAL, press=("j", "j", "m", "x", "escape")),
    "views": Shot(USUAL, press=("0",)),
    "themes": Shot(USUAL, press=("t", "down", "down"), theme="paper-dark"),
    "queue": Shot(
        USUAL,
        press=("j",) * 5
        + ("Q", "asterisk", "5", "C", "r", "c", "exclamation_mark", "D", *"today", "enter", "6"),
    ),
}


@pytest.mark.parametrize("name", in_turn(SHOTS))
def test_state(world: World, snap_compare: Compare, name: str) -> None:
    shot = SHOTS[name]
    app = filled(world).app(shot.view, theme=shot.theme, read_after=None, offline=shot.offline)
    assert snap_compare(app, terminal_size=shot.size, run_before=doing(shot))


def test_readme(world: World, snap_compare: Compare) -> None:
    """The picture that the README shows."""
    app = filled(world).app(read_after=None)
    assert snap_compare(app, terminal_size=(120, 36), run_before=doing(Shot()))


@pytest.mark.parametrize("size", [LARGE, SMALL], ids=["large", "small"])
def test_long_titles(world: World, snap_compare: Compare, size: tuple[int, int]) -> None:
    world.store(long_titles())
    assert snap_compare(world.app(read_after=None), terminal_size=size, run_before=doing(Shot(press=("j",))))


@pytest.mark.parametrize("size", [LARGE, SMALL], ids=["large", "small"])
def test_sample_without_a_network(world: World, snap_compare: Compare, size: tuple[int, int]) -> None:
    assert snap_compare(world.app(read_after=None), terminal_size=size, run_before=doing(Shot()))


@pytest.mark.parametrize("size", [LARGE, USUAL], ids=["large", "usual"])
def test_loading(world: World, snap_compare: Compare, size: tuple[int, int]) -> None:
    async def until_asked(pilot: Pilot[None]) -> None:
        window = Window(pilot)
        await window.until(lambda: world.lists.asked)
        await window.until(lambda: "Fetching" in window.text)

    app = world.app(read_after=None)
    world.lists.gate = asyncio.Event()
    assert snap_compare(app, terminal_size=size, run_before=until_asked)


@pytest.mark.parametrize("size", SIZES)
def test_failed_refresh(world: World, snap_compare: Compare, size: tuple[int, int]) -> None:
    filled(world, age=timedelta(hours=3))
    assert snap_compare(world.app(read_after=None), terminal_size=size, run_before=doing(Shot()))


def test_refused_refresh(world: World, snap_compare: Compare) -> None:
    filled(world, age=timedelta(days=3))
    sentence = "Hugging Face refused the request (503): “We are down for maintenance.”"
    world.lists.answers[TRENDING] = RefusedError(sentence, 503)
    assert snap_compare(world.app(read_after=None), terminal_size=LARGE, run_before=doing(Shot()))


@pytest.mark.parametrize("size", SIZES)
def test_online(world: World, snap_compare: Compare, size: tuple[int, int]) -> None:
    papers = gallery()
    world.lists.found, world.arxiv.found = papers[:6], OfflineError("Nothing answered.")
    app = filled(world).app(read_after=None)
    shot = Shot(press=("ctrl+o", "ctrl+o"), type="attention")
    assert snap_compare(app, terminal_size=size, run_before=doing(shot))


@pytest.mark.parametrize("size", SIZES)
def test_saved_search(world: World, snap_compare: Compare, size: tuple[int, int]) -> None:
    searches = filled(world).service().searches
    for name, query in {"agents": "robots", "attention": "attention -survey", "thesis": "tag:thesis"}.items():
        searches.keep(name, query)
    app = world.app(View(ViewKind.SAVED, name="attention"), read_after=None)
    assert snap_compare(app, terminal_size=size, run_before=doing(Shot()))


@pytest.mark.parametrize("size", SIZES)
def test_followed(world: World, snap_compare: Compare, size: tuple[int, int]) -> None:
    """What is new from what is followed, with courses, a new version and a withdrawn paper."""
    rising(world).service().following.follow(
        [parse_subject("author:mira solberg"), parse_subject("cs.CL"), parse_subject("keyword:attention")]
    )
    app = world.app(View(ViewKind.FOLLOWED), read_after=None)
    assert snap_compare(app, terminal_size=size, run_before=doing(Shot(press=("j",))))


@pytest.mark.parametrize("size", SIZES)
def test_course(
    world: World, snap_compare: Compare, size: tuple[int, int], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("NO_COLOR", "1")
    app = rising(world).app(read_after=None)

    async def read_to_the_end(pilot: Pilot[None]) -> None:
        await doing(Shot(press=("enter",)))(pilot)  # with its course, without which the end is elsewhere
        await doing(Shot(press=("G",)))(pilot)

    assert snap_compare(app, terminal_size=size, run_before=read_to_the_end)


@pytest.mark.parametrize("size", SIZES[1:])
@pytest.mark.parametrize("key", ["f", "P"], ids=["paper", "categories"])
def test_follow_dialog(world: World, snap_compare: Compare, size: tuple[int, int], key: str) -> None:
    app = filled(world).app(read_after=None)
    shot = Shot(press=(key, "down", "enter"))
    assert snap_compare(app, terminal_size=size, run_before=doing(shot))


def rising(world: World) -> World:
    """Papers whose upvotes were seen often, one of them with a new version, one withdrawn."""
    papers = list(gallery())
    papers[1] = papers[1]._replace(version=2, revised=NOW.date() - timedelta(days=3), journal_ref="J. 1")
    papers[3] = papers[3]._replace(version=2, withdrawn=True, comment="Lemma 2 is wrong.")
    for hours in range(72, 0, -8):
        seen = [
            each._replace(upvotes=int((each.upvotes or 0) * (1 - hours / 80) ** (1 + place % 3)))
            for place, each in enumerate(papers)
            if place % 5 != 4
        ]
        world.catalogue.store_papers(seen, NOW - timedelta(hours=hours))
    world.store(papers)
    return world


HIGHLIGHTING = (
    *("slash", *"attention", "space", *"reads", "enter", "v", "j", "m", *"why", "enter", "escape"),
    *("slash", *"let", "enter", "v", "j", "m", "enter", "escape"),
)
"""The keys that keep two highlights, the first one with a note."""

TEXTS = {
    "text_large": Shot(press=("W",)),
    "text_usual": Shot(USUAL, press=("W",)),
    "text_small": Shot(SMALL, press=("W",)),
    "text_light": Shot(
        (100, 30), press=("W", "right_square_bracket", "right_square_bracket"), theme="paper-light"
    ),
    "text_ansi": Shot((100, 30), press=("W", "tab"), theme="ansi-dark"),
    "text_outline_large": Shot(press=("W", "right_square_bracket", "right_square_bracket", "t")),
    "text_outline_small": Shot(SMALL, press=("W", "right_square_bracket", "right_square_bracket", "t")),
    "text_citation_large": Shot(press=("W", "tab", "enter")),
    "text_citation_small": Shot(SMALL, press=("W", "tab", "enter")),
    "text_found_usual": Shot(USUAL, press=("W", "slash"), type="moments"),
    "text_left": Shot(press=("W", *["right_square_bracket"] * 3, "escape")),
    "text_selected_usual": Shot(USUAL, press=("W", *["j"] * 6, "v", "j", "j", "j")),
    "text_selected_light": Shot((100, 30), press=("W", "v", "j", "j"), theme="paper-light"),
    **{
        f"text_highlighted_{name}": Shot(size, press=("W", *HIGHLIGHTING), theme=theme)
        for name, size, theme in (
            ("large", (120, 40), "paper-dark"),
            ("small", SMALL, "paper-dark"),
            ("light", USUAL, "paper-light"),
            ("ansi", USUAL, "ansi-dark"),
        )
    },
    "text_highlights_usual": Shot(USUAL, press=("W", *HIGHLIGHTING, "H")),
    "text_highlights_small": Shot(SMALL, press=("W", *HIGHLIGHTING, "H")),
    "text_highlight_note": Shot(USUAL, press=("W", *HIGHLIGHTING, "H", "enter")),
    "text_help": Shot((100, 60), press=("W", "question_mark")),
}


@pytest.mark.parametrize("name", in_turn(TEXTS))
def test_whole_text(world: World, snap_compare: Compare, name: str) -> None:
    shot = TEXTS[name]
    app = filled(world).app(theme=shot.theme, read_after=None)
    world.keep_text(gallery()[0].id, driftwood())
    assert snap_compare(app, terminal_size=shot.size, run_before=doing(shot))


@pytest.mark.parametrize("size", SIZES)
def test_kept_pdfs(world: World, snap_compare: Compare, size: tuple[int, int]) -> None:
    folder = world.folder / "pdfs"
    folder.mkdir()
    part = folder / "Okoro 2026 - Robots That Ask (2608.01345).pdf.part"
    part.write_bytes(b"%PDF-" + bytes(3_400_000))
    app = filled(world).app(read_after=None)
    keys = ("d", "j", "j", "d", "V", "j", "j")
    assert snap_compare(app, terminal_size=size, run_before=doing(Shot(press=keys)))


@pytest.mark.parametrize("size", SIZES[1:])
def test_downloading(world: World, snap_compare: Compare, size: tuple[int, int]) -> None:
    world.pdfs.gate = asyncio.Event()

    async def begin(pilot: Pilot[None]) -> None:
        window = Window(pilot)
        await window.settle()
        await pilot.press("d")
        await window.until(lambda: "50 %" in window.text)

    app = filled(world).app(read_after=None)
    assert snap_compare(app, terminal_size=size, run_before=begin)


FIGURES = {
    "figure_large": Shot(press=("W", "right_square_bracket")),
    "figure_usual": Shot(USUAL, press=("W", "right_square_bracket")),
    "figure_light": Shot((100, 30), press=("W", "right_square_bracket"), theme="paper-light"),
    "figure_small": Shot(SMALL, press=("W", "right_square_bracket")),
    "figure_absent": Shot((100, 30), press=("W", "G")),
    "table_header": Shot(USUAL, press=("W", *["right_square_bracket"] * 2, "space", "right")),
    "table_copy": Shot(USUAL, press=("W", *["right_square_bracket"] * 2, "y")),
}


@pytest.mark.parametrize("name", in_turn(FIGURES))
def test_figures_and_tables(world: World, snap_compare: Compare, name: str) -> None:
    shot = FIGURES[name]
    app = filled(world).app(theme=shot.theme, read_after=None)
    address = world.keep_text(gallery()[0].id, harbour())
    world.arxiv.pictures = {f"{address}/tide.png": png(240, 90)}
    assert snap_compare(app, terminal_size=shot.size, run_before=doing(shot))


@pytest.mark.parametrize("size", SIZES[1:])
def test_no_text(world: World, snap_compare: Compare, size: tuple[int, int]) -> None:
    app = filled(world).app(read_after=None, offline=True)
    assert snap_compare(app, terminal_size=size, run_before=doing(Shot(press=("W",))))


def test_no_bookmarks(world: World, snap_compare: Compare) -> None:
    world.store(gallery())
    app = world.app(View(ViewKind.BOOKMARKS), read_after=None)
    assert snap_compare(app, terminal_size=USUAL, run_before=doing(Shot()))


def test_no_colour(world: World, snap_compare: Compare, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NO_COLOR", "1")
    app = filled(world).app(read_after=None)
    assert snap_compare(app, terminal_size=LARGE, run_before=doing(Shot(press=("j",))))


def test_export(world: World, snap_compare: Compare) -> None:
    async def open_dialog(pilot: Pilot[None]) -> None:
        from textual.widgets import Input

        await doing(Shot(press=("e",)))(pilot)
        pilot.app.screen.query_one("#export-path", Input).value = "/home/mira/papers.bib"
        await Window(pilot).settle()

    app = filled(world).app(read_after=None)
    assert snap_compare(app, terminal_size=USUAL, run_before=open_dialog)
