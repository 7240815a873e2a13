"""What the main screen says about its list."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from textual.content import Content

from reader.core.errors import OfflineError
from reader.core.found import Found
from reader.core.view import View, ViewKind
from reader.service.contents import Contents
from reader.ui.command import Place
from reader.ui.commands import COMMANDS, key_line
from reader.ui.key import display_key, keys_of
from reader.ui.widgets.figure import ago, plural
from reader.ui.widgets.filter_bar import Scope
from reader.ui.widgets.key_line import KeyHint

if TYPE_CHECKING:  # the sources are asked long after the first frame
    from reader.service.online import Answer


def key_of(name: str, keys: Mapping[str, Iterable[str]]) -> str:
    """Return the first key of a command as a person writes it."""
    command = next(command for command in COMMANDS if command.name == name)
    chosen = keys_of(command, keys)
    return display_key(chosen[0]) if chosen else f"“{command.description}”"


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
        shown = tuple(replace(hint, title="Abstract") if "linked" in hint.action else hint for hint in shown)
    return (*shown, _MOVE) if typing else shown


def _hinted(names: Iterable[str], keys: Mapping[str, Iterable[str]]) -> tuple[KeyHint, ...]:
    named = {command.name: command for command in COMMANDS}
    return tuple(
        KeyHint(display_key(chosen[0]), command.title, f"{_target(command.place)}.{command.action}")
        for command in (named[name] for name in names)
        if (chosen := keys_of(command, keys))
    )


def text_hints(keys: Mapping[str, Iterable[str]]) -> tuple[KeyHint, ...]:
    """Return the hints of the key line of a whole paper."""
    return _hinted(_READING_TEXT, keys)


def triage_hints(keys: Mapping[str, Iterable[str]], *, done: bool = False) -> tuple[KeyHint, ...]:
    """Return the hints of the key line while papers are gone through; `done` where none is left."""
    return _hinted([name for name in _TRIAGE if not done or name in _TRIAGE_DONE], keys)


def _target(place: Place) -> str:
    return "app" if place is Place.APP else "screen"


def period(view: View) -> str:
    """Return what the list is of: a day, week or month."""
    return view.period.label if view.period else ""


def heading(contents: Contents) -> str:
    """Return the name of the list."""
    view = contents.view
    if contents.about:
        from reader.core.prose import plain  # late: most lists are of no paper

        return f"Like: {plain(contents.about)}"
    name = f"{view.title} · {view.period.label}" if view.period else view.title
    return f"{name} · sample" if contents.sample else name


def freshness(contents: Contents) -> str:
    """Return how old the list is, and what was left out of it."""
    if contents.sample:
        return "Sample papers, kept with the program"
    if contents.total is not None and contents.total > len(contents.entries):
        return f"The newest {len(contents.entries):,} of {contents.total:,}; the filter searches all"
    if contents.fetched_at is None:
        return contents.remark
    if contents.unkept is not None:
        return f"Not kept: {contents.unkept}"
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


def found(shown: int, total: int, scope: Scope) -> str:
    """Return how many papers of a view the filter leaves, or how many of those found are shown."""
    return f"{total:,} found" if shown == total and scope is not Scope.VIEW else f"{shown:,} of {total:,}"


def searched(scope: Scope, contents: Contents) -> str:
    """Return the name of a list that was searched for."""
    match scope:
        case Scope.VIEW:
            return heading(contents)
        case Scope.EVERYTHING:
            return View(ViewKind.ALL).title
        case Scope.ONLINE:
            return "Online"


def spelling(found: Found, text: str, key: str, *, exactly: bool) -> tuple[Content, ...]:
    """Return what was searched for instead of misspelt words, and how to insist on them, the longest wording first."""
    if exactly:
        return (
            _said("Searched exactly as typed; ", f"{key} forgives typos again"),
            _said("Exactly as typed · ", f"{key} forgives typos"),
        )
    if not (found.corrections and found.ids):
        return ()
    from reader.core.query import corrected

    typed, meant = " ".join(found.corrections), " ".join(found.corrections.values())
    insist = f"; {key} insists on “{typed}”"
    whole = corrected(text, found.corrections)
    return (
        Content.assemble(("Showing results for ", "$muted"), (whole, "bold"), (insist, "$muted")),
        Content.assemble(("Showing results for ", "$muted"), (meant, "bold"), (insist, "$muted")),
        Content.assemble(("For ", "$muted"), (meant, "bold"), (f" · {key}: “{typed}”", "$muted")),
    )


def pointed(message: str, column: int) -> tuple[Content, ...]:
    """Return what is wrong with a query, under the `column` of the line above, in wordings for `StatusLine.notice`."""
    blanks = max(0, column - 1)  # the line itself begins with a blank
    wordings = [f"{' ' * blanks}^ {message}"]
    if len(message) < blanks:
        wordings.insert(0, f"{' ' * (blanks - len(message) - 1)}{message} ^")
    wordings.append(f"{' ' * blanks}^\n{message}")
    return tuple(Content.styled(wording, "$text-error") for wording in wordings)


def asking(answers: "Sequence[Answer]", left_out: int = 0, *, stored: bool = True) -> tuple[Content, ...]:
    """Return how far the sources are that are asked online, the longest wording first.

    `left_out` papers do not meet the query's conditions; `stored` where the list shows what is stored instead.
    """
    from reader.service.online import SOURCES

    done = {answer.source: answer for answer in answers}
    waiting = [name for source, name in SOURCES.items() if source not in done]
    if not done:
        return (_said(f"Asking {' and '.join(waiting)}… ", "esc stops"), _said("Asking… ", "esc stops"))
    papers = [f"{len(answer.papers)} from {answer.name}" for answer in answers if answer.error is None]
    silent = [f"{answer.name} did not answer" for answer in answers if isinstance(answer.error, OfflineError)]
    refused = [a for a in answers if a.error is not None and not isinstance(a.error, OfflineError)]
    unkept = [str(answer.unkept).rstrip(".") for answer in answers if answer.unkept is not None][:1]
    out = [f"{left_out} left out by the query’s conditions"] if left_out else []
    instead = stored and not waiting and sum(len(answer.papers) for answer in answers) <= left_out
    here = ["these papers are stored here"] if instead else []
    asked = [f"asking {' and '.join(waiting)}…"] if waiting else []

    def worded(failures: Sequence[str]) -> Content:
        parts = [", ".join(papers), *silent, *failures, *out, *asked, *unkept, *here]
        text = "; ".join(filter(None, parts))
        return _said(text[:1].upper() + text[1:], "")

    return (
        worded([str(answer.error).rstrip(".") for answer in refused]),
        worded([f"{answer.name} refused" for answer in refused]),
    )


def not_online() -> tuple[Content, ...]:
    """Return why nobody is asked."""
    return (_said("Offline, as asked for: nobody is asked, ", "these papers are stored here"),)


def nobody_to_ask() -> tuple[Content, ...]:
    """Return why nobody is asked for a query that only this machine can answer."""
    return (
        _said("Nobody is asked: there are no words to search for; ", "this is answered from what is stored"),
        _said("No words, so nobody is asked", ""),
    )


def given_up() -> tuple[Content, ...]:
    """Return what the list shows after the sources were not waited for."""
    return (_said("Stopped asking; ", "this is what was found until then"),)


def _said(first: str, second: str) -> Content:
    return Content.assemble((first, "$foreground"), (second, "$muted"))


def nothing(contents: Contents, text: str, scope: Scope, state: str, key: Callable[[str], str]) -> Content:
    """Return what an empty list says: why it is empty, and what to do next."""
    if text and (contents.entries or scope is not Scope.VIEW):
        elsewhere = {
            Scope.VIEW: f", {key('scope')} searches everything stored",
            Scope.EVERYTHING: f", {key('scope')} searches online",
            Scope.ONLINE: "",
        }[scope]
        return _lines(f"Nothing matches “{text[:60]}”", f"{key('back')} clears the filter{elsewhere}")
    match contents.view.kind:
        case ViewKind.BOOKMARKS:
            return _lines(
                "No bookmarks yet",
                f"{key('bookmark')} on a paper keeps it here, also when it leaves the lists",
            )
        case ViewKind.FOR_YOU if contents.untaught:
            return _lines(
                "Bookmark a few papers first",
                f"Three are enough to begin with; ratings, the queue ({key('queue')}), notes and what you read count too;"
                " it stays on this machine",
            )
        case ViewKind.FOR_YOU | ViewKind.SIMILAR if contents.remark:
            return _lines("Nothing stored is like it", contents.remark)
        case ViewKind.QUEUE:
            return _lines("The queue is empty", f"{key('queue')} on a paper puts it here, to be read next")
        case ViewKind.IMPORTED:
            return _lines(
                "Nothing imported yet", "paper-reader import FILE takes in JSON, BibTeX, RIS or a saved page"
            )
        case ViewKind.TAG:
            return _lines(
                f"No paper is tagged {contents.view.title}", f"{key('tag')} on a paper changes its tags"
            )
        case ViewKind.READ:
            return _lines("Nothing read yet", "A paper counts as read when you open it")
        case ViewKind.ADDED:
            return _lines("Nothing added yet", f"{key('bookmark')} and {key('queue')} add papers")
        case ViewKind.SAVED if not state:
            return _lines("Nothing stored matches this search", "What is fetched later will stand here")
        case ViewKind.FOLLOWED if contents.unfollowed:
            return _lines(
                "You follow nothing yet",
                f"{key('follow')} on a paper follows its authors, organisation, keywords or categories;"
                f" {key('categories')} picks categories of arXiv",
            )
        case ViewKind.FOLLOWED if not state:
            return _lines("Nothing new from what you follow", f"{key('follows')} lists what you follow")
        case ViewKind.ARXIV if contents.unfollowed:
            return _lines(
                "You follow no category of arXiv yet",
                f"{key('categories')} picks some, such as cs.LG; what they announce stands here every day",
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
