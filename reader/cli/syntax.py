"""What each command takes, read off its parser, so that completion and manual never differ from it."""

import argparse
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from reader.core.view import FIXED_KINDS

_VALUES = {"VIEW": tuple(kind.value for kind in FIXED_KINDS), "SOURCE": ("hf", "arxiv")}
"""What an option takes besides what the person has named."""

_ASKED = {"ID": "ids", "VIEW": "views", "TAG": "tags", "SEARCH": "searches", "CATEGORY": "categories"}
"""What the program is asked to offer for a value, by its name in the help."""

_ASKED_OF = {"follow": "categories", "unfollow": "follows", "watch": "watches"}
"""What is offered to a command whose operands have no name of these."""


@dataclass(frozen=True, slots=True)
class Option:
    """An option: its names, what it does, and what its value is (`None` without one)."""

    names: tuple[str, ...]
    summary: str
    metavar: str | None = None
    values: tuple[str, ...] = ()
    asked: str | None = None
    """The kind of candidates that the program is asked for."""


@dataclass(frozen=True, slots=True)
class Syntax:
    """What a command takes; the nameless one is the program itself, whose operands are the commands."""

    name: str
    summary: str
    options: tuple[Option, ...]
    operand: str | None = None
    """What its operands are: `ID`, `FILE` and others."""
    values: tuple[str, ...] = ()
    asked: str | None = None
    """The kind of candidates that the program is asked for."""


def parsers() -> Iterator[tuple[str, str, argparse.ArgumentParser]]:
    """Yield the name, the summary and the parser of the program (nameless) and of each command."""
    from reader.cli.command import COMMANDS, build_parser

    parser = build_parser()
    (commands,) = (a for a in parser._actions if isinstance(a, argparse._SubParsersAction))
    yield "", "", parser
    for each in COMMANDS:
        yield each.name, each.summary, commands.choices[each.name]


def actions_of(parser: argparse.ArgumentParser) -> Sequence[argparse.Action]:
    """Return the options and operands of a parser that people are told of, the commands aside."""
    hidden = (action for action in parser._actions if not isinstance(action, argparse._SubParsersAction))
    return [action for action in hidden if action.help != argparse.SUPPRESS]


def syntaxes() -> tuple[Syntax, ...]:
    """Return what the program takes, and then each command."""
    return tuple(_syntax(*each) for each in parsers())


def _syntax(name: str, summary: str, parser: argparse.ArgumentParser) -> Syntax:
    options: list[Option] = []
    operand: str | None = None
    words: tuple[str, ...] = ()
    for action in actions_of(parser):
        choices = tuple(map(str, action.choices or _VALUES.get(str(action.metavar), ())))
        if action.option_strings:
            metavar = str(action.metavar or action.dest) if action.nargs != 0 else None
            names = tuple(action.option_strings)
            options.append(Option(names, _brief(action), metavar, choices, _ASKED.get(metavar or "")))
        elif operand is None:
            operand, words = str(action.metavar), choices
    asked = _ASKED_OF.get(name) or _ASKED.get(operand or "")
    return Syntax(name, summary, tuple(options), operand, words, asked)


def _brief(action: argparse.Action) -> str:
    """Return the first part of an option's help, which says what it is."""
    text = (action.help or "").replace("%(choices)s", "").strip()
    return re.split(r"[:;(]", text)[0].strip() or action.dest
