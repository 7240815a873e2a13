"""One item of a Hugging Face list, as a paper.

An item is `{"paper": {…}, "numComments": …, "submittedBy": …}`; a single paper is the inner object alone. `hf papers`
prints a mixture of both under names of its own.
"""

from datetime import date
from typing import Any
from urllib.parse import urlsplit

from reader.core.border import as_address, as_day, paper_from_record
from reader.core.errors import FormatError
from reader.core.identifier import is_local
from reader.core.origin import HUGGING_FACE
from reader.core.paper import Paper

_BASE_URL = "https://huggingface.co"
_PAPER_FIELDS = frozenset(("publishedAt", "published_at", "discussionId", "discussion_id", "ai_summary"))
_OF_COMMAND_LINE = {
    "published_at": "publishedAt",
    "submitted_by": "submittedOnDailyBy",
    "project_page": "projectPage",
    "github_repo": "githubRepo",
    "github_stars": "githubStars",
}
"""What `hf papers` calls the fields of a paper."""
_NOTHING: dict[str, Any] = {}


def parse_items(items: list[object], listed: date | None = None) -> tuple[tuple[Paper, ...], int]:
    """Return the papers of a list in its order, and how many items were none.

    `listed` is the day that was asked for; the service did not name it itself before March 2025.
    """
    papers: list[Paper] = []
    for item in items:
        try:
            papers.append(paper_from_item(item, listed))
        except FormatError:
            continue
    return tuple(papers), len(items) - len(papers)


def paper_from_item(item: object, listed: date | None = None) -> Paper:
    """Return the paper of an item; `FormatError` when it has no title or no arXiv identifier."""
    outer = _object(item)
    inner = _object(outer.get("paper"))
    identifier = inner.get("id")
    # A local identifier may only come from this machine.
    if not isinstance(identifier, str) or is_local(identifier.strip()):
        raise FormatError("The item has no arXiv identifier.")
    listed_at = inner.get("submittedOnDailyAt")
    if listed and as_day(listed_at) is None:
        listed_at = listed.isoformat()
    return paper_from_record(
        {
            "id": identifier,
            "title": inner.get("title") or outer.get("title"),
            "authors": _authors(inner.get("authors")),
            "abstract": inner.get("summary") or outer.get("summary"),
            # Never the outer publishedAt, which is hours off.
            "published": inner.get("publishedAt"),
            "listed": listed_at,
            "upvotes": inner.get("upvotes"),
            "comments": outer.get("numComments"),
            "keywords": inner.get("ai_keywords"),
            "summary": inner.get("ai_summary"),
            "organization": _name(inner.get("organization")) or _name(outer.get("organization")),
            "submitted_by": _name(inner.get("submittedOnDailyBy")) or _name(outer.get("submittedBy")),
            "github": _github(inner.get("githubRepo")),
            "stars": inner.get("githubStars"),
            "project": _project(inner.get("projectPage")),
        },
        source=HUGGING_FACE,
    )


def is_item(value: object) -> bool:
    """Tell whether a value of a file is an item, a paper alone, or one of those that `hf papers` prints."""
    known = _object(value)
    return isinstance(known.get("paper"), dict) or (
        "abstract" not in known and not _PAPER_FIELDS.isdisjoint(known)
    )


def paper_from_export(value: object) -> Paper:
    """Return the paper of a value that is an item as `is_item` knows it; `FormatError` as for other items."""
    known = _object(value)
    if isinstance(known.get("paper"), dict):
        return paper_from_item(known)
    inner = {_OF_COMMAND_LINE.get(name, name): field for name, field in known.items()}
    return paper_from_item({"paper": inner, "numComments": known.get("comments")})


def _object(value: object) -> dict[str, Any]:
    return value if isinstance(value, dict) else _NOTHING


def _authors(value: object) -> list[object]:
    """Return every author's name, hidden ones too: hiding concerns a profile, a citation needs them all."""
    if not isinstance(value, list):
        return []
    return [_object(author).get("name") or _object(author).get("fullname") for author in value]


def _name(value: object) -> str | None:
    """Return the name of a person or an organisation, their login where they gave none."""
    known = _object(value)
    for key in ("fullname", "user", "username", "name"):
        if isinstance(name := known.get(key), str) and name.strip():
            return name
    return None


def _github(value: object) -> str | None:
    address = as_address(value)
    host = urlsplit(address).hostname if address else None
    return address if host in ("github.com", "www.github.com") else None


def _project(value: object) -> str | None:
    relative = isinstance(value, str) and value.strip().startswith("/")
    return as_address(value, _BASE_URL if relative else None)
