"""The filter language: words, "phrases", -not, OR, parentheses, `field:`, `is:`, `has:` and comparisons; pure."""

from collections.abc import Mapping
from contextlib import suppress
from datetime import date

from reader.core.errors import QueryError
from reader.core.fold import placed_words, words
from reader.core.identifier import parse_identifier
from reader.core.query_parser import FIELDS, TERM_LIMIT, TEXT_FIELDS, Parser
from reader.core.query_token import plain, readable, tokens
from reader.core.query_tree import All, Any, Flag, Node, Not, Range, Term, all_terms, positive_terms
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
    "joined",
    "parse_query",
    "positive_terms",
]

LENGTH_LIMIT = 10_000
"""Longest query, in characters."""

_LONGEST_CUT = 50
"""Most characters at the end of a query that are taken for not finished."""

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


def retagged(text: str, old: str, new: str) -> str:
    """Return the query with another name for a tag wherever it names just that one; the rest stays as typed."""
    sought, name = tuple(words(old)), " ".join(words(new))
    if not (sought and name):
        return text
    pieces, at = [], 0
    for term in sorted(all_terms(parse_query(text)), key=lambda term: term.start):
        if term.field == "tag" and term.words == sought:
            pieces += [text[at : term.start], f'"{name}"']
            at = term.end
    return "".join(pieces) + text[at:]


def joined(first: str, second: str) -> str:
    """Return a query that means both, each of which may not be finished; `QueryError` where one is wrong."""
    return f"({_closed(first)}) ({_closed(second)})"


def _closed(text: str) -> str:
    """Return a query with its open quote and parentheses closed, and without what is not finished at its end."""
    parse_query(text)
    text = readable(text)[0].rstrip()
    for cut in range(min(len(text), _LONGEST_CUT) + 1):
        closed = _with_ends(text[: len(text) - cut].rstrip())
        with suppress(QueryError):
            parse_query(f"({closed})")
            return closed
    return text


def _with_ends(text: str) -> str:
    quoted = text if plain(text).count('"') % 2 == 0 else f'{text}"'
    kinds = [token.kind for token in tokens(plain(quoted))]
    return quoted + ")" * (kinds.count("open") - kinds.count("close"))
