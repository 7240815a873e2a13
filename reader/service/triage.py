"""Go through papers one by one: decide each, step back, and count what came of it."""

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from reader.core.entry import Entry
from reader.service.marking import Marking, Step


class Decision(StrEnum):
    """What can be said of a paper at a glance."""

    KEEP = "keep"
    LATER = "later"
    """To be read; it is put into the queue."""
    DISMISS = "dismiss"
    """Not for the person; it counts as read, so that it is no longer among what is unread."""
    SKIP = "skip"
    """Nothing is said, and nothing changed."""


@dataclass(frozen=True, slots=True)
class Judgement:
    """A decision on a paper; `step` is `None` where it changed nothing."""

    entry: Entry
    decision: Decision
    step: Step | None


class Triage:
    """Papers in their order, and what was decided so far; not for several threads at once."""

    def __init__(
        self, marking: Marking, entries: Sequence[Entry], clock: Callable[[], float] = time.monotonic
    ) -> None:
        """`clock` returns seconds."""
        self.entries = tuple(entries)
        self._marking = marking
        self._clock = clock
        self._began = clock()
        self._ended = self._began
        self._judgements: list[Judgement] = []

    @property
    def done(self) -> int:
        """How many papers were decided on."""
        return len(self._judgements)

    @property
    def entry(self) -> Entry | None:
        """The paper to decide on; `None` at the end."""
        return self.entries[self.done] if self.done < len(self.entries) else None

    @property
    def following(self) -> Entry | None:
        """The paper after it."""
        return self.entries[self.done + 1] if self.done + 1 < len(self.entries) else None

    @property
    def seconds(self) -> float:
        """How long it took until now, or until the last paper."""
        return (self._ended if self.entry is None else self._clock()) - self._began

    def count(self, decision: Decision) -> int:
        """Return how many papers were decided on so."""
        return sum(judgement.decision is decision for judgement in self._judgements)

    def decide(self, decision: Decision) -> Judgement | None:
        """Decide on the paper; `None` where none is left. Blocks until it is on disk, or raises `StorageError`."""
        if (entry := self.entry) is None:
            return None
        judgement = Judgement(entry, decision, self._carry_out(entry, decision))
        self._judgements.append(judgement)
        self._ended = self._clock()
        return judgement

    def step_back(self) -> Judgement | None:
        """Take the last decision back and return to its paper; `None` at the beginning. Blocks as `decide` does."""
        if not self._judgements:
            return None
        judgement = self._judgements[-1]
        if judgement.step is not None:
            self._marking.take_back(judgement.step)
        return self._judgements.pop()

    def _carry_out(self, entry: Entry, decision: Decision) -> Step | None:
        match decision:
            case Decision.KEEP:
                return self._marking.set_bookmarked([entry], True)
            case Decision.LATER:
                return self._marking.set_queued([entry], True)
            case Decision.DISMISS:
                return self._marking.set_read([entry], True)
            case Decision.SKIP:
                return None


def undecided(entries: Sequence[Entry]) -> tuple[Entry, ...]:
    """Return what there is to go through: what is neither read nor kept nor queued."""
    return tuple(
        entry for entry in entries if not (entry.mark.read or entry.mark.bookmarked or entry.mark.queued)
    )
