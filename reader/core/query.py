"""The filter language: words, "phrases", -not, OR, parentheses, `field:`, `is:`, `has:` and comparisons; pure."""

from collections.abc import Mapping
from datetime import date

from reader.core.errors import QueryError
from reader.core.fold import placed_words
from reader.core.identifier import parse_identifier
from reader.core.query_parser import FIELDS, TERM_LIMIT, TEXT_FIELDS, Parser
from reader.core.query_token import plain, readable
from reader.core.query_tree import All, Any, Flag, Node, Not, Range, Term, positive_terms
from reader.core.query_value import FLAGS

__all__ = [
    "FIELDS",
    "FLAGS",
    "LENGTH_LIMIT",
    "TERM_LIMIT",
    "TEXT_FIELDS",
    "All",
    "Any",
    "Flag",
    "Node",
    "Not",
    "Range",
    "Term",
    "corrected",
    "parse_query",
    "positive_terms",
]

LENGTH_LIMIT = 10_000
"""Longest query, in characters."""

_CORRECTED_FIELDS = (None, "title", "authors", "abstract", "keywords")


def parse_query(text: str, today: date | None = None) -> Node:
    """Return the tree of a query; `QueryError` with the place where it cannot be understood.

    What is not finished, as it is at most keystrokes, means what is complete so far.
    """
    if len(text) > LENGTH_LIMIT:
        raise QueryError(
            f"A filter may have {LENGTH_LIMIT:,} characters, this one has {len(text):,}.", LENGTH_LIMIT
        )
    seen, places = readable(text)
    if identifier := parse_identifier(plain(seen)):
        return Term((identifier,), "id", exact=True, text=text, end=len(text))
    try:
        return Parser(seen, places, today or date.today()).parse()  # noqa: DTZ011 (the person's own day)
    except QueryError as error:
        raise QueryError(str(error), places[error.position]) from error


def corrected(text: str, corrections: Mapping[str, str]) -> str:
    """Return the query with other words for misspelt ones (by their folded form); the rest stays as typed.

    Only what is searched with typos is replaced: no phrases, conditions, field names or excluded words.
    """
    pieces, at = [], 0
    terms = [term for term in positive_terms(parse_query(text)) if not term.exact]
    for term in sorted(terms, key=lambda term: term.start):
        if term.field not in _CORRECTED_FIELDS:
            continue
        for word in placed_words(text[term.start : term.end]):
            start = term.start + word.start
            if word.folded in corrections and start >= at:
                pieces += [text[at:start], corrections[word.folded]]
                at = term.start + word.end
    return "".join(pieces) + text[at:]
