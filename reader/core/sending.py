"""What was told in a digest."""

from datetime import datetime
from typing import NamedTuple


class Sending(NamedTuple):
    """What one digest had in it; it is never changed, so libraries of several machines merge without a conflict."""

    created_at: datetime
    """In UTC, whole seconds."""
    papers: tuple[str, ...]
    """Identifiers of the papers."""
    to: str | None = None
    """The address it was sent to; `None` where it was printed or written to a file."""

    @property
    def key(self) -> str:
        """The name under which it is kept."""
        return f"{self.created_at:%Y-%m-%dT%H:%M:%SZ} {self.to or '-'}"
