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
            yield DiscoveryHit(command.description, self._call(command), help=self._help(command))

    async def search(self, query: str) -> Hits:
        """Yield the commands that match."""
        matcher = self.matcher(query)
        for command in _offered():
            score = matcher.match(command.description)
            if score > 0:
                yield Hit(
                    score,
                    matcher.highlight(command.description),
                    self._call(command),
                    help=self._help(command),
                )

    def _help(self, command: Command) -> str:
        """Return the group and the keys of a command, the person's own where they changed them."""
        active = self.screen.active_bindings.items()
        keys = [key for key, bound in active if bound.binding.id == command.name] or command.keys
        return f"{command.group} · {'  '.join(display_key(key) for key in keys)}"

    def _call(self, command: Command) -> Callable[[], Awaitable[object]]:
        if command.place is Place.APP:
            return partial(self.app.run_action, command.action)
        return partial(self.screen.run_action, command.action)


def _offered() -> list[Command]:
    return [c for c in COMMANDS if c.place in (Place.SCREEN, Place.APP) and c.name not in ("palette", "back")]
