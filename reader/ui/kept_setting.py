"""The person's settings while the program runs: changed one by one, and written down."""

import asyncio
from dataclasses import replace
from pathlib import Path

from reader.config import Config, Settings, changed_setting, write_setting
from reader.ui.key import KeySet, key_set
from reader.ui.setting import Value


class KeptSettings:
    """Knows the settings as the file has them, and the keys that follow from them."""

    def __init__(self, config: Config, path: Path) -> None:
        """`path` is the file's."""
        self.written = config.settings
        """The settings as the file has them."""
        self._key_lines = config.key_lines
        self._path = path
        self._turn = asyncio.Lock()
        self.keys: KeySet = self._key_set()

    @property
    def held(self) -> Settings:
        """The settings that hold: with the keys of the preset, and none that clash."""
        return replace(self.written, keys=self.keys.keys)

    def change(self, name: str, value: Value | None) -> str:
        """Hold another value of a setting from now on; return what is wrong with it, nothing where it holds."""
        settings, problem = changed_setting(self.written, name, value)
        if not problem:
            self.written = settings
            self.keys = self._key_set()
        return problem

    def change_theme(self, name: str) -> bool:
        """Hold another theme from now on, which Textual knows; `False` where it is the one that is written down."""
        is_other = name != self.written.theme
        self.written = replace(self.written, theme=name)
        return is_other

    async def write(self, name: str, value: Value | None) -> None:
        """Write a setting to the file, in the order of the changes; raises `StorageError`."""
        async with self._turn:
            await asyncio.to_thread(write_setting, self._path, name, value)

    def _key_set(self) -> KeySet:
        return key_set(self.written.keys, self.written.key_preset, self._key_lines)
