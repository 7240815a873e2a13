"""A notice on the desktop, by the program that the system has for it."""

import os
import shutil
import sys
from collections.abc import Mapping
from html import escape
from pathlib import Path

from reader.core.errors import ProgramError
from reader.core.prose import plain
from reader.core.text import clean_line
from reader.core.watch import Notice
from reader.process import run_program

_SECONDS = 10.0
_TITLES = 5
"""Papers that are named; the others are counted."""

_TITLE_LIMIT = 120
_SCRIPT = (
    "on run argv",
    "display notification (item 2 of argv) with title (item 1 of argv)",
    "end run",
)


def notify_desktop(notice: Notice) -> None:
    """Show a notice; `ProgramError` where there is no way to, or it fails."""
    _show(clean_line(notice.title, 200), body(notice))


def body(notice: Notice) -> str:
    """Return the titles of the first papers, a line each."""
    titles = [clean_line(plain(entry.paper.title), _TITLE_LIMIT) for entry in notice.entries[:_TITLES]]
    more = len(notice.entries) - len(titles)
    return "\n".join([*titles, f"and {more:,} more"] if more else titles)


def _show(title: str, text: str) -> None:
    if sys.platform == "darwin":
        script = [word for line in _SCRIPT for word in ("-e", line)]
        # The words are arguments of the script, never a part of it.
        words = ("osascript", *script, title, text)
    elif shutil.which("notify-send"):
        # Its text may be markup, so that of others is made plain.
        words = ("notify-send", "--app-name=paper-reader", "--", title, escape(text, quote=False))
    else:
        raise ProgramError(
            "The desktop has no program for notices; on Linux, notify-send is one (libnotify)."
        )
    ended = run_program(words, seconds=_SECONDS, environment=_environment(os.environ))
    if ended.code:
        raise ProgramError(f"The notice could not be shown on the desktop ({ended.reason}).")


def _environment(known: Mapping[str, str]) -> dict[str, str]:
    """Return the variables with the person's message bus, which a program that cron starts does not know."""
    environment = dict(known)
    runtime = environment.get("XDG_RUNTIME_DIR") or (f"/run/user/{os.getuid()}" if os.name == "posix" else "")
    bus = Path(runtime) / "bus"
    if runtime and "DBUS_SESSION_BUS_ADDRESS" not in environment and bus.exists():
        environment["DBUS_SESSION_BUS_ADDRESS"] = f"unix:path={bus}"
    return environment
