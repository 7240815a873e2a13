"""The small tables of the library: for each, how its documents become values and values become fields."""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import TYPE_CHECKING, Any, NamedTuple

from reader.core.border import as_line
from reader.core.follow import Follow
from reader.core.item import FOLLOWS, HIGHLIGHTS, SEARCHES, SENDINGS, WATCHES
from reader.core.passage import Passage
from reader.core.saved_search import NAME_LIMIT, SavedSearch
from reader.core.sending import Sending
from reader.core.text import clean_line
from reader.core.watch import Watch
from reader.library.record import is_identifier, time_from_text, time_to_text
from reader.library.stamp import changed_document

if TYPE_CHECKING:
    from reader.core.item import Item


class ItemKind(NamedTuple):
    """How one table is read and written."""

    title: str
    """What one of its items is called in a sentence."""
    read: "Callable[[str, Any], Item | None]"
    """Return the item of a key and its document; `None` when the document is none."""
    fields: Callable[[Any], dict[str, Any]]
    """Return the fields of its document, `None` for those that are not set."""
    names: tuple[str, ...]
    """The names of these fields."""
    together: bool = False
    """Whether its fields are one thing: of two that were changed apart, the newer one counts as a whole."""


_SEARCH_FIELDS = ("query", "created_at", "scope")


_FOLLOW_FIELDS = ("kind", "name", "created_at")


def _search_from_document(name: str, document: Any) -> SavedSearch | None:
    if not isinstance(document, dict) or not name or clean_line(name, NAME_LIMIT) != name:
        return None
    query, created = as_line(document.get("query")), time_from_text(document.get("created_at"))
    if query is None or created is None:
        return None
    return SavedSearch(name, query, created, as_line(document.get("scope")))


def _search_to_fields(search: SavedSearch) -> dict[str, Any]:
    return {
        "query": as_line(search.query),
        "created_at": time_to_text(search.created_at),
        "scope": as_line(search.scope),
    }


def _follow_from_document(_key: str, document: Any) -> Follow | None:
    if not isinstance(document, dict):
        return None
    kind, name, created = (
        document.get("kind"),
        document.get("name"),
        time_from_text(document.get("created_at")),
    )
    texts = [text for text in (kind, name) if isinstance(text, str) and text]
    if len(texts) < 2 or created is None or any(clean_line(text) != text for text in texts):
        return None
    return Follow(texts[0], texts[1], created)


def _follow_to_fields(follow: Follow) -> dict[str, Any]:
    return {"kind": follow.kind, "name": follow.name, "created_at": time_to_text(follow.created_at)}


_SENDING_FIELDS = ("created_at", "to", "papers")


def _sending_from_document(_key: str, document: Any) -> Sending | None:
    if not isinstance(document, dict):
        return None
    created, papers = time_from_text(document.get("created_at")), document.get("papers")
    if created is None or not isinstance(papers, list):
        return None
    return Sending(created, tuple(filter(None, map(as_line, papers))), as_line(document.get("to")))


def _sending_to_fields(sending: Sending) -> dict[str, Any]:
    return {
        "created_at": time_to_text(sending.created_at),
        "to": sending.to,
        "papers": list(sending.papers),
    }


_WATCH_FIELDS = ("channels", "created_at", "token", "command")


def _watch_from_document(subject: str, document: Any) -> Watch | None:
    if not isinstance(document, dict) or not subject or clean_line(subject) != subject:
        return None
    channels, command = _texts(document.get("channels")), _texts(document.get("command", []))
    created, token = time_from_text(document.get("created_at")), as_line(document.get("token"))
    if created is None or token is None or channels is None or command is None:
        return None
    return Watch(subject, channels, created, token, command)


def _texts(value: object) -> tuple[str, ...] | None:
    return tuple(value) if isinstance(value, list) and all(isinstance(each, str) for each in value) else None


def _watch_to_fields(watch: Watch) -> dict[str, Any]:
    return {
        "channels": list(watch.channels),
        "created_at": time_to_text(watch.created_at),
        "token": watch.token,
        "command": list(watch.command) or None,
    }


_PASSAGE_FIELDS = ("paper", "quote", "before", "after", "section", "version", "note", "created_at")


def _passage_from_document(key: str, document: Any) -> Passage | None:
    if not isinstance(document, dict):
        return None
    from reader.core.passage_record import passage_from_record  # with the first highlight, not at the start

    paper = document.get("paper")
    if not isinstance(paper, str) or not is_identifier(paper):
        return None
    return passage_from_record(document, paper, key)


def _passage_to_fields(passage: Passage) -> dict[str, Any]:
    return {
        "paper": passage.paper,
        "quote": passage.quote,
        "before": passage.before or None,
        "after": passage.after or None,
        "section": passage.section or None,
        "version": passage.version,
        "note": passage.note,
        "created_at": time_to_text(passage.created_at),
    }


ITEM_KINDS: Mapping[str, ItemKind] = {
    SEARCHES: ItemKind("The saved search", _search_from_document, _search_to_fields, _SEARCH_FIELDS),
    FOLLOWS: ItemKind("The follow of", _follow_from_document, _follow_to_fields, _FOLLOW_FIELDS),
    SENDINGS: ItemKind("The digest", _sending_from_document, _sending_to_fields, _SENDING_FIELDS),
    WATCHES: ItemKind("The watch of", _watch_from_document, _watch_to_fields, _WATCH_FIELDS),
    HIGHLIGHTS: ItemKind(
        "The highlight", _passage_from_document, _passage_to_fields, _PASSAGE_FIELDS, together=True
    ),
}
"""The small tables by name; another one needs a line here and a value in `reader.core`."""


def document_with_item(
    kind: ItemKind, document: object, item: "Item | None", now: datetime
) -> dict[str, Any] | None:
    """Return the document with the item's fields, the times of what changed, and everything unknown carried along."""
    fields = dict.fromkeys(kind.names) if item is None else kind.fields(item)
    return changed_document(document, fields, now, together=kind.together)
