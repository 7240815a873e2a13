"""The line above the keys: what the list is, how fresh, what a search did, and what went wrong."""

from textual.content import Content
from textual.reactive import reactive
from textual.timer import Timer
from textual.widget import Widget

from reader.ui.widgets.figure import plural


class StatusLine(Widget):
    """Shows a lasting state at the left, a notice or an acknowledgement over it, and counts at the right."""

    state: reactive[str] = reactive("")
    trouble: reactive[bool] = reactive(False)
    """Whether the state is something that went wrong; it is then shown whole, on several lines if need be."""
    notice: reactive[tuple[Content, ...]] = reactive(())
    """What the search has to say, from the longest wording to the shortest; the first that fits is shown."""
    acknowledgement: reactive[str] = reactive("")
    """What the person's last command did."""
    warning: reactive[str] = reactive("")
    """What the person should know about their files; it stays until they have seen it."""
    selected: reactive[str] = reactive("")
    """How many papers are selected; always shown."""
    due: reactive[int] = reactive(0)
    """How many papers were to be read by today."""
    indexing: reactive[int | None] = reactive(None)
    """How much of the search index is rebuilt, in percent; `None` while it is whole."""
    shown: reactive[int] = reactive(0)
    total: reactive[int | None] = reactive(None)
    """How many papers there are before the filter; `None` while that is not known."""
    unread: reactive[int] = reactive(0)
    order: reactive[str] = reactive("")

    seconds = 6.0
    """How long an acknowledgement stays."""

    _timer: Timer | None = None

    def acknowledge(self, sentence: str) -> None:
        """Show a sentence for some seconds."""
        self.acknowledgement = sentence
        if self._timer:
            self._timer.stop()
        self._timer = self.set_timer(self.seconds, self._forget)

    def on_mount(self) -> None:
        """Be as high as what is told needs, whenever that changes."""
        for name in ("state", "trouble", "notice", "acknowledgement", "warning", "size"):
            self.watch(self, name, self._fit, init=False)
        self._fit()

    def _fit(self) -> None:
        # Its height is set, not measured: a sentence of one line after another must not lay the screen out.
        lines = str(self.render()).count("\n") + 1 if self.size.width else 1
        if self.styles.height is None or self.styles.height.value != lines:
            self.styles.height = lines

    def render(self) -> Content:
        """Draw the line; the counts yield where it is narrow."""
        selected = self.selected
        width = self.size.width - 2
        left = self._left(width)
        whole = not self.acknowledgement and (self.warning or self.notice or self.trouble)
        if left.cell_length > width and whole:
            return Content("\n").join([Content.assemble(" ", line) for line in left.wrap(width)])
        if selected:  # what the next command acts on is never left out
            left = left.truncate(max(0, width - len(selected) - 3), ellipsis=True)
        rights = self._rights()
        right = next((text for text in rights if left.cell_length + len(text) + 3 <= width), "")
        space = max(1, width - left.cell_length - len(right))
        line = Content.assemble(" ", left, " " * space, (right, "$muted"))
        return line.truncate(self.size.width, ellipsis=True, pad=True)

    def _left(self, width: int) -> Content:
        if self.acknowledgement:
            return Content(self.acknowledgement)
        if self.warning:
            return Content.styled(f"! {self.warning}", "$text-warning")
        if self.notice:
            fitting = (wording for wording in self.notice if wording.cell_length <= width)
            return next(fitting, self.notice[-1])
        if self.trouble:
            return Content.styled(f"! {self.state}", "$text-error")
        return Content.styled(self._progress() or self.state, "$muted")

    def _rights(self) -> tuple[str, ...]:
        """Return what stands at the right, from the longest to the shortest."""
        counts = self._counts()
        selected = self.selected
        due = f"{self.due:,} due" if self.due else ""
        whole = (selected, counts, f"{self.unread:,} unread" if self.unread else "", due, self.order)
        over = bool(self.acknowledgement or self.warning or self.notice or self.trouble)
        progress = (self._progress(),) if over and self.indexing is not None and not selected else ()
        return (
            *progress,
            " · ".join(filter(None, whole)),
            " · ".join(filter(None, (selected, counts))),
            selected,
        )

    def _progress(self) -> str:
        return "" if self.indexing is None else f"Rebuilding the search index: {self.indexing} %"

    def _counts(self) -> str:
        """Return the number of papers; the filter's box tells how many of them it leaves."""
        return "" if self.total is None or self.shown != self.total else plural(self.total, "paper")

    def _forget(self) -> None:
        self.acknowledgement = ""
