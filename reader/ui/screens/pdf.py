"""What the screens do with PDFs: download, open, list and delete them."""

import asyncio
from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING, Protocol, runtime_checkable

from textual.worker import Worker

from reader.core.errors import OfflineError, ReaderError, StorageError, UsageError
from reader.core.kept_pdf import KeptPdf, transfer_label
from reader.core.text import clean_line
from reader.service.service import Service
from reader.ui.screens.browsing import browse
from reader.ui.widgets.figure import plural

if TYPE_CHECKING:
    from reader.ui.screens.papers import PapersScreen


@runtime_checkable
class _Teller(Protocol):
    """A screen that says things."""

    def acknowledge(self, text: str) -> None:
        """Say something for some seconds."""


class PdfTasks:
    """Downloads one PDF after the other, whatever screen is shown; what is asked for meanwhile waits its turn."""

    def __init__(self, screen: "PapersScreen", service: Service) -> None:
        """`screen` lasts as long as the program."""
        self._screen = screen
        self._service = service
        self._queue: list[str] = []
        self._worker: Worker[None] | None = None
        self._done = 0
        """How many of those asked for together are done with."""

    # Downloading

    def download(self, identifiers: Sequence[str], remark: str = "") -> None:
        """Download PDFs behind those that are being downloaded; `remark` is said with it."""
        new = [identifier for identifier in identifiers if identifier not in self._queue]
        self._queue += new
        if self._worker is None:
            self._done = 0
            self._worker = self._screen.run_worker(partial(self._download_all, remark), group="download")
        elif new:
            self._say(f"{plural(len(new), 'PDF')} more to download{remark}")

    def stop(self) -> bool:
        """Stop downloading; `False` where nothing is downloaded."""
        if self._worker is None:
            return False
        worker, self._worker = self._worker, None
        self._queue.clear()
        worker.cancel()
        self._say(f"Stopped; what came is kept, and {self._screen.key_of('download')} goes on from there.")
        return True

    async def _download_all(self, remark: str) -> None:
        kept: list[KeptPdf] = []
        failures: list[str] = []
        while self._queue:
            identifier = self._queue[0]
            self._tell(identifier, "Downloading")
            try:
                told = partial(self._tell, identifier)
                kept.append(await self._service.downloading.download(identifier, told))
            except OfflineError as error:
                failures.append(f"Not downloaded: {error}")
                self._queue.clear()
            except ReaderError as error:
                failures.append(str(error))
            self._done += 1
            del self._queue[:1]
        self._worker = None
        self._conclude(kept, failures, remark)

    def _conclude(self, kept: Sequence[KeptPdf], failures: Sequence[str], remark: str) -> None:
        opens = f"{self._screen.key_of('pdf')} opens {'it' if len(kept) == 1 else 'them'}"
        if kept:
            what = clean_line(kept[0].path.name) if len(kept) == 1 else plural(len(kept), "PDF")
            lacking = f"{len(failures):,} could not be had; " if failures else ""
            self._say(f"{lacking}{opens}: {what}{remark}")
        elif failures:
            self._say(f"{plural(len(failures), 'PDF')} could not be had{remark}")
        for failure in failures[:3]:
            self._screen.app.notify(failure, title="No PDF", severity="warning", timeout=15, markup=False)

    def _tell(self, identifier: str, sentence: str, done: int = 0, total: int | None = None) -> None:
        """Show how far the download of a paper is, or what it waits for."""
        whole = self._done + len(self._queue)
        number = f" ({self._done + 1} of {whole})" if whole > 1 else ""
        far = sentence or transfer_label(done, total)
        self._say(f"PDF of {identifier}{number}: {far} · {self._screen.key_of('back')} stops")

    # Opening

    def open(self, identifier: str, address: str | None) -> None:
        """Open the PDF that is kept, else its address in the browser."""
        self._screen.run_worker(self._open(identifier, address), group="browse")

    async def _open(self, identifier: str, address: str | None) -> None:
        kept = await asyncio.to_thread(self._service.downloading.find, identifier)
        if kept is not None:
            await self.view(kept)
        elif address is not None:
            self._say(await browse(self._screen, address))
        else:
            self._say("This paper's address is not known.")

    async def view(self, kept: KeptPdf) -> None:
        """Open a PDF with the person's viewer; in a web browser, with that."""
        app = self._screen.app
        if app.is_web:
            app.deliver_binary(kept.path, open_method="browser", mime_type="application/pdf")
            return
        try:
            await asyncio.to_thread(self._service.downloading.view, kept.path)
        except UsageError as error:
            app.copy_to_clipboard(str(kept.path))
            title = "Not opened; its path is copied"
            app.notify(str(error), title=title, severity="warning", timeout=15, markup=False)
        else:
            self._say(f"Opened {clean_line(str(kept.path), 300)}")

    # What is kept

    def show_kept(self) -> None:
        """List what is kept, to be opened and deleted."""
        self._screen.run_worker(self._show_kept(), group="dialog")

    async def _show_kept(self) -> None:
        from reader.ui.screens.kept_pdf import KeptPdfDialog

        kept = await asyncio.to_thread(self._service.downloading.kept)
        if not kept:
            self._say(f"No PDF is kept yet; {self._screen.key_of('download')} downloads a paper's.")
            return
        chosen = await self._screen.app.push_screen_wait(KeptPdfDialog(kept, self._delete))
        if chosen is not None and chosen.whole:
            await self.view(chosen)
        elif chosen is not None:
            self.download([chosen.identifier])

    async def _delete(self, kept: KeptPdf) -> str:
        """Delete a PDF; return what is wrong where it cannot be."""
        try:
            await asyncio.to_thread(self._service.downloading.delete, kept)
        except StorageError as error:
            return str(error)
        return ""

    def _say(self, text: str) -> None:
        shown = self._screen.app.screen
        teller = shown if isinstance(shown, _Teller) else self._screen
        if self._screen.is_there:
            teller.acknowledge(text)
