"""The program served to browsers, as a process of its own."""

import asyncio
import os
import signal
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from reader.catalog.papers import Catalogue
from reader.core.border import paper_from_record
from reader.core.listing import Listing
from reader.core.view import View, ViewKind

ROOT = Path(__file__).parents[1]
TITLES = ("Streaming Attention", "A Calculus of Prompts", "Robots That Ask for Help")


def make_home(folder: Path) -> Path:
    """Return a home in which three papers were fetched."""
    home = folder / "served"
    home.mkdir()
    catalogue = Catalogue(home / "catalogue.sqlite")
    records: list[dict[str, Any]] = [
        {"id": f"2608.{n:05}", "title": title, "abstract": f"{title}, at length.", "upvotes": n}
        for n, title in enumerate(TITLES)
    ]
    listing = Listing(View(ViewKind.TRENDING), tuple(map(paper_from_record, records)))
    catalogue.store_listing(listing, datetime(2026, 8, 21, tzinfo=UTC))
    catalogue.close()
    return home


def programs(home: Path) -> set[int]:
    """Return the processes that work on a home, as Linux tells it."""
    found = set()
    for process in Path("/proc").glob("[0-9]*"):
        with suppress(OSError):
            if f"PAPER_READER_HOME={home}".encode() in (process / "environ").read_bytes().split(b"\0"):
                found.add(int(process.name))
    return found


async def started(home: Path, *arguments: str, **variables: str) -> asyncio.subprocess.Process:
    """Start to serve what is in a home."""
    return await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "reader", "serve", "--port", "0", "--offline", *arguments),
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
        env=os.environ | {"PAPER_READER_HOME": str(home), "PYTHONPATH": str(ROOT)} | variables,
        cwd=home,
    )


@asynccontextmanager
async def serving(home: Path, *arguments: str, **variables: str) -> AsyncIterator[str]:
    """Serve what is in a home, and give the address that is printed."""
    process = await started(home, *arguments, **variables)
    assert process.stdout is not None
    assert process.stderr is not None
    try:
        address = (await asyncio.wait_for(process.stdout.readline(), 30)).decode().strip()
        yield address
        process.send_signal(signal.SIGTERM)
        _, said = await asyncio.wait_for(process.communicate(), 30)
        assert process.returncode == 0, said
        assert b"Traceback" not in said, said
    finally:
        if process.returncode is None:
            process.kill()
            await process.communicate()
