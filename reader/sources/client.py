"""The one way to the network: bounded, polite, and with errors that are sentences."""

import asyncio
import math
import random
import re
import zlib
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import urljoin, urlsplit

from reader.core.errors import SourceError, UsageError
from reader.core.text import clean_line
from reader.sources.base import Progress, silent
from reader.sources.failure import (
    PassingError,
    broken_connection,
    connection_failure,
    status_failure,
    too_long_wait,
)

if TYPE_CHECKING:
    import httpx

_REDIRECTS = (301, 302, 303, 307, 308)
_PORTS = {"http": 80, "https": 443}

Origin = tuple[str, str, int | None]
"""Scheme, host and port of an address."""


@dataclass(frozen=True, slots=True)
class Limit:
    """How long one request may take (seconds), and how much it may bring (bytes, unpacked)."""

    connect: float = 10
    read: float = 15
    """Longest pause between two pieces of an answer."""
    total: float = 60
    """Longest time of one attempt, however slowly it drips in."""
    wait: float = 30
    """Longest pause that a service may ask for."""
    body: int = 32 * 2**20
    attempts: int = 3
    redirects: int = 5


DEFAULT_LIMIT = Limit()


@dataclass(frozen=True, slots=True)
class Reply:
    """A successful answer (or a 304), its body unpacked and whole; header names are in lower case."""

    status: int
    headers: Mapping[str, str]
    body: bytes
    url: str


class Client:
    """Asks the services for what they have; every method raises only `SourceError` and its kinds.

    `hosts` maps the base address of each service to its name for people. `token` goes to the origin of
    `token_base` and nowhere else.
    """

    def __init__(
        self,
        hosts: Mapping[str, str],
        *,
        token: str | None = None,
        token_base: str | None = None,
        version: str | None = None,
        limit: Limit = DEFAULT_LIMIT,
        transport: "httpx.AsyncBaseTransport | None" = None,
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
    ) -> None:
        try:
            self._names = {origin_of(base): name for base, name in hosts.items()}
            self._token_origin = origin_of(token_base) if token_base else None
        except ValueError as error:
            raise UsageError("A configured service has an address that is none.") from error
        # A token with white space or worse inside cannot be sent in a header.
        self._token = token.strip() if token and re.fullmatch(r"[!-~]+", token.strip()) else None
        self._version = version
        self._limit = limit
        self._transport = transport
        self._sleep = sleep
        self._http: httpx.AsyncClient | None = None
        self._opening = asyncio.Lock()

    async def get(
        self,
        url: str,
        *,
        params: Mapping[str, str | int] | None = None,
        accept: str = "application/json",
        headers: Mapping[str, str] | None = None,
        progress: Progress = silent,
    ) -> Reply:
        """Return the answer to one question, asked again when a failure may pass; `progress` hears of waits."""
        name = self._name(url)
        http = await self._connected(name)
        asked = {"Accept": accept, **(headers or {})}
        attempt = 1
        while True:
            try:
                return await self._attempt(http, name, url, params, asked)
            except PassingError as failure:
                wait = _backoff(attempt) if failure.wait is None else failure.wait
                if wait > self._limit.wait:
                    status = getattr(failure.error, "status", 503)
                    raise too_long_wait(wait, name, status) from failure.__cause__
                if attempt == self._limit.attempts:
                    raise failure.error from failure.__cause__
                asked_for = failure.wait is not None
            attempt += 1
            await self._pause(
                wait, f"{name} asks to wait" if asked_for else f"Asking {name} again in", progress
            )

    async def close(self) -> None:
        """End every connection."""
        http, self._http = self._http, None
        if http is not None:
            await http.aclose()

    async def _attempt(
        self,
        http: "httpx.AsyncClient",
        name: str,
        url: str,
        params: Mapping[str, str | int] | None,
        headers: Mapping[str, str],
    ) -> Reply:
        import httpx

        try:
            async with asyncio.timeout(self._limit.total):
                reply = await self._followed(http, name, url, params, headers)
        except TimeoutError as error:
            # Not worth another attempt: that would take as long again.
            message = f"{name} is too slow: its answer was not whole after {self._limit.total:g} s."
            raise SourceError(message) from error
        except (httpx.HTTPError, httpx.InvalidURL, UnicodeError, zlib.error) as error:
            raise connection_failure(error, name) from error
        failure = status_failure(reply.status, reply.headers, reply.body, name)
        if failure is not None:
            raise failure
        return reply

    async def _followed(
        self,
        http: "httpx.AsyncClient",
        name: str,
        url: str,
        params: Mapping[str, str | int] | None,
        headers: Mapping[str, str],
    ) -> Reply:
        """Ask, and go where the answer sends us."""
        for _ in range(self._limit.redirects + 1):
            own = self._token_header(url)
            async with http.stream("GET", url, params=params, headers={**headers, **own}) as response:
                reply = Reply(
                    response.status_code,
                    {key.lower(): value for key, value in response.headers.items()},
                    await _body(response, self._limit.body, name),
                    str(response.url),
                )
            location = reply.headers.get("location")
            if reply.status not in _REDIRECTS or not location:
                return reply
            url, params = self._redirected(reply.url, location, name), None
        raise SourceError(f"{name} sends us in circles: more than {self._limit.redirects} redirects.")

    def _redirected(self, url: str, location: str, name: str) -> str:
        """Return the address that a redirect leads to, if it is safe to follow."""
        try:
            target = urljoin(url, location)
            origin = origin_of(target)
            safe = origin[0] == "https" and origin[1] and "@" not in urlsplit(target).netloc
            if safe or origin in self._names:
                return target
        except ValueError:
            target = location
        raise SourceError(
            f"{name} sends us on to “{clean_line(target, 100)}”, which is not safe to follow; "
            "a log-in page of the network may be in the way."
        )

    def _token_header(self, url: str) -> dict[str, str]:
        if self._token is None or self._token_origin is None or origin_of(url) != self._token_origin:
            return {}
        return {"Authorization": f"Bearer {self._token}"}

    def _name(self, url: str) -> str:
        try:
            origin = origin_of(url)
        except ValueError:
            raise SourceError(f"“{clean_line(url, 100)}” is not a web address.") from None
        return self._names.get(origin) or clean_line(origin[1], 100) or "The service"

    async def _pause(self, seconds: float, sentence: str, progress: Progress) -> None:
        while seconds > 0:
            progress(f"{sentence} {math.ceil(seconds)} s")
            await self._sleep(min(1.0, seconds))
            seconds -= 1

    async def _connected(self, name: str) -> "httpx.AsyncClient":
        async with self._opening:
            if self._http is None:
                # Loading httpx and the certificates takes a tenth of a second, in which the screen must not stand.
                try:
                    self._http = await asyncio.to_thread(self._open)
                except (ImportError, ValueError, OSError) as error:
                    raise SourceError(
                        f"{name} cannot be asked, for the network settings in the environment are wrong: "
                        f"{clean_line(str(error), 200)} (look at SSL_CERT_FILE, SSL_CERT_DIR and the proxies)."
                    ) from error
            return self._http

    def _open(self) -> "httpx.AsyncClient":
        import httpx

        limit = self._limit
        try:
            return httpx.AsyncClient(
                transport=self._transport,
                timeout=httpx.Timeout(limit.total, connect=limit.connect, read=limit.read),
                headers={
                    "User-Agent": f"paper-reader/{self._version or _version()} (terminal paper reader)",
                    "Accept-Encoding": "gzip",
                },
            )
        except httpx.InvalidURL as error:
            raise ValueError(str(error)) from error


def origin_of(address: str) -> Origin:
    """Return scheme, host and port of an address; `ValueError` where it is none."""
    parts = urlsplit(address)
    return parts.scheme, parts.hostname or "", parts.port or _PORTS.get(parts.scheme)


async def _body(response: "httpx.Response", limit: int, name: str) -> bytes:
    """Return the unpacked body, never more than `limit` bytes of it in memory."""
    encoding = response.headers.get("content-encoding", "identity").strip().lower()
    if encoding not in ("identity", "gzip", "x-gzip", ""):
        raise SourceError(
            f"{name} packed its answer in a way that cannot be unpacked: {clean_line(encoding, 30)}."
        )
    unpacker = _Unpacker() if "gzip" in encoding else None
    body = bytearray()
    async for chunk in response.aiter_raw():
        room = limit - len(body) + 1
        body += unpacker.unpacked(chunk, room) if unpacker else chunk
        if len(body) > limit:
            raise SourceError(
                f"The answer of {name} is too large (more than {limit // 2**20} MB); it was dropped."
            )
    if unpacker and not unpacker.whole:
        raise PassingError(broken_connection(name))
    return bytes(body)


class _Unpacker:
    """Unpacks gzip piece by piece, without growing beyond what it is allowed."""

    def __init__(self) -> None:
        self._stream = zlib.decompressobj(16 + zlib.MAX_WBITS)
        self.whole = True

    def unpacked(self, chunk: bytes, room: int) -> bytes:
        """Return what `chunk` unpacks to, at most `room` bytes; the rest is lost, so that is the end then."""
        unpacked = bytearray()
        while chunk and len(unpacked) < room:
            unpacked += self._stream.decompress(chunk, room - len(unpacked))
            self.whole = self._stream.eof
            chunk = self._stream.unused_data
            if self.whole:  # another member may follow
                self._stream = zlib.decompressobj(16 + zlib.MAX_WBITS)
        return bytes(unpacked)


def _backoff(attempt: int) -> float:
    """Return how long to wait after a failed attempt, in seconds, a little different each time."""
    return math.ldexp(random.uniform(0.4, 0.6), attempt - 1)


def _version() -> str:
    from importlib.metadata import PackageNotFoundError, version

    try:
        return version("paper-reader")
    except PackageNotFoundError:
        return "0"
