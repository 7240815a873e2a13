"""Papers for ears and Braille lines: one fact a line, its name first, in words rather than signs."""

import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from datetime import date

from reader.cli.label import named_addresses
from reader.core.entry import Entry
from reader.core.mark import RATINGS, Mark
from reader.core.news import new_version, publication, withdrawal
from reader.core.paper import Paper
from reader.core.prose import plain
from reader.core.reached import parse_reached

_AUTHORS_SHOWN = 20


def plain_list(entries: Sequence[Entry], reasons: Mapping[str, Sequence[str]] | None = None) -> Iterator[str]:
    """Yield the lines of a list: what tells papers from each other, and a blank line after each."""
    for number, entry in enumerate(entries, start=1):
        paper = entry.paper
        yield f"Paper {number} of {len(entries)}"
        yield from _lines(
            ("Title", paper.title),
            ("Authors", _authors(paper, 3)),
            ("Identifier", paper.id),
            ("Upvotes", _count(paper.upvotes)),
            ("Published", _day(paper.published)),
            *_mark(entry.mark),
            *(("Because", reason) for reason in (reasons or {}).get(entry.id, ())),
        )
        yield ""


def plain_paper(entry: Entry, followed: str = "") -> Iterator[str]:
    """Yield the lines of one paper: everything known of it; `followed` is what the person follows of it."""
    paper = entry.paper
    yield from _lines(
        ("Title", paper.title),
        ("Withdrawn", withdrawal(paper)),
        ("Authors", _authors(paper, _AUTHORS_SHOWN)),
        ("Organisation", paper.organization),
        ("Submitted by", paper.submitted_by),
        ("Identifier", paper.id),
        ("Categories", ", ".join(paper.categories)),
        ("Published", _day(paper.published)),
        ("Listed", _day(paper.listed)),
        ("Updated", _day(paper.updated)),
        ("Version", str(paper.version) if paper.version else None),
        ("New version", new_version(paper, date.today())),  # noqa: DTZ011 (the person's own day)
        *(("Publication", line) for line in publication(paper)),
        ("Upvotes", _count(paper.upvotes)),
        ("Comments", _count(paper.comments)),
        ("Stars", _count(paper.stars)),
        ("Keywords", ", ".join(paper.keywords)),
        ("You follow", followed),
        *_mark(entry.mark),
        ("Origin", "the bundled sample; the abstract is in our own words" if paper.sample else None),
        ("In one sentence, by a language model", paper.summary),
        ("Abstract", paper.abstract or "not known"),
        ("Note", entry.mark.note),
        *named_addresses(paper),
    )


def spoken(text: str) -> str:
    """Return a text in one line, its mathematics in letters that are read out: L for 𝓛, but still n² for n²."""
    return "".join(_letter(character) for character in " ".join(plain(text).split()))


def _letter(character: str) -> str:
    ornate = "\U0001d400" <= character <= "\U0001d7ff" or "\u2100" <= character <= "\u214f"
    folded = unicodedata.normalize("NFKC", character) if ornate else character
    return folded if len(folded) == 1 else character


def _lines(*facts: tuple[str, str | None]) -> Iterator[str]:
    for name, value in facts:
        if value and (said := value if value.startswith("http") else spoken(value)):
            yield f"{name}: {said}"


def _mark(mark: Mark) -> Iterator[tuple[str, str | None]]:
    states = (
        "read" if mark.read else "unread",
        "bookmarked" if mark.bookmarked else None,
        "in the queue" if mark.queued else None,
    )
    reached = parse_reached(mark.reached)
    yield "State", ", ".join(filter(None, states))
    yield "Rating", f"{mark.rating} of {RATINGS[-1]}" if mark.rating else None
    yield "To be read on", _day(mark.read_on)
    yield "Read as far as", reached.label if reached else None
    yield "Colour", mark.colour
    yield "Sign", mark.sign
    yield "Tags", ", ".join(mark.tags)


def _authors(paper: Paper, most: int) -> str:
    more = len(paper.authors) - most
    return ", ".join(paper.authors[:most]) + (f" and {more} more" if more > 0 else "")


def _count(number: int | None) -> str | None:
    return None if number is None else str(number)


def _day(day: date | None) -> str | None:
    return None if day is None else day.isoformat()
