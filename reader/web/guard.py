"""Who may use the served program: under which names it is asked, from which page, and with which token."""

import hashlib
import hmac
import secrets
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from ipaddress import ip_address
from urllib.parse import urlsplit

from reader.core.host import is_this_machine

TOKEN_VARIABLE = "PAPER_READER_SERVE_TOKEN"
"""The environment variable that may hold the token; no other process gets it from here."""

TOKEN_LENGTH = 16
"""Fewest characters of a token; nobody tries that many out."""

LOCAL_NAMES = frozenset({"localhost", "127.0.0.1", "::1"})
"""What a browser on the same machine calls it."""

EVERYWHERE = frozenset({"0.0.0.0", "::"})
"""Addresses that stand for all of a machine's."""


class Refusal(StrEnum):
    """Why a request is not answered, as a sentence for the person in front of the browser."""

    NAME = "This address is not one that paper-reader serves; use the one that it printed, or add it with --name."
    ORIGIN = "Another page asked for this; open the address that paper-reader printed yourself."
    TOKEN = "Open the address that paper-reader printed, with its token."


def new_token() -> str:
    """Return a token that nobody guesses."""
    return secrets.token_urlsafe(24)


@dataclass(frozen=True, slots=True)
class Guard:
    """The rules for every request; `token` is `None` where none is asked for.

    A name that is looked up can be made to lead here by whoever owns it (DNS rebinding), so only known `names`
    are answered; addresses in numbers are answered as well where `any_address` is set.
    """

    names: frozenset[str]
    token: str | None = None
    any_address: bool = False

    def refusal(self, headers: Mapping[str, str], cookie: str | None, *, socket: bool) -> Refusal | None:
        """Return why a request is refused, or `None`; what opens a `socket` has to say where it comes from."""
        host = headers.get("Host", "")
        if not self.knows(host):
            return Refusal.NAME
        origin = headers.get("Origin")
        if (origin is None and socket) or (origin is not None and not _is_same(origin, host)):
            return Refusal.ORIGIN
        # What another page embeds or fetches says so; an address that the person follows is navigated to.
        foreign = headers.get("Sec-Fetch-Site") in ("cross-site", "same-site")
        if foreign and headers.get("Sec-Fetch-Mode", "navigate") != "navigate":
            return Refusal.ORIGIN
        return None if self.is_cookie(cookie) else Refusal.TOKEN

    def is_token(self, text: str) -> bool:
        """Tell whether somebody brings the token."""
        return self.token is not None and _are_same(text, self.token)

    @property
    def cookie(self) -> str:
        """What a browser brings after it brought the token; it is good for as long as the token is."""
        return hmac.digest((self.token or "").encode(), b"paper-reader cookie", hashlib.sha256).hex()

    def is_cookie(self, text: str | None) -> bool:
        """Tell whether a browser brought the token before, or needs none."""
        return self.token is None or _are_same(text or "", self.cookie)

    def knows(self, host: str) -> bool:
        """Tell whether a `Host` header is a name of the server's."""
        name = _name(host)
        if name is None:
            return False
        return name in self.names or (self.any_address and _is_number(name))


def guard_for(host: str, token: str | None, names: Iterable[str] = (), machine: str = "") -> Guard:
    """Return the guard of a server that listens at `host`, on a machine of the name `machine`."""
    everywhere = host in EVERYWHERE
    known = {*LOCAL_NAMES, *names}
    if not is_this_machine(host):
        known |= (
            {machine, machine.partition(".")[0], f"{machine.partition('.')[0]}.local"} if machine else set()
        )
    if not everywhere:
        known.add(host)
    return Guard(frozenset(name.lower().strip("[]") for name in known), token, any_address=everywhere)


def _are_same(brought: str, wanted: str) -> bool:
    """Tell whether somebody brought what is wanted, in a time that does not tell how much of it is right."""
    # What is no UTF-8 comes as halves of characters.
    return hmac.compare_digest(brought.encode(errors="replace"), wanted.encode(errors="replace"))


def _name(host: str) -> str | None:
    """Return the name in a `Host` header, without port and brackets; `None` where there is none."""
    try:
        parts = urlsplit(f"//{host}")
        _ = parts.port
    except ValueError:
        return None
    plain = parts.netloc == host and "@" not in host
    return parts.hostname if plain else None


def _is_number(name: str) -> bool:
    try:
        ip_address(name)
    except ValueError:
        return False
    return True


def _is_same(origin: str, host: str) -> bool:
    """Tell whether a page of `origin` was served under the name and port that it now asks."""
    scheme, _, place = origin.partition("://")
    return scheme in ("http", "https") and place.lower() == host.lower()
