"""One reference of a bibliography, in whatever format, as a paper that somebody keeps."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from reader.core.border import as_line, as_lines, paper_from_record
from reader.core.identifier import parse_identifier
from reader.core.mark import Mark
from reader.core.mark_record import TAG_LIMIT
from reader.core.paper import SAMPLE_LABEL
from reader.core.text import clean_note
from reader.sources.records import Imported

TOPIC = "topic: "
"""Before a keyword that is the paper's own and no tag of the person's."""

_IN_TEXT = re.compile(
    r"(?:arxiv(?:\.org)?\s*[:./]\s*(?:(?:abs|pdf|html|arxiv)[/.])?|\babs/)"
    r"(?P<id>\d{4}\.\d{4,5}|[a-z-]+(?:\.[a-z]{2})?/\d{7})(?!\d)",
    re.IGNORECASE,
)
_SUFFIX = re.compile(r"(?:jr|sr|i{2,3}|iv)\.?", re.IGNORECASE)
_MONTHS = {
    name: number
    for number, name in enumerate(
        ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"), start=1
    )
}
_ARCHIVES = (
    "cs math stat eess econ q-bio q-fin physics astro-ph cond-mat nlin hep-th hep-ph hep-lat hep-ex gr-qc quant-ph"
    " nucl-th nucl-ex math-ph alg-geom chao-dyn cmp-lg dg-ga funct-an patt-sol q-alg solv-int supr-con mtrl-th acc-phys"
    " adap-org ao-sci atom-ph bayes-an chem-ph comp-gas plasm-ph"
)
_is_category = re.compile(
    rf"(?:{'|'.join(_ARCHIVES.split())})(?:\.[A-Z]{{2}}|\.[a-z]{{2}}[a-z-]+)?"
).fullmatch


@dataclass(frozen=True, slots=True, kw_only=True)
class Reference:
    """What a reference says, each value as it is found, not cleaned yet."""

    title: str
    authors: Iterable[str] = ()
    """Each “First Last”."""
    identifier: str | None = None
    abstract: str = ""
    day: str | None = None
    """In ISO 8601."""
    doi: str = ""
    category: str = ""
    """The primary one, where it is told apart."""
    words: Iterable[str] = ()
    """Keywords: tags, categories and topics."""
    addresses: Iterable[str] = ()
    note: str = ""
    """The person's own."""


def bookmark(reference: Reference, now: datetime) -> Imported:
    """Return the paper as a bookmark made at `now`; `FormatError` when it has no title."""
    categories = [reference.category] if reference.category else []
    keywords: list[str] = []
    tags: list[str] = []
    for word in as_lines(list(reference.words), 4 * TAG_LIMIT):
        if word.startswith(TOPIC):
            keywords.append(word.removeprefix(TOPIC))
        else:
            (categories if _is_category(word) else tags).append(word)
    sample = reference.abstract.startswith(SAMPLE_LABEL)
    record: Mapping[str, object] = {
        "id": reference.identifier,
        "title": reference.title,
        "authors": list(reference.authors),
        "abstract": reference.abstract.removeprefix(SAMPLE_LABEL),
        "published": reference.day,
        "doi": reference.doi,
        "categories": categories,
        "keywords": keywords,
        **_places(reference.addresses),
    }
    note = clean_note(reference.note) or None
    mark = Mark(bookmarked_at=now, tags=tuple(tags[:TAG_LIMIT]), note=note)
    return Imported(paper_from_record(record, sample=sample), mark, secondary=True)


def identifier_in(texts: Iterable[str]) -> str | None:
    """Return the first arXiv identifier that one of the texts is or holds."""
    for text in texts:
        bare = text.strip()
        if known := parse_identifier(bare):
            return known
        if found := _IN_TEXT.search(bare[:10_000]):
            return parse_identifier(found["id"])
    return None


def first_last(name: str) -> str:
    """Return `First von Last Jr` of `von Last, Jr, First` or `von Last, First, Jr`; other names as they are."""
    parts = [part.strip() for part in name.split(",")]
    match [part for part in parts if part]:
        case [last, first]:
            return f"{first} {last}"
        case [last, suffix, first] if _SUFFIX.fullmatch(suffix):
            return f"{first} {last} {suffix}"
        case [last, first, suffix] if _SUFFIX.fullmatch(suffix):
            return f"{first} {last} {suffix}"
        case [only]:
            return only
        case _:
            return as_line(name) or ""


def day_of(text: str) -> str | None:
    """Return the ISO day of `2020`, `2020-05`, `2020/05/12/…`; what is missing counts as the first."""
    found = re.match(r"\s*(\d{4})(?:[-/](\d{1,2}))?(?:[-/](\d{1,2}))?", text)
    return day_of_parts(*found.groups("")) if found else None


def day_of_parts(year: str, month: str, day: str) -> str | None:
    """Return the ISO day of a year, a month (number or English name) and a day, written in any LaTeX."""
    if not (found := re.search(r"\b\d{4}\b", year[:1_000])):
        return None
    words = re.findall(r"[A-Za-z]{3,}|\d{1,2}", month[:1_000])
    months = [_MONTHS.get(word[:3].lower(), int(word) if word.isdigit() else 0) for word in words]
    days = re.findall(r"\d{1,2}", day[:1_000]) or [word for word in words[1:] if word.isdigit()]
    for candidate in ((next(iter(months), 1), int(next(iter(days), 1))), (next(iter(months), 1), 1), (1, 1)):
        try:
            return date(int(found[0]), *candidate).isoformat()
        except ValueError:
            continue
    return None


def _places(addresses: Iterable[str]) -> dict[str, object]:
    """Return where the code and the project page are, among addresses that may be the paper's own."""
    known: dict[str, object] = {}
    for address in addresses:
        if "://github.com/" in address:
            known.setdefault("github", address)
        elif address and not parse_identifier(address) and not re.search(r"doi\.org/|arxiv\.org/", address):
            known.setdefault("project", address)
    return known
