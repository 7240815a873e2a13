"""Every command with its keys: the one table behind bindings, footer, palette and help."""

from textual.binding import Binding

from reader.ui.command import Command, Place
from reader.ui.find_commands import FIND_COMMANDS
from reader.ui.move_commands import MOVE_COMMANDS
from reader.ui.page_commands import PAGE_COMMANDS
from reader.ui.paper_commands import PAPER_COMMANDS
from reader.ui.program_commands import PROGRAM_COMMANDS
from reader.ui.text_commands import TEXT_COMMANDS
from reader.ui.triage_commands import TRIAGE_COMMANDS
from reader.ui.view_commands import VIEW_COMMANDS

UNSET = "unset"
"""Stands for the key of a command that has none until the person gives it one; no key has this name."""

COMMANDS: tuple[Command, ...] = (
    *MOVE_COMMANDS,
    *PAPER_COMMANDS,
    *FIND_COMMANDS,
    *VIEW_COMMANDS,
    *PAGE_COMMANDS,
    *PROGRAM_COMMANDS,
    *TRIAGE_COMMANDS,
    *TEXT_COMMANDS,
)
"""All commands, in the order of the help."""


def bindings(place: Place) -> list[Binding]:
    """Return Textual's bindings for the commands of a place."""
    return [
        Binding(
            ",".join(command.keys) or UNSET,
            command.action,
            command.title,
            show=False,
            tooltip=command.description,
            priority=command.priority,
            id=command.name,
        )
        for command in COMMANDS
        if command.place is place
    ]


def key_line() -> tuple[Command, ...]:
    """Return the commands of the key line, the most needed first."""
    return tuple(sorted((c for c in COMMANDS if c.footer), key=lambda command: command.footer))
