"""Where PDFs are: found again wherever they were put, gone when somebody took them away."""

import errno
from pathlib import Path

import pytest

from reader.core.errors import StorageError
from reader.core.kept_pdf import BESIDE, PART, KeptPdf
from reader.core.paper import Paper
from reader.document.pdf_shelf import PdfShelf

ONE, TWO = "2608.00001", "2608.00002"
OLD = "math/0611800"


def by_title(identifier: str, paper: Paper | None, distinct: bool) -> str:
    title = paper.title if paper else identifier.replace("/", "-")
    return f"{title} ({identifier.replace('/', '-')}).pdf" if distinct else f"{title}.pdf"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "Papers"


@pytest.fixture
def shelf(tmp_path: Path, folder: Path) -> PdfShelf:
    return PdfShelf(tmp_path / "records", folder, by_title)


def put(
    shelf: PdfShelf, identifier: str, title: str = "T", folder: Path | None = None, part: str = ""
) -> Path:
    """Put a PDF where the shelf wants it."""
    path = shelf.place(identifier, Paper(id=identifier, title=title), folder)
    assert path is not None
    path.parent.mkdir(exist_ok=True)
    path.with_name(path.name + part).write_bytes(b"%PDF-" + identifier.encode())
    return path


@pytest.mark.parametrize("identifier", [ONE, OLD])
def test_a_file_is_found_where_it_was_put(shelf: PdfShelf, folder: Path, identifier: str) -> None:
    assert shelf.find(identifier) is None
    path = put(shelf, identifier)
    kept = KeptPdf(identifier, folder / "T.pdf", len(identifier) + 5)
    assert (path, shelf.find(identifier)) == (folder / "T.pdf", kept)
    assert shelf.place(identifier, None) is None
    assert shelf.all() == (kept,)
    assert shelf.read(identifier, 100) == path.read_bytes()
    assert shelf.read(identifier, 10) is None


def test_what_was_moved_or_replaced_is_not_there_any_more(shelf: PdfShelf) -> None:
    path = put(shelf, ONE)
    path.rename(path.with_name("elsewhere.pdf"))
    assert shelf.find(ONE) is None
    assert shelf.all() == ()
    path.write_bytes(b"#!/bin/sh")
    assert shelf.find(ONE) is None


def test_without_records_names_tell(tmp_path: Path, shelf: PdfShelf, folder: Path) -> None:
    put(shelf, ONE, f"Renamed {ONE}")
    put(shelf, TWO, f"Begun {TWO}", part=PART)
    for record in (tmp_path / "records").iterdir():
        record.unlink()
    found = shelf.find(ONE)
    assert found is not None
    assert found.path == folder / f"Renamed {ONE}.pdf"
    assert [(kept.identifier, kept.whole) for kept in shelf.all()] == [(TWO, False), (ONE, True)]


def test_two_papers_of_one_name_are_told_apart(shelf: PdfShelf, folder: Path) -> None:
    assert put(shelf, ONE) == folder / "T.pdf"
    assert put(shelf, TWO) == folder / f"T ({TWO}).pdf"
    mine = folder / "T (2608.00003).pdf"
    mine.write_bytes(b"mine")
    assert put(shelf, "2608.00003") == folder / "T (2608.00003) 2.pdf"
    assert mine.read_bytes() == b"mine"
    assert len(shelf.all()) == 3


def test_the_part_of_another_paper_is_left_alone(shelf: PdfShelf, folder: Path) -> None:
    put(shelf, ONE, part=PART)
    assert put(shelf, TWO) == folder / f"T ({TWO}).pdf"


def test_a_part_goes_on_under_its_name(shelf: PdfShelf, folder: Path) -> None:
    put(shelf, ONE, part=PART)
    assert shelf.find(ONE) is None
    assert shelf.all() == (KeptPdf(ONE, folder / "T.pdf", 15, whole=False),)
    assert shelf.place(ONE, Paper(id=ONE, title="Better known now")) == folder / "T.pdf"


def test_another_folder(shelf: PdfShelf, tmp_path: Path, folder: Path) -> None:
    put(shelf, ONE)
    other = tmp_path / "other"
    assert put(shelf, ONE, folder=other) == other / "T.pdf"
    found = shelf.find(ONE)
    assert found is not None
    assert found.path.parent == other


def test_deleting(shelf: PdfShelf, folder: Path) -> None:
    put(shelf, ONE)
    put(shelf, TWO, part=PART)
    (folder / f"T ({TWO}).pdf{BESIDE}").write_text("{}")
    for kept in shelf.all():
        shelf.delete(kept)
    assert [*folder.iterdir()] == []
    assert shelf.all() == ()


def test_what_cannot_be_deleted_is_said(shelf: PdfShelf, monkeypatch: pytest.MonkeyPatch) -> None:
    put(shelf, ONE)

    def refuse(*_: object, **__: object) -> None:
        raise PermissionError(errno.EACCES, "Permission denied")

    monkeypatch.setattr(Path, "unlink", refuse)
    with pytest.raises(StorageError, match=r"T\.pdf could not be deleted \(Permission denied\)"):
        shelf.delete(shelf.all()[0])


@pytest.mark.parametrize(
    "record",
    [
        "",
        "[]",
        "{}",
        "\x00",
        '{"id": 1, "path": 2}',
        '{"id": "ID", "path": "etc/passwd.pdf"}',
        '{"id": "ID", "path": "/etc/passwd"}',
        '{"id": "../x", "path": "/x.pdf"}',
        "[" * 10000,
    ],
)
def test_a_record_that_says_nothing_is_none(tmp_path: Path, shelf: PdfShelf, record: str) -> None:
    (tmp_path / "records").mkdir()
    (tmp_path / "records" / f"{ONE}.json").write_text(record.replace("ID", ONE))
    assert shelf.find(ONE) is None
    assert shelf.all() == ()
    assert put(shelf, ONE).is_file()


@pytest.mark.parametrize("identifier", ["../../x", "CON", "", "\x00", "a" * 500])
def test_no_identifier_leads_out_of_the_folders(tmp_path: Path, shelf: PdfShelf, identifier: str) -> None:
    shelf.place(identifier, Paper(id=identifier, title="T"))
    assert shelf.find(identifier) is None
    assert {path.parent.name for path in tmp_path.rglob("*") if path.is_file()} <= {"records"}


def test_folders_that_cannot_be_written_are_no_trouble_here(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    shelf = PdfShelf(tmp_path / "file" / "records", tmp_path / "file" / "Papers", by_title)
    assert shelf.place(ONE, None) == tmp_path / "file" / "Papers" / f"{ONE}.pdf"
    assert shelf.all() == ()
