"""The page of settings: what is changed holds at once, and stands in the file beside its comments."""

import pytest
from textual.events import Key
from textual.widgets import OptionList

from reader.config import Settings, load_config
from reader.ui.preference import preferences
from reader.ui.screens.settings import SettingsScreen
from reader.ui.widgets.paper_view import PaperView
from tests.ui.world import SMALL, Window, World


async def go_to(window: Window, name: str) -> None:
    """Open the page, and put the cursor on a setting."""
    if not isinstance(window.app.screen, SettingsScreen):
        await window.press("comma")
    screen = window.app.screen
    assert isinstance(screen, SettingsScreen)
    screen.listed.highlighted = screen.listed.get_option_index(name)
    await window.settle()


async def retype(window: Window, text: str) -> None:
    await window.press("end", "ctrl+u")
    await window.type(text)
    await window.press("enter")


def written(world: World) -> str:
    return (world.folder / "config.toml").read_text(encoding="utf-8")


def test_every_setting_stands_there_with_a_description() -> None:
    known = {each.name: each for each in preferences(("paper-dark",))}
    tables = {name.partition(".")[0] for name in known}
    assert {*Settings._fields} <= tables
    assert [each.name for each in known.values() if not each.description] == []


async def test_a_number_holds_at_once_and_comments_stay(world: World) -> None:
    (world.folder / "config.toml").write_text("# mine\nmouse = true  # yes\n", encoding="utf-8")
    async with world.run() as window:
        await go_to(window, "width")
        await window.press("enter")
        await retype(window, "50")
        assert "• width" in window.text
        await window.press("escape")
        assert window.screen.query_one(PaperView).text_width == 50
    assert written(world) == "# mine\nmouse = true  # yes\nwidth = 50\n"


async def test_a_wrong_value_is_refused_in_the_words_of_the_reader(world: World) -> None:
    async with world.run() as window:
        await go_to(window, "width")
        await window.press("enter")
        await retype(window, "20")
        assert "“width” is a number of columns from 40 to 200; not 20." in window.text
        await window.press("escape")
        assert isinstance(window.app.screen, SettingsScreen)
    assert not (world.folder / "config.toml").exists()


async def test_a_switch_and_its_default(world: World) -> None:
    async with world.run() as window:
        await go_to(window, "bell")
        await window.press("space")
        assert written(world) == "bell = true\n"
        await window.press("backspace")
        assert written(world) == ""


async def test_a_theme_is_chosen_and_seen(world: World) -> None:
    async with world.run() as window:
        await go_to(window, "theme")
        await window.press("enter")
        assert "paper-light" in window.text
        assert "auto  as it is" in window.text
        await window.press("down", "down", "enter")
        assert window.app.theme == "paper-light"
    assert 'theme = "paper-light"' in written(world)


async def test_a_setting_of_a_table(world: World) -> None:
    async with world.run() as window:
        await go_to(window, "arxiv.categories")
        await window.press("enter")
        await retype(window, "cs.LG, nonsense")
        assert "is no category of arXiv" in window.text
        await retype(window, "cs.LG, math")
        await go_to(window, "mail.host")
        await window.press("enter")
        await retype(window, "mail.example.org")
    settings = load_config(world.folder / "config.toml")
    assert settings.problems == ()
    assert settings.settings.arxiv.categories == ("cs.LG", "math")
    assert settings.settings.mail.host == "mail.example.org"


async def test_a_command_is_typed_as_in_a_shell(world: World) -> None:
    async with world.run(config="[mail]\npassword_command = ['pass', 'my mail']") as window:
        await go_to(window, "mail.password_command")
        await window.press("enter")
        assert "pass 'my mail'" in window.text
        await window.press("end")
        await window.type(" now")
        await window.press("enter")
    settings = load_config(world.folder / "config.toml").settings
    assert settings.mail.password_command == ("pass", "my mail", "now")


async def test_a_key_holds_at_once(world: World) -> None:
    async with world.run() as window:
        await go_to(window, "keys.bookmark")
        await window.press("enter")
        await retype(window, "H")
        await window.press("escape", "b")
        assert not world.mark("2608.00000").bookmarked
        await window.press("H")
        assert world.mark("2608.00000").bookmarked
        assert "H Keep" in window.lines[-1]
    assert written(world) == '[keys]\nbookmark = ["H"]\n'


async def test_a_key_of_another_command_is_refused(world: World) -> None:
    async with world.run() as window:
        await go_to(window, "keys.bookmark")
        await window.press("enter")
        await retype(window, "r")
        assert "the key “r” is given to both “bookmark” and “refresh”." in window.text


async def test_a_preset_holds_at_once(world: World) -> None:
    async with world.run() as window:
        await go_to(window, "key_preset")
        await window.press("enter", "down", "down", "enter", "escape", "ctrl+n")
        assert window.current == "2608.00001"
        await window.press("j")
        assert window.current == "2608.00001"


async def test_emacs_keys_in_the_filter(world: World) -> None:
    async with world.run(config='key_preset = "emacs"') as window:
        await window.press("ctrl+s")
        await window.type("coral")
        await window.press("ctrl+n")
        assert window.current == "2608.00015"
        await window.press("ctrl+g")
        assert len(window.ids) == 30


async def test_arrows_leave_letters_alone(world: World) -> None:
    async with world.run(config='key_preset = "arrows"') as window:
        await window.press("j", "G")
        assert window.current == "2608.00000"
        await window.press("down", "end")
        assert window.current == "2608.00029"


async def test_clashing_keys_are_told_and_put_back(world: World) -> None:
    async with world.run(config='width = 70\n[keys]\nbookmark = "r"') as window:
        assert any("config.toml, line 3: the key “r”" in toast for toast in window.toasts)
        await window.press("escape", "b")
        assert world.mark("2608.00000").bookmarked
        assert "b Keep" in window.lines[-1]


async def test_read_after_holds_at_once(world: World) -> None:
    async with world.run(read_after=None) as window:
        await go_to(window, "read_after")
        await window.press("enter")
        await retype(window, "0.01")
        await window.press("escape")
        await window.until(lambda: world.mark("2608.00000").read)


async def test_every_theme_can_be_chosen(world: World) -> None:
    async with world.run() as window:
        await go_to(window, "theme")
        await window.press("enter")
        options = window.app.screen.query_one(OptionList)
        assert options.option_count == len(window.app.available_themes)


async def test_parts_and_moving(world: World) -> None:
    async with world.run(SMALL) as window:
        await go_to(window, "theme")
        await window.press("tab")
        assert "The view to start with." in window.text
        await window.press("shift+tab", "G")
        assert "leave_text" in window.text
        await window.press("g")
        assert "The colours of everything." in window.text


@pytest.mark.parametrize("key", ["escape", "q", "h"])
async def test_back(world: World, key: str) -> None:
    async with world.run() as window:
        await window.press("comma", key)
        assert window.app.screen is window.screen


async def test_what_is_changed_last_is_written_before_the_end(world: World) -> None:
    async with world.run() as window:
        await go_to(window, "bell")
        for key in ("space", "j", "space", "ctrl+q"):
            window.app.post_message(Key(key, None))
        await window.until(lambda: not window.app.is_running)
    settings = load_config(world.folder / "config.toml").settings
    assert (settings.bell, settings.notifications) == (True, True)


async def test_a_page_that_is_asked_for_too_late_is_not_shown(world: World) -> None:
    async with world.run() as window:
        window.app.exit()
        window.app.on_settings_asked()  # it has no widgets any more
        assert window.app.screen is window.screen
    assert window.app.return_code == 0
