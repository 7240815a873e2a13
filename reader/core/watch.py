"""What the person wants to be told of: the new papers of a saved search, or of what they follow."""

from datetime import datetime
from enum import StrEnum
from typing import NamedTuple

from reader.core.entry import Entry

SAVED = "saved:"
"""Begins the subject that is a saved search."""

FOLLOWED = "followed"
"""The subject that is all that is followed."""


class Channel(StrEnum):
    """How somebody is told."""

    DESKTOP = "desktop"
    BELL = "bell"
    MAIL = "mail"
    COMMAND = "command"


class Watch(NamedTuple):
    """A subject whose new papers are told, and how."""

    subject: str
    """`saved:NAME`, `followed`, or the key of what is followed, such as `author:ada lovelace`."""
    channels: tuple[str, ...]
    """`Channel`s; something else where a later program knows more of them."""
    created_at: datetime
    """In UTC, whole seconds; what was there before is not new."""
    token: str
    """What tells it from other watches, also when it is called differently."""
    command: tuple[str, ...] = ()
    """The program of the channel `command`, and its arguments."""

    @property
    def search(self) -> str | None:
        """The name of the saved search; `None` where it is none."""
        return self.subject.removeprefix(SAVED) if self.subject.startswith(SAVED) else None

    @property
    def title(self) -> str:
        """What it is called for people."""
        return self.search or ("what you follow" if self.subject == FOLLOWED else self.subject)

    def told_to(self, channel: str = "", target: str = "") -> str:
        """Return the name under which is kept what was told; without a channel, what was there before."""
        return f"watch:{self.token}" + (f":{channel}:{target}" if channel else "")


class Notice(NamedTuple):
    """New papers of a watch."""

    watch: Watch
    entries: tuple[Entry, ...]
    """The best first."""

    @property
    def title(self) -> str:
        """What is said in one line: `3 new papers: diffusion`."""
        number = len(self.entries)
        return f"{number:,} new {'paper' if number == 1 else 'papers'}: {self.watch.title}"
