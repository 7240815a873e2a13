"""What can be done with a paper while its whole text is read: bookmark it, open its pages and its PDF."""

import asyncio
from typing import TYPE_CHECKING

from reader.core.errors import StorageError
from reader.core.link import paper_links
from reader.service.service import Service
from reader.ui.notice import tell_unkept
from reader.ui.screens.browsing import browse
from reader.ui.screens.pdf import PdfTasks
from reader.ui.screens.text_subject import Subject

if TYPE_CHECKING:
    from reader.ui.screens.whole_text import TextScreen


class TextPaper:
    """Knows the paper, and says what came of each command."""

    def __init__(self, screen: "TextScreen", service: Service, subject: Subject, pdfs: PdfTasks) -> None:
        self._screen = screen
        self._service = service
        self._subject = subject
        self._pdfs = pdfs

    def bookmark(self) -> None:
        """Bookmark the paper, or remove the bookmark."""
        self._screen.run_worker(self._bookmark(), group="mark")

    async def _bookmark(self) -> None:
        if self._subject.entry is None:
            self._screen.acknowledge("This paper is not stored, so it cannot be bookmarked.")
            return
        try:
            step = await asyncio.to_thread(self._service.marking.set_bookmarked, [self._subject.entry])
        except StorageError as error:
            tell_unkept(self._screen.app, error)
            return
        if step is not None:
            self._screen.acknowledge(step.sentence)

    def open_pdf(self) -> None:
        """Open the PDF, the kept one if there is one."""
        self._pdfs.open(self._subject.identifier, self.address("pdf"))

    def download(self) -> None:
        """Download the PDF."""
        self._pdfs.download([self._subject.identifier])

    def address(self, name: str) -> str:
        """Return where the paper's `abstract` or `pdf` is."""
        entry, identifier = self._subject.entry, self._subject.identifier
        known = {link.name: link.address for link in paper_links(entry.paper)} if entry else {}
        return known.get(name, f"https://arxiv.org/{'abs' if name == 'abstract' else 'pdf'}/{identifier}")

    def open_address(self, address: str) -> None:
        """Open an address in the browser."""
        self._screen.run_worker(self._browse(address), group="browse")

    async def _browse(self, address: str) -> None:
        self._screen.acknowledge(await browse(self._screen, address))
