"""The table of commands, and the way from the command line to one of them."""

import argparse
import os
import re
from collections.abc import Sequence
from importlib import import_module
from typing import Any, NamedTuple, NoReturn

from reader.cli.option import add_colour, add_offline, add_view
from reader.cli.output import choose_colour, say, write
from reader.cli.version import NAME, print_version

_DESCRIPTION = (
    "Trending research papers in the terminal: read, filter, keep and cite them."
    " Without a command it opens the terminal UI, or prints the list where there is no terminal."
)
_EXIT_CODES = "Exit codes: 0 done, 1 could not (stderr says why), 2 wrong usage, 130 interrupted."
_EPILOG = f"Data goes to stdout, talk to stderr. {_EXIT_CODES} `paper-reader COMMAND --help` tells more of a command."


class Command(NamedTuple):
    """A command: its name, the module that adds its arguments (`add_NAME`), and what it does."""

    name: str
    module: str
    summary: str


COMMANDS = (
    Command("list", "listing", "print the papers of a view"),
    Command("search", "search", "search everything stored, or a source"),
    Command("saved", "saved", "keep searches by name, list, rename or remove them"),
    Command("similar", "similar", "print the stored papers that are most like one"),
    Command("show", "show", "print one paper with its abstract"),
    Command("read", "read", "print a whole paper"),
    Command("pdf", "pdf", "download PDFs, or list those that are kept"),
    Command("fetch", "fetch", "fetch the lists of many days"),
    Command("import", "importing", "take in papers from files"),
    Command("export", "exporting", "write papers as BibTeX, Markdown, CSV, JSON and others"),
    Command("digest", "digest", "print, write or mail what is new since the last time"),
    Command("schedule", "schedule", "let it fetch and send by itself each day"),
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
    Command("stats", "statistic", "print what you read, when, and how the pile grows"),
    Command("trends", "statistic", "print which keywords rise this month against the last"),
    Command("watch", "watch", "be told of what is new in a saved search, or from what you follow"),
    Command("serve", "serve", "show the terminal UI in a web browser"),
    Command("backup", "backup", "write the whole library to a file"),
    Command("restore", "backup", "go back to a copy of the library"),
    Command("sync", "sync", "join the libraries of several machines"),
    Command("config", "setting", "print the settings and where they are"),
    Command("doctor", "doctor", "look whether all is well: files, sources, terminal"),
    Command("completion", "completion", "print the completion script of a shell"),
    Command("manual", "manual", "print the manual page"),
)
"""Every command, in the order of the help."""

_NAMES = frozenset(command.name for command in COMMANDS)


def run(argv: Sequence[str]) -> int:
    """Run the command that `argv` asks for and return its exit code."""
    arguments, unknown = parse(argv)
    if arguments.version:
        return print_version()
    _refuse_unknown(arguments, unknown)
    choose_colour(arguments.color)
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
    add_colour(parser)
    parser.set_defaults(view=None, date=None, offline=False, color="auto", takes_unknown=False, parser=parser)
    commands = parser.add_subparsers(title="commands", metavar="COMMAND", dest="command", prog=NAME)
    for command in COMMANDS:
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
            getattr(import_module(f"reader.cli.{command.module}"), f"add_{command.name}")(own)
            add_colour(own)
            if "Exit codes:" not in (own.epilog or ""):
                own.epilog = f"{own.epilog} {_EXIT_CODES}" if own.epilog else _EXIT_CODES
    return parser


class _Formatter(argparse.HelpFormatter):
    """Help as wide as the terminal; one is made for each argument, and argparse's own loads much to find the width."""

    def __init__(self, prog: str, *arguments: Any, **options: Any) -> None:
        super().__init__(prog, *arguments, **{"width": _columns()} | options)


class _Parser(argparse.ArgumentParser):
    """A parser that tells its troubles as the other commands do, in plain letters."""

    def __init__(self, **options: Any) -> None:
        super().__init__(**{"formatter_class": _Formatter} | options)
        self.color = False  # Python 3.14 would colour what goes to stderr when stdout is a terminal

    def print_help(self, _file: object = None) -> None:
        """Print the help, and do not keep quiet where that fails."""
        write(self.format_help())

    def error(self, message: str) -> NoReturn:
        say(f"{self.format_usage().rstrip()}\n{self.prog}: {message}")
        self.exit(2)


def _columns() -> int:
    """Return the columns that help is wrapped at."""
    columns = os.environ.get("COLUMNS", "")
    if columns.isascii() and columns.isdecimal() and int(columns[:4]):
        return max(20, int(columns[:4]) - 2)
    try:
        return max(20, os.get_terminal_size().columns - 2)
    except (OSError, ValueError):
        return 78


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
