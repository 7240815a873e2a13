"""The periods that Hugging Face publishes lists for: a day, an ISO week, a month."""

import re
from datetime import date, datetime, timedelta, timezone
from enum import StrEnum
from typing import NamedTuple

FIRST_DAY = date(2023, 5, 4)
"""The day of the first daily list."""

_FEED_DAY_BEGINS = timedelta(hours=21, minutes=30)
"""Hugging Face begins its next feed day at 21:30 in New York (taken from its own server)."""


class Span(StrEnum):
    """How much time one list covers."""

    DAY = "day"
    WEEK = "week"
    MONTH = "month"


class Period(NamedTuple):
    """A day, week or month, held by its first day."""

    start: date
    span: Span

    @classmethod
    def containing(cls, day: date, span: Span) -> "Period":
        """Return the period of the kind `span` that `day` lies in."""
        match span:
            case Span.DAY:
                return cls(day, span)
            case Span.WEEK:
                return cls(day - timedelta(days=day.weekday()), span)
            case Span.MONTH:
                return cls(day.replace(day=1), span)

    @property
    def key(self) -> str:
        """The period as Hugging Face writes it: `2026-08-14`, `2026-W33`, `2026-08`."""
        match self.span:
            case Span.DAY:
                return self.start.isoformat()
            case Span.WEEK:
                year, week, _ = self.start.isocalendar()
                return f"{year:04}-W{week:02}"
            case Span.MONTH:
                return self.start.isoformat()[:7]

    @property
    def label(self) -> str:
        """The period for people: `Fri 14 Aug 2026`, `Week 33, 10-16 Aug 2026`, `August 2026`."""
        match self.span:
            case Span.DAY:
                return f"{self.start:%a} {self.start.day} {self.start:%b %Y}"
            case Span.WEEK:
                last = self.last
                first = f"{self.start.day}" + (f" {self.start:%b}" if self.start.month != last.month else "")
                return f"Week {self.start.isocalendar().week}, {first}–{last.day} {last:%b %Y}"
            case Span.MONTH:
                return f"{self.start:%B %Y}"

    @property
    def last(self) -> date:
        """The last day of the period."""
        match self.span:
            case Span.DAY:
                return self.start
            case Span.WEEK:
                return _shifted(self.start, 6)
            case Span.MONTH:
                later = _shifted(self.start, 31)  # in the next month, but at the end of the calendar
                return later if later.month == self.start.month else _shifted(later.replace(day=1), -1)

    @property
    def days(self) -> tuple[date, ...]:
        """Every day of the period, in order."""
        return tuple(self.start + timedelta(days=i) for i in range((self.last - self.start).days + 1))

    @property
    def next(self) -> "Period":
        """The period right after this one; itself at the end of the calendar."""
        return Period.containing(_shifted(self.last, 1), self.span)

    @property
    def previous(self) -> "Period":
        """The period right before this one; itself at the beginning of the calendar."""
        return Period.containing(_shifted(self.start, -1), self.span)


def parse_period(text: str, span: Span | None = None) -> Period | None:
    """Return the period that `2026-08-14`, `2026-W33` or `2026-08` names, widened to `span`; `None` if none."""
    text = text.strip()
    try:
        if found := re.fullmatch(r"(\d{4})-?[Ww](\d{1,2})", text, re.ASCII):
            day, own = date.fromisocalendar(int(found[1]), int(found[2]), 1), Span.WEEK
        elif found := re.fullmatch(r"(\d{4})-(\d{2})", text, re.ASCII):
            day, own = date(int(found[1]), int(found[2]), 1), Span.MONTH
        elif re.fullmatch(r"\d{4}-\d{2}-\d{2}", text, re.ASCII):
            day, own = date.fromisoformat(text), Span.DAY
        else:
            return None
    except ValueError:
        return None
    return Period.containing(day, span or own)


def _shifted(day: date, days: int) -> date:
    """Return `day` moved by `days`, never beyond the years 1 to 9999 that dates know."""
    return date.fromordinal(min(max(day.toordinal() + days, 1), date.max.toordinal()))


def feed_day(now: datetime) -> date:
    """Return the day whose list Hugging Face fills at the moment `now` (aware): a weekday, by New York's clock."""
    return last_weekday((_new_york(now) + timedelta(days=1) - _FEED_DAY_BEGINS).date())


def last_weekday(day: date) -> date:
    """Return `day`, or the Friday before it on a weekend, when there are no lists."""
    return day - timedelta(days=max(0, day.weekday() - 4))


def _new_york(now: datetime) -> datetime:
    """Return `now` by New York's clock, also where the system has no time zone data."""
    from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

    try:
        return now.astimezone(ZoneInfo("America/New_York"))
    except ZoneInfoNotFoundError:
        # Winter time: late by an hour in summer, and the source steps back or forward by itself.
        return now.astimezone(timezone(timedelta(hours=-5)))
