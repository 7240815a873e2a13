"""arXiv: its query API (https://info.arxiv.org/help/api/user-manual.html) and the announcements of the day."""

import asyncio
import re
import time
from collections.abc import Awaitable, Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Literal

from reader.core.category import ARCHIVES, categories, parse_category
from reader.core.errors import FormatError, NotFoundError, RefusedError, SourceError, UsageError
from reader.core.identifier import is_local, parse_identifier
from reader.core.listing import Listing
from reader.core.paper import Paper
from reader.core.progress import Progress, silent
from reader.core.text import clean_line
from reader.core.view import View, ViewKind
from reader.sources.address import origin_of
from reader.sources.announcement import Announcements, parse_announcements
from reader.sources.arxiv_asker import ARXIV_MANNER, GAP, PAGE_ADDRESS, ArXivAsker, Fetcher, known_identifier
from reader.sources.atom import Feed, parse_feed
from reader.sources.term import query_terms
from reader.sources.turnstile import Turnstile
from reader.sources.whole import something, whole_page, whole_pdf

ARXIV_ADDRESS = "https://export.arxiv.org"
FEED_ADDRESS = "https://rss.arxiv.org"

SLICE_LIMIT = 2_000
"""Most papers that arXiv gives in one answer."""

TOTAL_LIMIT = 30_000
"""Most papers that arXiv gives for one query, page by page."""

PAGE = 500
"""Papers of a category asked for at once."""

Sort = Literal["relevance", "lastUpdatedDate", "submittedDate"]

# Results change once a day, so the manual asks to keep them; a third of a day is never much behind.
_QUERIES = replace(ARXIV_MANNER, lifetime=8 * 3600)
_PICTURES = replace(ARXIV_MANNER, body=10 * 2**20)
_BATCH = 100
_FIRST_DAY = date(1991, 8, 1)
_LAST_DAY = date(2099, 12, 31)
_CATEGORY = re.compile(r"[A-Za-z-]{2,20}(?:\.[A-Za-z-]{2,20})?|[a-z-]{2,20}\.\*")


class ArXiv:
    """The papers of arXiv, asked for as its terms demand: one request at a time on this machine, 3 s apart.

    `folder` keeps the lock and the time of the last request; every process has to be given the same one. `followed`
    returns the categories whose announcements are the list of the view `arxiv`.
    """

    def __init__(
        self,
        fetcher: Fetcher,
        folder: Path,
        *,
        base: str = ARXIV_ADDRESS,
        feeds: str = FEED_ADDRESS,
        pages: str = PAGE_ADDRESS,
        followed: Callable[[], Sequence[str]] = tuple,
        gap: float = GAP,
        clock: Callable[[], float] = time.time,
        steady: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
    ) -> None:
        self._address = base.rstrip("/") + "/api/query"
        self._feeds = feeds.rstrip("/") + "/rss/"
        self._pages_address = pages.rstrip("/")
        self._followed = followed
        self.turnstile = Turnstile(folder, "arXiv", gap, clock=clock, steady=steady, sleep=sleep)
        """Through which every request to arXiv goes."""
        self._asker = ArXivAsker(fetcher, self.turnstile)

    async def listing(self, view: View, progress: Progress = silent) -> Listing:
        """Return what was announced today in the followed categories; the new versions of others stand beside it."""
        if view.kind is not ViewKind.ARXIV:
            raise UsageError(f"arXiv has no list for the view “{view.title}”.")
        found = await self.announcements(self._followed(), progress)
        return Listing(View(view.kind), found.papers, found.skipped, beside=found.replaced)

    async def announcements(self, categories: Sequence[str], progress: Progress = silent) -> Announcements:
        """Return the announcements of today in some categories or archives; none at weekends and holidays."""
        if not categories:
            raise UsageError(
                "You follow no category of arXiv; `paper-reader follow cat:cs.LG` follows one, as does"
                ' arxiv.categories = ["cs.LG"] in config.toml.'
            )
        unknown = [name for name in categories if parse_category(name) is None]
        if unknown:
            raise _no_category(unknown[0])
        names = "+".join(sorted({parse_category(name) or "" for name in categories}))
        return await self._asker.ask(
            self._feeds + names,
            parse_announcements,
            accept="application/rss+xml",
            manner=ARXIV_MANNER,
            progress=progress,
        )

    async def search(
        self,
        query: str,
        limit: int,
        *,
        start: int = 0,
        sort: Sort = "relevance",
        ascending: bool = False,
        progress: Progress = silent,
    ) -> tuple[Paper, ...]:
        """Return `limit` papers, from number `start` on, that have all words of `query`, best first.

        An identifier or an address finds its paper; `ti:`, `au:`, `abs:`, `cat:` and "phrases" work.
        """
        if identifier := parse_identifier(query):
            return (await self.papers([identifier]))[: max(0, limit)]
        terms = query_terms(query)
        if not terms or limit <= 0:
            return ()
        order = "ascending" if ascending else "descending"
        size = min(limit, SLICE_LIMIT)
        return await self._pages(
            {"search_query": terms, "sortBy": sort, "sortOrder": order}, "arXiv", start, limit, size, progress
        )

    async def paper(self, identifier: str) -> Paper:
        """Return one paper; `NotFoundError` when arXiv does not have it."""
        for paper in await self.papers([identifier]):
            return paper
        raise NotFoundError(f"arXiv has no paper “{clean_line(identifier, 60)}”; look at the identifier.")

    async def papers(self, identifiers: Iterable[str], progress: Progress = silent) -> tuple[Paper, ...]:
        """Return the papers that arXiv has among `identifiers`, in their order, each once; 100 for a request."""
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
        question = {
            "search_query": _category_query(name, since, until),
            "sortBy": "submittedDate",
            "sortOrder": "descending",
        }
        return await self._pages(question, f"arXiv {name}", 0, limit, PAGE, progress)

    async def count(self, name: str, since: date | None, until: date | None) -> int:
        """Return how many papers of a category were submitted in a span of days."""
        query = _category_query(name, since, until)
        return (await self._feed({"search_query": query, "start": 0, "max_results": 1})).total

    async def html(self, identifier: str, progress: Progress = silent) -> tuple[bytes, str]:
        """Return the page with the whole paper (untrusted) and its address; `NotFoundError` where there is none."""
        return await self._page(identifier, "html", "text/html", whole_page, progress)

    async def pdf(self, identifier: str, progress: Progress = silent) -> tuple[bytes, str]:
        """Return the PDF of a paper (untrusted) and its address; `NotFoundError` where there is none."""
        return await self._page(identifier, "pdf", "application/pdf", whole_pdf, progress)

    async def picture(self, address: str, progress: Progress = silent) -> bytes:
        """Return a picture of a page (untrusted, at most 10 MB); one of another place is not asked for."""
        try:
            own = origin_of(address) == origin_of(self._pages_address)
        except ValueError:
            own = False
        if not own:
            raise SourceError(
                "The picture is not arXiv's own, so nobody was asked for it; its link opens it."
            )
        try:
            return await self._asker.ask(
                address, something, accept="image/*", manner=_PICTURES, progress=progress
            )
        except NotFoundError as error:
            raise NotFoundError("arXiv does not have this figure.") from error

    async def _page(
        self,
        identifier: str,
        kind: str,
        accept: str,
        parse: Callable[[bytes], bytes],
        progress: Progress,
    ) -> tuple[bytes, str]:
        known = known_identifier(identifier)
        address = f"{self._pages_address}/{kind}/{known}"
        progress(f"Asking arXiv for the {kind.upper()} of {known}…")
        try:
            body = await self._asker.ask(
                address, parse, accept=accept, manner=ARXIV_MANNER, progress=progress
            )
        except NotFoundError as error:
            raise NotFoundError(f"arXiv has no {kind.upper()} of {known}.") from error
        return body, address

    async def close(self) -> None:
        """Do nothing: the connections belong to the fetcher."""

    async def _pages(
        self, question: Mapping[str, str], label: str, start: int, limit: int, size: int, progress: Progress
    ) -> tuple[Paper, ...]:
        """Return the papers of an answer from number `start` on, page by page."""
        found: dict[str, Paper] = {}
        place, end = start, min(start + limit, TOTAL_LIMIT)
        while place < end:
            page = min(size, end - place)
            feed = await self._feed({**question, "start": place, "max_results": page}, progress, place)
            if feed.papers and all(paper.id in found for paper in feed.papers):
                raise SourceError(
                    f"{label} comes with the same page again and again; try again in a few minutes."
                )
            found |= {paper.id: paper for paper in feed.papers}
            # A page may be cut short: the next one begins where it ended, not where it should have.
            place += feed.entries or page
            progress(f"{label}: {len(found):,} of {min(end, feed.total) - start:,} papers so far")
            if place >= feed.total:
                break
        return tuple(found.values())[:limit]

    async def _feed(
        self, params: Mapping[str, str | int], progress: Progress = silent, start: int | None = None
    ) -> Feed:
        """Return the answer to one query; a page that is empty although there should be more is a broken one."""

        def parse(body: bytes) -> Feed:
            feed = parse_feed(body)
            if feed.error:
                raise RefusedError(f"arXiv refused the request: {feed.error}.", 400)
            if start is not None and not feed.entries and feed.total > start:
                raise FormatError("The page is empty.")
            return feed

        return await self._asker.ask(
            self._address, parse, params, accept="application/atom+xml", manner=_QUERIES, progress=progress
        )


def _category_query(name: str, since: date | None, until: date | None) -> str:
    if not _CATEGORY.fullmatch(name):
        raise _no_category(name)
    # The code of an archive alone finds what has just that code, hardly any paper of today.
    query = (
        f"(cat:{name} OR cat:{name}.*)" if name not in categories() and name in ARCHIVES else f"cat:{name}"
    )
    if since or until:
        first, last = since or _FIRST_DAY, until or _LAST_DAY
        query += f" AND submittedDate:[{first:%Y%m%d}0000 TO {last:%Y%m%d}2359]"
    return query


def _no_category(name: str) -> NotFoundError:
    return NotFoundError(f"“{clean_line(name, 40)}” is no category of arXiv; they look like cs.LG.")
