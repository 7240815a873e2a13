"""The settings in `config.toml`; a wrong one is named with its line, and its default holds."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from types import MappingProxyType
from typing import Any, NamedTuple

from reader.core.kept_pdf import NO_PDF_SETTINGS, PdfSettings
from reader.core.mail import NO_MAIL, MailSettings
from reader.core.sync import NO_SYNC, SyncSettings
from reader.core.text import brief, clean_line
from reader.core.view import FIXED_KINDS, ViewKind

DEFAULT_THEME = "auto"

KEY_PRESETS = ("vim", "arrows", "emacs")
"""The sets of keys that there are."""


_MOST_PROBLEMS = 20
_LONGEST_NAME = 60

SIZE_LIMIT = 2**16
"""Largest settings file read, in bytes."""


class ArXivSettings(NamedTuple):
    """What a person wants of arXiv."""

    categories: tuple[str, ...] = ()
    """Codes of the categories and archives that are followed, such as `cs.LG`."""


LIST_COLUMNS = ("sign", "course", "comments", "category", "upvotes", "stars", "date")
"""What can stand beside a title."""


class ListSettings(NamedTuple):
    """What a person wants of the list."""

    columns: tuple[str, ...] = ("sign", "course", "upvotes", "stars", "date")
    """Some of `LIST_COLUMNS`, in the order in which they stand; the signs are always before the title."""


class Settings(NamedTuple):
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
    keys: Mapping[str, tuple[str, ...]] = MappingProxyType({})
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


class Config(NamedTuple):
    """The settings, and a sentence for each one that was wrong."""

    settings: Settings = Settings()
    problems: tuple[str, ...] = ()
    key_lines: Mapping[str, int] = MappingProxyType({})
    """The line of `config.toml` that gives a command its keys, by the command's name."""


def load_config(path: Path) -> Config:
    """Read the settings; never fails, problems are told as sentences with the line."""
    try:
        if path.exists() and not path.is_file():
            return Config(
                problems=(f"{path} cannot be read (it is no ordinary file); the default settings hold.",)
            )
        with path.open(encoding="utf-8-sig") as file:
            text = file.read(SIZE_LIMIT + 1)
        if len(text) > SIZE_LIMIT:
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

    from reader.core.toml_place import line_of, lines_of

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
        if isinstance(value, dict) and (table := _table(key, value)) is not None:
            settings = settings._replace(**{key: table[0]})
            problems += [
                f"{name}, line {line_of(text, key, bad)}: {why}" for bad, why in table[1][:_MOST_PROBLEMS]
            ]
        elif isinstance(checked := _checked(key, value), str):
            problems.append(f"{name}, line {line_of(text, key)}: {checked}")
        else:
            settings = settings._replace(**checked)
    lines = lines_of(text, "keys", settings.keys)
    return Config(settings, tuple(clean_line(problem) for problem in problems), lines)


def _checked(key: str, value: Any) -> dict[str, Any] | str:
    """Return the setting to replace, or a sentence that says what is wrong."""
    match key:
        case "theme" if isinstance(value, str):
            return {key: clean_line(value, _LONGEST_NAME)}
        case "view" if value in [kind.value for kind in FIXED_KINDS]:
            return {key: value}
        case "view":
            return f"“view” is one of {', '.join(kind.value for kind in FIXED_KINDS)}; not {brief(value)}."
        case "read_after" if value == "off":
            return {key: None}
        case "read_after" if _is_number(value) and 0 < value <= 3600:
            return {key: float(value)}
        case "read_after":
            return f'“read_after” is a number of seconds above 0, at most 3600, or "off"; not {brief(value)}.'
        case "refresh_after" if _is_number(value) and 0 < value <= 100_000:
            return {key: float(value)}
        case "refresh_after":
            return f"“refresh_after” is a number of minutes above 0, at most 100000; not {brief(value)}."
        case "width" if isinstance(value, int) and not isinstance(value, bool) and 40 <= value <= 200:
            return {key: value}
        case "width":
            return f"“width” is a number of columns from 40 to 200; not {brief(value)}."
        case "line_spacing" if type(value) is int and value in (1, 2):
            return {key: value}
        case "line_spacing":
            return f"“line_spacing” is 1 or 2; not {brief(value)}."
        case "figures" if value in ("auto", "blocks", "off"):
            return {key: value}
        case "figures":
            return f'“figures” is "auto", "blocks" or "off"; not {brief(value)}.'
        case "mouse" | "bell" | "notifications" if isinstance(value, bool):
            return {key: value}
        case "key_preset" if value in KEY_PRESETS:
            return {key: value}
        case "key_preset":
            return f"“key_preset” is one of {', '.join(KEY_PRESETS)}; not {brief(value)}."
        case (
            "theme" | "mouse" | "bell" | "notifications" | "keys" | "arxiv" | "list" | "mail" | "pdf" | "sync"
        ):
            return f"“{key}” has a value of the wrong kind ({brief(value)})."
        case _:
            return f"there is no setting “{key}”; known are {', '.join(Settings._fields)}."


def _table(key: str, values: Mapping[str, Any]) -> tuple[Any, Sequence[tuple[str, str]]] | None:
    """Return a table of the settings, and a sentence for each key in it that is wrong; `None` for no such table."""
    match key:
        case "keys":
            keys = {name: _keys(raw) for name, raw in values.items()}
            return {
                clean_line(name, _LONGEST_NAME): named for name, named in keys.items() if named is not None
            }, [
                (name, f"the keys of “{name}” are a text or a list of texts; not {brief(values[name])}.")
                for name, named in keys.items()
                if named is None
            ]
        case "arxiv":
            from reader.core.category import parse_category
            from reader.core.table_value import names_from_values

            unsound = "is no category of arXiv; they look like cs.LG or math.CO."
            codes, problems = names_from_values(
                key, "categories", values, parse_category, '["cs.LG"]', unsound
            )
            return ArXivSettings(codes or ()), problems
        case "list":
            from reader.core.table_value import names_from_values

            unsound = f"is no column; there are {', '.join(LIST_COLUMNS)}."
            columns, problems = names_from_values(
                key, "columns", values, {name: name for name in LIST_COLUMNS}.get, '["upvotes"]', unsound
            )
            return ListSettings() if columns is None else ListSettings(columns), problems
        case "mail":
            from reader.core.mail_value import mail_from_values

            return mail_from_values(values)
        case "pdf":
            from reader.core.pdf_value import pdf_from_values

            return pdf_from_values(values)
        case "sync":
            from reader.core.sync_value import sync_from_values

            return sync_from_values(values)
        case _:
            return None


def _keys(raw: object) -> tuple[str, ...] | None:
    if isinstance(raw, str) and raw.isspace():
        return (" ",)
    if isinstance(raw, str):
        return tuple(key.strip() for key in raw.split(",") if key.strip()) or ((",",) if raw else ())
    if isinstance(raw, list) and all(isinstance(key, str) for key in raw):
        return tuple(key for key in raw if key)
    return None


def _is_number(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)
