"""The settings in `config.toml`; a wrong one is named with its line, and its default holds."""

import re
import threading
from collections.abc import Mapping, MutableMapping, Sequence
from dataclasses import dataclass, field, fields, replace
from pathlib import Path
from typing import Any

from reader.core.category import parse_category
from reader.core.errors import StorageError
from reader.core.kept_pdf import NO_PDF_SETTINGS, PdfSettings
from reader.core.mail import NO_MAIL, MailSettings
from reader.core.sync import NO_SYNC, SyncSettings
from reader.core.text import clean_line
from reader.core.view import FIXED_KINDS, ViewKind
from reader.file import locked, write_text

DEFAULT_THEME = "auto"

KEY_PRESETS = ("vim", "arrows", "emacs")
"""The sets of keys that there are."""


_MOST_PROBLEMS = 20
_LONGEST_NAME = 60
_SIZE_LIMIT = 2**16
"""Largest settings file read, in bytes."""


@dataclass(frozen=True, slots=True)
class ArXivSettings:
    """What a person wants of arXiv."""

    categories: tuple[str, ...] = ()
    """Codes of the categories and archives that are followed, such as `cs.LG`."""


LIST_COLUMNS = ("sign", "course", "comments", "category", "upvotes", "stars", "date")
"""What can stand beside a title."""


@dataclass(frozen=True, slots=True)
class ListSettings:
    """What a person wants of the list."""

    columns: tuple[str, ...] = ("sign", "course", "upvotes", "stars", "date")
    """Some of `LIST_COLUMNS`, in the order in which they stand; the signs are always before the title."""


@dataclass(frozen=True, slots=True)
class Settings:
    """What a person can set."""

    theme: str = DEFAULT_THEME
    """Name of a theme; `auto` is our dark or light one, as the terminal is."""
    view: str = ViewKind.TRENDING.value
    """The view to start with."""
    read_after: float | None = 3.0
    """Seconds under the cursor after which an abstract counts as read; `"off"` (`None`) for never."""
    width: int = 84
    """Widest line of an abstract or a whole paper, in columns."""
    refresh_after: float = 15.0
    """Minutes after which a list is fetched anew when it is shown."""
    mouse: bool = True
    keys: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """Keys by command, such as `bookmark = "B"`; several as a list."""
    arxiv: ArXivSettings = ArXivSettings()
    list: ListSettings = ListSettings()
    line_spacing: int = 1
    """Lines from one line of a whole paper to the next: 1, or 2 with a blank one between."""
    figures: str = "auto"
    """How figures of a whole paper are shown: `auto`, as `blocks` of colour, or `off`."""
    mail: MailSettings = NO_MAIL
    """The mail server that digests are sent by."""
    key_preset: str = KEY_PRESETS[0]
    """Which keys hold where `keys` names no others: one of `KEY_PRESETS`."""
    bell: bool = False
    """Whether the terminal's bell rings when long work has ended, or what is followed has news."""
    notifications: bool = False
    """Whether the desktop is told of it, where the terminal can."""
    pdf: PdfSettings = NO_PDF_SETTINGS
    """Where PDFs are kept, under which names, and what opens them."""
    sync: SyncSettings = NO_SYNC
    """Where the libraries of several machines meet."""


@dataclass(frozen=True, slots=True)
class Config:
    """The settings, and a sentence for each one that was wrong."""

    settings: Settings = field(default_factory=Settings)
    problems: tuple[str, ...] = ()
    key_lines: Mapping[str, int] = field(default_factory=dict, compare=False)
    """The line of `config.toml` that gives a command its keys, by the command's name."""


def load_config(path: Path) -> Config:
    """Read the settings; never fails, problems are told as sentences with the line."""
    try:
        if path.exists() and not path.is_file():
            return Config(
                problems=(f"{path} cannot be read (it is no ordinary file); the default settings hold.",)
            )
        with path.open(encoding="utf-8-sig") as file:
            text = file.read(_SIZE_LIMIT + 1)
        if len(text) > _SIZE_LIMIT:
            return Config(problems=(f"{path} is too large to be settings; the default settings hold.",))
    except (FileNotFoundError, NotADirectoryError):
        return Config()
    except (OSError, UnicodeDecodeError) as error:
        reason = error.strerror if isinstance(error, OSError) else "it is not UTF-8 text"
        return Config(problems=(f"{path} cannot be read ({reason}); the default settings hold.",))
    return parse_config(text, path.name)


def parse_config(text: str, name: str = "config.toml") -> Config:
    """Read settings from TOML text."""
    import tomllib

    try:
        values = tomllib.loads(text)
    except (ValueError, RecursionError) as error:
        return Config(
            problems=(f"{name} is no valid TOML: {clean_line(str(error))}. The default settings hold.",)
        )
    settings = Settings()
    problems: list[str] = []
    for key, value in values.items():
        if len(problems) >= _MOST_PROBLEMS:
            problems.append(f"{name} has more that is wrong; the first {_MOST_PROBLEMS} are told.")
            break
        checked = _checked(key, value)
        if isinstance(checked, str):
            problems.append(f"{name}, line {_line_of(text, key)}: {checked}")
        else:
            settings = replace(settings, **checked)
            wrong = (*_bad_keys(key, value), *_bad_arxiv(key, value), *_bad_table(key, value))
            problems += [
                f"{name}, line {_line_of(text, key, bad)}: {why}" for bad, why in wrong[:_MOST_PROBLEMS]
            ]
    lines = _key_lines(text, settings.keys)
    return Config(settings, tuple(clean_line(problem) for problem in problems), lines)


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
        content = file.read(_SIZE_LIMIT + 1)
    if len(content) > _SIZE_LIMIT:
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
        return replace(settings, **{name: getattr(read, name)}), ""
    if table == "keys":
        keys = {command: chosen for command, chosen in settings.keys.items() if command != name}
        return replace(settings, keys={**keys, **read.keys}), ""
    part = replace(getattr(settings, table), **{name: getattr(getattr(read, table), name)})
    return replace(settings, **{table: part}), ""


def _checked(key: str, value: Any) -> dict[str, Any] | str:
    """Return the setting to replace, or a sentence that says what is wrong."""
    match key:
        case "theme" if isinstance(value, str):
            return {key: clean_line(value, _LONGEST_NAME)}
        case "view" if value in [kind.value for kind in FIXED_KINDS]:
            return {key: value}
        case "view":
            return f"“view” is one of {', '.join(kind.value for kind in FIXED_KINDS)}; not {_brief(value)}."
        case "read_after" if value == "off":
            return {key: None}
        case "read_after" if _is_number(value) and 0 < value <= 3600:
            return {key: float(value)}
        case "read_after":
            return (
                f'“read_after” is a number of seconds above 0, at most 3600, or "off"; not {_brief(value)}.'
            )
        case "refresh_after" if _is_number(value) and 0 < value <= 100_000:
            return {key: float(value)}
        case "refresh_after":
            return f"“refresh_after” is a number of minutes above 0, at most 100000; not {_brief(value)}."
        case "width" if isinstance(value, int) and not isinstance(value, bool) and 40 <= value <= 200:
            return {key: value}
        case "width":
            return f"“width” is a number of columns from 40 to 200; not {_brief(value)}."
        case "line_spacing" if type(value) is int and value in (1, 2):
            return {key: value}
        case "line_spacing":
            return f"“line_spacing” is 1 or 2; not {_brief(value)}."
        case "figures" if value in ("auto", "blocks", "off"):
            return {key: value}
        case "figures":
            return f'“figures” is "auto", "blocks" or "off"; not {_brief(value)}.'
        case "mouse" | "bell" | "notifications" if isinstance(value, bool):
            return {key: value}
        case "key_preset" if value in KEY_PRESETS:
            return {key: value}
        case "key_preset":
            return f"“key_preset” is one of {', '.join(KEY_PRESETS)}; not {_brief(value)}."
        case "keys" if isinstance(value, dict):
            chosen = ((clean_line(name, _LONGEST_NAME), _keys(raw)) for name, raw in value.items())
            return {key: {name: keys for name, keys in chosen if keys is not None}}
        case "arxiv" if isinstance(value, dict):
            return {key: ArXivSettings(_categories(value.get("categories")))}
        case "list" if isinstance(value, dict):
            named = value.get("columns")
            known = _columns(named)
            return {
                key: ListSettings() if named is None or not isinstance(named, list) else ListSettings(known)
            }
        case "mail" if isinstance(value, dict):
            from reader.core.mail_value import mail_from_values

            return {key: mail_from_values(value)[0]}
        case "pdf" if isinstance(value, dict):
            from reader.core.pdf_value import pdf_from_values

            return {key: pdf_from_values(value)[0]}
        case "sync" if isinstance(value, dict):
            from reader.core.sync_value import sync_from_values

            return {key: sync_from_values(value)[0]}
        case (
            "theme" | "mouse" | "bell" | "notifications" | "keys" | "arxiv" | "list" | "mail" | "pdf" | "sync"
        ):
            return f"“{key}” has a value of the wrong kind ({_brief(value)})."
        case _:
            return f"there is no setting “{key}”; known are {', '.join(f.name for f in fields(Settings))}."


def _bad_keys(key: str, value: Any) -> list[tuple[str, str]]:
    if key != "keys":
        return []
    return [
        (name, f"the keys of “{name}” are a text or a list of texts; not {_brief(raw)}.")
        for name, raw in value.items()
        if _keys(raw) is None
    ]


def _bad_arxiv(key: str, value: Any) -> list[tuple[str, str]]:
    if key != "arxiv":
        return []
    problems = [
        (name, f"there is no setting “arxiv.{clean_line(name, 40)}”; known is categories.")
        for name in value
        if name != "categories"
    ]
    named = value.get("categories", [])
    if not isinstance(named, list):
        return [*problems, ("categories", f'“categories” is a list such as ["cs.LG"]; not {_brief(named)}.')]
    return problems + [
        ("categories", f"{_brief(code)} is no category of arXiv; they look like cs.LG or math.CO.")
        for code in named
        if not (isinstance(code, str) and parse_category(code))
    ]


def _bad_list(value: Mapping[str, Any]) -> list[tuple[str, str]]:
    problems = [
        (name, f"there is no setting “list.{clean_line(name, 40)}”; known is columns.")
        for name in value
        if name != "columns"
    ]
    named = value.get("columns", [])
    if not isinstance(named, list):
        return [*problems, ("columns", f'“columns” is a list such as ["upvotes"]; not {_brief(named)}.')]
    return problems + [
        ("columns", f"{_brief(name)} is no column; there are {', '.join(LIST_COLUMNS)}.")
        for name in named
        if name not in LIST_COLUMNS
    ]


def _columns(named: object) -> tuple[str, ...]:
    """Return the columns that there are among those named, each once."""
    if not isinstance(named, list):
        return ()
    return tuple(dict.fromkeys(name for name in named if isinstance(name, str) and name in LIST_COLUMNS))


def _bad_table(key: str, value: Any) -> Sequence[tuple[str, str]]:
    if key == "list":
        return _bad_list(value)
    if key == "mail":
        from reader.core.mail_value import mail_from_values

        return mail_from_values(value)[1]
    if key == "pdf":
        from reader.core.pdf_value import pdf_from_values

        return pdf_from_values(value)[1]
    if key == "sync":
        from reader.core.sync_value import sync_from_values

        return sync_from_values(value)[1]
    return []


def _categories(named: object) -> tuple[str, ...]:
    """Return the codes of the categories that there are among those named."""
    codes = (
        [parse_category(name) for name in named if isinstance(name, str)] if isinstance(named, list) else []
    )
    return tuple(dict.fromkeys(code for code in codes if code))


def _keys(raw: object) -> tuple[str, ...] | None:
    if isinstance(raw, str) and raw.isspace():
        return (" ",)
    if isinstance(raw, str):
        return tuple(key.strip() for key in raw.split(",") if key.strip()) or ((",",) if raw else ())
    if isinstance(raw, list) and all(isinstance(key, str) for key in raw):
        return tuple(key for key in raw if key)
    return None


def _key_lines(text: str, names: Mapping[str, object]) -> dict[str, int]:
    """Return the lines, from 1, on which commands are given their keys; all in one pass, for there may be many."""
    if not names:
        return {}
    start = _line_of(text, "keys")
    pattern = re.compile(rf"\s*(?:{_quoted('keys')}\s*\.\s*)?[\"']?([\w-]+)[\"']?\s*=")
    found: dict[str, int] = {}
    for number, line in enumerate(text.splitlines()[start - 1 :], start):
        if match := pattern.match(line):
            found.setdefault(match[1], number)
    return {name: found.get(name, start) for name in names}


def _brief(value: object) -> str:
    """Return a value for a sentence, whatever its size."""
    if isinstance(value, int) and value.bit_length() > 200:
        return "a huge number"
    if isinstance(value, str):
        return repr(value[:60])
    return "a table" if isinstance(value, dict) else "a list" if isinstance(value, list) else repr(value)


def _is_number(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def _line_of(text: str, key: str, inner: str | None = None) -> int:
    """Return the line, from 1, on which `key` is set or its table begins, or on which `inner` is set in it."""
    lines = text.splitlines()
    start = _first_line(lines, rf"\[*\s*{_quoted(key)}\s*[=.\]]")
    if inner is None:
        return start + 1
    dotted = rf"{_quoted(key)}\s*\.\s*{_quoted(inner)}\s*="
    return start + _first_line(lines[start:], rf"(?:{dotted}|{_quoted(inner)}\s*=)") + 1


def _first_line(lines: Sequence[str], pattern: str) -> int:
    return next((number for number, line in enumerate(lines) if re.match(rf"\s*{pattern}", line)), 0)


def _quoted(key: str) -> str:
    return rf"[\"']?{re.escape(key)}[\"']?"
