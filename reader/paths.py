"""Where the reader keeps its files."""

import os
from dataclasses import dataclass
from pathlib import Path

from reader.core.errors import StorageError


@dataclass(frozen=True, slots=True)
class Paths:
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
