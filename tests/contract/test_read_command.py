"""`read` as other programs and people meet it."""

import os
import sys
from pathlib import Path

import pytest

from tests.contract.test_command_line import ROOT, Reader, online
from tests.document_page import equation, math, page, para, section, table
from tests.fake_service import Answer, Asked, FakeService, json_answer

ID = "2608.00001"
PAGE = page(
    section(
        1,
        para(f"In {math('x^2')} <b>steps</b>.")
        + equation(r"\frac{a}{b}", "1")
        + table([["A", "B"], ["c", "d"]]),
    ),
    "Tides",
    ("Ida Farrow", "Zoë M."),
)
HTML = {"Content-Type": "text/html"}


@pytest.fixture
def reader(tmp_path: Path) -> Reader:
    return Reader(tmp_path / "home")


def service(asked: Asked) -> Answer:
    match asked.path.strip("/").split("/"):
        case ["html", "2608.00001"]:
            return Answer(PAGE, headers=HTML)
        case ["papers", "2608.00002.md"]:
            return Answer(b"# Gates\n\n## 1 Model\n\nWords.\n", headers={"Content-Type": "text/markdown"})
        case _:
            return json_answer({"error": "Not found"}, 404)


async def test_a_paper_is_printed_kept_and_then_read_offline(reader: Reader) -> None:
    async with FakeService(service) as served:
        first = await reader("read", ID, **online(served))
        assert (first.code, "arXiv's HTML" in first.err) == (0, True)
        assert [asked.path for asked in served.asked] == [f"/html/{ID}"]
        assert (await reader("read", ID, **online(served))).out == first.out
        assert len(served.asked) == 1
    lines = first.out.splitlines()
    assert lines[:6] == ["Tides", "Ida Farrow, Zoë M.", "", "1  Model", "", "In x² steps."]
    assert [line.strip() for line in lines[7:10]] == ["a", lines[8].strip(), "b"]
    assert lines[8].endswith("(1)")
    assert "│ c │ d │" in lines
    assert "\x1b" not in first.out
    offline = await reader("read", ID, "--offline")
    assert (offline.code, offline.out) == (0, first.out)


async def test_other_forms_of_a_paper(reader: Reader) -> None:
    async with FakeService(service) as served:
        written = await reader("read", ID, "--markdown", **online(served))
    assert written.out.startswith(
        "# Tides\n\nIda Farrow, Zoë M.\n\n## 1 Model\n\nIn $x^2$ **steps**.\n\n$$\n"
    )
    plain = await reader("read", ID, "--offline", "--plain", "--width", "30")
    assert "    a/b (1)\n" in plain.out
    assert not set("│─") & set(plain.out)
    narrow = await reader("read", ID, "--offline", "--width", "30")
    assert max(map(len, narrow.out.splitlines())) <= 30


async def test_one_table_of_a_paper(reader: Reader) -> None:
    async with FakeService(service) as served:
        drawn = await reader("read", ID, "--table", "1", **online(served))
    assert drawn.out.splitlines()[1:2] == ["│ A │ B │"]
    assert (await reader("read", ID, "--offline", "--table", "1", "--csv")).out == "A,B\nc,d\n"
    written = await reader("read", ID, "--offline", "--table", "1", "--markdown")
    assert written.out == "| A | B |\n| --- | --- |\n| c | d |\n"
    missing = await reader("read", ID, "--offline", "--table", "2")
    assert (missing.code, missing.out) == (1, "")
    assert "There is no table 2 in this paper; it has 1." in missing.err
    assert (await reader("read", ID, "--offline", "--csv")).code == 2
    assert (await reader("read", ID, "--offline", "--table", "0")).code == 2


async def test_hugging_face_is_asked_where_arxiv_has_no_page(reader: Reader) -> None:
    async with FakeService(service) as served:
        found = await reader("read", "2608.00002", **online(served))
    assert found.code == 0
    assert "Markdown" in found.err
    assert found.out == "Gates\n\n1  Model\n\nWords.\n"


async def test_what_cannot_be_read_is_said_in_a_sentence(reader: Reader) -> None:
    async with FakeService(service) as served:
        missing = await reader("read", "2608.00003", **online(served))
    assert (missing.code, missing.out) == (1, "")
    assert "https://arxiv.org/abs/2608.00003" in missing.err
    unread = await reader("read", "2608.00003", "--offline")
    assert (unread.code, unread.out) == (1, "")
    assert "not kept" in unread.err
    unreachable = await reader("read", "2608.00003")
    assert (unreachable.code, "cannot be reached" in unreachable.err) == (1, True)
    for wrong in (("x",), (ID, "--width", "3"), (ID, "--plain", "--markdown"), ()):
        assert (await reader("read", *wrong)).code == 2
    assert "Traceback" not in missing.err + unread.err + unreachable.err


async def test_a_hostile_page_drives_no_terminal(reader: Reader) -> None:
    hostile = page(para("a\x1b]0;pwned\x07b\x9b31m&#27;[2J&#x202e; [@click=x]c[/]"), "T\x1b[31m", ("A\x07",))

    async with FakeService(lambda _: Answer(hostile, headers=HTML)) as served:
        found = await reader("read", ID, **online(served))
    assert found.code == 0
    assert all(character.isprintable() or character == "\n" for character in found.out)


@pytest.mark.skipif(sys.platform == "win32", reason="needs a pseudo-terminal")
async def test_on_a_terminal_the_pager_gets_the_text(reader: Reader, tmp_path: Path) -> None:
    pexpect = pytest.importorskip("pexpect")
    async with FakeService(service) as served:
        await reader("read", ID, **online(served))
    shown = tmp_path / "shown"
    variables = {"PAGER": f"sh -c 'cat > {shown}'", "TERM": "xterm-256color"}
    variables.update({name: value for name, value in os.environ.items() if name in ("PATH", "HOME")})
    arguments = ["-m", "reader", "read", ID, "--offline"]
    child = pexpect.spawn(
        sys.executable,
        arguments,
        env=reader.environment | variables,
        cwd=str(ROOT),
        timeout=120,
        dimensions=(20, 60),
    )
    child.expect(pexpect.EOF)
    child.close()
    assert child.exitstatus == 0
    text = shown.read_text("utf-8")
    assert "\x1b[1mTides\x1b[0m\n" in text
    assert "\x1b[1;4m1  Model\x1b[0m\n" in text
