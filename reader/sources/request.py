"""How a service is asked, within which bounds, and what it answers."""

from collections.abc import AsyncIterator, Mapping
from dataclasses import dataclass


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
class Manner:
    """How a service wants to be asked."""

    name: str | None = None
    """Its name for people, where its address does not tell it."""
    rate: str = "api"
    """The rate limit that counts the request, as the service calls it."""
    attempts: int | None = None
    """Most attempts; `None` for the client's own number."""
    lifetime: float = 0
    """Seconds for which an answer is believed whose headers do not say."""
    lone: bool = False
    """Whether the connection must end with the answer, so that another process may have one."""
    body: int | None = None
    """Most bytes of an answer; `None` for the client's own number."""


USUAL = Manner()


@dataclass(frozen=True, slots=True)
class Reply:
    """A successful answer (or a 304), its body unpacked and whole; header names are in lower case."""

    status: int
    headers: Mapping[str, str]
    body: bytes
    url: str
    key: str = ""
    """By which the cache knows it."""


@dataclass(frozen=True, slots=True)
class Stream:
    """An answer whose body comes piece by piece, packed as it is; header names are in lower case."""

    status: int
    headers: Mapping[str, str]
    pieces: AsyncIterator[bytes]
