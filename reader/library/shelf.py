"""Values made from their records when they are first looked at."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any, Generic, TypeVar

from reader.library.late import LateTable

_NEWER_LIMIT = 500
"""Changed records beside the shared ones, or a tenth of these, before all are put together anew."""

_NEVER = object()

V = TypeVar("V")


class Shelf(Mapping[str, V], Generic[V]):
    """Values by paper id, each made from its record when it is first looked at; does not change.

    A changed shelf shares the records of the one it came from, so a change costs the same at any size.
    """

    __slots__ = ("_make", "_more", "_newer", "_newer_values", "_records", "_values")

    def __init__(self, records: Mapping[str, Any], make: Callable[[str, Any], V]) -> None:
        self._make = make
        self._records = records
        self._values: dict[str, V] = {}
        self._newer: dict[str, Any] = {}
        self._newer_values: dict[str, V] = {}
        self._more = 0

    def __getitem__(self, identifier: str) -> V:
        records, values = self._records, self._values
        if identifier in self._newer:
            records, values = self._newer, self._newer_values
        value = values.get(identifier)
        if value is None:
            record = records[identifier]
            if record is None:
                raise KeyError(identifier)
            value = values[identifier] = self._make(identifier, record)
        return value

    def __contains__(self, identifier: object) -> bool:
        if identifier in self._newer:
            return self._newer[identifier] is not None
        return identifier in self._records

    def __iter__(self) -> Iterator[str]:
        yield from (identifier for identifier in self._records if identifier not in self._newer)
        yield from (identifier for identifier, record in self._newer.items() if record is not None)

    def __len__(self) -> int:
        return len(self._records) + self._more

    def differing(self, older: Mapping[str, V]) -> Iterable[str]:
        """Return the ids of all values that may be other than in an older shelf; quick where it shares its records."""
        if not isinstance(older, Shelf) or older._records is not self._records:
            return dict.fromkeys((*older, *self))
        newer, before = self._newer, older._newer
        changed = (key for key, record in newer.items() if before.get(key, _NEVER) is not record)
        return [*changed, *(key for key in before if key not in newer)]

    def having(self, *names: str) -> Iterator[str]:
        """Yield the ids of all values whose records may have one of these fields, without decoding any."""
        written = [b'"%s": ' % name.encode() for name in names]
        for records in (self._records, self._newer):
            for identifier, record in records.items():
                if records is self._records and identifier in self._newer:
                    continue
                if type(record) is bytes:
                    if any(field in record for field in written):
                        yield identifier
                elif record is not None and any(name in record for name in names):
                    yield identifier

    def changed(self, records: Mapping[str, Any]) -> "Shelf[V]":
        """Return the shelf with other records in some places, `None` for none; this one stays as it is."""
        if type(records) is LateTable and not self._records and not self._newer:
            return Shelf(records, self._make)
        newer = {**self._newer, **records}
        if not self._records and None not in newer.values():
            return Shelf(newer, self._make)
        if len(newer) > max(_NEWER_LIMIT, len(self._records) // 10):
            whole = {**self._records, **newer}
            for identifier in [key for key, record in newer.items() if record is None]:
                del whole[identifier]
            return Shelf(whole, self._make)
        shelf = Shelf(self._records, self._make)
        shelf._values = self._values
        shelf._newer = newer
        shelf._newer_values = {key: value for key, value in self._newer_values.items() if key not in records}
        gone = sum(identifier in self for identifier in records)
        shelf._more = self._more - gone + sum(record is not None for record in records.values())
        return shelf
