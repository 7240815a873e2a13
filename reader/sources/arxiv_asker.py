"""Asking arXiv as its terms demand: one request at a time on this machine, 3 s apart, patient with broken answers."""

import asyncio
from collections.abc import Callable, Mapping
from typing import Protocol, TypeVar

from reader.core.errors import FormatError, NotFoundError, OfflineError, SourceError
from reader.core.identifier import is_local, parse_identifier
from reader.core.progress import Progress
from reader.core.text import clean_line
from reader.core.wait import Wait
from reader.sources.request import Manner, Reply
from reader.sources.turnstile import Turnstile

PAGE_ADDRESS = "https://arxiv.org"

GAP = 3.0
"""Pause between two requests that arXiv's terms ask for, in seconds."""

ARXIV_MANNER = Manner("arXiv", rate="arxiv", attempts=1, lone=True)
"""How every request to arXiv is made; the turnstile keeps the pauses."""

_ATTEMPTS = 3
_LONGEST_WAIT = 60.0

T = TypeVar("T")


class Fetcher(Protocol):
    """What asks over the network; `get` raises only `SourceError` and its kinds."""

    async def get(
        self,
        url: str,
        *,
        params: Mapping[str, str | int] | None = None,
        accept: str = ...,
        manner: Manner = ...,
        progress: Progress = ...,
    ) -> Reply:
        """Return the successful answer to a request."""

    async def fresh(
        self, url: str, *, params: Mapping[str, str | int] | None = None, accept: str = ...
    ) -> Reply | None:
        """Return the answer that is known without asking, if there is one."""

    async def forget(self, reply: Reply) -> None:
        """Keep an answer no longer."""


class ArXivAsker:
    """Asks through a turnstile for what is not known yet."""

    def __init__(self, fetcher: Fetcher, turnstile: Turnstile) -> None:
        self._fetcher = fetcher
        self._turnstile = turnstile

    async def ask(
        self,
        url: str,
        parse: Callable[[bytes], T],
        params: Mapping[str, str | int] | None = None,
        *,
        accept: str,
        manner: Manner,
        progress: Progress,
    ) -> T:
        """Return what `parse` makes of an answer; one that is empty or broken is asked for once more, a busy service twice."""
        broken = 0
        attempt = 0
        while True:
            attempt += 1
            try:
                reply = await self._reply(url, params, accept, manner, progress)
            except SourceError as error:
                wait = error.retry_after
                lost = isinstance(error, OfflineError) or wait is None or wait > _LONGEST_WAIT
                if lost or attempt >= _ATTEMPTS:
                    raise
                continue  # the turnstile keeps the pause
            try:
                return await asyncio.to_thread(parse, reply.body)
            except FormatError as error:
                await self._fetcher.forget(reply)
                broken += 1
                if broken == 2:
                    raise SourceError(
                        "arXiv twice gave an empty or broken answer; try again in a few minutes "
                        "(or a log-in page of the network is in the way)."
                    ) from error
            except SourceError:
                await self._fetcher.forget(reply)
                raise

    async def _reply(
        self,
        url: str,
        params: Mapping[str, str | int] | None,
        accept: str,
        manner: Manner,
        progress: Progress,
    ) -> Reply:
        if (known := await self._fetcher.fresh(url, params=params, accept=accept)) is not None:
            return known
        async with self._turnstile.turn(lambda seconds: progress(pause_sentence(seconds))):
            return await self._fetcher.get(
                url, params=params, accept=accept, manner=manner, progress=progress
            )


def known_identifier(identifier: str) -> str:
    """Return an identifier as arXiv has it; `NotFoundError` where arXiv can have no such paper."""
    known = parse_identifier(identifier)
    if known is None or is_local(known):
        raise NotFoundError(f"arXiv has no paper “{clean_line(identifier, 60)}”; look at the identifier.")
    return known


def pause_sentence(seconds: float) -> str:
    """Return what is said while the turnstile keeps the pause."""
    return Wait.of("arXiv asks for a pause between requests:", seconds)
