"""TinyDB's table with paper identifiers as ids, and a direct way to one document."""

from collections.abc import Callable, Mapping
from typing import Any

from tinydb.storages import Storage
from tinydb.table import Table

from reader.library.storage import DurableStorage

Storage.register(DurableStorage)


class DocumentTable(Table):
    """A table whose updates begin with what other processes wrote, and are durable on return.

    `document`, `put` and `remove_document` cost the same at any size; TinyDB's own methods copy the table.
    Documents have no ids but those given: insert with `tinydb.table.Document(values, doc_id=…)`.
    """

    document_id_class = str  # type: ignore[assignment]

    def __init__(self, storage: DurableStorage, name: str) -> None:
        # A cached answer would not know what another process wrote.
        super().__init__(storage, name, cache_size=0)
        self._durable = storage

    def document(self, identifier: str) -> Any:
        """Return a copy of one document as the file has it, `None` when there is none."""
        return self._durable.document(self.name, identifier)

    def put(self, identifier: str, document: Mapping[str, Any]) -> None:
        """Set one document; in a transaction of its own unless one is open."""
        with self._durable.transaction():
            self._durable.put(self.name, identifier, dict(document))

    def remove_document(self, identifier: str) -> None:
        """Remove one document if it is there; in a transaction of its own unless one is open."""
        with self._durable.transaction():
            self._durable.put(self.name, identifier, None)

    def _read_table(self) -> dict[str, Mapping[str, Any]]:
        return self._durable.table(self.name)

    def _update_table(self, updater: Callable[[dict[int, Mapping[str, Any]]], None]) -> None:
        with self._durable.transaction():
            super()._update_table(updater)
