"""`backups/`: the snapshots before the present one, each with the journal that leads to the next."""

import os
import re
from collections.abc import Iterable
from contextlib import suppress
from datetime import UTC, date, datetime
from itertools import count
from pathlib import Path

from reader.library import disk

RECENT = 10
"""Runs whose snapshots are kept, and newest generations, whatever run they are of."""

WEEKS = 52
"""Weeks of which the last snapshot is kept."""

_DURING = "-during"
"""Ends the name of a snapshot that a long run wrote before it ended."""

_NAME = rf"(?a)library-(\d{{1,16}})(?:-(\d+))?({_DURING})?\.(json|journal)"


class Backups:
    """The copies beside the library; nothing in it is ever overwritten."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def snapshots(self) -> list[tuple[int, Path]]:
        """Return the kept snapshots with their generations, oldest first."""
        return self._found("json")

    def journals(self) -> list[tuple[int, Path]]:
        """Return the kept journals with the generations that they continue, oldest first."""
        return self._found("journal")

    @property
    def newest(self) -> int:
        """The highest generation of which anything is kept; -1 without any."""
        return max((generation for generation, _ in self.snapshots() + self.journals()), default=-1)

    def keep_snapshot(self, path: Path, generation: int, *, during: bool = False) -> None:
        """Keep the snapshot that is about to be replaced, under a second name.

        `during` says that the run that replaces it wrote it, too.
        """
        disk.create_folder(self.folder)
        target = self._free(generation, f"{_DURING if during else ''}.json", path)
        if target is None:
            return
        try:
            os.link(path, target)
        except OSError:
            # File systems without hard links (FAT, some network folders): a copy, complete before it has the name.
            unfinished = target.with_suffix(".part")
            disk.write_aside(unfinished, [disk.read_file(path)[0]])
            from shutil import copystat

            copystat(path, unfinished)
            unfinished.rename(target)
        disk.flush_folder(self.folder)

    def keep_journal(self, path: Path, generation: int) -> None:
        """Move a journal here whose lines are in the snapshot."""
        disk.create_folder(self.folder)
        target = self._free(generation, ".journal", path)
        if target is not None:
            path.rename(target)
            disk.flush_folder(self.folder)
            disk.flush_folder(path.parent)

    def keep_other(self, path: Path) -> None:
        """Move a copy of another machine here that has been merged."""
        disk.create_folder(self.folder)
        target = self.folder / f"merged-{path.name}"
        for number in count(2):
            if not target.exists():
                break
            target = self.folder / f"merged-{number}-{path.name}"
        path.rename(target)
        disk.flush_folder(self.folder)
        disk.flush_folder(path.parent)

    def prune(self) -> None:
        """Remove what is neither of one of the last runs, nor among the newest, nor the last of its week."""
        snapshots = self.snapshots()
        whole = [(generation, path) for generation, path in snapshots if not path.stem.endswith(_DURING)]
        kept = generations_to_keep((generation, _day(path)) for generation, path in whole)
        journals = self.journals()
        recent = sorted({generation for generation, _ in snapshots + journals})[-RECENT:]
        for generation, path in snapshots + journals:
            if generation not in kept and generation not in recent:
                with suppress(OSError):
                    path.unlink()

    def _found(self, suffix: str) -> list[tuple[int, Path]]:
        try:
            names = os.listdir(self.folder)
        except (FileNotFoundError, NotADirectoryError):
            return []
        matches = [match for name in names if (match := re.fullmatch(_NAME, name)) and match[4] == suffix]
        matches.sort(key=lambda match: (int(match[1]), int(match[2] or 1)))
        return [(int(match[1]), self.folder / match[0]) for match in matches]

    def _free(self, generation: int, ending: str, path: Path) -> Path | None:
        """Return a name that is free and ends so, or `None` when the very file is kept already."""
        for number in count(1):
            name = f"library-{generation:06}" + (f"-{number}" if number > 1 else "")
            target = self.folder / f"{name}{ending}"
            if not target.exists():
                return target
            if target.samefile(path):
                return None
        return None


def generations_to_keep(snapshots: Iterable[tuple[int, date]]) -> frozenset[int]:
    """Return the newest generations and the last one of each week."""
    ordered = sorted(snapshots)
    weekly: dict[tuple[int, int], int] = {}
    for generation, day in ordered:
        year, week, _ = day.isocalendar()
        weekly[year, week] = generation
    recent = [generation for generation, _ in ordered[-RECENT:]]
    return frozenset([*recent, *sorted(weekly.values())[-WEEKS:]])


def _day(path: Path) -> date:
    return datetime.fromtimestamp(path.stat().st_mtime, UTC).date()
