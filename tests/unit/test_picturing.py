import asyncio
from pathlib import Path

import pytest

from reader.core.errors import FormatError, NotFoundError, OfflineError
from reader.core.progress import Progress, silent
from reader.document.picture import check_picture, raster
from reader.document.shelf import Shelf
from reader.service.picturing import Picturing
from reader.service.source import Opened, Sources
from tests.document_page import png
from tests.synthetic import FakeSource

ID = "2608.00001"
ONE, TWO = "https://arxiv.org/html/x/1.png", "https://arxiv.org/html/x/2.png"


class Archive(FakeSource):
    """Gives pictures, and knows how many were asked for at once."""

    def __init__(self, answer: bytes | Exception) -> None:
        super().__init__()
        self.answer = answer
        self.now = self.most = 0

    async def picture(self, address: str, progress: Progress = silent) -> bytes:
        self.asked.append(address)
        self.now += 1
        self.most = max(self.most, self.now)
        await asyncio.sleep(0)
        self.now -= 1
        if isinstance(self.answer, Exception):
            raise self.answer
        return self.answer


def picturing(folder: Path, source: Archive, *, offline: bool = False) -> Picturing:
    sources = Sources(lambda: Opened(source, source), offline=offline)
    return Picturing(sources, Shelf(folder), check_picture, raster)


async def test_a_picture_is_fetched_once_and_kept(tmp_path: Path) -> None:
    source = Archive(png(8, 8))
    found = await picturing(tmp_path, source).raster(ID, ONE, 8, 4, (1, 2))
    assert (found.width, found.height) == (8, 8)
    assert await picturing(tmp_path, source, offline=True).raster(ID, ONE, 8, 4, (1, 2)) == found
    assert source.asked == [ONE]
    with pytest.raises(OfflineError):
        await picturing(tmp_path, source, offline=True).raster(ID, TWO, 8, 4, (1, 2))


async def test_one_picture_is_asked_for_at_a_time(tmp_path: Path) -> None:
    source = Archive(png(8, 8))
    pictures = picturing(tmp_path, source)
    await asyncio.gather(*(pictures.raster(ID, address, 8, 4, (1, 2)) for address in (ONE, TWO)))
    assert (len(source.asked), source.most) == (2, 1)


@pytest.mark.parametrize(
    ("answer", "error"), [(b"<html>log in</html>", FormatError), (NotFoundError("Gone."), NotFoundError)]
)
async def test_what_is_no_picture_is_not_kept(
    tmp_path: Path, answer: bytes | Exception, error: type[Exception]
) -> None:
    pictures = picturing(tmp_path, Archive(answer))
    with pytest.raises(error):
        await pictures.raster(ID, ONE, 8, 4, (1, 2))
    assert not list(tmp_path.iterdir())


def test_pictures_on_the_shelf(tmp_path: Path) -> None:
    shelf = Shelf(tmp_path / "texts", size=5_000)
    assert shelf.load_picture(ID, ONE) is None
    shelf.save_picture("../../" + ID, ONE, b"one")
    shelf.save_picture(ID, ONE, b"two")
    assert shelf.load_picture("../../" + ID, ONE) == b"one"
    assert shelf.load_picture(ID, ONE) == b"two"
    assert shelf.load(ID) is None
    assert {path.parent for path in tmp_path.rglob("*") if path.is_file()} == {tmp_path / "texts"}
    (kept,) = (tmp_path / "texts").glob(f"{ID}.*")
    kept.write_bytes(kept.read_bytes()[:-1])
    assert shelf.load_picture(ID, ONE) is None
    shelf.save_picture(ID, TWO, bytes(6_000))
    assert list((tmp_path / "texts").iterdir()) == []
