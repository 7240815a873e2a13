"""The terminal program: themes, keys, and the one screen it starts with."""

import asyncio
from collections.abc import Callable
from typing import ClassVar, Protocol

from textual.app import App
from textual.binding import Binding, BindingType
from textual.color import Color
from textual.command import Provider
from textual.dom import DOMNode
from textual.theme import Theme

from reader.config import Config, write_setting
from reader.core.errors import StorageError
from reader.core.view import View
from reader.paths import Paths
from reader.service.reading import Contents
from reader.service.service import Service
from reader.ui.commands import Place, bindings, clashes, keymap
from reader.ui.memory import Memory
from reader.ui.screens.papers import PapersScreen
from reader.ui.style import style_paths
from reader.ui.themes import THEMES

_FIRST_ROWS = 100
"""Rows read before the first frame; the others follow behind it."""


class Program(Protocol):
    """What the front needs of the program."""

    @property
    def service(self) -> Service:
        """The use cases."""

    @property
    def config(self) -> Config:
        """The person's settings."""

    @property
    def paths(self) -> Paths:
        """Where files are."""


class PaperApp(App[None], inherit_bindings=False):
    """The paper reader."""

    TITLE = "paper-reader"
    CSS_PATH = style_paths()
    ENABLE_COMMAND_PALETTE = True
    BINDINGS: ClassVar[list[BindingType]] = [
        *bindings(Place.APP),
        Binding("ctrl+c", "help_quit", show=False, system=True),
    ]
    COMMANDS: ClassVar[set[type[Provider] | Callable[[], type[Provider]]]] = set()

    def __init__(
        self, service: Service, config: Config, paths: Paths, view: View, contents: Contents
    ) -> None:
        """Take the contents to paint at once; they are read before the terminal is."""
        super().__init__()
        self._config = config
        self._paths = paths
        self._service = service
        self._view = view
        self._contents = contents
        for theme in THEMES:
            self.register_theme(theme)

    def get_css_variables(self) -> dict[str, str]:
        """Add two quieter inks to every theme: its own foreground, thinned; the terminal's grey in its 16 colours."""
        variables = super().get_css_variables()
        if self.current_theme.ansi:
            return variables | {"muted": "ansi_bright_black", "faint": "ansi_bright_black"}
        paper, ink = Color.parse(variables["background"]), Color.parse(variables["foreground"])
        return variables | {"muted": paper.blend(ink, 0.66, 1).hex, "faint": paper.blend(ink, 0.42, 1).hex}

    def on_mount(self) -> None:
        """Apply the settings and show the papers."""
        settings = self._config.settings
        keys, problems = keymap(settings.keys)
        self.set_keymap(keys)
        problems += clashes(settings.keys)
        if settings.theme in self.available_themes:
            self.theme = settings.theme
        else:
            problems.append(f"config.toml: there is no theme “{settings.theme}”; t shows those there are.")
            self.theme = THEMES[0].name
        self.push_screen(
            PapersScreen(self._service, settings, Memory(self._paths.state), self._view, self._contents)
        )
        self.theme_changed_signal.subscribe(self, self._keep_theme)
        for sentence in (*self._service.notices, *self._config.problems, *problems):
            self.notify(sentence, severity="warning", timeout=20, markup=False)

    async def on_unmount(self) -> None:
        """End every connection."""
        await self._service.reading.close()

    def handle_bindings_clash(self, clashed_bindings: set[Binding], node: DOMNode) -> None:
        """Stay silent: clashes were told by name at the start."""

    def _keep_theme(self, theme: Theme) -> None:
        self.run_worker(self._write_theme(theme.name), group="settings", exclusive=True)

    async def _write_theme(self, name: str) -> None:
        try:
            await asyncio.to_thread(write_setting, self._paths.settings, "theme", name)
        except StorageError as error:
            self.notify(str(error), severity="warning", markup=False)


def run_app(program: Program, view: View) -> int:
    """Run the terminal program until the person quits; return its exit status."""
    contents = program.service.reading.stored(view, limit=_FIRST_ROWS)
    app = PaperApp(program.service, program.config, program.paths, view, contents)
    app.run(mouse=program.config.settings.mouse)
    return app.return_code or 0
