"""What the main screen says about its list."""

from collections.abc import Callable, Iterable, Mapping
from datetime import UTC, datetime

from textual.content import Content

from reader.core.errors import OfflineError
from reader.core.view import View, ViewKind
from reader.service.reading import Contents, Filtered
from reader.ui.commands import COMMANDS, Place, display_key, key_line, keys_of
from reader.ui.widgets.figure import ago, plural
from reader.ui.widgets.key_line import KeyHint


def key_of(name: str, keys: Mapping[str, Iterable[str]]) -> str:
    """Return the first key of a command as a person writes it."""
    command = next(command for command in COMMANDS if command.name == name)
    chosen = keys_of(command, keys)
    return display_key(chosen[0]) if chosen else f"“{command.description}”"


_READING = (
    "back",
    "next_paper",
    "toggle_read",
    "bookmark",
    "abstract_page",
    "pdf",
    "links",
    "copy",
    "help",
    "quit",
)
"""The commands of the key line while a paper is read."""

FILTER_HINTS = (
    KeyHint("enter", "To the list", "screen.leave_filter"),
    KeyHint("esc", "Clear", "screen.clear_filter"),
    KeyHint("↑ ↓", "Move", "screen.leave_filter"),
)
"""What the keys do while a filter is typed."""


def hints(keys: Mapping[str, Iterable[str]], *, reading: bool = False) -> tuple[KeyHint, ...]:
    """Return the hints of the key line, with the person's own keys."""
    named = {command.name: command for command in COMMANDS}
    commands = [named[name] for name in _READING] if reading else key_line()
    return tuple(
        KeyHint(display_key(chosen[0]), command.title, f"{_target(command.place)}.{command.action}")
        for command in commands
        if (chosen := keys_of(command, keys))
    )


def _target(place: Place) -> str:
    return "app" if place is Place.APP else "screen"


def period(view: View) -> str:
    """Return what the list is of: a day, week or month."""
    return view.period.label if view.period else ""


def heading(contents: Contents) -> str:
    """Return the name of the list."""
    view = contents.view
    name = f"{view.title} · {view.period.label}" if view.period else view.title
    return f"{name} · sample" if contents.sample else name


def freshness(contents: Contents) -> str:
    """Return how old the list is, and what was left out of it."""
    if contents.sample:
        return "Sample papers, kept with the program"
    if contents.fetched_at is None:
        return ""
    local = contents.fetched_at.astimezone()
    today = datetime.now().astimezone().date() == local.date()
    when = f"{local:%H:%M}" if today else f"{local.day} {local:%b %H:%M}"
    left_out = f" · {plural(contents.skipped, 'item')} left out: no valid paper" if contents.skipped else ""
    return f"Updated {when}{left_out}"


def failure(error: Exception, stored: Contents, offline: bool, key: str) -> str:
    """Return what failed, since when the list is old, and which key tries again."""
    if stored.sample:
        age = "These are sample papers."
    elif stored.fetched_at is None:
        age = "Nothing is stored of this list yet."
    else:
        age = f"The list is from {ago(stored.fetched_at, datetime.now(UTC))}."
    if offline:
        return f"Offline, as asked for. {age}"
    if isinstance(error, OfflineError):
        return f"Offline. {age} {key} tries again."
    return f"{error} {age} {key} tries again."


def found(filtered: Filtered, total: int) -> str:
    """Return how many papers the filter leaves, and what was searched instead of misspelt words."""
    count = f"{len(filtered.entries):,} of {total:,}"
    corrected = ", ".join(filtered.found.corrections.values())
    return f"{count} · for “{corrected}”" if corrected and filtered.entries else count


def nothing(contents: Contents, filter_text: str, state: str, key: Callable[[str], str]) -> Content:
    """Return what an empty list says: why it is empty, and what to do next."""
    if filter_text.strip() and contents.entries:
        return _lines(f"Nothing matches “{filter_text.strip()[:60]}”", f"{key('back')} clears the filter")
    match contents.view.kind:
        case ViewKind.BOOKMARKS:
            return _lines(
                "No bookmarks yet",
                f"{key('bookmark')} on a paper keeps it here, also when it leaves the lists",
            )
        case ViewKind.QUEUE:
            return _lines("The queue is empty", f"{key('queue')} on a paper puts it here, to be read next")
        case ViewKind.IMPORTED:
            return _lines(
                "Nothing imported yet", "paper-reader import FILE takes in JSON, BibTeX, RIS or a saved page"
            )
        case ViewKind.ALL:
            return _lines("Nothing stored yet", f"{key('trending')} fetches what is trending")
        case _ if contents.fetched_at is not None:
            return _lines(
                "No papers on this list",
                f"{key('previous_period')} and {key('next_period')} show other lists",
            )
        case _:
            return _lines(state or "Nothing here yet", "")


def _lines(first: str, second: str) -> Content:
    return Content.assemble((first, "bold"), "\n\n" if second else "", (second, "$muted"))
