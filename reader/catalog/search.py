"""Search and filter: the query's tree is set algebra on the papers of its words, ranked as a whole.

A typed word is first turned into the stored words it may mean (`meaning`, `spelling`), so that a typo costs a look at
the words of the catalogue, not at its texts.
"""

import itertools
import json
import sqlite3
import threading
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TypeGuard

from reader.catalog import bitmap
from reader.catalog.condition import Conditions
from reader.catalog.database import Database
from reader.catalog.history import recently_seen, rises
from reader.catalog.meaning import TEXT_FIELDS, Interpreter, Meaning
from reader.catalog.ranking import Pair, best, gains, neighbouring, ranking, titled, values
from reader.catalog.snapshot import NOWHERE, Snapshot, either, read_snapshot
from reader.core.fold import is_unspaced
from reader.core.found import Found, Personal
from reader.core.highlight import Highlight, Phrase
from reader.core.order import Order
from reader.core.query import All, Any, Flag, Node, Not, Range, Term, positive_terms

_NUMBERS = {
    Order.UPVOTES: "upvotes",
    Order.STARS: "stars",
    Order.COMMENTS: "comments",
    Order.PUBLISHED: "published",
    Order.LISTED: "listed",
}
_TIES = ("upvotes", "published")

_FEW = 10
"""Papers up to which, none having all words in its title, it is likely that a word was misspelt."""

_MOST_POINTS = 1 << 10
"""One more than the largest number of a ranking."""


class Search:
    """Answers queries from the catalogue's index; any thread may ask, one is answered at a time."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._turn = threading.Lock()
        self._stamp: tuple[int, int] | None = None
        self._conditions = Conditions(Snapshot())
        self._interpreter = Interpreter(Snapshot())

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
        """Return what `query` matches among the papers `within` (in that order where nothing ranks), or among all.

        `exactly` forgives no typos. `StorageError` when the file fails.
        """
        with self._answering(personal, exactly) as answer:
            universe = answer.universe(within)
            found, terms = answer.found(query, universe)
            if order is not Order.RELEVANCE:
                keys = answer.sorted(found, order, descending, limit)
                scores: Mapping[int, float] = {}
            elif terms:
                scores = answer.ranked(found, terms, limit)
                keys = list(scores)
            elif within is not None:
                keys = answer.as_given(found, within, limit)
                scores = {}
            else:
                keys, scores = answer.sorted(found, Order.PUBLISHED, None, limit), {}
            names = answer.names(keys)
        return Found(
            ids=tuple(names[key] for key in keys),
            scores={names[key]: score for key, score in scores.items()},
            total=found.bit_count(),
            highlight=_highlight(terms if keys else ()),
            corrections=_corrections(terms),
        )

    def explain(
        self, query: Node, personal: Personal, ids: Sequence[str], *, exactly: bool = False
    ) -> dict[str, tuple[str, ...]]:
        """Return for each of the papers `ids` that `query` matches why it stands where it does, a reason each."""
        with self._answering(personal, exactly) as answer:
            keys = answer.keys(ids)
            found, terms = answer.found(query, answer.universe(None))
            return {
                identifier: tuple(answer.reasons(keys[identifier], found, terms))
                for identifier in ids
                if identifier in keys and found >> keys[identifier] & 1
            }

    @contextmanager
    def _answering(self, personal: Personal, exactly: bool) -> Iterator["_Answer"]:
        """Give what answers one query, from one moment of the index."""
        with self._turn, self._database.reading() as connection:
            connection.execute("BEGIN")
            try:
                (count,) = connection.execute("SELECT count FROM index_changes").fetchone()
                stamp = (self._database.generation, count)
                if stamp != self._stamp:
                    snapshot = read_snapshot(connection)
                    self._interpreter, self._conditions = Interpreter(snapshot), Conditions(snapshot)
                    self._stamp = stamp
                yield _Answer(connection, self._interpreter, self._conditions, personal, exactly)
            finally:
                if connection.in_transaction:  # an error may have ended it
                    connection.execute("COMMIT")


@dataclass(slots=True)
class _Answer:
    """Evaluates one query."""

    connection: sqlite3.Connection
    interpreter: Interpreter
    conditions: Conditions
    personal: Personal
    exactly: bool

    @property
    def snapshot(self) -> Snapshot:
        return self.conditions.snapshot

    def universe(self, within: Sequence[str] | None) -> int:
        if within is None:
            return self.snapshot.everything
        return self.conditions.papers_of(self.connection, within) & self.snapshot.stored

    def found(self, query: Node, universe: int) -> tuple[int, list[Meaning]]:
        """Return the papers and what the terms meant; every word may be misspelt only where next to nothing is found."""
        found, meanings = self._tried(query, universe, False if self.exactly else None)
        enough = found.bit_count() > _FEW or found & titled(meanings)
        if self.exactly or not meanings or enough:
            return found, meanings
        more, forgiven = self._tried(query, universe, True)
        return (more, forgiven) if more != found else (found, meanings)

    def _tried(self, query: Node, universe: int, forgiving: bool | None) -> tuple[int, list[Meaning]]:
        evaluation = _Evaluation(self, universe, forgiving)
        found = evaluation.matching(query) & universe
        terms = [term for term in dict.fromkeys(positive_terms(query)) if term.field in TEXT_FIELDS]
        return found, [evaluation.meaning(term) for term in terms]

    def ranked(self, found: int, terms: Sequence[Meaning], limit: int) -> dict[int, float]:
        """Return the scores of the best papers, best first."""
        order = ranking(found, terms, self._pairs(terms), self.snapshot)
        ties = [plane for name in _TIES for plane in self.snapshot.number(name).planes(descending=True)]
        keys = list(bitmap.places(best(found, (*order.planes, *ties), limit)))
        points = dict(zip(keys, values(keys, order.planes), strict=True))
        keys = self._tied(keys, points)
        return {key: round(points[key] / _MOST_POINTS, 4) for key in keys}

    def sorted(self, found: int, order: Order, descending: bool | None, limit: int) -> list[int]:
        """Return the first papers of another order, unknown values last."""
        if order is Order.TITLE:
            return self.conditions.by_title(self.connection, found, descending=bool(descending))[:limit]
        down = descending is not False
        if order is Order.RISING:
            return self._rising(found, down, limit)
        planes = self.snapshot.number(_NUMBERS.get(order, "published")).planes(descending=down)
        ties = [plane for name in _TIES for plane in self.snapshot.number(name).planes(descending=True)]
        keys = list(bitmap.places(best(found, (*planes, *ties), limit)))
        return self._tied(keys, dict(zip(keys, values(keys, planes), strict=True)))

    def _rising(self, found: int, down: bool, limit: int) -> list[int]:
        """Return the first papers by the upvotes they gain in an hour, those of which nothing is known newest first."""
        now = datetime.now(UTC)
        known = rises(self.connection, recently_seen(self.connection, now), now)
        rates = {key: known[name] for name, key in self.keys(list(known)).items() if found >> key & 1}
        keys = sorted(sorted(rates), key=rates.__getitem__, reverse=down)
        rest = found & ~bitmap.from_places(keys)
        return [*keys, *self.sorted(rest, Order.PUBLISHED, None, limit)][:limit]

    def as_given(self, found: int, within: Sequence[str], limit: int) -> list[int]:
        keys = self.keys(within)
        return [key for name in within if (key := keys.get(name)) is not None and found >> key & 1][:limit]

    def keys(self, ids: Sequence[str]) -> dict[str, int]:
        rows = self.connection.execute(
            "SELECT id, key FROM papers WHERE id IN (SELECT value FROM json_each(?))",
            (json.dumps(list(ids)),),
        )
        return dict(rows)

    def names(self, keys: Sequence[int]) -> dict[int, str]:
        rows = self.connection.execute(
            "SELECT key, id FROM papers WHERE key IN (SELECT value FROM json_each(?))", (json.dumps(keys),)
        )
        return dict(rows)

    def reasons(self, key: int, found: int, terms: Sequence[Meaning]) -> Iterator[str]:
        pairs = self._pairs(terms)
        order = ranking(found, terms, pairs, self.snapshot)
        if not order.sound >> key & 1:
            yield "a word had to be corrected: after all papers without"
        if terms and order.titled >> key & 1:
            yield "all words are in the title: before all papers without"
        points: dict[str, int] = {}
        for gain in gains(found, terms, pairs, self.snapshot):
            if gain.papers >> key & 1:
                points[gain.reason] = points.get(gain.reason, 0) + gain.points
        yield from (f"+{number} {reason}" for reason, number in points.items())

    def _pairs(self, terms: Sequence[Meaning]) -> list[Pair]:
        pairs = []
        for firsts, seconds in neighbouring(terms):
            neighbours, ordered = NOWHERE, 0
            for first, second in itertools.product(firsts, seconds):
                neighbours = either(neighbours, self.interpreter.neighbours(self.connection, first, second))
                ordered |= self.interpreter.order(self.connection, first, second)
            pairs.append(Pair(neighbours, ordered))
        return pairs

    def _tied(self, keys: list[int], points: Mapping[int, int]) -> list[int]:
        """Return the keys by points, then by upvotes, then the newer, then the identifier."""
        rows = self.connection.execute(
            "SELECT key, ifnull(upvotes, -1), ifnull(published, ''), id FROM papers"
            " WHERE key IN (SELECT value FROM json_each(?))",
            (json.dumps(keys),),
        )
        return [row[-1] for row in sorted(((points[key], *ties, key) for key, *ties in rows), reverse=True)]


class _Evaluation:
    """Turns a query's tree into the set of papers that it matches."""

    def __init__(self, answer: _Answer, universe: int, forgiving: bool | None) -> None:
        self._answer = answer
        self._universe = universe
        self._forgiving = forgiving
        self._meanings: dict[Term, Meaning] = {}

    def meaning(self, term: Term, *, denied: bool = False) -> Meaning:
        if denied:
            return self._answer.interpreter.meaning(self._answer.connection, term, forgiving=False)
        if term not in self._meanings:
            self._meanings[term] = self._answer.interpreter.meaning(
                self._answer.connection, term, forgiving=self._forgiving
            )
        return self._meanings[term]

    def matching(self, node: Node, *, denied: bool = False) -> int:
        match node:
            case All(parts):
                if not denied:
                    self._join(parts)
                found = self._universe
                for part in parts:
                    found &= self.matching(part, denied=denied)
                return found
            case Any(parts):
                found = 0
                for part in parts:
                    found |= self.matching(part, denied=denied)
                return found
            case Not(part):
                return self._universe & ~self.matching(part, denied=not denied)
            case Term(field=field) if field in TEXT_FIELDS:
                return self.meaning(node, denied=denied).papers
            case Term(field="cat"):
                find = self._answer.interpreter.category
                return find(self._answer.connection, node.words[0], begins=node.prefix)
            case Flag("is", "unread"):
                return self._universe & ~self._condition(Flag("is", "read"))
            case _:
                return self._condition(node)

    def _condition(self, node: Term | Flag | Range) -> int:
        return self._answer.conditions.matching(self._answer.connection, node, self._answer.personal)

    def _join(self, parts: Sequence[Node]) -> None:
        """Let two words also mean the compound that is written as one."""
        for first, second in itertools.pairwise(parts):
            if _is_plain(first) and _is_plain(second) and first.field == second.field:
                joined = self._answer.interpreter.joined(
                    self._answer.connection, self.meaning(first), self.meaning(second)
                )
                self._meanings[first], self._meanings[second] = joined


def _is_plain(node: Node) -> TypeGuard[Term]:
    return isinstance(node, Term) and node.field in TEXT_FIELDS and not node.exact and len(node.words) == 1


def _corrections(terms: Sequence[Meaning]) -> dict[str, str]:
    corrections: dict[str, str] = {}
    for term in terms:
        if term.misspelt:
            typed = term.term.text or " ".join(term.term.words)
            corrections[typed] = next(iter((*term.corrections, *term.begun_corrections)))
    return corrections


def _runs(pairs: Sequence[str]) -> Iterator[str]:
    """Yield unspaced text that was taken apart into pairs of neighbours, put together again."""
    run = ""
    for pair in pairs:
        if run and is_unspaced(pair) and run[-1] == pair[0]:
            run += pair[1:]
            continue
        if run:
            yield run
        run = pair if is_unspaced(pair) else ""
    if run:
        yield run


def _highlight(terms: Sequence[Meaning]) -> Highlight:
    words: dict[str, None] = {}
    prefixes: dict[str, None] = {}
    phrases: dict[Phrase, None] = {}
    runs: dict[str, None] = {}

    def add(phrase: Phrase) -> None:
        if any(map(is_unspaced, phrase.words)):
            runs.update(dict.fromkeys(_runs(phrase.words)))
        elif len(phrase.words) > 1:
            phrases[phrase] = None
        elif phrase.begins:
            prefixes[phrase.words[0]] = None
        else:
            words[phrase.words[0]] = None

    for term in terms:
        if len(term.term.words) == 1 or term.sound:
            add(Phrase(term.term.words, term.begins))
        for phrase in term.also:
            add(phrase)
        words.update(dict.fromkeys(term.corrections))
        prefixes.update(dict.fromkeys(term.begun_corrections))
    return Highlight(frozenset(words), tuple(prefixes), tuple(phrases), tuple(runs))
