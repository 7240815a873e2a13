import pytest

from reader.config import KEY_PRESETS, parse_config
from reader.ui.commands import COMMANDS
from reader.ui.key import KeySet, clashes, display_key, key_set, textual_key
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
