import os
import stat
import threading
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import pytest

from reader.catalog.import_progress import ImportStore, Kept
from reader.catalog.papers import Catalogue
from reader.core.entry import Entry
from reader.core.errors import BusyError, FormatError, OfflineError, StorageError, UsageError
from reader.core.file_place import Place
from reader.core.mark import NO_MARK, Mark
from reader.core.paper import Paper
from reader.core.passage import Passage
from reader.service.exchange import Exchange, FileExistsAlreadyError, Imported, ImportItem
from reader.service.marking import Marking
from tests.synthetic import NOON, FakeLibrary, entry, paper


@dataclass(frozen=True)
class Titles:
    """A format that writes titles."""

    name: str = "titles"
    title: str = "Titles"
    suffix: str = ".txt"
    notes: None = None

    def render(self, entries: Sequence[Entry]) -> str:
        return "".join(f"{one.paper.title}\n" for one in entries)


@dataclass(frozen=True)
class Item:
    paper: Paper
    mark: Mark = NO_MARK
    secondary: bool = False
    only_named: bool = False
    highlights: tuple[Passage, ...] = ()


class File:
    """A file of papers, of a kilobyte each; the `broken` one ends in an error."""

    def __init__(self, items: Sequence[Item], broken: bool = False, identity: str | None = None) -> None:
        self.identity = identity
        self.offset = 0
        self.skipped = 0
        self.problems: tuple[str, ...] = ()
        self._items = items
        self._broken = broken

    @property
    def place(self) -> Place:
        return Place(self.offset, papers=self.offset // 1024)

    def begin_at(self, place: Place) -> None:
        self.offset = place.offset

    def __iter__(self) -> Iterator[ImportItem]:
        for item in self._items[self.offset // 1024 :]:
            self.offset += 1024
            yield item
        self.skipped, self.problems = 3, ("Line 7 is odd.",)
        if self._broken:
            raise FormatError("It breaks off.")


class Watched:
    """Notes what a watcher is told."""

    def __init__(self) -> None:
        self.told: list[tuple[str, int]] = []

    def begun(self, papers: int) -> None:
        self.told.append(("begun", papers))

    def read(self, papers: int) -> None:
        self.told.append(("read", papers))

    def kept(self, papers: int) -> None:
        self.told.append(("kept", papers))

    def waited(self) -> None:
        self.told.append(("waited", 0))


class BusyStore(ImportStore):
    """Finds another window writing, the next few times."""

    busy = 0

    def keep(
        self, papers: Sequence[Paper], now: datetime, file: str | None = None, place: Place | None = None
    ) -> Kept:
        if self.busy:
            self.busy -= 1
            raise BusyError("Another window is busy.")
        return super().keep(papers, now, file, place)


@pytest.fixture(autouse=True)
def small_batches(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("reader.service.exchange.BATCH", 2_000)


@pytest.fixture
def library() -> FakeLibrary:
    return FakeLibrary()


@pytest.fixture
def imports(store: Catalogue) -> BusyStore:
    return BusyStore(store)


@pytest.fixture
def exchange(imports: BusyStore, library: FakeLibrary) -> Exchange:
    return Exchange(imports, Marking(library), {"titles": Titles()}, lambda: NOON)


ENTRIES = [entry(1, "Ä"), entry(2, "B")]


def test_a_file_is_written(exchange: Exchange, tmp_path: Path) -> None:
    path = tmp_path / "out.txt"
    assert exchange.export(ENTRIES, "titles", path) == 2
    assert path.read_bytes() == "Ä\nB\n".encode()
    assert list(tmp_path.glob("*.txt")) == [path]
    assert os.listdir(tmp_path) == ["out.txt"]


def test_an_unknown_format(exchange: Exchange, tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="known are titles"):
        exchange.export(ENTRIES, "nonsense", tmp_path / "x")


def test_an_existing_file_stays_unless_asked(exchange: Exchange, tmp_path: Path) -> None:
    path = tmp_path / "out.txt"
    path.write_text("mine", encoding="utf-8")
    path.chmod(0o640)
    with pytest.raises(FileExistsAlreadyError, match="left as it is"):
        exchange.export(ENTRIES, "titles", path)
    assert path.read_text(encoding="utf-8") == "mine"
    exchange.export(ENTRIES, "titles", path, overwrite=True)
    assert path.read_text(encoding="utf-8") == "Ä\nB\n"
    assert stat.S_IMODE(path.stat().st_mode) == 0o640
    assert os.listdir(tmp_path) == ["out.txt"]


def test_a_new_file_gets_the_persons_permissions(exchange: Exchange, tmp_path: Path) -> None:
    before = os.umask(0o027)
    try:
        exchange.export(ENTRIES, "titles", tmp_path / "out.txt")
    finally:
        os.umask(before)
    assert stat.S_IMODE((tmp_path / "out.txt").stat().st_mode) == 0o640


@pytest.mark.parametrize("links", [True, False])
def test_of_many_that_write_at_once_one_wins(
    exchange: Exchange, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, links: bool
) -> None:
    if not links:

        def no_links(*_: object) -> None:
            raise PermissionError

        monkeypatch.setattr(Path, "hardlink_to", no_links)
    barrier = threading.Barrier(8)
    won: list[int] = []

    def write(number: int) -> None:
        barrier.wait()
        try:
            exchange.export([entry(1, str(number))], "titles", tmp_path / "out.txt")
            won.append(number)
        except FileExistsAlreadyError:
            pass

    threads = [threading.Thread(target=write, args=(number,)) for number in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert [f"{number}\n" for number in won] == [(tmp_path / "out.txt").read_text(encoding="utf-8")]
    assert os.listdir(tmp_path) == ["out.txt"]


def test_a_link_is_followed(exchange: Exchange, tmp_path: Path) -> None:
    (tmp_path / "folder").mkdir()
    link, target = tmp_path / "link.txt", tmp_path / "folder/target.txt"
    link.symlink_to(target)
    exchange.export(ENTRIES, "titles", link)
    with pytest.raises(FileExistsAlreadyError):
        exchange.export(ENTRIES, "titles", link)
    exchange.export(ENTRIES[:1], "titles", link, overwrite=True)
    assert link.is_symlink()
    assert target.read_text(encoding="utf-8") == "Ä\n"


def test_a_link_to_itself(exchange: Exchange, tmp_path: Path) -> None:
    (tmp_path / "a").symlink_to(tmp_path / "b")
    (tmp_path / "b").symlink_to(tmp_path / "a")
    with pytest.raises(StorageError):
        exchange.export(ENTRIES, "titles", tmp_path / "a")


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("", "is a folder"),
        ("none/out.txt", "does not exist"),
        ("file/out.txt", "could not be written"),
        ("x" * 300, "could not be written"),
    ],
    ids=["folder", "no folder", "file as folder", "long name"],
)
def test_a_place_where_it_cannot_be(exchange: Exchange, tmp_path: Path, name: str, said: str) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(StorageError, match=said):
        exchange.export(ENTRIES, "titles", tmp_path / name)
    assert os.listdir(tmp_path) == ["file"]


def test_an_unknown_persons_home(exchange: Exchange) -> None:
    with pytest.raises(StorageError, match="no such person"):
        exchange.export(ENTRIES, "titles", Path("~nobody-by-this-name/out.txt"))


def test_home_is_expanded(exchange: Exchange, tmp_path: Path) -> None:
    (tmp_path / "home").mkdir()
    exchange.export(ENTRIES, "titles", Path("~/out.txt"))
    assert (tmp_path / "home/out.txt").exists()


def test_a_pipe_is_written_to_and_not_replaced(exchange: Exchange, tmp_path: Path) -> None:
    path = tmp_path / "pipe"
    os.mkfifo(path)
    read: list[str] = []
    reader = threading.Thread(target=lambda: read.append(path.read_text(encoding="utf-8")))
    reader.start()
    exchange.export(ENTRIES, "titles", path, overwrite=True)
    reader.join()
    assert read == ["Ä\nB\n"]
    assert path.is_fifo()


def test_a_full_disk_leaves_what_was_there(
    exchange: Exchange, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "out.txt"
    path.write_text("mine", encoding="utf-8")

    def full(_: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(StorageError, match="No space left"):
        exchange.export(ENTRIES, "titles", path, overwrite=True)
    assert path.read_text(encoding="utf-8") == "mine"
    assert os.listdir(tmp_path) == ["out.txt"]


def test_an_import_keeps_papers_and_marks(exchange: Exchange, store: Catalogue, library: FakeLibrary) -> None:
    items = [Item(paper(n), Mark(bookmarked_at=NOON) if n % 100 == 0 else NO_MARK) for n in range(5_000)]
    watched = Watched()
    taken = exchange.take_in(File(items), watched)
    assert taken == Imported(papers=5_000, added=5_000, marked=50, skipped=3, problems=("Line 7 is odd.",))
    steps = [told for told in watched.told if told[0] != "read"]
    assert steps == [("begun", 0), ("kept", 2_000), ("kept", 4_000), ("kept", 5_000)]
    assert ("read", 2_500) in watched.told
    assert len(store.newest(9_000, imported=True)) == 5_000
    assert sum(mark.bookmarked for mark in library.marks.values()) == 50


def test_a_file_imported_again_tells_what_is_new_and_changed(exchange: Exchange, store: Catalogue) -> None:
    exchange.take_in(File([Item(paper(n)) for n in range(10)], identity="f"))
    again = [Item(paper(n, "Other" if n == 3 else None)) for n in range(12)]
    taken = exchange.take_in(File(again, identity="f"))
    assert (taken.papers, taken.before) == (12, 0)
    assert (taken.added, taken.changed, taken.unchanged) == (2, 1, 9)
    assert store.count() == 12


def test_an_import_that_breaks_off_keeps_what_was_whole(exchange: Exchange, store: Catalogue) -> None:
    items = [Item(paper(n)) for n in range(700)]
    taken = exchange.take_in(File(items, broken=True, identity="f"))
    assert (taken.papers, taken.damage, store.count()) == (700, "It breaks off.", 700)
    again = exchange.take_in(File(items, broken=True, identity="f"))
    assert (again.before, again.papers, again.damage) == (700, 0, "It breaks off.")
    assert exchange.take_in(File([])).papers == 0
    with pytest.raises(FormatError):
        exchange.take_in(File([], broken=True))


def test_an_import_that_ends_early_goes_on_where_it_was(
    exchange: Exchange, store: Catalogue, library: FakeLibrary
) -> None:
    items = [Item(paper(n), Mark(read_at=NOON) if n >= 3_000 else NO_MARK) for n in range(5_000)]
    library.full = True
    with pytest.raises(StorageError, match="full"):
        exchange.take_in(File(items, identity="f"))
    assert store.count() == 2_000
    library.full = False
    watched = Watched()
    assert exchange.take_in(File(items, identity="other")).before == 0
    taken = exchange.take_in(File(items, identity="f"), watched)
    assert (taken.before, taken.papers, store.count()) == (2_000, 3_000, 5_000)
    assert watched.told[0] == ("begun", 2_000)
    assert exchange.take_in(File(items, identity="f")).before == 0


def test_little_text_is_held_at_once(
    exchange: Exchange, store: Catalogue, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("reader.service.exchange.BATCH_BYTES", 3 * 1024)
    watched = Watched()
    exchange.take_in(File([Item(paper(n)) for n in range(7)]), watched)
    assert [papers for _, papers in watched.told] == [0, 3, 6, 7]


def test_another_window_is_waited_for_but_not_for_ever(
    exchange: Exchange, imports: BusyStore, store: Catalogue, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("reader.service.exchange.PATIENCE", 5)
    watched = Watched()
    imports.busy = 2
    assert exchange.take_in(File([Item(paper(1))]), watched).added == 1
    assert watched.told == [("begun", 0), ("waited", 0), ("waited", 0), ("kept", 1)]
    imports.busy = 6
    with pytest.raises(BusyError):
        exchange.take_in(File([Item(paper(2))]))
    assert store.count() == 1


RAW = Paper(id="2608.00001", title="On $\\alpha$", authors=("A Bee",), published=NOON.date())
PLAIN = Paper(id="2608.00001", title="On α", authors=("Bee",), doi="10.1234/x", published=NOON.date())


def test_a_bibliography_only_fills_gaps(exchange: Exchange, store: Catalogue) -> None:
    exchange.take_in(File([Item(RAW)]))
    taken = exchange.take_in(File([Item(PLAIN, Mark(bookmarked_at=NOON), secondary=True)]))
    assert (taken.changed, taken.marked) == (1, 1)
    assert store.papers([RAW.id]) == (RAW._replace(doi="10.1234/x"),)


def test_what_the_library_keeps_is_known_too(imports: BusyStore, library: FakeLibrary) -> None:
    exchange = Exchange(imports, Marking(library), {}, lambda: NOON, kept=lambda: {RAW.id: RAW})
    exchange.take_in(File([Item(PLAIN, secondary=True)]))
    assert imports.papers([RAW.id])[0].title == RAW.title


def named(number: int) -> Item:
    return Item(paper(number, f"2608.{number:05}"), Mark(bookmarked_at=NOON), secondary=True, only_named=True)


def test_papers_that_are_only_named_are_looked_up(
    exchange: Exchange, store: Catalogue, library: FakeLibrary
) -> None:
    exchange.take_in(File([Item(paper(1))]))
    asked: list[Sequence[str]] = []

    def find(identifiers: Sequence[str]) -> list[Paper]:
        asked.append(identifiers)
        return [paper(int(identifier[5:])) for identifier in identifiers if identifier != "2608.00007"]

    taken = exchange.take_in(File([named(number) for number in range(1, 251)]), find=find)
    assert [len(identifiers) for identifiers in asked] == [100, 100, 49]
    assert (taken.papers, taken.added, taken.marked) == (249, 248, 249)
    assert taken.problems[-1].startswith("2608.00007: known neither here nor to arXiv")
    assert store.papers(["2608.00250"])[0].title == "Paper 250"


def test_what_cannot_be_looked_up_costs_nothing_else(exchange: Exchange, library: FakeLibrary) -> None:
    exchange.take_in(File([Item(paper(1))]))

    def find(identifiers: Sequence[str]) -> list[Paper]:
        raise OfflineError("You are offline.")

    taken = exchange.take_in(File([named(1), named(2)]), find=find)
    assert (taken.papers, taken.marked) == (1, 1)
    assert taken.problems[-1] == "2608.00002: not stored, and not looked up. You are offline."


def test_a_preview_tells_what_would_be_and_changes_nothing(
    exchange: Exchange, store: Catalogue, library: FakeLibrary
) -> None:
    exchange.take_in(File([Item(RAW), Item(paper(2))]))
    kept = Mark(bookmarked_at=NOON, tags=("thesis",))
    items = [
        Item(PLAIN, kept, secondary=True),
        Item(paper(2)),
        Item(paper(3), kept),
        Item(paper(3), kept),
        named(4),
    ]
    planned = list(exchange.preview(File(items)))
    assert [(each.action.value, each.identifier, each.reason) for each in planned] == [
        ("merge", "2608.00001", "new doi, bookmark, +thesis"),
        ("keep", "2608.00002", "nothing new"),
        ("add", "2608.00003", "bookmark, +thesis"),
        ("keep", "2608.00003", "nothing new"),
        ("look up", "2608.00004", "not stored; arXiv would be asked"),
        ("skip", "", "Line 7 is odd."),
    ]
    assert store.count() == 2
    assert not library.marks
