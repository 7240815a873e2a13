"""A walk through the table of commands: each one can be found, is called by its keys, and is tested."""

import ast
import inspect
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

import pytest
from textual.actions import parse
from textual.dom import DOMNode

from reader.ui.app import PaperApp
from reader.ui.command import Command, Place
from reader.ui.commands import COMMANDS
from reader.ui.screens.palette import AppCommands, PaperCommands, TextCommands, TriageCommands
from reader.ui.screens.papers import PapersScreen
from reader.ui.screens.triage import TriageScreen
from reader.ui.screens.whole_text import TextScreen
from reader.ui.widgets.paper_list import PaperList
from reader.ui.widgets.paper_view import PaperView
from tests.ui.test_whole_text import keep
from tests.ui.world import World

TESTS = Path(__file__).parents[1]
WAYS: dict[Place, tuple[type[DOMNode], tuple[str, ...]]] = {
    Place.LIST: (PaperList, ()),
    Place.PAPER: (PaperView, ("enter",)),
    Place.SCREEN: (PapersScreen, ()),
    Place.FILTER: (PapersScreen, ("slash",)),
    Place.TEXT: (TextScreen, ("W",)),
    Place.TRIAGE: (TriageScreen, ("E",)),
    Place.APP: (PaperApp, ()),
}
"""What a place's commands belong to, and the keys that lead there."""
PALETTES = {
    Place.SCREEN: PaperCommands,
    Place.TEXT: TextCommands,
    Place.TRIAGE: TriageCommands,
    Place.APP: AppCommands,
}
IN_TERMINALS = {"suspend": "contract/test_terminal_state.py"}
"""Commands that make sense in a terminal only, and where they are tested."""


def is_reachable(command: Command) -> bool:
    """Tell whether a command has a key, or can be found in the palette."""
    return bool(command.keys) or command.place in PALETTES


def pressed() -> set[str]:
    """Return every key that a test presses, and every text that may name a command."""
    found: set[str] = set()
    for path in (*TESTS.glob("ui/test_*.py"), *TESTS.glob("snapshots/*.py")):
        if path.name in ("test_walk.py", "test_soak.py"):
            continue
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.For):
                found |= texts(node.iter)
            elif isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
                found |= texts(node) if node.func.attr in ("press", "parametrize", "run") else set()
    return found


def texts(node: ast.AST) -> set[str]:
    return {
        each.value
        for each in ast.walk(node)
        if isinstance(each, ast.Constant) and isinstance(each.value, str)
    }


def untested(commands: Iterable[Command]) -> list[str]:
    """Return the names of commands that no test presses a key of, nor names."""
    found = pressed()
    return [
        command.name
        for command in commands
        if command.name not in IN_TERMINALS
        and not found & {*command.keys}
        and not any(command.name in text for text in found if len(command.name) > 5)
    ]


@pytest.mark.parametrize("command", COMMANDS, ids=lambda command: command.name)
def test_each_can_be_reached_and_says_what_it_does(command: Command) -> None:
    assert is_reachable(command)
    assert len(command.description) > 4
    assert command.description[0].isupper()
    assert not command.description.endswith(".")
    assert command.title
    assert command.group


def test_each_is_pressed_in_a_test() -> None:
    assert untested(COMMANDS) == []
    for name, place in IN_TERMINALS.items():
        assert f"def test_{name}" in (TESTS / place).read_text(encoding="utf-8")


def test_this_walk_can_fail() -> None:
    new = Command("new_and_untested", ("f19",), "nothing", "New", "Do nothing", "More")
    assert untested([new]) == ["new_and_untested"]
    assert not is_reachable(Command("lost", (), "nothing", "Lost", "Do nothing", "More", Place.LIST))


@pytest.mark.parametrize("place", WAYS, ids=str)
async def test_each_key_calls_its_command(
    world: World, monkeypatch: pytest.MonkeyPatch, place: Place
) -> None:
    keep(world)
    owner, way = WAYS[place]
    commands = [command for command in COMMANDS if command.place is place]
    called: list[tuple[str, tuple[Any, ...]]] = []

    def record(action: str) -> Callable[..., None]:
        def recorded(_: object, *arguments: Any) -> None:
            called.append((action, arguments))

        return recorded

    async with world.run() as window:
        await window.press(*way)
        assert any(isinstance(each, owner) for each, _ in window.app._binding_chain)
        for command in commands:
            _, action, _ = parse(command.action)
            assert inspect.getattr_static(owner, f"action_{action}", None) is not None
            monkeypatch.setattr(owner, f"action_{action}", record(action))
        for command in commands:
            _, action, arguments = parse(command.action)
            for key in command.keys:
                called.clear()
                await window.pilot.press(key)
                assert called == [(action, arguments)], (command.name, key)
