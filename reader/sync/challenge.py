"""Log-in without sending the password (RFC 7616), for servers that ask for it so."""

import hashlib
import re
import secrets
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from urllib.parse import quote
from urllib.request import parse_http_list, parse_keqv_list

_HASHES: dict[str, Callable[[bytes], str]] = {
    "SHA-256": lambda data: hashlib.sha256(data).hexdigest(),
    "MD5": lambda data: hashlib.md5(data, usedforsecurity=False).hexdigest(),
}
"""What is understood, the best first."""

_SCHEME = re.compile(r"(?:^|,)\s*Digest\s+", re.IGNORECASE)


@dataclass(slots=True)
class Challenge:
    """What a server wants to have proven, and how often that was done."""

    realm: str
    nonce: str
    algorithm: str
    with_count: bool
    """Whether requests are counted; servers of old do not know that."""
    opaque: str | None = None
    count: int = 0

    def answer(self, method: str, path: str, user: str, password: str, own: str | None = None) -> str:
        """Return the header for one request; `own` is what we throw in, by chance where it is not given."""
        self.count += 1
        count, own = f"{self.count:08x}", own or secrets.token_hex(16)
        asked = f"{method}:{path}"
        parts = [self.nonce, count, own, "auth"] if self.with_count else [self.nonce]
        proof = self._hash(
            ":".join([self._secret(user, password), *parts, self._hash(asked.encode())]).encode("latin-1")
        )
        name = f'username="{_quoted(user)}"' if user.isascii() else f"username*=UTF-8''{quote(user, safe='')}"
        fields = [
            *(name, f'realm="{_quoted(self.realm)}"', f'nonce="{_quoted(self.nonce)}"', f'uri="{path}"'),
            *(f"algorithm={self.algorithm}", f'response="{proof}"'),
            *(("qop=auth", f"nc={count}", f'cnonce="{own}"') if self.with_count else ()),
            *((f'opaque="{_quoted(self.opaque)}"',) if self.opaque is not None else ()),
        ]
        return f"Digest {', '.join(fields)}"

    def _secret(self, user: str, password: str) -> str:
        realm = self.realm.encode("latin-1", "replace")  # as it came
        return self._hash(b":".join((user.encode(), realm, password.encode())))

    def _hash(self, data: bytes) -> str:
        return _HASHES[self.algorithm](data)


def challenge_of(headers: Iterable[str]) -> Challenge | None:
    """Return the best challenge in the headers `WWW-Authenticate` that we can answer; `None` without one."""
    found = [challenge for header in headers if (challenge := _parsed(header))]
    return min(found, key=lambda challenge: [*_HASHES].index(challenge.algorithm), default=None)


def _parsed(header: str) -> Challenge | None:
    scheme = _SCHEME.search(header)
    if scheme is None:
        return None
    items = [item for item in parse_http_list(header[scheme.end() :]) if "=" in item]
    fields = {name.strip().lower(): value for name, value in parse_keqv_list(items).items()}
    algorithm = fields.get("algorithm", "MD5").upper()
    ways = [way.strip().lower() for way in fields["qop"].split(",")] if "qop" in fields else []
    if "nonce" not in fields or algorithm not in _HASHES or (ways and "auth" not in ways):
        return None
    return Challenge(
        fields.get("realm", ""), fields["nonce"], algorithm, bool(ways), opaque=fields.get("opaque")
    )


def _quoted(text: str) -> str:
    return text.replace("\\", "\\\\").replace('"', '\\"')
