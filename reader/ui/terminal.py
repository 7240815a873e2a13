"""The terminal around the program: its title, its bell and notices, its clipboard."""

import os
from functools import partial

from textual.app import App

from reader.config import Settings
from reader.core import terminal


class Terminal:
    """Writes what draws nothing; a browser or a test has no terminal for it."""

    def __init__(self, app: App[None], name: str) -> None:
        """`name` is the program's, which stands first in the title."""
        self._app = app
        self._name = name
        self._title_given = False
        """Whether the terminal has its own title for now."""

    def write(self, sequence: str) -> None:
        """Write an escape sequence."""
        driver = self._app._driver
        if driver is not None and not self._app.is_headless and not self._app.is_web:
            driver.write(sequence)

    def name(self, title: str | None) -> None:
        """Name the terminal after what is shown."""
        if title:
            self.write(terminal.title(f"{self._name}: {title}"))

    def leave(self) -> None:
        """Give the title back before the shell has the terminal."""
        self.write(terminal.GIVE_TITLE_BACK)
        self._title_given = True

    def come_back(self, title: str | None) -> None:
        """Name the terminal again after the shell had it."""
        if self._title_given:  # an editor that was run in between gave it back itself
            self.write(terminal.KEEP_TITLE)
            self._title_given = False
        self.name(title)

    def tell(self, text: str, settings: Settings) -> None:
        """Tell what is worth a look in the ways that the person wants."""
        self.write(
            terminal.notice(text, os.environ, bell=settings.bell, notifications=settings.notifications)
        )

    def copy(self, text: str) -> None:
        """Copy, also out of tmux and screen, and where the terminal does not take it."""
        app = self._app
        if app.is_web or app.is_headless or app._driver is None:
            return
        from reader.ui.clipboard import hand_to, local_command, terminal_sequence

        app._driver.write(terminal_sequence(text, os.environ))
        if command := local_command(os.environ):
            app.run_worker(partial(hand_to, command, text), group="clipboard", thread=True)
