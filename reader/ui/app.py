"""The terminal program: themes, keys, and the one screen it starts with."""

import asyncio
import gc
import os
import shutil
from collections.abc import Callable, Mapping
from functools import partial
from typing import ClassVar, Protocol, cast

from textual.actions import ActionParseResult
from textual.app import App
from textual.binding import Binding, BindingType
from textual.color import Color
from textual.command import Provider
from textual.dom import DOMNode
from textual.events import Event, Paste
from textual.screen import Screen
from textual.theme import Theme

from reader.config import Config, write_setting
from reader.core.errors import StorageError
from reader.core.text import clean_note
from reader.core.view import View
from reader.paths import Paths
from reader.service.contents import Contents
from reader.service.service import Service
from reader.ui.command import Place
from reader.ui.commands import bindings
from reader.ui.key import clashes, keymap
from reader.ui.memory import Memory
from reader.ui.screens.papers import PapersScreen
from reader.ui.setting import SettingChosen
from reader.ui.style import style_paths
from reader.ui.themes import THEMES, mark_inks

_ROOMY_HEIGHT = 30
"""Lines from which several messages may stand above each other."""


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
        self._theme_known = config.settings.theme in self.available_themes
        # Set before anything is drawn: a change of theme styles every widget again.
        self.set_reactive(App.theme, config.settings.theme if self._theme_known else THEMES[0].name)
        self.stylesheet.set_variables(self.get_css_variables())

    def get_default_screen(self) -> Screen[None]:
        """Begin with the papers."""
        memory = Memory(self._paths.state)
        return PapersScreen(self._service, self._config.settings, memory, self._view, self._contents)

    def get_css_variables(self) -> dict[str, str]:
        """Add two quieter inks to every theme: its own foreground, thinned; the terminal's grey in its 16 colours."""
        variables = super().get_css_variables() | mark_inks(self.current_theme)
        if self.current_theme.ansi:
            return variables | {"muted": "ansi_bright_black", "faint": "ansi_bright_black"}
        paper, ink = Color.parse(variables["background"]), Color.parse(variables["foreground"])
        return variables | {"muted": paper.blend(ink, 0.66, 1).hex, "faint": paper.blend(ink, 0.42, 1).hex}

    def on_mount(self) -> None:
        """Apply the person's keys, and tell what is wrong with the settings."""
        settings = self._config.settings
        keys, problems = keymap(settings.keys)
        self.set_keymap(keys)
        problems += clashes(settings.keys)
        if not self._theme_known:
            problems.append(f"config.toml: there is no theme “{settings.theme}”; t shows those there are.")
        self.theme_changed_signal.subscribe(self, self._keep_theme)
        if sentences := [*self._config.problems, *problems]:
            self.notify("\n".join(sentences), severity="warning", timeout=20, markup=False)

    def on_notify(self) -> None:
        """Let a message take the place of the one before where there is little room."""
        if self.size.height < _ROOMY_HEIGHT:
            self.clear_notifications()

    def on_ready(self) -> None:
        """Let the garbage collector run again without what was made before the first frame; heed signals."""
        gc.freeze()
        gc.enable()
        if not (self.is_headless or self.is_web):
            from reader.ui.terminal import heed_signals

            heed_signals(self)

    async def on_event(self, event: Event) -> None:
        """Let only printable text be pasted: what was copied elsewhere is other people's text too."""
        if isinstance(event, Paste):
            event.text = clean_note(event.text)
        await super().on_event(event)

    async def on_unmount(self) -> None:
        """End every connection."""
        await self._service.reading.close()

    async def run_action(
        self,
        action: "str | ActionParseResult",
        default_namespace: DOMNode | None = None,
        namespaces: Mapping[str, DOMNode] | None = None,
    ) -> bool:
        """Perform an action, but page through no menu that a small window leaves no room for."""
        if isinstance(action, str) and ("page_up" in action or "page_down" in action):
            from reader.ui.menu import has_no_room

            if has_no_room(default_namespace):
                return False
        return await super().run_action(action, default_namespace, namespaces)

    def copy_to_clipboard(self, text: str) -> None:
        """Copy, also out of tmux and screen, and where the terminal does not take it."""
        super().copy_to_clipboard(text)
        if self.is_web or self.is_headless or self._driver is None:
            return
        from reader.ui.clipboard import hand_to, local_command, terminal_sequence

        self._driver.write(terminal_sequence(text, os.environ))
        if command := local_command(os.environ):
            self.run_worker(partial(hand_to, command, text), group="clipboard", thread=True)

    def action_command_palette(self) -> None:
        """Show the palette of commands."""
        from reader.ui.screens.palette import Palette

        if not Palette.is_open(cast("App[object]", self)):
            self.push_screen(Palette(id="--command-palette"))

    def handle_bindings_clash(self, clashed_bindings: set[Binding], node: DOMNode) -> None:
        """Stay silent: clashes were told by name at the start."""

    def _keep_theme(self, theme: Theme) -> None:
        self._keep_setting("theme", theme.name)

    def on_setting_chosen(self, event: SettingChosen) -> None:
        """Keep a setting that was changed by a key."""
        self._keep_setting(event.name, event.value)

    def _keep_setting(self, name: str, value: int | str) -> None:
        self.run_worker(self._write_setting(name, value), group=f"setting {name}", exclusive=True)

    async def _write_setting(self, name: str, value: int | str) -> None:
        try:
            await asyncio.to_thread(write_setting, self._paths.settings, name, value)
        except StorageError as error:
            self.notify(str(error), severity="warning", markup=False)


def run_app(program: Program, view: View) -> int:
    """Run the terminal program until the person quits; return its exit status."""
    # Only what the first frame can show is read before it; the rest follows.
    contents = program.service.reading.stored(view, limit=shutil.get_terminal_size().lines)
    app = PaperApp(program.service, program.config, program.paths, view, contents)
    app.run(mouse=program.config.settings.mouse)
    return app.return_code or 0
