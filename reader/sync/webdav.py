"""Libraries meet in a WebDAV folder, such as Nextcloud and many others offer."""

import base64
import http.client
import ssl
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Mapping
from typing import Any
from urllib.parse import quote, unquote, urlsplit, urlunsplit
from xml.etree import ElementTree

from reader.core.errors import SyncError
from reader.core.host import is_this_machine
from reader.core.sync import FOLDER, SIZE_LIMIT, Shelved, shelved
from reader.core.text import clean_line
from reader.sync.challenge import Challenge, challenge_of

PATIENCE = 30.0
"""Seconds that a server may take for each part of an answer."""

_WHOLE_PATIENCE = 300.0
_LISTING_LIMIT = 4_000_000
_CHUNK = 65_536
_ASKED = (
    b'<?xml version="1.0"?><propfind xmlns="DAV:"><prop><getcontentlength/><resourcetype/></prop></propfind>'
)
_SAFE = "/%:@!$&'()*+,;=~"
"""What may stand in a path as it is."""

_NO_MOVE = (404, 405, 409, 501, 502)
_REASONS = {
    401: "the user or the password is wrong",
    403: "it is not allowed",
    404: "there is no such folder",
    409: "there is no such folder",
    413: "the file is too large for it",
    423: "it is locked",
    507: "it is full",
}


class _Answer(Exception):  # noqa: N818 (it is told in other words)
    """An answer other than that all went well."""

    def __init__(self, status: int, challenges: tuple[str, ...] = ()) -> None:
        super().__init__(status)
        self.status = status
        self.challenges = challenges


class _Staying(urllib.request.HTTPRedirectHandler):
    """Goes nowhere else: the password is for this place."""

    def redirect_request(self, *_: Any) -> None:
        """Follow to no other address."""


class DavPlace:
    """A folder on a server."""

    def __init__(
        self,
        address: str,
        user: str | None = None,
        secret: Callable[[], str] | None = None,
        *,
        patience: float = PATIENCE,
    ) -> None:
        """`secret` returns the password of the user."""
        self.name = clean_line(address, 200)
        parts = urlsplit(address)
        path = f"{quote(parts.path.rstrip('/'), safe=_SAFE)}/{FOLDER}/"
        self._base = urlunsplit(parts._replace(path=path))
        self._user = user
        self._secret = secret
        self._patience = patience
        self._password: str | None = None
        self._challenge: Challenge | None = None
        handlers: list[urllib.request.BaseHandler] = [
            urllib.request.HTTPSHandler(context=ssl.create_default_context()),
            _Staying(),
        ]
        if is_this_machine(urlsplit(address).hostname):
            handlers.append(urllib.request.ProxyHandler({}))
        self._opener = urllib.request.build_opener(*handlers)

    def look(self) -> Shelved:
        """Return what there is; `SyncError` where the server does not say."""
        try:
            listing = self._ask("PROPFIND", "", _ASKED, _LISTING_LIMIT, Depth="1")
        except _Answer as answer:
            if answer.status != 404:
                raise self._failed(answer) from None
            self._make_folder()
            return Shelved({})
        return shelved(list(self._files(listing)))

    def read(self, machine: str) -> bytes:
        """Return the file of a machine; one that is too large is cut."""
        return self._do("GET", f"{machine}.json", limit=SIZE_LIMIT + 1)

    def write(self, machine: str, content: bytes) -> None:
        """Put this machine's file there, whole or not at all; `SyncError` where that fails."""
        name, part = f"{machine}.json", f"{machine}.json.part"
        self._do("PUT", part, content)
        try:
            self._ask("MOVE", part, b"", _CHUNK, Destination=self._base + name, Overwrite="T")
        except _Answer as answer:
            if answer.status not in _NO_MOVE:
                raise self._failed(answer) from None
            self._do("PUT", name, content)

    def _make_folder(self) -> None:
        try:
            self._ask("MKCOL", "", b"", _CHUNK)
        except _Answer as answer:
            if answer.status != 405:  # it is there by now
                raise self._failed(answer) from None

    def _files(self, listing: bytes) -> "list[tuple[str, int]]":
        """Return the names and sizes in an answer; only the last part of an address counts, whatever is before it."""
        try:
            text = listing.decode("utf-8-sig")
            if "<!DOCTYPE" in text or "<!ENTITY" in text:
                raise ValueError("it has a document type")
            root = ElementTree.fromstring(text)
        except (UnicodeDecodeError, ValueError, ElementTree.ParseError) as error:
            raise SyncError(
                f"{self.name} gave no listing of a WebDAV folder ({clean_line(str(error), 100)}); is the address right?"
            ) from None
        files = []
        for response in root.iter("{DAV:}response"):
            path = unquote(urlsplit(response.findtext("{DAV:}href") or "").path)
            is_folder = next(response.iter("{DAV:}collection"), None) is not None
            size = next((each.text for each in response.iter("{DAV:}getcontentlength")), None) or ""
            name = path.rpartition("/")[2]
            if not is_folder and name:
                files.append(
                    (name, int(size) if size.isascii() and size.isdecimal() and len(size) < 19 else 0)
                )
        return files

    def _do(self, method: str, name: str, content: bytes = b"", limit: int = _CHUNK) -> bytes:
        try:
            return self._ask(method, name, content, limit)
        except _Answer as answer:
            raise self._failed(answer) from None

    def _ask(self, method: str, name: str, content: bytes, limit: int, **headers: str) -> bytes:
        """Return at most `limit` bytes of the answer; `_Answer` where the server says no, `SyncError` where it is silent."""
        try:
            return self._ask_once(method, name, content, limit, headers)
        except _Answer as answer:
            challenge = challenge_of(answer.challenges) if answer.status == 401 and self._user else None
            if challenge is None:
                raise
            self._challenge = challenge
        return self._ask_once(method, name, content, limit, headers)

    def _ask_once(
        self, method: str, name: str, content: bytes, limit: int, headers: Mapping[str, str]
    ) -> bytes:
        request = urllib.request.Request(
            self._base + name, data=content or None, method=method, headers=dict(headers)
        )
        request.add_header("User-Agent", "paper-reader")
        if content:
            kind = "application/xml" if method == "PROPFIND" else "application/json"
            request.add_header("Content-Type", kind)
        if self._user and self._secret:
            request.add_unredirected_header(
                "Authorization", self._authorization(request, self._user, self._secret)
            )
        end = time.monotonic() + max(_WHOLE_PATIENCE, self._patience)
        try:
            with self._opener.open(request, timeout=self._patience) as answer:
                return self._whole(answer, limit, end)
        except urllib.error.HTTPError as error:
            error.close()
            raise _Answer(error.code, tuple(error.headers.get_all("WWW-Authenticate") or ())) from None
        except (OSError, http.client.HTTPException, ValueError) as error:
            reason = getattr(error, "reason", None) or error
            said = getattr(reason, "strerror", None) or reason
            raise SyncError(
                f"{self.name} cannot be reached ({clean_line(str(said), 120) or type(reason).__name__}). Your library is"
                " as it was; the next sync makes up for it."
            ) from None

    def _whole(self, answer: Any, limit: int, end: float) -> bytes:
        parts: list[bytes] = []
        left = limit
        while left and (part := answer.read(min(left, _CHUNK))):
            parts.append(part)
            left -= len(part)
            if time.monotonic() > end:
                raise TimeoutError("it takes too long")
        return b"".join(parts)

    def _authorization(self, request: urllib.request.Request, user: str, secret: Callable[[], str]) -> str:
        if self._password is None:
            self._password = secret()
        if self._challenge is not None:
            return self._challenge.answer(request.get_method(), request.selector, user, self._password)
        return f"Basic {base64.b64encode(f'{user}:{self._password}'.encode()).decode('ascii')}"

    def _failed(self, answer: _Answer) -> SyncError:
        if 300 <= answer.status < 400:
            return SyncError(
                f"{self.name} has moved; write its new address into the table [sync] of config.toml."
            )
        reason = _REASONS.get(answer.status, f"it answered {answer.status}")
        return SyncError(f"{self.name} did not do what was asked ({reason}). Your library is as it was.")
