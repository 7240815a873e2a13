"""Put the program together; the one place that names concrete classes."""

import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from reader.catalog.papers import Catalogue
from reader.catalog.search import Search
from reader.config import Config, load_config
from reader.core.errors import UsageError
from reader.core.paper import Paper
from reader.export.format import FORMATS
from reader.library.library import Library
from reader.paths import Paths, find_paths
from reader.service.exchange import Exchange
from reader.service.fetching import Fetching
from reader.service.marking import Marking
from reader.service.reading import Reading
from reader.service.service import Citation, Service
from reader.service.source import Sources

HUGGING_FACE_URL = "https://huggingface.co"
ARXIV_URL = "https://export.arxiv.org"


@dataclass(frozen=True, slots=True)
class Program:
    """Everything a front needs."""

    service: Service
    config: Config
    paths: Paths


@contextmanager
def program(*, offline: bool = False) -> Iterator[Program]:
    """Build the program on the person's folders, and close its files at the end."""
    paths = find_paths()
    config = load_config(paths.settings)
    library = Library.open(paths.data)
    catalogue = Catalogue(paths.catalogue)
    try:
        yield Program(build_service(catalogue, library, _sources(paths.cache, offline)), config, paths)
    finally:
        library.close()
        catalogue.close()


def build_service(catalogue: Catalogue, library: Library, sources: Sources) -> Service:
    """Wire the use cases to their stores and sources."""
    marking = Marking(library)
    notices = tuple(filter(None, (catalogue.notice, *library.notices)))
    return Service(
        reading=Reading(catalogue, Search(catalogue.database), library, sources, _sample),
        marking=marking,
        exchange=Exchange(catalogue, marking, FORMATS),
        fetching=Fetching(catalogue, sources),
        citations=_citations,
        notices=notices,
    )


def _sources(cache: Path, offline: bool) -> Sources:
    from reader.sources.arxiv import ArXiv
    from reader.sources.client import Client, Limit
    from reader.sources.huggingface import HuggingFace

    hugging_face = _address("PAPER_READER_HF_URL", HUGGING_FACE_URL)
    arxiv = _address("PAPER_READER_ARXIV_URL", ARXIV_URL)
    client = Client(
        {hugging_face: "Hugging Face"}, token=os.environ.get("HF_TOKEN") or None, token_base=hugging_face
    )
    # Its turnstile spaces requests; a retry of the client's own would pass it by.
    arxiv_client = Client({arxiv: "arXiv"}, limit=Limit(attempts=1))
    lists = HuggingFace(client, hugging_face)
    return Sources(lists, ArXiv(arxiv_client, cache, base=arxiv), offline=offline)


def _address(variable: str, default: str) -> str:
    address = os.environ.get(variable) or default
    parts = urlsplit(address)
    if parts.scheme not in ("http", "https") or not parts.hostname:
        raise UsageError(f"{variable} is no web address: {address!r}. It looks like {default}.")
    return address.rstrip("/")


def _citations() -> Mapping[str, Citation]:
    from reader.export.citation import CITATIONS

    return CITATIONS


def _sample() -> tuple[Paper, ...]:
    from reader.sources.sample import load_sample

    return load_sample()
