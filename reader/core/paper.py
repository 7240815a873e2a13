"""A research paper as the reader knows it."""

from dataclasses import dataclass, fields, replace
from datetime import date
from typing import Any

from reader.core.identifier import is_local

SAMPLE_LABEL = "(sample summary)"
"""What an export puts before an abstract of the bundled sample, which is not the authors' own."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Paper:
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
    sample: bool = False
    """Whether it comes from the bundled sample, its abstract in our own words."""

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
        """Return the paper with what `newer` knows, keeping what only this one knows."""
        if self.sample and not newer.sample:
            return newer
        if newer.sample and not self.sample:
            return self
        known: dict[str, Any] = {
            field.name: value
            for field in fields(newer)
            if (value := getattr(newer, field.name)) not in (None, ())
        }
        return replace(self, **known)


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


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None
