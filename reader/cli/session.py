"""The program as one command uses it."""

from argparse import Namespace
from collections.abc import Coroutine, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, TypeVar

from reader.cli.output import say
from reader.core.errors import StorageError
from reader.service.service import Service

if TYPE_CHECKING:
    from reader.bootstrap import Program

T = TypeVar("T")


@contextmanager
def opened(arguments: Namespace) -> Iterator["Program"]:
    """Open the program and tell what is wrong with its settings and files."""
    from reader.bootstrap import program  # not for `--help`

    with program(offline=arguments.offline) as running:
        for sentence in (*running.config.problems, *running.service.notices):
            say(sentence)
        yield running
    for sentence in running.service.marking.notices:
        if sentence not in running.service.notices:
            say(sentence)


def wait_for(service: Service, work: Coroutine[Any, Any, T]) -> T:
    """Return what `work` brings, every connection closed."""
    import asyncio

    async def whole() -> T:
        try:
            return await work
        finally:
            await service.reading.close()

    return asyncio.run(whole())


def refuse_what_would_not_last(service: Service) -> None:
    """Raise `StorageError` where fetched papers could only be held until the command ends."""
    if not service.lasting:
        raise StorageError(
            "Nothing was taken in: it could not be kept. Make the cache folder writable, and try again."
        )
