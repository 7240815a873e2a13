"""The connections to the services, opened when they are first needed."""

import asyncio
from typing import TYPE_CHECKING

from reader.core.errors import SourceError
from reader.core.text import clean_line
from reader.sources.request import Limit

if TYPE_CHECKING:
    import httpx

CONTACT = "https://paper-reader.example"
"""The project's page, which every request names so that a service knows whom to write to."""


class Connections:
    """Keeps the connections that end with an answer apart from the others."""

    def __init__(
        self, limit: Limit, version: str | None = None, transport: "httpx.AsyncBaseTransport | None" = None
    ) -> None:
        """Take what every request is bound by, and the program's version where it is not the installed one."""
        self._limit = limit
        self._version = version
        self._transport = transport
        self._http: dict[bool, httpx.AsyncClient] = {}
        self._opening = asyncio.Lock()

    async def connected(self, name: str, lone: bool) -> "httpx.AsyncClient":
        """Return the connections, `lone` ones or kept ones, opened where they are not; `name` is for people."""
        async with self._opening:
            if lone not in self._http:
                # Loading httpx and the certificates takes a tenth of a second, in which the screen must not stand.
                try:
                    self._http[lone] = await asyncio.to_thread(self._open, lone)
                except (ImportError, ValueError, OSError) as error:
                    raise SourceError(
                        f"{name} cannot be asked, for the network settings in the environment are wrong: "
                        f"{clean_line(str(error), 200)} (look at SSL_CERT_FILE, SSL_CERT_DIR and the proxies)."
                    ) from error
            return self._http[lone]

    def _open(self, lone: bool) -> "httpx.AsyncClient":
        from importlib.util import find_spec

        import httpx

        limit = self._limit
        try:
            return httpx.AsyncClient(
                transport=self._transport,
                http2=find_spec("h2") is not None,
                timeout=httpx.Timeout(limit.total, connect=limit.connect, read=limit.read),
                limits=httpx.Limits(max_connections=8, max_keepalive_connections=0 if lone else None),
                headers={
                    "User-Agent": f"paper-reader/{self._version or _version()} (+{CONTACT})",
                    "Accept-Encoding": "gzip",
                },
            )
        except httpx.InvalidURL as error:
            raise ValueError(str(error)) from error

    async def close(self) -> None:
        """End every connection."""
        while self._http:
            _, http = self._http.popitem()
            await http.aclose()


def _version() -> str:
    from importlib.metadata import PackageNotFoundError, version

    try:
        return version("paper-reader")
    except PackageNotFoundError:
        return "0"
