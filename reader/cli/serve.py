"""`serve`: the terminal UI in a web browser."""

import asyncio
import os
import socket
from argparse import ArgumentParser, ArgumentTypeError, Namespace
from functools import partial
from importlib.util import find_spec

from reader.cli.option import add_offline, add_view, view_of
from reader.cli.output import flush, say, write
from reader.cli.session import opened
from reader.core.errors import ReaderError, UsageError
from reader.core.host import is_this_machine
from reader.core.text import clean_block, clean_line
from reader.core.view import ViewKind
from reader.web.guard import TOKEN_LENGTH, TOKEN_VARIABLE, guard_for, new_token

_SESSIONS = 8
_SERVE_NOTES = (
    "Each window is the whole program: whoever opens one reads and changes your library. Without --host only this"
    " machine reaches it. Any other host takes a token, which is part of the printed address; the connection is not"
    " encrypted, so across networks use ssh -L 8000:localhost:8000, or a proxy with https and --name."
    f" The environment variable {TOKEN_VARIABLE} may hold the token, for other users of a machine see its command lines."
)


def add_serve(parser: ArgumentParser) -> None:
    """Add the arguments of `serve`."""
    parser.epilog = _SERVE_NOTES
    parser.add_argument(
        "--host",
        default="127.0.0.1",
        metavar="HOST",
        help="the address to listen on; 0.0.0.0 for all of this machine (default: %(default)s, for itself only)",
    )
    parser.add_argument(
        "--port",
        type=partial(_number, least=0, most=65_535),
        default=8000,
        metavar="PORT",
        help="the port to listen on; 0 for any that is free (default: %(default)s)",
    )
    parser.add_argument(
        "--token",
        nargs="?",
        const="",
        metavar="TOKEN",
        help="ask for a token also on this machine; a made-up one where none is given",
    )
    parser.add_argument(
        "--name",
        action="append",
        default=[],
        metavar="NAME",
        help="another name under which browsers reach it, such as that of a proxy; may be repeated",
    )
    parser.add_argument(
        "--windows",
        type=partial(_number, least=1, most=1_000),
        default=_SESSIONS,
        metavar="N",
        help="the most windows that may be open at once (default: %(default)s)",
    )
    add_view(parser)
    add_offline(parser)
    parser.set_defaults(run=_serve)


def _number(text: str, least: int, most: int) -> int:
    if text.isascii() and text.isdecimal() and len(text) < 9 and least <= int(text) <= most:
        return int(text)
    raise ArgumentTypeError(f"“{clean_line(text, 40)}” is no number from {least} to {most}")


def _serve(arguments: Namespace) -> int:
    if find_spec("aiohttp") is None or find_spec("textual_serve") is None:
        raise ReaderError(
            "The web server is a part of its own: pip install '.[serve]' brings it."
            " The terminal UI needs none of it."
        )
    from reader.web.server import Serving, serve

    started_with = _started_with(arguments)
    host = arguments.host.strip("[]")
    guard = guard_for(host, _token(arguments), arguments.name, socket.gethostname())
    serving = Serving(host, arguments.port, guard, arguments.windows, started_with)
    asyncio.run(serve(serving, _announce, lambda text: say(clean_block(text))))
    return 0


def _announce(address: str) -> None:
    write(f"{address}\n")
    flush()
    say("Open this address in a browser. Ctrl-C ends it.")


def _token(arguments: Namespace) -> str | None:
    """Return the token that is asked for; `None` where only this machine gets in and nobody wants one."""
    given = arguments.token or os.environ.get(TOKEN_VARIABLE)
    if given is not None and len(given) < TOKEN_LENGTH:
        raise UsageError(
            f"A token that nobody guesses has {TOKEN_LENGTH} characters at least; without one, one is made up."
        )
    if given or (arguments.token is None and is_this_machine(arguments.host)):
        return given or None
    return new_token()


def _started_with(arguments: Namespace) -> tuple[str, ...]:
    """Return what each window is started with, checked once, and tell what is wrong with settings and files."""
    with opened(arguments) as program:
        view_of(arguments, ViewKind.TRENDING, program.service.searches.all)
    view = (f"--view={arguments.view}",) if arguments.view else ()
    day = (f"--date={arguments.date.key}",) if arguments.date else ()
    return (*view, *day, *(("--offline",) if arguments.offline else ()))
