"""Small things remembered between runs, such as the folder exported to last; they may be lost at any time."""

import json
import os
from contextlib import suppress
from pathlib import Path

_SIZE_LIMIT = 2**20
"""Most bytes read."""


class Memory:
    """Texts by name, in one JSON file."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def recall(self) -> dict[str, str]:
        """Return everything remembered; nothing when the file is missing or broken."""
        try:
            if not self._path.is_file():  # a pipe would be waited for
                return {}
            with self._path.open("rb") as file:
                values = json.loads(file.read(_SIZE_LIMIT))
        except (OSError, ValueError, RecursionError):
            return {}
        if not isinstance(values, dict):
            return {}
        return {name: value for name, value in values.items() if isinstance(value, str)}

    def remember(self, **values: str) -> None:
        """Keep some texts; a file that cannot be written is not worth a word."""
        temporary = self._path.with_name(f".{self._path.name}.{os.getpid()}")
        try:
            self._path.parent.mkdir(parents=True, exist_ok=True)
            text = json.dumps(self.recall() | values, ensure_ascii=False, indent=1)
            temporary.write_text(text, encoding="utf-8", errors="replace")
            os.replace(temporary, self._path)
        except OSError:
            with suppress(OSError):
                temporary.unlink(missing_ok=True)
