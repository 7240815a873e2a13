"""The table of commands: whole, free of clashes, and every command does what it says."""

import asyncio
from collections import Counter

import pytest
from textual.command import Command as Offer
from textual.command import CommandInput, CommandList, CommandPalette
from textual.events import Key

from reader.ui.app import PaperApp
from reader.ui.command import Command, Place
from reader.ui.commands import COMMANDS, UNSET, bindings, key_line
from reader.ui.screens.help import HelpDialog
from reader.ui.screens.papers import PapersScreen
from reader.ui.screens.triage import TriageScreen
from reader.ui.screens.whole_text import TextScreen
from reader.ui.widgets.key_table import KeyGroup, table_lines
from reader.ui.widgets.paper_list import PaperList
from reader.ui.widgets.paper_view import PaperView
from tests.ui.world import SMALL, Window, World, first_ids, joined, key_name

PLACES = {
    Place.LIST: PaperList,
    Place.PAPER: PaperView,
    Place.FILTER: PapersScreen,
    Place.SCREEN: PapersScreen,
    Place.TEXT: TextScreen,
    Place.TRIAGE: TriageScreen,
    Place.APP: PaperApp,
}


def named(command: Command) -> str:
    return command.name


def test_names_are_unique() -> None:
    assert [name for name, count in Counter(command.name for command in COMMANDS).items() if count > 1] == []


@pytest.mark.parametrize("place", [Place.LIST, Place.PAPER])
def test_no_key_calls_two_commands(place: Place) -> None:
    scope = [c for c in COMMANDS if c.place in (place, Place.SCREEN, Place.APP)]
    keys = Counter(key for command in scope for key in command.keys)
    assert [key for key, count in keys.items() if count > 1] == []


@pytest.mark.parametrize("command", COMMANDS, ids=named)
def test_action_exists_where_the_command_belongs(command: Command) -> None:
    action = command.action.partition("(")[0]
    assert callable(getattr(PLACES[command.place], f"action_{action}"))


@pytest.mark.parametrize("command", COMMANDS, ids=named)
def test_command_is_bound(command: Command) -> None:
    assert (command.name, ",".join(command.keys) or UNSET) in [(b.id, b.key) for b in bindings(command.place)]


@pytest.mark.parametrize("places", [(Place.TEXT,), (Place.TRIAGE, Place.PAPER)])
def test_no_key_calls_two_commands_in_a_whole_paper_or_in_triage(places: tuple[Place, ...]) -> None:
    keys = Counter(key for c in COMMANDS if c.place in (*places, Place.APP) for key in c.keys)
    assert [key for key, count in keys.items() if count > 1] == []


def test_key_line_offers_the_most_needed_first() -> None:
    assert [command.footer for command in key_line()] == list(range(1, len(key_line()) + 1))
    assert key_line()[0].name == "open"


@pytest.mark.slow
async def test_palette_offers_every_command_of_screen_and_app(world: World) -> None:
    async with world.run() as window:
        await window.press("ctrl+p")
        palette = window.app.screen
        assert isinstance(palette, CommandPalette)
        for command in COMMANDS:
            if command.place not in (Place.SCREEN, Place.APP) or command.name in ("palette", "back"):
                continue
            palette.query_one(CommandInput).value = command.description
            await window.until(lambda text=command.description: text in offered(palette))


async def test_palette_runs_a_command(world: World) -> None:
    async with world.run() as window:
        await window.press("ctrl+p")
        await window.type("bookmark, or")
        await window.until(lambda: "Bookmark, or remove" in palette_text(window))
        await window.press("down", "enter")
        await window.until(lambda: world.mark("2608.00000").bookmarked)


async def test_palette_asks_also_while_a_filter_is_typed(world: World) -> None:
    async with world.run() as window:
        await window.press("slash")
        await window.type("coral")
        await window.press("ctrl+p")
        await window.type("rate from")
        await window.until(lambda: "Rate from 1 to 5" in palette_text(window))
        await window.press("down", "enter")
        await window.until(lambda: "excellent" in window.text)
        await window.press("3")
        await window.until(lambda: world.mark("2608.00005").rating == 3)


async def test_palette_shows_the_keys_that_hold_now(world: World) -> None:
    async with world.run(config='keys = { bookmark = "H" }') as window:
        await window.press("ctrl+p")
        await window.type("bookmark, or")
        await window.until(lambda: "Bookmark, or remove" in palette_text(window))
        assert "Keep · H" in window.text


async def test_palette_lists_the_keys_of_brackets_literally(world: World) -> None:
    async with world.run() as window:
        await window.press("ctrl+p")
        await window.type("previous day")
        await window.until(lambda: "Previous day, week or month" in palette_text(window))
        assert "Views · [" in window.text


@pytest.mark.parametrize("size", [(140, 60), SMALL])
async def test_help_names_every_key(world: World, size: tuple[int, int]) -> None:
    async with world.run(size) as window:
        await window.press("question_mark")
        assert isinstance(window.app.screen, HelpDialog)
        box = window.app.screen.query_one("#help")
        seen = window.text
        for place in range(0, int(box.max_scroll_y) + 5, 5):
            box.scroll_to(y=place, animate=False, immediate=True)
            await window.pilot.pause()
            seen += window.text
        for command in COMMANDS:
            if command.place is not Place.PAPER:
                assert command.description in joined(seen.splitlines()), command.name
        await window.press("escape")
        assert window.app.screen is window.screen


async def test_help_goes_on_under_what_a_key_does(world: World) -> None:
    async with world.run(SMALL) as window:
        await window.press("question_mark")
        lines = window.lines
        row = next(row for row, line in enumerate(lines) if "Open the abstract, then" in line)
        assert lines[row + 1].index("whole paper") == lines[row].index("Open the abstract")


def test_help_gives_many_keys_a_line_for_themselves() -> None:
    keys = "^a  ^b  ^c  ^d  ^e  ^f"
    lines = [line.plain for line in table_lines([KeyGroup("Move", ((keys, "Next paper"),))], 60)]
    assert lines == ["Move", keys, " " * 20 + "Next paper"]


@pytest.mark.parametrize("key", ["question_mark", "f1", "escape", "q"])
async def test_help_closes_by_key(world: World, key: str) -> None:
    async with world.run() as window:
        await window.press("f1")
        await window.press(key)
        assert window.app.screen is window.screen


async def test_help_shows_the_persons_own_keys(world: World) -> None:
    async with world.run((140, 140), config='keys = { refresh = "ctrl+g" }') as window:
        await window.press("question_mark")
        line = next(line for line in window.lines if "Fetch the list anew" in line)
        assert "^g" in line
        assert "F5" not in line


async def test_a_remapped_key_replaces_the_old_one(world: World) -> None:
    async with world.run(config='keys = { bookmark = "H" }') as window:
        await window.press("b")
        assert not world.mark("2608.00000").bookmarked
        await window.press("H")
        assert world.mark("2608.00000").bookmarked
        assert "H Keep" in window.lines[-1]


async def test_several_and_signs_as_keys(world: World) -> None:
    async with world.run(config='keys = { bookmark = ["+", "ctrl+g"], help = "!" }') as window:
        await window.press("plus")
        assert world.mark("2608.00000").bookmarked
        await window.press("ctrl+g")
        assert not world.mark("2608.00000").bookmarked
        await window.press("exclamation_mark")
        assert isinstance(window.app.screen, HelpDialog)


async def test_unknown_command_in_the_settings_is_told(world: World) -> None:
    async with world.run(config='keys = { bokmark = "H" }') as window:
        assert any("“bokmark”" in toast for toast in window.toasts)


@pytest.mark.parametrize("key", ["r", "j"])
async def test_clash_in_the_settings_is_told_by_name(world: World, key: str) -> None:
    async with world.run(config=f'keys = {{ bookmark = "{key}" }}') as window:
        assert any("“bookmark”" in toast and f"“{key}”" in toast for toast in window.toasts)


async def test_wrong_setting_is_told_with_its_line(world: World) -> None:
    async with world.run(config='theme = "no-such-theme"\nwidth = 3\n') as window:
        assert any("no-such-theme" in toast for toast in window.toasts)
        assert any("line 2" in toast for toast in window.toasts)
        assert window.app.theme == "auto"


@pytest.mark.parametrize("key", ["q", "ctrl+q"])
async def test_quit(world: World, key: str) -> None:
    async with world.run() as window:
        await window.pilot.press(key)
        await window.until(lambda: not window.app.is_running)
        assert window.app.return_code == 0


@pytest.mark.parametrize("opener", ["question_mark", "e", "slash", "O", "T", "m", "ctrl+p"])
async def test_ctrl_q_quits_from_everywhere(world: World, opener: str) -> None:
    async with world.run() as window:
        await window.press(opener)
        await window.pilot.press("ctrl+q")
        await window.until(lambda: not window.app.is_running)


async def test_ctrl_c_does_not_lose_anything(world: World) -> None:
    async with world.run() as window:
        await window.press("ctrl+c")
        assert window.app.is_running
        assert any("quit" in toast for toast in window.toasts)


async def test_theme_is_chosen_and_written_down(world: World) -> None:
    async with world.run() as window:
        await window.press("t")
        await window.type("light")
        await window.until(lambda: window.app.theme == "paper-light")
        assert not (world.folder / "config.toml").exists()
        await window.press("enter")
    assert 'theme = "paper-light"' in (world.folder / "config.toml").read_text(encoding="utf-8")


async def test_a_palette_answers_once_however_often_enter_comes(world: World) -> None:
    async with world.run() as window:
        await window.press("ctrl+p")
        palette = window.app.screen
        assert isinstance(palette, CommandPalette)
        palette.query_one(CommandInput).value = "previous day"
        await window.until(lambda: offered(palette))
        await window.press("down")
        for _ in range(3):
            window.app.post_message(Key("enter", None))
        await window.until(lambda: palette not in window.app.screen_stack)
        await window.settle()
        assert window.app.is_running
        assert window.app.screen is window.screen


@pytest.mark.parametrize("key", ["E", "ctrl+t", "ctrl+k", "comma", "t"])
async def test_a_page_is_left_once_however_often_escape_comes(world: World, key: str) -> None:
    async with world.run() as window:
        await window.press(key)
        page = window.app.screen
        assert page is not window.screen
        for _ in range(4):
            window.app.post_message(Key("escape", None))
        await window.until(lambda: page not in window.app.screen_stack)
        await window.settle()
        assert window.app.screen is window.screen


async def test_a_palette_that_is_given_up_before_it_is_there(world: World) -> None:
    async with world.run() as window:
        for _ in range(3):
            window.app.action_command_palette()
            assert isinstance(window.app.screen, CommandPalette)
            window.app.screen.dismiss()
            await window.settle()
            assert window.app.is_running
            assert window.app.screen is window.screen


async def test_themes_are_seen_as_they_are_gone_through_and_given_up(world: World) -> None:
    async with world.run(theme="paper-dark") as window:
        await window.press("t", "down", "down")
        await window.until(lambda: window.app.theme == "paper-contrast")
        assert "high contrast" in window.text
        assert "Streaming Attention" in window.text
        await window.press("escape")
        assert window.app.theme == "paper-dark"
        await window.settle()
    assert not (world.folder / "config.toml").exists()


@pytest.mark.parametrize("word", ["quit", "whole text", "keep"])
async def test_palette_finds_a_command_by_its_short_name(world: World, word: str) -> None:
    found = {"quit": "Leave", "whole text": "Read the whole paper", "keep": "Bookmark, or remove"}
    async with world.run() as window:
        await window.press("ctrl+p")
        await window.type(word)
        await window.until(lambda: found[word] in palette_text(window))


async def test_palette_names_keys_in_their_order(world: World) -> None:
    async with world.run() as window:
        await window.press("ctrl+p")
        await window.type("open the abstract, then")
        await window.until(lambda: "Open the abstract, then" in palette_text(window))
        assert "Read · enter  l  →" in window.text


async def test_help_keeps_what_keys_mean_in_a_column(world: World) -> None:
    async with world.run(SMALL) as window:
        await window.press("question_mark")
        place = next(line.index("Open the abstract") for line in window.lines if "Open the abstract" in line)
        assert next(line.index("whole paper") for line in window.lines if "whole paper" in line) == place


async def test_theme_keeps_comments_of_the_settings(world: World) -> None:
    settings = world.folder / "config.toml"
    settings.write_text("# mine\nwidth = 70\n", encoding="utf-8")
    async with world.run() as window:
        window.app.theme = "nord"
        await window.settle()
    assert settings.read_text(encoding="utf-8").startswith("# mine\nwidth = 70\n")
    assert 'theme = "nord"' in settings.read_text(encoding="utf-8")


async def test_start_writes_no_settings(world: World) -> None:
    async with world.run(theme="paper-light") as window:
        assert window.app.theme == "paper-light"
    assert not (world.folder / "config.toml").exists()


@pytest.mark.slow
async def test_every_theme_draws_the_screen(world: World) -> None:
    async with world.run() as window:
        for name in window.app.available_themes:
            window.app.theme = name
            await window.pilot.pause()
            assert "Streaming Attention" in window.text


async def test_key_line_leaves_out_what_does_not_fit(world: World) -> None:
    async with world.run(SMALL) as window:
        line = window.lines[-1]
        assert "Open" in line
        assert "Help" in line
        assert len(line) == 60
        assert line.rstrip() == line.rstrip("… ")


async def test_key_line_names_the_keys_of_the_filter(world: World) -> None:
    async with world.run() as window:
        await window.press("slash")
        assert "esc Clear" in window.lines[-1]
        await window.press("escape")
        assert "/ Filter" in window.lines[-1]


async def test_quick_keys_are_none_lost(world: World) -> None:
    async with world.run() as window:
        await asyncio.gather(*(window.pilot.press("j") for _ in range(10)))
        await window.settle()
        assert window.current == first_ids(1, 10)[0]


def offered(palette: CommandPalette) -> str:
    """Return the first commands that the palette found, without what was typed."""
    found = [option for option in palette.query_one(CommandList).options[:5] if isinstance(option, Offer)]
    return "\n".join(str(option.hit.text) for option in found)


def palette_text(window: Window) -> str:
    return joined(window.lines)


def test_names_of_keys_are_those_of_the_framework() -> None:
    assert key_name("a") == "a"
    assert key_name("[") == "left_square_bracket"
