"""`bookmark`, `unbookmark`, `mark`, `tag` and `note`: change the library."""

import sys
from argparse import ArgumentParser, Namespace
from collections.abc import Sequence

from reader.cli.lookup import look_up
from reader.cli.option import STDIN, add_identifiers, add_offline, day, identifier, identifiers_of
from reader.cli.output import say, write
from reader.cli.session import opened
from reader.core.day import DAY_FORMS
from reader.core.entry import Entry
from reader.core.errors import UsageError
from reader.core.text import clean_line
from reader.service.marking import Step

_TAG_USAGE = "paper-reader tag [--help] [--offline] [--color WHEN] ID... +TAG... -TAG..."


def add_bookmark(parser: ArgumentParser) -> None:
    """Add the arguments of `bookmark`."""
    add_identifiers(parser)
    add_offline(parser)
    parser.set_defaults(run=lambda arguments: _keep(arguments, kept=True))


def add_unbookmark(parser: ArgumentParser) -> None:
    """Add the arguments of `unbookmark`."""
    add_identifiers(parser)
    add_offline(parser)
    parser.set_defaults(run=lambda arguments: _keep(arguments, kept=False))


def add_mark(parser: ArgumentParser) -> None:
    """Add the arguments of `mark`."""
    add_identifiers(parser)
    state = parser.add_mutually_exclusive_group(required=True)
    state.add_argument("--read", action="store_true", help="mark as read")
    state.add_argument("--unread", action="store_true", help="mark as unread")
    state.add_argument(
        "--read-on", type=day, metavar="DAY", help=f"to be read on a day: {DAY_FORMS}; none for no day"
    )
    add_offline(parser)
    parser.set_defaults(run=_mark)


def add_tag(parser: ArgumentParser) -> None:
    """Add the arguments of `tag`."""
    parser.usage = _TAG_USAGE
    parser.add_argument("--help", action="help", help="show this help message and exit")
    parser.add_argument(
        "words",
        nargs="*",
        metavar="ID",
        help="papers (- reads them from stdin), +TAG for a tag to add, -TAG for one to take away",
    )
    add_offline(parser)
    parser.set_defaults(run=_tag, takes_unknown=True)


def add_note(parser: ArgumentParser) -> None:
    """Add the arguments of `note`."""
    add_identifiers(parser, None)
    parser.add_argument(
        "text", nargs="?", metavar="TEXT", help="the new note; - reads it from stdin, an empty one removes it"
    )
    add_offline(parser)
    parser.set_defaults(run=_note)


def _keep(arguments: Namespace, *, kept: bool) -> int:
    with opened(arguments) as program:
        entries, complete = look_up(program.service, identifiers_of(arguments.id), ask=kept)
        step = program.service.marking.set_bookmarked(entries, kept)
        tell(step, bool(entries), "bookmarked already" if kept else "not bookmarked")
    return 0 if complete else 1


def _mark(arguments: Namespace) -> int:
    with opened(arguments) as program:
        entries, complete = look_up(program.service, identifiers_of(arguments.id))
        if arguments.read_on is not None:
            (chosen,) = arguments.read_on
            step, already = program.service.organising.plan(entries, chosen), "planned so already"
        else:
            step = program.service.marking.set_read(entries, arguments.read)
            already = f"{'read' if arguments.read else 'unread'} already"
        tell(step, bool(entries), already)
    return 0 if complete else 1


def _tag(arguments: Namespace) -> int:
    # argparse takes `-b` for an option that it does not know; to this command it is a tag.
    words: list[str] = [*arguments.words, *arguments.unknown]
    tags = [word for word in words if word[:1] in ("+", "-") and word != STDIN]
    names = [word for word in words if word not in tags]
    if wrong := next((tag for tag in tags if not clean_line(tag[1:])), None):
        arguments.parser.error(f"{clean_line(wrong, 60)!r} is no tag; write +TAG or -TAG")
    if not names or not tags:
        arguments.parser.error("name at least one paper, and one +TAG or -TAG")
    identifiers = identifiers_of(
        name if name == STDIN else _identifier(arguments.parser, name) for name in names
    )
    with opened(arguments) as program:
        entries, complete = look_up(program.service, identifiers)
        step = program.service.marking.tag(
            entries,
            [tag[1:] for tag in tags if tag.startswith("+")],
            [tag[1:] for tag in tags if tag.startswith("-")],
        )
        tell(step, bool(entries), "tagged so already")
    return 0 if complete else 1


def _note(arguments: Namespace) -> int:
    if arguments.id == STDIN == arguments.text:
        raise UsageError("Only one of identifiers and note can come from stdin.")
    identifiers = identifiers_of([arguments.id])
    with opened(arguments) as program:
        entries, complete = look_up(program.service, identifiers, ask=arguments.text is not None)
        if arguments.text is None:
            _print_notes(entries, named=arguments.id == STDIN)
        elif entries:
            text = _text(arguments.text)
            for entry in entries:
                tell(program.service.marking.note(entry, text), True, "noted so already")
    return 0 if complete else 1


def _print_notes(entries: Sequence[Entry], *, named: bool) -> None:
    """Print the notes; where there may be several, each behind its identifier."""
    for entry in entries:
        if entry.mark.note:
            write(f"{entry.id}\n{entry.mark.note}\n\n" if named else f"{entry.mark.note}\n")
        else:
            say(f"{entry.id} has no note.")


def _text(given: str) -> str:
    return sys.stdin.buffer.read().decode("utf-8", "replace") if given == "-" else given


def _identifier(parser: ArgumentParser, name: str) -> str:
    from argparse import ArgumentTypeError

    try:
        return identifier(name)
    except ArgumentTypeError as error:
        parser.error(str(error))


def tell(step: Step | None, known: bool, already: str) -> None:
    """Say what was done, or that it was so already."""
    if step:
        say(f"{step.sentence}{'' if step.sentence.endswith(('.', '!', '?', '…')) else '.'}")
    elif known:
        say(f"Nothing to change: {already}.")
