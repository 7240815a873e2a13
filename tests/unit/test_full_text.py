import os
from pathlib import Path

import pytest

from reader.core.document import Document, Form, Inline, Paragraph
from reader.core.errors import FormatError, NotFoundError, OfflineError, RefusedError, SourceError
from reader.core.progress import Progress, silent
from reader.document.shelf import Shelf
from reader.service.full_text import FullText
from reader.service.source import Opened, Sources
from tests.synthetic import FakeSource

ID = "2608.00001"


class Archive(FakeSource):
    """Gives what stands under the name of a form, or raises it."""

    def __init__(self, **texts: bytes | Exception) -> None:
        super().__init__()
        self.texts = texts
        self.gone = False

    async def probe(self) -> None:
        if self.gone:
            raise OfflineError("No connection.")
        await super().probe()

    async def html(self, identifier: str, progress: Progress = silent) -> tuple[bytes, str]:
        return self._given("html"), "https://arxiv.org/html/x"

    async def pdf(self, identifier: str, progress: Progress = silent) -> tuple[bytes, str]:
        return self._given("pdf"), "https://arxiv.org/pdf/x"

    async def text(self, identifier: str, progress: Progress = silent) -> str:
        return self._given("markdown").decode()

    def _given(self, name: str) -> bytes:
        self.asked.append(name)
        answer = self.texts.get(name, NotFoundError("It is not there."))
        if isinstance(answer, Exception):
            raise answer
        return answer


class World:
    def __init__(
        self,
        folder: Path,
        *,
        offline: bool = False,
        reads_pdf: bool = True,
        kept: bytes | None = None,
        **texts: bytes | Exception,
    ) -> None:
        self.source = Archive(**texts)
        self.shelf = Shelf(folder)
        sources = Sources(lambda: Opened(self.source, self.source), offline=offline)
        self.full_text = FullText(
            sources, self.shelf, self._parse, reads_pdf=reads_pdf, kept_pdf=lambda _: kept
        )
        self.parsed: list[tuple[Form, str]] = []

    def _parse(self, form: Form, data: bytes, address: str) -> Document:
        self.parsed.append((form, address))
        if data == b"no paper":
            raise FormatError("The page holds no paper.")
        return Document((Paragraph((Inline(data.decode()),)),), form=form)


async def test_the_html_is_taken_first_and_kept(tmp_path: Path) -> None:
    world = World(tmp_path, html=b"words", markdown=b"others")
    assert (await world.full_text.read(ID)).form is Form.HTML
    assert world.source.asked == ["html"]
    assert world.shelf.load(ID) is not None
    again = World(tmp_path, offline=True)
    document = await again.full_text.read(ID)
    assert document.blocks == (Paragraph((Inline("words"),)),)
    assert again.parsed == [(Form.HTML, "https://arxiv.org/html/x")]


@pytest.mark.parametrize(
    ("texts", "form", "asked"),
    [
        ({"markdown": b"m", "pdf": b"p"}, Form.MARKDOWN, ["html", "markdown"]),
        ({"pdf": b"p"}, Form.PDF, ["html", "markdown", "pdf"]),
        ({"html": b"no paper", "markdown": b"m"}, Form.MARKDOWN, ["html", "markdown"]),
        ({"html": RefusedError("No."), "pdf": b"p"}, Form.PDF, ["html", "markdown", "pdf"]),
    ],
)
async def test_the_next_way_is_taken_where_one_fails(
    tmp_path: Path, texts: dict[str, bytes | Exception], form: Form, asked: list[str]
) -> None:
    world = World(tmp_path, **texts)
    assert (await world.full_text.read(ID)).form is form
    assert world.source.asked == asked


async def test_a_pdf_that_was_downloaded_is_not_asked_for_again(tmp_path: Path) -> None:
    world = World(tmp_path, kept=b"p")
    assert (await world.full_text.read(ID)).form is Form.PDF
    assert world.source.asked == ["html", "markdown"]
    world = World(tmp_path / "better", kept=b"p", html=b"h")
    assert (await world.full_text.read(ID)).form is Form.HTML


async def test_a_pdf_that_was_downloaded_serves_without_a_network(tmp_path: Path) -> None:
    world = World(tmp_path, offline=True, kept=b"p")
    assert (await world.full_text.read(ID)).form is Form.PDF
    kept = world.full_text.kept(ID)
    assert kept is not None
    assert kept.form is Form.PDF
    with pytest.raises(OfflineError):
        await world.full_text.read(ID, again=True)
    assert World(tmp_path, reads_pdf=False, kept=b"p").full_text.kept(ID) is None
    assert World(tmp_path, kept=b"no paper").full_text.kept(ID) is None


async def test_without_any_text_the_page_of_the_abstract_is_named(tmp_path: Path) -> None:
    world = World(tmp_path, reads_pdf=False)
    with pytest.raises(NotFoundError, match=rf"https://arxiv.org/abs/{ID}\. .*pypdf"):
        await world.full_text.read(ID)
    assert world.source.asked == ["html", "markdown"]
    assert world.shelf.load(ID) is None


async def test_a_trouble_is_told_where_a_text_may_be_there(tmp_path: Path) -> None:
    world = World(tmp_path, html=SourceError("arXiv is too slow."))
    with pytest.raises(SourceError, match=r"could not be read\. arXiv is too slow") as raised:
        await world.full_text.read(ID)
    assert not isinstance(raised.value, NotFoundError)


async def test_without_a_network_nothing_else_is_tried(tmp_path: Path) -> None:
    world = World(tmp_path, html=OfflineError("No connection."), markdown=b"m")
    world.source.gone = True
    with pytest.raises(OfflineError):
        await world.full_text.read(ID)
    assert world.source.asked == ["html"]


async def test_where_arxiv_alone_is_silent_hugging_face_is_asked(tmp_path: Path) -> None:
    world = World(tmp_path, html=OfflineError("arXiv does not answer."), markdown=b"m")
    assert (await world.full_text.read(ID)).form is Form.MARKDOWN
    assert world.source.asked == ["html", "probe", "markdown"]


async def test_old_papers_are_not_asked_for_at_hugging_face(tmp_path: Path) -> None:
    world = World(tmp_path, pdf=b"p")
    await world.full_text.read("math/0611800")
    assert world.source.asked == ["html", "pdf"]
    with pytest.raises(NotFoundError, match="not from arXiv"):
        await world.full_text.read("local-0123456789ab")


async def test_a_text_is_asked_for_anew_when_wanted(tmp_path: Path) -> None:
    world = World(tmp_path, html=b"old")
    await world.full_text.read(ID)
    world.source.texts["html"] = b"new"
    assert (await world.full_text.read(ID)).blocks == (Paragraph((Inline("old"),)),)
    assert (await world.full_text.read(ID, again=True)).blocks == (Paragraph((Inline("new"),)),)
    assert world.shelf.load(ID) == (Form.HTML, b"new", "https://arxiv.org/html/x")


async def test_a_worse_text_does_not_replace_a_better_one_that_is_only_not_given_now(tmp_path: Path) -> None:
    world = World(tmp_path, html=b"page", markdown=b"text")
    await world.full_text.read(ID)
    world.source.texts["html"] = SourceError("arXiv is too slow.")
    assert (await world.full_text.read(ID, again=True)).form is Form.MARKDOWN
    assert (await world.full_text.read(ID)).form is Form.HTML
    del world.source.texts["html"]
    await world.full_text.read(ID, again=True)
    assert (await world.full_text.read(ID)).form is Form.MARKDOWN


async def test_what_is_kept_and_cannot_be_read_is_dropped(tmp_path: Path) -> None:
    world = World(tmp_path, html=b"words")
    world.shelf.save(ID, Form.HTML, b"no paper", "")
    assert world.full_text.kept(ID) is None
    assert world.shelf.load(ID) is None
    world.shelf.save(ID, Form.HTML, b"words", "")
    (file,) = tmp_path.iterdir()
    file.write_bytes(file.read_bytes()[:-3])
    assert world.full_text.kept(ID) is None
    assert (await world.full_text.read(ID)).form is Form.HTML


@pytest.mark.parametrize("name", ["../../etc/passwd", "CON", "a" * 500, "..", "math/0611800", "\x00", ID])
def test_no_name_leads_out_of_the_folder(tmp_path: Path, name: str) -> None:
    folder = tmp_path / "texts"
    shelf = Shelf(folder)
    shelf.save(name, Form.PDF, b"words", "")
    assert shelf.load(name) == (Form.PDF, b"words", "")
    assert [path.parent for path in tmp_path.rglob("*") if path.is_file()] == [folder]
    shelf.forget(name)
    assert shelf.load(name) is None


def test_what_was_read_longest_ago_makes_room(tmp_path: Path) -> None:
    shelf = Shelf(tmp_path, size=7_000)
    for number in range(4):
        shelf.save(f"2608.0000{number}", Form.HTML, os.urandom(3_000), "")
        os.utime(tmp_path / f"2608.0000{number}.text", (number + 1, number + 1))
        if number == 1:
            shelf.load("2608.00000")
    found = [shelf.load(f"2608.0000{number}") is not None for number in range(4)]
    assert found == [True, False, False, True]


def test_a_folder_that_cannot_be_written_troubles_nobody(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    shelf = Shelf(tmp_path / "file" / "texts")
    shelf.save(ID, Form.HTML, b"words", "")
    assert shelf.load(ID) is None
