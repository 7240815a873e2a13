"""`completion`: scripts for shells, and the answers that those scripts ask for."""

import argparse
import re

from reader.cli.output import write
from reader.cli.session import opened
from reader.cli.shell import SHELLS, Option, Syntax
from reader.core.view import FIXED_KINDS, View, ViewKind
from reader.service.reading import Reading

_COMPLETION_NOTES = (
    "bash: source <(paper-reader completion bash)."
    " zsh: paper-reader completion zsh > a file _paper-reader in a folder of $fpath."
    " fish: paper-reader completion fish > ~/.config/fish/completions/paper-reader.fish."
)
_SAFE_NAME = re.compile(r"\w[\w.+-]*")
"""Tags and names that mean nothing else to a shell, which expands what it is offered."""

_VALUES = {"VIEW": tuple(kind.value for kind in FIXED_KINDS)}
"""What an option takes besides what the person has named."""

_IDENTIFIERS_LIMIT = 300


def add_completion(parser: argparse.ArgumentParser) -> None:
    """Add the arguments of `completion`."""
    parser.epilog = _COMPLETION_NOTES
    parser.add_argument("shell", choices=tuple(SHELLS), metavar="SHELL", help="%(choices)s")
    parser.set_defaults(run=_print_script)


def add_complete(parser: argparse.ArgumentParser) -> None:
    """Add the arguments of the command that completion scripts ask."""
    parser.add_argument("kind", choices=("ids", "tags", "views"))
    parser.set_defaults(run=_print_candidates)


def _print_script(arguments: argparse.Namespace) -> int:
    from reader.cli.command import COMMANDS, build_parser

    parser = build_parser()
    (commands,) = (a for a in parser._actions if isinstance(a, argparse._SubParsersAction))
    syntaxes = [_syntax("", "", parser)]
    syntaxes += [_syntax(each.name, each.summary, commands.choices[each.name]) for each in COMMANDS]
    write(SHELLS[arguments.shell](syntaxes))
    return 0


def _syntax(name: str, summary: str, parser: argparse.ArgumentParser) -> Syntax:
    """Return what a command takes, read off its parser, so that both never differ."""
    options = []
    operand: str | None = None
    words: tuple[str, ...] = ()
    for action in parser._actions:
        choices = tuple(map(str, action.choices or _VALUES.get(str(action.metavar), ())))
        if action.option_strings:
            metavar = str(action.metavar or action.dest) if action.nargs != 0 else None
            options.append(Option(tuple(action.option_strings), _help(action), metavar, choices))
        elif not isinstance(action, argparse._SubParsersAction) and operand is None:
            operand, words = str(action.metavar), choices
    return Syntax(name, summary, tuple(options), operand, words)


def _help(action: argparse.Action) -> str:
    """Return the first part of an option's help, which says what it is."""
    text = (action.help or "").replace("%(choices)s", "").strip()
    return re.split(r"[:;(]", text)[0].strip() or action.dest


def _print_candidates(arguments: argparse.Namespace) -> int:
    arguments.offline = True
    with opened(arguments) as program:
        reading = program.service.reading
        if arguments.kind == "ids":
            write("".join(f"{name}\t{title}\n" for name, title in _titles(reading).items()))
        elif arguments.kind == "views":
            names = [name for name in program.service.searches.all if _SAFE_NAME.fullmatch(name)]
            names += [f"tag:{tag}" for tag in program.service.organising.tags() if _SAFE_NAME.fullmatch(tag)]
            write("".join(f"{name}\n" for name in names))
        else:
            tags = program.service.organising.tags()
            write("".join(f"{tag}\n" for tag in tags if _SAFE_NAME.fullmatch(tag)))
    return 0


def _titles(reading: Reading) -> dict[str, str]:
    """Return the papers that a person most likely means, by identifier."""
    kinds = (ViewKind.BOOKMARKS, ViewKind.QUEUE, ViewKind.TRENDING, ViewKind.DAY)
    contents = (reading.stored(View(kind)) for kind in kinds)
    entries = [entry for shown in contents for entry in shown.entries][:_IDENTIFIERS_LIMIT]
    return {entry.id: entry.paper.title for entry in entries}
