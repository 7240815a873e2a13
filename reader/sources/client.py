"""The one way to the network: bounded, polite, and with errors that are sentences."""

import asyncio
import math
import random
import re
import zlib
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING

from reader.core.errors import SourceError, UsageError
from reader.core.progress import Progress, silent
from reader.core.text import clean_line
from reader.core.wait import Wait
from reader.sources.address import origin_of, redirected, with_params
from reader.sources.body import read_body
from reader.sources.connection import Connections
from reader.sources.failure import PassingError, circles, connection_failure, status_failure, too_long_wait
from reader.sources.rate import Rates
from reader.sources.request import DEFAULT_LIMIT, USUAL, Limit, Manner, Reply, Stream

if TYPE_CHECKING:
    import httpx

    from reader.sources.cache import Cache, Kept

_REDIRECTS = (301, 302, 303, 307, 308)
_REFUSAL_LIMIT = 2**20
"""Most bytes that are read of an answer that says why there is none."""


class Client:
    """Asks the services for what they have; every method raises only `SourceError` and its kinds.

    `hosts` maps the base address of each service to its name for people. `token` goes to the origin of
    `token_base` and nowhere else. `cache` keeps what the services allow to be kept.
    """

    def __init__(
        self,
        hosts: Mapping[str, str],
        *,
        token: str | None = None,
        token_base: str | None = None,
        version: str | None = None,
        limit: Limit = DEFAULT_LIMIT,
        cache: "Cache | None" = None,
        rates: Rates | None = None,
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
        self._limit = limit
        self._cache = cache
        self._rates = rates or Rates()
        self._connections = Connections(limit, version, transport)
        self._sleep = sleep

    async def get(
        self,
        url: str,
        *,
        params: Mapping[str, str | int] | None = None,
        accept: str = "application/json",
        manner: Manner = USUAL,
        progress: Progress = silent,
    ) -> Reply:
        """Return the answer to one question, asked again when a failure may pass; `progress` hears of waits.

        An answer that the service lets us keep is asked for only after its time, and sent only if it changed.
        """
        name = manner.name or self._name(url)
        url = with_params(url, params)
        key, kept = await self._kept(url, accept)
        if kept is not None and kept.fresh:
            return Reply(200, kept.headers, kept.body, kept.url, key)
        http = await self._connections.connected(name, manner.lone)
        headers = {"Accept": accept, **(kept.conditions if kept else {})}
        reply = await self._insistently(http, name, url, headers, manner, progress)
        if reply.status == 304 and kept is not None:
            reply = Reply(200, {**kept.headers, **reply.headers}, kept.body, kept.url)
        if self._cache and reply.status == 200:
            await asyncio.to_thread(
                self._cache.save, key, reply.url, reply.headers, reply.body, accept, manner.lifetime
            )
        return Reply(reply.status, reply.headers, reply.body, reply.url, key)

    @asynccontextmanager
    async def stream(
        self, url: str, headers: Mapping[str, str], manner: Manner = USUAL
    ) -> AsyncIterator[Stream]:
        """Give a successful answer (or a 416) as it comes, in one attempt, of any length and kept nowhere.

        Also while the pieces come, a failure that may pass is a `PassingError`, any other one a `SourceError`.
        """
        import httpx

        name = manner.name or self._name(url)
        http = await self._connections.connected(name, manner.lone)
        try:
            for _ in range(self._limit.redirects + 1):
                async with http.stream(
                    "GET", url, headers={**headers, **self._token_header(url)}
                ) as response:
                    told = {key.lower(): value for key, value in response.headers.items()}
                    if response.status_code in _REDIRECTS and (location := told.get("location")):
                        url = redirected(url, location, name, self._names)
                        continue
                    if response.status_code >= 300 and response.status_code != 416:
                        body = await read_body(response, _REFUSAL_LIMIT, name)
                        if failure := status_failure(response.status_code, told, body, name):
                            raise failure
                    yield Stream(response.status_code, told, response.aiter_raw())
                    return
        except (httpx.HTTPError, httpx.InvalidURL, UnicodeError, zlib.error) as error:
            raise connection_failure(error, name) from error
        raise circles(name, self._limit.redirects)

    async def fresh(
        self, url: str, *, params: Mapping[str, str | int] | None = None, accept: str = "application/json"
    ) -> Reply | None:
        """Return the answer that would come without asking anybody, if there is one."""
        key, kept = await self._kept(with_params(url, params), accept)
        return Reply(200, kept.headers, kept.body, kept.url, key) if kept and kept.fresh else None

    async def forget(self, reply: Reply) -> None:
        """Keep `reply` no longer: it turned out not to be what was asked for."""
        if self._cache and reply.key:
            await asyncio.to_thread(self._cache.forget, reply.key)

    async def close(self) -> None:
        """End every connection."""
        await self._connections.close()

    async def _kept(self, url: str, accept: str) -> "tuple[str, Kept | None]":
        if self._cache is None:
            return "", None
        key = self._cache.key(url, accept, self._token_header(url).get("Authorization", ""))
        return key, await asyncio.to_thread(self._cache.load, key)

    async def _insistently(
        self,
        http: "httpx.AsyncClient",
        name: str,
        url: str,
        headers: Mapping[str, str],
        manner: Manner,
        progress: Progress,
    ) -> Reply:
        """Ask, and ask again after a failure that may pass."""
        attempt, attempts = 1, manner.attempts or self._limit.attempts
        service = "://".join(map(str, origin_of(url)[:2]))
        while True:
            # Later attempts have waited already, for as long as they were told.
            wait = self._rates.wait(service, manner.rate) if attempt == 1 else 0
            if wait > self._limit.wait:
                raise too_long_wait(wait, name, 429)
            await self._pause(wait, f"{name} asks to wait", progress)
            try:
                return await self._attempt(http, name, url, headers, service, manner)
            except PassingError as failure:
                wait = _backoff(attempt) if failure.wait is None else failure.wait
                if wait > self._limit.wait:
                    status = getattr(failure.error, "status", 503)
                    raise too_long_wait(wait, name, status) from failure.__cause__
                if attempt >= attempts:
                    failure.error.retry_after = wait
                    raise failure.error from failure.__cause__
                asked_for = failure.wait is not None
            attempt += 1
            await self._pause(
                wait, f"{name} asks to wait" if asked_for else f"Asking {name} again in", progress
            )

    async def _attempt(
        self,
        http: "httpx.AsyncClient",
        name: str,
        url: str,
        headers: Mapping[str, str],
        service: str,
        manner: Manner,
    ) -> Reply:
        import httpx

        try:
            async with asyncio.timeout(self._limit.total):
                most = min(manner.body or self._limit.body, self._limit.body)
                reply = await self._followed(http, name, url, headers, most)
        except TimeoutError as error:
            # Not worth another attempt: that would take as long again.
            message = f"{name} is too slow: its answer was not whole after {self._limit.total:g} s; try again later."
            raise SourceError(message) from error
        except (httpx.HTTPError, httpx.InvalidURL, UnicodeError, zlib.error) as error:
            raise connection_failure(error, name) from error
        self._rates.note(service, reply.headers)  # a refusal too: what runs beside it need not meet the same
        failure = status_failure(reply.status, reply.headers, reply.body, name)
        if failure is not None:
            raise failure
        return reply

    async def _followed(
        self, http: "httpx.AsyncClient", name: str, url: str, headers: Mapping[str, str], most: int
    ) -> Reply:
        """Ask, and go where the answer sends us; `most` bytes of an answer are taken."""
        for _ in range(self._limit.redirects + 1):
            own = self._token_header(url)
            async with http.stream("GET", url, headers={**headers, **own}) as response:
                reply = Reply(
                    response.status_code,
                    {key.lower(): value for key, value in response.headers.items()},
                    await read_body(response, most, name),
                    str(response.url),
                )
            location = reply.headers.get("location")
            if reply.status not in _REDIRECTS or not location:
                return reply
            url = redirected(reply.url, location, name, self._names)
        raise circles(name, self._limit.redirects)

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
            progress(Wait.of(sentence, seconds))
            await self._sleep(min(1.0, seconds))
            seconds -= 1


def _backoff(attempt: int) -> float:
    """Return how long to wait after a failed attempt, in seconds, a little different each time."""
    return math.ldexp(random.uniform(0.4, 0.6), attempt - 1)
