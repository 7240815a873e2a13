"""The terminal program on made-up papers: an in-memory catalogue, a real library, a source that fails on demand."""

import asyncio
from collections.abc import AsyncIterator, Callable, Iterable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

from textual.pilot import Pilot

from reader.bootstrap import build_service
from reader.catalog.import_progress import ImportStore
from reader.catalog.papers import Catalogue
from reader.catalog.search import Search
from reader.config import Config, Settings, parse_config
from reader.core.border import paper_from_record
from reader.core.document import Form
from reader.core.errors import OfflineError, ReaderError
from reader.core.linked import Links
from reader.core.listing import Listing
from reader.core.mark import Mark
from reader.core.paper import Paper
from reader.core.period import Period, Span
from reader.core.progress import Progress, TransferProgress, silent, silent_transfer
from reader.core.view import View, ViewKind
from reader.document.shelf import Shelf
from reader.export.citation import CITATIONS
from reader.export.format import FORMATS
from reader.library.library import Library
from reader.paths import Paths
from reader.service.asking import Asking
from reader.service.exchange import Exchange
from reader.service.fetching import Fetching
from reader.service.indexing import Indexing
from reader.service.marking import Marking
from reader.service.reading import Reading
from reader.service.service import Service
from reader.service.source import Opened, Sources
from reader.ui.app import PaperApp
from reader.ui.screens.papers import PapersScreen

NOW = datetime(2026, 8, 21, 9, 14, tzinfo=UTC)
"""The moment of every test: a Friday."""
TODAY = Period(date(2026, 8, 21), Span.DAY)
TRENDING = View(ViewKind.TRENDING)
WIDE, NARROW, SMALL = (140, 45), (80, 24), (60, 20)
SIZES = (WIDE, NARROW, SMALL)
OLD = timedelta(hours=3)
"""The age of a list that is fetched anew."""

_WAIT_SECONDS = 60.0
_SUBJECTS = (
    "Streaming Attention without a Cache",
    "How Far Do Small Models See",
    "A Calculus of Prompts",
    "Robots That Ask for Help",
    "Learning Schedules for Diffusion",
    "Graph Networks on Coral Reefs",
    "Reward Hacking in Gardens",
    "Sparse Mixtures of Violins",
    "Tokenizers for Birdsong",
    "Protein Folding by Origami",
)


def paper(number: int, **fields: Any) -> Paper:
    """Return a made-up paper; the same number gives the same paper."""
    subject = _SUBJECTS[number % len(_SUBJECTS)]
    record: dict[str, Any] = {
        "id": f"2608.{number:05}",
        "title": subject if number < len(_SUBJECTS) else f"{subject}, Part {number // len(_SUBJECTS) + 1}",
        "authors": [f"Ada Researcher{number}", "Bo Colleague", "Cy Friend"],
        "abstract": f"We study {subject.lower()}. It costs $O(n \\log n)$ where `baseline` costs $n^2$.\n\n"
        "Our second paragraph measures what the first one claims, on eleven public collections.",
        "published": "2026-08-18",
        "listed": "2026-08-20",
        "upvotes": 300 - number,
        "comments": number % 4,
        "keywords": ["attention", "memory"],
        "summary": "A short way to say what the abstract says.",
        "organization": "Some Lab",
        "submitted_by": "somebody",
        "github": f"https://github.com/some-lab/paper-{number}",
        "stars": 100 + number,
        "project": f"https://paper-{number}.example.org/",
    }
    return paper_from_record(record | fields)


def papers(count: int) -> tuple[Paper, ...]:
    """Return the first `count` made-up papers."""
    return tuple(paper(number) for number in range(count))


@dataclass
class FakeLists:
    """A source of lists: answers by view, else by kind of view; waits at the gate where there is one."""

    answers: dict[View | ViewKind, tuple[Paper, ...] | Listing | ReaderError] = field(default_factory=dict)
    gate: asyncio.Event | None = None
    asked: list[View] = field(default_factory=list)
    skipped: int = 0
    found: tuple[Paper, ...] | ReaderError = field(default_factory=lambda: OfflineError("Nothing answered."))
    """The answer to every search."""
    searched: list[str] = field(default_factory=list)
    records: tuple[Paper, ...] = ()
    """What is known of papers that are asked for by their identifiers."""
    completed: list[tuple[str, ...]] = field(default_factory=list)
    pictures: dict[str, bytes | ReaderError] = field(default_factory=dict)
    """The answer to each address of a picture."""
    pictured: list[str] = field(default_factory=list)
    links: Links | None = None
    """What names every one of the `records`."""
    detailed: list[str] = field(default_factory=list)
    probed: int = 0
    """How often it was probed: with success where it has any answer."""

    async def listing(self, view: View, progress: Progress = silent) -> Listing:
        self.asked.append(view)
        if self.gate is not None:
            await self.gate.wait()
        answer = self.answers.get(view, self.answers.get(view.kind, OfflineError("Nothing answered.")))
        if isinstance(answer, ReaderError):
            raise answer
        if isinstance(answer, Listing):
            return answer
        period = view.period or (Period.containing(TODAY.start, view.kind.span) if view.kind.span else None)
        return Listing(View(view.kind, period), answer, self.skipped)

    async def search(self, query: str, limit: int) -> tuple[Paper, ...]:
        self.searched.append(query)
        if self.gate is not None:
            await self.gate.wait()
        if isinstance(self.found, ReaderError):
            raise self.found
        return self.found

    async def paper(self, identifier: str) -> Paper:
        raise OfflineError("Nothing answered.")

    async def detail(self, identifier: str) -> tuple[Paper, Links]:
        self.detailed.append(identifier)
        if self.links is None:
            raise OfflineError("Nothing answered.")
        return next(paper for paper in self.records if paper.id == identifier), self.links

    async def papers(self, identifiers: Sequence[str], progress: Progress = silent) -> tuple[Paper, ...]:
        self.completed.append(tuple(identifiers))
        return tuple(paper for paper in self.records if paper.id in identifiers)

    async def picture(self, address: str, progress: Progress = silent) -> bytes:
        self.pictured.append(address)
        answer = self.pictures.get(address, OfflineError("Nothing answered."))
        if isinstance(answer, ReaderError):
            raise answer
        return answer

    async def html(self, identifier: str, progress: Progress = silent) -> tuple[bytes, str]:
        raise OfflineError("Nothing answered.")

    async def text(self, identifier: str, progress: Progress = silent) -> str:
        raise OfflineError("Nothing answered.")

    pdf = text

    async def probe(self) -> None:
        self.probed += 1
        if all(isinstance(answer, ReaderError) for answer in (*self.answers.values(), self.found)):
            raise OfflineError("Nothing answered.")

    async def close(self) -> None:
        return


@dataclass
class FakePdfs:
    """A source of PDFs, each of 1 MB, or an error by identifier; waits half-way at the gate where there is one."""

    errors: dict[str, ReaderError] = field(default_factory=dict)
    gate: asyncio.Event | None = None
    asked: list[str] = field(default_factory=list)

    async def download(
        self,
        identifier: str,
        place: Callable[[], Path | None],
        progress: TransferProgress = silent_transfer,
    ) -> Path | None:
        self.asked.append(identifier)
        if identifier in self.errors:
            raise self.errors[identifier]
        progress("", 500_000, 1_000_000)
        if self.gate is not None:
            await self.gate.wait()
        if (path := place()) is not None:
            path.parent.mkdir(exist_ok=True)
            path.write_bytes(b"%PDF-" + bytes(999_995))
        return path


class World:
    """Everything around one window, in one folder."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.catalogue = Catalogue(None)
        self.lists = FakeLists()
        self.arxiv = FakeLists()
        self.pdfs = FakePdfs()
        self.clipboard: list[str] = []
        self._libraries: list[Library] = []

    def close(self) -> None:
        for library in self._libraries:
            library.close()
        self.catalogue.close()

    def store(
        self,
        stored: Sequence[Paper],
        view: View = TRENDING,
        *,
        age: timedelta = timedelta(0),
        skipped: int = 0,
    ) -> None:
        """Put a list into the catalogue as if it was fetched `age` ago."""
        self.catalogue.store_listing(Listing(view, tuple(stored), skipped), NOW - age)

    def keep_text(self, identifier: str, text: bytes) -> str:
        """Put the whole text of a paper where it is kept after it was read once; return its address."""
        address = f"https://arxiv.org/html/{identifier}"
        Shelf(self.folder / "texts").save(identifier, Form.HTML, text, address)
        return address

    def library(self) -> Library:
        """Return the library, read anew from disk."""
        self._libraries.append(Library.open(self.folder))
        return self._libraries[-1]

    def mark(self, identifier: str) -> Mark:
        """Return the mark of a paper that is on disk."""
        return self.library().mark(identifier)

    def service(self, *, offline: bool = False, categories: tuple[str, ...] = ()) -> Service:
        """Return the use cases, by a clock that stands still; `categories` are those of the settings."""
        library = self.library()
        sources = Sources(lambda: Opened(self.lists, self.arxiv, pdfs=self.pdfs), offline=offline)
        bootstrapped = build_service(self.catalogue, library, sources, self.folder)
        marking = Marking(library, now=lambda: NOW)
        search = Search(self.catalogue.database)
        return Service(
            reading=Reading(self.catalogue, search, library, sources, _sample, lambda: NOW, categories),
            marking=marking,
            exchange=lambda: Exchange(ImportStore(self.catalogue), marking, FORMATS, now=lambda: NOW),
            fetching=lambda: Fetching(self.catalogue, sources, now=lambda: NOW),
            indexing=lambda: Indexing(self.catalogue),
            asking=lambda: Asking(self.catalogue, sources, now=lambda: NOW),
            full_text=lambda: bootstrapped.full_text,
            downloading=lambda: bootstrapped.downloading,
            digesting=lambda: bootstrapped.digesting,
            mailing=lambda _, settings: bootstrapped.mailing(settings),
            noticing=bootstrapped._make_noticing,
            syncing=bootstrapped.syncing,
            citations=lambda: CITATIONS,
            notices=bootstrapped.notices,
            categories=categories,
        )

    def app(
        self, view: View = TRENDING, *, offline: bool = False, config: str = "", **settings: Any
    ) -> PaperApp:
        """Return the program; `config` is the text of `config.toml`, `settings` go over it."""
        read = parse_config(config)
        service = self.service(offline=offline, categories=read.settings.arxiv.categories)
        merged = {name: getattr(read.settings, name) for name in Settings._fields} | settings
        paths = Paths(self.folder, self.folder, self.folder)
        contents = service.reading.stored(view, limit=100)
        return PaperApp(
            service, Config(Settings(**merged), read.problems, read.key_lines), paths, view, contents
        )

    @asynccontextmanager
    async def run(
        self, size: tuple[int, int] = WIDE, view: View = TRENDING, *, settle: bool = True, **options: Any
    ) -> AsyncIterator["Window"]:
        """Run the program without a terminal, until everything is loaded unless `settle` is off."""
        options.setdefault("read_after", None)
        app = self.app(view, **options)
        async with app.run_test(size=size, notifications=True) as pilot:
            window = Window(pilot)
            if settle:
                await window.settle()
            yield window


class Window:
    """One running program, with the words that tests use."""

    def __init__(self, pilot: Pilot[None]) -> None:
        self.pilot = pilot
        self.app = pilot.app

    @property
    def screen(self) -> PapersScreen:
        """The main screen, also below a dialog."""
        return next(screen for screen in self.app.screen_stack if isinstance(screen, PapersScreen))

    @property
    def ids(self) -> list[str]:
        """The identifiers of the rows."""
        return [entry.id for entry in self.screen.paper_list.entries]

    @property
    def current(self) -> str | None:
        """The identifier of the paper under the cursor."""
        return self.screen.entry.id if self.screen.entry else None

    @property
    def text(self) -> str:
        """Everything visible, line by line."""
        return "\n".join(self.lines)

    @property
    def lines(self) -> list[str]:
        """What is visible."""
        return screen_lines(self.app)

    @property
    def toasts(self) -> list[str]:
        """What notifications say."""
        return [str(notice.message) for notice in self.app._notifications]

    async def press(self, *keys: str) -> None:
        """Press keys, and wait for what they do."""
        await self.pilot.press(*keys)
        await self.settle()

    async def type(self, text: str) -> None:
        """Type a text, and wait for what it does."""
        await self.press(*map(key_name, text))

    async def until(self, holds: Callable[[], object]) -> None:
        """Wait until something holds."""
        await wait_until(self.pilot, holds)

    async def settle(self) -> None:
        """Wait until every worker but those of open dialogs is done, and all is drawn."""
        await self.pilot.pause()
        lasting = ("dialog", "network")
        for _ in range(3):  # what one worker did may have called for another
            await self.until(lambda: all(w.is_finished or w.group in lasting for w in self.app.workers))
            for _ in range(5):
                await asyncio.sleep(0)
        # A dialog that was asked for is there, or is done with.
        await self.until(
            lambda: (
                self.app.screen is not self.screen
                or all(w.is_finished or w.group == "network" for w in self.app.workers)
            )
        )
        await self.pilot.pause()


async def wait_until(pilot: Pilot[Any], holds: Callable[[], object]) -> None:
    """Let the program run until something holds."""
    loop = asyncio.get_running_loop()
    end = loop.time() + _WAIT_SECONDS
    while not holds():
        assert loop.time() < end, "it never came about"
        await pilot.pause(0.01)


def screen_lines(app: Any) -> list[str]:
    """Return every visible line of the screen on top."""
    strips = app.screen._compositor.render_strips()
    return [strip.text for strip in strips]


def key_name(character: str) -> str:
    """Return the name of the key that types a character."""
    names = {" ": "space", ":": "colon", "-": "minus", ">": "greater_than_sign", '"': "quotation_mark"}
    names |= {
        "(": "left_parenthesis",
        ")": "right_parenthesis",
        ".": "full_stop",
        "/": "slash",
        "_": "underscore",
    }
    names |= {
        ",": "comma",
        "~": "tilde",
        "$": "dollar_sign",
        "[": "left_square_bracket",
        "]": "right_square_bracket",
    }
    return names.get(character, character)


def first_ids(count: int, start: int = 0) -> list[str]:
    """Return the identifiers of made-up papers."""
    return [f"2608.{number:05}" for number in range(start, start + count)]


def _sample() -> tuple[Paper, ...]:
    return tuple(
        paper_from_record(
            {"id": f"1706.{n:05}", "title": f"A Sample Paper {n}", "abstract": "In our own words."},
            sample=True,
        )
        for n in range(3)
    )


def joined(lines: Iterable[str]) -> str:
    """Return lines as one text without the blanks around them, for texts that wrap."""
    return " ".join(line.strip(" │╭╮╰╯─▁▂▃▄▅▆▇█") for line in lines)
