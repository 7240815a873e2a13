"""A setting that was changed by a key, for the app to keep."""

from dataclasses import dataclass

from textual.message import Message


@dataclass
class SettingChosen(Message):
    """The person chose another value of a setting, by its name in `config.toml`."""

    name: str
    value: int | str
