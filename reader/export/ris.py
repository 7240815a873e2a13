"""RIS, the exchange format of Zotero, EndNote and Mendeley: one tag and its value a line."""

from collections.abc import Iterator, Sequence

from reader.core.entry import Entry
from reader.core.identifier import is_local
from reader.core.prose import plain
from reader.export.key import citation_keys, year_of
from reader.export.label import abstract_of, keywords_of
from reader.export.name import parse_name, plain_name


def render(entries: Sequence[Entry]) -> str:
    """Return one reference of the type “unpublished work” for each paper, in the order given."""
    keys = citation_keys(entries)
    return "\n".join(_reference(entry, keys[entry.id]) for entry in entries) or "\n"


def _reference(entry: Entry, key: str) -> str:
    # A value that held a line break would begin a tag of its own.
    lines = [f"{tag}  - {' '.join(value.split())}" for tag, value in _values(entry, key)]
    return "\n".join([*lines, "ER  - ", ""])


def _values(entry: Entry, key: str) -> Iterator[tuple[str, str]]:
    paper, mark = entry.paper, entry.mark
    yield "TY", "UNPB"
    yield "ID", key
    yield "TI", plain(paper.title) or paper.title
    for author in paper.authors:
        yield "AU", _author(plain_name(author), paper.organization)
    if year := year_of(paper):
        yield "PY", str(year)
    if paper.published:
        yield "DA", paper.published.strftime("%Y/%m/%d")
    if not is_local(paper.id):
        yield "PB", "arXiv"
        yield "AN", f"arXiv:{paper.id}"
    else:
        yield "AN", paper.id
    if paper.doi:
        yield "DO", paper.doi
    if address := paper.url or paper.project:
        yield "UR", address
    if paper.pdf_url:
        yield "L1", paper.pdf_url
    for word in keywords_of(entry):
        yield "KW", word
    if mark.note:
        yield "N1", mark.note
    if abstract := abstract_of(paper):
        yield "AB", plain(abstract)


def _author(text: str, organization: str | None) -> str:
    name = parse_name(text, organization)
    if not name.given:
        # The comma at the end says that the name is not to be parted.
        return f"{name.family},"
    return ", ".join(part for part in (name.full_family, name.given, name.suffix) if part)
