"""The commands in the palette, from the same table as the keys, and what the screen offers besides."""

import re
from collections.abc import Awaitable, Callable, Iterator
from functools import cached_property, partial
from typing import TYPE_CHECKING, ClassVar, cast

from textual import on
from textual.command import CommandPalette, DiscoveryHit, Hit, Hits, Provider
from textual.content import Content
from textual.fuzzy import Matcher
from textual.widgets import Input

from reader.ui.command import Command, Place
from reader.ui.commands import COMMANDS, UNSET
from reader.ui.key import display_key
from reader.ui.screens.dialog import LeftOnce

if TYPE_CHECKING:
    from reader.ui.screens.papers import PapersScreen


class Palette(CommandPalette, LeftOnce[None]):
    """Textual's palette, which looks for nothing once it is left."""

    @on(Input.Changed)
    def _look_only_while_there(self, event: Input.Changed) -> None:
        if not self.is_there:
            event.prevent_default()  # typed behind the key that leaves: what was found had nowhere to go


_Offer = tuple[str, str, Callable[[], object]]
"""Something to find in the palette, what kind of thing it is, and what it does."""


class _Commands(Provider):
    """Offers what a screen can do."""

    async def discover(self) -> Hits:
        """Yield everything."""
        for title, kind, call in self._offers():
            yield DiscoveryHit(Content(title), call, title, kind)

    async def search(self, query: str) -> Hits:
        """Yield what matches."""
        matcher = self.matcher(query)
        for title, kind, call in self._offers():
            score = max(matcher.match(title), matcher.match(self._names.get(title, "")))
            if score > 0:
                yield Hit(score, _highlighted(matcher, title), call, title, kind)

    place: ClassVar[Place]

    @cached_property
    def _names(self) -> dict[str, str]:
        """The short names of the commands, as the line of keys has them: who looks for “quit” finds “Leave”."""
        return {command.description: command.title for command in _offered(self.place)}

    def _offers(self) -> Iterator[_Offer]:
        for command in _offered(self.place):
            yield command.description, self._help(command), self._call(command)

    def _help(self, command: Command) -> str:
        """Return the group and the keys of a command, the person's own where they changed them."""
        active = self.screen.active_bindings.items()
        held = [key for key, bound in active if bound.binding.id == command.name]
        order = {key: place for place, key in enumerate(command.keys)}
        keys = sorted(held, key=lambda key: order.get(key, len(order))) or command.keys
        shown = "  ".join(display_key(key) for key in keys if key != UNSET)
        return f"{command.group} · {shown}".replace("[", "\\[") if shown else command.group

    def _call(self, command: Command) -> Callable[[], Awaitable[object]]:
        if command.place is Place.APP:
            return partial(self.app.run_action, command.action)
        # Keys must not act while a filter is typed; a command that was chosen by name may.
        action = re.sub(r"^ask\(", "task(", command.action)
        return partial(self.screen.run_action, action)


class PaperCommands(_Commands):
    """Offers every command of the main screen and the app, and what the person made."""

    place = Place.SCREEN

    def _offers(self) -> Iterator[_Offer]:
        yield from super()._offers()
        screen = cast("PapersScreen", self.screen)
        for name, view in screen.parts.saved.views():
            yield f"Show “{name}”", "Saved search", partial(screen.show_view, view)
        for order in screen.filtering.orders():
            yield f"Sort: {order.label()}", "Order", partial(screen.filtering.change_order, order)
        yield from screen.parts.own.offers()
        yield "Show the tour of the first start", "More", partial(screen.parts.tasks.perform, "tour")


class TextCommands(_Commands):
    """Offers every command of a whole paper and the app."""

    place = Place.TEXT


class AppCommands(_Commands):
    """Offers what can be done anywhere."""

    place = Place.APP


class TriageCommands(_Commands):
    """Offers every command of going through papers and the app."""

    place = Place.TRIAGE


def _highlighted(matcher: Matcher, title: str) -> Content:
    """Return a title with the letters that match; names that the person gave are no markup."""
    content = Content(title)
    _, places = matcher.fuzzy_search.match(matcher.query, title)
    for place in places:
        if not title[place].isspace():
            content = content.stylize(matcher.match_style, place, place + 1)
    return content


def _offered(place: Place) -> list[Command]:
    return [c for c in COMMANDS if c.place in (place, Place.APP) and c.name not in ("palette", "back")]
