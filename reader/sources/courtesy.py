"""The asker that sources of other packages get: what they ask of arXiv takes its turn like all else."""

from collections.abc import Iterable, Mapping

from reader.sources.address import origin_of
from reader.sources.arxiv_asker import ARXIV_MANNER
from reader.sources.client import Client
from reader.sources.request import USUAL, Reply
from reader.sources.turnstile import Turnstile


class CourteousAsker:
    """Asks by the program's client; `bases` are the configured addresses of arXiv, whose own hosts count anyway."""

    def __init__(self, client: Client, turnstile: Turnstile, bases: Iterable[str]) -> None:
        self._client = client
        self._turnstile = turnstile
        self._origins = frozenset(map(origin_of, bases))

    async def get(
        self, url: str, *, params: Mapping[str, str | int] | None = None, accept: str = "application/json"
    ) -> Reply:
        """Return the successful answer to a request."""
        if not self._is_arxiv(url):
            return await self._client.get(url, params=params, accept=accept, manner=USUAL)
        async with self._turnstile.turn():
            return await self._client.get(url, params=params, accept=accept, manner=ARXIV_MANNER)

    def _is_arxiv(self, url: str) -> bool:
        try:
            origin = origin_of(url)
        except ValueError:
            return False
        return origin in self._origins or f".{origin[1]}".endswith(".arxiv.org")
