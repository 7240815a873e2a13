"""Small things remembered between runs, such as the folder exported to last; they may be lost at any time."""

import json
import os
from pathlib import Path


class Memory:
    """Texts by name, in one JSON file."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def recall(self) -> dict[str, str]:
        """Return everything remembered; nothing when the file is missing or broken."""
        try:
            values = json.loads(self._path.read_text(encoding="utf-8"))
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
            temporary.write_text(
                json.dumps(self.recall() | values, ensure_ascii=False, indent=1), encoding="utf-8"
            )
            os.replace(temporary, self._path)
        except OSError:
            return
