"""The line above the keys: what the list is, how fresh, and what went wrong."""

from textual.content import Content
from textual.reactive import reactive
from textual.widget import Widget

from reader.ui.widgets.figure import plural


class StatusLine(Widget):
    """Shows a lasting state at the left, an acknowledgement over it for a while, and counts at the right."""

    state: reactive[str] = reactive("", layout=True)
    trouble: reactive[bool] = reactive(False, layout=True)
    """Whether the state is something that went wrong; it is then shown whole, on several lines if need be."""
    acknowledgement: reactive[str] = reactive("", layout=True)
    """What the person's last command did."""
    shown: reactive[int] = reactive(0)
    total: reactive[int | None] = reactive(None)
    """How many papers there are before the filter; `None` while that is not known."""
    unread: reactive[int] = reactive(0)
    order: reactive[str] = reactive("")

    _SECONDS = 6

    def acknowledge(self, sentence: str) -> None:
        """Show a sentence for some seconds."""
        self.acknowledgement = sentence
        self.set_timer(self._SECONDS, lambda: self._forget(sentence))

    def render(self) -> Content:
        """Draw the line; the counts yield where it is narrow."""
        width = self.size.width - 2
        counts = self._counts()
        right = " · ".join(
            filter(None, (counts, f"{self.unread:,} unread" if self.unread else "", self.order))
        )
        if self.acknowledgement:
            left = Content(self.acknowledgement)
        elif self.trouble:
            left = Content.styled(f"! {self.state}", "$text-error")
        else:
            left = Content.styled(self.state, "$muted")
        if self.trouble and not self.acknowledgement and left.cell_length > width:
            return left.pad(1, 1)
        if left.cell_length + len(right) + 3 > width:
            right = counts if left.cell_length + len(counts) + 3 <= width else ""
        space = max(1, width - left.cell_length - len(right))
        line = Content.assemble(" ", left, " " * space, (right, "$muted"))
        return line.truncate(self.size.width, ellipsis=True, pad=True)

    def _counts(self) -> str:
        """Return the number of papers; the filter's box tells how many of them it leaves."""
        return "" if self.total is None or self.shown != self.total else plural(self.total, "paper")

    def _forget(self, sentence: str) -> None:
        if self.acknowledgement == sentence:
            self.acknowledgement = ""
