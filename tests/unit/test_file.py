"""Files of papers: formats are found out, damage is explained, memory stays bounded."""

import gzip
import io
import os
import random
import tracemalloc
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.core.errors import FormatError, ReaderError, StorageError, UsageError
from reader.core.file_place import Place
from reader.sources import file, stream
from reader.sources.file import IMPORT_FORMATS, ImportFile, read_file, read_stream
from reader.sources.stream import Lines

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
    "csl-json": b'[{"id": "a", "type": "article", "title": "Coffee", "author": [{"family": "Bee"}]}]',
    "csv": b'"id","title","bookmarked"\n"1706.03762","Coffee","yes"\n',
    "ids": b"# mine\n1706.03762\nhttps://arxiv.org/abs/1810.04805v2 math/0611800\n",
    "page": PAGE,
}


def halves(content: bytes) -> bytes:
    """Return two members of gzip, with padding behind them."""
    middle = len(content) // 2
    return gzip.compress(content[:middle]) + gzip.compress(content[middle:]) + bytes(100)


def piped(content: bytes, name: str = "-", chosen: str | None = None) -> ImportFile:
    return read_stream(io.BytesIO(content), name, chosen, NOW)


@pytest.mark.parametrize("packed", [bytes, gzip.compress], ids=["plain", "gzip"])
@pytest.mark.parametrize("kind", IMPORT_FORMATS)
def test_the_format_is_found_out_by_the_content(kind: str, packed: Callable[[bytes], bytes]) -> None:
    papers = piped(packed(CONTENT[kind]))
    titles = {"1706.03762", "1810.04805", "math/0611800"} if kind == "ids" else {"Coffee"}
    assert {item.paper.title for item in papers} == titles
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
    pieces = list(stream.readable(io.BytesIO(packed), "f").pieces)
    assert b"".join(pieces) == b"one" * 10_000 + b"two"
    assert max(map(len, pieces)) <= 1_000


def test_a_line_too_long_is_dropped_alone() -> None:
    pieces = [b"one\ntw", b"o\n" + b"x" * 6, b"x" * 6 + b"\nthr", b"ee\n" + b"y" * 11 + b"\n", b"\nlast"]
    assert list(Lines(pieces, limit=10)) == [b"one", b"two", None, b"three", None, b"", b"last"]
    assert list(Lines([b"x" * 6, b"x" * 6], limit=10)) == [None]


@given(st.lists(st.text(st.sampled_from("ab\n"), max_size=5).map(str.encode)), st.integers(0, 3))
def test_lines_say_where_they_end(pieces: list[bytes], limit: int) -> None:
    text = b"".join(pieces)
    lines = Lines(pieces, limit=limit)
    for number, line in enumerate(lines, start=1):
        whole = text[: lines.offset].splitlines()
        assert lines.number == number == len(whole)
        assert line == (whole[-1] if len(whole[-1]) <= limit else None)
    assert lines.offset == len(text)


def test_a_long_line_of_a_file_is_skipped_and_never_held(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(stream, "LINE_LIMIT", 100_000)
    monkeypatch.setattr(stream, "PIECE", 10_000)
    papers = piped(OURS + b'\n{"title": "' + b"x" * 20_000_000 + b'"}\n' + OURS)
    tracemalloc.start()
    try:
        assert len(list(papers)) == 2
        assert tracemalloc.get_traced_memory()[1] < 2_000_000
    finally:
        tracemalloc.stop()
    assert papers.skipped == 1
    assert papers.problems == ("Line 2 is too long to be a paper.",)


BROKEN = [
    OURS,
    b"{oops",
    b'{"title": 3}',
    b"",
    b'{"title": "A\0B"}',
    b"\xff",
    b'{"title": "Tea\\u0000\\ud800"}',
    b"[]",
]


def test_bad_lines_are_counted_and_the_first_are_named() -> None:
    papers = piped(b"\n".join(BROKEN), chosen="jsonl")
    assert [item.paper.title for item in papers] == ["Coffee", "Tea\ufffd"]
    assert (papers.papers, papers.skipped) == (2, 5)
    assert [problem.split(":")[0] for problem in papers.problems] == [
        "Line 2 is not valid JSON",
        "Line 3",
        "Line 5 is not valid JSON",
    ]


@pytest.mark.parametrize("packed", [bytes, gzip.compress, halves], ids=["plain", "gzip", "two members"])
@pytest.mark.parametrize("mark", ["", "utf-8-sig", "utf-16"])
def test_reading_goes_on_from_every_place(
    tmp_path: Path, packed: Callable[[bytes], bytes], mark: str
) -> None:
    path = tmp_path / "papers.jsonl"
    text = b"".join(b'{"title": "Paper %d \xc3\xa9"}\noops\n\n' % n for n in range(5))
    path.write_bytes(packed(text.decode().encode(mark) if mark else text))
    whole, places = read_file(path, None, NOW), []
    titles = [places.append(whole.place) or item.paper.title for item in whole]
    assert whole.place == Place(len(text), 15, 5, 5, whole.problems)
    for number, place in enumerate(places, start=1):
        rest = read_file(path, None, NOW)
        rest.begin_at(place)
        assert [item.paper.title for item in rest] == titles[number:]
        assert rest.place == whole.place


def test_a_packed_file_that_breaks_off_gives_what_was_whole() -> None:
    lines = b"\n".join(b'{"title": "%s"}' % random.Random(n).randbytes(400).hex().encode() for n in range(99))
    papers = piped(gzip.compress(lines)[:-5_000])
    titles: list[str] = []
    with pytest.raises(FormatError, match="damaged"):
        titles.extend(item.paper.title for item in papers)
    assert 50 < len(titles) < 99
    assert papers.skipped == 0


def test_a_file_has_an_identity_and_a_pipe_has_none(tmp_path: Path) -> None:
    path, link, other = tmp_path / "a.jsonl", tmp_path / "link", tmp_path / "b.jsonl"
    path.write_bytes(OURS * 10_000)
    link.symlink_to(path)
    other.write_bytes(OURS * 10_000)
    os.utime(path, ns=(1, 1))
    os.utime(other, ns=(1, 1))

    def identity(of: Path = path, chosen: str | None = None) -> str | None:
        return read_file(of, chosen, NOW).identity

    first = identity()
    assert first == identity(link) is not None
    assert first not in (identity(other), identity(chosen="arxiv"))
    path.write_bytes(OURS * 9_999 + OURS.upper())
    os.utime(path, ns=(1, 1))
    assert identity() not in (first, None)
    os.mkfifo(tmp_path / "pipe")
    assert piped(OURS).identity is identity(tmp_path) is identity(tmp_path / "none") is None


def test_how_much_of_a_file_was_read(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl.gz"
    path.write_bytes(gzip.compress(OURS))
    papers = read_file(path, None, NOW)
    assert len(list(papers)) == 1
    assert papers.read == papers.size == path.stat().st_size


def test_a_stream_stays_open() -> None:
    source = io.BytesIO(CONTENT["json"])
    list(read_stream(source, "-", None, NOW))
    assert not source.closed
