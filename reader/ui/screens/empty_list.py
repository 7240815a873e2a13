"""What an empty list says: why it is empty, and what to do next."""

from collections.abc import Callable

from textual.content import Content

from reader.core.view import View, ViewKind
from reader.service.contents import Contents
from reader.ui.widgets.filter_bar import Scope

KeyOf = Callable[[str], str]
"""Returns the key of a command as a person writes it."""


def explanation(
    contents: Contents, text: str, scope: Scope, state: str, key: KeyOf, *, unanswered: bool = False
) -> Content:
    """Return what to show in place of papers; `text` is searched for, `state` says what is going on.

    `unanswered` tells that it was searched for online, and nobody answered.
    """
    if text and unanswered:
        return _lines(
            f"Nobody online answered, and nothing stored matches “{text[:60]}”",
            f"{key('back')} clears the filter",
        )
    if text and (contents.entries or scope is not Scope.VIEW):
        return _unmatched(text, scope, key)
    return (
        _of_own(contents.view, key)
        or _of_asked(contents, state, key)
        or _of_fetched(contents, state or "Nothing here yet", key)
    )


def _unmatched(text: str, scope: Scope, key: KeyOf) -> Content:
    elsewhere = {
        Scope.VIEW: f", {key('scope')} searches everything stored",
        Scope.EVERYTHING: f", {key('scope')} searches online",
        Scope.ONLINE: "",
    }[scope]
    return _lines(f"Nothing matches “{text[:60]}”", f"{key('back')} clears the filter{elsewhere}")


def _of_own(view: View, key: KeyOf) -> Content | None:
    """Return why nothing is there of what the person did."""
    match view.kind:
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
        case ViewKind.TAG:
            return _lines(f"No paper is tagged {view.title}", f"{key('tag')} on a paper changes its tags")
        case ViewKind.READ:
            return _lines("Nothing read yet", "A paper counts as read when you open it")
        case ViewKind.ADDED:
            return _lines("Nothing added yet", f"{key('bookmark')} and {key('queue')} add papers")
        case _:
            return None


def _of_asked(contents: Contents, state: str, key: KeyOf) -> Content | None:
    """Return why nothing answers what the person asked for once: a search, a follow, papers like others."""
    match contents.view.kind:
        case ViewKind.FOR_YOU if contents.untaught:
            return _lines(
                "Bookmark a few papers first",
                f"Three are enough to begin with; ratings, the queue ({key('queue')}), notes and what you read count too;"
                " it stays on this machine",
            )
        case ViewKind.FOR_YOU | ViewKind.SIMILAR if contents.remark:
            return _lines("Nothing stored is like it", contents.remark)
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
        case _:
            return None


def _of_fetched(contents: Contents, otherwise: str, key: KeyOf) -> Content:
    """Return why nothing was fetched; `otherwise` is said where nobody was asked yet."""
    if contents.view.kind is ViewKind.ALL:
        return _lines("Nothing stored yet", f"{key('trending')} fetches what is trending")
    if contents.fetched_at is not None:
        return _lines(
            "No papers on this list", f"{key('previous_period')} and {key('next_period')} show other lists"
        )
    return _lines(otherwise, "")


def _lines(first: str, second: str) -> Content:
    return Content.assemble((first, "bold"), "\n\n" if second else "", (second, "$muted"))
