"""Put the program together; the one place that names concrete classes."""

import os
from collections.abc import Callable, Iterator, Mapping
from contextlib import closing, contextmanager
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from reader.address import Addresses, find_addresses
from reader.catalog.late_search import LateSearch
from reader.catalog.papers import Catalogue
from reader.config import Config, load_config
from reader.core.kept_pdf import NO_PDF_SETTINGS, PdfSettings
from reader.core.paper import Paper
from reader.library import ahead
from reader.library.library import Library
from reader.library.state import Files
from reader.paths import Paths, find_paths, meeting_place
from reader.service.marking import Marking
from reader.service.reading import Reading
from reader.service.service import Citation, Service
from reader.service.source import Opened, Sources

if TYPE_CHECKING:
    from reader.core.document import Document
    from reader.core.mail import MailSettings
    from reader.core.sync import SyncSettings
    from reader.document.pdf_shelf import PdfShelf
    from reader.service.asking import Asking
    from reader.service.digesting import Digesting
    from reader.service.downloading import Downloading
    from reader.service.exchange import Exchange
    from reader.service.fetching import Fetching
    from reader.service.full_text import FullText
    from reader.service.indexing import Indexing
    from reader.service.mailing import Mailing
    from reader.service.noticing import Noticing
    from reader.service.syncing import Syncing
    from reader.service.watching import Watches


class Program(NamedTuple):
    """Everything a front needs."""

    service: Service
    config: Config
    paths: Paths


def read_ahead() -> None:
    """Begin to read the library, while the rest is loaded that `program` and a front need."""
    ahead.begin(Files.of(find_paths().data).snapshot)


@contextmanager
def program(*, offline: bool = False) -> Iterator[Program]:
    """Build the program on the person's folders, and close its files at the end."""
    paths = find_paths()
    config = load_config(paths.settings)
    addresses = find_addresses()
    categories = config.settings.arxiv.categories
    with closing(Library.open(paths.data)) as library, closing(Catalogue(paths.catalogue)) as catalogue:

        def followed() -> tuple[str, ...]:
            from reader.core.follow import categories_followed

            return categories_followed(library.follows, categories)

        sources = Sources(partial(_open_sources, addresses, paths.cache, followed), offline=offline)
        pdf = config.settings.pdf._replace(folder=config.settings.pdf.folder or str(paths.pdfs))
        service = build_service(catalogue, library, sources, paths.cache, categories, pdf, paths.config)
        yield Program(service, config, paths)


def build_service(
    catalogue: Catalogue,
    library: Library,
    sources: Sources,
    cache: Path,
    categories: tuple[str, ...] = (),
    pdf: PdfSettings = NO_PDF_SETTINGS,
    own: Path | None = None,
) -> Service:
    """Wire the use cases to their stores and sources.

    `cache` is the folder of what can be fetched again, `categories` and `pdf` are what the settings say, `own` is the
    folder of what belongs to this machine alone (else that of the library, which people may share).
    """
    marking = Marking(library)
    reading = Reading(
        catalogue, LateSearch(catalogue.database), library, sources, _sample, categories=categories
    )
    notices = tuple(filter(None, (catalogue.notice, *library.notices)))
    return Service(
        reading=reading,
        marking=marking,
        exchange=partial(_exchange, catalogue, library, marking, sources),
        fetching=partial(_fetching, catalogue, sources),
        indexing=partial(_indexing, catalogue),
        asking=partial(_asking, catalogue, sources),
        full_text=partial(_full_text, sources, cache, pdf),
        downloading=partial(_downloading, sources, reading, cache, pdf),
        digesting=partial(_digesting, reading, partial(_fetching, catalogue, sources), library),
        mailing=partial(_mailing, library, cache),
        noticing=partial(_noticing, library, own or library.folder, cache),
        syncing=partial(_syncing, library, cache),
        citations=_citations,
        notices=notices,
        lasting=catalogue.lasting,
        categories=categories,
    )


def _open_sources(addresses: Addresses, cache: Path, followed: Callable[[], tuple[str, ...]]) -> Opened:
    from reader.sources.arxiv import ArXiv
    from reader.sources.cache import Cache
    from reader.sources.client import Client
    from reader.sources.courtesy import CourteousAsker
    from reader.sources.huggingface import HuggingFace
    from reader.sources.pdf import ArXivPdfs
    from reader.sources.plugin import load_plugin, plugin_names

    base = addresses.hugging_face
    client = Client(
        {**dict.fromkeys((addresses.arxiv, addresses.feeds, addresses.pages), "arXiv"), base: "Hugging Face"},
        token=os.environ.get("HF_TOKEN") or None,
        token_base=base,
        cache=Cache(cache / "answers"),
    )
    turns = meeting_place(addresses.arxiv, cache)
    arxiv = ArXiv(
        client, turns, base=addresses.arxiv, feeds=addresses.feeds, pages=addresses.pages, followed=followed
    )
    others = CourteousAsker(client, arxiv.turnstile, (addresses.arxiv, addresses.feeds, addresses.pages))
    return Opened(
        HuggingFace(client, base),
        arxiv,
        other=lambda name: load_plugin(name, others),
        others=plugin_names,
        pdfs=ArXivPdfs(client, turns, pages=addresses.pages),
    )


def _exchange(catalogue: Catalogue, library: Library, marking: Marking, sources: Sources) -> "Exchange":
    from reader.catalog.import_progress import ImportStore
    from reader.export.format import FORMATS
    from reader.service.exchange import Exchange

    return Exchange(
        ImportStore(catalogue), marking, FORMATS, kept=lambda: library.papers, sources=sources.papers
    )


def _fetching(catalogue: Catalogue, sources: Sources) -> "Fetching":
    from reader.service.fetching import Fetching

    return Fetching(catalogue, sources)


def _indexing(catalogue: Catalogue) -> "Indexing":
    from reader.service.indexing import Indexing

    return Indexing(catalogue)


def _asking(catalogue: Catalogue, sources: Sources) -> "Asking":
    from reader.service.asking import Asking

    return Asking(catalogue, sources)


def _full_text(sources: Sources, cache: Path, pdf: PdfSettings) -> "FullText":
    from reader.core.document import Form
    from reader.document.pdf import SIZE_LIMIT, can_read_pdf
    from reader.document.picture import can_draw, check_picture, raster
    from reader.document.shelf import Shelf
    from reader.service.full_text import FullText
    from reader.service.picturing import Picturing

    def parse(form: Form, data: bytes, address: str) -> "Document":
        # Each parser has a package of its own to load.
        if form is Form.HTML:
            from reader.document.latexml import parse_latexml

            return parse_latexml(data, address)
        if form is Form.MARKDOWN:
            from reader.document.markdown import parse_markdown

            return parse_markdown(data.decode("utf-8", "replace"), address)
        from reader.document.pdf import parse_pdf

        return parse_pdf(data, address)

    def kept_pdf(identifier: str) -> bytes | None:
        return _pdf_shelf(cache, pdf).read(identifier, SIZE_LIMIT)

    shelf = Shelf(cache / "texts")
    picturing = Picturing(sources, shelf, check_picture, raster) if can_draw() else None
    return FullText(sources, shelf, parse, reads_pdf=can_read_pdf(), kept_pdf=kept_pdf, picturing=picturing)


def _downloading(sources: Sources, reading: Reading, cache: Path, pdf: PdfSettings) -> "Downloading":
    from reader.service.downloading import Downloading

    return Downloading(sources, _pdf_shelf(cache, pdf), reading.find, reading.look_up, pdf.viewer)


def _pdf_shelf(cache: Path, pdf: PdfSettings) -> "PdfShelf":
    from reader.core.pdf_name import file_name
    from reader.document.pdf_shelf import PdfShelf
    from reader.export.name import parse_name, plain_name

    def family(author: str, organization: str | None) -> str:
        return parse_name(plain_name(author), organization).full_family

    def name(identifier: str, paper: Paper | None, distinct: bool) -> str:
        return file_name(pdf.name, identifier, paper, family, distinct=distinct)

    folder = Path(pdf.folder).expanduser() if pdf.folder else cache / "pdfs"
    return PdfShelf(cache / "pdf-places", folder, name)


def _digesting(reading: Reading, fetching: Callable[[], "Fetching"], library: Library) -> "Digesting":
    from reader.export.digest.format import render
    from reader.service.digesting import Digesting

    return Digesting(reading, fetching, library, render)


def _mailing(library: Library, cache: Path, digesting: "Digesting", settings: "MailSettings") -> "Mailing":
    from reader.library.lock import FolderLock
    from reader.mail.delivery import DigestPost
    from reader.service.mailing import Mailing

    return Mailing(digesting, DigestPost(settings), FolderLock(cache / "digest.lock").held, library.refresh)


def _noticing(
    library: Library, own: Path, cache: Path, watches: "Watches", settings: "MailSettings"
) -> "Noticing":
    from reader.outlet import noticing

    return noticing(library, own, cache, watches, settings)


def _syncing(library: Library, cache: Path, settings: "SyncSettings") -> "Syncing":
    from reader.outlet import syncing

    return syncing(library, cache, settings)


def _citations() -> Mapping[str, Citation]:
    from reader.export.citation import CITATIONS

    return CITATIONS


def _sample() -> tuple[Paper, ...]:
    from reader.sources.sample import load_sample

    return load_sample()
