"""Asking the sources online for what the filter's box says: waited for, hurried, given up."""

import asyncio
from collections.abc import Awaitable, Callable
from contextlib import aclosing
from typing import TYPE_CHECKING

from textual.content import Content

from reader.service.contents import Answered
from reader.service.reading import Reading
from reader.ui.screens import search_sentence

if TYPE_CHECKING:
    from reader.ui.screens.listing import ShownListing

_ONLINE_SECONDS = 0.4
"""A service is asked when nothing was typed for this time."""


class OnlineSearch:
    """Knows what the sources have found so far, and whether they are still being asked."""

    def __init__(
        self, reading: Reading, listing: "ShownListing", show: Callable[[Answered], Awaitable[None]]
    ) -> None:
        """`show` lists what was found."""
        self.answered: Answered | None = None
        """What the sources have found so far."""
        self.is_unanswered = False
        """Whether no source could be asked, or none answered."""
        self._reading = reading
        self._listing = listing
        self._show = show
        self._asking: object | None = None
        """Stands for the sources that are being asked."""
        self._hurry = asyncio.Event()

    @property
    def is_asking(self) -> bool:
        """Whether the sources are being asked."""
        return self._asking is not None

    def stop(self) -> None:
        """Ask nobody any longer."""
        self._asking = None

    def forget(self) -> None:
        """Ask nobody any longer, and forget what was found."""
        self.answered = self._asking = None

    def hurry(self) -> None:
        """Ask the sources at once."""
        self._hurry.set()

    def take_time(self) -> None:
        """Wait again until nothing more is typed."""
        self._hurry.clear()

    async def ask(self, text: str) -> None:
        """Ask the sources, show each answer as it comes, and say how far they are."""
        self.is_unanswered = self._reading.offline
        if self._reading.offline:
            self._tell(search_sentence.not_online())
            self._listing.explain_nothing()
            return
        from reader.service.online import is_question

        if not is_question(text):
            self._tell(search_sentence.nobody_to_ask())
            return
        online = self._reading.online
        token = self._asking = object()
        self._tell(search_sentence.asking(()))
        try:
            if not online.knows(text):
                await self._wait(_ONLINE_SECONDS)
            async with aclosing(online.ask(text)) as asked:
                async for answers in asked:
                    self.is_unanswered = all(answer.error is not None for answer in answers)
                    found = self.answered = await asyncio.to_thread(self._reading.answered, answers, text)
                    await self._show(found)
                    if self._listing.is_there:
                        stored = bool(self._listing.paper_list.entries)
                        self._tell(search_sentence.asking(answers, found.left_out, stored=stored))
                        self._listing.explain_nothing()
        finally:
            if self._asking is token:
                self._asking = None

    async def _wait(self, seconds: float) -> None:
        try:
            await asyncio.wait_for(self._hurry.wait(), seconds)
        except TimeoutError:
            return

    def _tell(self, wordings: tuple[Content, ...]) -> None:
        self._listing.status.notice = wordings
