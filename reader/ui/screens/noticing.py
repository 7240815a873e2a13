"""What the main screen does with watches: the dialog that makes one, and telling what is new after a fetch."""

import asyncio
from functools import partial
from typing import TYPE_CHECKING

from reader.core.errors import ReaderError
from reader.core.text import clean_line
from reader.core.view import ViewKind
from reader.core.watch import FOLLOWED, SAVED, Channel, Notice
from reader.service.noticing import Noticed
from reader.service.service import Service

if TYPE_CHECKING:
    from reader.ui.screens.papers import PapersScreen

_WAYS = (
    ("d", Channel.DESKTOP, "On the desktop", "else by the terminal"),
    ("b", Channel.BELL, "By the bell", "while this program runs"),
    ("m", Channel.MAIL, "By mail", "to the addresses in config.toml"),
)
_NOTICE_LIMIT = 300


class Notices:
    """Watches what is shown, and tells in a thread what is new."""

    def __init__(self, screen: "PapersScreen", service: Service) -> None:
        self._screen = screen
        self._service = service
        self._telling = False
        self._again = False

    # The dialog

    def ask(self) -> None:
        """Ask how to be told of what is new in the view that is shown."""
        subject = self._subject()
        if subject is None:
            key = self._screen.key_of
            self._screen.acknowledge(
                f"A saved search can be watched ({key('save_search')} saves this one, {key('saved')} shows one),"
                f" and what you follow ({key('followed')})."
            )
            return
        from reader.ui.screens.choice import Choice, ChoiceDialog

        watch = self._service.watches.all.get(subject)
        now = watch.channels if watch else ()
        choices = [
            Choice(key, title, "chosen now" if channel in now else detail)
            for key, channel, title, detail in _WAYS
        ]
        if watch is not None:
            choices.append(Choice("n", "No longer"))

        def chosen(index: int | None) -> None:
            if index is not None:
                self._change(subject, _WAYS[index][1] if index < len(_WAYS) else None)

        title = "Tell me what is new in this search" if subject != FOLLOWED else "Tell me what is new"
        self._screen.app.push_screen(ChoiceDialog(title, choices), chosen)

    def _subject(self) -> str | None:
        view = self._screen.contents.view
        if view.kind is ViewKind.SAVED:
            return f"{SAVED}{view.name}"
        return FOLLOWED if view.kind is ViewKind.FOLLOWED else None

    def _change(self, subject: str, channel: Channel | None) -> None:
        watches = self._service.watches
        if channel is None:
            self._screen.parts.changing.carry_out(
                partial(watches.remove, subject), nothing="It was not watched."
            )
        else:
            self._screen.parts.changing.carry_out(partial(watches.keep, subject, [channel]))

    # After a fetch

    def look(self) -> None:
        """Tell what is new; where that is under way, once more after it."""
        if self._telling:
            self._again = True
        elif self._service.watches.all:
            self._telling = True
            self._screen.run_worker(self._tell(), group="notice")

    async def _tell(self) -> None:
        rung: list[Notice] = []
        shown: list[Notice] = []
        front = {Channel.BELL: {"": rung.append}, Channel.DESKTOP: {"": shown.append}}
        noticing = self._service.noticing(self._screen.settings.mail)
        try:
            told = await asyncio.to_thread(noticing.run, front)
        except ReaderError as error:
            self._warn(str(error), "Not told")
        else:
            self._show(told, rung, shown)
        finally:
            self._telling = False
        if self._again:
            self._again = False
            self.look()

    def _show(self, told: tuple[Noticed, ...], rung: list[Notice], shown: list[Notice]) -> None:
        if not self._screen.is_there:
            return
        if rung:
            self._screen.app.bell()
        for notice in shown:
            self._write_notice(notice)
        for each in told:
            if each.error is not None:
                self._warn(str(each.error), each.trouble)
        if titles := dict.fromkeys(each.notice.title for each in told if each.error is None):
            self._screen.acknowledge("; ".join(titles))

    def _write_notice(self, notice: Notice) -> None:
        """Let the terminal show a notice of its own (OSC 9)."""
        driver = self._screen.app._driver  # what the bell is written to, too
        if driver is not None:
            driver.write(f"\x1b]9;{clean_line(notice.title, _NOTICE_LIMIT)}\x1b\\")

    def _warn(self, text: str, title: str) -> None:
        self._screen.notify(text, title=title, severity="warning", markup=False)
