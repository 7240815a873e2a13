"""Search and filter: SQLite finds what the query's tree asks for, then `ranking` orders it.

A typed word is first turned into the stored words it may mean (`vocabulary`), so that a typo costs a look at the
words of the catalogue, not at its texts. Every leaf of the tree is a set of papers, and the tree is set algebra.
"""

import itertools
import json
import sqlite3
from collections.abc import Collection, Sequence
from datetime import UTC, datetime
from typing import Any as Whatever

from reader.catalog.database import Database
from reader.catalog.history import rises
from reader.catalog.ranking import Sought, rank
from reader.catalog.vocabulary import Vocabulary
from reader.core.found import Found, Personal
from reader.core.highlight import Highlight, Phrase
from reader.core.order import Order
from reader.core.query import All, Any, Flag, Node, Not, Range, Term, positive_terms

_RANKED_LIMIT = 500
"""Most papers that are ranked by us; of more, the index's own ranking chooses."""

_RANGED = ("upvotes", "stars", "comments", "listed", "published")
_COLUMNS = ("title", "authors", "keywords", "abstract")


class Search:
    """Answers queries from the catalogue's index."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._vocabulary = Vocabulary(database)

    def find(
        self,
        query: Node,
        personal: Personal,
        *,
        within: Sequence[str] | None = None,
        limit: int = 10_000,
        order: Order = Order.RELEVANCE,
        descending: bool | None = None,
        exactly: bool = False,
    ) -> Found:
        """Return what `query` matches among the papers `within` (in that order where nothing ranks), or among all."""
        with self._database.reading() as connection:
            lookup = _Lookup(connection, self._vocabulary, personal, exactly)
            universe = _keys_of(connection, within) if within is not None else None
            everything = set(universe) if universe is not None else lookup.stored()
            keys = lookup.matching(query, everything) & everything
            terms = dict.fromkeys(filter(_is_text, positive_terms(query))) if keys else ()
            sought = [lookup.sought(term) for term in terms]
            scores = rank(connection, _best_by_index(connection, keys, sought), sought) if sought else {}
            unranked = keys - scores.keys()
            others = (
                [key for key in universe if key in unranked]
                if universe is not None
                else _newest_first(connection, unranked)
            )
            ranked = [*scores, *others]
            if order is not Order.RELEVANCE and (order is not Order.LISTED or universe is None):
                ranked = _sorted(connection, ranked, order, descending)
            elif order is Order.LISTED and universe is not None:
                ranked = [key for key in universe if key in keys]
            ordered = ranked[:limit]
            names = _ids_of(connection, ordered)
        return Found(
            ids=tuple(names[key] for key in ordered),
            scores={names[key]: round(scores[key], 4) for key in ordered if key in scores},
            total=len(keys),
            highlight=_highlight(sought),
            corrections={
                meaning.typed: max(meaning.near, key=meaning.near.__getitem__)
                for one in sought
                for meaning in one.meanings
                if meaning.misspelt
            },
        )


class _Lookup:
    """Evaluates one query's tree to sets of paper keys."""

    def __init__(
        self,
        connection: sqlite3.Connection,
        vocabulary: Vocabulary,
        personal: Personal,
        exactly: bool = False,
    ) -> None:
        self._connection = connection
        self._exactly = exactly
        self._vocabulary = vocabulary
        self._personal = personal
        self._sought: dict[Term, Sought] = {}

    def matching(self, node: Node, everything: set[int]) -> set[int]:
        match node:
            case All(parts):
                kept = set(everything)
                for part in parts:
                    if not kept:
                        break
                    kept &= self.matching(part, everything)
                return kept
            case Any(parts):
                return set().union(*(self.matching(part, everything) for part in parts))
            case Not(part):
                return everything - self.matching(part, everything)
            case Flag("is", "unread"):
                return everything - self._flagged(Flag("is", "read"))
            case Flag():
                return self._flagged(node)
            case Range(name, low, high):
                return self._within(name, low, high)
            case Term():
                return self._with_term(node)

    def sought(self, term: Term) -> Sought:
        if term not in self._sought:
            *firsts, last = term.words
            exact = term.exact or self._exactly
            ends = [self._vocabulary.meaning(word, prefix=False, exact=exact) for word in firsts]
            ends.append(self._vocabulary.meaning(last, prefix=term.prefix, exact=exact))
            joined = None
            if firsts and not term.exact:
                joined = self._vocabulary.meaning("".join(term.words), prefix=term.prefix, exact=True)
            # A compound's parts may stand apart only where one of them is misspelt.
            known = all(meaning.papers and not meaning.misspelt for meaning in ends)
            phrase = bool(firsts) and (term.exact or known)
            self._sought[term] = Sought(tuple(ends), term.field, phrase, joined)
        return self._sought[term]

    def stored(self) -> set[int]:
        """Return everything but the sample."""
        return {key for (key,) in self._connection.execute("SELECT key FROM papers WHERE NOT sample")}

    def _with_term(self, term: Term) -> set[int]:
        match term.field:
            case "tag" | "note":
                return set(_keys_of(self._connection, tuple(self._personal(term))))
            case "id":
                return self._select(
                    "id = ? OR id LIKE ? ESCAPE '!'", term.words[0], _like(term.words[0]) + "%"
                )
            case "cat":
                # Padded with blanks, so that a whole category or the archive before its dot matches.
                name = _like(term.words[0])
                end = "%" if term.prefix else " %"
                return self._select(
                    "' ' || categories || ' ' LIKE ? ESCAPE '!' OR ' ' || categories LIKE ? ESCAPE '!'",
                    f"% {name}{end}",
                    f"% {name}.%",
                )
            case "org":
                return self._select("organization LIKE ? ESCAPE '!'", f"%{_like(' '.join(term.words))}%")
            case _:
                rows = self._connection.execute(
                    "SELECT rowid FROM word_index WHERE word_index MATCH ?", (self.sought(term).expression,)
                )
                return {key for (key,) in rows}

    def _flagged(self, flag: Flag) -> set[int]:
        match flag:
            case Flag("has", "code" | "summary" | "abstract" as column):
                return self._select(column)
            case Flag("has", "pdf"):
                return self._select("id NOT LIKE 'local-%'")
            case _:
                return set(_keys_of(self._connection, tuple(self._personal(flag))))

    def _within(self, name: str, low: str | int | None, high: str | int | None) -> set[int]:
        column = name if name in _RANGED else "upvotes"
        return self._select(
            f"{column} IS NOT NULL AND (?1 IS NULL OR {column} >= ?1) AND (?2 IS NULL OR {column} <= ?2)",
            low,
            high,
        )

    def _select(self, condition: str, *values: str | int | None) -> set[int]:
        rows = self._connection.execute(f"SELECT key FROM papers WHERE {condition}", values)
        return {key for (key,) in rows}


def _is_text(term: Term) -> bool:
    return term.field in (None, *_COLUMNS)


def _like(text: str) -> str:
    return text.replace("!", "!!").replace("%", "!%").replace("_", "!_")


def _keys_of(connection: sqlite3.Connection, identifiers: Sequence[str]) -> dict[int, int]:
    """Return the keys of papers with their positions, in order."""
    rows = connection.execute(
        "SELECT papers.key, json_each.key FROM json_each(?) JOIN papers ON papers.id = value ORDER BY json_each.key",
        (json.dumps(identifiers),),
    )
    return dict(rows)


def _ids_of(connection: sqlite3.Connection, keys: Sequence[int]) -> dict[int, str]:
    rows = connection.execute(
        "SELECT key, id FROM papers WHERE key IN (SELECT value FROM json_each(?))", (json.dumps(keys),)
    )
    return dict(rows)


def _newest_first(connection: sqlite3.Connection, keys: Collection[int]) -> list[int]:
    rows = connection.execute(
        "SELECT key FROM papers WHERE key IN (SELECT value FROM json_each(?)) ORDER BY published DESC, id DESC",
        (json.dumps(list(keys)),),
    )
    return [key for (key,) in rows]


def _sorted(
    connection: sqlite3.Connection, keys: Sequence[int], order: Order, descending: bool | None
) -> list[int]:
    """Return the keys by a column of theirs, unknown values last; equals stay as they were."""
    if order is Order.RISING:
        names = _ids_of(connection, keys)
        known = rises(connection, list(names.values()), datetime.now(UTC))
        values: dict[int, Whatever] = {key: known.get(name) for key, name in names.items()}
    else:
        column = "record ->> 'title' COLLATE NOCASE" if order is Order.TITLE else order.value
        values = dict(
            connection.execute(
                f"SELECT key, {column} FROM papers WHERE key IN (SELECT value FROM json_each(?))",
                (json.dumps(list(keys)),),
            )
        )
    largest_first = order is not Order.TITLE if descending is None else descending
    valued = sorted(
        (key for key in keys if values.get(key) is not None), key=values.__getitem__, reverse=largest_first
    )
    return [*valued, *(key for key in keys if values.get(key) is None)]


def _best_by_index(
    connection: sqlite3.Connection, keys: set[int], sought: Sequence[Sought]
) -> Collection[int]:
    """Return `keys`, or where they are too many to rank, those that the index's own ranking puts first."""
    if len(keys) <= _RANKED_LIMIT:
        return keys
    expression = " OR ".join(f"({one.expression})" for one in sought)
    rows = connection.execute(
        "SELECT key FROM word_index JOIN papers ON key = word_index.rowid WHERE word_index MATCH ?"
        " ORDER BY bm25(word_index, 8, 4, 2, 2, 1), upvotes DESC, published DESC, key",
        (expression,),
    )
    best: list[int] = []
    for (key,) in rows:
        if key in keys:
            best.append(key)
        if len(best) == _RANKED_LIMIT:
            break
    return best


def _highlight(sought: Sequence[Sought]) -> Highlight:
    single = [meaning for one in sought if not one.phrase for meaning in one.meanings]
    single += [one.joined for one in sought if one.joined]
    return Highlight(
        words=frozenset(itertools.chain(*([*m.near] if m.begins else [m.typed, *m.near] for m in single))),
        prefixes=tuple(dict.fromkeys(meaning.typed for meaning in single if meaning.begins)),
        phrases=tuple(
            Phrase(tuple(meaning.typed for meaning in one.meanings), one.meanings[-1].begins)
            for one in sought
            if one.phrase
        ),
    )
