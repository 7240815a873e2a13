"""Where the reader keeps its files."""

import os
import re
import stat
from pathlib import Path
from typing import NamedTuple
from urllib.parse import urlsplit

from reader.core.errors import StorageError


class Paths(NamedTuple):
    """The folders for settings, what the person did, and what was fetched."""

    config: Path
    data: Path
    cache: Path

    @property
    def settings(self) -> Path:
        """The settings file."""
        return self.config / "config.toml"

    @property
    def catalogue(self) -> Path:
        """The file of everything fetched; it may be deleted."""
        return self.cache / "catalogue.sqlite"

    @property
    def pdfs(self) -> Path:
        """The folder of PDFs where the settings name none."""
        return self.data / "pdfs"

    @property
    def state(self) -> Path:
        """The file of small things remembered between runs, such as the folder exported to last."""
        return self.data / "state.json"


def find_paths() -> Paths:
    """Return one folder for everything if `PAPER_READER_HOME` names it, else the platform's usual folders."""
    if home := os.environ.get("PAPER_READER_HOME"):
        try:
            folder = Path(home).expanduser().absolute()
        except RuntimeError as error:
            raise StorageError(f"PAPER_READER_HOME names a home folder that is unknown: {home!r}.") from error
        return Paths(folder, folder, folder)
    import platformdirs

    paths = Paths(
        platformdirs.user_config_path("paper-reader", appauthor=False),
        platformdirs.user_data_path("paper-reader", appauthor=False),
        platformdirs.user_cache_path("paper-reader", appauthor=False),
    )
    if not all(path.is_absolute() for path in (paths.config, paths.data, paths.cache)):
        raise StorageError(
            "Your home folder is unknown (HOME is not set), so there is no place to keep bookmarks."
            " Set HOME, or PAPER_READER_HOME to a folder of your choice."
        )
    return paths


def meeting_place(address: str, otherwise: Path) -> Path:
    """Return the folder in which all programs of the person that ask one service take turns, whatever their home.

    It is `otherwise` where the folder for passing files cannot be used, or somebody else's stands in its place.
    """
    import tempfile

    own = os.getuid() if hasattr(os, "getuid") else None  # elsewhere that folder is the person's own
    name = "paper-reader" if own is None else f"paper-reader-{own}"
    try:
        folder = Path(tempfile.gettempdir()) / name
        folder.mkdir(mode=0o700, exist_ok=True)
        state = folder.lstat()
        if not stat.S_ISDIR(state.st_mode) or (
            own is not None and (state.st_uid != own or state.st_mode & 0o022)
        ):
            return otherwise
        place = folder / re.sub(r"[^\w.-]", "-", urlsplit(address).netloc.lower())
        place.mkdir(exist_ok=True)
        writable = os.access(place, os.W_OK | os.X_OK)
    except OSError:
        return otherwise
    return place if writable else otherwise
