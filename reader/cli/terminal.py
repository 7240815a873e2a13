"""What the terminal can do: asked of it where a person sits there, else guessed from the environment."""

import os
import re
import shutil
import sys
import time
from dataclasses import dataclass
from pathlib import Path

from reader.cli.output import is_terminal, is_unicode

_EMOJI = "🙂"
_PATIENCE = 0.5
"""Seconds to wait for answers; every terminal in use answers within a few milliseconds, over a long line in some more."""

_KITTY = "\x1b_Gi=31,s=1,v=1,a=q,t=d,f=24;AAAA\x1b\\"
_WHERE = "\x1b[6n"
_WHAT = "\x1b[c"
"""Asks what the terminal is; every terminal answers this, so what comes before it has been answered or will not be."""

_ATTRIBUTES = re.compile(rb"\x1b\[\?([\d;]*)c")
_COLUMN = re.compile(rb"\x1b\[\d+;(\d+)R")
_CLIPBOARDS = ("pbcopy", "wl-copy", "xclip", "xsel", "clip.exe")
_SIXEL, _OSC52 = "4", "52"


@dataclass(frozen=True, slots=True)
class Terminal:
    """What a terminal can do; `None` stands for what is not known."""

    interactive: bool
    """Whether stdin and stdout are one."""
    term: str
    columns: int | None
    rows: int | None
    unicode: bool
    colours: str
    """`truecolor`, `256`, `16` or `none`."""
    images: str | None
    """`kitty`, `sixel`, `iterm`, `none`."""
    clipboard: str | None
    """`osc52` (the terminal does it, over ssh too), the name of a program, or `none`."""
    emoji_width: int | None
    """Columns that an emoji takes; lists are aligned where it is 2."""


def look_at_terminal() -> Terminal:
    """Return what the terminal can do; writes to it only what leaves no trace."""
    interactive = is_terminal(sys.stdin) and is_terminal(sys.stdout)
    term = os.environ.get("TERM", "")
    answer = _asked() if interactive and term not in ("", "dumb") else b""
    attributes = _attributes(answer)
    size = shutil.get_terminal_size() if interactive else None
    column = _COLUMN.search(answer)
    return Terminal(
        interactive,
        term,
        size.columns if size else None,
        size.lines if size else None,
        is_unicode(),
        _colours(term),
        _images(answer, attributes),
        _clipboard(attributes),
        # A terminal that answers nonsense is not believed.
        width if column and (width := int(column[1]) - 1) in (1, 2, 3, 4) else None,
    )


def _colours(term: str) -> str:
    if os.environ.get("COLORTERM", "").lower() in ("truecolor", "24bit") or term.endswith("-direct"):
        return "truecolor"
    if "256color" in term or term.startswith(("xterm-kitty", "alacritty", "foot")):
        return "256"
    return "none" if term in ("", "dumb", "unknown") else "16"


def _images(answer: bytes, attributes: frozenset[str] | None) -> str | None:
    if b"\x1b_Gi=31;OK" in answer:
        return "kitty"
    if attributes is not None and _SIXEL in attributes:
        return "sixel"
    if os.environ.get("TERM_PROGRAM") in ("iTerm.app", "WezTerm"):
        return "iterm"
    return None if attributes is None else "none"


def _clipboard(attributes: frozenset[str] | None) -> str | None:
    known = os.environ.get("TERM_PROGRAM") in ("iTerm.app", "WezTerm", "ghostty") or any(
        name in os.environ for name in ("KITTY_WINDOW_ID", "WT_SESSION", "ALACRITTY_WINDOW_ID")
    )
    if known or (attributes is not None and _OSC52 in attributes):
        return "osc52"
    return next((name for name in _CLIPBOARDS if shutil.which(name)), None if attributes else "none")


def _attributes(answer: bytes) -> frozenset[str] | None:
    """Return the numbers by which a terminal says what it can do; `None` where it said nothing."""
    found = _ATTRIBUTES.search(answer)
    return frozenset(found[1].decode().split(";")) if found else None


def _asked() -> bytes:
    """Ask the terminal where an emoji ends, for pictures, and what it is; return what it answers in time."""
    try:
        import termios
    except ImportError:  # Windows
        return b""
    try:
        descriptor = os.open(Path("/dev/tty"), os.O_RDWR | os.O_NOCTTY)
    except OSError:
        return b""
    try:
        # In the background, reading would stop us.
        return _answered(descriptor) if os.tcgetpgrp(descriptor) == os.getpgrp() else b""
    except (OSError, termios.error):
        return b""
    finally:
        os.close(descriptor)


def _answered(descriptor: int) -> bytes:
    import termios

    before = termios.tcgetattr(descriptor)
    quiet = termios.tcgetattr(descriptor)
    quiet[3] &= ~(termios.ICANON | termios.ECHO)
    termios.tcsetattr(descriptor, termios.TCSANOW, quiet)
    try:
        emoji = f"\r{_EMOJI}{_WHERE}\r\x1b[K" if is_unicode() else ""
        os.write(descriptor, f"{emoji}{_KITTY}{_WHAT}".encode())
        return _read(descriptor)
    finally:
        # What comes too late is not for the shell.
        termios.tcsetattr(descriptor, termios.TCSAFLUSH, before)


def _read(descriptor: int) -> bytes:
    from select import select

    answer, end = b"", time.monotonic() + _PATIENCE
    while not _ATTRIBUTES.search(answer) and (left := end - time.monotonic()) > 0:
        if select([descriptor], [], [], left)[0]:
            answer += os.read(descriptor, 1_000)
    return answer
