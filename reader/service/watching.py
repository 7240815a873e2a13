"""The use cases of watches: what is told, and how, is kept in the library."""

import secrets
from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime, timedelta

from reader.core.entry import Entry
from reader.core.errors import QueryError, UsageError
from reader.core.follow import parse_subject
from reader.core.item import SENDINGS, WATCHES, ItemChange
from reader.core.sending import Sending
from reader.core.text import clean_line
from reader.core.view import View, ViewKind
from reader.core.watch import FOLLOWED, SAVED, Channel, Watch
from reader.service.following import Following
from reader.service.marking import Marking, Step
from reader.service.reading import Reading

SLACK = timedelta(days=7)
"""A paper may be listed so long after the day that it carries."""

MOST_DAYS = timedelta(days=30)
"""Papers older than this are not new, whenever they are fetched."""


class Watches:
    """Watches and no longer watches; every change blocks until it is on disk (else `StorageError`)."""

    def __init__(self, marking: Marking, reading: Reading, following: Following) -> None:
        self._marking = marking
        self._reading = reading
        self._following = following

    @property
    def all(self) -> Mapping[str, Watch]:
        """The watches by their subject, oldest first."""
        return self._marking.library.watches

    @property
    def now(self) -> datetime:
        """The time as it is written down: in UTC, whole seconds."""
        return self._marking.now

    def subject(self, name: str) -> str:
        """Return what a name stands for: a saved search, `followed`, or something followed; `UsageError`."""
        searches = self._marking.searches
        folded = {each.casefold(): each for each in reversed([*searches])} | {each: each for each in searches}
        plain = name.removeprefix(SAVED)
        if found := folded.get(plain) or folded.get(plain.casefold()):
            return f"{SAVED}{found}"
        if name in self.all or name == FOLLOWED or f"{SAVED}{plain}" in self.all:
            return name if name in self.all or name == FOLLOWED else f"{SAVED}{plain}"
        try:
            subject = parse_subject(name)
        except UsageError:
            subject = None
        if subject is None or subject.key not in self._following.all:
            raise UsageError(
                f"“{clean_line(name, 60)}” is neither a saved search nor something that you follow."
                f" Saved searches: {', '.join([*searches][:20]) or 'none yet (`paper-reader saved NAME QUERY`, or ctrl+s in the filter)'}."
            )
        return subject.key

    def exists(self, watch: Watch) -> bool:
        """Tell whether its search is still saved, or its subject still followed."""
        if watch.search is not None:
            return watch.search in self._marking.searches
        return watch.subject in self._following.all or watch.subject == FOLLOWED

    def keep(
        self,
        subject: str,
        channels: Sequence[Channel],
        command: Sequence[str] = (),
        allow: Callable[[tuple[str, ...]], None] = lambda _: None,
    ) -> Step | None:
        """Watch from now on, in place of an earlier watch of it; `allow` is called with a command before.

        What there is now is not new. `UsageError` where no channel is named, or a command is missing.
        """
        if not channels or (Channel.COMMAND in channels) != bool(command):
            raise UsageError("Name how to be told; the channel “command” needs a command, and no other does.")
        if command:
            allow(tuple(command))

        def step() -> Step:
            before, now = self.all.get(subject), self._marking.now
            watch = Watch(
                subject,
                tuple(map(str, dict.fromkeys(channels))),
                now,
                secrets.token_hex(4),
                tuple(command),
            )
            try:
                there = self.papers(watch)
            except QueryError as error:
                raise UsageError(f"The search cannot be understood: {error}") from error
            known = Sending(now, tuple(entry.id for entry in there), watch.told_to())
            changes = (
                ItemChange(WATCHES, subject, before, watch),
                *((ItemChange(SENDINGS, known.key, None, known),) if known.papers else ()),
            )
            return Step(f"Watching {watch.title}: {', '.join(watch.channels)}", changes)

        return self._marking.perform(step)

    def remove(self, subject: str) -> Step | None:
        """Watch no longer; `None` where it was not watched."""

        def step() -> Step | None:
            if (before := self.all.get(subject)) is None:
                return None
            return Step(f"No longer watching {before.title}", (ItemChange(WATCHES, subject, before, None),))

        return self._marking.perform(step)

    def papers(self, watch: Watch) -> tuple[Entry, ...]:
        """Return the papers of a watch that are young enough to be new, the best first."""
        if not self.exists(watch):
            return ()
        now = self._marking.now
        first = max(watch.created_at - SLACK, now - MOST_DAYS).date()
        if watch.search is not None:
            contents = self._reading.stored(View(ViewKind.SAVED, name=watch.search))
            entries = () if contents.sample else contents.entries
        else:
            entries = self._followed(watch)
        return tuple(entry for entry in entries if _day_of(entry) >= first)

    def _followed(self, watch: Watch) -> tuple[Entry, ...]:
        entries = self._reading.stored(View(ViewKind.FOLLOWED)).entries
        if watch.subject == FOLLOWED:
            return entries
        reasons = self._reading.followed.reasons
        return tuple(
            entry for entry in entries if watch.subject in {subject.key for subject in reasons(entry.paper)}
        )


def _day_of(entry: Entry) -> date:
    return max(filter(None, (entry.paper.listed, entry.paper.published)), default=date.min)
