"""A file with a note of one paper, in which the person writes too."""

from typing import Protocol


class NoteFile(Protocol):
    """A file for one paper, which may be there with text of the person's own."""

    @property
    def name(self) -> str:
        """Its name, good on every file system."""

    @property
    def ending(self) -> str:
        """How the name ends, whatever the paper's title was when it was written first."""

    @property
    def text(self) -> str:
        """The whole of a new file."""

    def merged_with(self, existing: str) -> str | None:
        """Return the text with what is the person's in `existing`; `None` where nothing tells what is whose."""
