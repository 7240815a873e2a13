"""The use cases of PDFs, and the viewer that opens them."""

import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from reader.core.entry import Entry
from reader.core.errors import NotFoundError, SourceError, StorageError, UsageError
from reader.core.kept_pdf import size_label, transfer_label
from reader.core.paper import Paper
from reader.core.progress import TransferProgress, silent_transfer
from reader.document.pdf_shelf import PdfShelf
from reader.service import viewing
from reader.service.downloading import Downloading
from reader.service.source import Opened, Sources
from reader.service.viewing import open_file
from tests.synthetic import FakeSource, entry

ID = "2608.00001"


class Pdfs:
    """Writes a PDF to the place, where there is one."""

    def __init__(self) -> None:
        self.asked: list[str] = []
        self.before: Callable[[], None] = lambda: None

    async def download(
        self, identifier: str, place: Callable[[], Path | None], progress: TransferProgress = silent_transfer
    ) -> Path | None:
        self.before()
        if (path := place()) is not None:
            self.asked.append(identifier)
            path.parent.mkdir(exist_ok=True)
            path.write_bytes(b"%PDF-")
        return path


class World:
    def __init__(self, folder: Path, *, known: bool = True) -> None:
        self.pdfs, self.looked_up = Pdfs(), list[str]()
        self.folder = folder / "Papers"
        source = FakeSource()
        sources = Sources(lambda: Opened(source, source, pdfs=self.pdfs))
        self.shelf = PdfShelf(folder / "records", self.folder, _name)
        self.downloading = Downloading(
            sources, self.shelf, lambda _: entry(1, "Tides") if known else None, self._look_up
        )
        self.error: SourceError | None = None

    async def _look_up(self, identifier: str) -> Entry:
        self.looked_up.append(identifier)
        if self.error:
            raise self.error
        return entry(1, "Looked up")


def _name(identifier: str, paper: Paper | None, _distinct: bool) -> str:
    return f"{paper.title if paper else identifier}.pdf"


async def test_a_pdf_is_downloaded_once(tmp_path: Path) -> None:
    world = World(tmp_path)
    kept = await world.downloading.download(ID)
    assert (kept.path, kept.size, kept.whole) == (world.folder / "Tides.pdf", 5, True)
    assert await world.downloading.download(ID) == kept
    assert world.pdfs.asked == [ID]
    assert world.downloading.kept() == (kept,)
    world.downloading.delete(kept)
    assert world.downloading.find(ID) is None


async def test_what_came_from_elsewhere_meanwhile_is_not_downloaded(tmp_path: Path) -> None:
    world = World(tmp_path)

    def come() -> None:
        path = world.shelf.place(ID, Paper(id=ID, title="Theirs"))
        assert path is not None
        path.parent.mkdir()
        path.write_bytes(b"%PDF-")

    world.pdfs.before = come
    assert (await world.downloading.download(ID)).path.name == "Theirs.pdf"
    assert world.pdfs.asked == []


async def test_a_paper_that_is_not_stored_is_looked_up(tmp_path: Path) -> None:
    world = World(tmp_path, known=False)
    assert (await world.downloading.download(ID)).path.name == "Looked up.pdf"
    world.error = NotFoundError("Nobody knows it.")
    assert (await world.downloading.download("2608.00002")).path.name == "2608.00002.pdf"


async def test_another_folder_gets_a_copy(tmp_path: Path) -> None:
    world = World(tmp_path)
    first = await world.downloading.download(ID)
    second = await world.downloading.download(ID, to=tmp_path / "other")
    assert second.path == tmp_path / "other" / "Tides.pdf"
    assert second.path.read_bytes() == first.path.read_bytes()
    assert world.pdfs.asked == [ID]
    (tmp_path / "file").write_text("")
    with pytest.raises(StorageError, match="could not be copied"):
        await world.downloading.download(ID, to=tmp_path / "file")


async def test_what_cannot_be_had_is_said(tmp_path: Path) -> None:
    world = World(tmp_path)
    with pytest.raises(NotFoundError, match="not from arXiv"):
        await world.downloading.download("local-0123456789ab")
    world.pdfs.before = _refuse
    with pytest.raises(SourceError, match="arXiv has trouble"):
        await world.downloading.download(ID)


def _refuse() -> None:
    raise SourceError("arXiv has trouble.")


@pytest.fixture(autouse=True)
def _patience(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(viewing, "_SECONDS", 60)


def viewer(folder: Path, script: str) -> tuple[str, ...]:
    path = folder / "viewer.py"
    path.write_text(script)
    return (sys.executable, str(path), "--")


def test_the_viewer_gets_the_file(tmp_path: Path) -> None:
    told = tmp_path / "told"
    command = viewer(tmp_path, f"import sys; open({str(told)!r}, 'w').write(repr(sys.argv[1:]))")
    path = tmp_path / "-a; touch $(b).pdf"
    open_file(path, command)
    assert told.read_text() == repr(["--", str(path)])


def test_a_viewer_that_fails_is_named_with_the_file(tmp_path: Path) -> None:
    path = tmp_path / "a.pdf"
    with pytest.raises(
        UsageError, match=r"“no-such-viewer” could not open the file: it was not found.*a\.pdf"
    ):
        open_file(path, ("no-such-viewer",))
    with pytest.raises(UsageError, match="ended with an error, 3"):
        open_file(path, (*viewer(tmp_path, "raise SystemExit(3)"),))


@pytest.mark.skipif(sys.platform in ("win32", "darwin"), reason="these have their own way")
def test_without_a_viewer_the_system_is_asked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    told = tmp_path / "told"
    (tmp_path / "xdg-open").write_text(f'#!/bin/sh\necho "$1" > {told}\n')
    (tmp_path / "xdg-open").chmod(0o755)
    monkeypatch.setenv("PATH", f"{tmp_path}:/usr/bin:/bin")
    open_file(tmp_path / "a.pdf")
    assert told.read_text() == f"{tmp_path / 'a.pdf'}\n"
    (tmp_path / "xdg-open").write_text("#!/bin/sh\nexit 3\n")
    with pytest.raises(UsageError, match="knows no program for PDFs"):
        open_file(tmp_path / "a.pdf")


@pytest.mark.parametrize(
    ("size", "label"),
    [
        (0, "0 bytes"),
        (999, "999 bytes"),
        (1000, "1 kB"),
        (3140000, "3.1 MB"),
        (12400000, "12 MB"),
        (999700000, "1.0 GB"),
        (1500000000000, "1,500 GB"),
    ],
)
def test_sizes(size: int, label: str) -> None:
    assert size_label(size) == label


def test_how_far_a_download_is() -> None:
    assert transfer_label(3_140_000, 12_400_000) == "3.1 of 12 MB, 25 %"
    assert transfer_label(900_000, 12_400_000) == "900 kB of 12 MB, 7 %"
    assert transfer_label(900_000, None) == "900 kB"
