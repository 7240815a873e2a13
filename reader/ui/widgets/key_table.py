"""A table of keys, group by group; what a key does goes on below itself where it is too long for its line."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from textual.content import Content
from textual.geometry import Size
from textual.widgets import Static

_KEYS = 20
"""Columns of the keys."""


@dataclass(frozen=True, slots=True)
class KeyGroup:
    """A heading, and below it rows of keys and what they do."""

    title: str
    rows: tuple[tuple[str, str], ...]


class KeyTable(Static):
    """Shows groups in the width that there is."""

    def __init__(self, groups: Sequence[KeyGroup]) -> None:
        super().__init__(markup=False)
        self._groups = groups

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        """Return the lines that are needed in a width."""
        return len(table_lines(self._groups, width))

    def render(self) -> Content:
        """Draw the table."""
        return Content("\n").join(table_lines(self._groups, self.content_size.width))


def table_lines(groups: Sequence[KeyGroup], width: int) -> list[Content]:
    """Return the lines of a table in `width` columns, a blank one between groups."""
    lines: list[Content] = []
    for group in groups:
        lines += [Content(""), Content.styled(group.title, "bold $primary")]
        for keys, text in group.rows:
            lines += _row(keys, text, width)
    return lines[1:]


def _row(keys: str, text: str, width: int) -> Iterator[Content]:
    """Yield the lines of a row; keys that fill their column have one line for themselves."""
    beside = Content.styled(f"{keys:<{_KEYS}}", "bold")
    if len(keys) >= _KEYS:
        yield beside
        beside = Content(" " * _KEYS)
    for line in Content(text).wrap(max(10, width - _KEYS)):
        yield Content.assemble(beside, line)
        beside = Content(" " * _KEYS)
