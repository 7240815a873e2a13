"""The values of conditions: yes or no, numbers, dates; alone, compared, or as a range."""

import re
from collections.abc import Callable, Collection
from datetime import date, timedelta

from reader.core.errors import QueryError
from reader.core.period import Period, Span, parse_period
from reader.core.query_token import Token
from reader.core.query_tree import Flag, Range

FLAGS = {
    "is": ("read", "unread", "bookmarked", "queued", "due"),
    "has": ("code", "note", "pdf", "summary", "abstract", "tag", "rating", "highlight"),
}
"""The yes-or-no conditions, and what they may ask."""

NUMBER_FIELDS = ("upvotes", "stars", "comments")
DATE_FIELDS = ("after", "before", "listed", "published", "year")

_Span = tuple[int, int]
"""The first and last number that a value covers; of dates, their ordinals."""

_OPERATOR = re.compile(r"\s*+(>=|<=|=>|=<|[<>=≤≥])?\s*+")
_OPERATOR_NAMES = {"=>": ">=", "≥": ">=", "=<": "<=", "≤": "<="}
_NUMBER = re.compile(r"(\d{1,12})(?:(?:\.(\d{1,3}))?([km]))?", re.ASCII)
_NUMBER_BEGUN = re.compile(r"\d{1,12}\.\d{0,3}", re.ASCII)
_AGE = re.compile(r"(\d{1,4})([dwmy])", re.ASCII)
_DATE_BEGUN = re.compile(r"(?:\d{1,4}|\d{4}-(?:[01]?|\d\d-[0-3]?)|\d{4}-?w[0-5]?)\.?", re.ASCII)
_DAY_NAMES = ("today", "yesterday")


def condition(field: str, value: Token, today: date, *, typed: bool) -> Flag | Range | None:
    """Return what a field that is no text asks for; `None` where the value is not finished (`typed`: it may go on).

    `QueryError` with the place where it is wrong.
    """
    text = value.text.lower().strip().rstrip(",;")
    if field in FLAGS:
        return _flag(field, text, value, typed)
    text = _OPERATOR.sub(_operator_name, text, count=1).replace("…", "..")
    if text in ("", ">", "<", "=", ">=", "<=", ".", ".."):
        return None
    return (
        _numbers(field, text, value, typed)
        if field in NUMBER_FIELDS
        else _dates(field, text, value, today, typed)
    )


def nearest(word: str, choices: Collection[str]) -> str | None:
    """Return which of `choices` a mistyped or abbreviated `word` may mean."""
    from difflib import get_close_matches

    begun = [choice for choice in choices if len(choice) > 2 and word.startswith(choice)]
    begun += [choice for choice in choices if len(word) > 2 and choice.startswith(word)]
    return max(begun, key=len, default=None) or next(
        iter(get_close_matches(word[:30], choices, 1, 0.7)), None
    )


def shown(text: str) -> str:
    """Return the beginning of `text` for a sentence of one line, without what cannot be printed."""
    line = " ".join(text[:60].split())
    return "".join(character if character.isprintable() else "\ufffd" for character in line)


def _flag(field: str, text: str, value: Token, typed: bool) -> Flag | None:
    choices = FLAGS[field]
    if text in choices:
        return Flag(field, text)
    if not text or (typed and any(choice.startswith(text) for choice in choices)):
        return None
    near = nearest(text, choices)
    hint = f" Did you mean {field}:{near}?" if near else ""
    raise QueryError(
        f"“{field}:” takes {', '.join(choices[:-1])} or {choices[-1]}; not “{shown(value.text)}”.{hint}",
        value.start,
    )


def _numbers(field: str, text: str, value: Token, typed: bool) -> Range | None:
    if bounds := _bounds(text, _number_span, "="):
        return Range(field, *bounds)
    if typed and _may_go_on(text, _number_span, _NUMBER_BEGUN.fullmatch):
        return None
    raise QueryError(
        f"“{field}:” takes a number such as >50, <=1k or 5..20; not “{shown(value.text)}”.", value.start
    )


def _dates(field: str, text: str, value: Token, today: date, typed: bool) -> Range | None:
    def span(side: str) -> _Span | None:
        return _date_span(side, today)

    operator, rest = _split(text)
    is_age = _AGE.fullmatch(rest) is not None
    if operator and is_age:
        raise QueryError(
            f"Write listed:{rest} for that time until today, before:{rest} for what is older.", value.start
        )
    if bounds := _bounds(
        text, span, "<" if field == "before" else ">=" if is_age or field == "after" else "="
    ):
        return Range("listed" if field == "listed" else "published", *map(_day, bounds))
    if typed and _may_go_on(text, span, _is_date_begun):
        return None
    raise QueryError(
        f"“{field}:” takes a year, month, day, week or age such as 2024, 2024-05, 2024-05-31, 2024-W22, 7d, today;"
        f" also >2023 and 2023..2024; not “{shown(value.text)}”.",
        value.start,
    )


def _operator_name(found: re.Match[str]) -> str:
    return _OPERATOR_NAMES.get(found[1], found[1]) if found[1] else ""


def _split(text: str) -> tuple[str, str]:
    """Return the operator, if any, and what it compares with."""
    rest = text.lstrip("<>=")
    return text[: len(text) - len(rest)], rest


def _sides(text: str) -> tuple[str, bool, str]:
    """Return both ends of a range (`5..`, `..9`), and whether it is one."""
    first, dots, last = text.partition("..")
    return first.strip(), bool(dots), last.lstrip(".").strip()


def _bounds(
    text: str, span: Callable[[str], _Span | None], default: str
) -> tuple[int | None, int | None] | None:
    """Return the lowest and highest number that `text` allows; `None` where it cannot be understood."""
    operator, rest = _split(text)
    first, is_range, last = _sides(rest)
    low, high = span(first), span(last)
    if (first and low is None) or (last and high is None) or (operator and is_range):
        return None
    if is_range and low and high:
        low, high = sorted((low, high))
        return low[0], high[1]
    if is_range:
        return (low[0] if low else None, high[1] if high else None) if low or high else None
    return _compared(operator or default, low) if low else None


def _compared(operator: str, span: _Span) -> tuple[int | None, int | None] | None:
    match operator:
        case ">":
            return span[1] + 1, None
        case ">=":
            return span[0], None
        case "<":
            return None, span[0] - 1
        case "<=":
            return None, span[1]
        case "=":
            return span
        case _:
            return None


def _may_go_on(text: str, span: Callable[[str], _Span | None], begun: Callable[[str], object]) -> bool:
    first, is_range, last = _sides(_split(text)[1])
    return (span(first) is not None or not first if is_range else True) and bool(
        begun(last if is_range else first)
    )


def _number_span(text: str) -> _Span | None:
    if (found := _NUMBER.fullmatch(text)) is None:
        return None
    factor = {"k": 1000, "m": 1_000_000}.get(found[3], 1)
    number = int(found[1]) * factor + int((found[2] or "0").ljust(3, "0")) * factor // 1000
    return number, number


def _date_span(text: str, today: date) -> _Span | None:
    """Return the first and last day that a date, month, week, year, or the one day that `7d` ago covers."""
    if text in _DAY_NAMES:
        day = today.toordinal() - _DAY_NAMES.index(text)
        return day, day
    if found := _AGE.fullmatch(text):
        day = _ago(today, int(found[1]), found[2]).toordinal()
        return day, day
    if re.fullmatch(r"\d{4}", text, re.ASCII) and text != "0000":
        return date(int(text), 1, 1).toordinal(), date(int(text), 12, 31).toordinal()
    period = parse_period(text)
    return (period.start.toordinal(), period.last.toordinal()) if period else None


def _ago(today: date, count: int, unit: str) -> date:
    """Return the day `count` days, weeks, months or years before `today`; the first of all days before that."""
    if unit in "dw":
        days = count * (7 if unit == "w" else 1)
        return today - timedelta(days=min(days, today.toordinal() - 1))
    months = today.year * 12 + today.month - 1 - count * (12 if unit == "y" else 1)
    if months < 12:
        return date.min
    first = date(months // 12, months % 12 + 1, 1)
    return first.replace(day=min(today.day, Period.containing(first, Span.MONTH).last.day))


def _is_date_begun(text: str) -> bool:
    return _DATE_BEGUN.fullmatch(text) is not None or any(name.startswith(text) for name in _DAY_NAMES)


def _day(ordinal: int | None) -> str | None:
    """Return an ISO date, never beyond the years 1 to 9999 that dates know."""
    if ordinal is None:
        return None
    return date.fromordinal(min(max(ordinal, 1), date.max.toordinal())).isoformat()
