"""Where the PDFs of papers are: each wherever it was put, for as long as it is there."""

import json
import os
import re
from collections.abc import Callable, Iterator
from hashlib import sha256
from pathlib import Path

from reader.core.errors import StorageError
from reader.core.identifier import parse_identifier
from reader.core.kept_pdf import BESIDE, PART, KeptPdf, is_pdf
from reader.core.paper import Paper
from reader.core.pdf_name import identifier_in
from reader.core.text import clean_line

_RECORD_LIMIT = 20_000
_NAMES = 1000
_SAFE = re.compile(r"[0-9a-z][0-9a-z.-]{3,60}")

Name = Callable[[str, Paper | None, bool], str]
"""Returns the name of the file of a paper; the last value asks for one that no other paper has."""


class PdfShelf:
    """Finds PDFs again: by the records of where they were put, else by the identifiers in the names of `folder`.

    A record is a small file in `records`, which may be deleted.
    """

    def __init__(self, records: Path, folder: Path, name: Name) -> None:
        self._records = records
        self._folder = folder
        self._name = name

    def find(self, identifier: str) -> KeptPdf | None:
        """Return the whole PDF of a paper; `None` where none is there any more."""
        path = self._recorded(identifier)
        found = _kept(identifier, path) if path else None
        if found is None:
            named = (path for known, path in self._named() if known == identifier)
            found = next(filter(None, (_kept(identifier, path) for path in named)), None)
        return found

    def all(self) -> tuple[KeptPdf, ...]:
        """Return what is there, by name: PDFs, and parts of those whose download goes on later."""
        found: dict[str, KeptPdf] = {}
        for identifier, path in (*self._recordings(), *self._named()):
            known = found.get(identifier)
            if (known is None or not known.whole) and (kept := _kept(identifier, path)):
                found[identifier] = kept
            elif known is None and (part := _part(identifier, path)):
                found[identifier] = part
        return tuple(sorted(found.values(), key=lambda kept: (kept.path.name.casefold(), kept.identifier)))

    def read(self, identifier: str, limit: int) -> bytes | None:
        """Return the PDF of a paper, if it is there and has at most `limit` bytes."""
        kept = self.find(identifier)
        if kept is None or kept.size > limit:
            return None
        try:
            return kept.path.read_bytes()
        except OSError:
            return None

    def place(self, identifier: str, paper: Paper | None, folder: Path | None = None) -> Path | None:
        """Return where the PDF of a paper is to come; `None` where it is there already. `StorageError`.

        A download that broke off goes on where it began.
        """
        folder = folder or self._folder
        if (kept := self.find(identifier)) and kept.path.parent == folder:
            return None
        begun = self._recorded(identifier)
        if (
            begun
            and begun.parent == folder
            and not os.path.lexists(begun)
            and os.path.lexists(_with(begun, PART))
        ):
            return begun
        path = next(path for path in self._paths(folder, identifier, paper) if _is_free(path, identifier))
        self._record(identifier, path)
        return path

    def delete(self, kept: KeptPdf) -> None:
        """Delete a PDF, or the part of one; `StorageError` where that cannot be."""
        try:
            for path in (kept.path,) if kept.whole else (_with(kept.path, PART), _with(kept.path, BESIDE)):
                path.unlink(missing_ok=True)
            self._record_path(kept.identifier).unlink(missing_ok=True)
        except OSError as error:
            raise StorageError(
                f"{clean_line(kept.path.name)} could not be deleted ({error.strerror or error})."
            ) from error

    def _paths(self, folder: Path, identifier: str, paper: Paper | None) -> Iterator[Path]:
        yield folder / self._name(identifier, paper, False)
        distinct = folder / self._name(identifier, paper, True)
        yield distinct
        for number in range(2, _NAMES):
            yield distinct.with_name(f"{distinct.stem} {number}{distinct.suffix}")
        raise StorageError(f"{clean_line(str(folder), 300)} is full of files of this name.")

    def _named(self) -> Iterator[tuple[str, Path]]:
        """Yield the files of the folder that have an identifier in their names, with it."""
        try:
            with os.scandir(self._folder) as entries:
                names = sorted(entry.name for entry in entries)
        except OSError:
            return
        for name in names:
            whole = name.removesuffix(PART)
            if identifier := identifier_in(whole):
                yield identifier, self._folder / whole

    # Records

    def _recordings(self) -> Iterator[tuple[str, Path]]:
        try:
            paths = sorted(self._records.glob("*.json"))
        except OSError:
            return
        for record in paths:
            if known := _read(record):
                yield known

    def _recorded(self, identifier: str) -> Path | None:
        known = _read(self._record_path(identifier))
        return known[1] if known and known[0] == identifier else None

    def _record(self, identifier: str, path: Path) -> None:
        record = self._record_path(identifier)
        temporary = record.with_suffix(f".{os.getpid()}")
        try:
            self._records.mkdir(parents=True, exist_ok=True)
            temporary.write_text(json.dumps({"id": identifier, "path": str(path)}), encoding="utf-8")
            temporary.replace(record)
        except OSError:
            return  # it is found by its name, if that has the identifier

    def _record_path(self, identifier: str) -> Path:
        name = identifier.replace("/", "-").lower()
        if not _SAFE.fullmatch(name) or ".." in name or not any(map(str.isdigit, name)):
            name = sha256(identifier.encode("utf-8", "surrogateescape")).hexdigest()
        return self._records / f"{name}.json"


def _read(record: Path) -> tuple[str, Path] | None:
    """Return a paper and where its file is; `None` where the record says nothing that can be believed."""
    try:
        with record.open("rb") as file:
            told = json.loads(file.read(_RECORD_LIMIT))
        identifier, path = told["id"], Path(told["path"])
    except (OSError, ValueError, KeyError, TypeError, RecursionError):
        return None
    known = isinstance(identifier, str) and parse_identifier(identifier) == identifier
    return (identifier, path) if known and path.is_absolute() and path.suffix.lower() == ".pdf" else None


def _kept(identifier: str, path: Path) -> KeptPdf | None:
    try:
        with path.open("rb") as file:
            if not is_pdf(file.read(1024)):
                return None
            return KeptPdf(identifier, path, os.fstat(file.fileno()).st_size)
    except (OSError, ValueError):
        return None


def _part(identifier: str, path: Path) -> KeptPdf | None:
    try:
        return KeptPdf(identifier, path, _with(path, PART).stat().st_size, whole=False)
    except (OSError, ValueError):
        return None


def _with(path: Path, suffix: str) -> Path:
    return path.with_name(path.name + suffix)


def _is_free(path: Path, identifier: str) -> bool:
    """Tell whether no other file has the name, nor another paper's part."""
    if os.path.lexists(path):
        return False
    return identifier_in(path.name) == identifier or not os.path.lexists(_with(path, PART))
