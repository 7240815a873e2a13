"""The use case of notices: after papers were fetched, each watch tells its new ones, each of them once."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass
from functools import partial
from typing import Protocol

from reader.core.entry import Entry
from reader.core.errors import MailError, ProgramError, QueryError, ReaderError, StorageError
from reader.core.item import SENDINGS, ItemChange
from reader.core.sending import Sending
from reader.core.watch import Channel, Notice, Watch
from reader.service.port import MarkStore
from reader.service.watching import Watches

MOST_PAPERS = 200
"""Papers of one notice; the others are told by the next one."""

Notify = Callable[[Notice], None]
"""Tells somebody; raises `ProgramError` or `MailError` where that fails."""

Notifiers = Mapping[Channel, Mapping[str, Notify]]
"""By channel, who can be told by it: addresses of mail, else one without a name; nobody where it is not possible now."""


class Approvals(Protocol):
    """Which commands may be run on this machine: those that were named on it."""

    def allows(self, command: tuple[str, ...]) -> bool:
        """Tell whether a command may be run."""

    def allow(self, command: tuple[str, ...]) -> None:
        """Let a command be run from now on; `StorageError` where that cannot be kept."""


@dataclass(frozen=True, slots=True)
class Noticed:
    """What came of one notice."""

    notice: Notice
    channel: str = ""
    """Empty where the watch itself does not work, as its search cannot be understood."""
    error: ReaderError | None = None

    @property
    def trouble(self) -> str:
        """What went wrong, as the beginning of a sentence."""
        if not self.channel:
            return f"The watch “{self.notice.watch.title}” does not work"
        return f"“{self.notice.title}” could not be told by {self.channel}"


class Noticing:
    """Tells what is new; `turn` lets only one window or command at a time do so."""

    def __init__(
        self,
        watches: Watches,
        library: MarkStore,
        notifiers: Notifiers,
        approvals: Approvals,
        turn: Callable[[], AbstractContextManager[None]],
    ) -> None:
        self._watches = watches
        self._library = library
        self._notifiers = notifiers
        self._approvals = approvals
        self._turn = turn

    def run(self, front: Notifiers | None = None) -> tuple[Noticed, ...]:
        """Tell all that is new; what fails is told again the next time.

        The `front` tells where there is no other way, or that fails.
        `StorageError` where what was told could not be kept, so that it will be told again.
        """
        if not self._watches.all:
            return ()
        notifiers = _joined(self._notifiers, front or {})
        with self._turn():
            self._library.refresh()  # somebody else may just have told it
            return tuple(
                noticed
                for watch in tuple(self._watches.all.values())
                for noticed in self._watched(watch, notifiers)
            )

    def is_possible(self, watch: Watch) -> bool:
        """Tell whether its command, if it has one, may be run on this machine."""
        return not watch.command or self._approvals.allows(watch.command)

    def allow(self, command: tuple[str, ...]) -> None:
        """Let a command be run on this machine from now on; `StorageError` where that cannot be kept."""
        self._approvals.allow(command)

    def _watched(self, watch: Watch, notifiers: Notifiers) -> Iterator[Noticed]:
        try:
            papers = [entry for entry in self._watches.papers(watch) if not entry.mark.read]
        except QueryError as error:
            yield Noticed(Notice(watch, ()), error=error)
            return
        for channel in [each for each in Channel if each in watch.channels]:
            if channel is Channel.COMMAND and not self.is_possible(watch):
                continue
            for target, notify in notifiers.get(channel, {}).items():
                if new := self._new(watch, papers, channel, target):
                    yield self._told(Notice(watch, new[:MOST_PAPERS]), notify, channel, target)

    def _new(self, watch: Watch, papers: list[Entry], channel: Channel, target: str) -> tuple[Entry, ...]:
        names = (watch.told_to(), watch.told_to(channel, target))
        sendings = self._library.sendings.values()
        told = {paper for sending in sendings if sending.to in names for paper in sending.papers}
        return tuple(entry for entry in papers if entry.id not in told)

    def _told(self, notice: Notice, notify: Notify, channel: Channel, target: str) -> Noticed:
        try:
            notify(notice)
        except (ProgramError, MailError) as error:
            return Noticed(notice, channel, error)
        ids = tuple(entry.id for entry in notice.entries)
        sending = Sending(self._watches.now, ids, notice.watch.told_to(channel, target))
        before = self._library.sendings.get(sending.key)
        if before is not None:  # within the same second
            sending = Sending(before.created_at, (*before.papers, *ids), before.to)
        try:
            self._library.apply([ItemChange(SENDINGS, sending.key, before, sending)])
        except StorageError as error:
            raise StorageError(f"“{notice.title}” was told, and will be told again. {error}") from error
        return Noticed(notice, channel)


def _joined(own: Notifiers, front: Notifiers) -> Notifiers:
    """Return who is told by which channel; those of the front come after our own."""
    joined = {channel: dict(targets) for channel, targets in own.items()}
    for channel, targets in front.items():
        for target, notify in targets.items():
            first = joined.setdefault(channel, {}).get(target)
            joined[channel][target] = notify if first is None else partial(_first_able, first, notify)
    return joined


def _first_able(first: Notify, then: Notify, notice: Notice) -> None:
    try:
        first(notice)
    except ProgramError:
        then(notice)
