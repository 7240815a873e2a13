"""A setting that was changed by a key, for the app to keep; and who is to know of it."""

from typing import Protocol, runtime_checkable

from textual.message import Message

from reader.config import Settings

Value = int | float | str | bool | list[str]
"""What a setting can be in `config.toml`."""


class SettingChosen(Message):
    """The person chose another value of a setting, by its name in `config.toml`; `None` for the default."""

    def __init__(self, name: str, value: Value | None) -> None:
        super().__init__()
        self.name = name
        self.value = value


class SettingsAsked(Message):
    """The person wants to see the settings."""


@runtime_checkable
class SettingsUser(Protocol):
    """A screen that goes by the settings."""

    def use_settings(self, settings: Settings) -> None:
        """Go by other settings from now on."""
