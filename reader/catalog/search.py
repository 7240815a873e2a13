"""Search and filter: SQLite finds what the query's tree asks for, then `ranking` orders it.

A typed word is first turned into the stored words it may mean (`vocabulary`), so that a typo costs a look at the
words of the catalogue, not at its texts. Every leaf of the tree is a set of papers, and the tree is set algebra.
"""

import json
import sqlite3
from collections.abc import Collection, Mapping, Sequence

from reader.catalog.database import Database
from reader.catalog.ranking import Sought, rank
from reader.catalog.vocabulary import Meaning, Vocabulary
from reader.core.found import Found, Personal
from reader.core.highlight import Highlight
from reader.core.query import All, Any, Flag, Node, Not, Range, Term, positive_terms

_RANKED_LIMIT = 2_000
"""Most papers that are ranked by us; of more, the index's own ranking chooses."""

_COLUMNS = ("title", "authors", "keywords", "abstract")


class Search:
    """Answers queries from the catalogue's index."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._vocabulary = Vocabulary(database)

    def find(
        self, query: Node, personal: Personal, *, within: Sequence[str] | None = None, limit: int = 10_000
    ) -> Found:
        """Return what `query` matches among the papers `within` (in that order where nothing ranks), or among all."""
        with self._database.reading() as connection:
            lookup = _Lookup(connection, self._vocabulary, personal)
            universe = _keys_of(connection, within) if within is not None else None
            keys = lookup.matching(query, universe)
            keys &= universe.keys() if universe is not None else lookup.everything(None)
            sought = [lookup.sought(term) for term in positive_terms(query) if _is_text(term)]
            total = len(keys)
            if sought:
                scores = rank(connection, _best_by_index(connection, keys, sought), sought)
                ordered = list(scores)[:limit]
            else:
                scores = {}
                ordered = (
                    [key for key in universe if key in keys] if universe else _newest_first(connection, keys)
                )
                ordered = ordered[:limit]
            names = _ids_of(connection, ordered)
        return Found(
            tuple(names[key] for key in ordered),
            {names[key]: round(scores[key], 4) for key in ordered if key in scores},
            total,
            _highlight(sought),
            {
                m.typed: max(m.weights, key=lambda w: m.weights[w])
                for s in sought
                for m in s.meanings
                if m.corrected
            },
        )


class _Lookup:
    """Evaluates one query's tree to sets of paper keys."""

    def __init__(self, connection: sqlite3.Connection, vocabulary: Vocabulary, personal: Personal) -> None:
        self._connection = connection
        self._vocabulary = vocabulary
        self._personal = personal

    def matching(self, node: Node, universe: Mapping[int, int] | None) -> set[int]:
        match node:
            case All(parts):
                kept = self.everything(universe)
                for part in parts:
                    kept &= self.matching(part, universe)
                return kept
            case Any(parts):
                return set().union(*(self.matching(part, universe) for part in parts))
            case Not(part):
                return self.everything(universe) - self.matching(part, universe)
            case Flag(name, value):
                return self._flagged(node, f"{name}:{value}", universe)
            case Range(name, low, high):
                return self._within(name, low, high)
            case Term():
                return self._with_term(node)

    def sought(self, term: Term) -> Sought:
        last = len(term.words) - 1
        meanings = [
            self._vocabulary.meaning(word, prefix=term.prefix and at == last, exact=term.exact)
            for at, word in enumerate(term.words)
        ]
        joined = ""
        if len(term.words) > 1 and not term.exact:
            joined = "".join(term.words)
        rarity = min((self._rarity(meaning) for meaning in meanings), default=1.0)
        return Sought(tuple(meanings), joined, term.field, rarity)

    def everything(self, universe: Mapping[int, int] | None) -> set[int]:
        if universe is not None:
            return set(universe)
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
                expression = self.sought(term).expression(term.exact)
                if not expression:
                    return set()
                return {
                    key
                    for (key,) in self._connection.execute(
                        "SELECT rowid FROM word_index WHERE word_index MATCH ?", (expression,)
                    )
                }

    def _flagged(self, flag: Flag, name: str, universe: Mapping[int, int] | None) -> set[int]:
        match name:
            case "has:code":
                return self._select("code")
            case "has:summary":
                return self._select("summary")
            case "has:abstract":
                return self._select("abstract")
            case "has:pdf":
                return self._select("id NOT LIKE 'local-%'")
            case "is:unread":
                read = Flag("is", "read")
                return self.everything(universe) - self._flagged(read, "is:read", universe)
            case _:
                return set(_keys_of(self._connection, tuple(self._personal(flag))))

    def _within(self, name: str, low: str | int | None, high: str | int | None) -> set[int]:
        column = {"listed": "listed", "published": "published", "stars": "stars", "comments": "comments"}.get(
            name, "upvotes"
        )
        return self._select(
            f"{column} IS NOT NULL AND (?1 IS NULL OR {column} >= ?1) AND (?2 IS NULL OR {column} <= ?2)",
            low,
            high,
        )

    def _select(self, condition: str, *values: str | int | None) -> set[int]:
        rows = self._connection.execute(f"SELECT key FROM papers WHERE {condition}", values)
        return {key for (key,) in rows}

    def _rarity(self, meaning: Meaning) -> float:
        papers = sum(self._vocabulary.papers_with(word) for word in meaning.weights)
        return float(1.0 / (1.0 + papers**0.25))


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


def _best_by_index(
    connection: sqlite3.Connection, keys: set[int], sought: Sequence[Sought]
) -> Collection[int]:
    """Return `keys`, or where they are too many to rank, those that the index's own ranking puts first."""
    expression = " OR ".join(f"({one.expression(False)})" for one in sought if one.expression(False))
    if len(keys) <= _RANKED_LIMIT or not expression:
        return keys
    rows = connection.execute(
        "SELECT rowid FROM word_index WHERE word_index MATCH ? ORDER BY bm25(word_index, 8, 4, 2, 2, 1)",
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
    words: set[str] = set()
    prefixes: list[str] = []
    for one in sought:
        for meaning in one.meanings:
            if meaning.prefix:
                prefixes.append(meaning.prefix)
            elif any(word.startswith(meaning.typed) for word in meaning.weights):
                # Of a word that goes on, only what was typed is marked.
                prefixes += [meaning.typed] if any(word != meaning.typed for word in meaning.weights) else []
                words.update(
                    w for w in meaning.weights if w == meaning.typed or not w.startswith(meaning.typed)
                )
            else:
                words.update(meaning.weights)
        if one.joined:
            words.add(one.joined)
    return Highlight(frozenset(words), tuple(dict.fromkeys(prefixes)))
