"""Downloading arXiv's PDFs: one at a time from this machine, resumed where one broke off, checked before it counts."""

import asyncio
import re
import time
from collections.abc import Awaitable, Callable, Mapping
from contextlib import AbstractAsyncContextManager
from pathlib import Path
from typing import Protocol

from reader.core.errors import FormatError, NotFoundError, OfflineError, SourceError
from reader.core.kept_pdf import SIZE_LIMIT, is_pdf, size_label
from reader.core.progress import TransferProgress, silent_transfer
from reader.sources.arxiv_asker import ARXIV_MANNER, GAP, PAGE_ADDRESS, known_identifier, pause_sentence
from reader.sources.failure import PassingError, broken_connection
from reader.sources.partial import Partial, Version
from reader.sources.request import Manner, Stream
from reader.sources.turnstile import Turnstile

_QUEUE_PATIENCE = 3600.0
"""Seconds to wait for the downloads of other windows and commands."""

_LONGEST = 1800.0
"""Most seconds of one attempt."""

_LONGEST_WAIT = 60.0
_PAUSE = 1.0
_ATTEMPTS = 3
"""Attempts in a row that bring nothing."""

_MOST = 8
"""Attempts in all."""

_PIECE = 2**16
_TELL_SECONDS = 0.2
_RANGE = re.compile(r"bytes (\d{1,15})-\d{1,15}/(\d{1,15}|\*)", re.ASCII)


class Streamer(Protocol):
    """What asks over the network."""

    def stream(
        self, url: str, headers: Mapping[str, str], manner: Manner = ...
    ) -> AbstractAsyncContextManager[Stream]:
        """Give a successful answer (or a 416) as it comes; `SourceError`, `PassingError`."""


class ArXivPdfs:
    """The PDFs of arXiv; `folder` is that of `ArXiv`, whose requests and downloads take turns."""

    def __init__(
        self,
        streamer: Streamer,
        folder: Path,
        *,
        pages: str = PAGE_ADDRESS,
        gap: float = GAP,
        limit: int = SIZE_LIMIT,
        clock: Callable[[], float] = time.time,
        steady: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
    ) -> None:
        self._streamer = streamer
        self._pages = pages.rstrip("/")
        self._limit = limit
        self._turnstile = Turnstile(
            folder, "arXiv", gap, patience=_QUEUE_PATIENCE, clock=clock, steady=steady, sleep=sleep
        )

    async def download(
        self,
        identifier: str,
        place: Callable[[], Path | None],
        progress: TransferProgress = silent_transfer,
    ) -> Path | None:
        """Download a PDF to where `place` says when it is our turn, going on where an earlier download broke off."""
        known = known_identifier(identifier)
        address = f"{self._pages}/pdf/{known}"
        attempts = failures = stale = 0
        while True:
            partial: Partial | None = None
            before = 0
            try:
                async with self._turnstile.turn(
                    lambda seconds: progress(pause_sentence(seconds)),
                    lambda: progress("Waiting for another request to arXiv"),
                ):
                    if (path := await asyncio.to_thread(place)) is None:
                        return None
                    partial = Partial(path)
                    version = await asyncio.to_thread(partial.known, address)
                    before = partial.size
                    await self._fetch(address, partial, version, progress)
                    return path
            except _StaleError:
                stale += 1
                if stale == _ATTEMPTS:
                    raise SourceError(
                        f"The PDF of {known} changes while it comes; try again later."
                    ) from None
            except NotFoundError as error:
                raise NotFoundError(f"arXiv has no PDF of {known}.") from error
            except SourceError as error:
                grown = partial is not None and partial.size > before
                failures = 1 if grown else failures + 1
                attempts += 1
                if failures == _ATTEMPTS or attempts == _MOST or not (grown or _may_pass(error)):
                    raise _with_rest(error, partial) from error

    async def _fetch(
        self, address: str, partial: Partial, version: Version | None, progress: TransferProgress
    ) -> None:
        """Get what is missing, and give the file its name."""
        if version is not None and version.total == partial.size:
            try:
                await asyncio.to_thread(partial.finish, version.total)
            except FormatError:
                raise _StaleError from None
            return
        headers = {"Accept": "application/pdf", "Accept-Encoding": "identity"}
        if version is not None:
            headers |= {"Range": f"bytes={partial.size}-", "If-Range": version.validator}
        try:
            async with (
                asyncio.timeout(_LONGEST),
                self._streamer.stream(address, headers, ARXIV_MANNER) as answer,
            ):
                at, current = _begun(answer, address, version, partial.size)
                self._refuse_large(max(at, current.total or 0))
                await self._take(answer, _Reception(partial, current, at), progress)
        except (_StaleError, _TooLargeError):
            partial.forget()
            raise
        except PassingError as failure:
            failure.error.retry_after = _PAUSE if failure.wait is None else failure.wait
            raise failure.error from failure
        except TimeoutError as error:
            raise SourceError(
                f"arXiv is too slow: the PDF was not whole after {_LONGEST / 60:.0f} minutes."
            ) from error
        finally:
            partial.close()
        await asyncio.to_thread(partial.finish, current.total)

    async def _take(self, answer: Stream, reception: "_Reception", progress: TransferProgress) -> None:
        """Write the pieces as they come; what came before a failure stays."""
        clock = asyncio.get_running_loop().time
        told = 0.0
        try:
            async for piece in answer.pieces:
                reception.take(piece)
                self._refuse_large(reception.size)
                if clock() - told >= _TELL_SECONDS:
                    told = clock()
                    progress("", reception.size, reception.version.total)
        except BaseException:
            reception.rescue()
            raise
        reception.write()
        total = reception.version.total
        if total is not None and reception.size < total:
            raise PassingError(broken_connection("arXiv"))
        progress("", reception.size, total)

    def _refuse_large(self, size: int) -> None:
        if size > self._limit:
            raise _TooLargeError(
                f"The PDF is too large: {size_label(size)} where {size_label(self._limit)} are the most;"
                " open it in a browser."
            )


class _StaleError(Exception):
    """What is there is not of the file that the service has now."""


class _TooLargeError(SourceError):
    """More than anybody wants to be kept."""


def _begun(answer: Stream, address: str, version: Version | None, size: int) -> tuple[int, Version]:
    """Return from which byte on the answer is, and of what; `_StaleError` where it does not go on with what is there."""
    if answer.headers.get("content-encoding", "identity").strip().lower() not in ("identity", ""):
        raise SourceError("arXiv packed the PDF in a way that was not asked for; try again later.")
    if answer.status == 416:
        raise _StaleError
    validator = _validator(answer.headers)
    if answer.status != 206:
        # In chunks the length of the file is not told, whatever else stands there.
        length = "" if "transfer-encoding" in answer.headers else answer.headers.get("content-length", "")
        total = int(length) if re.fullmatch(r"\d{1,15}", length, re.ASCII) else None
        return 0, Version(address, validator, total)
    found = _RANGE.fullmatch(answer.headers.get("content-range", "").strip())
    if version is None or found is None or int(found[1]) != size:
        raise _StaleError
    total = version.total if found[2] == "*" else int(found[2])
    if total != version.total or (validator and validator != version.validator):
        raise _StaleError
    return size, version


def _validator(headers: Mapping[str, str]) -> str:
    """Return what tells whether the file is still the same, byte for byte."""
    tag = headers.get("etag", "").strip()
    return tag if tag and not tag.startswith("W/") else headers.get("last-modified", "").strip()


class _Reception:
    """What comes of a file from byte `at` on; an older part is touched only once it turns out to be a PDF."""

    def __init__(self, partial: Partial, version: Version, at: int) -> None:
        self.version = version
        self._partial = partial
        self._at = at
        self._held = bytearray()
        self._begun = False

    @property
    def size(self) -> int:
        """Bytes that are there, written or not."""
        return (self._partial.size if self._begun else self._at) + len(self._held)

    def take(self, piece: bytes) -> None:
        """Hold a piece, and write what is held when it is much."""
        self._held += piece
        if len(self._held) >= _PIECE:
            self.write()

    def write(self) -> None:
        """Write what is held; `SourceError` where it is the beginning of something else than a PDF."""
        data = bytes(self._held)
        self._held.clear()
        if not self._begun:
            if not self._at and not is_pdf(data):
                raise SourceError(
                    "arXiv answered with something that is no PDF; look at the paper in a browser "
                    "(or a log-in page of the network is in the way)."
                )
            self._partial.begin(self.version, self._at)
            self._begun = True
        self._partial.write(data)

    def rescue(self) -> None:
        """Write what is held after a failure, if it is worth it."""
        if self._held and (self._begun or self._at or is_pdf(bytes(self._held))):
            self.write()


def _may_pass(error: SourceError) -> bool:
    """Tell whether another attempt at once may bring something, after the pause that the service asks for."""
    wait = error.retry_after
    return not isinstance(error, OfflineError) and wait is not None and wait <= _LONGEST_WAIT


def _with_rest(error: SourceError, partial: Partial | None) -> SourceError:
    """Return an error that also says what is kept."""
    if partial is None or not partial.size:
        return error
    return type(error)(f"{error} {size_label(partial.size)} are kept; downloading again goes on from there.")
