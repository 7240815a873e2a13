"""The peers that searches are measured against: `fzf --filter`, and SQLite's FTS5 with its own ranking alone."""

import shutil
import sqlite3
import subprocess
from collections.abc import Iterable
from pathlib import Path

from reader.core.paper import Paper


def has_fzf() -> bool:
    """Tell whether fzf is on this machine."""
    return shutil.which("fzf") is not None


def fzf(query: str, lines: Path) -> list[str]:
    """Return the lines that fzf finds, best first."""
    with lines.open("rb") as stream:
        found = subprocess.run(["fzf", "--filter", query], stdin=stream, stdout=subprocess.PIPE, check=False)
    return found.stdout.decode().splitlines()


def run_fzf(query: str, lines: Path) -> None:
    """Let fzf find, and throw away what it finds."""
    with lines.open("rb") as stream:
        subprocess.run(["fzf", "--filter", query], stdin=stream, stdout=subprocess.DEVNULL, check=False)


class FullText:
    """SQLite's FTS5 over title, authors and abstract; the same text a line a paper goes to `lines`."""

    def __init__(self, path: Path, papers: Iterable[Paper], lines: Path) -> None:
        self._connection = sqlite3.connect(path)
        self._connection.execute("CREATE VIRTUAL TABLE texts USING fts5 (title, authors, abstract)")
        with lines.open("w", encoding="utf-8") as stream, self._connection:
            for paper in papers:
                row = (paper.title, ", ".join(paper.authors), paper.abstract or "")
                self._connection.execute("INSERT INTO texts VALUES (?, ?, ?)", row)
                stream.write(" ".join(" ".join(row).split()) + "\n")

    def find(self, query: str) -> list[int]:
        """Return the best 200 rows that hold every word of a query, the last one perhaps unfinished."""
        words = " ".join(f'"{word}"' for word in query.split())
        rows = self._connection.execute(
            "SELECT rowid FROM texts WHERE texts MATCH ? ORDER BY bm25(texts) LIMIT 200", (words + " *",)
        )
        return [row for (row,) in rows]

    def close(self) -> None:
        """Close the file."""
        self._connection.close()
