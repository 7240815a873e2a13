"""What happened to a paper on arXiv: a new version, a withdrawal."""

from datetime import date, timedelta

from reader.core.paper import Paper

RECENT = timedelta(days=14)
"""For how long a new version is news."""


def new_version(paper: Paper, today: date, *, brief: bool = False) -> str:
    """Return `v2 since Tuesday` (`v2 since Tue` where `brief`) while a version is news, else nothing."""
    if paper.version is None or paper.version < 2 or paper.revised is None:
        return ""
    age = today - paper.revised
    if age > RECENT:
        return ""
    if age <= timedelta(days=1):
        day = "today" if age <= timedelta(0) else "yesterday"
    elif age < timedelta(days=7):
        day = f"{paper.revised:%a}" if brief else f"{paper.revised:%A}"
    else:
        day = f"{paper.revised.day} {paper.revised:%b}"
    return f"v{paper.version} since {day}"


def withdrawal(paper: Paper) -> str:
    """Return that the authors took the paper back, with their own words, or nothing."""
    if not paper.withdrawn:
        return ""
    return f"Withdrawn by its authors: {paper.comment}" if paper.comment else "Withdrawn by its authors"


def publication(paper: Paper) -> tuple[str, ...]:
    """Return the authors' comment, the journal and the DOI, a sentence each, as far as they are known."""
    comment = None if paper.withdrawn else paper.comment
    named = (("Comment", comment), ("Journal", paper.journal_ref), ("DOI", paper.doi))
    return tuple(f"{name}: {text}" for name, text in named if text)
