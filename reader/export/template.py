"""Templates for Markdown: a person's own text with fields of the paper in it.

`{{title}}` puts a field in, escaped for Markdown; `{{title|raw}}` as plain text, `{{title|yaml}}` as a value for front
matter. `{{#note}}…{{/note}}` is left out where the paper has none, `{{^note}}…{{/note}}` where it has one. There is
nothing else: no expressions, no files, no code. A line that holds nothing but such a mark is not printed.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from reader.core.entry import Entry
from reader.core.errors import FormatError
from reader.core.paper import Paper
from reader.core.prose import plain
from reader.core.text import clean_line
from reader.export.bibtex import render as render_bibtex
from reader.export.citation import apa
from reader.export.key import citation_keys, year_of
from reader.export.label import abstract_of
from reader.export.markdown import escape, highlight_paragraphs
from reader.export.name import plain_name
from reader.export.note import Note, note, tag_of, yaml
from reader.export.record import full_record

_TOKEN = re.compile(
    r"(?m:^[ \t]*)(?P<line>\{\{[#^/][^{}\n]*\}\})[ \t]*(?:\n|\Z)|\{\{(?P<inside>[^{}\n]*)\}\}|\{\{"
)
_MARK = re.compile(r"\s*(?P<sign>[#^/]?)\s*(?P<name>[a-z_]+)\s*(?:\|\s*(?P<form>[a-z]+)\s*)?")
_DEPTH = 20
_FORMS = ("raw", "yaml")

Fields = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class _Field:
    name: str
    form: str | None


@dataclass(frozen=True, slots=True)
class _Section:
    name: str
    shown: bool
    """Whether it is shown with the field, and not without."""
    parts: tuple["_Part", ...]


_Part = str | _Field | _Section


class Template:
    """A template, read and checked."""

    def __init__(self, text: str, name: str) -> None:
        """Read the template of the file `name`; `FormatError` names the line of what cannot be understood."""
        self._name = clean_line(name, 200)
        self._text = text
        self._tokens = list(_TOKEN.finditer(text))
        self._next = 0
        self._parts = self._sequence(0, None, 0)

    def render(self, entries: Sequence[Entry]) -> str:
        """Return the text of each paper, one after the other."""
        keys = citation_keys(entries)
        return "".join(_ended(_filled(self._parts, _Fields(each, keys[each.id]))) for each in entries) or "\n"

    def notes(self, entries: Sequence[Entry]) -> tuple[Note, ...]:
        """Return a note for each paper."""
        keys = citation_keys(entries)
        return tuple(note(each, _filled(self._parts, _Fields(each, keys[each.id]))) for each in entries)

    def _sequence(self, position: int, opened: re.Match[str] | None, depth: int) -> tuple[_Part, ...]:
        """Return the parts from `position` to the end of the section that `opened` began, or of the text."""
        if depth > _DEPTH and opened:
            raise self._wrong(opened, f"there are more than {_DEPTH} sections inside of each other")
        parts: list[_Part] = []
        name = self._mark(opened)["name"] if opened else None
        while self._next < len(self._tokens):
            token = self._tokens[self._next]
            parts.append(self._text[position : token.start()])
            self._next += 1
            position = token.end()
            mark = self._mark(token)
            if mark["sign"] == "/":
                if mark["name"] != name:
                    raise self._wrong(token, f"{{{{/{mark['name']}}}}} ends a section that was not begun")
                return tuple(filter(None, parts))
            if mark["sign"]:
                inner = self._sequence(position, token, depth + 1)
                parts.append(_Section(mark["name"], mark["sign"] == "#", inner))
                position = self._tokens[self._next - 1].end()
            else:
                parts.append(_Field(mark["name"], mark["form"]))
        if opened is not None:
            raise self._wrong(opened, f"the section “{name}” has no end; it is {{{{/{name}}}}}")
        parts.append(self._text[position:])
        return tuple(filter(None, parts))

    def _mark(self, token: re.Match[str]) -> re.Match[str]:
        written = token["line"][2:-2] if token["line"] else token["inside"]
        if written is None:
            raise self._wrong(token, "“{{” has no “}}” in its line")
        mark = _MARK.fullmatch(written)
        if mark is None:
            raise self._wrong(token, f"“{clean_line(written, 40)}” is no field")
        if mark["name"] not in FIELDS:
            raise self._wrong(token, f"there is no field “{mark['name']}”; known are {', '.join(FIELDS)}")
        if mark["form"] and (mark["form"] not in _FORMS or mark["sign"]):
            raise self._wrong(token, f"“{mark['form']}” is no form of a field; known are {', '.join(_FORMS)}")
        return mark

    def _wrong(self, token: re.Match[str], what: str) -> FormatError:
        start = token.start("line") if token["line"] else token.start()
        line = self._text.count("\n", 0, start) + 1
        return FormatError(f"{self._name}, line {line}: {what}.")


def _filled(parts: Sequence[_Part], fields: Fields) -> str:
    written = []
    for part in parts:
        match part:
            case str():
                written.append(part)
            case _Field(name, form):
                written.append(_shown(fields[name], form))
            case _Section(name, shown, inner):
                if bool(fields[name]) == shown:
                    written.append(_filled(inner, fields))
    return "".join(written)


def _shown(value: Any, form: str | None) -> str:
    if form == "yaml":
        return yaml(value)
    match value:
        case None | False:
            return ""
        case True:
            return "yes"
        case list():
            text = ", ".join(map(str, value))
        case _:
            text = str(value)
    return text if form == "raw" else escape(text)


def _ended(text: str) -> str:
    return text if text.endswith("\n") else f"{text}\n"


_OWN: Mapping[str, Callable[[Entry, str], Any]] = {
    "title": lambda entry, _: plain(entry.paper.title),
    "authors": lambda entry, _: list(map(plain_name, entry.paper.authors)),
    "first_author": lambda entry, _: next(map(plain_name, entry.paper.authors), None),
    "abstract": lambda entry, _: plain(text) if (text := abstract_of(entry.paper)) else None,
    "year": lambda entry, _: year_of(entry.paper),
    "hashtags": lambda entry, _: " ".join(f"#{tag}" for text in entry.mark.tags if (tag := tag_of(text))),
    "huggingface_url": lambda entry, _: entry.paper.huggingface_url,
    "key": lambda _, key: key,
    "bibtex": lambda entry, _: render_bibtex([entry]).rstrip(),
    "highlights": lambda entry, _: "\n\n".join(highlight_paragraphs(entry.highlights)) or None,
    "citation": lambda entry, _: apa(entry.paper),
}
"""Fields that are not written as our JSON has them."""


FIELDS = tuple(dict.fromkeys([*full_record(Entry(Paper(id="", title=""))), *_OWN]))
"""The names of all fields."""


class _Fields(dict[str, Any]):
    """The fields of an entry, each made when it is asked for."""

    def __init__(self, entry: Entry, key: str) -> None:
        super().__init__(full_record(entry))
        self._entry, self._key = entry, key

    def __getitem__(self, name: str) -> Any:
        return _OWN[name](self._entry, self._key) if name in _OWN else super().__getitem__(name)
