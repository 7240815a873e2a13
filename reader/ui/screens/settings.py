"""The page of settings: each with its value and what it means; a change holds at once and is written down."""

import os
from functools import partial
from itertools import chain, groupby, repeat
from pathlib import Path
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.getters import query_one
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option

from reader.config import Settings
from reader.core.text import clean_line
from reader.setting_file import changed_setting
from reader.ui.key import display_key, key_set
from reader.ui.preference import KEYS, Kind, Preference, preferences
from reader.ui.screens.page_screen import LIST_KEYS, PageScreen
from reader.ui.setting import SettingChosen, Value
from reader.ui.widgets.key_line import KeyHint, KeyLine

_NAME, _VALUE = 27, 26
"""Columns of names and of values."""

_WIDE = 100
"""Columns from which what a setting means stands beside it."""

_LETTERS = "abcdefghilmnoprstuvwxyz"
_HINTS = (
    KeyHint("enter", "Change", "screen.change"),
    KeyHint("bksp", "Default", "screen.give_up"),
    KeyHint("tab", "Next part", "screen.part(1)"),
    KeyHint("esc", "Back", "screen.leave"),
)


class SettingsScreen(PageScreen[None]):
    """Posts `SettingChosen` for each change."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter,space,l,right", "change", "Change", priority=True),
        Binding("backspace,delete", "give_up", "Default"),
        Binding("tab", "part(1)", "Next part", priority=True),
        Binding("shift+tab", "part(-1)", "Part before", priority=True),
        *LIST_KEYS,
    ]
    listed = query_one(OptionList)

    def __init__(self, settings: Settings, path: Path, themes: tuple[str, ...]) -> None:
        """Take the settings as the file has them, and the file."""
        super().__init__()
        self._settings = settings
        self._path = path
        self._known = {each.name: each for each in preferences(themes)}

    def compose(self) -> ComposeResult:
        """Lay the settings out below each other, and what the chosen one means below them."""
        yield Static(Content.styled("Settings", "bold"), classes="page-heading -ruled")
        yield OptionList(markup=False, compact=True, id="settings-list")
        yield Static(id="settings-about")
        yield KeyLine()

    def on_mount(self) -> None:
        """Begin with the first."""
        self.query_one(KeyLine).hints = _HINTS
        self.set_focus(self.listed)
        self._fill()
        self.listed.action_first()

    def on_resize(self) -> None:
        """Draw the rows in another width."""
        self._renew()

    # What is shown

    def _fill(self) -> None:
        options: list[Option] = []
        for group, known in groupby(self._known.values(), key=lambda each: each.group):
            if options:
                options.append(Option("", disabled=True))
            options.append(Option(Content.styled(f" {group}", "bold $primary"), disabled=True))
            options += [Option(self._row(each), id=each.name) for each in known]
        self.listed.set_options(options)

    def _renew(self) -> None:
        for index in range(self.listed.option_count):
            name = self.listed.get_option_at_index(index).id
            if name:
                self.listed.replace_option_prompt_at_index(index, self._row(self._known[name]))
        self._explain()

    def _row(self, preference: Preference) -> Content:
        """Return the name, the value, and where there is room what it means; `•` stands before what was changed."""
        changed = self._is_changed(preference)
        name = Content(preference.name.removeprefix("keys.")).truncate(_NAME - 1, ellipsis=True, pad=True)
        value = self._shown(preference)
        width = _VALUE if self.size.width >= _WIDE else max(4, self.size.width - _NAME - 7)
        row = Content.assemble(
            (" • " if changed else "   ", "$primary"),
            name,
            " ",
            Content(value or "–")
            .truncate(width, ellipsis=True, pad=True)
            .stylize("bold" if changed else "" if value else "$muted"),
        )
        if self.size.width < _WIDE:
            return row
        room = self.size.width - _NAME - _VALUE - 8
        return Content.assemble(
            row, "  ", Content(preference.description).truncate(room, ellipsis=True).stylize("$muted")
        )

    def _shown(self, preference: Preference) -> str:
        if not preference.name.startswith("keys."):
            return preference.shown_in(self._settings)
        return "  ".join(map(display_key, self._keys_of(preference)))

    def _keys_of(self, preference: Preference) -> tuple[str, ...]:
        held = key_set(self._settings.keys, self._settings.key_preset).keys
        return preference.keys_in(held)

    def _is_changed(self, preference: Preference) -> bool:
        return bool(preference.value_in(self._settings) != preference.value_in(Settings()))

    @property
    def _preference(self) -> Preference | None:
        option = self.listed.highlighted_option
        return self._known.get(option.id or "") if option else None

    @on(OptionList.OptionHighlighted)
    def _explain(self) -> None:
        """Say what the chosen setting means, and what holds without it."""
        preference = self._preference
        if preference is None:
            return
        usual = preference.shown_in(Settings())
        without = f"Default: {usual}. " if usual else ""
        self.query_one("#settings-about", Static).update(
            Content.assemble(
                (preference.name, "bold"),
                "  ",
                preference.description,
                "\n",
                (f"{without}Written to {self._shown_path()}", "$muted"),
            )
        )

    def _shown_path(self) -> str:
        """Return where the file is, short where it is in the person's home folder."""
        text, home = clean_line(str(self._path), 200), os.path.expanduser("~")
        return f"~{text.removeprefix(home)}" if home != "~" and text.startswith(home) else text

    # Moving

    def action_move(self, rows: int) -> None:
        """Move by some rows."""
        move = self.listed.action_cursor_down if rows > 0 else self.listed.action_cursor_up
        if abs(rows) >= self.listed.option_count:
            move = self.listed.action_last if rows > 0 else self.listed.action_first
            rows = 1
        for _ in range(abs(rows)):
            move()

    def action_part(self, step: int) -> None:
        """Go to the first setting of the next or previous part."""
        preference = self._preference
        groups = list(dict.fromkeys(each.group for each in self._known.values()))
        if preference is not None:
            group = groups[(groups.index(preference.group) + step) % len(groups)]
            first = next(each for each in self._known.values() if each.group == group)
            index = self.listed.get_option_index(first.name)
            self.listed.highlighted = index
            self.listed.scroll_to(y=index - 1, animate=False)

    # Changing

    @on(OptionList.OptionSelected)
    def _change_clicked(self) -> None:
        self.action_change()

    def action_change(self) -> None:
        """Change the chosen setting: switch it, choose among its values, or type one."""
        preference = self._preference
        if preference is None:
            return
        match preference.kind:
            case Kind.SWITCH:
                self._keep(preference, not preference.value_in(self._settings))
            case Kind.CHOICE:
                self._choose(preference)
            case _:
                self._type(preference)

    def action_give_up(self) -> None:
        """Go back to the default of the chosen setting."""
        if preference := self._preference:
            self._keep(preference, None)

    def _choose(self, preference: Preference) -> None:
        from reader.ui.screens.choice import Choice, ChoiceDialog

        now = preference.shown_in(self._settings)
        choices = [
            Choice(letter, value, "as it is" if value == now else "")
            for letter, value in zip(chain(_LETTERS, repeat("")), preference.choices, strict=False)
        ]

        def chosen(index: int | None) -> None:
            if index is not None:
                self._keep(preference, preference.parsed(preference.choices[index]))

        first = preference.choices.index(now) if now in preference.choices else None
        self.app.push_screen(ChoiceDialog(preference.name, choices, first), chosen)

    def _type(self, preference: Preference) -> None:
        from reader.ui.screens.text import LineDialog

        def typed(text: str | None) -> None:
            if text is not None:
                self._keep(preference, preference.parsed(text))

        value = preference.shown_in(self._settings)
        if preference.name.startswith("keys."):
            value = ", ".join(self._keys_of(preference))
        wrong = partial(self._wrong, preference)
        self.app.push_screen(LineDialog(preference.name, value, preference.hint, wrong), typed)

    def _wrong(self, preference: Preference, text: str) -> str:
        """Return why a text cannot be taken, by the code that reads the settings file."""
        settings, problem = changed_setting(self._settings, preference.name, preference.parsed(text))
        if problem or preference.group != KEYS:
            return problem
        problems = key_set(settings.keys, settings.key_preset).problems
        before = key_set(self._settings.keys, self._settings.key_preset).problems
        new = [each.partition(": ")[2] for each in problems if each not in before]
        return new[0].partition("; so")[0] + "." if new else ""

    def _keep(self, preference: Preference, value: Value | None) -> None:
        settings, problem = changed_setting(self._settings, preference.name, value)
        if problem:
            self.notify(problem, severity="warning", markup=False)
            return
        self._settings = settings
        self.post_message(SettingChosen(preference.name, value))
        self._renew()
