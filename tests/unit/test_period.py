import zoneinfo
from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.core.period import Period, Span, feed_day, last_weekday, parse_period


@pytest.mark.parametrize(
    ("text", "start", "last", "label"),
    [
        ("2026-08-14", date(2026, 8, 14), date(2026, 8, 14), "Fri 14 Aug 2026"),
        ("2026-W33", date(2026, 8, 10), date(2026, 8, 16), "Week 33, 10–16 Aug 2026"),
        ("2026-W53", date(2026, 12, 28), date(2027, 1, 3), "Week 53, 28 Dec–3 Jan 2027"),
        ("2026-W01", date(2025, 12, 29), date(2026, 1, 4), "Week 1, 29 Dec–4 Jan 2026"),
        ("2024-02", date(2024, 2, 1), date(2024, 2, 29), "February 2024"),
    ],
)
def test_a_period_and_its_names(text: str, start: date, last: date, label: str) -> None:
    period = parse_period(text)
    assert period is not None
    assert (period.start, period.last, period.key, period.label) == (start, last, text, label)
    assert period.next.previous == period == period.previous.next


@pytest.mark.parametrize(
    "text",
    ["", "2025-W53", "2026-W00", "2026-13", "2026-02-30", "0000-01-01", "２026-08", "20260814", "soon"],
)
def test_what_names_none(text: str) -> None:
    assert parse_period(text) is None


def test_widening() -> None:
    assert parse_period("2027-01-01", Span.WEEK) == parse_period("2026-W53")
    assert parse_period("2026-W53", Span.MONTH) == parse_period("2026-12")


@given(st.dates(), st.sampled_from(Span))
def test_a_period_holds_its_days_and_is_found_by_its_key(day: date, span: Span) -> None:
    period = Period.containing(day, span)
    assert day in period.days
    assert period.days[-1] == period.last
    assert parse_period(period.key) == period
    assert period.previous <= period <= period.next


@pytest.mark.parametrize("span", Span)
def test_the_calendar_ends_quietly(span: Span) -> None:
    assert Period.containing(date.max, span).next.span is span
    assert Period.containing(date.min, span).previous == Period.containing(date.min, span)


@pytest.mark.parametrize(
    ("moment", "expected"),
    [
        (datetime(2026, 8, 13, 1, 29, tzinfo=UTC), date(2026, 8, 12)),  # 21:29 in New York, in summer
        (datetime(2026, 8, 13, 1, 30, tzinfo=UTC), date(2026, 8, 13)),
        (datetime(2026, 1, 14, 2, 29, tzinfo=UTC), date(2026, 1, 13)),  # 21:29 in winter
        (datetime(2026, 1, 14, 2, 30, tzinfo=UTC), date(2026, 1, 14)),
        (datetime(2026, 8, 15, 12, tzinfo=UTC), date(2026, 8, 14)),  # a Saturday
        (datetime(2026, 8, 17, 1, 29, tzinfo=UTC), date(2026, 8, 14)),  # Sunday evening
        (datetime(2026, 8, 17, 1, 30, tzinfo=UTC), date(2026, 8, 17)),
    ],
)
def test_the_feeds_own_idea_of_today(moment: datetime, expected: date) -> None:
    assert feed_day(moment) == expected


def test_today_without_time_zone_data(monkeypatch: pytest.MonkeyPatch) -> None:
    def missing(name: str) -> None:
        raise zoneinfo.ZoneInfoNotFoundError(name)

    monkeypatch.setattr(zoneinfo, "ZoneInfo", missing)
    assert feed_day(datetime(2026, 1, 14, 2, 29, tzinfo=UTC)) == date(2026, 1, 13)
    assert feed_day(datetime(2026, 1, 14, 2, 30, tzinfo=UTC)) == date(2026, 1, 14)
    assert feed_day(datetime(2026, 8, 13, 12, tzinfo=UTC)) == date(2026, 8, 13)


def test_weekends_have_no_lists() -> None:
    assert [last_weekday(date(2026, 8, day)).day for day in (13, 14, 15, 16, 17)] == [13, 14, 14, 14, 17]
