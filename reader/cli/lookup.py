"""From identifiers on the command line to papers."""

from collections.abc import Iterable, Sequence

from reader.cli.output import say
from reader.cli.session import wait_for
from reader.core.entry import Entry
from reader.core.errors import NotFoundError, OfflineError, SourceError
from reader.core.identifier import is_local
from reader.service.service import Service


def look_up(
    service: Service, identifiers: Iterable[str], *, ask: bool = True
) -> tuple[tuple[Entry, ...], bool]:
    """Return the papers that are known, or that a source knows, and whether those were all; the others are named."""
    wanted = tuple(dict.fromkeys(identifiers))
    found = {name: entry for name in wanted if (entry := service.reading.find(name)) is not None}
    missing = tuple(name for name in wanted if name not in found)
    asked = tuple(name for name in missing if ask and not is_local(name))
    for name in missing:
        if name not in asked:
            say(f"{name} is not among the papers stored; look at the identifier.")
    if asked:
        found |= wait_for(service, _fetched(service, asked))
    return tuple(found[name] for name in wanted if name in found), len(found) == len(wanted)


async def _fetched(service: Service, identifiers: Sequence[str]) -> dict[str, Entry]:
    found: dict[str, Entry] = {}
    for place, name in enumerate(identifiers):
        try:
            found[name] = await service.reading.look_up(name)
        except NotFoundError:
            say(f"{name} is known neither here nor to Hugging Face and arXiv; look at the identifier.")
        except OfflineError as error:
            say(f"{', '.join(identifiers[place:])}: not stored, and not looked up. {error}")
            break
        except SourceError as error:
            say(f"{name} is not stored, and could not be looked up: {error}")
    return found
