"""The person's settings while the program runs: changed one by one, and written down."""

import asyncio
from collections.abc import Callable
from pathlib import Path

from reader.config import Config, Settings
from reader.core.errors import StorageError
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
        self._unwritten: list[tuple[str, Value | None]] = []
        self.keys: KeySet = self._key_set()

    @property
    def held(self) -> Settings:
        """The settings that hold: with the keys of the preset, and none that clash."""
        return self.written._replace(keys=self.keys.keys)

    def change(self, name: str, value: Value | None) -> str:
        """Hold another value of a setting from now on; return what is wrong with it, nothing where it holds."""
        from reader.setting_file import changed_setting  # not before the first frame

        settings, problem = changed_setting(self.written, name, value)
        if not problem:
            self.written = settings
            self.keys = self._key_set()
        return problem

    def change_theme(self, name: str) -> bool:
        """Hold another theme from now on, which Textual knows; `False` where it is the one that is written down."""
        is_other = name != self.written.theme
        self.written = self.written._replace(theme=name)
        return is_other

    def keep(self, name: str, value: Value | None) -> None:
        """Have a setting written with the next call of `write`."""
        self._unwritten.append((name, value))

    async def write(self, told: Callable[[str], object]) -> None:
        """Write what is not written yet to the file, in the order of the changes; `told` hears why it cannot be."""
        from reader.setting_file import write_setting

        async with self._turn:
            while self._unwritten:
                name, value = self._unwritten[0]
                try:
                    await asyncio.to_thread(write_setting, self._path, name, value)
                except StorageError as error:
                    told(str(error))
                del self._unwritten[0]

    def _key_set(self) -> KeySet:
        return key_set(self.written.keys, self.written.key_preset, self._key_lines)
