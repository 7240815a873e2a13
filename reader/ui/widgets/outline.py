"""The sections of a paper, one below the other."""

from collections.abc import Iterable
from typing import ClassVar

from textual.binding import BindingType
from textual.content import Content
from textual.widgets import OptionList
from textual.widgets.option_list import Option

from reader.core.document import Heading
from reader.document.line import segments_of
from reader.ui.widgets.list_key import LIST_KEYS


def heading_text(heading: Heading) -> str:
    """Return the number and title of a section."""
    title = "".join(segment.text for segment in segments_of(heading.content))
    return f"{heading.number} {title}".strip()


class Outline(OptionList):
    """Lists headings; the one that is read is highlighted."""

    BINDINGS: ClassVar[list[BindingType]] = [*LIST_KEYS]

    def show_sections(self, sections: Iterable[tuple[int, Heading]]) -> None:
        """List other headings, each with the place of its block."""
        self.blocks = []
        rows = []
        for place, heading in sections:
            self.blocks.append(place)
            indent = "  " * max(0, min(heading.level, 4) - 1)
            rows.append(Option(Content(f"{indent}{heading_text(heading)}")))
        self.clear_options()
        self.add_options(rows)

    blocks: list[int] = []
    """The block of each heading."""

    def point_at(self, block: int | None) -> None:
        """Highlight the heading of a block."""
        index = self.blocks.index(block) if block in self.blocks else None
        if self.highlighted != index:
            self.highlighted = index
