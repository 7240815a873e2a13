"""The lists of the sources: fetch one and keep it, judge its age, go from one period to the next."""

from collections.abc import Callable
from datetime import datetime, timedelta

from reader.core.errors import OfflineError, RefusedError, SourceError, StorageError, UsageError
from reader.core.listing import Listing, StoredListing
from reader.core.period import FIRST_DAY, Period, Span, feed_day, last_weekday
from reader.core.progress import Progress, silent
from reader.core.view import View, ViewKind
from reader.service.contents import Contents
from reader.service.known import Known
from reader.service.port import PaperStore
from reader.service.source import Sources
from reader.service.thread import in_thread, storing

_MOST_SKIPPED = 15
"""Periods without a list that one step passes over: longer than any holiday."""


class Refreshing:
    """Fetches the lists of views that a source has."""

    def __init__(
        self, store: PaperStore, sources: Sources, known: Known, now: Callable[[], datetime]
    ) -> None:
        self._store = store
        self._sources = sources
        self._known = known
        self._now = now

    def is_fresh(self, view: View, stored: Contents, minutes: float) -> bool:
        """Tell whether the stored list answers `view` well enough: fetched within the last `minutes`, and of now."""
        if stored.fetched_at is None:
            return not view.kind.remote or stored.unfollowed
        found = stored.view.period
        if (
            found is not None
            and view.period is None
            and found != Period.containing(feed_day(self._now()), found.span)
        ):
            return False  # an older list; the newest one was asked for
        final = view.period is not None and is_final(view.period, stored.fetched_at)
        return final or self._now() - stored.fetched_at < timedelta(minutes=minutes)

    async def refresh(
        self, view: View, progress: Progress = silent, waiting: Callable[[str], object] | None = None
    ) -> Contents:
        """Fetch the view's list and keep it; `SourceError` leaves what is stored as it was.

        What could not be kept is shown all the same, and says why. `waiting` (else `progress`) is told where another
        window keeps the store busy.
        """
        listing = await self._sources.listing(view, progress)
        try:
            kept = await storing(waiting or progress, store_listing, self._store, listing, self._now())
        except StorageError as error:
            entries = self._known.entries(listing.papers)
            return Contents(listing.view, entries, self._now(), listing.skipped, unkept=error)
        return self._known.listed(kept)

    async def step(self, period: Period, step: int, progress: Progress = silent) -> Contents:
        """Return the list after (`step` 1) or before (-1) `period`, passing over days without one."""
        kind = ViewKind(period.span.value)
        candidate = period
        for _ in range(_MOST_SKIPPED):
            candidate = _neighbour(candidate, step)
            if candidate.last < FIRST_DAY:
                raise UsageError(f"Hugging Face's first list is of {Period(FIRST_DAY, Span.DAY).label}.")
            view = View(kind, candidate)
            stored = await in_thread(self._store.listing, view)
            if stored is not None and stored.papers:
                return self._known.listed(stored)
            if stored is not None and is_final(candidate, stored.fetched_at):
                continue
            try:
                contents = await self.refresh(view, progress)
            except OfflineError:
                return await in_thread(self._stored_neighbour, period, step)
            except RefusedError as error:
                if error.status != 400 or step < 0:
                    raise
                raise UsageError(f"There is no list after {period.label} yet.") from error
            if contents.entries:
                return contents
        raise UsageError(f"There is no list within {_MOST_SKIPPED} {period.span.value}s of {period.label}.")

    def _stored_neighbour(self, period: Period, step: int) -> Contents:
        found = self._store.neighbour(period, step)
        listing = found and self._store.listing(View(ViewKind(period.span.value), found))
        if not listing:
            direction = "newer" if step > 0 else "older"
            raise OfflineError(f"You are offline, and no {direction} list is stored.")
        return self._known.listed(listing)


def _neighbour(period: Period, step: int) -> Period:
    """Return the next period that may have a list: Hugging Face has none of weekends."""
    if period.span is not Span.DAY:
        return period.next if step > 0 else period.previous
    if step < 0:
        return Period(last_weekday(period.previous.start), Span.DAY)
    day = period.next.start
    return Period(day if day.weekday() < 5 else day + timedelta(days=7 - day.weekday()), Span.DAY)


def is_final(period: Period, fetched_at: datetime) -> bool:
    """Tell whether the period had ended, in every time zone, when its list was fetched."""
    return fetched_at.date() - period.last > timedelta(days=1)


def store_listing(store: PaperStore, listing: Listing, now: datetime) -> StoredListing:
    """Keep a fetched list and return it as stored; `SourceError` where it is empty and the stored one is not."""
    return stored_instead(store, listing) or store.store_listing(listing, now)


def stored_instead(store: PaperStore, listing: Listing) -> StoredListing | None:
    """Return the stored list where the fetched one has no news; `SourceError` where that must be a mistake."""
    if listing.papers or (known := store.listing(listing.view)) is None or not known.papers:
        return None
    if listing.view.kind is ViewKind.ARXIV and not listing.skipped:
        return known  # arXiv announces nothing at weekends; the list of Friday is still the newest
    raise SourceError("Hugging Face sent an empty list where there was one before; the stored list is kept.")
