"""From the tokens of a query to its tree."""

import contextlib
import re
import unicodedata
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from itertools import islice

from reader.core.errors import QueryError
from reader.core.fold import words
from reader.core.identifier import parse_identifier
from reader.core.query_token import Token, plain, tokens
from reader.core.query_tree import All, Any, Node, Not, Term
from reader.core.query_value import DATE_FIELDS, FLAGS, NUMBER_FIELDS, condition, nearest, shown

TERM_LIMIT = 200
"""Most words and conditions of a query: a pasted title has far fewer."""

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
    "arxiv": "id",
}
"""The field names people type, and what they mean."""

FIELDS = (*TEXT_FIELDS, *FLAGS, *NUMBER_FIELDS, *DATE_FIELDS)

_DEPTH_LIMIT = 50
_TOKEN_LIMIT = 2000
_VALUES = ("word", "phrase", "not", "field")
_OPERATOR = re.compile(r"[<>]=?|=[<>]?|[≤≥]")
_IDENTIFIER_BEGUN = re.compile(r"\d{2}(?:0[1-9]|1[0-2])\.\d{0,4}", re.ASCII)
_SIGNS_OF_VALUES = " -.…<>=≤≥"
_AROUND_IDENTIFIER = ".,;:!?<>[]{}'’"


class Parser:
    """Recursive descent over the tokens, to a bounded depth."""

    def __init__(self, text: str, places: Sequence[int], today: date) -> None:
        self._text = text
        self._plain = plain(text)
        self._places = places
        self._today = today
        self._tokens = tuple(islice(tokens(self._plain), _TOKEN_LIMIT + 1))
        self._at = 0
        self._depth = 0
        self._count = 0

    def parse(self) -> Node:
        """Return the tree; `QueryError` with the place in the text where it cannot be understood."""
        if len(self._tokens) > _TOKEN_LIMIT:
            raise QueryError(f"A filter may have {_TOKEN_LIMIT:,} words and signs.", self._tokens[-1].start)
        node = self._either(None)
        if (token := self._peek()) is not None:
            raise QueryError("This closing parenthesis has no opening one.", token.start)
        if node is None and (wordless := next(filter(_is_wordless, self._tokens), None)):
            raise QueryError(
                f"“{shown(wordless.text)}” has no letter or digit, and only those are searched.",
                wordless.start,
            )
        return node or All(())

    def _peek(self, *kinds: str) -> Token | None:
        """Return the next token, if any and of one of `kinds`."""
        token = self._tokens[self._at] if self._at < len(self._tokens) else None
        return token if token is not None and (not kinds or token.kind in kinds) else None

    def _take(self) -> Token:
        self._at += 1
        return self._tokens[self._at - 1]

    def _either(self, field: str | None) -> Node | None:
        options = [self._every(field)]
        while self._peek("or"):
            self._take()
            options.append(self._every(field))
        filled = tuple(option for option in options if option is not None)
        return Any(filled) if len(filled) > 1 else filled[0] if filled else None

    def _every(self, field: str | None) -> Node | None:
        parts: list[Node] = []
        while (token := self._peek()) is not None and token.kind not in ("close", "or"):
            if (part := self._part(field)) is not None:
                parts.append(part)
        parts = _one_of_identifiers(parts)
        return All(tuple(parts)) if len(parts) > 1 else parts[0] if parts else None

    def _part(self, field: str | None) -> Node | None:
        token = self._take()
        match token.kind:
            case "open":
                return self._group(token, field)
            case "not":
                return self._not(field)
            case "field":
                return self._field(token, field)
            case "and":
                return None
            case _:
                return self._valued(token, field)

    def _not(self, field: str | None) -> Node | None:
        denied = True
        while self._peek("not"):
            self._take()
            denied = not denied
        part = None if self._peek("or", "and", "close") or not self._peek() else self._part(field)
        return Not(_complete(part)) if part is not None and denied else part

    def _group(self, opening: Token, field: str | None) -> Node | None:
        self._depth += 1
        if self._depth > _DEPTH_LIMIT:
            raise QueryError(f"Parentheses may be nested {_DEPTH_LIMIT} deep.", opening.start)
        node = self._either(field)
        self._depth -= 1
        if self._peek() is not None:
            self._take()  # an unclosed group ends with the query: it is still being typed
        return node

    def _field(self, name: Token, outer: str | None) -> Node | None:
        field = name.text.lower()
        if field not in FIELDS:
            return self._unknown(name, outer)
        if self._attached("open"):
            return self._group(self._take(), field)
        if field in TEXT_FIELDS:
            value = self._value()
            return self._valued(value, field) if value is not None else None  # still being typed
        return self._condition(field)

    def _condition(self, field: str) -> Node | None:
        """Take the value of a condition, which may stand apart: `stars: >5`, `stars > 5`."""
        first = last = self._value()
        before = self._at
        while (last is None or _OPERATOR.fullmatch(last.text)) and self._peek("word"):
            last = self._take()
            first = first or last
        if first is None or last is None:
            return None
        value = first if first is last else self._between(first, last)
        if self._at == before:
            return self._valued(value, field)
        with contextlib.suppress(QueryError):
            if (part := self._valued(value, field)) is not None:
                return part
        self._at = before  # an ordinary word follows what is still being typed
        return None

    def _unknown(self, name: Token, outer: str | None) -> Node | None:
        """Take an ordinary word before a colon, as titles have; but with a value it was meant as a field."""
        before = self._at
        opening, value = self._attached("open"), self._value()
        if value is not None and (identifier := parse_identifier(f"{name.text}:{value.text}")):
            return self._identified(identifier, Token("word", "", name.start, value.end))
        if opening is None and (value is None or not words(value.text)):
            self._at = before
            return self._valued(name, outer)
        near = nearest(name.text.lower(), FIELDS)
        hint = (
            f"Did you mean {near}:?"
            if near
            else f"Known are {', '.join(FIELDS)}; in quotes it is searched as it stands."
        )
        raise QueryError(f"There is no field “{shown(name.text)}:”. {hint}", name.start)

    def _attached(self, *kinds: str) -> Token | None:
        """Return the next token if it is of one of `kinds` and follows without a blank."""
        token = self._peek(*kinds)
        return token if token is not None and token.start == self._tokens[self._at - 1].end else None

    def _value(self) -> Token | None:
        """Take what stands right after a colon as one token: `title:Re:Zero` seeks “Re:Zero”."""
        if (first := self._attached(*_VALUES)) is None:
            return None
        last = self._take()
        while last.kind in ("not", "field") and self._attached(*_VALUES):
            last = self._take()
        return first if first is last and first.kind == "phrase" else self._between(first, last)

    def _between(self, first: Token, last: Token) -> Token:
        return Token("word", self._plain[first.start : last.end], first.start, last.end)

    def _valued(self, token: Token, field: str | None) -> Node | None:
        """Return what a word, or the value of a field, asks for."""
        typed = token.end == len(self._text)
        if field is None or field in TEXT_FIELDS:
            part: Node | None = self._term(token, TEXT_FIELDS.get(field or ""), typed)
        else:
            part = condition(field, token, self._today, typed=typed)
        self._count += len(part.words) if isinstance(part, Term) else part is not None
        if self._count > TERM_LIMIT:
            raise QueryError(f"A filter may have {TERM_LIMIT} words; leave some out.", token.start)
        return part

    def _term(self, token: Token, field: str | None, typed: bool) -> Term | None:
        is_phrase = token.kind == "phrase"
        if field == "id" or (field is None and not is_phrase):
            if identifier := _identifier(token.text):
                return self._identified(identifier, token)
            if field is None and typed and self._is_identifier_begun(token):
                field = "id"
        found: tuple[str, ...]
        if field in ("cat", "id"):
            found = (name,) if (name := token.text.strip(" ,;").lower()) else ()
            typed = typed and not (is_phrase and self._plain.endswith('"'))
        else:
            found = tuple(words(token.text))
            # What ends with a sign, as “C++” or a closed phrase does, is complete.
            typed = typed and unicodedata.category(self._text[-1])[0] in "LNM"
        return self._placed(Term(found, field, prefix=typed, exact=is_phrase), token) if found else None

    def _identified(self, identifier: str, token: Token) -> Term:
        return self._placed(Term((identifier,), "id", exact=True), token)

    def _placed(self, term: Term, token: Token) -> Term:
        text = self._text[token.start : token.end]
        if token.kind == "phrase":
            text = text[1 : 1 + len(token.text)]
        elif token.kind == "field":
            text = text[: len(token.text)]
        return replace(term, text=text, start=self._places[token.start], end=self._places[token.end])

    def _is_identifier_begun(self, token: Token) -> bool:
        """Tell whether an arXiv identifier is being typed; among words “in 2012.” is none."""
        begun = _IDENTIFIER_BEGUN.fullmatch(token.text)
        return begun is not None and (len(self._tokens) == 1 or not token.text.endswith("."))


def _is_wordless(token: Token) -> bool:
    """Tell whether nothing can be sought with a word, such as an emoji; one sign may be the beginning of something."""
    text = token.text.strip(_SIGNS_OF_VALUES)
    seeks = token.kind in ("word", "phrase") and not words(text)
    return seeks and (len(text) > 1 or not text.isascii())


def _identifier(text: str) -> str | None:
    """Return the arXiv identifier that a word is; its version may still be typed, signs may stand around it."""
    bare = text.strip(_AROUND_IDENTIFIER)
    return parse_identifier(bare) or parse_identifier(bare.removesuffix("v"))


def _one_of_identifiers(parts: list[Node]) -> list[Node]:
    """Let any of several identifiers do, since no paper has two."""
    identified = [part for part in parts if isinstance(part, Term) and part.field == "id" and part.exact]
    if len(identified) < 2:
        return parts
    others = [part for part in parts if part not in identified]
    return [Any(tuple(identified)), *others]


def _complete(node: Node) -> Node:
    """Return `node` without words that may go on: what is excluded is excluded as it was typed."""
    match node:
        case Term():
            return replace(node, prefix=False)
        case All(parts):
            return All(tuple(map(_complete, parts)))
        case Any(parts):
            return Any(tuple(map(_complete, parts)))
        case _:
            return node
