"""`pdf` as other programs and people meet it."""

import asyncio
import signal
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.contract.test_command_line import Reader, online
from tests.fake_service import Answer, Asked, FakeService, json_answer
from tests.pdf_service import PdfService

ONE, TWO = "2608.00001", "2608.00002"


@pytest.fixture
def reader(tmp_path: Path) -> Reader:
    return Reader(tmp_path / "home")


class Service:
    """Knows papers by their numbers, and has a PDF of each but one."""

    def __init__(self) -> None:
        self.pdf = PdfService()

    def __call__(self, asked: Asked) -> Answer:
        match asked.path.strip("/").split("/"):
            case ["api", "papers", identifier]:
                return json_answer(
                    {"id": identifier, "title": "../Tides: Con", "authors": [{"name": "Ida Farrow"}]}
                )
            case ["pdf", "2608.00009"]:
                return Answer(b"", 404)
            case ["pdf", _]:
                return self.pdf(asked)
            case _:
                return json_answer({"error": "Not found"}, 404)


async def until(holds: Callable[[], bool]) -> None:
    """Wait until what another process does holds."""
    async with asyncio.timeout(120):
        while not holds():  # noqa: ASYNC110
            await asyncio.sleep(0.01)


async def test_a_pdf_is_downloaded_once_listed_and_found_offline(reader: Reader, tmp_path: Path) -> None:
    path = tmp_path / "home" / "pdfs" / f"Farrow 2026 - Tides - Con ({ONE}).pdf"
    async with FakeService(Service()) as served:
        first = await reader("pdf", ONE, **online(served))
        assert first == (0, f"{path}\n", "")
        asked = len(served.asked)
        again = await reader("pdf", "-", "--json", stdin=f"{ONE} x\n".encode(), **online(served))
        assert again.json == [{"id": ONE, "path": str(path), "size": 200_000, "complete": True}]
        assert len(served.asked) == asked
    listed = await reader("pdf", "--list")
    assert (listed.code, listed.out) == (0, f"{ONE}  200 kB  {path}\n")
    assert listed.err == "1 file, 200 kB in all.\n"
    assert (await reader("pdf", "--list", "--json")).json == again.json
    assert (await reader("pdf", ONE, "--offline")).out == first.out
    other = await reader("pdf", ONE, "--to", str(tmp_path / "x"), "--json")
    assert other.json[0]["path"] == str(tmp_path / "x" / path.name)


async def test_what_cannot_be_had_is_a_sentence_and_the_rest_comes(reader: Reader) -> None:
    async with FakeService(Service()) as served:
        found = await reader("pdf", "2608.00009", "local-0123456789ab", ONE, **online(served))
    assert (found.code, len(found.out.splitlines())) == (1, 1)
    assert found.err.splitlines() == [
        "2608.00009: arXiv has no PDF of 2608.00009.",
        "local-0123456789ab: This paper is not from arXiv, so its PDF cannot be downloaded.",
    ]
    missing = await reader("pdf", TWO, "--offline", "--json")
    assert (missing.code, missing.json) == (1, [])
    assert "without --offline it is downloaded" in missing.err
    unreachable = await reader("pdf", TWO, "2608.00003")
    assert unreachable.code == 1
    assert unreachable.err.startswith(f"{TWO}, 2608.00003: not downloaded. ")
    for wrong in ((), ("x",), (ONE, "--list"), ("--list", "--open"), ("../../x",)):
        assert (await reader("pdf", *wrong)).code == 2
    empty = await Reader(Path(reader.environment["PAPER_READER_HOME"]) / "other")("pdf", "--list")
    assert (empty.code, empty.out) == (0, "")
    assert "No PDF is kept yet" in empty.err


async def test_settings_name_the_folder_the_files_and_the_viewer(reader: Reader, tmp_path: Path) -> None:
    told = tmp_path / "told"
    script = tmp_path / "viewer.py"
    script.write_text(f"import sys; open({str(told)!r}, 'w').write(sys.argv[1])")
    (tmp_path / "home").mkdir()
    (tmp_path / "home" / "config.toml").write_text(
        f'[pdf]\nfolder = "{tmp_path / "Papers"}"\nname = "{{title}}"\nviewer = ["{sys.executable}", "{script}"]\n'
    )
    async with FakeService(Service()) as served:
        found = await reader("pdf", ONE, "--open", **online(served))
    path = tmp_path / "Papers" / "Tides - Con.pdf"
    assert (found.code, found.out) == (0, f"{path}\n")
    # A viewer goes on when the command has ended.
    await until(lambda: told.exists() and told.read_text() == str(path))


@pytest.mark.skipif(sys.platform == "win32", reason="needs SIGINT")
async def test_an_interrupted_download_goes_on_and_two_commands_take_turns(
    reader: Reader, tmp_path: Path
) -> None:
    service = Service()
    whole = service.pdf.body
    service.pdf.instead = [Answer(whole, headers={"ETag": '"one"'}, cut=70_000, stall=True)]
    part = tmp_path / "home" / "pdfs" / f"Farrow 2026 - Tides - Con ({ONE}).pdf.part"
    async with FakeService(service) as served:
        process = await reader.start("pdf", ONE, **online(served))
        await until(lambda: part.exists() and part.stat().st_size > 0)
        process.send_signal(signal.SIGINT)
        out, err = await process.communicate()
        assert (process.returncode, out, b"Traceback" in err) == (130, b"", False)
        size = part.stat().st_size
        assert 0 < size <= 70_000
        served.most_at_once = 0
        both = await asyncio.gather(*(reader("pdf", name, **online(served)) for name in (ONE, TWO)))
        assert [found.code for found in both] == [0, 0]
        assert both[0].out == f"{part.with_suffix('')}\n"
        assert part.with_suffix("").read_bytes() == whole
        assert f"bytes={size}-" in service.pdf.ranges
