"""How far something is that takes long: who wants to know passes a function."""

from collections.abc import Sequence
from typing import Protocol

from reader.core.paper import Paper


class Progress(Protocol):
    """Is told how far a fetch is."""

    def __call__(self, sentence: str, papers: Sequence[Paper] = (), /) -> None:
        """Take a sentence, such as “Trending: 300 papers so far”, and the papers there are so far."""


def silent(sentence: str, papers: Sequence[Paper] = ()) -> None:
    """Tell nobody."""


class TransferProgress(Protocol):
    """Is told how far a download is, and what it waits for."""

    def __call__(self, sentence: str, done: int = 0, total: int | None = None) -> None:
        """Take bytes that are there of all bytes, where a sentence about a pause is empty."""


def silent_transfer(sentence: str, done: int = 0, total: int | None = None) -> None:
    """Tell nobody."""
