r"""`--format`: a line for each paper, such as `{id}\t{title:.60}`, from the fields of its JSON record.

A field is looked up in plain dictionaries and lists and nowhere else, so a template reaches no object of the program.
"""

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from reader.cli.column import padded, width
from reader.core.entry import Entry, entry_to_record
from reader.core.errors import UsageError
from reader.core.paper import Paper
from reader.core.text import clean_line
from reader.core.width import beginning

_WIDEST = 1_000
_ESCAPES = {"t": "\t", "n": "\n", "0": "\0", "\\": "\\"}
_FURTHER = ("explanation", "highlights", "links", "sample")
"""Fields that only some records have."""

FIELDS = (*entry_to_record(Entry(Paper(id="", title=""))), *_FURTHER)
"""What a template can name."""

_FIELD = re.compile(r"\{([^{}:]*)(?::([^{}]*))?\}")
_SPEC = re.compile(r"(?:(.)?([<>^]))?(\d+)?(,)?(?:\.(\d+))?([dfeg%])?", re.DOTALL)


@dataclass(frozen=True, slots=True)
class _Field:
    """A value of the record: where it is, and how it is set."""

    path: tuple[str, ...]
    fill: str = " "
    align: str = ""
    columns: int = 0
    comma: str = ""
    precision: int | None = None
    kind: str = ""

    def render(self, record: Mapping[str, Any]) -> str:
        value: Any = record
        for name in self.path:
            value = _inside(value, name)
        text = self._number(value) if _is_number(value) else _text(value)
        if not _is_number(value) and self.precision is not None:
            text = beginning(text, self.precision) if self.precision else ""
        gap = self.columns - width(text)
        if gap <= 0:
            return text
        match self.align or (">" if _is_number(value) else "<"):
            case ">":
                return self.fill * gap + text
            case "^":
                return self.fill * (gap // 2) + text + self.fill * (gap - gap // 2)
            case _:
                return padded(text, self.columns) if self.fill == " " else text + self.fill * gap

    def _number(self, value: float) -> str:
        point = "" if self.precision is None else f".{self.precision}"
        if isinstance(value, int) and self.kind in ("", "d"):
            return format(value, self.comma)  # a whole number has no decimals to cut
        if self.kind == "d":
            return format(round(value), self.comma)
        return format(value, f"{self.comma}{point}{self.kind}")


@dataclass(frozen=True, slots=True)
class Template:
    """A template that was found sound: texts and fields in turn."""

    parts: tuple[str | _Field, ...]

    @property
    def fields(self) -> frozenset[str]:
        """The fields of the record that it names."""
        return frozenset(part.path[0] for part in self.parts if isinstance(part, _Field))

    def render(self, record: Mapping[str, Any]) -> str:
        r"""Return what stands for one paper, with its line break; a `\0` at the end takes the place of that."""
        text = "".join(part if isinstance(part, str) else part.render(record) for part in self.parts)
        return text if text.endswith("\0") else f"{text}\n"


def parse_template(text: str) -> Template:
    """Return the template; `UsageError` says what is wrong with it, and shows where."""
    parts: list[str | _Field] = []
    place = 0
    while place < len(text):
        character = text[place]
        if character == "{" and text[place : place + 2] != "{{":
            if (found := _FIELD.match(text, place)) is None:
                raise _wrong(
                    text, place, "This { opens a field that no } closes; for the sign itself write {{"
                )
            parts.append(_field(text, found))
            place = found.end()
            continue
        if character in "{}":
            if text[place : place + 2] != character * 2:
                raise _wrong(text, place, "This } closes nothing; for the sign itself write }}")
            parts.append(character)
            place += 2
        elif character == "\\":
            if (meant := _ESCAPES.get(text[place + 1 : place + 2])) is None:
                raise _wrong(text, place, r"Behind a backslash stands t, n, 0 or a backslash")
            parts.append(meant)
            place += 2
        else:
            end = min((at for sign in "{}\\" if (at := text.find(sign, place)) >= 0), default=len(text))
            parts.append(text[place:end])
            place = end
    return Template(tuple(parts))


def _field(text: str, found: re.Match[str]) -> _Field:
    path = tuple(found[1].split("."))
    if path[0] not in FIELDS:
        raise _wrong(text, found.start(1), f"There is no field “{path[0]}”; there are {', '.join(FIELDS)}")
    if "" in path:
        raise _wrong(text, found.start(1), "A name is missing beside a point")
    spec = _SPEC.fullmatch(found[2] or "")
    if spec is None:
        raise _wrong(
            text,
            found.start(2),
            "This is no way to set a field; write {title:.60}, {upvotes:>6} or {score:.2f}",
        )
    fill, align, columns, comma, precision, kind = spec.groups()
    if any(number and (len(number) > 4 or int(number) > _WIDEST) for number in (columns, precision)):
        raise _wrong(text, found.start(2), f"A field is at most {_WIDEST:,} columns wide")
    return _Field(
        path,
        fill or " ",
        align or "",
        int(columns or 0),
        comma or "",
        None if precision is None else int(precision),
        kind or "",
    )


def _wrong(text: str, place: int, sentence: str) -> UsageError:
    before = clean_line(text[max(0, place - 60) : place] + "|")[:-1]
    shown = f"  {before}{clean_line(text[place : place + 60])}\n  {' ' * width(before)}^"
    return UsageError(f"--format, character {place + 1}: {clean_line(sentence)}.\n{shown}")


def _inside(value: object, name: str) -> Any:
    if isinstance(value, Mapping):
        return value.get(name)
    if isinstance(value, Sequence) and not isinstance(value, str) and name.isascii() and name.isdecimal():
        return value[int(name)] if len(name) < 10 and int(name) < len(value) else None
    return None


def _is_number(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def _text(value: object) -> str:
    """Return a value as text: nothing for `null`, a list with commas, an object as JSON."""
    match value:
        case None:
            return ""
        case str():
            return value
        case bool():
            return str(value).lower()
        case list() | tuple():
            return ", ".join(map(_text, value))
        case _:
            return json.dumps(value, ensure_ascii=False, default=str)
