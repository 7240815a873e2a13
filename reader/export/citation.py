"""Ways to cite one paper, short enough for the clipboard."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

from reader.core.entry import Entry
from reader.core.identifier import is_local
from reader.core.paper import Paper
from reader.core.prose import plain
from reader.export.key import year_of
from reader.export.markdown import link
from reader.export.name import parse_name, plain_name

_APA_AUTHORS = 20


@dataclass(frozen=True, slots=True)
class Citation:
    """A way to cite: its name, its title for people, and its text for a paper, `None` where the paper has none."""

    name: str
    title: str
    render: Callable[[Paper], str | None]


def bibtex(paper: Paper) -> str:
    """Return the paper's BibTeX item."""
    # LaTeX is a large module, and the other citations do without it.
    from reader.export.bibtex import render

    return render([Entry(paper)])


def apa(paper: Paper) -> str:
    """Return the sentence that APA 7 asks for a preprint, without italics.

    “Vaswani, A., & Shazeer, N. (2017). Title (arXiv:1706.03762). arXiv. https://doi.org/10.48550/arXiv.1706.03762”
    """
    authors = _apa_names(paper)
    year = f"({year_of(paper) or 'n.d.'})."
    title = plain(paper.title)
    preprint = not is_local(paper.id)
    title = f"{title} (arXiv:{paper.id})." if preprint else _ended(title)
    # Without an author the title takes the author's place.
    parts = [_ended(authors), year, title] if authors else [title, year]
    if preprint:
        parts.append(f"arXiv. https://doi.org/10.48550/arXiv.{paper.id}")
    elif paper.doi:
        parts.append(f"https://doi.org/{paper.doi}")
    elif paper.project:
        parts.append(paper.project)
    return " ".join(parts)


def markdown_link(paper: Paper) -> str:
    """Return the title as a Markdown link to the abstract page, as plain text where the paper has none."""
    return link(plain(paper.title), paper.url or paper.project)


def identifier(paper: Paper) -> str | None:
    """Return the arXiv identifier."""
    return None if is_local(paper.id) else paper.id


def address(paper: Paper) -> str | None:
    """Return the address of the abstract page."""
    return paper.url


def _ended(text: str) -> str:
    return text if text.endswith((".", "?", "!", "…")) else f"{text}."


def _apa_names(paper: Paper) -> str:
    """Return the authors by the rules of APA 7: up to twenty, of more the first nineteen and the last."""
    authors = paper.authors
    shown = authors if len(authors) <= _APA_AUTHORS else (*authors[: _APA_AUTHORS - 1], authors[-1])
    names = [_apa_name(plain_name(author), paper.organization) for author in shown]
    if len(authors) > _APA_AUTHORS:
        return f"{', '.join(names[:-1])}, . . . {names[-1]}"
    return f"{', '.join(names[:-1])}, & {names[-1]}" if len(names) > 1 else "".join(names)


def _apa_name(author: str, organization: str | None) -> str:
    name = parse_name(author, organization)
    return ", ".join(part for part in (name.full_family, name.initials, name.suffix) if part)


_CITATIONS = (
    Citation("bibtex", "BibTeX", bibtex),
    Citation("sentence", "Sentence (APA)", apa),
    Citation("markdown", "Markdown link", markdown_link),
    Citation("id", "arXiv identifier", identifier),
    Citation("url", "Address", address),
)

CITATIONS: Final[Mapping[str, Citation]] = MappingProxyType({each.name: each for each in _CITATIONS})
"""Every way to cite by its name, in the order in which they are offered."""
