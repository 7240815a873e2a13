"""Runs, and the sheet on which a reader of prose writes them."""

import re
from dataclasses import dataclass
from typing import Literal

RunKind = Literal["text", "math", "code", "strong", "emphasis", "link"]


@dataclass(frozen=True, slots=True)
class Run:
    """A stretch of text of one kind; `target` is the http(s) address of a link."""

    text: str
    kind: RunKind = "text"
    target: str | None = None


class Sheet:
    """Collects pieces of text; groups of the source say what happens to a piece, and what stands where they close.

    `here` is the place in the source of what is written next, by which a style knows that its group is over.
    """

    def __init__(self) -> None:
        self.here = 0
        self._pieces: list[tuple[str, RunKind, str | None]] = []
        self._styles: list[tuple[int, RunKind, str | None]] = []
        self._groups: list[int] = []
        self._suffixes: dict[int, str] = {}

    def kind(self) -> RunKind | None:
        """Return the kind that the group around this place gives to its text, if any."""
        while self._styles and self._styles[-1][0] < self.here:
            self._styles.pop()
        return self._styles[-1][1] if self._styles else None

    def write(self, text: str, kind: RunKind | None = None, target: str | None = None) -> None:
        """Append a piece; a link gives its own kind to everything in it."""
        style = self.kind()
        if style == "link" or (style and kind is None):
            _, kind, target = self._styles[-1]
        if text:
            self._pieces.append((text, kind or "text", target))

    def enter(self, end: int, suffix: str = "") -> None:
        """Make the brace that closes a group at `end` disappear, or become the suffix."""
        self._suffixes[end] = suffix
        self._groups.append(end)

    def style(self, end: int, kind: RunKind, target: str | None = None) -> None:
        """Give a kind to everything up to `end`."""
        self._styles.append((end, kind, target))

    def switch(self, position: int, kind: RunKind) -> None:
        """Give a kind to the rest of the group around the position; outside of groups nothing happens."""
        while self._groups and self._groups[-1] < position:
            self._groups.pop()
        if self._groups:
            self.style(self._groups[-1], kind)

    def close(self, position: int) -> None:
        """Write what stands for the closing brace at the position."""
        self.write(self._suffixes.get(position, "}"))

    def runs(self) -> tuple[Run, ...]:
        """Return what was written, joined by kind, with white space squashed."""
        return _squashed(self._pieces)


def _squashed(pieces: list[tuple[str, RunKind, str | None]]) -> tuple[Run, ...]:
    """Join neighbours of one kind, and make every stretch of white space one blank."""
    runs: list[Run] = []
    index = 0
    blank = True
    while index < len(pieces):
        _, kind, target = pieces[index]
        texts: list[str] = []
        while index < len(pieces) and pieces[index][1:] == (kind, target):
            texts.append(pieces[index][0])
            index += 1
        text = re.sub(r"\s+", " ", "".join(texts))
        text = text.lstrip() if blank else text
        if text:
            runs.append(Run(text, kind, target))
            blank = text[-1] == " "
    if runs and runs[-1].text.endswith(" "):
        last = runs.pop()
        if stripped := last.text.rstrip():
            runs.append(Run(stripped, last.kind, last.target))
    return tuple(runs)
