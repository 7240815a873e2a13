import time

import pytest

from reader.config import KEY_PRESETS, parse_config
from reader.ui.command import Command
from reader.ui.commands import COMMANDS
from reader.ui.key import KeySet, clashes, display_key, is_key, key_set, textual_key
from reader.ui.preset import PRESETS


def chosen(text: str) -> KeySet:
    config = parse_config(text)
    return key_set(config.settings.keys, config.settings.key_preset, config.key_lines)


def test_there_is_a_preset_for_each_name() -> None:
    assert tuple(PRESETS) == KEY_PRESETS


@pytest.mark.parametrize("name", PRESETS)
def test_a_preset_is_free_of_clashes_and_names_commands(name: str) -> None:
    assert clashes(PRESETS[name]) == []
    assert {*PRESETS[name]} <= {command.name for command in COMMANDS}


def test_own_keys_go_over_those_of_the_preset() -> None:
    keys = chosen('key_preset = "emacs"\n[keys]\ndown = "j"').keys
    assert keys["down"] == ("j",)
    assert keys["up"] == ("ctrl+p", "up")


def test_a_key_of_two_commands_is_told_with_its_line_and_given_back() -> None:
    found = chosen('width = 60\n\n[keys]\n# mine\nbookmark = "r"\ntag = "H"\n')
    assert found.keys == {"tag": ("H",)}
    assert found.problems == (
        "config.toml, line 5: the key “r” is given to both “bookmark” and “refresh”;"
        " so “bookmark” keeps its usual keys (b).",
    )


def test_two_own_keys_that_clash_are_both_given_back() -> None:
    found = chosen('[keys]\nbookmark = "ctrl+w"\ntag = ["ctrl+w", "T"]\nnote = "f7"')
    assert found.keys == {"note": ("f7",)}
    (said,) = found.problems
    assert said.startswith("config.toml, lines 2 and 3: ")
    assert "“tag” keeps its usual keys (T)" in said


def test_a_key_that_was_freed_may_be_taken() -> None:
    found = chosen('[keys]\nbookmark = "r"\nrefresh = "b"')
    assert found.problems == ()
    assert found.keymap == {"bookmark": "r", "refresh": "b"}


def test_what_is_given_back_may_clash_with_another_one() -> None:
    found = chosen('[keys]\nbookmark = "r"\ntag = "b"')
    assert found.keys == {}
    assert len(found.problems) == 2


def test_one_key_may_do_different_things_in_different_places() -> None:
    assert chosen('[keys]\ntriage_keep = "r"\ntext_down = "r"\nfetch_again = "R"').problems == ()


def test_an_unknown_command_is_told_with_its_line() -> None:
    (said,) = chosen('[keys]\nbokmark = "H"').problems
    assert said.startswith("config.toml, line 2: there is no command “bokmark”")


@pytest.mark.parametrize(
    ("written", "name", "shown"),
    [
        ("/", "slash", "/"),
        ("alt+<", "alt+less_than_sign", "alt+<"),
        ("ctrl+_", "ctrl+underscore", "^_"),
        ("alt++", "alt+plus", "alt++"),
        ("+", "plus", "+"),
        ("ctrl+down", "ctrl+down", "^↓"),
        ("ctrl+b", "ctrl+b", "^b"),
        ("pagedown", "pagedown", "pgdn"),
        ("H", "H", "H"),
        ("ß", "ß", "ß"),
        ("€", "euro_sign", "euro_sign"),
    ],
)
def test_keys_as_written_as_named_and_as_shown(written: str, name: str, shown: str) -> None:
    assert textual_key(written) == name
    assert display_key(name) == shown


@pytest.mark.parametrize(
    ("written", "name"),
    [
        ("Esc", "escape"),
        ("PgDn", "pagedown"),
        ("^x", "ctrl+x"),
        ("Ctrl+X", "ctrl+x"),
        ("F5", "f5"),
        ("shift+a", "A"),
        ("⇧tab", "shift+tab"),
        ("↓", "down"),
        ("alt+X", "alt+shift+x"),
        ("^", "circumflex_accent"),
        (" ", "space"),
    ],
)
def test_keys_may_be_written_as_they_are_shown(written: str, name: str) -> None:
    assert textual_key(written) == name
    assert is_key(name)


@pytest.mark.parametrize("command", COMMANDS, ids=lambda command: command.name)
def test_keys_of_the_table_exist_and_can_be_typed_as_shown(command: Command) -> None:
    for key in command.keys:
        assert is_key(key)
        assert textual_key(key) == textual_key(display_key(key)) == key


@pytest.mark.parametrize(
    "key", ["nosuchkey", "ctrl+", "ctrl+ctrl+x", "unset", "{x}", "F99", "[/]", "\\u001b", "ctrl+\\u001b"]
)
def test_a_key_that_there_is_not_is_told_and_given_back(key: str) -> None:
    found = chosen(f'[keys]\ntag = "H"\nbookmark = "{key}"')
    assert found.keys == {"tag": ("H",)}
    (said,) = found.problems
    assert said.startswith("config.toml, line 3: there is no key “")
    assert said.endswith("; so “bookmark” keeps its usual keys (b).")
    assert said.isprintable()


def test_a_blank_is_the_space_bar() -> None:
    assert chosen('[keys]\ntoggle_read = " "').keymap == {"toggle_read": "space"}


def test_names_of_commands_are_told_harmlessly() -> None:
    (said,) = chosen('[keys]\n"\\u001b]0;x" = "b"').problems
    assert said.isprintable()


def test_thousands_of_wrong_keys_are_told_briefly() -> None:
    text = "[keys]\n" + "\n".join(f'wrong{number} = "a"' for number in range(4_000))
    began = time.process_time()
    found = chosen(text)
    assert len(found.problems) < 30
    assert "line 3" in found.problems[1]
    assert time.process_time() - began < 2  # not a pass through the file for each
