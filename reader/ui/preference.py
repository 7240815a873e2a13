"""Every setting with what it means and how it is typed, for the page of settings."""

import shlex
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from reader.config import KEY_PRESETS, Settings
from reader.core.mail import Security
from reader.core.text import clean_line
from reader.core.view import FIXED_KINDS
from reader.ui.commands import COMMANDS
from reader.ui.key import Keys, display_key, keys_of
from reader.ui.setting import Value


class Kind(StrEnum):
    """How a value is given."""

    SWITCH = "switch"
    CHOICE = "choice"
    NUMBER = "number"
    TEXT = "text"
    LIST = "list"
    """Several texts, parted by commas."""


@dataclass(frozen=True, slots=True)
class Preference:
    """A setting by its name in `config.toml`, such as `mail.host`; `choices` where there are only some values."""

    name: str
    group: str
    description: str
    kind: Kind = Kind.TEXT
    choices: tuple[str, ...] = ()

    def value_in(self, settings: Settings) -> Any:
        """Return the value that holds."""
        table, _, name = self.name.rpartition(".")
        if table == "keys":
            return settings.keys.get(name, ())
        return getattr(getattr(settings, table) if table else settings, name)

    def shown_in(self, settings: Settings) -> str:
        """Return the value as a person reads and types it."""
        match self.value_in(settings):
            case None:
                return "off" if self.kind is Kind.NUMBER and "." not in self.name else ""
            case bool(value):
                return "on" if value else "off"
            case float(value):
                return f"{value:g}"
            case tuple(words) if self.kind is Kind.TEXT:
                return clean_line(shlex.join(words))
            case tuple(values):
                return ", ".join(values)
            case value:
                return clean_line(str(value))

    def keys_in(self, held: Keys) -> tuple[str, ...]:
        """Return the keys of this command among those that hold."""
        return keys_of(_BY_NAME[self.name.removeprefix("keys.")], held)

    @property
    def hint(self) -> str:
        """What a box says while nothing is typed."""
        return _HINTS.get(self.kind, "nothing for the default")

    def parsed(self, text: str) -> Value | None:
        """Return what was typed as a value for the settings file, right or wrong; `None` for nothing."""
        text = text.strip()
        match self.kind:
            case _ if not text:
                return None
            case Kind.SWITCH:
                return text == "on"
            case Kind.NUMBER:
                return _number(text)
            case Kind.CHOICE if text.isdecimal():
                return int(text)
            case Kind.LIST:
                return [part for each in text.split(",") if (part := each.strip())]
            case _:
                return text


KEYS = "Keys"
"""The group of the keys, the last one."""

_LOOK, _READING, _NOTICES, _SOURCES = "Look", "Reading", "Notices", "Sources"
_MAIL, _FILES = "Mail", "PDFs and sync"
_BY_NAME = {command.name: command for command in COMMANDS}
_HINTS = {Kind.LIST: "several are parted by commas", Kind.NUMBER: "a number"}

_KNOWN = (
    Preference("theme", _LOOK, "The colours of everything.", Kind.CHOICE),
    Preference(
        "width", _LOOK, "Widest line of an abstract or a whole paper, in columns (40 to 200).", Kind.NUMBER
    ),
    Preference(
        "line_spacing",
        _LOOK,
        "2 for a blank line between the lines of a whole paper.",
        Kind.CHOICE,
        ("1", "2"),
    ),
    Preference(
        "list.columns",
        _LOOK,
        "What stands beside the titles, in this order: sign, course, upvotes, stars, comments, category, date.",
        Kind.LIST,
    ),
    Preference(
        "figures",
        _LOOK,
        "How figures of a whole paper are shown: as the terminal can, as blocks of colour, or not at all.",
        Kind.CHOICE,
        ("auto", "blocks", "off"),
    ),
    Preference(
        "view", _READING, "The view to start with.", Kind.CHOICE, tuple(kind.value for kind in FIXED_KINDS)
    ),
    Preference(
        "read_after",
        _READING,
        "Seconds under the cursor after which an abstract counts as read; off for never.",
        Kind.NUMBER,
    ),
    Preference(
        "refresh_after", _READING, "Minutes after which a list is fetched anew when it is shown.", Kind.NUMBER
    ),
    Preference("mouse", _READING, "Whether the mouse is listened to; from the next start on.", Kind.SWITCH),
    Preference(
        "bell",
        _NOTICES,
        "Ring the terminal’s bell when long work ends or what you follow has news.",
        Kind.SWITCH,
    ),
    Preference(
        "notifications", _NOTICES, "Tell it to the desktop as well, where your terminal can.", Kind.SWITCH
    ),
    Preference(
        "arxiv.categories",
        _SOURCES,
        "Categories and archives of arXiv to follow, such as cs.LG, hep-th; from the next start on.",
        Kind.LIST,
    ),
    Preference("mail.host", _MAIL, "The server that sends digests, such as smtp.example.org."),
    Preference("mail.port", _MAIL, "Its port; nothing for the usual one.", Kind.NUMBER),
    Preference(
        "mail.security",
        _MAIL,
        "How the connection is protected; none is for this machine only.",
        Kind.CHOICE,
        tuple(security.value for security in Security),
    ),
    Preference("mail.user", _MAIL, "The name for the log-in."),
    Preference(
        "mail.sender", _MAIL, "The address digests come from, such as Ada <ada@example.org>; else the user."
    ),
    Preference("mail.to", _MAIL, "Who gets a digest with --mail: addresses, parted by commas.", Kind.LIST),
    Preference(
        "mail.password_command", _MAIL, "A command that prints the password, which never stands in the file."
    ),
    Preference("pdf.folder", _FILES, "Where PDFs are kept, a whole path; else beside the library."),
    Preference("pdf.name", _FILES, "The template of their names, with {author}, {year}, {title}, {id}."),
    Preference("pdf.viewer", _FILES, "A command that opens a PDF; else the system’s own."),
    Preference("sync.git", _FILES, "The git repository where the libraries of your machines meet."),
    Preference("sync.webdav", _FILES, "Or the address of a WebDAV folder."),
    Preference("sync.user", _FILES, "The name for the log-in there."),
    Preference("sync.password_command", _FILES, "A command that prints the password for it."),
    Preference(
        "key_preset",
        KEYS,
        "Keys as in vim, arrows alone, or as in emacs; your own keys below go over them.",
        Kind.CHOICE,
        KEY_PRESETS,
    ),
)


def preferences(themes: Sequence[str]) -> tuple[Preference, ...]:
    """Return every setting, the keys of every command last; `themes` are those there are."""
    known = {each.name: each for each in _KNOWN}
    listed = [*_KNOWN, *(_plain(name, value) for name, value in _names(Settings()) if name not in known)]
    listed[0] = Preference("theme", _LOOK, known["theme"].description, Kind.CHOICE, tuple(themes))
    keys = [
        Preference(
            f"keys.{command.name}",
            KEYS,
            f"{command.description} ({command.group}). Usually {' '.join(map(display_key, command.keys))}.",
            Kind.LIST,
        )
        for command in COMMANDS
    ]
    listed.sort(key=lambda each: each.group == KEYS)
    return (*listed, *keys)


def _names(settings: Settings) -> Iterator[tuple[str, Any]]:
    for name, value in settings._asdict().items():
        if hasattr(value, "_asdict"):  # a table
            yield from ((f"{name}.{each}", own) for each, own in value._asdict().items())
        elif name != "keys":
            yield name, value


def _plain(name: str, value: Any) -> Preference:
    """Return a setting that nothing more is known of."""
    kinds: dict[type, Kind] = {bool: Kind.SWITCH, int: Kind.NUMBER, float: Kind.NUMBER, tuple: Kind.LIST}
    return Preference(name, _LOOK, "", kinds.get(type(value), Kind.TEXT))


def _number(text: str) -> Value:
    try:
        return int(text)
    except ValueError:
        pass
    try:
        return float(text)
    except ValueError:
        return text
