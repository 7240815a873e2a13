"""Ask every source at once, and make one list of what they answer."""

import asyncio
from collections.abc import AsyncGenerator, Callable, Mapping, Sequence
from dataclasses import dataclass
from itertools import zip_longest
from typing import Protocol

from reader.core.errors import SourceError, StorageError
from reader.core.identifier import parse_identifier
from reader.core.paper import Paper
from reader.core.progress import silent
from reader.core.query import All, Any, Node, Term, parse_query, positive_terms
from reader.core.text import clean_line
from reader.service.source import Sources
from reader.service.thread import storing

SOURCES: Mapping[str, str] = {"hf": "Hugging Face", "arxiv": "arXiv"}
"""The sources that are asked, with their names for people, in the order of their papers."""

_LIMIT = 50
"""Papers asked of each source: several screens, and a quick answer."""

_REMEMBERED = 50
"""Questions whose answers are kept: who types a word anew, or changes the scope, asks nobody again."""

_ARXIV_FIELDS = {"title": "ti", "authors": "au", "abstract": "abs", "cat": "cat"}


class _Keeper(Protocol):
    """Where found papers are kept."""

    def __call__(self, papers: Sequence[Paper], /) -> object:
        """Keep them."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What one source answered; its papers, best first, or why there are none."""

    source: str
    papers: tuple[Paper, ...] = ()
    error: SourceError | None = None
    unkept: StorageError | None = None
    """Why its papers could not be stored."""

    @property
    def name(self) -> str:
        """The source's name for people."""
        return name_of(self.source)


class Online:
    """Asks the sources, politely: both at once, each question once."""

    def __init__(self, sources: Sources, keep: _Keeper) -> None:
        self._sources = sources
        self._keep = keep
        self._known: dict[tuple[str, ...], tuple[Answer, ...]] = {}

    def knows(self, text: str) -> bool:
        """Tell whether every source answered this question before."""
        return _key(text) in self._known

    async def ask(self, text: str) -> AsyncGenerator[tuple[Answer, ...], None]:
        """Yield the answers so far each time a source has answered; `QueryError` where `text` is wrong.

        The answer of a source that fails says why. Ending the iteration ends the requests.
        """
        if self.knows(text):
            yield self._known[_key(text)]
            return
        tasks = [asyncio.create_task(self.ask_one(source, text)) for source in SOURCES]
        answers: list[Answer] = []
        try:
            for task in asyncio.as_completed(tasks):
                answers.append(await task)
                yield _in_order(answers)
        finally:
            for pending in tasks:
                pending.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)
        if not any(answer.error or answer.unkept for answer in answers):
            self._remember(text, _in_order(answers))

    async def ask_one(
        self, source: str, text: str, limit: int = _LIMIT, waiting: Callable[[str], object] = silent
    ) -> Answer:
        """Return the answer of one source; `QueryError` where `text` is wrong.

        `waiting` is told where another window keeps the store busy.
        """
        if not (words := question(source, text)):
            return Answer(source)
        try:
            papers = await self._sources.search(source, words, limit)
        except SourceError as error:
            return Answer(source, error=error)
        try:
            await storing(waiting, self._keep, papers)
        except StorageError as error:
            return Answer(source, papers, unkept=error)
        return Answer(source, papers)

    def _remember(self, text: str, answers: tuple[Answer, ...]) -> None:
        if len(self._known) >= _REMEMBERED:
            del self._known[next(iter(self._known))]
        self._known[_key(text)] = answers


def question(source: str, text: str) -> str:
    """Return what a source is asked: the words of a query, without what only this machine knows."""
    if identifier := parse_identifier(text):
        return identifier
    terms = [term for term in positive_terms(parse_query(text)) if term.field not in ("tag", "note")]
    return " ".join(dict.fromkeys(_asked(term, arxiv=source == "arxiv") for term in terms))


def name_of(source: str) -> str:
    """Return a source's name for people; one of another package is called as it is asked for."""
    return SOURCES.get(source, clean_line(source, 40))


def is_question(text: str) -> bool:
    """Tell whether there is anything in a query that a source can be asked."""
    return any(question(source, text) for source in SOURCES)


def conditions(query: Node) -> Node:
    """Return what must hold of a paper that a source found: all but the plain words, which the source has judged."""
    match query:
        case Term(field=None):
            return All(())
        case All(parts):
            return All(tuple(map(conditions, parts)))
        case Any(parts):
            return Any(tuple(map(conditions, parts)))
        case _:
            return query


def merged(answers: Sequence[Answer]) -> tuple[tuple[Paper, ...], Mapping[str, str]]:
    """Return the papers of all sources in turn, each once, and where each of them was found."""
    papers: dict[str, Paper] = {}
    origins: dict[str, list[str]] = {}
    for row in zip_longest(*(answer.papers for answer in answers)):
        for answer, paper in zip(answers, row, strict=True):
            if paper is not None:
                known = papers.get(paper.id)
                papers[paper.id] = known.merged_with(paper) if known else paper
                origins.setdefault(paper.id, []).append(answer.source)
    return tuple(papers.values()), {
        identifier: "both" if len(set(found)) > 1 else found[0] for identifier, found in origins.items()
    }


def _in_order(answers: Sequence[Answer]) -> tuple[Answer, ...]:
    return tuple(sorted(answers, key=lambda answer: list(SOURCES).index(answer.source)))


def _asked(term: Term, *, arxiv: bool) -> str:
    words = " ".join(term.words)
    quoted = f'"{words}"' if len(term.words) > 1 and (term.exact or arxiv) else words
    field = _ARXIV_FIELDS.get(term.field or "") if arxiv else None
    return f"{field}:{quoted}" if field else quoted


def _key(text: str) -> tuple[str, ...]:
    return tuple(question(source, text) for source in SOURCES)
