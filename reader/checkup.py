"""Look at everything the program rests on without opening it; it works where the program does not, and alters nothing."""

from reader.address import ARXIV_FEED_URL, ARXIV_PAGE_URL, ARXIV_URL, HUGGING_FACE_URL, address_of
from reader.catalog.health import VERSION as SQLITE_VERSION
from reader.catalog.health import examine as examine_catalogue
from reader.core.errors import UsageError
from reader.core.health import CatalogueHealth, LibraryHealth, Reached
from reader.library.health import examine as examine_library
from reader.paths import Paths
from reader.sources.plugin import plugin_names
from reader.sources.reach import Reaching

_SERVICES = (
    ("Hugging Face", "PAPER_READER_HF_URL", HUGGING_FACE_URL),
    ("arXiv, records", "PAPER_READER_ARXIV_URL", ARXIV_URL),
    ("arXiv, announcements", "PAPER_READER_ARXIV_URL", ARXIV_FEED_URL),
    ("arXiv, whole papers", "PAPER_READER_ARXIV_URL", ARXIV_PAGE_URL),
)


class ServiceCheck:
    """Asks the services whether they are there, while other things are looked at."""

    def __init__(self, *, offline: bool) -> None:
        """Begin to ask, unless nobody may be asked."""
        known: dict[str, str] = {}
        self._wrong: dict[str, None] = {}
        for name, variable, default in _SERVICES:
            try:
                # One address may stand for all of arXiv; it is asked once.
                known.setdefault(address_of(variable, default), name)
            except UsageError:  # whose sentence has the address, and that may have a password in it
                self._wrong[f"{variable} is no web address. It looks like {default}."] = None
        services = [(name, address) for address, name in known.items()]
        self._unasked = [Reached(name, address) for name, address in services]
        self._reaching = None if offline else Reaching(services)

    @property
    def wrong(self) -> tuple[str, ...]:
        """What is wrong with the addresses, one sentence each."""
        return tuple(self._wrong)

    def results(self) -> tuple[Reached, ...]:
        """Return how each service is; blocks until that is known, for a few seconds at most."""
        return tuple(self._unasked) if self._reaching is None else self._reaching.results()


def look_at_files(paths: Paths) -> tuple[LibraryHealth, CatalogueHealth]:
    """Return how the library and the catalogue are."""
    return examine_library(paths.data), examine_catalogue(paths.catalogue)


def other_sources() -> tuple[str, ...]:
    """Return the names of the sources that other packages bring."""
    return plugin_names()


def sqlite_version() -> str:
    """Return the version of SQLite."""
    return SQLITE_VERSION
