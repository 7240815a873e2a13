"""PDFs from arXiv: whole or not at all, resumed, one at a time, and every failure a sentence."""

import asyncio
import errno
import json
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from reader.core.errors import FormatError, NotFoundError, OfflineError, SourceError, StorageError
from reader.sources import partial
from reader.sources.client import Client
from reader.sources.pdf import ArXivPdfs
from reader.sources.request import Limit
from tests.fake_service import Answer, FakeService
from tests.pdf_service import PdfService, pdf

ID = "2608.01234"
QUICK = Limit(connect=5, read=5, total=10)


@dataclass
class World:
    """A service, a folder and a clock that nobody waits for."""

    service: FakeService
    source: ArXivPdfs
    path: Path
    slept: list[float]
    told: list[tuple[str, int, int | None]] = field(default_factory=list)
    begun: asyncio.Event | None = None

    async def download(
        self, identifier: str = ID, place: Callable[[], Path | None] | None = None
    ) -> Path | None:
        def take(sentence: str, done: int = 0, total: int | None = None) -> None:
            self.told.append((sentence, done, total))
            if done and self.begun:
                self.begun.set()

        return await self.source.download(identifier, place or (lambda: self.path), take)

    @property
    def files(self) -> list[str]:
        folder = self.path.parent
        return sorted(path.name for path in folder.iterdir()) if folder.exists() else []


@asynccontextmanager
async def served(folder: Path, answers: PdfService, limit: int = 10**6) -> AsyncIterator[World]:
    slept: list[float] = []

    async def sleep(seconds: float) -> None:
        slept.append(seconds)
        await asyncio.sleep(0)

    async with FakeService(answers) as service:
        client = Client({service.url: "arXiv"}, limit=QUICK)
        source = ArXivPdfs(
            client, folder, pages=service.url, limit=limit, sleep=sleep, clock=lambda: 0, steady=lambda: 0
        )
        yield World(service, source, folder / "pdfs" / "A paper.pdf", slept)
        await client.close()


async def test_a_pdf_comes_whole_and_is_told_of(tmp_path: Path) -> None:
    answers = PdfService()
    async with served(tmp_path, answers) as world:
        assert await world.download() == world.path
    assert world.path.read_bytes() == answers.body
    assert world.files == ["A paper.pdf"]
    assert world.told[-1] == ("", 200_000, 200_000)
    asked = world.service.asked[0]
    assert (asked.path, asked.headers["accept-encoding"]) == (f"/pdf/{ID}", "identity")


async def test_a_broken_connection_is_gone_on_from(tmp_path: Path) -> None:
    answers = PdfService(cuts=[70_000, 90_000])
    async with served(tmp_path, answers) as world:
        await world.download()
    assert world.path.read_bytes() == answers.body
    assert answers.ranges == ["", "bytes=70000-", "bytes=160000-"]
    assert sum(world.slept) == 2 * 3  # each request waits for its turn
    assert world.files == ["A paper.pdf"]


async def test_what_was_given_up_goes_on_the_next_time(tmp_path: Path) -> None:
    answers = PdfService(cuts=[70_000, 0, 0, 0])
    async with served(tmp_path, answers) as world:
        with pytest.raises(SourceError, match=r"70 kB are kept; downloading again goes on"):
            await world.download()
        assert world.files == ["A paper.pdf.part", "A paper.pdf.part.json"]
        answers.cuts.clear()
        await world.download()
    assert answers.ranges[-1] == "bytes=70000-"
    assert world.path.read_bytes() == answers.body


async def test_a_cancelled_download_keeps_what_came(tmp_path: Path) -> None:
    answers = PdfService(cuts=[70_000])
    async with served(tmp_path, answers) as world:
        task = asyncio.ensure_future(world.download())
        world.begun = asyncio.Event()
        await world.begun.wait()
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task
        kept = (world.path.parent / "A paper.pdf.part").stat().st_size
        assert kept >= 9
        answers.cuts.clear()
        await world.download()
    assert answers.ranges[-1] == f"bytes={kept}-"
    assert world.path.read_bytes() == answers.body


@pytest.mark.parametrize("tag", ['"two"', ""])
async def test_a_file_that_changed_is_begun_anew(tmp_path: Path, tag: str) -> None:
    answers = PdfService(cuts=[70_000, 0, 0, 0])
    async with served(tmp_path, answers) as world:
        with pytest.raises(SourceError):
            await world.download()
        answers.cuts.clear()
        answers.body, answers.tag = pdf(150_000, b"b"), tag
        await world.download()
    assert world.path.read_bytes() == answers.body


async def test_a_service_without_parts_sends_all_again(tmp_path: Path) -> None:
    answers = PdfService(cuts=[70_000], takes_ranges=False)
    async with served(tmp_path, answers) as world:
        await world.download()
    assert world.path.read_bytes() == answers.body
    answers = PdfService(cuts=[70_000], tag="")  # nothing tells whether it is the same file
    async with served(tmp_path / "other", answers) as world:
        await world.download()
    assert answers.ranges == ["", ""]


@pytest.mark.parametrize(
    "headers",
    [
        {"Content-Range": "bytes 5-9/10"},
        {"Content-Range": "bytes 70000-199998/199999"},
        {"Content-Range": "bytes 70000-199999/200000", "ETag": '"other"'},
        {"Content-Range": "nonsense"},
        {},
    ],
)
async def test_a_part_of_something_else_is_not_joined(tmp_path: Path, headers: dict[str, str]) -> None:
    answers = PdfService(cuts=[70_000, 0, 0, 0])
    async with served(tmp_path, answers) as world:
        with pytest.raises(SourceError):
            await world.download()
        answers.cuts.clear()
        answers.instead = [Answer(b"x" * 130_000, 206, headers)]
        await world.download()
    assert world.path.read_bytes() == answers.body


async def test_a_part_that_is_whole_already_needs_no_request(tmp_path: Path) -> None:
    answers = PdfService(cuts=[70_000, 0, 0, 0])
    async with served(tmp_path, answers) as world:
        with pytest.raises(SourceError):
            await world.download()
        asked = len(answers.ranges)
        (world.path.parent / "A paper.pdf.part").write_bytes(answers.body)
        await world.download()
        assert len(answers.ranges) == asked
        assert world.files == ["A paper.pdf"]


@pytest.mark.parametrize("beside", ["", "[]", "{}", '{"address": 1}', "\x00" * 99, '{"total": "x"}'])
async def test_a_damaged_record_begins_anew(tmp_path: Path, beside: str) -> None:
    answers = PdfService()
    async with served(tmp_path, answers) as world:
        world.path.parent.mkdir()
        (world.path.parent / "A paper.pdf.part").write_bytes(b"%PDF-" + b"z" * 100)
        (world.path.parent / "A paper.pdf.part.json").write_text(beside)
        await world.download()
    assert answers.ranges == [""]
    assert world.path.read_bytes() == answers.body


async def test_the_part_of_another_paper_is_not_used(tmp_path: Path) -> None:
    answers = PdfService(cuts=[70_000, 0, 0, 0])
    async with served(tmp_path, answers) as world:
        with pytest.raises(SourceError):
            await world.download()
        answers.cuts.clear()
        await world.download("2608.04321")
    assert answers.ranges[-1] == ""


@pytest.mark.parametrize(
    ("answer", "kind", "words"),
    [
        (Answer(b"<html>Log in</html>"), SourceError, "no PDF"),
        (Answer(b"x" * 100_000), SourceError, "no PDF"),
        (Answer(pdf()[:-10]), FormatError, "ends in the middle"),
        (Answer(b""), SourceError, "no PDF"),
        (Answer(pdf(), headers={"Content-Encoding": "br"}), SourceError, "packed"),
        (Answer(b"", 404), NotFoundError, f"arXiv has no PDF of {ID}"),
        (Answer(b"", 403), SourceError, "does not let us in"),
        (Answer(b"", 302, {"Location": "file:///etc/passwd"}), SourceError, "not safe"),
        (Answer(pdf(1_100_000)), SourceError, "too large"),
        (Answer(pdf(), headers={"Content-Length": "99999999999"}), SourceError, "too large"),
    ],
)
async def test_what_is_no_pdf_is_not_kept(
    tmp_path: Path, answer: Answer, kind: type[Exception], words: str
) -> None:
    async with served(tmp_path, PdfService(instead=[answer] * 3)) as world:
        with pytest.raises(kind, match=words):
            await world.download()
    assert world.files == []


def chunks(count: int) -> Answer:
    """Return a PDF of 100,000 bytes for each of `count` chunks, without a length that counts."""
    body = pdf(100_000 * count)
    parts = (body[start : start + 100_000] for start in range(0, len(body), 100_000))
    chunked = b"".join(b"186a0\r\n" + part + b"\r\n" for part in parts) + b"0\r\n\r\n"
    return Answer(chunked, headers={"Transfer-Encoding": "chunked"})


async def test_a_log_in_page_takes_nothing_away(tmp_path: Path) -> None:
    answers = PdfService(cuts=[70_000, 0, 0, 0])
    async with served(tmp_path, answers) as world:
        with pytest.raises(SourceError):
            await world.download()
        answers.cuts.clear()
        answers.instead = [Answer(b"<html>Log in</html>")]
        with pytest.raises(SourceError, match=r"no PDF.*70 kB are kept"):
            await world.download()
        await world.download()
    assert answers.ranges[-1] == "bytes=70000-"
    assert world.path.read_bytes() == answers.body


async def test_a_connection_that_breaks_each_time_is_given_up(tmp_path: Path) -> None:
    answers = PdfService(cuts=[1_000] * 20)
    async with served(tmp_path, answers) as world:
        with pytest.raises(SourceError, match="8 kB are kept"):
            await world.download()
    assert len(answers.ranges) == 8


@pytest.mark.parametrize("cut", [1, 4, 5, 3_000])
async def test_a_connection_may_break_at_any_byte(tmp_path: Path, cut: int) -> None:
    answers = PdfService(cuts=[cut])
    async with served(tmp_path, answers) as world:
        await world.download()
    assert world.path.read_bytes() == answers.body
    assert answers.ranges[1] == (f"bytes={cut}-" if cut >= 5 else "")


async def test_a_body_without_an_announced_length_is_bounded(tmp_path: Path) -> None:
    async with served(tmp_path, PdfService(instead=[chunks(3), chunks(20)])) as world:
        await world.download()
        assert world.path.stat().st_size == 300_000
        assert world.told[-1][2] is None
        world.path.unlink()
        with pytest.raises(SourceError, match="too large"):
            await world.download()
    assert world.files == []


async def test_a_redirect_of_arxiv_is_followed(tmp_path: Path) -> None:
    answers = PdfService(instead=[Answer(b"", 302, {"Location": f"/pdf/{ID}v2"})])
    async with served(tmp_path, answers) as world:
        await world.download()
        assert [asked.path for asked in world.service.asked] == [f"/pdf/{ID}", f"/pdf/{ID}v2"]
    assert world.path.read_bytes() == answers.body


async def test_a_busy_service_is_asked_again_after_the_pause(tmp_path: Path) -> None:
    answers = PdfService(instead=[Answer(b"", 503, {"Retry-After": "7"})])
    async with served(tmp_path, answers) as world:
        await world.download()
        assert sum(world.slept) == 7
        assert any("pause" in sentence for sentence, _, _ in world.told)
    answers = PdfService(instead=[Answer(b"", 503)] * 3)
    async with served(tmp_path / "other", answers) as world:
        with pytest.raises(SourceError, match="has trouble"):
            await world.download()
    assert len(answers.ranges) == 3


async def test_without_a_network_nothing_is_tried_twice(tmp_path: Path) -> None:
    client = Client({"http://127.0.0.1:9": "arXiv"}, limit=QUICK)
    source = ArXivPdfs(client, tmp_path, pages="http://127.0.0.1:9")
    with pytest.raises(OfflineError):
        await source.download(ID, lambda: tmp_path / "a.pdf")
    await client.close()


@pytest.mark.parametrize("identifier", ["local-0123456789ab", "../../etc/passwd", "CON", ""])
async def test_what_is_no_paper_of_arxiv_is_not_asked_for(tmp_path: Path, identifier: str) -> None:
    async with served(tmp_path, answers := PdfService()) as world:
        with pytest.raises(NotFoundError):
            await world.download(identifier)
    assert answers.ranges == []


async def test_nothing_is_asked_for_what_has_come_meanwhile(tmp_path: Path) -> None:
    async with served(tmp_path, answers := PdfService()) as world:
        assert await world.download(place=lambda: None) is None
    assert answers.ranges == []


async def test_downloads_take_turns(tmp_path: Path) -> None:
    async with served(tmp_path, PdfService()) as world:
        places = [tmp_path / f"{number}.pdf" for number in range(3)]
        await asyncio.gather(*(world.download(place=lambda path=path: path) for path in places))
        assert all(path.is_file() for path in places)
        assert world.service.most_at_once == 1
        assert any("another request" in sentence for sentence, _, _ in world.told)


async def test_another_file_of_this_name_is_never_overwritten(tmp_path: Path) -> None:
    async with served(tmp_path, PdfService()) as world:
        world.path.parent.mkdir()
        world.path.write_bytes(b"mine")
        with pytest.raises(StorageError, match="another file"):
            await world.download()
        assert world.path.read_bytes() == b"mine"


async def test_a_full_disk_is_told_before_and_while(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    async with served(tmp_path, answers := PdfService()) as world:
        with monkeypatch.context() as patched:
            patched.setattr(partial.shutil, "disk_usage", lambda _: type("Usage", (), {"free": 100})())
            with pytest.raises(StorageError, match="no room"):
                await world.download()
            assert world.files == []
        written = 0
        write = partial.Partial.write

        def fill(self: partial.Partial, data: bytes) -> None:
            nonlocal written
            written += 1
            if written == 2:
                with self._told():
                    raise OSError(errno.ENOSPC, "No space left on device")
            write(self, data)

        with monkeypatch.context() as patched:
            patched.setattr(partial.Partial, "write", fill)
            with pytest.raises(StorageError, match=r"no room for the PDF; the .* kB that are there stay"):
                await world.download()
        await world.download()
        assert answers.ranges[-1].startswith("bytes=")
        assert world.path.read_bytes() == answers.body


async def test_a_folder_that_cannot_be_written_is_named(tmp_path: Path) -> None:
    (tmp_path / "pdfs").write_text("")
    async with served(tmp_path, PdfService()) as world:
        with pytest.raises(StorageError, match=r"cannot be written to .*pdfs"):
            await world.download()


async def test_what_is_beside_a_part_says_of_what_it_is(tmp_path: Path) -> None:
    answers = PdfService(
        cuts=[70_000, 0, 0, 0], tag='W/"weak"', headers={"Last-Modified": "Tue, 18 Aug 2026"}
    )
    async with served(tmp_path, answers) as world:
        with pytest.raises(SourceError):
            await world.download()
        beside = json.loads((world.path.parent / "A paper.pdf.part.json").read_text())
        assert beside == {
            "address": f"{world.service.url}/pdf/{ID}",
            "validator": "Tue, 18 Aug 2026",
            "total": 200_000,
        }
