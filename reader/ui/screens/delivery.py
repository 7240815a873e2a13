"""Exports to a person in front of a web browser: the file is theirs to keep, not the server's."""

import asyncio
import io
import zipfile
from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from textual.app import App

from reader.core.entry import Entry
from reader.core.errors import StorageError
from reader.service.exchange import Exchange


async def deliver_export(
    app: App[Any], exchange: Exchange, entries: Sequence[Entry], format_name: str, name: str
) -> str:
    """Hand an export over as a download called `name`; return a sentence that says so; `StorageError`."""
    called = Path(name).name or "papers"
    content, is_folder = await asyncio.to_thread(_content, exchange, entries, format_name, called)
    called += ".zip" if is_folder and not called.endswith(".zip") else ""
    app.deliver_binary(io.BytesIO(content), save_filename=called)
    return (
        f"Exported {len(entries):,} {'paper' if len(entries) == 1 else 'papers'}: your browser has {called}"
    )


def _content(exchange: Exchange, entries: Sequence[Entry], format_name: str, name: str) -> tuple[bytes, bool]:
    """Return the file, a packed one where the format fills a folder, and whether it does."""
    try:
        with TemporaryDirectory(prefix="paper-reader-") as folder:
            path = Path(folder) / name
            exchange.export(entries, format_name, path)
            if not path.is_dir():
                return path.read_bytes(), False
            packed = io.BytesIO()
            with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
                for note in sorted(path.iterdir()):
                    archive.write(note, note.name)
            return packed.getvalue(), True
    except OSError as error:
        raise StorageError(f"The export could not be made: {error.strerror or error}.") from error
