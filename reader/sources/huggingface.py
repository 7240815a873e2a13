"""Hugging Face Papers: the lists of a day, a week, a month, what is trending, search, and single papers."""

import asyncio
import json
import re
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import UTC, date, datetime
from urllib.parse import parse_qsl, urlsplit

from reader.core.errors import FormatError, NotFoundError, RefusedError, SourceError, UsageError
from reader.core.identifier import is_local, parse_identifier
from reader.core.listing import Listing
from reader.core.paper import Paper
from reader.core.period import Period, Span, feed_day, last_weekday
from reader.core.text import clean_line
from reader.core.view import View, ViewKind
from reader.sources.base import Progress, silent
from reader.sources.client import Client, Reply
from reader.sources.failure import words_of
from reader.sources.item import paper_from_item, parse_items

BASE_URL = "https://huggingface.co"
NAME = "Hugging Face"

PAGE_SIZE = 100
PAGE_LIMIT = 60
"""Most pages of one list that are fetched."""

QUERY_LIMIT = 250
SEARCH_LIMIT = 120
_STEPS_BACK = 5
_TOGETHER = 4
_LINK_LIMIT = 4_000
_LINK = re.compile(r"<([^<>]*)>([^<]*)")
_NEXT = re.compile(r"\brel\s*=\s*\"?[^\";,]*\bnext\b", re.IGNORECASE)


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
            return replace(found, view=View(view.kind))
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
        reply = await self._client.get(
            f"{self._base}/api/papers/search", params={"q": words, "limit": bounded}
        )
        papers, skipped = await asyncio.to_thread(_parsed, reply)
        _refuse_if_all_bad(papers, skipped)
        return _distinct(papers)[:bounded]

    async def paper(self, identifier: str) -> Paper:
        """Return one paper; `NotFoundError` when it is not on Hugging Face."""
        known = parse_identifier(identifier)
        missing = f"{clean_line(identifier, 60)} is not on Hugging Face; arXiv may have it."
        # Hugging Face has no papers from before April 2007, whose identifiers hold a slash.
        if known is None or is_local(known) or "/" in known:
            raise NotFoundError(missing)
        try:
            reply = await self._client.get(f"{self._base}/api/papers/{known}")
        except NotFoundError as error:
            raise NotFoundError(missing) from error
        try:
            return paper_from_item({"paper": _json(reply)})
        except FormatError as error:
            raise SourceError(f"{NAME} answered with something that is not a paper.") from error

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
            reply = await self._client.get(f"{self._base}/api/daily_papers", params={"limit": limit})
            papers, _ = await asyncio.to_thread(_parsed, reply)
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
        progress(f"{week.label}: {len(ranked)} papers so far")
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
            reply = await self._client.get(f"{self._base}/api/daily_papers", params=params, progress=progress)
            asked.append(params)
            page, bad = await asyncio.to_thread(_parsed, reply, listed)
            if len(asked) > 1 and (page or not bad) and all(paper.id in papers for paper in page):
                break  # an empty page, or one again
            for paper in page:
                papers.setdefault(paper.id, paper)
            skipped += bad
            progress(f"{label}: {len(papers)} papers so far", tuple(papers.values()))
            params = _next_page(reply)
        _refuse_if_all_bad(tuple(papers.values()), skipped)
        kind = ViewKind(period.span.value) if period else ViewKind.TRENDING
        return Listing(View(kind, period), tuple(papers.values()), skipped)


def _next_page(reply: Reply) -> dict[str, str]:
    """Return the parameters of the next page, empty after the last.

    Only the question is taken from the link, never its address, so no answer can lead us elsewhere.
    """
    for address, attributes in _LINK.findall(reply.headers.get("link", "")[:_LINK_LIMIT]):
        if _NEXT.search(attributes):
            try:
                return dict(parse_qsl(urlsplit(address).query))
            except ValueError:
                return {}
    return {}


def _parsed(reply: Reply, listed: date | None = None) -> tuple[tuple[Paper, ...], int]:
    """Return papers and the number of bad items; takes a frame or two, so it runs beside the screen's loop."""
    return parse_items(_array(reply), listed)


def _json(reply: Reply) -> object:
    try:
        return json.loads(reply.body)
    except (ValueError, RecursionError) as error:
        if reply.body.lstrip()[:1] == b"<" or "html" in reply.headers.get("content-type", ""):
            message = (
                f"{NAME} answered with a web page instead of papers; "
                "a log-in page of the network may be in the way."
            )
        else:
            message = f"{NAME} answered with something that cannot be read (broken JSON)."
        raise SourceError(message) from error


def _array(reply: Reply) -> list[object]:
    """Return the list that is due; an object in its place is an error, with the service's own words."""
    data = _json(reply)
    if isinstance(data, list):
        return data
    if words := words_of(data):
        raise RefusedError(f"{NAME} refused the request: {words}", reply.status)
    kind = "an object" if isinstance(data, dict) else "a single value"
    keys = ", ".join(clean_line(key, 30) for key in list(data)[:5]) if isinstance(data, dict) else ""
    holding = f" (holding {keys})" if keys else ""
    raise SourceError(f"{NAME} answered with {kind}{holding} instead of a list of papers.")


def _refuse_if_all_bad(papers: tuple[Paper, ...], skipped: int) -> None:
    if skipped and not papers:
        raise SourceError(f"{NAME} answered with {skipped} items, none of which is a paper.")


def _distinct(papers: tuple[Paper, ...]) -> tuple[Paper, ...]:
    """Return the papers without repetitions, each at its first place."""
    first: dict[str, Paper] = {}
    for paper in papers:
        first.setdefault(paper.id, paper)
    return tuple(first.values())
