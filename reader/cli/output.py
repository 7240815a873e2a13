"""What the commands print: data on stdout, talk on stderr."""

import io
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import TextIO

from reader.core.errors import StorageError

_colour = "auto"
"""Whether the person wants styles: `auto`, `always` or `never`."""


def choose_colour(choice: str) -> None:
    """Print styles where the terminal knows them (`auto`), `always` or `never`."""
    global _colour  # noqa: PLW0603 (a stream has one manner, as it has one encoding)
    _colour = choice


def prepare_streams() -> None:
    """Let no character that the terminal does not know end the program."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="replace")


def write(text: str) -> None:
    """Write `text` to stdout; `StorageError` when it has no room."""
    if sys.stdout is not None:
        with _told():
            sys.stdout.write(text)


def write_exactly(text: str) -> None:
    """Write the content of a file to stdout: in UTF-8, whatever the terminal speaks."""
    binary = getattr(sys.stdout, "buffer", None)
    if binary is None or is_terminal(sys.stdout):
        write(text)
        return
    with _told():
        sys.stdout.flush()
        binary.write(text.encode("utf-8", "replace"))


def flush() -> None:
    """Hand over what was written so far; `StorageError` when it has no room."""
    if sys.stdout is not None:
        with _told():
            sys.stdout.flush()


def say(sentence: str) -> None:
    """Tell the person something, on stderr; what they typed may be quoted in it, and drives no terminal."""
    safe = "".join(c if c.isprintable() or c == "\n" else "�" for c in sentence)
    if sys.stderr is not None:  # `print` would turn to stdout, which is for data
        with suppress(OSError):  # nobody listens, and nothing else is wrong
            print(safe, file=sys.stderr, flush=True)


def silent(_sentence: str) -> None:
    """Say nothing, in the place of `say`."""


def is_terminal(stream: TextIO | None) -> bool:
    """Tell whether a person sits at the other end of a stream."""
    try:
        return stream is not None and stream.isatty()
    except ValueError:  # it is closed
        return False


def can_ask() -> bool:
    """Tell whether a question can be asked and answered."""
    return is_terminal(sys.stdin) and is_terminal(sys.stdout)


def terminal_width() -> int | None:
    """Return the columns of the terminal that stdout is, or `None` where it is none."""
    if not is_terminal(sys.stdout):
        return None
    import shutil

    return max(20, shutil.get_terminal_size().columns)


def is_unicode() -> bool:
    """Tell whether stdout takes every character."""
    encoding = getattr(sys.stdout, "encoding", None) or "utf-8"
    return encoding.lower().replace("_", "-").startswith("utf")


def sign(character: str, plain: str) -> str:
    """Return `character` where stdout takes it, else `plain`."""
    return character if is_unicode() else plain


def bold(text: str) -> str:
    """Return `text` in bold on a terminal that knows how, else as it is."""
    return styled(text, "1") if is_styled() else text


def dim(text: str) -> str:
    """Return `text` dimmed on a terminal that knows how, else as it is."""
    return styled(text, "2") if is_styled() else text


def is_styled() -> bool:
    """Tell whether stdout is a terminal that shows styles, and the person wants them; `--color` decides first."""
    if _colour != "auto":
        return _colour == "always"
    return is_terminal(sys.stdout) and not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"


def is_plain_wanted() -> bool:
    """Tell whether the person wants no colours anywhere."""
    return _colour == "never" or (_colour == "auto" and bool(os.environ.get("NO_COLOR")))


def styled(text: str, code: str) -> str:
    """Return `text` in the style that a terminal knows by `code`."""
    return f"\x1b[{code}m{text}\x1b[0m" if text else text


@contextmanager
def _told() -> Iterator[None]:
    try:
        yield
    except BrokenPipeError:
        raise
    except OSError as error:
        raise StorageError(
            f"The output could not be written: {error.strerror or error}; it is not whole."
        ) from error
