"""A day to come as a person types it."""

import re
from datetime import date

DAY_FORMS = "2026-12-24, 24.12., tomorrow, friday, +3d, +2w"
"""What can be typed."""

_WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_ISO = r"(?a)\d{4}-\d{2}-\d{2}"
_SHORT = r"(?a)(\d{1,2})\.(\d{1,2})\."
_AHEAD = r"(?a)\+?(\d{1,4})([dwmy])"
_UNIT_DAYS = {"d": 1, "w": 7, "m": 30, "y": 365}


def parse_day(text: str, today: date) -> date | None:
    """Return the day that `text` names, a weekday being the next one; `None` where it names none."""
    word = text.strip().lower()
    if word in ("today", "tomorrow"):
        return _after(today, 0 if word == "today" else 1)
    if len(word) >= 2 and (weekday := _index_of(word)) is not None:
        return _after(today, (weekday - today.weekday() - 1) % 7 + 1)
    if found := re.fullmatch(_AHEAD, word):
        return _after(today, int(found[1]) * _UNIT_DAYS[found[2]])
    try:
        if found := re.fullmatch(_SHORT, word):
            day = date(today.year, int(found[2]), int(found[1]))
            return day if day >= today else day.replace(year=today.year + 1)
        return date.fromisoformat(word) if re.fullmatch(_ISO, word) else None
    except ValueError:
        return None


def day_from(today: date, day: date) -> str:
    """Return a day as it is from today: `today`, `tomorrow`, `Fri 28 Aug`, `2 days late`."""
    distance = (day - today).days
    if distance < 0:
        return f"{-distance} {'day' if distance == -1 else 'days'} late"
    if distance < 2:
        return ("today", "tomorrow")[distance]
    year = f" {day.year}" if day.year != today.year else ""
    return f"{day:%a} {day.day} {day:%b}{year}"


def _index_of(word: str) -> int | None:
    return next((index for index, name in enumerate(_WEEKDAYS) if name.startswith(word)), None)


def _after(today: date, days: int) -> date | None:
    ordinal = today.toordinal() + days
    return date.fromordinal(ordinal) if ordinal <= date.max.toordinal() else None
