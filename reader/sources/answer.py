"""Answers of Hugging Face, read: lists, papers, texts, and the refusals that look like success."""

import json
import re
from datetime import date
from urllib.parse import parse_qsl, urlsplit

from reader.core.errors import FormatError, NotFoundError, RefusedError, SourceError
from reader.core.linked import Links
from reader.core.paper import Paper
from reader.core.text import clean_line
from reader.sources.failure import words_of
from reader.sources.item import paper_from_item, parse_items
from reader.sources.repository import links_from_item
from reader.sources.request import Reply

NAME = "Hugging Face"

_LINK_LIMIT = 4_000
_LINK = re.compile(r"<([^<>]*)>([^<]*)")
_NEXT = re.compile(r"\brel\s*=\s*\"?[^\";,]*\bnext\b", re.IGNORECASE)


def _following(reply: Reply) -> dict[str, str]:
    """Return the parameters of the next page, empty after the last.

    Only the question is taken from the link, never its address, so no answer can lead us elsewhere.
    """
    for address, attributes in _LINK.findall(reply.headers.get("link", "")[:_LINK_LIMIT]):
        if _NEXT.search(attributes):
            try:
                return dict(parse_qsl(urlsplit(address).query))
            except ValueError:
                return {}
    return {}


def papers_of(reply: Reply) -> tuple[tuple[Paper, ...], int]:
    """Return papers and the number of bad items."""
    papers, skipped = parse_items(_array(reply))
    refuse_if_all_bad(papers, skipped)
    return papers, skipped


def page_of(reply: Reply, listed: date | None) -> tuple[tuple[Paper, ...], int, dict[str, str]]:
    """Return papers, the number of bad items, and the question for the next page."""
    papers, skipped = parse_items(_array(reply), listed)
    return papers, skipped, _following(reply)


def detail_of(reply: Reply) -> tuple[Paper, Links]:
    """Return a single paper and its repositories; `SourceError` when the answer is none."""
    item = _json(reply)
    try:
        return paper_from_item({"paper": item}), links_from_item(item if isinstance(item, dict) else {})
    except FormatError as error:
        raise SourceError(f"{NAME} answered with something that is not a paper.") from error


def markdown_of(reply: Reply) -> str:
    """Return a text; `NotFoundError` when it is empty, `SourceError` for a web page."""
    text = reply.body.decode("utf-8", "replace")
    if "html" in reply.headers.get("content-type", "") or text.lstrip()[:9].lower() in ("<!doctype", "<html"):
        raise SourceError(
            f"{NAME} answered with a web page instead of a text; a log-in page of the network may be in the way, which a browser shows."
        )
    if not text.strip():
        raise NotFoundError(f"{NAME} has no text of this paper.")
    return text


def _json(reply: Reply) -> object:
    try:
        return json.loads(reply.body)
    except (ValueError, RecursionError) as error:
        if reply.body.lstrip()[:1] == b"<" or "html" in reply.headers.get("content-type", ""):
            message = (
                f"{NAME} answered with a web page instead of papers; "
                "a log-in page of the network may be in the way, which a browser shows."
            )
        else:
            message = f"{NAME} answered with something that cannot be read (broken JSON); try again in a few minutes."
        raise SourceError(message) from error


def _array(reply: Reply) -> list[object]:
    """Return the list that is due; an object in its place is an error, with the service's own words."""
    data = _json(reply)
    if isinstance(data, list):
        return data
    if words := words_of(data):
        raise RefusedError(f"{NAME} refused the request: {words}", reply.status)
    kind = "an object" if isinstance(data, dict) else "a single value"
    keys = ", ".join(clean_line(key, 30) for key in list(data)[:5]) if isinstance(data, dict) else ""
    holding = f" (holding {keys})" if keys else ""
    raise SourceError(f"{NAME} answered with {kind}{holding} instead of a list of papers; try again later.")


def refuse_if_all_bad(papers: tuple[Paper, ...], skipped: int) -> None:
    """Raise `SourceError` for a list without one paper but with items."""
    if skipped and not papers:
        raise SourceError(f"{NAME} answered with {skipped} items, none of which is a paper; try again later.")
