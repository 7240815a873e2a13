"""Numbers and dates as short as a row needs them."""

from datetime import date, datetime, timedelta


def today() -> date:
    """Return the person's own day."""
    return date.today()  # noqa: DTZ011


def short_count(count: int | None) -> str:
    """Return 132, 4.1k, 79k, 1.2M; an empty text for an unknown count."""
    if count is None:
        return ""
    if count < 1_000:
        return str(count)
    if count < 9_950:
        return f"{count / 1_000:.1f}k"
    if count < 999_500:
        return f"{count / 1_000:.0f}k"
    if count < 9_950_000:
        return f"{count / 1_000_000:.1f}M"
    return f"{min(count / 1_000_000, 9_999):.0f}M"


def short_day(day: date | None, today: date) -> str:
    """Return `14 Aug` within the last ten months, else `Aug’24`; an empty text for an unknown day."""
    if day is None:
        return ""
    if abs(today - day) < timedelta(days=300):
        return f"{day.day} {day:%b}"
    return f"{day:%b’%y}"


def long_day(day: date) -> str:
    """Return `14 Aug 2026`."""
    return f"{day.day} {day:%b} {day.year}"


def ago(moment: datetime, now: datetime) -> str:
    """Return how long ago a moment was, in the words of a person."""
    seconds = (now - moment).total_seconds()
    if seconds < 90:
        return "just now"
    if seconds < 90 * 60:
        return f"{round(seconds / 60)} minutes ago"
    if seconds < 36 * 3600:
        return f"{round(seconds / 3600)} hours ago"
    return f"{round(seconds / 86400)} days ago"


def plural(count: int, noun: str) -> str:
    """Return `1 paper`, `2 papers`."""
    return f"{count:,} {noun}" + ("" if count == 1 else "s")
