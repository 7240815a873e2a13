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

TERM_LIMIT = 200
"""Most words and conditions of a query: a pasted title has far fewer."""

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
    """One word, the parts of a compound, or (`exact`) a phrase, in any text or in one `field`."""

    words: tuple[str, ...]
    field: str | None = None
    prefix: bool = False
    """Whether the last word may go on: it is still being typed."""
    exact: bool = False
    """Whether it was quoted: its words stand next to each other, and no typos are forgiven."""
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
    text = _LONE_SURROGATE.sub("\ufffd", text)
    if identifier := parse_identifier(text):
        return Term((identifier,), "id", exact=True, text=text)
    if re.fullmatch(r"\d{4}\.\d{0,4}", text, re.ASCII):
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


_LONE_SURROGATE = re.compile("[\ud800-\udfff]")
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
        self._parts = 0

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
        self._parts += 1
        if self._parts > TERM_LIMIT:
            raise QueryError(f"A filter may have {TERM_LIMIT} words.", token.start)
        match token.kind:
            case "open":
                return self._group(token)
            case "not":
                return self._not()
            case "field":
                return self._field(token)
            case _:
                return self._term(token, None)

    def _not(self) -> Node | None:
        denied = True
        while (token := self._peek()) is not None and token.kind == "not":
            self._at += 1
            denied = not denied
        part = self._part() if self._peek() is not None else None
        return Not(part) if part is not None and denied else part

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
            raise QueryError(
                f"There is no field “{name.text[:60]}:”; known are {', '.join(FIELDS)}.", name.start
            )
        value = self._value()
        if value is None:
            return None  # still being typed
        if field in FLAGS:
            return self._flag(field, value)
        if field in _NUMBER_FIELDS:
            return _number_range(field, value, self._is_typed(value))
        if field in _DATE_FIELDS:
            return _date_range(field, value, self._today, self._is_typed(value))
        return self._term(value, TEXT_FIELDS[field])

    def _value(self) -> _Token | None:
        """Take what stands right after a colon as one token: `title:Re:Zero` seeks “Re:Zero”."""
        if (first := self._attached()) is None:
            return None
        last = first
        while last.kind in ("not", "field") and (following := self._attached()) is not None:
            last = following
        if first.kind not in ("not", "field"):
            return first
        return _Token("word", self._text[first.start : last.end], first.start, last.end)

    def _attached(self) -> _Token | None:
        token = self._peek()
        if token is None or token.kind in ("open", "close") or token.start != self._tokens[self._at - 1].end:
            return None
        self._at += 1
        return token

    def _is_typed(self, token: _Token) -> bool:
        """Tell whether `token` may go on, because the query ends with it."""
        return token.end == len(self._text)

    def _flag(self, field: str, value: _Token) -> Node | None:
        choices = FLAGS[field]
        if value.text.lower() in choices:
            return Flag(field, value.text.lower())
        if self._is_typed(value) and any(choice.startswith(value.text.lower()) for choice in choices):
            return None  # still being typed
        raise QueryError(f"“{field}:” takes {', '.join(choices)}; not “{value.text[:60]}”.", value.start)

    def _term(self, token: _Token, field: str | None) -> Node | None:
        found: tuple[str, ...]
        if field in ("cat", "id"):
            found = (parse_identifier(token.text) or token.text,) if field == "id" else (token.text.lower(),)
        else:
            found = tuple(words(token.text))
        if not found:
            return None
        # What ends with a sign, as “C++” or a closed phrase does, is complete.
        typed = self._is_typed(token) and self._text[-1].isalnum()
        return Term(found, field, prefix=typed, exact=token.kind == "phrase", text=token.text)


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


def _number_range(field: str, value: _Token, typed: bool) -> Range | None:
    text = value.text.lower()
    if found := re.fullmatch(r"(>=|<=|>|<|=)?(\d{1,12}k?)", text, re.ASCII):
        number = _number(found[2]) or 0
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
    if found := re.fullmatch(r"(\d{1,12}k?)?\.\.(\d{1,12}k?)?", text, re.ASCII):
        return Range(field, _number(found[1]), _number(found[2])) if text != ".." else None
    if typed and re.fullmatch(r"[<>]?=?|\d{1,12}k?\.", text, re.ASCII):
        return None
    raise QueryError(
        f"“{field}:” takes a number such as >50, <=10 or 5..20; not “{value.text[:60]}”.", value.start
    )


def _number(text: str | None) -> int | None:
    return None if text is None else int(text.removesuffix("k")) * (1000 if text.endswith("k") else 1)


def _date_range(field: str, value: _Token, today: date, typed: bool) -> Range | None:
    name = "listed" if field == "listed" else "published"
    first, dots, last = value.text.partition("..")
    low, high = _span(first, today), _span(last, today)
    if (first and low is None) or (last and high is None) or not (low or high):
        if typed and re.fullmatch(r"[\d.-]*(?:\d{4}-?[Ww]\d?)?", value.text, re.ASCII):
            return None
        raise QueryError(
            f"“{field}:” takes a year, month, day or age such as 2024, 2024-05, 2024-05-31, 7d;"
            f" not “{value.text[:60]}”.",
            value.start,
        )
    if dots:
        return Range(name, low and low[0], high and high[1])
    assert low is not None
    match field:
        case "after":
            return Range(name, low[0], None)
        case "before":
            return Range(name, None, _day_before(low[0]))
        case _:
            return Range(name, low[0], None if first[-1] in "dwmy" else low[1])


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
        return period.start.isoformat(), period.last.isoformat()
    return None


def _day_before(day: str) -> str:
    return (date.fromisoformat(day) - timedelta(days=1)).isoformat() if day > "0001-01-01" else day
