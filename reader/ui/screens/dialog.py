"""What every dialog and page over the papers has in common: it is left once."""

from typing import TypeVar

from textual.await_complete import AwaitComplete
from textual.screen import ModalScreen, Screen

from reader.ui.garbage import let_go
from reader.ui.style import style_path

Answer = TypeVar("Answer")


class LeftOnce(Screen[Answer]):
    """A screen that a second key, typed before it was gone, does not leave again."""

    _left = False

    @property
    def is_there(self) -> bool:
        """Whether nobody left the screen: it loses its parts before what goes on for it has ended."""
        return self.display and not self._left

    def dismiss(self, result: Answer | None = None) -> AwaitComplete:
        """Return the answer and go, but only once, and only from the top: Textual takes away what is on top."""
        if not self.is_mounted:
            self.call_later(self._leave_later, result)  # a screen looks at what is below it once it is there
            return AwaitComplete()
        if self.app.screen is not self:
            return AwaitComplete()
        self._left = True
        return super().dismiss(result)

    def on_unmount(self) -> None:
        """Hold nothing of what was drawn."""
        let_go()

    def _leave_later(self, result: Answer | None) -> None:
        self.dismiss(result)  # not to be waited for here


class Dialog(ModalScreen[Answer], LeftOnce[Answer]):
    """A question or a choice over the papers."""

    # Read with this module, so that the first frame does without.
    DEFAULT_CSS = style_path("dialog.tcss").read_text(encoding="utf-8")
    SCOPED_CSS = False
