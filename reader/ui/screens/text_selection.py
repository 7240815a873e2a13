"""Selecting lines of a whole paper, with the keys or the mouse."""

from typing import TYPE_CHECKING

from reader.ui.widgets.text_shade import Place

if TYPE_CHECKING:
    from reader.ui.screens.whole_text import TextScreen


class TextSelection:
    """Knows which lines are selected of the text that a screen shows."""

    def __init__(self, screen: "TextScreen") -> None:
        self._screen = screen

    @property
    def lines(self) -> tuple[Place, Place] | None:
        """The first and the last line that were selected, in the order in which they were; `None` for none."""
        shading = self._screen.view.shading
        return shading.selection if shading else None

    @property
    def label(self) -> str:
        """What can be done while lines are selected; empty otherwise."""
        if self.lines is None:
            return ""
        key = self._screen.key_of
        return (
            f"{key('text_down')} {key('text_up')} select lines · {key('go_there')} from here"
            f" · {key('highlight')} highlights · {key('leave_text')} gives up"
        )

    def begin(self) -> None:
        """Select the line of what was found, else the first one in view; while lines are selected, the last one."""
        view = self._screen.view
        if view.shading is None:
            self._screen.acknowledge("The text is still being made ready; try again.")
            return
        rows = [(block, row) for block, row, line in view.lines if line.segments]
        if self.lines is not None:
            self.select(self.lines[1], self.lines[1])
        elif view.here is not None and view.here[:2] in rows:
            self.select(view.here[:2], view.here[:2])
        elif rows:
            self.select(rows[0], rows[0])

    def select(self, start: Place, end: Place) -> None:
        """Select the lines from one to another."""
        view = self._screen.view
        if view.shading is not None:
            view.shading = view.shading.with_selection((start, end))
            self._screen.refresh_state()

    def extend(self, lines: int) -> bool:
        """Move the end of the selection down or up, past blank lines; `False` where nothing is selected."""
        view, selection = self._screen.view, self.lines
        if selection is None or (flow := view.flow) is None:
            return False
        start, end = selection
        step = 1 if lines > 0 else -1
        place = flow.moved(*end, lines)
        while not flow.block(place[0])[place[1]].segments:
            if (further := flow.moved(*place, step)) == place:
                place = end
                break
            place = further
        if not view.is_visible(*place):
            view.go_to(*place, above=max(0, view.size.height - 2) if lines > 0 else 1)
        self.select(start, place)
        return True

    def give_up(self) -> bool:
        """Select nothing; `False` where nothing was."""
        view = self._screen.view
        if view.shading is None or view.shading.selection is None:
            return False
        view.shading = view.shading.with_selection(None)
        self._screen.refresh_state()
        return True
