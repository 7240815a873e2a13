"""Which documents of the library are what they should be; what is not stays in the file, and is said."""

from collections.abc import Callable, Iterable, Mapping
from functools import partial
from itertools import filterfalse
from typing import Any

from reader.library.journal import decoded
from reader.library.late import LateTable
from reader.library.record import RULES, doubtful_marks, examine_mark, examine_paper, is_identifier
from reader.library.stamp import is_removed, possibly_removed

MARKS = "marks"
PAPERS = "papers"

_EXAMINERS: Mapping[str, Callable[[object], tuple[bool, bool]]] = {MARKS: examine_mark, PAPERS: examine_paper}


class Examination:
    """Remembers what was found.

    A file that this program wrote says by which rules all of its documents were found sound. Then they are not even
    decoded until somebody looks at them, which is most of what opening a large library would cost.
    """

    def __init__(self) -> None:
        self._faulty: dict[tuple[str, str], None] = {}
        self._odd: set[tuple[str, str]] = set()

    @property
    def notice(self) -> str | None:
        """What the person should know, as a sentence."""
        faulty = tuple(self._faulty)
        if not faulty:
            return None
        names = ", ".join(f"{table} {ascii(identifier)[1:-1][:40]}" for table, identifier in faulty[:3])
        amount = "1 entry" if len(faulty) == 1 else f"{len(faulty)} entries"
        more = ", …" if len(faulty) > 3 else ""
        return f"{amount} of library.json could not be read in full ({names}{more}); they stay in the file as they are."

    def readable(self, table: str, documents: Mapping[str, Any], rules: int | None) -> Mapping[str, Any]:
        """Return the documents of marks or papers, with `None` for those that say nothing.

        Those that are not decoded yet were found sound by `rules`, if that is not `None`.
        """
        if rules == RULES and type(documents) is LateTable:
            return LateTable(partial(self._readable_late, table, documents))
        trusted = rules == RULES
        readable = dict(documents)
        doubtful: Iterable[str] = documents
        if trusted:
            doubtful = possibly_removed(documents)
        elif table == MARKS and not self._odd:
            doubtful = doubtful_marks(documents)
        for key in doubtful:
            document = documents[key]
            if trusted and type(document) is bytes:
                readable[key] = None if is_removed(document) else document
            else:
                readable[key] = document if self._is_usable(table, key, document) else None
        return readable

    def rules_kept(self, changes: Mapping[str, Mapping[str, Any]]) -> int | None:
        """Return the rules by which all documents are sound, those in `changes` too; `None` when one is not."""
        for table, examine in _EXAMINERS.items():
            for identifier, document in changes.get(table, {}).items():
                if document is None:
                    continue
                # The key of what was removed is to be a sound one, too.
                if not is_identifier(identifier):
                    return None
                if not is_removed(document) and examine(decoded(document)) != (True, True):
                    return None
        return None if self._odd else RULES

    def remember(self, table: str, key: str, *, faulty: bool, odd: bool = False) -> None:
        """Remember that a document is faulty, or odd: sound but of no use; or that it is neither."""
        if faulty:
            self._faulty[table, key] = None
        elif self._faulty:
            self._faulty.pop((table, key), None)
        if faulty or odd:
            self._odd.add((table, key))
        elif self._odd:
            self._odd.discard((table, key))

    def _readable_late(self, table: str, documents: LateTable) -> dict[str, Any]:
        """Return those of the documents, found sound by our rules, that say something."""
        readable = dict(self.readable(table, documents.whole, RULES))
        keys = "".join(readable)
        if "\\" in keys or not keys.isprintable():
            # Somebody made up a file with the right checksum.
            for key in filterfalse(is_identifier, documents):
                readable.pop(key, None)
                self.remember(table, key, faulty=True)
        return {key: document for key, document in readable.items() if document is not None}

    def _is_usable(self, table: str, key: str, document: Any) -> bool:
        if document is None:
            self.remember(table, key, faulty=False)
            return False
        sound, usable = _EXAMINERS[table](decoded(document)) if is_identifier(key) else (False, False)
        self.remember(table, key, faulty=not sound, odd=not usable and not is_removed(document))
        return usable


def _trusted(documents: Mapping[str, Any]) -> dict[str, Any]:
    """Return those documents, all of which were found sound and none decoded, that say something."""
    left_out = {key for key in possibly_removed(documents) if is_removed(documents[key])}
    keys = "".join(documents)
    if "\\" in keys or not keys.isprintable():
        # Somebody made up a file with the right checksum.
        left_out.update(key for key in documents if not is_identifier(key))
    return {key: document for key, document in documents.items() if key not in left_out}
