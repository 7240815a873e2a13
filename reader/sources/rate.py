"""What the services allow: the limits they tell with every answer, so that nobody runs into them."""

import re
import time
from collections.abc import Callable, Mapping

_LONGEST = 900
"""Longest time (seconds) that a limit is believed to be used up: a mistake there must not end all asking."""

HEADER_LIMIT = 500
"""Most characters of a header that are looked at: a pattern must not take seconds over a hostile one."""

_RATE_LIMIT = re.compile(
    r"\"?(?P<name>[\w-]{1,40})\"?\s*;\s*r\s*=\s*(?P<left>\d{1,9})\s*;\s*t\s*=\s*(?P<reset>\d{1,9})", re.ASCII
)


def exhausted(headers: Mapping[str, str]) -> dict[str, int]:
    """Return the limits that allow no more requests, each with the seconds until it does again."""
    found = _RATE_LIMIT.finditer(headers.get("ratelimit", "")[:HEADER_LIMIT])
    return {limit["name"]: int(limit["reset"]) + 1 for limit in found if int(limit["left"]) == 0}


class Rates:
    """Remembers which limits of which service are used up, and until when."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._until: dict[tuple[str, str], float] = {}

    def note(self, service: str, headers: Mapping[str, str]) -> None:
        """Take in what an answer of `service` tells."""
        for limit, seconds in exhausted(headers).items():
            self._until[service, limit] = self._clock() + min(seconds, _LONGEST)

    def wait(self, service: str, limit: str) -> float:
        """Return the seconds until `service` allows the next request of this kind."""
        return max(0.0, self._until.get((service, limit), 0.0) - self._clock())
