"""BibTeX that bibtex and biber both take, in LaTeX that both print."""

import re
from collections.abc import Callable, Iterator, Sequence
from functools import lru_cache

from reader.core.entry import Entry
from reader.core.identifier import is_local
from reader.export.key import citation_keys, year_of
from reader.export.label import abstract_of, keywords_of
from reader.export.latex import escape, literal, protect
from reader.export.macro import without_macros
from reader.export.name import parse_name

_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_UNSAFE_NAME = re.compile(r"[{},]|\band\b", re.IGNORECASE)
_VERBATIM_JUNK = re.compile(r"[\\{}\s]")


def render(entries: Sequence[Entry]) -> str:
    """Return one `@misc` item for each paper, in the order given."""
    keys = citation_keys(entries)
    unique = {entry.id: entry for entry in entries}
    return "\n".join(_item(entry, keys[entry.id]) for entry in unique.values()) or "\n"


def _item(entry: Entry, key: str) -> str:
    fields = "".join(f"  {name} = {value},\n" for name, value in _fields(entry))
    if not entry.paper.authors:
        fields += f"  key = {{{key}}},\n"  # what bibtex sorts by where nobody is named
    return f"@misc{{{key},\n{fields}}}\n"


def _fields(entry: Entry) -> Iterator[tuple[str, str]]:
    paper, mark = entry.paper, entry.mark
    yield "title", f"{{{protect(escape(paper.title))}}}"
    if paper.authors:
        yield "author", f"{{{' and '.join([_author(name, paper.organization) for name in paper.authors])}}}"
    if year := year_of(paper):
        yield "year", f"{{{year}}}"
    if paper.published:
        yield "month", _MONTHS[paper.published.month - 1]
        yield "day", f"{{{paper.published.day}}}"
    if not is_local(paper.id):
        yield "eprint", f"{{{paper.id}}}"
        yield "archivePrefix", "{arXiv}"
        if paper.categories:
            yield "primaryClass", f"{{{paper.categories[0]}}}"
    if paper.doi:
        yield "doi", f"{{{_verbatim(paper.doi)}}}"
    if address := paper.url or paper.project:
        yield "url", f"{{{_verbatim(address)}}}"
    if is_local(paper.id):
        yield "paperid", f"{{{paper.id}}}"
    if words := keywords_of(entry, primary=False):
        yield "keywords", f"{{{', '.join(map(_keyword, words))}}}"
    # `note` is printed in the bibliography; what a person wrote for themselves is not.
    if mark.note:
        yield "annote", f"{{{_block(mark.note, literal)}}}"
    if abstract := abstract_of(paper):
        yield "abstract", f"{{{_block(without_macros(abstract), escape)}}}"


@lru_cache(maxsize=8_192)  # who signs one paper signs others
def _author(text: str, organization: str | None) -> str:
    """Return a name so that BibTeX parts it as we do; braces keep whole what has no parts."""
    name = parse_name(text, organization)
    parts = [name.full_family, name.suffix, name.given] if name.suffix else [name.full_family, name.given]
    if not name.given or _UNSAFE_NAME.search(" ".join(parts)):
        return f"{{{escape(text)}}}"
    return ", ".join(map(escape, parts))


def _keyword(text: str) -> str:
    """Return a keyword, in braces where it holds what parts keywords."""
    return f"{{{literal(text)}}}" if "," in text or ";" in text else literal(text)


def _block(text: str, write: Callable[[str], str]) -> str:
    """Return text of several paragraphs in one line."""
    return r" \par ".join([write(" ".join(part.split())) for part in text.split("\n\n")])


def _verbatim(address: str) -> str:
    """Return an address as bibliography styles expect it, unescaped, without what would end the field."""
    return _VERBATIM_JUNK.sub(lambda found: f"%{ord(found.group()):02X}", address)
