"""CSL-JSON, what citeproc, pandoc and Zotero read (schema 1.0.2, where a preprint is an `article`)."""

import json
from collections.abc import Sequence
from datetime import date
from typing import Any

from reader.core.entry import Entry
from reader.core.identifier import is_local
from reader.core.joined import joined
from reader.core.paper import Paper
from reader.core.prose import plain
from reader.export.key import citation_keys, year_of
from reader.export.label import abstract_of, keywords_of
from reader.export.name import parse_name, plain_name


def render(entries: Sequence[Entry]) -> str:
    """Return a JSON array with one item for each paper, in the order given."""
    keys = citation_keys(entries)
    items = [_item(entry, keys[entry.id]) for entry in entries]
    return json.dumps(items, ensure_ascii=False, indent=2) + "\n"


def _item(entry: Entry, key: str) -> dict[str, Any]:
    paper, mark = entry.paper, entry.mark
    preprint = not is_local(paper.id)
    item = {
        "id": key,
        "type": "article",
        "title": plain(paper.title) or paper.title,
        "author": [_author(plain_name(author), paper.organization) for author in paper.authors],
        "issued": _date(paper),
        "abstract": plain(abstract) if (abstract := abstract_of(paper)) else None,
        "publisher": "arXiv" if preprint else None,
        "number": f"arXiv:{paper.id}" if preprint else paper.id,
        "genre": "Preprint" if preprint else None,
        "DOI": paper.doi,
        "URL": paper.url or paper.project,
        "keyword": joined(keywords_of(entry), commas=True),
        "annote": mark.note,
    }
    return {name: value for name, value in item.items() if value}


def _date(paper: Paper) -> dict[str, list[list[int]]] | None:
    match paper.published, year_of(paper):
        case date() as day, _:
            return {"date-parts": [[day.year, day.month, day.day]]}
        case None, int(year):
            return {"date-parts": [[year]]}
        case _:
            return None


def _author(text: str, organization: str | None) -> dict[str, str]:
    name = parse_name(text, organization)
    if not name.given:
        return {"literal": name.family}
    parts = {
        "family": name.family,
        "given": name.given,
        "non-dropping-particle": name.particle,
        "suffix": name.suffix,
    }
    return {part: value for part, value in parts.items() if value}
