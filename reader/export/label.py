"""What the exports made for reading say about a paper, in plain words."""

from reader.core.entry import Entry
from reader.core.identifier import is_local
from reader.core.paper import SAMPLE_LABEL, Paper
from reader.export.name import plain_name

TOPIC = "topic: "
AUTHORS_SHOWN = 8


def abstract_of(paper: Paper) -> str | None:
    """Return the abstract; one of the bundled sample, which is not the authors' own, under its label."""
    return f"{SAMPLE_LABEL} {paper.abstract}" if paper.sample and paper.abstract else paper.abstract


def keywords_of(entry: Entry, *, primary: bool = True) -> list[str]:
    """Return the tags, the categories and, after “topic: ”, the paper's own keywords: reading tells them apart.

    The primary category is left out where it has a field of its own.
    """
    paper = entry.paper
    categories = paper.categories if primary else paper.categories[1:]
    return [*entry.mark.tags, *categories, *(f"{TOPIC}{keyword}" for keyword in paper.keywords)]


def folded_authors(paper: Paper) -> str:
    """Return the authors' names with commas, after the first eight “and 656 more”."""
    names = ", ".join(plain_name(author) for author in paper.authors[:AUTHORS_SHOWN])
    more = len(paper.authors) - AUTHORS_SHOWN
    return f"{names} and {more} more" if more > 0 else names


def dates_of(paper: Paper) -> list[str]:
    """Return the days of its first version and of its listing: “published 2017-06-12”."""
    days = (("published", paper.published), ("listed", paper.listed))
    return [f"{name} {day.isoformat()}" for name, day in days if day]


def identifier_of(paper: Paper) -> str | None:
    """Return the arXiv identifier as one writes it: “arXiv:1706.03762”."""
    return None if is_local(paper.id) else f"arXiv:{paper.id}"
