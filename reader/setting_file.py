"""Changes of single settings: as they would be read from `config.toml`, and in the file itself."""

import threading
from collections.abc import MutableMapping
from pathlib import Path
from typing import Any

from reader.config import SIZE_LIMIT, Settings, parse_config
from reader.core.errors import StorageError
from reader.core.text import clean_line
from reader.file import locked, write_text

_WRITING = threading.Lock()
"""Two keys pressed at once are two settings to write, of which neither may be lost; so are those of two windows."""


def write_setting(path: Path, key: str, value: object) -> None:
    """Set one value in the settings file, keeping comments and order; `StorageError` when it cannot be written.

    `key` may be one of a table, such as `keys.bookmark`; `None` for a value takes the setting out of the file.
    """
    import tomlkit
    from tomlkit.exceptions import TOMLKitError

    table, _, name = key.rpartition(".")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with _WRITING, locked(path):
            document = tomlkit.parse(_written(path))
            if table and table not in document and value is not None:
                document[table] = tomlkit.table()
            place: Any = document.get(table, {}) if table else document
            if not isinstance(place, MutableMapping):
                raise TypeError(f"“{table}” is no table there")
            if value is not None:
                place[name] = value
            elif name in place:
                del place[name]
            write_text(path, tomlkit.dumps(document), overwrite=True)
    except (OSError, ValueError, TypeError, TOMLKitError) as error:
        reason = error.strerror or error if isinstance(error, OSError) else error
        raise StorageError(f"The setting “{key}” could not be written to {path} ({reason}).") from error


def _written(path: Path) -> str:
    """Return what the settings file holds now; `OSError` or `ValueError` where nothing can be added to it."""
    import tomllib

    if not path.exists():
        return ""
    if not path.is_file():
        raise OSError("it is no ordinary file")
    with path.open("rb") as file:
        content = file.read(SIZE_LIMIT + 1)
    if len(content) > SIZE_LIMIT:
        raise OSError("it is too large to be settings")
    text = content.decode("utf-8-sig")
    try:
        tomllib.loads(text)
    except (ValueError, RecursionError) as error:
        raise ValueError(f"it is no valid TOML: {clean_line(str(error))}") from error
    return text


def changed_setting(settings: Settings, key: str, value: object) -> tuple[Settings, str]:
    """Return the settings with another value as it would be read from the file, and what is wrong with it.

    `key` and `value` are those of `write_setting`; `None` for a value stands for the default.
    """
    import tomlkit

    table, _, name = key.rpartition(".")
    written = {} if value is None else {table: {name: value}} if table else {name: value}
    config = parse_config(tomlkit.dumps(written))
    if config.problems:
        return settings, config.problems[0].partition(": ")[2]
    read = config.settings
    if not table:
        return settings._replace(**{name: getattr(read, name)}), ""
    if table == "keys":
        keys = {command: chosen for command, chosen in settings.keys.items() if command != name}
        return settings._replace(keys={**keys, **read.keys}), ""
    part = getattr(settings, table)._replace(**{name: getattr(getattr(read, table), name)})
    return settings._replace(**{table: part}), ""
