"""The commands in the palette, from the same table as the keys."""

from collections.abc import Awaitable, Callable
from functools import partial

from textual.command import DiscoveryHit, Hit, Hits, Provider

from reader.ui.commands import COMMANDS, Command, Place, display_key


class PaperCommands(Provider):
    """Offers every command of the screen and the app."""

    async def discover(self) -> Hits:
        """Yield all commands."""
        for command in _offered():
            yield DiscoveryHit(command.description, self._call(command), help=_help(command))

    async def search(self, query: str) -> Hits:
        """Yield the commands that match."""
        matcher = self.matcher(query)
        for command in _offered():
            score = matcher.match(command.description)
            if score > 0:
                yield Hit(
                    score, matcher.highlight(command.description), self._call(command), help=_help(command)
                )

    def _call(self, command: Command) -> Callable[[], Awaitable[object]]:
        if command.place is Place.APP:
            return partial(self.app.run_action, command.action)
        return partial(self.screen.run_action, command.action)


def _offered() -> list[Command]:
    return [c for c in COMMANDS if c.place in (Place.SCREEN, Place.APP) and c.name not in ("palette", "back")]


def _help(command: Command) -> str:
    return f"{command.group} · {'  '.join(display_key(key) for key in command.keys)}"
