"""What every dialog has in common: it is answered once."""

from typing import TypeVar

from textual.await_complete import AwaitComplete
from textual.screen import ModalScreen

Answer = TypeVar("Answer")


class Dialog(ModalScreen[Answer]):
    """A dialog that a second key, typed before it was gone, does not answer again."""

    def dismiss(self, result: Answer | None = None) -> AwaitComplete:
        """Return the answer and go, but only once: Textual would take the screen below away as well."""
        return super().dismiss(result) if self in self.app.screen_stack else AwaitComplete()
