"""The table of commands, and the way from the command line to one of them."""

import argparse
import re
from collections.abc import Sequence
from dataclasses import dataclass
from importlib import import_module
from typing import Any, NoReturn

from reader.cli.option import add_offline, add_view
from reader.cli.output import say, write

NAME = "paper-reader"

_DESCRIPTION = (
    "Trending research papers in the terminal: read, filter, keep and cite them."
    " Without a command it opens the terminal UI, or prints the list where there is no terminal."
)
_EPILOG = (
    "Data goes to stdout, talk to stderr. Exit codes: 0 done, 1 could not, 2 wrong usage, 130 interrupted."
    " `paper-reader COMMAND --help` tells more of a command."
)


@dataclass(frozen=True, slots=True)
class Command:
    """A command: its name, the module that adds its arguments (`add_NAME`), and what it does."""

    name: str
    module: str
    summary: str


COMMANDS = (
    Command("list", "listing", "print the papers of a view"),
    Command("search", "search", "search everything stored, or a source"),
    Command("show", "show", "print one paper with its abstract"),
    Command("read", "read", "print a whole paper"),
    Command("pdf", "pdf", "download PDFs, or list those that are kept"),
    Command("fetch", "fetch", "fetch the lists of many days"),
    Command("import", "exchange", "take in papers from files"),
    Command("export", "exchange", "write papers as BibTeX, Markdown, CSV, JSON and others"),
    Command("digest", "digest", "print, write or mail what is new since the last time"),
    Command("bookmark", "mark", "keep papers"),
    Command("unbookmark", "mark", "keep papers no longer"),
    Command("mark", "mark", "mark papers as read or unread, or to be read on a day"),
    Command("rate", "organise", "rate papers from 1 to 5"),
    Command("queue", "organise", "put papers into the reading queue, move them in it, or take them out"),
    Command("tag", "mark", "add and remove tags"),
    Command("tags", "organise", "list all tags, rename one, or remove one from every paper"),
    Command("note", "mark", "print or write the note of a paper"),
    Command(
        "follow", "follow", "follow authors, organisations, keywords or categories, or list what you follow"
    ),
    Command("unfollow", "follow", "follow them no longer"),
    Command("serve", "serve", "show the terminal UI in a web browser"),
    Command("backup", "backup", "write the whole library to a file"),
    Command("restore", "backup", "go back to a copy of the library"),
    Command("config", "setting", "print the settings and where they are"),
    Command("completion", "completion", "print the completion script of a shell"),
)
"""Every command, in the order of the help."""

_NAMES = frozenset(command.name for command in COMMANDS)

HIDDEN = Command("_complete", "completion", "print what a completion script asks for")
"""What completion scripts ask."""


def run(argv: Sequence[str]) -> int:
    """Run the command that `argv` asks for and return its exit code."""
    arguments, unknown = parse(argv)
    if arguments.version:
        return _print_version()
    _refuse_unknown(arguments, unknown)
    if arguments.command is None:
        from reader.cli.screen import is_possible, open_screen

        if is_possible():
            return open_screen(arguments)
        arguments, unknown = parse([*argv, "list"])
    arguments.unknown = unknown
    code: int = arguments.run(arguments)
    return code


def parse(argv: Sequence[str]) -> tuple[argparse.Namespace, list[str]]:
    """Return the arguments, and those that no parser knows; exits with 2 when something is wrong."""
    arguments = _with_query_words(_with_bound_filter(argv))
    return build_parser({*arguments}).parse_known_args(arguments)


def build_parser(named: set[str] | None = None) -> argparse.ArgumentParser:
    """Return the parser; only commands in `named` (all for `None`) know their own arguments."""
    parser = _Parser(prog=NAME, description=_DESCRIPTION, epilog=_EPILOG, allow_abbrev=False)
    parser.add_argument("--version", action="store_true", help="print the version")
    add_view(parser)
    add_offline(parser)
    parser.set_defaults(view=None, date=None, offline=False, takes_unknown=False, parser=parser)
    commands = parser.add_subparsers(title="commands", metavar="COMMAND", dest="command", prog=NAME)
    hidden = (HIDDEN,) if named and HIDDEN.name in named else ()
    for command in (*COMMANDS, *hidden):
        # `tag ID -hello` takes a tag away, so that command has no `-h`.
        own = commands.add_parser(
            command.name,
            help=command.summary,
            description=f"{command.summary[:1].upper()}{command.summary[1:]}.",
            allow_abbrev=False,
            add_help=command.name != "tag",
        )
        own.set_defaults(parser=own)
        if named is None or command.name in named:
            getattr(import_module(f"reader.cli.{command.module}"), f"add_{command.name.strip('_')}")(own)
    return parser


class _Parser(argparse.ArgumentParser):
    """A parser that tells its troubles as the other commands do, in plain letters."""

    def __init__(self, **options: Any) -> None:
        super().__init__(**options)
        self.color = False  # Python 3.14 would colour what goes to stderr when stdout is a terminal

    def print_help(self, _file: object = None) -> None:
        """Print the help, and do not keep quiet where that fails."""
        write(self.format_help())

    def error(self, message: str) -> NoReturn:
        say(f"{self.format_usage().rstrip()}\n{self.prog}: {message}")
        self.exit(2)


def _refuse_unknown(arguments: argparse.Namespace, unknown: Sequence[str]) -> None:
    """Exit with 2 where words are left over, except for `-word` where that is no option but means something."""
    refused = [word for word in unknown if word.startswith("--") or not arguments.takes_unknown]
    if refused:
        arguments.parser.error(
            f"unknown arguments: {' '.join(map(repr, refused))}"
            " (put -- before a word that begins with a dash and is no option)"
        )


def _with_bound_filter(argv: Sequence[str]) -> list[str]:
    """Bind the text after `--filter` to it, for it may begin with a dash: `--filter -survey`."""
    bound: list[str] = []
    for argument in argv:
        if bound and bound[-1] == "--filter" and not argument.startswith("--"):
            bound[-1] += f"={argument}"
        else:
            bound.append(argument)
    return bound


def _with_query_words(argv: Sequence[str]) -> list[str]:
    """Put a blank before what `search` excludes (`-survey`): so argparse takes it for a word, in its place."""
    command = next((place for place, word in enumerate(argv) if word in _NAMES), len(argv))
    if argv[command : command + 1] != ["search"]:
        return list(argv)
    return [
        f" {word}" if place > command and re.match("-[^-]", word) and word != "-h" else word
        for place, word in enumerate(argv)
    ]


def _print_version() -> int:
    from importlib.metadata import PackageNotFoundError, version

    try:
        write(f"{NAME} {version(NAME)}\n")
    except PackageNotFoundError:
        write(f"{NAME} (not installed, run from its source)\n")
    return 0
