"""The terminal program: themes, keys, and the one screen it starts with."""

import asyncio
import shutil
from collections.abc import Awaitable, Callable, Mapping
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar, Protocol, cast

from textual.actions import ActionParseResult
from textual.app import App
from textual.binding import Binding, BindingType
from textual.command import Provider
from textual.dom import DOMNode
from textual.driver import Driver
from textual.events import Event, InputEvent, Key, MouseDown, Paste
from textual.screen import ModalScreen, Screen
from textual.theme import Theme
from textual.widget import Widget
from textual.widgets import Input

from reader.config import Config
from reader.core.ground import Ground
from reader.core.text import clean_note
from reader.core.view import View
from reader.paths import Paths
from reader.service.contents import Contents
from reader.service.service import Service
from reader.ui.command import Place
from reader.ui.commands import bindings
from reader.ui.ending import Ending
from reader.ui.garbage import Garbage
from reader.ui.kept_setting import KeptSettings
from reader.ui.memory import Memory
from reader.ui.notice import NoticeGiven, ending_signals, title_put_aside
from reader.ui.screens.papers import PapersScreen
from reader.ui.setting import SettingChosen, SettingsUser, Value
from reader.ui.style import style_paths
from reader.ui.terminal import Terminal
from reader.ui.themes import AUTO, THEMES, automatic, in_order, inks

if TYPE_CHECKING:
    from reader.ui.late_answer import LateAnswer
    from reader.ui.widgets.key_line import KeyLine

NO_GROUND = Ground()

_TAKEN_SECONDS = 0.3
"""How long a key waits for those before it; a box takes one in less than a millisecond."""

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
        self,
        service: Service,
        config: Config,
        paths: Paths,
        view: View,
        contents: Contents,
        ground: Ground = NO_GROUND,
        *,
        tour: bool = False,
        garbage: Garbage | None = None,
    ) -> None:
        """Take the contents to paint at once; they are read before the terminal is.

        Who has done nothing yet is shown the `tour` once.
        """
        super().__init__()
        self._ground = ground
        self._late_answer: LateAnswer | None = None
        self.ending = Ending(self)
        self._early: list[Event] = []
        """What the person did before there was anything to do it with."""
        self._tour = tour
        self._garbage = garbage
        self._terminal = Terminal(self, self.TITLE)
        self._config = config
        self._kept = KeptSettings(config, paths.settings)
        self._paths = paths
        self._service = service
        self._view = view
        self._contents = contents
        for theme in (automatic(ground.dark), *THEMES):
            self.register_theme(theme)
        self._theme_problems: list[str] = []
        self._own_themes: frozenset[str] = frozenset()
        self._trying_themes = False
        if (paths.settings.parent / "themes").is_dir():
            self._register_own_themes(paths.settings.parent / "themes")
        self._theme_known = config.settings.theme in self.available_themes
        # Set before anything is drawn: a change of theme styles every widget again.
        self.set_reactive(App.theme, config.settings.theme if self._theme_known else AUTO)
        self.stylesheet.set_variables(self.get_css_variables())

    def get_driver_class(self) -> type[Driver]:
        """Watch the terminal, where it is one that Textual drives as on Linux."""
        chosen = super().get_driver_class()
        if chosen.__name__ == "LinuxDriver":
            from reader.ui.terminal_driver import TerminalDriver

            return TerminalDriver
        return chosen

    def get_default_screen(self) -> Screen[None]:
        """Begin with the papers."""
        memory = Memory(self._paths.state)
        return PapersScreen(self._service, self._kept.held, memory, self._view, self._contents)

    def get_css_variables(self) -> dict[str, str]:
        """Add two quieter inks to every theme: its own foreground, thinned; the terminal's grey in its 16 colours."""
        variables = super().get_css_variables()  # a theme may name our inks itself
        return inks(self.current_theme, variables) | variables

    def on_mount(self) -> None:
        """Apply the person's keys, and tell what is wrong with the settings."""
        self.set_keymap(self._kept.keys.keymap)
        problems = [*self._kept.keys.problems]
        if not self._theme_known:
            wanted = self._kept.written.theme
            problems.append(f"config.toml: there is no theme “{wanted}”; t shows those there are.")
        self.theme_changed_signal.subscribe(self, self._keep_theme)
        for character in self._ground.typed:  # while the program was loaded
            self.post_message(Key("space" if character == " " else character, character))
        if sentences := [*self._config.problems, *self._theme_problems, *problems]:
            self.notify("\n".join(sentences), severity="warning", timeout=20, markup=False)

    def on_notify(self) -> None:
        """Let a message take the place of the one before where there is little room."""
        if self.size.height < _ROOMY_HEIGHT:
            self.clear_notifications()

    async def on_ready(self) -> None:
        """Let garbage be collected again, heed signals, and welcome who is new."""
        if self._garbage:
            self._garbage.begin()
        self._listen()
        self._await_answer()
        if self._tour and self._service.marking.is_untouched:
            self._show_tour()
        await self._heed_early()

    def _listen(self) -> None:
        """Name the terminal after the view, and end well when others end the program."""
        self.watch(self.screen_stack[0], "title", self._terminal.name)
        self.app_resume_signal.subscribe(self, self._come_back)
        if not (self.is_headless or self.is_web):
            loop = asyncio.get_running_loop()
            for number in ending_signals():
                loop.add_signal_handler(number, self.ending.begin, 128 + number)

    async def action_quit(self) -> None:
        """Leave; what was asked for before is kept."""
        self.ending.begin()

    def action_suspend_process(self) -> None:
        """Go back to the shell, which has the terminal as it was."""
        self._terminal.leave()
        super().action_suspend_process()

    def _come_back(self, _: object) -> None:
        """Draw everything: the shell has written over it, and the size may be the same."""
        self.refresh(layout=True)
        self._terminal.come_back(self.screen_stack[0].title)

    def on_notice_given(self, event: NoticeGiven) -> None:
        """Tell what is worth a look in the ways that the person wants."""
        self._terminal.tell(event.text, self._kept.written)

    async def on_key_line_pressed(self, event: "KeyLine.Pressed") -> None:
        """Do what the hint that was clicked names, whatever screen it stands on."""
        await self.run_action(event.hint.action)

    def _show_tour(self) -> None:
        memory = Memory(self._paths.state)
        if "toured" not in memory.recall() and isinstance(self.screen, PapersScreen):
            memory.remember(toured="yes")
            self.screen.parts.tasks.perform("tour")

    async def on_event(self, event: Event) -> None:
        """Heed what the person does once the papers are there; what came before waits, in its order."""
        if isinstance(event, InputEvent | Paste):
            if not self._begun:
                self._early.append(event)
                return
            await self._heed_early()
        await self._heed(event)

    @property
    def _begun(self) -> bool:
        return any(isinstance(screen, PapersScreen) and screen.begun for screen in self.screen_stack[:1])

    async def _heed_early(self) -> None:
        early, self._early = self._early, []
        for event in early:
            await self._heed(event)

    async def _heed(self, event: Event) -> None:
        """Let only printable text be pasted: what was copied elsewhere is other people's text too."""
        if self._garbage and isinstance(event, InputEvent):
            self._garbage.stir()
        if isinstance(event, Key) and self._is_withheld(event):
            return
        if isinstance(event, Paste):
            event.text = clean_note(event.text)
        if isinstance(event, Key | MouseDown) and self.screen_stack:
            tour = self.screen.query_one_optional("#tour")
            if tour is not None:
                await tour.remove()
                if isinstance(event, Key) and event.key == "escape":
                    return  # there is nothing else to go back from
        if isinstance(event, Key) and not event.is_forwarded and await self._act_at_once(event):
            return
        await super().on_event(event)

    def _is_withheld(self, event: Key) -> bool:
        """Tell whether a key is none of a person's, or comes too late; one that comes back was let through before."""
        if event.is_forwarded:
            return False
        self._await_answer()
        return self.ending.begun or (self._late_answer is not None and self._late_answer.takes(event))

    async def _act_at_once(self, event: Key) -> bool:
        """Do what a key is bound to before the next one is looked at; `False` where it is for a widget.

        Else keys that come at once, over a slow line, overtake each other: one on its way up from the focused widget
        is passed by a later one that is looked at first.
        """
        if isinstance(self.focused, Input) or isinstance(self.screen, ModalScreen):
            if self.focused is not None:
                await self._wait_for(self.focused)
            return False
        self.app_focus = True
        return await self._check_bindings(event.key, priority=True) or await self._check_bindings(event.key)

    async def _wait_for(self, box: Widget) -> None:
        """Let a box take what was typed into it before."""
        done = asyncio.Event()
        if box.call_later(done.set):
            with suppress(TimeoutError):
                async with asyncio.timeout(_TAKEN_SECONDS):
                    await done.wait()

    async def on_unmount(self) -> None:
        """Write what is not written yet, and end every connection."""
        await self._write_settings()
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
        self._terminal.copy(text)

    def action_command_palette(self) -> None:
        """Show the palette of commands."""
        from reader.ui.screens.palette import Palette

        if not Palette.is_open(cast("App[object]", self)):
            self.push_screen(Palette(id="--command-palette"))

    def handle_bindings_clash(self, clashed_bindings: set[Binding], node: DOMNode) -> None:
        """Stay silent: clashes were told by name at the start."""

    def _register_own_themes(self, folder: Path) -> None:
        from reader.ui.own_theme import own_themes

        themes, self._theme_problems = own_themes(folder)
        self._own_themes = frozenset(theme.name for theme in themes)
        for theme in themes:
            self.register_theme(theme)

    def _await_answer(self) -> None:
        """Follow the terminal also where it answers late, after the first frame or the first key."""
        if not self._ground.pending or self._late_answer is not None:
            return
        from reader.ui.late_answer import LateAnswer

        def follow(dark: bool) -> None:
            self.register_theme(automatic(dark))
            if self.theme == AUTO:
                self.set_class(dark, "-dark-mode")
                self.set_class(not dark, "-light-mode")
                self.refresh_css(animate=False)

        self._late_answer = LateAnswer(self, follow)

    def search_themes(self) -> None:
        """Let the person choose a theme; each is seen as it is gone through."""
        from reader.ui.screens.theme import ThemeDialog

        before, self._trying_themes = self.theme, True

        def chosen(name: str | None) -> None:
            self._trying_themes = False
            self.theme = name or before
            self._keep_theme(self.current_theme)

        self.push_screen(
            ThemeDialog(in_order(self.available_themes, self._own_themes), self._own_themes), chosen
        )

    def _keep_theme(self, theme: Theme) -> None:
        if self._trying_themes or theme.name != self.theme:  # or one that was tried, and told late
            return
        if self._kept.change_theme(theme.name):
            self._write_setting("theme", theme.name)

    def on_setting_chosen(self, event: SettingChosen) -> None:
        """Keep a setting that was changed by a key, and go by it at once."""
        keys = self._kept.keys.keys
        if problem := self._kept.change(event.name, event.value):
            self.notify(problem, severity="warning", markup=False)
            return
        self._write_setting(event.name, event.value)
        if self._kept.keys.keys != keys:
            self.set_keymap(self._kept.keys.keymap)
        settings = self._kept.held
        if settings.theme in self.available_themes:
            self.theme = settings.theme
        for screen in self.screen_stack:
            if isinstance(screen, SettingsUser):
                screen.use_settings(settings)

    def on_settings_asked(self) -> None:
        """Show the settings as the file has them."""
        if self._exit:  # by a key that was typed at once
            return
        from reader.ui.screens.settings import SettingsScreen

        themes = in_order(self.available_themes, self._own_themes)
        self.push_screen(SettingsScreen(self._kept.written, self._paths.settings, themes))

    def _write_setting(self, name: str, value: Value | None) -> None:
        self._kept.keep(name, value)
        write: Callable[[], Awaitable[None]] = self._write_settings  # begun by the worker, or at the end
        self.run_worker(write, group="setting")

    async def _write_settings(self) -> None:
        await self._kept.write(lambda sentence: self.notify(sentence, severity="warning", markup=False))


def run_app(program: Program, view: View, ground: Callable[[], Ground]) -> int:
    """Run the terminal program until the person quits; return its exit status.

    `ground` tells what the terminal answered until it is called.
    """
    # Only what the first frame can show is read before it; the rest follows.
    contents = program.service.reading.stored(view, limit=shutil.get_terminal_size().lines)
    app = PaperApp(
        program.service, program.config, program.paths, view, contents, ground(), tour=True, garbage=Garbage()
    )
    with title_put_aside():
        app.run(mouse=program.config.settings.mouse)
    return app.return_code or 0
