"""The use case of a digest by mail: to each address what is new for it, and remembered only once the server has it."""

from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from typing import Protocol

from reader.core.digest import Digest, DigestFormat
from reader.core.errors import MailError, StorageError
from reader.core.mail_value import bare_address
from reader.service.digesting import Digesting


class Carrier(Protocol):
    """Brings digests to addresses; raises `MailError` where it cannot."""

    def send(self, digest: Digest, text: str, html: str, to: str) -> None:
        """Hand a digest to the server."""


class Post(Protocol):
    """Makes mail and sends it."""

    def draft(self, digest: Digest, text: str, html: str, to: str) -> bytes:
        """Return a mail as a file, and send nothing."""

    def opened(self) -> AbstractContextManager[Carrier]:
        """Connect; `MailError` where that fails."""


@dataclass(frozen=True, slots=True)
class Delivery:
    """What came of one address."""

    to: str
    count: int
    """How many papers are new for it."""
    error: MailError | None = None


class Mailing:
    """Sends digests; `turn` lets only one window or command at a time do so."""

    def __init__(
        self,
        digesting: Digesting,
        post: Post,
        turn: Callable[[], AbstractContextManager[None]],
        refresh: Callable[[], object],
    ) -> None:
        self._digesting = digesting
        self._post = post
        self._turn = turn
        self._refresh = refresh

    def draft(self, digest: Digest, to: str) -> bytes:
        """Return the mail of a digest as a file (`.eml`); nothing is sent or remembered."""
        return self._post.draft(digest, *self._forms(digest), to)

    def send(self, addresses: Sequence[str], gather: Callable[[str], Digest]) -> tuple[Delivery, ...]:
        """Send to each address what `gather` returns for it, unless that is nothing; an address may have a name.

        `MailError` where the server takes nothing at all, `StorageError` where a digest was sent and that could not be
        remembered; after both, the next call sends what this one did not.
        """
        with self._turn():
            self._refresh()  # somebody else may just have sent it
            digests = {to: gather(bare_address(to)) for to in addresses}
            if not any(digest.count for digest in digests.values()):
                return tuple(Delivery(to, 0) for to in digests)
            with self._post.opened() as carrier:
                return tuple(self._delivered(carrier, digest, to) for to, digest in digests.items())

    def _delivered(self, carrier: Carrier, digest: Digest, to: str) -> Delivery:
        if not digest.count:
            return Delivery(to, 0)
        try:
            carrier.send(digest, *self._forms(digest), to)
        except MailError as error:
            return Delivery(to, digest.count, error)
        try:
            self._digesting.remember(digest, bare_address(to))
        except StorageError as error:
            raise StorageError(
                f"The digest was sent to {to}, but that could not be kept, so it will be sent again. {error}"
            ) from error
        return Delivery(to, digest.count)

    def _forms(self, digest: Digest) -> tuple[str, str]:
        render = self._digesting.render
        return render(digest, DigestFormat.TEXT), render(digest, DigestFormat.HTML)
