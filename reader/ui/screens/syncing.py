"""Sync from the terminal program: in a thread, told when it is done."""

import asyncio
import threading
from collections.abc import Callable
from contextlib import suppress
from typing import TYPE_CHECKING

from reader.core.errors import ReaderError
from reader.core.sync import Joined
from reader.core.view import OWN_KINDS, ViewKind
from reader.service.service import Service

if TYPE_CHECKING:
    from reader.ui.screens.papers import PapersScreen


class SyncTask:
    """Joins the library with those of other machines, one time after the other."""

    def __init__(self, screen: "PapersScreen", service: Service) -> None:
        self._screen = screen
        self._service = service
        self._joining = False

    def begin(self) -> None:
        """Join now; not where that is under way, or nobody may be asked."""
        if self._joining:
            self._screen.acknowledge("Your machines are being joined already.")
        elif self._service.reading.offline:
            self._screen.acknowledge("Joining needs a network, and --offline asks nobody.")
        else:
            self._joining = True
            self._screen.run_worker(self._join(), group="sync")

    async def _join(self) -> None:
        self._screen.acknowledge("Joining with your other machines…")
        try:
            syncing = self._service.syncing(self._screen.settings.sync)
            joined = await _beside(syncing.join)
        except ReaderError as error:
            self._warn(str(error))
        else:
            self._show(joined)
        finally:
            self._joining = False

    def _show(self, joined: Joined) -> None:
        if not self._screen.is_there:
            return
        if joined.changes:
            self._screen.renewal.show_marks()
            if self._screen.contents.view.kind in (*OWN_KINDS, ViewKind.SAVED, ViewKind.FOLLOWED):
                self._screen.renewal.reload_own()
        for problem in joined.problems:
            self._warn(problem)
        self._screen.acknowledge(joined.sentence)

    def _warn(self, text: str) -> None:
        if self._screen.is_there:
            self._screen.notify(text, title="Not all is joined", severity="warning", timeout=15, markup=False)


async def _beside(work: Callable[[], Joined]) -> Joined:
    """Return what `work` returns; who leaves the program meanwhile does not have to wait for a server."""
    loop = asyncio.get_running_loop()
    done: asyncio.Future[Joined] = loop.create_future()

    def tell(joined: Joined | None, error: BaseException | None) -> None:
        if done.cancelled():
            return
        if error is not None:
            done.set_exception(error)
        elif joined is not None:
            done.set_result(joined)

    def run() -> None:
        joined: Joined | None = None
        failure: BaseException | None = None
        try:
            joined = work()
        except BaseException as error:
            failure = error
        with suppress(RuntimeError):  # the program has ended
            loop.call_soon_threadsafe(tell, joined, failure)

    threading.Thread(target=run, name="sync", daemon=True).start()
    return await done
