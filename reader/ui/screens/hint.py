"""The hints of the key line: which commands it names where, with the person's own keys."""

from collections.abc import Iterable, Mapping

from reader.ui.command import Place
from reader.ui.commands import COMMANDS, key_line
from reader.ui.key import display_key, keys_of
from reader.ui.widgets.key_line import KeyHint

_READING = (
    "back",
    "text",
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

_LINKED = ("back", "open", "linked", "next_paper", "toggle_read", "bookmark", "help", "quit")
"""The commands of the key line while what is linked is read."""

_BROWSING = ("open", "back", "sidebar", "filter", "help", "quit", "palette")
"""The commands of the key line in the sidebar."""

_READING_TEXT = (
    "leave_text",
    "text_page_down",
    "outline",
    "find",
    "go_there",
    "text_help",
    "next_link",
    "next_section",
    "things",
    "highlight",
    "open_reference",
    "jump_back",
    "text_web",
)
"""The commands of the key line of a whole paper; those before the help fit into 60 columns with it."""

_WAITING = ("leave_text", "fetch_again", "text_web", "text_pdf", "text_help")
"""The commands of the key line where a whole paper is waited for, or has no text."""

_TRIAGE = (
    "triage_keep",
    "triage_later",
    "triage_dismiss",
    "triage_skip",
    "triage_undo",
    "triage_leave",
    "triage_text",
    "triage_help",
)
"""The commands of the key line while papers are gone through."""

_TRIAGE_DONE = ("triage_undo", "triage_leave", "triage_help")

_TYPING = ("leave_filter", "clear_filter", "scope", "insist", "save_search")
"""The commands of the key line while a filter is typed."""


_SELECTING = (
    "back",
    "select",
    "select_range",
    "select_all",
    "toggle_read",
    "bookmark",
    "tag",
    "rate",
    "export",
    "copy",
    "undo",
    "help",
)
"""The commands of the key line while papers are selected."""

_MOVE = KeyHint("↑ ↓", "Move", "screen.leave_filter")


def hints(
    keys: Mapping[str, Iterable[str]],
    *,
    reading: bool = False,
    typing: bool = False,
    corrected: bool = False,
    selecting: bool = False,
    linked: bool = False,
    browsing: bool = False,
) -> tuple[KeyHint, ...]:
    """Return the hints of the key line, with the person's own keys; `corrected` where words can be insisted on."""
    names = (
        _LINKED
        if linked
        else _READING
        if reading
        else _TYPING
        if typing
        else _BROWSING
        if browsing
        else _SELECTING
        if selecting
        else None
    )
    wanted = names or [command.name for command in key_line()]
    shown = _hinted([name for name in wanted if corrected or name != "insist"], keys)
    if linked:
        shown = tuple(hint._replace(title="Abstract") if "linked" in hint.action else hint for hint in shown)
    return (*shown, _MOVE) if typing else shown


def _hinted(names: Iterable[str], keys: Mapping[str, Iterable[str]]) -> tuple[KeyHint, ...]:
    named = {command.name: command for command in COMMANDS}
    return tuple(
        KeyHint(display_key(chosen[0]), command.title, f"{_target(command.place)}.{command.action}")
        for command in (named[name] for name in names)
        if (chosen := keys_of(command, keys))
    )


def text_hints(keys: Mapping[str, Iterable[str]], *, there: bool) -> tuple[KeyHint, ...]:
    """Return the hints of the key line of a whole paper; `there` tells whether its text is."""
    return _hinted(_READING_TEXT if there else _WAITING, keys)


def triage_hints(keys: Mapping[str, Iterable[str]], *, done: bool = False) -> tuple[KeyHint, ...]:
    """Return the hints of the key line while papers are gone through; `done` where none is left."""
    return _hinted([name for name in _TRIAGE if not done or name in _TRIAGE_DONE], keys)


def _target(place: Place) -> str:
    return "app" if place is Place.APP else "screen"
