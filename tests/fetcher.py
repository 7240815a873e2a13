"""A fetcher that gives prepared answers."""

import asyncio
from collections.abc import Mapping

from reader.core.progress import Progress, silent
from reader.sources.request import USUAL, Manner, Reply


class FakeFetcher:
    """Gives the prepared bodies in turn, one at a time, and keeps what was asked."""

    def __init__(self, *bodies: bytes | Exception) -> None:
        self.bodies = list(bodies)
        self.forgotten = 0
        self.asked: list[Mapping[str, str | int]] = []
        self.manners: list[Manner] = []
        self.running = 0

    async def get(
        self,
        url: str,
        *,
        params: Mapping[str, str | int] | None = None,
        accept: str = "",
        manner: Manner = USUAL,
        progress: Progress = silent,
    ) -> Reply:
        assert (manner.attempts, manner.lone) == (1, True)
        assert self.running == 0, "two requests at once"
        self.running += 1
        self.asked.append(params or {})
        self.manners.append(manner)
        await asyncio.sleep(0)
        self.running -= 1
        body = self.bodies.pop(0)
        if isinstance(body, Exception):
            raise body
        return Reply(200, {}, body, url)

    async def fresh(
        self, url: str, *, params: Mapping[str, str | int] | None = None, accept: str = ""
    ) -> Reply | None:
        return None

    async def forget(self, reply: Reply) -> None:
        self.forgotten += 1
