"""The use cases of running by itself: each day, by what the system has for that."""

from collections.abc import Iterator, Sequence
from typing import Protocol

from reader.core.errors import ProgramError, UsageError
from reader.core.schedule import Draft, Method, Plan, Scheduled


class Scheduler(Protocol):
    """One way to start programs at a time of day; `ProgramError` where it fails."""

    @property
    def method(self) -> Method: ...
    def is_possible(self) -> bool: ...
    def drafts(self, plan: Plan) -> tuple[Draft, ...]: ...
    def install(self, plan: Plan) -> None: ...
    def status(self) -> Scheduled | None: ...
    def remove(self) -> tuple[str, ...]: ...


class Scheduling:
    """Schedules with the best of what there is, and never twice."""

    def __init__(self, schedulers: Sequence[Scheduler]) -> None:
        """Take the ways, the best first."""
        self._schedulers = {scheduler.method: scheduler for scheduler in schedulers}

    def choose(self, method: Method | None) -> Scheduler:
        """Return the way asked for, else the first that is possible here; `UsageError` where there is none."""
        if method is not None:
            if self._schedulers[method].is_possible():
                return self._schedulers[method]
            raise UsageError(f"There is no {method} on this machine that could be used.")
        for scheduler in self._possible():
            return scheduler
        raise UsageError(
            "There is neither systemd nor cron nor launchd on this machine that could be used."
            " Any other scheduler can run `paper-reader fetch --quiet`."
        )

    def install(self, plan: Plan, scheduler: Scheduler) -> tuple[str, ...]:
        """Install, and then remove what was installed in another way; return where that was."""
        scheduler.install(plan)
        others = [other for other in self._possible() if other.method != scheduler.method]
        return tuple(place for other in others for place in other.remove())

    def status(self, method: Method | None = None) -> tuple[Scheduled, ...]:
        """Return all that is installed."""
        found = (scheduler.status() for scheduler in self._asked(method))
        return tuple(scheduled for scheduled in found if scheduled is not None)

    def remove(self, method: Method | None = None) -> tuple[str, ...]:
        """Remove all that is installed, and return where it was; what fails is told when the others are removed."""
        removed: list[str] = []
        failures: list[ProgramError] = []
        for scheduler in self._asked(method):
            try:
                removed += scheduler.remove()
            except ProgramError as error:
                failures.append(error)
        if failures:
            raise failures[0]
        return tuple(removed)

    def _asked(self, method: Method | None) -> Iterator[Scheduler]:
        return self._possible() if method is None else iter([self.choose(method)])

    def _possible(self) -> Iterator[Scheduler]:
        return (scheduler for scheduler in self._schedulers.values() if scheduler.is_possible())
