"""The list of papers: one line or two a row, any number of rows, only what is visible is drawn."""

from collections.abc import Callable, Collection, Mapping, Sequence
from typing import ClassVar, Literal

from textual.binding import BindingType
from textual.content import Content
from textual.events import Click, MouseMove
from textual.geometry import Region, Size
from textual.message import Message
from textual.reactive import reactive, var
from textual.strip import Strip
from textual.style import Style

from reader.core.entry import Entry
from reader.core.highlight import NO_HIGHLIGHT, Highlight
from reader.ui.command import Place
from reader.ui.commands import bindings
from reader.ui.widgets.foresight import Foresight
from reader.ui.widgets.held_lines import HeldLines
from reader.ui.widgets.paper_row import Look
from reader.ui.widgets.placeholder import placeholder_line
from reader.ui.widgets.row_column import USUAL_COLUMNS, Uses, uses_of
from reader.ui.widgets.row_paint import Kind, RowPaint

NO_ORIGINS: Mapping[str, str] = {}

_FORESEEN = 80
"""Rows of a page that are drawn before they are seen; all that is held has to have room for two such pages."""


class PaperList(HeldLines, can_focus=True):
    """Shows entries; the cursor stays on its paper when they change."""

    BINDINGS: ClassVar[list[BindingType]] = [*bindings(Place.LIST)]
    COMPONENT_CLASSES: ClassVar[set[str]] = {
        "paper-list--row",
        "paper-list--unread",
        "paper-list--sign",
        "paper-list--course",
        "paper-list--match",
        "paper-list--cursor",
        "paper-list--hover",
        "paper-list--selected",
        "paper-list--due",
    }

    entries: reactive[tuple[Entry, ...]] = reactive((), always_update=True)
    """What is listed, in order."""
    highlight: reactive[Highlight] = reactive(NO_HIGHLIGHT)
    """What the filter matched."""
    origins: reactive[Mapping[str, str]] = reactive(NO_ORIGINS)
    """By identifier, where a paper was found; nothing for what is stored."""
    selected: reactive[frozenset[str]] = reactive(frozenset[str]())
    """The identifiers of the papers that the next command acts on."""
    news: reactive[frozenset[str]] = reactive(frozenset[str]())
    """The identifiers of the unread papers from what the person follows."""
    courses: reactive[Mapping[str, str]] = reactive(NO_ORIGINS)
    """By identifier the course of the upvotes, as a line of blocks."""
    placeholder: reactive[Content] = reactive(Content(""))
    """Shown when there are no entries."""
    names_samples: var[bool] = var(False)
    """Whether a paper of the bundled sample says so in its row; where all are, the heading does."""
    row_lines: var[int] = var(1, init=False)
    """Lines of a row: 1 or 2."""
    columns: var[tuple[str, ...]] = var(USUAL_COLUMNS)
    """What stands beside a title."""
    cursor: var[int] = var(0, init=False)
    """Index of the entry under the cursor."""
    hovered: var[int] = var(-1)

    class Highlighted(Message):
        """The cursor came to another entry, or its entry changed; `None` when the list is empty."""

        def __init__(self, entry: Entry | None) -> None:
            super().__init__()
            self.entry = entry

    class Moved(Message):
        """The person moved the cursor, by key or by mouse."""

    class Opened(Message):
        """The entry under the cursor was asked for."""

        def __init__(self, entry: Entry) -> None:
            super().__init__()
            self.entry = entry

    class SignClicked(Message):
        """One of the signs before a title was clicked."""

        def __init__(self, entry: Entry, kind: Literal["read", "bookmark"]) -> None:
            super().__init__()
            self.entry = entry
            self.kind = kind

    def __init__(self, *, id: str | None = None) -> None:  # noqa: A002 (Textual's name)
        super().__init__(id=id)
        self._paint = RowPaint(self)
        self._foresight = Foresight(
            self, lambda index: self._drawn(index, self.scrollable_content_region.width)
        )
        self._uses = Uses()
        self._rows: dict[str, int] | None = None
        self.followed: str | None = None
        """The paper that the cursor is to be on when other entries come; it follows the cursor."""

    @property
    def entry(self) -> Entry | None:
        """The entry under the cursor."""
        return self.entries[self.cursor] if 0 <= self.cursor < len(self.entries) else None

    @property
    def origin(self) -> str:
        """Where the paper under the cursor was found: `hf`, `arxiv`, `both`, or nothing."""
        return self.origins.get(self.entry.id, "") if self.entry else ""

    @property
    def visible_ids(self) -> list[str]:
        """The identifiers of the rows that are seen now, and as many before and after them."""
        height, top = self._visible_rows, self.scroll_offset.y // self.row_lines
        return [entry.id for entry in self.entries[max(0, top - height) : top + 2 * height]]

    def rows_of(self, identifiers: Collection[str]) -> dict[str, int]:
        """Return the rows of those papers that are listed, by identifier."""
        if self.entry and [*identifiers] == [
            self.entry.id
        ]:  # as nearly always, and without a look at all others
            return {self.entry.id: self.cursor}
        if self._rows is None:
            self._rows = {entry.paper.id: row for row, entry in enumerate(self.entries)}
        return {identifier: self._rows[identifier] for identifier in identifiers if identifier in self._rows}

    def begin_view(self) -> None:
        """Give columns to what the next entries need only; until then those that there are stay."""
        self._uses = Uses()

    def update_entries(self, changed: Mapping[int, Entry]) -> None:
        """Show other marks of some entries, each in its place."""
        if not changed:
            return
        entries = list(self.entries)
        for index, entry in changed.items():
            entries[index] = entry
        self.set_reactive(PaperList.entries, tuple(entries))
        uses = self._uses | uses_of([*changed.values()])
        if uses != self._uses:
            self._uses = uses
            self._draw_anew()
        else:
            self._refresh_rows(min(changed), max(changed))

    def watch_entries(self, entries: tuple[Entry, ...]) -> None:
        """Keep the cursor on its paper; without it, at the top."""
        self._paint.forget()
        self._rows = None
        self._uses |= uses_of(entries)
        self._fit()
        offset = self.cursor - self.scroll_offset.y // self.row_lines
        place = _index_of(entries, self.followed)
        self.set_reactive(PaperList.cursor, place)
        top = max(0, place - max(0, min(offset, self._visible_rows - 1)))
        self.scroll_to(y=top * self.row_lines, animate=False, immediate=True)
        self._report()
        self._foresee()
        self.refresh()

    def watch_row_lines(self, old: int, new: int) -> None:
        """Draw rows of another height; the cursor's row stays about where it is."""
        self._paint.forget()
        offset = self.cursor * old - self.scroll_offset.y
        self._fit()
        self.scroll_to(y=max(0, self.cursor * new - offset), animate=False, immediate=True)
        self._show_cursor()
        self.refresh()

    def _draw_anew(self) -> None:
        self._paint.forget()
        self._foresee()
        self.refresh()

    watch_columns = watch_highlight = watch_origins = watch_courses = watch_news = _draw_anew

    def watch_selected(self) -> None:
        """Draw the rows that are selected now, or no longer."""
        self.refresh()

    def validate_cursor(self, cursor: int) -> int:
        """Keep the cursor within the list."""
        return max(0, min(cursor, len(self.entries) - 1))

    def watch_cursor(self, old: int, new: int) -> None:
        """Show the cursor's row."""
        self._refresh_rows(old, old)
        self._refresh_rows(new, new)
        self._show_cursor()
        self._report()

    def watch_scroll_y(self, old_value: float, new_value: float) -> None:
        """Show other rows, and be ready for the next page."""
        super().watch_scroll_y(old_value, new_value)
        self._foresee()

    def watch_hovered(self, old: int, new: int) -> None:
        """Draw the rows that the mouse left and entered."""
        for row in (old, new):
            if row >= 0:
                self._refresh_rows(row, row)

    def watch_has_focus(self, _has_focus: bool) -> None:
        """Take the styles of the focus, unless the screen is about to style everything that is on it."""
        if self.screen.stack_updates:
            super().watch_has_focus(_has_focus)

    def notify_style_update(self) -> None:
        """Forget everything drawn in old colours."""
        super().notify_style_update()
        self._paint.follow_styles()

    def render_line(self, y: int) -> Strip:
        """Draw one visible line."""
        width = self.scrollable_content_region.width
        index, line = divmod(y + self.scroll_offset.y, self.row_lines)
        if index >= len(self.entries):
            return self._placeholder_line(y, width)
        return self._drawn(index, width)[line]

    def action_cursor(self, step: int) -> None:
        """Move the cursor by `step` rows."""
        self._move(self.cursor + step)

    def action_page(self, pages: float) -> None:
        """Move the cursor by a part of the visible height."""
        self._move(self.cursor + (round(max(1, self._visible_rows - 1) * pages) or (1 if pages > 0 else -1)))

    def action_first(self) -> None:
        """Move to the first row."""
        self._move(0)

    def action_last(self) -> None:
        """Move to the last row."""
        self._move(len(self.entries) - 1)

    async def on_click(self, event: Click) -> None:
        """Move to the clicked row; open it when the cursor is there already; a sign is a switch."""
        offset = event.get_content_offset(self)
        if offset is None:
            return
        index, line = divmod(offset.y + self.scroll_offset.y, self.row_lines)
        if index >= len(self.entries):
            return
        was_here = index == self.cursor
        self._move(index)
        entry = self.entries[index]
        if offset.x < 2 and line == 0:
            self.post_message(self.SignClicked(entry, "read"))
        elif offset.x < 3 and line == 0:
            self.post_message(self.SignClicked(entry, "bookmark"))
        elif was_here or event.chain > 1:
            self.post_message(self.Opened(entry))

    def on_mouse_move(self, event: MouseMove) -> None:
        """Tint the row under the mouse."""
        offset = event.get_content_offset(self)
        index = -1 if offset is None else (offset.y + self.scroll_offset.y) // self.row_lines
        self.hovered = index if index < len(self.entries) else -1

    def on_leave(self) -> None:
        """Take the tint away."""
        self.hovered = -1

    def on_resize(self) -> None:
        """Fit the rows to the new width."""
        self._fit()
        self._show_cursor()
        self._foresee()

    @property
    def _visible_rows(self) -> int:
        return max(1, self.size.height // self.row_lines)

    def _fit(self) -> None:
        self.virtual_size = Size(0, len(self.entries) * self.row_lines)

    def _show_cursor(self) -> None:
        row = Region(0, self.cursor * self.row_lines, 1, self.row_lines)
        self.scroll_to_region(row, animate=False, force=True, immediate=True)

    def _refresh_rows(self, first: int, last: int) -> None:
        self.refresh_lines(first * self.row_lines, (last - first + 1) * self.row_lines)

    def _move(self, index: int) -> None:
        self.cursor = index
        self.post_message(self.Moved())

    def _report(self) -> None:
        entry = self.entry
        self.followed = entry.id if entry else self.followed
        self.post_message(self.Highlighted(entry))

    def _foresee(self) -> None:
        """Draw the next page and the one before while nobody presses a key; what is far away is drawn when it is seen."""
        page = min(self._visible_rows, _FORESEEN)
        top = self.scroll_offset.y // self.row_lines
        bottom = top + self._visible_rows
        rows = (*range(bottom, bottom + page), *range(top - 1, top - 1 - page, -1))
        self._foresight.look(row for row in rows if row in range(len(self.entries)))

    def _drawn(self, index: int, width: int) -> tuple[Strip, ...]:
        """Return the lines of a row."""
        entry = self.entries[index]
        return self._paint.row(
            index,
            self._kind(index),
            entry,
            width,
            self._look,
            selected=entry.id in self.selected,
            origin=self.origins.get(entry.id, ""),
        )

    def _kind(self, index: int) -> Kind:
        if index == self.cursor:
            return "cursor"
        if self.entries[index].id in self.selected:
            return "selected"
        return "hover" if index == self.hovered else "row"

    def _look(self, style: Callable[[str], Style]) -> Look:
        return Look(
            style,
            self.highlight,
            self._uses,
            has_origins=bool(self.origins),
            names_samples=self.names_samples,
            news=self.news,
            courses=self.courses,
            columns=self.columns,
            lines=self.row_lines,
        )

    def _placeholder_line(self, y: int, width: int) -> Strip:
        words = Content("") if self.entries else self.placeholder
        size = Size(width, self.size.height)
        return self._paint.strip(placeholder_line(words, y, size), width)


def _index_of(entries: Sequence[Entry], identifier: str | None) -> int:
    return next((index for index, entry in enumerate(entries) if entry.paper.id == identifier), 0)
