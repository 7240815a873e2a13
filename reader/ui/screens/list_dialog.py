"""What the dialogs with a list have in common: keys that move in it."""

from typing import TypeVar

from textual.widgets import OptionList

from reader.ui.screens.dialog import Dialog

Answer = TypeVar("Answer")


class ListDialog(Dialog[Answer]):
    """A dialog in which keys move the cursor of its one list."""

    def action_move(self, step: int) -> None:
        """Move in the list."""
        options = self.query_one(OptionList)
        if step > 0:
            options.action_cursor_down()
        else:
            options.action_cursor_up()
