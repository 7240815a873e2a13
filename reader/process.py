"""Run other programs: never through a shell, within a time, and with no more of their output than was asked for."""

import os
import signal
import subprocess
import sys
import tempfile
import threading
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from typing import IO

from reader.core.errors import ProgramError
from reader.core.text import clean_line

OUTPUT_LIMIT = 64 * 1024
"""Most bytes that are kept of what a program writes, unless more is asked for; the rest is thrown away."""

_ERROR_LIMIT = 4 * 1024
_FAREWELL = 1.0
"""Seconds that the output of an ended program is waited for: a child of its own may hold it open."""


@dataclass(frozen=True, slots=True)
class Ended:
    """What a program left behind."""

    code: int
    """Its exit code; below 0 where a signal ended it."""
    output: bytes
    error: str
    """The first lines that it wrote to stderr, as they are."""

    @property
    def reason(self) -> str:
        """The last line on stderr that says something, else the exit code, for a sentence."""
        lines = [line for text in self.error.splitlines() if (line := clean_line(text, 200))]
        return lines[-1].rstrip(".") if lines else f"exit code {self.code}"


def run_program(
    words: Sequence[str],
    content: bytes = b"",
    *,
    seconds: float,
    environment: Mapping[str, str] | None = None,
    limit: int = OUTPUT_LIMIT,
) -> Ended:
    """Run a program with `content` on its stdin; `ProgramError` where it cannot be run or does not end in time."""
    name = clean_line(os.path.basename(words[0]) or words[0], 60)
    with tempfile.TemporaryFile() as given:
        given.write(content)
        given.seek(0)
        try:
            process = subprocess.Popen(
                list(words),
                stdin=given,
                stdout=subprocess.PIPE,
                stderr=subprocess.PIPE,
                env=None if environment is None else dict(environment),
                start_new_session=True,
            )
        except (OSError, ValueError) as error:
            reason = getattr(error, "strerror", None) or error
            raise ProgramError(f"{name} could not be run ({clean_line(str(reason), 120)}).") from error
    assert process.stdout is not None
    assert process.stderr is not None
    output, errors = _Kept(process.stdout, limit), _Kept(process.stderr, _ERROR_LIMIT)
    try:
        process.wait(seconds)
    except subprocess.TimeoutExpired:
        raise ProgramError(f"{name} did not end in {seconds:g} s.") from None
    finally:
        if process.returncode is None:
            _kill(process)
        output.end()
        errors.end()
    return Ended(process.returncode, output.content, errors.content.decode("utf-8", "replace"))


def _kill(process: "subprocess.Popen[bytes]") -> None:
    """End a program and all that it began."""
    with suppress(OSError):
        if sys.platform == "win32":
            process.kill()
        else:
            os.killpg(process.pid, signal.SIGKILL)
    process.wait()


class _Kept:
    """The beginning of a stream, which is read to its end so that nobody has to wait."""

    def __init__(self, stream: IO[bytes], limit: int) -> None:
        self._stream = stream
        self._limit = limit
        self._parts: list[bytes] = []
        self._size = 0
        self._thread = threading.Thread(target=self._read, daemon=True)
        self._thread.start()

    @property
    def content(self) -> bytes:
        """What was kept."""
        return b"".join(self._parts)[: self._limit]

    def end(self) -> None:
        """Wait for what is still to come, though not for long."""
        self._thread.join(_FAREWELL)
        if not self._thread.is_alive():
            self._stream.close()

    def _read(self) -> None:
        while part := os.read(self._stream.fileno(), 65_536):
            if self._size < self._limit:
                self._parts.append(part)
            self._size += len(part)
