"""Fetching the text of a whole paper: what is waited for, and why there is none."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from functools import partial
from typing import TYPE_CHECKING

from textual.content import Content

from reader.core.document import Document
from reader.core.errors import NotFoundError, ReaderError
from reader.core.identifier import is_local
from reader.document.finding import Finder
from reader.service.service import Service
from reader.ui.screens.browsing import browse
from reader.ui.screens.text_figure import TextFigures
from reader.ui.screens.text_paper import TextPaper
from reader.ui.screens.text_subject import Subject, headed

if TYPE_CHECKING:
    from reader.ui.screens.whole_text import TextScreen


class TextLoad:
    """Shows the text that is kept, or fetches it; a text that is shown stays until there is another one."""

    def __init__(
        self, screen: "TextScreen", service: Service, subject: Subject, figures: TextFigures, paper: TextPaper
    ) -> None:
        self._screen = screen
        self._service = service
        self._subject = subject
        self._figures = figures
        self._paper = paper

    def begin(self, *, again: bool = False) -> None:
        """Show the text; `again` fetches it anew."""
        self._tell(f"Opening {self._subject.identifier}…")
        read: Callable[[], Awaitable[None]] = partial(self._read, again)  # begun by the worker, or never
        self._screen.run_worker(read, group="text", exclusive=True)

    def stop(self) -> None:
        """Wait for it no longer."""
        self._screen.workers.cancel_group(self._screen, "text")

    async def _read(self, again: bool) -> None:
        screen, full_text = self._screen, self._service.full_text
        try:
            document = await full_text.read(self._subject.identifier, self._tell, again=again)
        except NotFoundError as error:
            if screen.is_there:
                await self._without_text(error)
        except ReaderError as error:
            again_key, page = screen.key_of("fetch_again"), screen.key_of("text_web")
            self._fail(str(error), f"{again_key} tries again · {page} opens the abstract page")
        else:
            if screen.is_there:
                await self._show(document)

    async def _show(self, document: Document) -> None:
        picturing = self._service.full_text.picturing
        missing = self._figures.missing(document, picturing)
        shown = headed(document, self._subject.entry, missing)
        self._figures.use(picturing)
        self._screen.show_document(shown)
        await self._screen.use_finder(await asyncio.to_thread(Finder, shown))

    async def _without_text(self, error: NotFoundError) -> None:
        """Say that there is no text, and open the page that there is."""
        if self._screen.view.document is not None or is_local(self._subject.identifier):
            self._fail(str(error), "")
            return
        self._fail(str(error), await browse(self._screen, self._paper.address("abstract")))

    def _tell(self, text: str, _papers: Sequence[object] = ()) -> None:
        """Say what is waited for."""
        if not self._screen.is_there:
            return
        if self._screen.view.document is None:
            leave = f"{self._screen.key_of('leave_text')} gives up"
            self._screen.view.remark = Content.assemble((text, "bold"), "\n\n", (leave, "$muted"))
        else:
            self._screen.acknowledge(text)

    def _fail(self, text: str, hint: str) -> None:
        if not self._screen.is_there:
            return
        view = self._screen.view
        if view.document is not None:
            self._screen.acknowledge(text)
            return
        view.remark = Content.assemble((text, "bold"), "\n\n" if hint else "", (hint, "$muted"))
