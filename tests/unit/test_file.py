"""Files of papers: formats are found out, damage is explained, memory stays bounded."""

import gzip
import io
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest

from reader.core.errors import FormatError, ReaderError, StorageError, UsageError
from reader.sources import file, stream
from reader.sources.file import IMPORT_FORMATS, ImportFile, read_file, read_stream
from reader.sources.stream import lines_of

NOW = datetime(2026, 8, 21, 9, 14, tzinfo=UTC)
OURS = b'{"title": "Coffee", "bookmarked": true}'
SNAPSHOT = b'{"id": "1706.03762", "title": "Coffee", "categories": "cs.CL", "update_date": "2017-08-02"}'
PAGE = b"Daily Papers\n\nCoffee\n\nWe drink it and read. Then we write about it.\n"
CONTENT = {
    "json": b"[" + OURS + b"]",
    "jsonl": OURS + b"\n" + OURS,
    "arxiv": SNAPSHOT + b"\n" + SNAPSHOT,
    "bibtex": b"% mine\n@misc{a, title={Coffee}}",
    "ris": b"TY  - JOUR\r\nTI  - Coffee\r\nER  - \r\n",
    "page": PAGE,
}


def piped(content: bytes, name: str = "-", chosen: str | None = None) -> ImportFile:
    return read_stream(io.BytesIO(content), name, chosen, NOW)


@pytest.mark.parametrize("packed", [bytes, gzip.compress], ids=["plain", "gzip"])
@pytest.mark.parametrize("kind", IMPORT_FORMATS)
def test_the_format_is_found_out_by_the_content(kind: str, packed: Callable[[bytes], bytes]) -> None:
    papers = piped(packed(CONTENT[kind]))
    assert {item.paper.title for item in papers} == {"Coffee"}
    assert papers.format == kind


def test_the_suffix_decides_where_the_content_does_not() -> None:
    lines = piped(OURS, "one.jsonl.gz")
    assert len(list(lines)) == 1
    assert lines.format == "jsonl"


def test_a_file_on_disk(tmp_path: Path) -> None:
    path = tmp_path / "library.json"
    path.write_bytes(b'{"papers": [' + OURS + b', 3, {"title": null}]}')
    papers = read_file(path, None, NOW)
    assert [item.mark.bookmarked_at for item in papers] == [NOW]
    assert papers.skipped == 2


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16"])
def test_byte_order_marks(encoding: str) -> None:
    (item,) = piped('[{"title": "Café"}]'.encode(encoding))
    assert item.paper.title == "Café"


def test_other_encodings_are_read_as_text_but_never_as_json() -> None:
    (item,) = piped("@misc{a, title={Café}}".encode("latin-1"))
    assert item.paper.title == "Café"
    with pytest.raises(FormatError, match="not UTF-8"):
        list(piped('[{"title": "Café"}]'.encode("latin-1")))


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "is empty"),
        (b" \n", "is empty"),
        (b"\x7fELF\0\0", "is no text"),
        (b"%PDF-1.7 ...", "is no text"),
        (b"<!DOCTYPE html><title>x</title>", "web page"),
        (b'[{"title": "T"', "not valid JSON"),
        (b"just some words\n", "no title with an abstract"),
        (gzip.compress(CONTENT["jsonl"], mtime=0)[:-10], "damaged"),
        (gzip.compress(CONTENT["jsonl"], mtime=0)[:14] + b"\xff" * 30, "damaged"),
    ],
)
def test_what_cannot_be_read_is_explained(content: bytes, words: str) -> None:
    with pytest.raises(FormatError, match=f"“-”.*{words}"):
        list(piped(content))


def test_files_that_cannot_be_opened(tmp_path: Path) -> None:
    with pytest.raises(StorageError, match="There is no file"):
        list(read_file(tmp_path / "none", None, NOW))
    with pytest.raises(StorageError, match="is a folder"):
        list(read_file(tmp_path, None, NOW))
    with pytest.raises(ReaderError, match="no valid name"):
        list(read_file(Path("a\0b"), None, NOW))
    with pytest.raises(UsageError, match="choose one of json, jsonl"):
        read_file(tmp_path, "docx", NOW)


def test_a_packed_file_that_grows_too_large_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(file, "UNPACKED_LIMIT", 10_000)
    bomb = gzip.compress(OURS + b"\n" + OURS + b"\n" + b" " * 100_000)
    with pytest.raises(FormatError, match="too large"):
        list(piped(bomb))


def test_unpacking_goes_piece_by_piece(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(stream, "PIECE", 1_000)
    packed = gzip.compress(b"one" * 10_000) + gzip.compress(b"two")
    pieces = list(stream.readable_pieces(io.BytesIO(packed), "f")[0])
    assert b"".join(pieces) == b"one" * 10_000 + b"two"
    assert max(map(len, pieces)) <= 1_000


def test_a_line_too_long_is_dropped_alone() -> None:
    pieces = [b"one\ntw", b"o\n" + b"x" * 6, b"x" * 6 + b"\nthr", b"ee\n" + b"y" * 11 + b"\n", b"\nlast"]
    assert list(lines_of(pieces, limit=10)) == [b"one", b"two", None, b"three", None, b"", b"last"]


def test_a_long_line_of_a_file_is_skipped_and_counted(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lines_of, "__defaults__", (100,))
    papers = piped(OURS + b'\n{"title": "' + b"x" * 100 + b'"}\n' + OURS)
    assert len(list(papers)) == 2
    assert papers.skipped == 1


def test_a_stream_stays_open() -> None:
    source = io.BytesIO(CONTENT["json"])
    list(read_stream(source, "-", None, NOW))
    assert not source.closed
