"""The program as a page of a web browser shows it: what goes in and out are packets of the web server."""

import os
from functools import partial
from threading import Lock
from typing import Any

from textual.app import App
from textual.drivers.web_driver import WebDriver
from textual.messages import ExitApp


class ServedDriver(WebDriver):
    """Textual's driver for the web, which ends with its server and never mixes two packets."""

    def __init__(self, app: App[Any], **options: Any) -> None:
        super().__init__(app, **options)
        self._writing = Lock()
        self._write = partial(self._write_whole)

    def _write_whole(self, packet: bytes) -> int:
        """Write a packet; files are handed over by another thread than what is drawn."""
        left = memoryview(packet)
        with self._writing:
            while left:
                left = left[os.write(self.fileno, left) :]
        return len(packet)

    def run_input_thread(self) -> None:
        """Take what comes from the window; where nothing comes any more, end."""
        super().run_input_thread()
        if not self.exit_event.is_set():
            self._app.post_message(ExitApp())
