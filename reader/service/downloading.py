"""The use cases of PDFs: downloading them into a folder of the person's choice, finding, opening, deleting them."""

from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Protocol

from reader.core.entry import Entry
from reader.core.errors import NotFoundError, SourceError, StorageError
from reader.core.identifier import is_local
from reader.core.kept_pdf import KeptPdf
from reader.core.paper import Paper
from reader.core.progress import TransferProgress, silent_transfer
from reader.core.text import clean_line
from reader.file import copy_file
from reader.service.source import Sources
from reader.service.thread import in_thread
from reader.service.viewing import open_file


class PdfStore(Protocol):
    """Knows where PDFs are."""

    def find(self, identifier: str) -> KeptPdf | None:
        """Return the whole PDF of a paper."""

    def all(self) -> tuple[KeptPdf, ...]:
        """Return all PDFs and parts of them, by name."""

    def place(self, identifier: str, paper: Paper | None, folder: Path | None = None) -> Path | None:
        """Return where the PDF of a paper is to come; `None` where it is there already."""

    def delete(self, kept: KeptPdf) -> None:
        """Delete a PDF."""


class Downloading:
    """PDFs; what the person moves or deletes is not there any more, and comes again when it is asked for."""

    def __init__(
        self,
        sources: Sources,
        store: PdfStore,
        find_paper: Callable[[str], Entry | None],
        look_up_paper: Callable[[str], Awaitable[Entry]],
        viewer: tuple[str, ...] = (),
    ) -> None:
        """`find_paper` returns a stored paper, `look_up_paper` asks for one; `viewer` is a command."""
        self._sources = sources
        self._store = store
        self._find_paper = find_paper
        self._look_up_paper = look_up_paper
        self._viewer = viewer

    def find(self, identifier: str) -> KeptPdf | None:
        """Return the PDF of a paper that is there and whole."""
        return self._store.find(identifier)

    def kept(self) -> tuple[KeptPdf, ...]:
        """Return what is there, by name, downloads that can go on among it."""
        return self._store.all()

    def delete(self, kept: KeptPdf) -> None:
        """Delete a PDF, or what is there of one; `StorageError`."""
        self._store.delete(kept)

    def view(self, path: Path) -> None:
        """Open a file with the person's viewer; `UsageError` where that fails."""
        open_file(path, self._viewer)

    async def download(
        self, identifier: str, progress: TransferProgress = silent_transfer, to: Path | None = None
    ) -> KeptPdf:
        """Return the PDF of a paper, downloaded to the folder `to` or the usual one if it is not there yet.

        `SourceError` and `FormatError` where there is none, or not all of it; `StorageError` where the disk fails.
        Cancelled, it goes on the next time.
        """
        if is_local(identifier):
            raise NotFoundError("This paper is not from arXiv, so its PDF cannot be downloaded.")
        kept = await in_thread(self._store.find, identifier)
        if kept is not None and to in (None, kept.path.parent):
            return kept
        paper = await self._paper(identifier, progress)
        if kept is not None:
            await in_thread(self._copy, kept, paper, to)
        else:
            await self._sources.download(
                identifier, lambda: self._store.place(identifier, paper, to), progress
            )
        if (kept := await in_thread(self._store.find, identifier)) is None:
            raise StorageError(f"The PDF of {identifier} was downloaded, and is gone again.")
        return kept

    def _copy(self, kept: KeptPdf, paper: Paper | None, folder: Path | None) -> None:
        """Copy a PDF that is in another folder: nobody needs to be asked for it again."""
        if (path := self._store.place(kept.identifier, paper, folder)) is None:
            return
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            copy_file(kept.path, path)
        except OSError as error:
            raise StorageError(
                f"The PDF could not be copied to {clean_line(str(path.parent), 300)} ({error.strerror or error})."
            ) from error

    async def _paper(self, identifier: str, progress: TransferProgress) -> Paper | None:
        """Return what the file is named after; `None` where nobody tells, for a number is a name too."""
        if (entry := await in_thread(self._find_paper, identifier)) is not None:
            return entry.paper
        progress(f"Looking up {identifier}")
        try:
            return (await self._look_up_paper(identifier)).paper
        except SourceError:
            return None
