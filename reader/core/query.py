"""The filter language: words, "phrases", -not, OR, parentheses, `field:`, `is:`, `has:` and comparisons; pure."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from reader.core.errors import QueryError
from reader.core.fold import words
from reader.core.identifier import parse_identifier
from reader.core.period import parse_period

LENGTH_LIMIT = 10_000
"""Longest query, in characters."""

_DEPTH_LIMIT = 50

TEXT_FIELDS = {
    "title": "title",
    "author": "authors",
    "abs": "abstract",
    "abstract": "abstract",
    "keyword": "keywords",
    "cat": "cat",
    "org": "org",
    "tag": "tag",
    "note": "note",
    "id": "id",
}
"""The field names people type, and what they mean."""

FLAGS = {
    "is": ("read", "unread", "bookmarked", "queued"),
    "has": ("code", "note", "pdf", "summary", "abstract", "tag"),
}
_NUMBER_FIELDS = ("upvotes", "stars", "comments")
_DATE_FIELDS = ("after", "before", "listed", "published", "year")
FIELDS = (*TEXT_FIELDS, *FLAGS, *_NUMBER_FIELDS, *_DATE_FIELDS)


@dataclass(frozen=True, slots=True)
class Term:
    """One or more words that stand next to each other, in any text or in one `field`."""

    words: tuple[str, ...]
    field: str | None = None
    prefix: bool = False
    """Whether the last word may go on: it is still being typed."""
    exact: bool = False
    """Whether it was quoted: no typos are forgiven."""
    text: str = ""
    """As typed."""


@dataclass(frozen=True, slots=True)
class Flag:
    """A yes-or-no condition, such as `is:unread`."""

    name: str
    value: str


@dataclass(frozen=True, slots=True)
class Range:
    """A condition on a number or an ISO date, both ends included; `None` is open."""

    name: str
    low: str | int | None
    high: str | int | None


@dataclass(frozen=True, slots=True)
class Not:
    """What the part does not match."""

    part: "Node"


@dataclass(frozen=True, slots=True)
class All:
    """What every part matches; everything where there is none."""

    parts: tuple["Node", ...]


@dataclass(frozen=True, slots=True)
class Any:
    """What at least one part matches."""

    parts: tuple["Node", ...]


Node = Term | Flag | Range | Not | All | Any


def parse_query(text: str, today: date | None = None) -> Node:
    """Return the tree of a query; `QueryError` with the place where it cannot be understood."""
    if len(text) > LENGTH_LIMIT:
        raise QueryError(
            f"A filter may have {LENGTH_LIMIT:,} characters, this one has {len(text):,}.", LENGTH_LIMIT
        )
    if identifier := parse_identifier(text):
        return Term((identifier,), "id", exact=True, text=text)
    if re.fullmatch(r"\d{4}\.\d{1,4}", text, re.ASCII):
        return Term((text,), "id", prefix=True, text=text)
    return _Parser(text, today or date.today()).parse()  # noqa: DTZ011 (the person's own day)


def positive_terms(node: Node) -> Iterator[Term]:
    """Yield the terms that a match should contain, for ranking and highlighting."""
    match node:
        case Term():
            yield node
        case All(parts) | Any(parts):
            for part in parts:
                yield from positive_terms(part)
        case _:
            return


_TOKEN = re.compile(
    r"""\s*(?: (?P<open>\() | (?P<close>\)) | (?P<not>-)(?=[^\s)]) | (?P<field>[A-Za-z]+):(?!//)
        | "(?P<phrase>[^"]*)(?P<end>"?) | (?P<word>[^\s()"]+) )""",
    re.VERBOSE,
)


@dataclass(frozen=True, slots=True)
class _Token:
    kind: str
    text: str
    start: int
    end: int


class _Parser:
    """Recursive descent over the tokens; a bounded depth."""

    def __init__(self, text: str, today: date) -> None:
        self._text = text
        self._today = today
        self._tokens = list(_tokens(text))
        self._at = 0
        self._depth = 0

    def parse(self) -> Node:
        node = self._either()
        if (token := self._peek()) is not None:
            raise QueryError("This closing parenthesis has no opening one.", token.start)
        return node

    def _peek(self) -> _Token | None:
        return self._tokens[self._at] if self._at < len(self._tokens) else None

    def _either(self) -> Node:
        options = [self._every()]
        while (token := self._peek()) is not None and token.kind == "word" and token.text == "OR":
            self._at += 1
            options.append(self._every())
        filled = [option for option in options if option != All(())]
        return filled[0] if len(filled) == 1 else Any(tuple(filled)) if filled else All(())

    def _every(self) -> Node:
        parts: list[Node] = []
        while (token := self._peek()) is not None and token.kind != "close":
            if token.kind == "word" and token.text == "OR":
                break
            if (part := self._part()) is not None:
                parts.append(part)
        return parts[0] if len(parts) == 1 else All(tuple(parts))

    def _part(self) -> Node | None:
        token = self._tokens[self._at]
        self._at += 1
        match token.kind:
            case "open":
                return self._group(token)
            case "not":
                if self._peek() is None:
                    return None
                part = self._part()
                return None if part is None else Not(part)
            case "field":
                return self._field(token)
            case _:
                return self._term(token, None)

    def _group(self, opening: _Token) -> Node:
        self._depth += 1
        if self._depth > _DEPTH_LIMIT:
            raise QueryError(f"Parentheses may be nested {_DEPTH_LIMIT} deep.", opening.start)
        node = self._either()
        self._depth -= 1
        if self._peek() is not None:
            self._at += 1  # an unclosed group ends with the query: it is still being typed
        return node

    def _field(self, name: _Token) -> Node | None:
        field = name.text.lower()
        if field not in FIELDS:
            if self._value() is None:
                return self._term(name, None)  # an ordinary word before a colon, as titles have
            raise QueryError(f"There is no field “{name.text}:”; known are {', '.join(FIELDS)}.", name.start)
        value = self._value()
        if value is None:
            return None  # still being typed
        if field in FLAGS:
            return self._flag(field, value)
        if field in _NUMBER_FIELDS:
            return _number_range(field, value)
        if field in _DATE_FIELDS:
            return _date_range(field, value, self._today)
        return self._term(value, TEXT_FIELDS[field])

    def _value(self) -> _Token | None:
        token = self._peek()
        if token is None or token.kind in ("open", "close") or token.start != self._tokens[self._at - 1].end:
            return None
        self._at += 1
        if token.kind in ("not", "field"):
            following = self._value()
            end = following.end if following else token.end
            return _Token("word", self._text[token.start : end], token.start, end)
        return token

    def _flag(self, field: str, value: _Token) -> Node | None:
        choices = FLAGS[field]
        if value.text.lower() in choices:
            return Flag(field, value.text.lower())
        if value.end == len(self._text) and any(choice.startswith(value.text.lower()) for choice in choices):
            return None  # still being typed
        raise QueryError(f"“{field}:” takes {', '.join(choices)}; not “{value.text}”.", value.start)

    def _term(self, token: _Token, field: str | None) -> Node | None:
        typing = token.end == len(self._text) and token.kind == "word"
        found: tuple[str, ...]
        if field in ("cat", "id"):
            found = (parse_identifier(token.text) or token.text,) if field == "id" else (token.text.lower(),)
        else:
            found = tuple(words(token.text))
        if not found:
            return None
        return Term(found, field, prefix=typing, exact=token.kind == "phrase", text=token.text)


def _tokens(text: str) -> Iterator[_Token]:
    at = 0
    while at < len(text):
        found = _TOKEN.match(text, at)
        if found is None or found.end() == at:
            return
        kind = next(
            name for name in ("open", "close", "not", "field", "phrase", "word") if found[name] is not None
        )
        # A phrase whose quote is still open is being typed; a word may follow it at once.
        yield _Token(kind, found[kind], found.start(kind) - (kind == "phrase"), found.end())
        at = found.end()


def _number_range(field: str, value: _Token) -> Range | None:
    found = re.fullmatch(
        r"(>=|<=|>|<|=)?(\d{1,12})(k?)(?:(\.\.)(\d{1,12})?(k?))?", value.text.lower(), re.ASCII
    )
    if found is None:
        if re.fullmatch(r"[<>=]*", value.text):
            return None  # still being typed
        raise QueryError(
            f"“{field}:” takes a number such as >50, <=10 or 5..20; not “{value.text}”.", value.start
        )
    number = int(found[2]) * (1000 if found[3] else 1)
    if found[4]:
        return Range(field, number, int(found[5]) * (1000 if found[6] else 1) if found[5] else None)
    match found[1]:
        case ">":
            return Range(field, number + 1, None)
        case ">=":
            return Range(field, number, None)
        case "<":
            return Range(field, None, number - 1)
        case "<=":
            return Range(field, None, number)
        case _:
            return Range(field, number, number)


def _date_range(field: str, value: _Token, today: date) -> Range | None:
    first, dots, last = value.text.partition("..")
    low = _span(first, today) if first else None
    high = _span(last, today) if last else None
    if (first and low is None) or (last and high is None):
        if re.fullmatch(r"[\d-]*(?:\d{4}-?[Ww])?", value.text, re.ASCII):
            return None  # still being typed
        raise QueryError(
            f"“{field}:” takes a year, month, day or age such as 2024, 2024-05, 2024-05-31, 7d; not “{value.text}”.",
            value.start,
        )
    start, end = (low or high or ("", ""))[0], (low or high or ("", ""))[1]
    if dots:
        return Range("published" if field == "year" else field, low and low[0], high and high[1])
    match field:
        case "after":
            return Range("published", start, None)
        case "before":
            return Range("published", None, _day_before(start))
        case "listed":
            aged = bool(re.fullmatch(r"\d+[dwmy]", first))
            return Range("listed", start, None if aged else end)
        case _:
            return Range("published", start, end)


def _span(text: str, today: date) -> tuple[str, str] | None:
    """Return the first and last day, as ISO dates, that `2024`, `2024-05`, `2024-05-31` or `7d` (ago) covers."""
    if found := re.fullmatch(r"(\d{1,4})([dwmy])", text, re.ASCII):
        days = int(found[1]) * {"d": 1, "w": 7, "m": 30, "y": 365}[found[2]]
        try:
            start = today - timedelta(days=days)
        except OverflowError:
            start = date.min
        return start.isoformat(), start.isoformat()
    if re.fullmatch(r"\d{4}", text, re.ASCII):
        return f"{text}-01-01", f"{text}-12-31"
    if period := parse_period(text):
        return period.start.isoformat(), period.days[-1].isoformat()
    return None


def _day_before(day: str) -> str:
    return (date.fromisoformat(day) - timedelta(days=1)).isoformat() if day > "0001-01-01" else day
