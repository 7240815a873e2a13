"""What the main screen says about its list: its name, its age, and why it could not be fetched."""

from datetime import UTC, datetime

from reader.core.errors import OfflineError
from reader.core.view import View
from reader.service.contents import Contents
from reader.ui.widgets.figure import ago, plural


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
