"""Displayed mathematics as lines of text: in two dimensions where that fits, in one line or as TeX where it does not."""

import re
import textwrap
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from reader.core import math_box
from reader.core.latex import to_unicode
from reader.core.latex_symbol import Atom, Kind
from reader.core.math_box import Box, TooLargeError
from reader.core.math_grid import read_rows
from reader.core.math_parser import DisplayParser, Piece
from reader.core.width import width as width_of

SOURCE_LIMIT: Final = 20_000
"""Longest formula that is drawn, in characters; a longer one is shown as TeX."""

_SHOWN: Final = 1_500
_INDENT: Final = 4
_COMMENT: Final = re.compile(r"(?<!\\)((?:\\\\)*)%[^\n]*\n")
# Where line breaks were lost, only the sign that hid them is left of a comment.
_PERCENT: Final = re.compile(r"(?<!\\)((?:\\\\)*)%")
_PROGRAM: Final = re.compile(
    r"\\(?:def|edef|gdef|xdef|let|newcommand|renewcommand|providecommand|newenvironment|loop|repeat|expandafter|csname"
    r"|input|include|write|read|openin|openout|catcode|xymatrix|diagram)(?![A-Za-z])"
    r"|\\begin\{(?:tikz|CD\b|tabular|figure|verbatim)"
)
_TAG: Final = re.compile(r"\\tag\*?\s*\{\s*\(?([\w.′'*-]{1,12})\)?\s*\}")
_DEEP: Final = re.compile(r"(?:\{[^{}]*){60}")
# A line is broken at the first of these that helps; `space` is that of \\quad.
_BREAKS: Final[tuple[Kind, ...]] = ("space", "relation", "binary", "comma")


@dataclass(frozen=True, slots=True)
class Row:
    """A row of displayed mathematics: TeX in the columns that are aligned, and its number as printed."""

    cells: tuple[str, ...]
    number: str = ""


@dataclass(frozen=True, slots=True)
class Drawn:
    """Lines of at most the width asked for; `firsts` says on which line each row begins."""

    lines: tuple[str, ...]
    firsts: tuple[int, ...]


def clean_tex(source: str) -> str:
    r"""Return TeX without its comments, which some converters leave at the ends of lines."""
    return _PERCENT.sub(r"\1", _COMMENT.sub(r"\1", source)) if "%" in source else source


@lru_cache(256)
def display(rows: tuple[Row, ...], width: int) -> Drawn:
    """Draw rows of mathematics centred in a width, their numbers at its right."""
    width = max(width, 10)
    rows = tuple(row if row.number else Row(row.cells, _tag(row)) for row in rows)
    lines: list[str] = []
    firsts: list[int] = []
    read = [_read(row, width) for row in rows]
    aligned = iter(
        _aligned([cells for part in read if isinstance(part, list) for cells in part], rows, width)
    )
    previous = 0
    for row, part in zip(rows, read, strict=True):
        boxes = [part] if isinstance(part, Box) else []
        for cells in part if isinstance(part, list) else ():
            box = next(aligned, None) or _alone(cells, _room(row, width))
            if box is None:
                boxes = [_flat(" ".join(map(clean_tex, row.cells)), _room(row, width))]
                break
            boxes.append(box)
        for last, box in enumerate(boxes, start=1 - len(boxes)):
            if lines and max(previous, box.height) > 1:
                lines.append("")
            if last == 1 - len(boxes):
                firsts.append(len(lines))
            lines += _placed(box, row.number if last == 0 else "", width, _room(row, width))
            previous = box.height
    return Drawn(tuple(line.rstrip() for line in lines), tuple(firsts))


def _tag(row: Row) -> str:
    """Return the number that the authors gave to a row themselves."""
    found = [match[1] for cell in row.cells for match in _TAG.finditer(cell)]
    return found[-1] if found else ""


def _read(row: Row, width: int) -> list[list[list[Piece]]] | Box:
    """Return lines of cells of pieces, or a box of the whole row as TeX where it cannot be drawn."""
    cells = [clean_tex(cell) for cell in row.cells]
    whole = " ".join(cells)
    if len(whole) > SOURCE_LIMIT or _PROGRAM.search(whole) or _DEEP.search(whole):
        return _as_source(whole, _room(row, width))
    try:
        if len(cells) == 1:
            return _lines_of(cells[0])
        return [
            [_pieces(parser := DisplayParser(cell), parser.sequence(()), n) for n, cell in enumerate(cells)]
        ]
    except TooLargeError:
        return _flat(whole, _room(row, width))


def _lines_of(source: str) -> list[list[list[Piece]]]:
    """Return the lines of a formula, which may hold marks of alignment and breaks outside of any environment."""
    parser = DisplayParser(source)
    if "\\\\" not in source and "&" not in source:
        return [[_pieces(parser, parser.sequence(()), 0)]]
    rows = read_rows(parser, ("&", "\\\\", "\\cr"))
    return [[_pieces(parser, cell, place) for place, cell in enumerate(row)] for row in rows]


def _pieces(parser: DisplayParser, atoms: list[Atom], place: int) -> list[Piece]:
    if atoms and (place or atoms[0].kind == "relation"):
        atoms.insert(0, Atom(""))  # a relation at the beginning keeps its space
    return parser.pieces(atoms)


def _aligned(rows: Sequence[list[list[Piece]]], sources: Sequence[Row], width: int) -> list[Box]:
    """Return the rows with their cells in columns; nothing where they have none or do not fit."""
    count = max(map(len, rows), default=0)
    if count < 2:
        return []
    room = min(_room(row, width) for row in sources)
    try:
        cells = [[_joined(_trimmed(cell)) for cell in row] for row in rows]
        for row in cells:
            row += [math_box.EMPTY] * (count - len(row))
        widths = [max(row[i].width for row in cells) for i in range(count)]
        gaps = [1 if i % 2 else 3 * (i > 0) for i in range(count)]
        if sum(widths) + sum(gaps) > room:
            return []
        return [
            math_box.beside(
                [
                    part
                    for i, cell in enumerate(row)
                    for part in (
                        math_box.line(" " * gaps[i]),
                        math_box.padded(cell, widths[i], "left" if i % 2 else "right"),
                    )
                ]
            )
            for row in cells
        ]
    except TooLargeError:
        return []


def _joined(pieces: Sequence[Piece]) -> Box:
    return math_box.beside([box for box, _ in pieces] or [math_box.EMPTY])


def _alone(row: list[list[Piece]], room: int) -> Box | None:
    """Return one line of mathematics that fits, broken into several where it must be; `None` where it cannot."""
    pieces = _trimmed([piece for cell in row for piece in cell])
    try:
        whole = _joined(pieces)
        if whole.width <= room:
            return whole
        broken = _broken(pieces, room, 0, first=True)
    except TooLargeError:
        return None
    if broken is None:
        return None
    parts: list[Box] = []
    for place, box in enumerate(broken):
        if place and max(box.height, broken[place - 1].height) > 1:
            parts.append(math_box.line(""))
        parts.append(math_box.beside((math_box.line(" " * _INDENT), box)) if place else box)
    return math_box.stacked(parts, len(parts) - 1, "left")


def _broken(pieces: Sequence[Piece], room: int, level: int, *, first: bool) -> list[Box] | None:
    """Return pieces in several lines; all but the first of all leave room for the indent."""
    whole = _joined(pieces)
    if whole.width <= room - (not first) * _INDENT:
        return [whole]
    if level == len(_BREAKS):
        return None
    lines: list[Box] = []
    held: list[Piece] = []
    for chunk in _chunks(pieces, _BREAKS[level]):
        longer = _trimmed([*held, *chunk])
        indent = _INDENT * (not first or bool(lines))
        if held and _joined(longer).width > room - indent:
            lines.append(_joined(_trimmed(held)))
            longer = _trimmed(chunk)
            indent = _INDENT
        if _joined(longer).width > room - indent:
            parts = _broken(longer, room, level + 1, first=not indent)
            if parts is None:
                return None
            lines += parts
            longer = []
        held = longer
        if longer and _is_blank(chunk[-1]):
            held = [*longer, chunk[-1]]
    return [*lines, _joined(_trimmed(held))] if held else lines


def _trimmed(pieces: Sequence[Piece]) -> list[Piece]:
    """Return pieces without the space at their ends."""
    found = list(pieces)
    while found and _is_blank(found[0]):
        found.pop(0)
    while found and _is_blank(found[-1]):
        found.pop()
    return found


def _is_blank(piece: Piece) -> bool:
    return piece[0].height == 1 and not piece[0].rows[0].strip()


def _chunks(pieces: Sequence[Piece], wanted: Kind) -> list[list[Piece]]:
    """Part pieces before each sign of a kind that is in no brackets; behind commas."""
    chunks: list[list[Piece]] = [[]]
    level = 0
    for place, (box, kind) in enumerate(pieces):
        level += (kind == "open") - (kind == "close")
        wide = kind == "comma" and _is_blank((box, kind))
        breaks = level <= 0 and place > 0 and (wide if wanted == "space" else kind == wanted)
        if breaks and wanted != "comma" and chunks[-1]:
            chunks.append([])
        chunks[-1].append((box, kind))
        if breaks and wanted == "comma":
            chunks.append([])
    return [chunk for chunk in chunks if chunk]


def _flat(source: str, room: int) -> Box:
    """Return mathematics in one dimension, wrapped at its blanks."""
    return _lines(to_unicode(source), room) if len(source) <= SOURCE_LIMIT else _as_source(source, room)


def _as_source(source: str, room: int) -> Box:
    """Return TeX as it is, wrapped; a very long one is cut."""
    shown = source if len(source) <= _SHOWN else source[:_SHOWN] + " …"
    return _lines(shown, room)


def _lines(text: str, room: int) -> Box:
    lines = textwrap.wrap(text, max(room, 10), subsequent_indent="  ", break_on_hyphens=False) or [""]
    widest = max(map(width_of, lines))
    rows = tuple(line + " " * (widest - width_of(line)) for line in lines)
    return Box(rows, len(rows) - 1, widest)


def _room(row: Row, width: int) -> int:
    return width - (width_of(row.number) + 4 if row.number else 0)


def _placed(box: Box, number: str, width: int, room: int) -> list[str]:
    """Return the rows of a box centred in a width, with a number at the right of its base."""
    label = f"({number})" if number else ""
    left = max(0, min((width - box.width) // 2, room - box.width))
    lines = [" " * left + row for row in box.rows]
    if label:
        room = width - left - box.width - width_of(label)
        lines[box.base] += " " * max(1, room) + label
    return lines
