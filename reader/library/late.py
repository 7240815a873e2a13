"""A table of which nothing is read before somebody looks at it."""

from collections.abc import Callable, ItemsView, Iterator, KeysView, Mapping, ValuesView
from typing import Any


class LateTable(Mapping[str, Any]):
    """Documents by id, made as a whole when somebody first looks at one; does not change."""

    __slots__ = ("_make", "_whole")

    def __init__(self, make: Callable[[], dict[str, Any]]) -> None:
        self._make: Callable[[], dict[str, Any]] | None = make
        self._whole: dict[str, Any] = {}

    @property
    def whole(self) -> dict[str, Any]:
        """All of them."""
        # Two threads may both make it, and get equal ones, which nobody changes.
        if (make := self._make) is not None:
            self._whole = make()
            self._make = None
        return self._whole

    def __getitem__(self, identifier: str) -> Any:
        return self.whole[identifier]

    def __contains__(self, identifier: object) -> bool:
        return identifier in self.whole

    def __iter__(self) -> Iterator[str]:
        return iter(self.whole)

    def __len__(self) -> int:
        return len(self.whole)

    def keys(self) -> KeysView[str]:
        """Return the ids."""
        return self.whole.keys()

    def items(self) -> ItemsView[str, Any]:
        """Return the documents with their ids."""
        return self.whole.items()

    def values(self) -> ValuesView[Any]:
        """Return the documents."""
        return self.whole.values()
