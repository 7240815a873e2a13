"""Files that can be fetched again, in a folder of bounded size; where it fails, nothing is kept and nobody is troubled."""

import os
from pathlib import Path


def write_bounded(path: Path, data: bytes, size: int, endings: tuple[str, ...] = ("",)) -> None:
    """Write a file as a whole, and remove those used longest ago while the folder has more than `size` bytes.

    Only files with one of the `endings` count, and are removed.
    """
    temporary = path.with_suffix(f".{os.getpid()}")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        temporary.write_bytes(data)
        temporary.replace(path)
        _make_room(path.parent, size, endings)
    except OSError:
        return


def _make_room(folder: Path, size: int, endings: tuple[str, ...]) -> None:
    with os.scandir(folder) as found:
        files = [
            (entry.stat(), entry.path)
            for entry in found
            if entry.name.endswith(endings) and entry.is_file(follow_symlinks=False)
        ]
    total = sum(state.st_size for state, _ in files)
    for state, path in sorted(files, key=lambda file: file[0].st_mtime):
        if total <= size:
            break
        os.unlink(path)
        total -= state.st_size
