"""Web addresses of services: where they lead, and where a redirect may."""

from collections.abc import Container, Mapping
from urllib.parse import urlencode, urljoin, urlsplit

from reader.core.errors import SourceError
from reader.core.text import clean_line

_PORTS = {"http": 80, "https": 443}

Origin = tuple[str, str, int | None]
"""Scheme, host and port of an address."""


def origin_of(address: str) -> Origin:
    """Return scheme, host and port of an address; `ValueError` where it is none."""
    parts = urlsplit(address)
    return parts.scheme, parts.hostname or "", parts.port or _PORTS.get(parts.scheme)


def with_params(url: str, params: Mapping[str, str | int] | None) -> str:
    """Return an address with its question, always written the same way."""
    return f"{url}{'&' if '?' in url else '?'}{urlencode(params)}" if params else url


def redirected(url: str, location: str, name: str, trusted: Container[Origin]) -> str:
    """Return the address that a redirect of the service `name` leads to: https, or one of the `trusted` origins."""
    try:
        target = urljoin(url, location)
        origin = origin_of(target)
        safe = origin[0] == "https" and origin[1] and "@" not in urlsplit(target).netloc
        if safe or origin in trusted:
            return target
    except ValueError:
        target = location
    raise SourceError(
        f"{name} sends us on to “{clean_line(target, 100)}”, which is not safe to follow; "
        "a log-in page of the network may be in the way, which a browser shows."
    )
