"""Hugging Face Papers: the lists of a day, a week, a month, what is trending, search, and single papers."""

import asyncio
import re
from collections.abc import Callable, Mapping
from datetime import UTC, date, datetime
from functools import partial
from typing import TypeVar

from reader.core.errors import NotFoundError, RefusedError, SourceError, UsageError
from reader.core.identifier import is_local, parse_identifier
from reader.core.linked import Links
from reader.core.listing import Listing
from reader.core.paper import Paper
from reader.core.period import Period, Span, feed_day, last_weekday
from reader.core.progress import Progress, silent
from reader.core.text import clean_line
from reader.core.view import View, ViewKind
from reader.sources.answer import NAME, detail_of, markdown_of, page_of, papers_of, refuse_if_all_bad
from reader.sources.client import Client
from reader.sources.request import Manner, Reply

BASE_URL = "https://huggingface.co"
_LISTS, _SEARCH, _PAGES = Manner(NAME), Manner(NAME, "search"), Manner(NAME, "pages")
"""The service counts searches and pages apart from all else."""

PAGE_SIZE = 100
PAGE_LIMIT = 60
"""Most pages of one list that are fetched."""

QUERY_LIMIT = 250
SEARCH_LIMIT = 120
_STEPS_BACK = 5
_TOGETHER = 4
_LOGIN = re.compile(r"[A-Za-z0-9][\w.-]{0,95}", re.ASCII)


T = TypeVar("T")


class HuggingFace:
    """The papers of huggingface.co; `now` tells the time (aware), which decides what the newest list is."""

    def __init__(
        self,
        client: Client,
        base_url: str = BASE_URL,
        now: Callable[[], datetime] = lambda: datetime.now(UTC),
    ) -> None:
        self._client = client
        self._base = base_url.rstrip("/")
        self._now = now

    async def listing(self, view: View, progress: Progress = silent) -> Listing:
        """Return the whole list of a remote view; the newest period that has one where it names none."""
        span = view.kind.span
        if view.kind is ViewKind.TRENDING:
            found = await self._pages({"sort": "trending"}, view.title, progress)
            return found._replace(view=View(view.kind))
        if span is None or (view.period and view.period.span is not span):
            raise UsageError(f"Hugging Face has no list for the view “{view.title}”.")
        if view.period is None:
            return await self._newest(span, progress)
        return await self._period(view.period, progress)

    async def search(self, query: str, limit: int) -> tuple[Paper, ...]:
        """Return the best `limit` papers (at most 120) by meaning and words, best first."""
        words = clean_line(query)[:QUERY_LIMIT].strip()
        if not words:
            return ()
        bounded = max(1, min(limit, SEARCH_LIMIT))
        papers, _ = await self._asked(
            f"{self._base}/api/papers/search", papers_of, {"q": words, "limit": bounded}, manner=_SEARCH
        )
        return _distinct(papers)[:bounded]

    async def submitter(self, name: str, progress: Progress = silent) -> tuple[Paper, ...]:
        """Return what somebody, by their login, put on the daily lists, newest first."""
        login = name.strip().removeprefix("@")
        if not _LOGIN.fullmatch(login):
            raise UsageError(f"“{clean_line(name, 60)}” is no login of {NAME}; they look like akhaliq.")
        found = await self._pages({"submitter": login}, f"Submitted by {login}", progress)
        return found.papers

    async def paper(self, identifier: str) -> Paper:
        """Return one paper; `NotFoundError` when it is not on Hugging Face."""
        return (await self.detail(identifier))[0]

    async def detail(self, identifier: str) -> tuple[Paper, Links]:
        """Return one paper, and the models, datasets and Spaces that name it; `NotFoundError` when it is not there."""
        known = _known(identifier)
        try:
            paper, links = await self._asked(f"{self._base}/api/papers/{known}", detail_of)
        except NotFoundError as error:
            raise _missing(identifier) from error
        if paper.id != known:
            raise SourceError(f"{NAME} answered with another paper than the one asked for.")
        return paper, links

    async def text(self, identifier: str, progress: Progress = silent) -> str:
        """Return the whole paper as Markdown (untrusted text); `NotFoundError` where there is none."""
        known = _known(identifier)
        try:
            return await self._asked(
                f"{self._base}/papers/{known}.md",
                markdown_of,
                accept="text/markdown",
                manner=_PAGES,
                progress=progress,
            )
        except NotFoundError as error:
            raise NotFoundError(f"{NAME} has no text of {known}; arXiv's PDF may do.") from error

    async def probe(self) -> None:
        """Ask for as little as can be; `SourceError` while the service cannot be reached."""
        await self._client.get(f"{self._base}/api/daily_papers", params={"limit": 1}, manner=_LISTS)

    async def close(self) -> None:
        """End every connection."""
        await self._client.close()

    async def _newest(self, span: Span, progress: Progress) -> Listing:
        """Return the newest list of a kind, stepping back from what the clock says is today."""
        period = Period.containing(feed_day(self._now()), span)
        for _ in range(_STEPS_BACK):
            try:
                found = await self._period(period, progress)
            except RefusedError as error:
                if error.status != 400:
                    raise
                # A day in the service's future: the clock cannot be trusted, so ask rather than guess.
                break
            if found.papers:
                return found
            period = period.previous
            if span is Span.DAY:
                period = Period(last_weekday(period.start), span)
        newest = Period.containing(await self._newest_day(), span)
        return await self._period(newest, progress)

    async def _newest_day(self) -> date:
        # The first item tells; where its date is missing, one of the next ones does.
        for limit in (1, PAGE_SIZE):
            papers, _ = await self._asked(f"{self._base}/api/daily_papers", papers_of, {"limit": limit})
            for paper in papers:
                if paper.listed:
                    return paper.listed
        raise SourceError(f"{NAME} does not tell which of its lists is the newest; try again later.")

    async def _period(self, period: Period, progress: Progress) -> Listing:
        match period.span:
            case Span.DAY:
                question = {"date": period.key}
                return await self._pages(question, period.label, progress, period)
            case Span.WEEK if period.start.isocalendar().week == 53:
                return await self._week_by_days(period, progress)
            case _:
                return await self._pages({period.span.value: period.key}, period.label, progress, period)

    async def _week_by_days(self, week: Period, progress: Progress) -> Listing:
        """Return the list of a week 53, which the service's check of weeks does not know, from its days."""
        together = asyncio.Semaphore(_TOGETHER)

        async def papers_of(day: date) -> Listing:
            async with together:
                try:
                    return await self._period(Period(day, Span.DAY), silent)
                except RefusedError as error:
                    if error.status != 400:
                        raise
                    return Listing(View(ViewKind.DAY), ())

        try:
            async with asyncio.TaskGroup() as group:
                tasks = [group.create_task(papers_of(day)) for day in week.days]
        except ExceptionGroup as failures:
            raise failures.exceptions[0] from None
        days = [task.result() for task in tasks]
        papers = _distinct(tuple(paper for day in days for paper in day.papers))
        ranked = sorted(
            papers, key=lambda paper: -1 if paper.upvotes is None else paper.upvotes, reverse=True
        )
        progress(f"{week.label}: {len(ranked):,} papers so far")
        return Listing(View(ViewKind.WEEK, week), tuple(ranked), sum(day.skipped for day in days))

    async def _pages(
        self, question: Mapping[str, str], label: str, progress: Progress, period: Period | None = None
    ) -> Listing:
        """Return all pages of a list; an error on any of them is an error, never half a list."""
        listed = period.start if period and period.span is Span.DAY else None
        params: dict[str, str] = {**question, "limit": str(PAGE_SIZE)}
        asked: list[dict[str, str]] = []
        papers: dict[str, Paper] = {}
        skipped = 0
        while params and params not in asked and len(asked) < PAGE_LIMIT:
            asked.append(params)
            page, bad, following = await self._asked(
                f"{self._base}/api/daily_papers", partial(page_of, listed=listed), params, progress=progress
            )
            if len(asked) > 1 and (page or not bad) and all(paper.id in papers for paper in page):
                break  # an empty page, or one again
            for paper in page:
                papers.setdefault(paper.id, paper)
            skipped += bad
            progress(f"{label}: {len(papers):,} papers so far", tuple(papers.values()))
            params = following
        refuse_if_all_bad(tuple(papers.values()), skipped)
        kind = ViewKind(period.span.value) if period else ViewKind.TRENDING
        return Listing(View(kind, period), tuple(papers.values()), skipped)

    async def _asked(
        self,
        url: str,
        parse: Callable[[Reply], T],
        params: Mapping[str, str | int] | None = None,
        *,
        accept: str = "application/json",
        manner: Manner = _LISTS,
        progress: Progress = silent,
    ) -> T:
        """Return what an answer holds, parsed beside the screen's loop, for that takes a frame or two."""
        reply = await self._client.get(url, params=params, accept=accept, manner=manner, progress=progress)
        try:
            return await asyncio.to_thread(parse, reply)
        except SourceError:
            await self._client.forget(reply)
            raise


def _known(identifier: str) -> str:
    """Return the identifier as the service writes it; it has no papers from before April 2007 (those with a slash)."""
    known = parse_identifier(identifier)
    if known is None or is_local(known) or "/" in known:
        raise _missing(identifier)
    return known


def _missing(identifier: str) -> NotFoundError:
    return NotFoundError(f"{clean_line(identifier, 60)} is not on Hugging Face; arXiv may have it.")


def _distinct(papers: tuple[Paper, ...]) -> tuple[Paper, ...]:
    """Return the papers without repetitions, each at its first place."""
    first: dict[str, Paper] = {}
    for paper in papers:
        first.setdefault(paper.id, paper)
    return tuple(first.values())
