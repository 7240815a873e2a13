"""Textual's driver for terminals that may be gone at any moment: a window closed, a connection lost."""

import os
import select
import selectors
import threading
import time
from codecs import getincrementaldecoder
from contextlib import suppress
from typing import TYPE_CHECKING, Any, TextIO, cast

from textual._xterm_parser import XTermParser
from textual.drivers.linux_driver import LinuxDriver

from reader.ui.ending import Ends

if TYPE_CHECKING:
    from collections.abc import Callable

_TICK, _AFTER = 0.05, 1.0
"""Seconds between looks whether a sequence of keys goes on, and for how long after the last key."""

_MOST_READ = 4096
"""Bytes that are read from the terminal at once."""


class TerminalDriver(LinuxDriver):
    """Ends the program with its terminal, which Textual would go on reading from, and wait for, without an end."""

    def __init__(self, *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **options)
        assert self._file is not None
        self._file = _Lasting(self._file, self._end)  # type: ignore[assignment]
        self._watched = False
        self._woken, self._wake = os.pipe()
        os.set_blocking(self._woken, False)

    def start_application_mode(self) -> None:
        """Take the terminal, and watch it."""
        super().start_application_mode()  # type: ignore[no-untyped-call]
        if hasattr(select, "poll") and not self._watched:  # once: it may be taken anew after a stop
            self._watched = True
            threading.Thread(target=self._watch, name="terminal-watch", daemon=True).start()

    def disable_input(self) -> None:
        """Wake who waits for a key, and let Textual wait until no key is read any more."""
        os.write(self._wake, b".")
        super().disable_input()

    def run_input_thread(self) -> None:
        """Read keys as long as there is a terminal; while nobody types it sleeps, where Textual's own looks each 0.1 s."""
        parser, decode = XTermParser(self._debug), getincrementaldecoder("utf-8")("replace").decode
        with suppress(BlockingIOError):  # from a stop at which nobody was reading
            os.read(self._woken, _MOST_READ)
        busy_until = 0.0
        with selectors.SelectSelector() as selector:
            selector.register(self.fileno, selectors.EVENT_READ)
            selector.register(self._woken, selectors.EVENT_READ)
            while not self.exit_event.is_set():
                ready = selector.select(_TICK if time.monotonic() < busy_until else None)
                if any(key.fd == self.fileno for key, _ in ready):
                    if not (data := self._read()):
                        self._end()
                        return
                    busy_until = time.monotonic() + _AFTER
                    if text := decode(data):  # else a part of a character
                        for event in parser.feed(text):
                            self.process_message(event)
                for event in parser.tick():
                    self.process_message(event)

    def _read(self) -> bytes:
        """Return what was typed; nothing where the terminal is gone."""
        try:
            return os.read(self.fileno, _MOST_READ)
        except OSError:
            return b""

    def _watch(self) -> None:
        """Wait until the terminal hangs up: nothing else wakes who asks for no event."""
        watched = select.poll()
        with suppress(OSError):
            watched.register(self.fileno, 0)
            watched.poll()
            self._end()

    def _end(self) -> None:
        with suppress(RuntimeError):  # it has ended already
            ending = cast(Ends, self._app).ending
            self._loop.call_soon_threadsafe(ending.begin, 129)  # as after SIGHUP


class _Lasting:
    """A file that swallows what is written once it is gone, so that nobody waits for it to be written."""

    def __init__(self, file: TextIO, gone: "Callable[[], None]") -> None:
        self._file = file
        self._gone = gone
        self._there = True

    def write(self, text: str) -> int:
        return self._try(lambda: self._file.write(text)) or len(text)

    def flush(self) -> None:
        self._try(self._file.flush)

    def _try(self, do: "Callable[[], int | None]") -> int | None:
        if self._there:
            try:
                return do()
            except OSError:
                self._there = False
                self._gone()
        return None

    def __getattr__(self, name: str) -> Any:
        return getattr(self._file, name)
