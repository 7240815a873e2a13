"""A file that is not whole yet, and what is known of it, so that its download goes on where it broke off."""

import errno
import json
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import BinaryIO

from reader.core.errors import FormatError, StorageError
from reader.core.kept_pdf import BESIDE, PART, is_pdf, size_label
from reader.core.text import clean_line

_MARGIN = 16 * 2**20
"""Bytes of the disk that stay free."""

_FULL = (errno.ENOSPC, getattr(errno, "EDQUOT", errno.ENOSPC))
_HEAD, _TAIL = 1024, 2048
_BESIDE_LIMIT = 10_000


@dataclass(frozen=True, slots=True)
class Version:
    """Which file of a service the bytes are of."""

    address: str
    validator: str = ""
    """Its strong ETag, else its time of change; empty where the service tells neither."""
    total: int | None = None
    """All of its bytes, where the service tells."""


class Partial:
    """The part of a file at `path`; every method raises `StorageError` where the disk fails."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.part = path.with_name(path.name + PART)
        self._beside = path.with_name(path.name + BESIDE)
        self._file: BinaryIO | None = None
        self.size = 0
        """Bytes that are there."""

    def known(self, address: str) -> Version | None:
        """Return what the part is of, where more of it can be asked for; sets `size`."""
        self.size = 0
        try:
            with self._beside.open("rb") as file:
                version = Version(**json.loads(file.read(_BESIDE_LIMIT)))
            size = self.part.stat().st_size
        except (OSError, ValueError, TypeError):
            return None
        whole = version.total if isinstance(version.total, int) else None
        if version.address != address or not size or not _is_validator(version.validator):
            return None
        if whole is not None and size > whole:
            return None
        self.size = size
        return Version(address, version.validator, whole)

    def begin(self, version: Version, at: int) -> None:
        """Write on from byte `at` of a file; what is there of another one, or behind it, is gone."""
        with self._told():
            with suppress(FileExistsError):  # what is no folder says so below
                self.path.parent.mkdir(parents=True, exist_ok=True)
            left = (version.total or 0) - at
            if shutil.disk_usage(self.path.parent).free < max(left, 0) + _MARGIN:
                raise OSError(errno.ENOSPC, "")
            if at == 0:
                self.forget()
            self._beside.write_text(json.dumps(asdict(version)), encoding="utf-8")
            self._file = self.part.open("ab" if at else "wb")
            self._file.truncate(at)
            self.size = at

    def write(self, data: bytes) -> None:
        """Add bytes."""
        with self._told():
            if self._file is not None:
                self._file.write(data)
                self._file.flush()
                self.size += len(data)

    def close(self) -> None:
        """Write no more for now."""
        if self._file is not None:
            file, self._file = self._file, None
            with self._told():
                file.close()

    def finish(self, total: int | None) -> None:
        """Give the file its name once it is on the disk; `FormatError` where it is no whole PDF, and it is gone."""
        self.close()
        try:
            self._check(total)
        except FormatError:
            self.forget()
            raise
        with self._told():
            with self.part.open("rb+") as file:
                os.fsync(file.fileno())
            _place(self.part, self.path)
            self._beside.unlink(missing_ok=True)
            _sync_folder(self.path.parent)

    def forget(self) -> None:
        """Keep nothing of the part."""
        self.close()
        with self._told():
            self.part.unlink(missing_ok=True)
            self._beside.unlink(missing_ok=True)
        self.size = 0

    def _check(self, total: int | None) -> None:
        with self._told(), self.part.open("rb") as file:
            size = file.seek(0, os.SEEK_END)
            file.seek(0)
            head = file.read(_HEAD)
            file.seek(max(0, size - _TAIL))
            tail = file.read()
        if not is_pdf(head):
            raise FormatError("The file is no PDF, whatever its name says; it was not kept.")
        if total is not None and size != total:
            raise FormatError(
                f"The PDF has {size_label(size)} where {size_label(total)} were announced; it was not kept."
            )
        if b"%%EOF" not in tail:
            raise FormatError("The PDF ends in the middle; it was not kept. Try again later.")

    @contextmanager
    def _told(self) -> Iterator[None]:
        """Say in a sentence what the disk did."""
        folder = clean_line(str(self.path.parent), 300)
        try:
            yield
        except FileExistsError as error:
            raise StorageError(
                f"There is another file of this name in {folder} by now; try again."
            ) from error
        except OSError as error:
            if error.errno in _FULL:
                kept = f"; the {size_label(self.size)} that are there stay" if self.size else ""
                raise StorageError(
                    f"The disk of {folder} has no room for the PDF{kept}. Make room, and downloading goes on."
                ) from error
            raise StorageError(
                f"The PDF cannot be written to {folder} ({error.strerror or type(error).__name__});"
                " the setting pdf.folder names another folder."
            ) from error


def _is_validator(text: object) -> bool:
    """Tell whether a text can be sent as one, whatever somebody wrote into the file."""
    return isinstance(text, str) and 0 < len(text) < 500 and text.isascii() and text.isprintable()


def _place(part: Path, path: Path) -> None:
    """Give a whole file its name; `FileExistsError` where another one has it."""
    try:
        path.hardlink_to(part)
    except FileExistsError:
        raise
    except (OSError, NotImplementedError):  # no hard links here
        if os.path.lexists(path):
            raise FileExistsError(errno.EEXIST, "File exists") from None
        part.rename(path)
    else:
        part.unlink()


def _sync_folder(folder: Path) -> None:
    """Have the new name on the disk too, where the system can do that."""
    if os.name == "nt":
        return
    with suppress(OSError):
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)
