"""Textual's driver for terminals that may be gone at any moment: a window closed, a connection lost."""

import select
import threading
from contextlib import suppress
from typing import TYPE_CHECKING, Any, TextIO, cast

from textual.drivers.linux_driver import LinuxDriver

from reader.ui.ending import Ends

if TYPE_CHECKING:
    from collections.abc import Callable


class TerminalDriver(LinuxDriver):
    """Ends the program with its terminal, which Textual would go on reading from, and wait for, without an end."""

    def __init__(self, *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **options)
        assert self._file is not None
        self._file = _Lasting(self._file, self._end)  # type: ignore[assignment]
        self._watched = False

    def start_application_mode(self) -> None:
        """Take the terminal, and watch it."""
        super().start_application_mode()  # type: ignore[no-untyped-call]
        if hasattr(select, "poll") and not self._watched:  # once: it may be taken anew after a stop
            self._watched = True
            threading.Thread(target=self._watch, name="terminal-watch", daemon=True).start()

    def run_input_thread(self) -> None:
        """Read keys as long as there is a terminal."""
        try:
            super().run_input_thread()
        except OSError:
            self._end()

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
