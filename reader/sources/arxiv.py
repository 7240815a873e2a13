"""arXiv's query API (https://info.arxiv.org/help/api/user-manual.html)."""

import asyncio
import re
import time
from collections.abc import Awaitable, Callable, Iterable, Mapping
from datetime import date
from pathlib import Path
from typing import Protocol

from reader.core.errors import FormatError, NotFoundError, RefusedError, SourceError
from reader.core.identifier import is_local, parse_identifier
from reader.core.paper import Paper
from reader.core.text import clean_line
from reader.sources.atom import Feed, parse_feed
from reader.sources.base import Progress, silent
from reader.sources.turnstile import Turnstile

ARXIV_ADDRESS = "https://export.arxiv.org"

GAP = 3.0
"""Pause between two requests that arXiv's terms ask for, in seconds."""

SLICE_LIMIT = 2_000
"""Most papers that arXiv gives in one answer."""

TOTAL_LIMIT = 30_000
"""Most papers that arXiv gives for one query, page by page."""

_BATCH = 100
_PAGE = 500
_FIRST_DAY = date(1991, 8, 1)
_LAST_DAY = date(2099, 12, 31)
_CATEGORY = re.compile(r"[A-Za-z-]{2,20}(?:\.[A-Za-z-]{2,20})?|[a-z-]{2,20}\.\*")
_TERM = re.compile(
    r"(?:(?P<field>ti|au|abs|co|jr|cat|rn|all):)?(?:\"(?P<phrase>[^\"]+)\"|(?P<word>[^\s\"]+))"
)


class Answer(Protocol):
    """What a request brought."""

    @property
    def body(self) -> bytes:
        """The body, unpacked."""


class Fetcher(Protocol):
    """What asks over the network; `get` raises only `SourceError` and its kinds."""

    async def get(
        self,
        url: str,
        *,
        params: Mapping[str, str | int] | None = None,
        accept: str = ...,
        progress: Progress = ...,
    ) -> Answer:
        """Return the successful answer to a request."""


class ArXiv:
    """The papers of arXiv, asked for as its terms demand: one request at a time on this machine, 3 s apart.

    `folder` keeps the lock and the time of the last request; every process has to be given the same one. The
    fetcher should try once only, for its own retries would come too fast.
    """

    def __init__(
        self,
        fetcher: Fetcher,
        folder: Path,
        *,
        base: str = ARXIV_ADDRESS,
        gap: float = GAP,
        clock: Callable[[], float] = time.time,
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
    ) -> None:
        self._fetcher = fetcher
        self._address = base.rstrip("/") + "/api/query"
        self._turnstile = Turnstile(folder, "arXiv", gap, clock=clock, sleep=sleep)

    async def search(self, query: str, limit: int) -> tuple[Paper, ...]:
        """Return the best `limit` (at most 2,000) papers that have all words of `query`, best first.

        An identifier or an address finds its paper; `ti:`, `au:`, `abs:`, `cat:` and "phrases" work.
        """
        if identifier := parse_identifier(query):
            return (await self.papers([identifier]))[: max(0, limit)]
        terms = _terms(query)
        if not terms or limit <= 0:
            return ()
        feed = await self._feed(
            {"search_query": terms, "start": 0, "max_results": min(limit, SLICE_LIMIT), "sortBy": "relevance"}
        )
        return feed.papers[:limit]

    async def paper(self, identifier: str) -> Paper:
        """Return one paper; `NotFoundError` when arXiv does not have it."""
        for paper in await self.papers([identifier]):
            return paper
        raise NotFoundError(f"arXiv has no paper “{clean_line(identifier, 60)}”; look at the identifier.")

    async def papers(self, identifiers: Iterable[str], progress: Progress = silent) -> tuple[Paper, ...]:
        """Return the papers that arXiv has among `identifiers`, in their order, each once."""
        parsed = (parse_identifier(identifier) for identifier in identifiers)
        wanted = tuple(dict.fromkeys(known for known in parsed if known and not is_local(known)))
        found: dict[str, Paper] = {}
        for start in range(0, len(wanted), _BATCH):
            batch = wanted[start : start + _BATCH]
            feed = await self._feed({"id_list": ",".join(batch), "max_results": len(batch)}, progress)
            found |= {paper.id: paper for paper in feed.papers}
            if len(wanted) > _BATCH:
                progress(f"arXiv: {start + len(batch)} of {len(wanted)} papers looked up")
        return tuple(found[identifier] for identifier in wanted if identifier in found)

    async def category(
        self,
        name: str,
        since: date | None = None,
        until: date | None = None,
        limit: int = SLICE_LIMIT,
        progress: Progress = silent,
    ) -> tuple[Paper, ...]:
        """Return the newest `limit` (at most 30,000) papers of a category submitted from `since` to `until`.

        Both days are included, by UTC.
        """
        if not _CATEGORY.fullmatch(name):
            raise NotFoundError(f"“{clean_line(name, 40)}” is no category of arXiv; they look like cs.LG.")
        query = f"cat:{name}"
        if since or until:
            first, last = since or _FIRST_DAY, until or _LAST_DAY
            query += f" AND submittedDate:[{first:%Y%m%d}0000 TO {last:%Y%m%d}2359]"
        found: dict[str, Paper] = {}
        start, limit = 0, min(limit, TOTAL_LIMIT)
        while start < limit:
            size = min(_PAGE, limit - start)
            feed = await self._page(query, start, size, progress)
            found |= {paper.id: paper for paper in feed.papers}
            start += size
            progress(f"arXiv {name}: {len(found)} of {min(limit, feed.total)} papers so far")
            if start >= feed.total:
                break
        return tuple(found.values())

    async def close(self) -> None:
        """Do nothing: the connections belong to the fetcher."""

    async def _page(self, query: str, start: int, size: int, progress: Progress) -> Feed:
        """Return one page, asked for a second time when it is empty although there should be more."""
        params: dict[str, str | int] = {
            "search_query": query,
            "start": start,
            "max_results": size,
            "sortBy": "submittedDate",
            "sortOrder": "descending",
        }
        feed = await self._feed(params, progress)
        if not feed.entries and feed.total > start:
            feed = await self._feed(params, progress)
            if not feed.entries:
                raise SourceError(
                    f"arXiv gave an empty page after {start} of {feed.total} papers; try again in a minute."
                )
        return feed

    async def _feed(self, params: Mapping[str, str | int], progress: Progress = silent) -> Feed:
        """Return the answer to one query; one that is empty or broken is asked for once more."""
        try:
            feed = await self._asked(params, progress)
        except FormatError:
            try:
                feed = await self._asked(params, progress)
            except FormatError as error:
                raise SourceError(
                    "arXiv twice gave an empty or broken answer; try again in a few minutes "
                    "(or a log-in page of the network is in the way)."
                ) from error
        if feed.error:
            raise RefusedError(f"arXiv refused the request: {feed.error}.", 400)
        return feed

    async def _asked(self, params: Mapping[str, str | int], progress: Progress) -> Feed:
        async with self._turnstile.turn():
            answer = await self._fetcher.get(
                self._address, params=params, accept="application/atom+xml", progress=progress
            )
        return parse_feed(answer.body)


def _terms(query: str) -> str:
    """Return the words of a person as a query of arXiv's: all of them, in any field."""
    terms = []
    for found in _TERM.finditer(query[:1_000]):
        # What is no letter or digit is an operator to arXiv; quotation marks keep the parts of a word together.
        words = re.findall(r"[\w.*-]*\w[\w.*-]*", found["phrase"] or found["word"])
        if words and words != ["AND"]:
            text = " ".join(words)
            quoted = f'"{text}"' if found["phrase"] or not re.fullmatch(r"[\w.*]+", text) else text
            terms.append(f"{found['field'] or 'all'}:{quoted}")
    return " AND ".join(terms)
