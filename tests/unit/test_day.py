from datetime import date

import pytest

from reader.core.day import day_from, parse_day

FRIDAY = date(2026, 8, 21)


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("2026-12-24", date(2026, 12, 24)),
        (" Today ", FRIDAY),
        ("tomorrow", date(2026, 8, 22)),
        ("friday", date(2026, 8, 28)),
        ("sat", date(2026, 8, 22)),
        ("thu", date(2026, 8, 27)),
        ("+3d", date(2026, 8, 24)),
        ("2w", date(2026, 9, 4)),
        ("24.12.", date(2026, 12, 24)),
        ("1.2.", date(2027, 2, 1)),
        ("", None),
        ("s", None),
        ("someday", None),
        ("2026-02-30", None),
        ("31.2.", None),
        ("29.2.", None),
        ("+9999y", None),
        ("٣d", None),
    ],
)
def test_days_to_come(text: str, day: date | None) -> None:
    assert parse_day(text, FRIDAY) == day


@pytest.mark.parametrize(
    ("day", "said"),
    [
        (date(2026, 8, 19), "2 days late"),
        (date(2026, 8, 20), "1 day late"),
        (FRIDAY, "today"),
        (date(2026, 8, 22), "tomorrow"),
        (date(2026, 8, 28), "Fri 28 Aug"),
        (date(2027, 1, 2), "Sat 2 Jan 2027"),
    ],
)
def test_days_as_they_are_from_today(day: date, said: str) -> None:
    assert day_from(FRIDAY, day) == said
