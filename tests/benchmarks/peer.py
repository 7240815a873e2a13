"""The peers that searches are measured against: `fzf --filter`, and SQLite's FTS5 with its own ranking alone."""

import shutil
import sqlite3
import subprocess
from collections.abc import Iterable, Iterator
from contextlib import closing
from pathlib import Path

from reader.core.paper import Paper


def has_fzf() -> bool:
    """Tell whether fzf is on this machine."""
    return shutil.which("fzf") is not None


def fzf(query: str, lines: Path) -> Iterator[str]:
    """Yield the lines that fzf finds, best first."""
    with lines.open("rb") as stream:
        found = subprocess.run(["fzf", "--filter", query], stdin=stream, stdout=subprocess.PIPE, check=False)
    return iter(found.stdout.decode().splitlines())
