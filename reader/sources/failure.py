"""What went wrong on the network, told as sentences for people."""

import json
import re
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime

from reader.core.errors import NotFoundError, OfflineError, RefusedError, SourceError
from reader.core.text import clean_line
from reader.sources.rate import HEADER_LIMIT, exhausted

_WORDS_LIMIT = 300
_WORDS_BODY_LIMIT = 100_000


class PassingError(Exception):
    """A failure that another attempt may cure: the final `error`, and the seconds to wait (`None`: any)."""

    def __init__(self, error: SourceError, wait: float | None = None) -> None:
        super().__init__(str(error))
        self.error = error
        self.wait = wait


def connection_failure(error: Exception, name: str) -> SourceError | PassingError:
    """Translate what httpx or the unpacking raised about the service `name`."""
    import socket
    import ssl

    import httpx

    causes = tuple(_causes(error))

    def caused_by(kind: type[BaseException]) -> bool:
        return any(isinstance(cause, kind) for cause in causes)

    match error:
        case httpx.UnsupportedProtocol() | httpx.InvalidURL() | UnicodeError():
            return SourceError(
                f"An address of {name} cannot be used, for it is not a valid one beginning with https://."
            )
        case httpx.ConnectError() if caused_by(ssl.SSLError):
            return SourceError(
                f"No secure connection to {name} could be made (TLS); a log-in page of the network or a company "
                "proxy may be in the way, whose certificate SSL_CERT_FILE can name."
            )
        case httpx.ProxyError():
            return PassingError(OfflineError(f"{name} cannot be reached: the proxy does not let us through."))
        case httpx.ConnectError() if caused_by(socket.gaierror):
            reason = "its address was not found, so there is probably no network"
        case httpx.ConnectError() if caused_by(ConnectionRefusedError):
            reason = "the connection was refused"
        case httpx.ConnectError():
            reason = "no connection could be made"
        case httpx.ConnectTimeout() | httpx.PoolTimeout():
            reason = "nothing answered in time"
        case httpx.TimeoutException():
            return PassingError(
                OfflineError(f"{name} does not answer: nothing more came in time; try again later.")
            )
        case _:
            return PassingError(broken_connection(name))
    return PassingError(OfflineError(f"{name} cannot be reached: {reason}."))


def broken_connection(name: str) -> SourceError:
    """Say that an answer ended early or was damaged."""
    return SourceError(f"The connection to {name} broke before its answer was whole; try again.")


def circles(name: str, redirects: int) -> SourceError:
    """Say that one address led to the next, too often."""
    return SourceError(f"{name} sends us in circles: more than {redirects} redirects; try again later.")


def status_failure(
    status: int, headers: Mapping[str, str], body: bytes, name: str
) -> SourceError | PassingError | None:
    """Translate the status of an answer of the service `name`; `None` where it is a success."""
    if 200 <= status < 300 or status == 304:
        return None
    words = own_words(body)
    said = f": {words}" if words else "."
    match status:
        case 404 | 410:
            return NotFoundError(f"{name} does not have what was asked for (HTTP {status}){said}")
        case 429:
            refusal = f"{name} still allows no more requests (HTTP 429); try again in a few minutes."
            return PassingError(RefusedError(refusal, status), asked_wait(headers))
        case 408 | 500 | 502 | 503 | 504:
            return PassingError(_trouble(status, name), asked_wait(headers))
        case _ if status >= 500:
            return _trouble(status, name)
        case 401:
            hint = " A token in HF_TOKEN may be wrong or too old." if name == "Hugging Face" else ""
            return RefusedError(f"{name} does not let us in (HTTP {status}){said}{hint}", status)
        case 403:
            return RefusedError(f"{name} does not let us in (HTTP {status}){said}", status)
        case _:
            return RefusedError(f"{name} refused the request (HTTP {status}){said}", status)


def too_long_wait(wait: float, name: str, status: int) -> RefusedError:
    """Say when to come back to a service that asks for a longer pause than anybody waits for."""
    pause = f"{wait:.0f} seconds" if wait < 90 else f"{wait / 60:.0f} minutes"
    if wait > 5400:
        pause = f"{wait / 3600:.0f} hours"
    return RefusedError(f"{name} allows no more requests for now; try again in {pause}.", status, wait)


def own_words(body: bytes) -> str:
    """Return what the service itself says in an error, as one line ending in a full stop, or an empty string."""
    if len(body) > _WORDS_BODY_LIMIT:
        return ""
    try:
        data = json.loads(body)
    except (ValueError, RecursionError):
        return ""
    return words_of(data)


def words_of(data: object) -> str:
    """Return the `error` or `message` of an object as one line ending in a full stop, or an empty string."""
    if not isinstance(data, Mapping):
        return ""
    for key in ("error", "message"):
        if isinstance(text := data.get(key), str) and (words := clean_line(text, _WORDS_LIMIT)):
            return words if words[-1] in ".!?…" else words + "."
    return ""


def asked_wait(headers: Mapping[str, str]) -> float | None:
    """Return the seconds that the service asks to wait, or `None` when it does not say."""
    if waits := exhausted(headers).values():
        return max(waits)
    text = headers.get("retry-after", "")[:HEADER_LIMIT].strip()
    if re.fullmatch(r"\d{1,9}", text, re.ASCII):
        return int(text)
    if not (until := _time(text)):
        return None
    # The service's own clock counts: ours may be wrong by hours.
    now = _time(headers.get("date", "")) or datetime.now(UTC)
    return max(0.0, (until - now).total_seconds())


def _time(text: str) -> datetime | None:
    from email.utils import parsedate_to_datetime

    try:
        moment = parsedate_to_datetime(text)
    except (ValueError, OverflowError):
        return None
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


def _trouble(status: int, name: str) -> SourceError:
    return SourceError(f"{name} has trouble (HTTP {status}); it should pass, try again in a few minutes.")


def _causes(error: BaseException | None) -> Iterator[BaseException]:
    """Yield `error` and everything that led to it."""
    while error is not None:
        yield error
        if isinstance(error, BaseExceptionGroup):
            for inner in error.exceptions:
                yield from _causes(inner)
        error = error.__cause__ or error.__context__
