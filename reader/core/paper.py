"""A research paper as the reader knows it."""

from datetime import date
from typing import Any, NamedTuple

from reader.core.identifier import is_local
from reader.core.origin import rank

SAMPLE_LABEL = "(sample summary)"
"""What an export puts before an abstract of the bundled sample, which is not the authors' own."""


class Paper(NamedTuple):
    """A paper with terminal-safe text; built only at the border, by `reader.core.border`."""

    id: str
    """arXiv identifier without version, or `local-…`."""
    title: str
    authors: tuple[str, ...] = ()
    abstract: str | None = None
    published: date | None = None
    """Day of the first version on arXiv."""
    listed: date | None = None
    """Day on which it stood on Hugging Face's daily list."""
    updated: date | None = None
    """Day of the newest version on arXiv."""
    upvotes: int | None = None
    comments: int | None = None
    categories: tuple[str, ...] = ()
    """arXiv categories, the primary one first."""
    keywords: tuple[str, ...] = ()
    summary: str | None = None
    """One sentence written by a language model of Hugging Face."""
    organization: str | None = None
    submitted_by: str | None = None
    github: str | None = None
    stars: int | None = None
    project: str | None = None
    doi: str | None = None
    version: int | None = None
    """Number of the newest version on arXiv that was seen."""
    revised: date | None = None
    """Day on which that version was first seen here, where an older one was known before."""
    comment: str | None = None
    """The authors' own remark on arXiv: pages, conference, why it was withdrawn."""
    journal_ref: str | None = None
    withdrawn: bool | None = None
    """Whether its authors took it back; `None` where only arXiv could tell."""
    sample: bool = False
    """Whether it comes from the bundled sample, its abstract in our own words."""
    source: str = ""
    """The origin (`reader.core.origin`) of the title, and of every field that `others` does not name."""
    others: tuple[tuple[str, str], ...] = ()
    """Field and origin of what came from elsewhere, by field."""

    @property
    def url(self) -> str | None:
        """Address of the abstract page."""
        return None if is_local(self.id) else f"https://arxiv.org/abs/{self.id}"

    @property
    def pdf_url(self) -> str | None:
        """Address of the PDF."""
        return None if is_local(self.id) else f"https://arxiv.org/pdf/{self.id}"

    @property
    def huggingface_url(self) -> str | None:
        """Address of the page on Hugging Face; it has none for identifiers before April 2007."""
        return None if is_local(self.id) or "/" in self.id else f"https://huggingface.co/papers/{self.id}"

    def merged_with(self, newer: "Paper") -> "Paper":
        """Return the paper with what both know, each field from the best source; of one source the newer one counts."""
        if self.sample and not newer.sample:
            return newer
        if newer.sample and not self.sample:
            return self
        if self.source == newer.source and not self.others and not newer.others:
            return self._replace(
                **{name: value for name in _FIELDS if _is_known(value := getattr(newer, name))}
            )
        own, theirs = self.origins(), newer.origins()
        better = {
            name: getattr(newer, name)
            for name, origin in theirs.items()
            if name not in own or rank(own[name]) <= rank(origin)
        }
        origins = own | {name: theirs[name] for name in better}
        source = origins["title"]
        others = tuple(sorted((name, origin) for name, origin in origins.items() if origin != source))
        revised = max(filter(None, (self.revised, newer.revised)), default=None)
        return self._replace(**better, revised=revised, source=source, others=others)

    def origins(self) -> dict[str, str]:
        """Return where each known field comes from."""
        elsewhere = dict(self.others)
        return {name: elsewhere.get(name, self.source) for name in _FIELDS if _is_known(getattr(self, name))}


_FIELDS = tuple(name for name in Paper._fields if name not in ("id", "sample", "revised", "source", "others"))
"""What a source tells of a paper."""


def _is_known(value: object) -> bool:
    return value is not None and value != ()


def paper_to_record(paper: Paper) -> dict[str, Any]:
    """Return the paper as the JSON object that other programs rely on; unknown values are `None`."""
    return {
        "id": paper.id,
        "title": paper.title,
        "authors": list(paper.authors),
        "abstract": paper.abstract,
        "published": _iso(paper.published),
        "listed": _iso(paper.listed),
        "updated": _iso(paper.updated),
        "upvotes": paper.upvotes,
        "comments": paper.comments,
        "categories": list(paper.categories) or None,
        "keywords": list(paper.keywords) or None,
        "summary": paper.summary,
        "organization": paper.organization,
        "submitted_by": paper.submitted_by,
        "github": paper.github,
        "stars": paper.stars,
        "project": paper.project,
        "url": paper.url,
        "pdf_url": paper.pdf_url,
        "doi": paper.doi,
    } | ({"sample": True} if paper.sample else {})


def further_fields(paper: Paper) -> dict[str, Any]:
    """Return what sources tell of the paper besides what `paper_to_record` has; unknown values are `None`."""
    return {
        "version": paper.version,
        "comment": paper.comment,
        "journal_ref": paper.journal_ref,
        "withdrawn": paper.withdrawn,
    }


def paper_to_stored(paper: Paper) -> dict[str, Any]:
    """Return all that is known of the paper as an object for our own store, without what is derived."""
    record = paper_to_record(paper) | further_fields(paper)
    record |= {
        "revised": _iso(paper.revised),
        "source": paper.source or None,
        "others": dict(paper.others) or None,
    }
    return {
        name: value
        for name, value in record.items()
        if value not in (None, []) and name not in ("url", "pdf_url")
    }


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None
