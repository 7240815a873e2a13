"""Search and filter: the query's tree is set algebra on the papers of its words, ranked as a whole.

A typed word is first turned into the stored words it may mean (`meaning`, `spelling`), so that a typo costs a look at
the words of the catalogue, not at its texts.
"""

import itertools
import json
import sqlite3
import threading
from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime

from reader.catalog import bitmap
from reader.catalog.condition import Conditions
from reader.catalog.database import Database
from reader.catalog.document import EPOCH
from reader.catalog.evaluation import Evaluation
from reader.catalog.highlighting import corrections_of, highlight_of
from reader.catalog.history import gains as gains_seen
from reader.catalog.history import recently_seen, rises
from reader.catalog.meaning import TEXT_FIELDS, Interpreter, Meaning
from reader.catalog.ranking import Gain, Pair, Ranking, best, gains, neighbouring, ranking, titled, values
from reader.catalog.similarity import Similarity
from reader.catalog.snapshot import NOWHERE, Snapshot, either, read_snapshot
from reader.catalog.spelling import get_comparison
from reader.core.found import Found, Personal
from reader.core.likeness import Liked, Likeness
from reader.core.order import Order, speed
from reader.core.query import Node, positive_terms

_NUMBERS = {
    Order.UPVOTES: "upvotes",
    Order.STARS: "stars",
    Order.COMMENTS: "comments",
    Order.PUBLISHED: "published",
    Order.LISTED: "listed",
}
_TIES = ("upvotes", "published", "identifier")

_FEW = 10
"""Papers up to which, none having all words in its title, it is likely that a word was misspelt."""


class Search:
    """Answers queries from the catalogue's index; any thread may ask, one is answered at a time."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._turn = threading.Lock()
        self._stamp: tuple[int, int] | None = None
        self._conditions = Conditions(Snapshot())
        self._interpreter = Interpreter(Snapshot())
        self._similarity = Similarity(Snapshot(), self._interpreter.postings)

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
                scores = answer.ranked(query, found, terms, limit, ascending=descending is False)
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
            highlight=highlight_of(terms if keys else ()),
            corrections=corrections_of(terms, found),
        )

    def explain(
        self, query: Node, personal: Personal, ids: Sequence[str], *, exactly: bool = False
    ) -> dict[str, tuple[str, ...]]:
        """Return for each of the papers `ids` that `query` matches why it stands where it does, a reason each."""
        with self._answering(personal, exactly) as answer:
            keys = answer.keys(ids)
            found, terms = answer.found(query, answer.universe(None))
            matching = [name for name in ids if name in keys and found >> keys[name] & 1]
            reasons = answer.reasons(query, [keys[name] for name in matching], found, terms)
            return dict(zip(matching, reasons, strict=True))

    def alike(
        self,
        liked: Sequence[Liked],
        personal: Personal,
        *,
        among: Node | None = None,
        excluding: Collection[str] = (),
        limit: int = 50,
    ) -> tuple[Likeness, ...]:
        """Return the papers `among` what a query matches (else all) that are most like `liked`, the nearest first."""
        with self._answering(personal, exactly=True) as answer:
            universe = answer.universe(None)
            if among is not None:
                universe, _ = answer.found(among, universe)
            universe &= ~bitmap.from_places(answer.keys(list(excluding)).values())
            return self._similarity.nearest(answer.connection, liked, universe, limit)

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
                    self._similarity = Similarity(snapshot, self._interpreter.postings)
                    self._stamp = stamp
                else:  # somebody is typing, and will soon make a mistake
                    get_comparison()
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
        found, terms = self._tried(query, universe, False if self.exactly else None)
        enough = found.bit_count() > _FEW or found & titled(terms)
        if self.exactly or not terms or enough:
            return found, terms
        more, forgiven = self._tried(query, universe, True)
        return (more, forgiven) if more != found else (found, terms)

    def _tried(self, query: Node, universe: int, forgiving: bool | None) -> tuple[int, list[Meaning]]:
        evaluation = self._evaluation(universe, forgiving)
        found = evaluation.matching(query) & universe
        terms = [term for term in dict.fromkeys(positive_terms(query)) if term.field in TEXT_FIELDS]
        return found, [evaluation.meaning(term) for term in terms]

    def _evaluation(self, universe: int, forgiving: bool | None) -> Evaluation:
        return Evaluation(
            self.connection, self.interpreter, self.conditions, self.personal, universe, forgiving
        )

    def _sound(self, query: Node, found: int, terms: Sequence[Meaning]) -> int:
        """Return the papers among `found` for which no word had to be corrected."""
        if all(term.near == NOWHERE for term in terms):
            return found
        return found & self._evaluation(found, False).matching(query)

    def ranked(
        self, query: Node, found: int, terms: Sequence[Meaning], limit: int, *, ascending: bool
    ) -> dict[int, float]:
        """Return the scores of the best papers, best first; `ascending` of the worst, worst first."""
        order = self._ranking(query, found, terms)
        planes = [
            *order.planes,
            *(plane for name in _TIES for plane in self.snapshot.number(name).planes(descending=True)),
        ]
        if ascending:
            planes = [found & ~plane for plane in planes]
        keys = list(bitmap.places(best(found, planes, limit)))
        points = dict(zip(keys, values(keys, order.planes), strict=True))
        keys = self._tied(keys, points)
        most = 1 << len(order.planes)
        return {key: round(points[key] / most, 4) for key in (reversed(keys) if ascending else keys)}

    def _ranking(self, query: Node, found: int, terms: Sequence[Meaning]) -> Ranking:
        return ranking(found, self._sound(query, found, terms), terms, self._pairs(terms), self.snapshot)

    def sorted(self, found: int, order: Order, descending: bool | None, limit: int) -> list[int]:
        """Return the first papers of another order, unknown values last."""
        if order is Order.TITLE:
            return self.conditions.by_title(self.connection, found, descending=bool(descending))[:limit]
        down = descending is not False
        if order is Order.SPEED:
            return self._measured(found, self._speeds(found), down, limit)
        if order.measured:
            return self._measured(found, self._seen(order), down, limit)
        planes = self.snapshot.number(_NUMBERS.get(order, "published")).planes(descending=down)
        ties = [plane for name in _TIES for plane in self.snapshot.number(name).planes(descending=True)]
        keys = list(bitmap.places(best(found, (*planes, *ties), limit)))
        return self._tied(keys, dict(zip(keys, values(keys, planes), strict=True)))

    def _seen(self, order: Order) -> dict[int, float]:
        """Return what the counts seen over time tell of papers, by key."""
        now = datetime.now(UTC)
        seen = recently_seen(self.connection, now)
        known: Mapping[str, float] = (
            rises(self.connection, seen, now) if order is Order.RISING else gains_seen(self.connection, seen)
        )
        return {key: known[name] for name, key in self.keys(list(known)).items()}

    def _speeds(self, found: int) -> dict[int, float]:
        """Return the upvotes for every hour since the listing, by key, from the index alone."""
        now = datetime.now(UTC)
        listed, upvotes = self.snapshot.number("listed"), self.snapshot.number("upvotes")
        keys = list(bitmap.places(found & listed.known & upvotes.known))
        counts, days = (values(keys, tuple(reversed(number.bits))) for number in (upvotes, listed))
        return {
            key: speed(count, date.fromordinal(day + EPOCH), now)
            for key, count, day in zip(keys, counts, days, strict=True)
        }

    def _measured(self, found: int, worth: Mapping[int, float], down: bool, limit: int) -> list[int]:
        """Return the first papers by what they are worth, those of which nothing is known newest first."""
        rates = {key: rate for key, rate in worth.items() if found >> key & 1}
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

    def reasons(
        self, query: Node, keys: Sequence[int], found: int, terms: Sequence[Meaning]
    ) -> Iterator[tuple[str, ...]]:
        """Yield for each paper why it stands where it does."""
        order = self._ranking(query, found, terms)
        counted = list(gains(found, terms, self._pairs(terms), self.snapshot)) if terms else []
        for key in keys:
            yield tuple(_reasons(key, order, counted)) if terms else ()

    def _pairs(self, terms: Sequence[Meaning]) -> list[Pair]:
        pairs, known = [], self.interpreter.neighbourhood
        for firsts, seconds in neighbouring(terms):
            neighbours, ordered = NOWHERE, 0
            for first, second in itertools.product(firsts, seconds):
                neighbours = either(neighbours, known.neighbours(self.connection, first, second))
                ordered |= known.order(self.connection, first, second)
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


def _reasons(key: int, order: Ranking, counted: Sequence[Gain]) -> Iterator[str]:
    if not order.sound >> key & 1:
        yield "a word had to be corrected: after all papers without"
    if order.titled >> key & 1:
        yield "all words are in the title: before all papers without"
    points: dict[str, int] = {}
    for gain in counted:
        if gain.papers >> key & 1:
            points[gain.reason] = points.get(gain.reason, 0) + gain.points
    yield from (f"+{number} {reason}" for reason, number in points.items())
