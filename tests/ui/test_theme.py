"""Themes: our own, the person's own, and the one that follows the terminal."""

import os
from pathlib import Path

import pytest
from textual.color import Color
from textual.events import Key

from reader.core.ground import Ground
from reader.ui.key import textual_key
from reader.ui.late_answer import LateAnswer
from reader.ui.own_theme import own_themes
from reader.ui.screens.papers import PapersScreen
from reader.ui.themes import THEMES
from tests.ui.world import Window, World, wait_until

OWN = """primary = "#ff00aa"
background = "#102030"
dark = true
[variables]
muted = "#abcdef"
"""


@pytest.mark.parametrize(("dark", "background"), [(True, "#17181A"), (False, "#FAF7F0"), (None, "#17181A")])
async def test_auto_is_as_the_terminal_is(world: World, dark: bool | None, background: str) -> None:
    app = world.app()
    app = type(app)(app._service, app._config, app._paths, app._view, app._contents, Ground(dark))
    async with app.run_test() as pilot:
        await Window(pilot).settle()
        assert app.theme == "auto"
        assert app.screen.styles.background.hex == background


async def test_a_late_answer_changes_the_theme_and_presses_no_key(world: World) -> None:
    app = world.app(read_after=None)
    app = type(app)(app._service, app._config, app._paths, app._view, app._contents, Ground(pending=True))
    async with app.run_test() as pilot:
        await pilot.pause()
        for character in "^]11;rgb:ffff/fafa/f0f0":
            app.post_message(Key("circumflex_accent" if character == "^" else character, character))
        while app.screen.styles.background.hex != "#FAF7F0":
            await pilot.pause(0.02)
        assert not world.mark("2608.00000").bookmarked
        assert len(app.screen_stack) == 1
        await pilot.press("b")
        while not world.mark("2608.00000").bookmarked:
            await pilot.pause(0.02)


@pytest.mark.parametrize("theme", ["auto", "nord"])
@pytest.mark.parametrize("answer", ["]11;rgb:ffff/fafa/f0f0\x07[?62;22c", "[?6c", "^[?1;2c"])
async def test_no_late_answer_presses_keys(world: World, answer: str, theme: str) -> None:
    app = world.app(read_after=None, theme=theme)
    app = type(app)(app._service, app._config, app._paths, app._view, app._contents, Ground(pending=True))
    async with app.run_test() as pilot:
        await pilot.pause()
        before = app.screen._compositor.render_strips()
        for character in answer:
            app.post_message(Key(textual_key(character), character))
        await pilot.press("x")  # within the pause it is a part of the answer
        assert app._late_answer is not None
        while app._late_answer._held:
            await pilot.pause(0.02)
        await Window(pilot).settle()
        assert len(app.screen_stack) == 1
        assert world.lists.asked == []
        assert app.screen._compositor.render_strips()[0].text == before[0].text
        await pilot.press("b")
        while not world.mark("2608.00000").bookmarked:
            await pilot.pause(0.02)


@pytest.mark.parametrize("keys", ["[", "[[", "]b", "^b"])
async def test_keys_of_a_person_are_no_late_answer(
    world: World, monkeypatch: pytest.MonkeyPatch, keys: str
) -> None:
    app = world.app(read_after=None)
    app = type(app)(app._service, app._config, app._paths, app._view, app._contents, Ground(pending=True))
    called: list[str] = []
    for action in ("action_period", "action_task"):
        monkeypatch.setattr(PapersScreen, action, lambda _, given: called.append(given))
    async with app.run_test() as pilot:
        await pilot.pause()
        for character in keys:
            app.post_message(Key(textual_key(character), character))
        meant = {"[": -1, "]": 1, "b": "bookmark"}
        while called != [meant[character] for character in keys if character in meant]:
            await pilot.pause(0.02)


@pytest.mark.parametrize("opener", ["m", "question_mark"])
async def test_a_key_that_comes_back_from_a_dialog_is_no_answer(
    world: World, monkeypatch: pytest.MonkeyPatch, opener: str
) -> None:
    app = world.app(read_after=None)
    app = type(app)(app._service, app._config, app._paths, app._view, app._contents, Ground(pending=True))
    given_back: list[str] = []
    finish = LateAnswer._finish

    def give_back(self: LateAnswer) -> None:
        given_back.append(self._text)
        finish(self)

    monkeypatch.setattr(LateAnswer, "_finish", give_back)
    async with app.run_test() as pilot:
        await pilot.press(opener)
        app.post_message(Key("left_square_bracket", "["))
        await wait_until(pilot, lambda: given_back)
        await pilot.press("x")
        await Window(pilot).settle()
        assert app._late_answer is not None
        assert (given_back, app._late_answer._held) == (["["], [])


async def test_what_was_typed_before_the_first_frame_is_done(world: World) -> None:
    app = world.app(read_after=None)
    app = type(app)(app._service, app._config, app._paths, app._view, app._contents, Ground(typed="jj"))
    async with app.run_test() as pilot:
        await pilot.pause()
        assert app.screen.query_one("#papers").cursor == 2  # type: ignore[attr-defined]


async def test_the_persons_own_theme(world: World) -> None:
    folder = world.folder / "themes"
    folder.mkdir()
    (folder / "mine.toml").write_text(OWN, encoding="utf-8")
    async with world.run(theme="mine") as window:
        assert window.app.theme == "mine"
        assert window.app.screen.styles.background.hex == "#102030"
        assert window.app.get_css_variables()["muted"] == "#abcdef"
        assert window.toasts == []


async def test_wrong_themes_are_named_with_their_line(world: World) -> None:
    folder = world.folder / "themes"
    folder.mkdir()
    (folder / "bad.toml").write_text('primary = "#fff"\n\nbackground = "no colour"\nfoo = 1\ndark = "yes"\n')
    (folder / "none.toml").write_text("dark = true\n")
    (folder / "broken.toml").write_text("primary = \n")
    (folder / "a b.toml").write_text('primary = "red"\n')
    themes, problems = own_themes(folder)
    assert [theme.name for theme in themes] == ["bad"]
    text = "\n".join(problems)
    for part in (
        "bad.toml, line 3: “background”",
        "bad.toml, line 4: there is no “foo”",
        "bad.toml, line 5",
        "none.toml: a theme needs",
        "broken.toml is no valid TOML",
        "a b.toml: a theme is named",
    ):
        assert part in text
    async with world.run((120, 60)) as window:
        assert any("bad.toml, line 3" in toast for toast in window.toasts)


@pytest.mark.parametrize(
    "line",
    [
        'muted = "nonsense"',
        'border = "$primary"',
        'footer-key-foreground = "red; color: blue"',
        'block-cursor-text-style = "loud"',
        '"a b" = "red"',
        'scrollbar = "auto"',
        "muted = 3",
    ],
)
async def test_a_wrong_variable_is_named_and_left_out(world: World, line: str) -> None:
    folder = world.folder / "themes"
    folder.mkdir()
    (folder / "odd.toml").write_text(f'primary = "teal"\n[variables]\n{line}\n', encoding="utf-8")
    async with world.run(theme="odd") as window:
        assert "Streaming" in window.text
        assert "odd.toml, line 3" in window.toasts[0]


def test_files_that_are_no_themes_are_told_briefly(tmp_path: Path) -> None:
    (tmp_path / "large.toml").write_text("# \n" * 2**20, encoding="utf-8")
    (tmp_path / "many.toml").write_text("".join(f"x{n} = 1\n" for n in range(2_000)), encoding="utf-8")
    (tmp_path / "binary.toml").write_bytes(bytes(range(256)))
    if hasattr(os, "mkfifo"):
        os.mkfifo(tmp_path / "pipe.toml")  # waits for who opens it
    themes, problems = own_themes(tmp_path)
    assert themes == []
    assert any("large.toml is too large" in each for each in problems)
    assert len(problems) < 10
    assert all(each.isprintable() for each in problems)


def contrast(ink: str, ground: str) -> float:
    """Return how far two colours stand apart, as the guidelines for the web count it: from 1 to 21."""

    def light(colour: str) -> float:
        parts = [part / 255 for part in Color.parse(colour).rgb]
        red, green, blue = (p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
        return 0.2126 * red + 0.7152 * green + 0.0722 * blue

    high, low = sorted((light(ink), light(ground)), reverse=True)
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize("theme", THEMES, ids=lambda theme: theme.name)
async def test_every_ink_can_be_read(world: World, theme: object) -> None:
    name = theme.name  # type: ignore[attr-defined]
    least = 7.0 if name == "paper-contrast" else 4.5
    async with world.run(theme=name) as window:
        inks = window.app.get_css_variables()
        for ink in ("foreground", "muted", "primary", "mark-red", "mark-blue", "mark-yellow"):
            assert contrast(inks[ink], inks["background"]) >= least, ink
        assert contrast(inks["block-cursor-foreground"], inks["block-cursor-background"]) >= 7
