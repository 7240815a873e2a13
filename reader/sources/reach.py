"""Whether the services answer: all are asked at once, each one small question, in a time that is known before."""

import threading
import time
from collections.abc import Sequence
from typing import TYPE_CHECKING

from reader.core.errors import SourceError
from reader.core.health import Reached
from reader.core.text import clean_line
from reader.sources.address import origin_of, redirected
from reader.sources.failure import PassingError, connection_failure

if TYPE_CHECKING:
    import httpx


class Reaching:
    """Asks services in the background; threads, because looking up a name cannot be interrupted."""

    def __init__(self, services: Sequence[tuple[str, str]], seconds: float = 5) -> None:
        """Begin to ask `services`, each a name and an address; `seconds` is what they have together."""
        self._services = services
        self._seconds = seconds
        self._end = time.monotonic() + seconds
        self._answers: dict[tuple[str, str], Reached] = {}
        self._threads = [
            threading.Thread(target=self._ask, args=service, daemon=True) for service in services
        ]
        for thread in self._threads:
            thread.start()

    def results(self) -> tuple[Reached, ...]:
        """Return whether each service answered; blocks until all did, or the time is over."""
        for thread in self._threads:
            thread.join(max(0.0, self._end - time.monotonic()))
        return tuple(self._answers.get(service) or self._silent(*service) for service in self._services)

    def _silent(self, name: str, address: str) -> Reached:
        return Reached(name, address, problem=f"{name} did not answer within {self._seconds:g} s.")

    def _ask(self, name: str, address: str) -> None:
        import httpx

        began = time.monotonic()
        try:
            # The thread is left alone when its time is over; this only ends it some time later.
            with (
                httpx.Client(timeout=self._seconds + 1) as client,
                client.stream("HEAD", f"{address}/") as response,
            ):
                found = _judged(name, address, time.monotonic() - began, response)
        except (httpx.HTTPError, httpx.InvalidURL, UnicodeError) as error:
            failure = connection_failure(error, name)
            told = failure.error if isinstance(failure, PassingError) else failure
            found = Reached(name, address, problem=str(told))
        except (ImportError, ValueError, OSError) as error:  # certificates and proxies of the environment
            found = Reached(
                name,
                address,
                problem=f"{name} cannot be asked, for the network settings in the environment are wrong:"
                f" {clean_line(type(error).__name__)} (look at SSL_CERT_FILE, SSL_CERT_DIR and the proxies).",
            )
        self._answers[name, address] = found


def _judged(name: str, address: str, seconds: float, response: "httpx.Response") -> Reached:
    """Return what the beginning of an answer says; that there is no such page says that the service is there."""
    status = response.status_code
    problem = None
    if status in (403, 407, 429) or status >= 500:
        problem = f"{name} answers, but will not serve us just now (HTTP {status})."
    elif response.is_redirect:
        try:
            redirected(f"{address}/", response.headers["location"], name, {origin_of(address)})
        except SourceError as error:
            problem = str(error)
    return Reached(name, address, seconds, status, problem)
