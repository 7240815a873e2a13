"""What is said of a search: how much was found, other spellings, mistakes, how far the sources are."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from textual.content import Content

from reader.core.errors import OfflineError
from reader.core.view import View, ViewKind
from reader.service.contents import Contents
from reader.ui.screens.sentence import heading
from reader.ui.widgets.filter_bar import Scope

if TYPE_CHECKING:  # the sources are asked long after the first frame
    from reader.core.found import Found
    from reader.service.online import Answer


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


def spelling(found: "Found", text: str, key: str, *, exactly: bool) -> tuple[Content, ...]:
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
