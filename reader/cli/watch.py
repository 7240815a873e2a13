"""`watch`: be told of new papers, and tell them after a fetch."""

import json
import shlex
import sys
from argparse import ArgumentParser, Namespace
from typing import TYPE_CHECKING

from reader.cli.indexing import complete_index
from reader.cli.mark import tell
from reader.cli.output import is_terminal, is_unicode, say, write
from reader.cli.session import opened
from reader.core.errors import UsageError
from reader.core.text import clean_line
from reader.core.watch import Channel, Notice, Watch

if TYPE_CHECKING:
    from reader.bootstrap import Program
    from reader.service.noticing import Notifiers

_NOTES = (
    "After each fetch, also that of the terminal program, new papers are told, each once. What could not be told is told"
    " the next time. desktop is a notice on the desktop, bell the terminal's, mail goes to the addresses in the table"
    " [mail] of config.toml, and a command gets the papers as JSON on its stdin; it is run without a shell, and only on"
    " machines on which it was named."
)


def add_watch(parser: ArgumentParser) -> None:
    """Add the arguments of `watch`."""
    parser.epilog = _NOTES
    parser.add_argument(
        "name",
        nargs="?",
        metavar="NAME",
        help="a saved search, something that you follow (author:NAME), or followed for all that you follow",
    )
    parser.add_argument(
        "--notify",
        action="append",
        default=[],
        choices=[channel.value for channel in Channel],
        metavar="HOW",
        help="desktop (default), bell, mail or command; several times for several",
    )
    parser.add_argument("--command", dest="program", metavar="COMMAND", help="the command, as one word")
    parser.add_argument("--remove", action="store_true", help="watch it no longer")
    parser.add_argument("--list", action="store_true", help="list all watches (also without a NAME)")
    parser.add_argument("--json", action="store_true", help="print one JSON array of all watches")
    parser.set_defaults(run=_watch)


def _watch(arguments: Namespace) -> int:
    if arguments.name is None and (arguments.notify or arguments.program or arguments.remove):
        raise UsageError("Name what is to be watched.")
    with opened(arguments) as program:
        if arguments.name is None or arguments.list:
            return _list(program, arguments.json)
        watches = program.service.watches
        subject = watches.subject(arguments.name)
        if arguments.remove:
            tell(watches.remove(subject), True, "not watched")
        else:
            complete_index(program.service)
            command = _words(arguments.program)
            channels = [*map(Channel, arguments.notify)] or (
                [Channel.COMMAND] if command else [Channel.DESKTOP]
            )
            if command and Channel.COMMAND not in channels:
                channels = [*channels, Channel.COMMAND]
            noticing = program.service.noticing(program.config.settings.mail)
            tell(watches.keep(subject, channels, command, noticing.allow), True, "watched so already")
        return _list(program, True) if arguments.json else 0


def _words(text: str | None) -> tuple[str, ...]:
    """Return the words of a command; `UsageError` where quotes do not match, or there are none."""
    if text is None:
        return ()
    try:
        words = tuple(shlex.split(text))
    except ValueError as error:
        raise UsageError(f"The command cannot be understood ({error}).") from error
    if not words or not words[0]:
        raise UsageError("The command is empty.")
    return words


def _list(program: "Program", as_json: bool) -> int:
    watches = [*program.service.watches.all.values()]
    if as_json:
        records = [_record(program, watch) for watch in watches]
        write(json.dumps(records, ensure_ascii=not is_unicode(), indent=2) + "\n")
    elif not watches:
        say("Nothing is watched yet; `paper-reader watch NAME` watches a saved search.")
    for watch in () if as_json else watches:
        how = ", ".join(clean_line(channel, 20) for channel in watch.channels)
        command = f": {clean_line(shlex.join(watch.command), 200)}" if watch.command else ""
        write(f"{watch.subject}  {how}{command}{_remark(program, watch)}\n")
    return 0


def _record(program: "Program", watch: Watch) -> dict[str, object]:
    return {
        "name": watch.subject,
        "notify": [*watch.channels],
        "command": list(watch.command) or None,
        "since": watch.created_at.isoformat(),
        "active": program.service.watches.exists(watch),
        "allowed": program.service.noticing(program.config.settings.mail).is_possible(watch),
    }


def _remark(program: "Program", watch: Watch) -> str:
    if not program.service.watches.exists(watch):
        return "  (no longer saved or followed)"
    if not program.service.noticing(program.config.settings.mail).is_possible(watch):
        return "  (the command came from another machine and is not run here; name it here to allow it)"
    return ""


def tell_news(program: "Program", *, quiet: bool) -> int:
    """Tell what the watches have that is new, and return 1 where something could not be told, else 0."""
    if not program.service.watches.all:
        return 0
    complete_index(program.service, quiet=quiet)
    noticing = program.service.noticing(program.config.settings.mail)
    noticed = noticing.run(_terminal())
    for each in noticed:
        if each.error is not None:
            say(f"{each.trouble}: {each.error}")
        elif not quiet:
            say(f"{each.notice.title} (told by {each.channel})")
    return int(any(each.error for each in noticed))


def _terminal() -> "Notifiers":
    """Return what a terminal can do; nothing where nobody sits at it."""

    def ring(_notice: Notice) -> None:
        sys.stderr.write("\a")
        sys.stderr.flush()

    return {Channel.BELL: {"": ring}} if is_terminal(sys.stderr) else {}
