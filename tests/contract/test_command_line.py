"""The command line as other programs meet it: processes, pipes, signals, and a service on this machine."""

import asyncio
import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from tests.fake_service import Answer, Asked, FakeService, json_answer

COMMAND = [sys.executable, "-W", "error", "-m", "reader"]
ROOT = Path(__file__).parents[2]
DAYS = {"2026-08-12": ["2608.00001"], "2026-08-13": ["2608.00002", "2608.00003"], "2026-08-14": []}


FIELDS = [
    "id",
    "title",
    "authors",
    "abstract",
    "published",
    "listed",
    "updated",
    "upvotes",
    "comments",
    "categories",
    "keywords",
    "summary",
    "organization",
    "submitted_by",
    "github",
    "stars",
    "project",
    "url",
    "pdf_url",
    "doi",
    "read",
    "bookmarked",
    "queued",
    "tags",
    "note",
    "score",
]


class Result(NamedTuple):
    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        return json.loads(self.out)


class Reader:
    """Runs the command on a folder of its own."""

    def __init__(self, folder: Path, **variables: str) -> None:
        nowhere = "http://127.0.0.1:1"
        self.environment = {
            **{
                name: value
                for name, value in os.environ.items()
                if name not in ("HF_TOKEN", "PYTHONUNBUFFERED")
            },
            "PAPER_READER_HOME": str(folder),
            "PAPER_READER_HF_URL": nowhere,
            "PAPER_READER_ARXIV_URL": nowhere,
            "PYTHONPATH": str(ROOT),
            "NO_PROXY": "127.0.0.1",
            **variables,
        }

    async def start(self, *arguments: str, **variables: str) -> asyncio.subprocess.Process:
        pipe = asyncio.subprocess.PIPE
        environment = self.environment | variables
        return await asyncio.create_subprocess_exec(
            *COMMAND, *arguments, stdin=pipe, stdout=pipe, stderr=pipe, env=environment
        )

    async def __call__(self, *arguments: str, stdin: bytes = b"", **variables: str) -> Result:
        process = await self.start(*arguments, **variables)
        out, err = await process.communicate(stdin)
        assert process.returncode is not None
        return Result(process.returncode, out.decode(), err.decode())

    def shell(self, script: str, **variables: str) -> Result:
        """Run a shell script in which `$READER` is the command."""
        environment = self.environment | {"READER": " ".join(COMMAND)} | variables
        done = subprocess.run(
            ["sh", "-c", script], capture_output=True, env=environment, timeout=120, check=False
        )
        return Result(done.returncode, done.stdout.decode("utf-8", "replace"), done.stderr.decode())


@pytest.fixture
def reader(tmp_path: Path) -> Reader:
    return Reader(tmp_path / "home")


def paper(identifier: str) -> dict[str, Any]:
    return {
        "title": f"Paper {identifier}",
        "paper": {"id": identifier, "title": f"Paper {identifier}", "summary": "Ünïcode α.", "upvotes": 3},
    }


def service(asked: Asked) -> Answer:
    """Answer as Hugging Face does, and as arXiv that has nothing."""
    match asked.path.split("/"):
        case [*_, "daily_papers"] if "date" in asked.query:
            return json_answer([paper(name) for name in DAYS.get(asked.query["date"], [])])
        case [*_, "daily_papers"]:
            return json_answer([paper("2608.00001"), paper("2608.00009")])
        case [*_, "search"]:
            return json_answer([paper("2608.00005")])
        case [*_, "papers", "2608.00007"]:
            return json_answer(paper("2608.00007")["paper"])
        case [*_, "query"]:
            return Answer(b"<feed xmlns='http://www.w3.org/2005/Atom'></feed>")
        case _:
            return json_answer({"error": "Not found"}, 404)


def online(served: FakeService) -> dict[str, str]:
    return {"PAPER_READER_HF_URL": served.url, "PAPER_READER_ARXIV_URL": served.url}


async def test_a_list_is_fetched_and_then_known_offline(reader: Reader) -> None:
    async with FakeService(service) as served:
        fetched = await reader("list", "--json", **online(served))
    assert (fetched.code, fetched.err) == (0, "")
    assert [record["id"] for record in fetched.json] == ["2608.00001", "2608.00009"]
    assert "sample" not in fetched.json[0]
    assert (await reader("list", "--offline", "--json")).out == fetched.out
    failed = await reader("list", "--json")
    assert (failed.code, failed.out) == (0, fetched.out)
    assert "cannot be reached" in failed.err
    assert "as stored" in failed.err


async def test_without_a_network_the_sample_is_shown_as_such(reader: Reader) -> None:
    shown = await reader("list", "--json", "--limit", "2")
    assert shown.code == 0
    assert "sample" in shown.err
    assert [record["sample"] for record in shown.json] == [True, True]
    dated = await reader("list", "--date", "2026-08-13")
    assert (dated.code, dated.out) == (1, "")


async def test_days_are_fetched_once_and_those_without_a_list_too(reader: Reader) -> None:
    span = ("fetch", "--since", "2026-08-12", "--until", "2026-08-14")
    async with FakeService(service) as served:
        first = await reader(*span, **online(served))
        assert (first.code, first.out) == (0, "")
        assert "3 days fetched, 3 papers" in first.err
        assert sorted(asked.query["date"] for asked in served.asked) == sorted(DAYS)
        served.asked.clear()
        second = await reader(*span, **online(served))
        assert second.code == 0
        assert "Nothing to fetch" in second.err
        assert served.asked == []
    listed = await reader("list", "--offline", "--date", "2026-08-13", "--jsonl")
    assert [json.loads(line)["id"] for line in listed.out.splitlines()] == DAYS["2026-08-13"]


async def test_offline_makes_no_request_at_all(reader: Reader) -> None:
    async with FakeService(service) as served:
        for words in (
            ("list",),
            ("list", "--view", "arxiv"),
            ("search", "--remote", "hf", "words"),
            ("show", "2608.00077"),
            ("fetch", "--since", "2026-08-12"),
            ("fetch", "--category", "cs.LG"),
        ):
            await reader("--offline", *words, **online(served))
        assert served.asked == []


async def test_a_quiet_fetch_says_nothing(reader: Reader) -> None:
    async with FakeService(service) as served:
        quiet = await reader("fetch", "--quiet", "--since", "2026-08-12", **online(served))
        assert quiet == (0, "", "")
        again = await reader("fetch", "--since", "2023-05-04", "--until", "2023-05-31", **online(served))
    first = again.err.splitlines()[0]
    assert first.startswith("20 days to fetch, less than a minute. Ctrl-C keeps what is there")


async def test_what_a_fetch_brought_is_found_at_once(reader: Reader) -> None:
    async with FakeService(service) as served:
        await reader("fetch", "--since", "2026-08-12", "--until", "2026-08-13", **online(served))
    found = await reader("search", "--json", "2608.00003")
    assert [record["id"] for record in found.json] == ["2608.00003"]
    assert len((await reader("search", "--json", "ünïcode")).json) == 3


async def test_arxivs_announcements_are_a_list_of_their_own(reader: Reader, tmp_path: Path) -> None:
    feed = b"""<rss xmlns:arxiv="http://arxiv.org/schemas/atom"><channel><item><title>Brand new</title>
    <guid>oai:arXiv.org:2608.12345v1</guid><description>arXiv:2608.12345v1 Announce Type: new
    Abstract: Words.</description><category>cs.LG</category></item></channel></rss>"""
    asked: list[str] = []

    def respond(request: Asked) -> Answer:
        asked.append(request.path)
        return Answer(feed if len(asked) == 1 else b"<rss><channel/></rss>")

    without = await reader("list", "--view", "arxiv")
    assert without.code == 2
    assert "arxiv.categories" in without.err
    (tmp_path / "home" / "config.toml").write_text('arxiv.categories = ["cs.LG", "cs.CL"]')
    async with FakeService(respond) as served:
        listed = await reader("list", "--view", "arxiv", "--json", **online(served))
        # Nothing is announced at weekends: the newest announcements stay.
        weekend = await reader("list", "--view", "arxiv", "--json", **online(served))
    assert [(record["id"], record["title"]) for record in listed.json] == [("2608.12345", "Brand new")]
    assert weekend.json == listed.json
    assert asked == ["/rss/cs.CL+cs.LG"] * 2
    assert list(listed.json[0]) == FIELDS


ATOM = b"""<feed xmlns="http://www.w3.org/2005/Atom" xmlns:a="http://arxiv.org/schemas/atom">
<entry><id>http://arxiv.org/abs/2608.00001v2</id><title>T</title><category term="cs.LG"/><a:doi>10.1000/x</a:doi></entry>
</feed>"""


async def test_what_arxiv_knows_of_a_paper_is_asked_for_when_wanted(reader: Reader) -> None:
    def both(asked: Asked) -> Answer:
        return Answer(ATOM) if asked.path.endswith("query") else service(asked)

    async with FakeService(both) as served:
        await reader("list", **online(served))
        plain = await reader("show", "2608.00001", "--json", **online(served))
        assert (plain.json["doi"], len(served.asked)) == (None, 1)
        whole = await reader("show", "2608.00001", "--json", "--complete", **online(served))
    assert (whole.json["doi"], whole.json["categories"], whole.json["upvotes"]) == ("10.1000/x", ["cs.LG"], 3)
    assert (await reader("show", "2608.00009", "--complete")).code == 1  # without a network


async def test_two_homes_on_one_machine_ask_arxiv_in_turn(reader: Reader, tmp_path: Path) -> None:
    times: list[float] = []

    def respond(_: Asked) -> Answer:
        times.append(time.monotonic())
        return Answer(ATOM)

    search = ("search", "--remote", "arxiv", "words")
    async with FakeService(respond) as served:
        other = Reader(tmp_path / "another home")
        found = await asyncio.gather(*(each(*search, **online(served)) for each in (reader, other)))
    assert [result.code for result in found] == [0, 0]
    assert served.most_at_once == 1
    assert times[1] - times[0] > 2.9


async def test_what_somebody_submitted_is_a_list(reader: Reader) -> None:
    def respond(asked: Asked) -> Answer:
        mine = asked.query.get("submitter") == "akhaliq"
        return json_answer([paper("2608.00003"), paper("2608.00004")]) if mine else service(asked)

    async with FakeService(respond) as served:
        listed = await reader(
            "list", "--submitter", "@akhaliq", "--filter", "id:2608.00004", "--jsonl", **online(served)
        )
        wrong = await reader("list", "--submitter", "akhaliq", "--view", "day", **online(served))
    assert (listed.code, listed.json["id"]) == (0, "2608.00004")
    assert (wrong.code, wrong.err) == (2, "--submitter is a list of its own; leave --view and --date out.\n")


async def test_a_category_is_fetched_month_by_month(reader: Reader) -> None:
    body = b"""<feed xmlns="http://www.w3.org/2005/Atom" xmlns:o="http://a9.com/-/spec/opensearch/1.1/">
    <o:totalResults>1</o:totalResults><entry><id>http://arxiv.org/abs/2608.12345v2</id><title>T</title></entry></feed>"""
    span = ("fetch", "--category", "CS.lg", "--since", "2026-08-01", "--until", "2026-08-02")
    async with FakeService(lambda _: Answer(body)) as served:
        done = await reader(*span, **online(served))
        asked = [request.query for request in served.asked]
        again = await reader(*span, **online(served))
        assert len(served.asked) == len(asked)
    assert done.code == 0
    assert "1 paper of cs.LG to fetch, less than a minute" in done.err
    assert "1 paper of cs.LG fetched." in done.err
    assert asked[1]["search_query"] == "cat:cs.LG AND submittedDate:[202608010000 TO 202608022359]"
    assert "cs.LG is stored for these days" in again.err
    wrong = await reader("fetch", "--category", "cs.XX")
    assert (wrong.code, wrong.err) == (
        2,
        "“cs.XX” is no category of arXiv; they look like cs.LG or math.CO.\n",
    )


async def test_the_token_is_in_no_file_and_no_message(reader: Reader, tmp_path: Path) -> None:
    def respond(asked: Asked) -> Answer:
        assert asked.headers["authorization"] == "Bearer hf_secret"
        return json_answer({"error": "Invalid token"}, 401) if asked.query else service(asked)

    async with FakeService(respond) as served:
        for words in (("list",), ("show", "2608.00077"), ("config",)):
            result = await reader(*words, HF_TOKEN="hf_secret", PAPER_READER_HF_URL=served.url)
            assert "hf_secret" not in result.out + result.err
        assert served.asked
    assert not any(b"hf_secret" in file.read_bytes() for file in tmp_path.rglob("*") if file.is_file())


async def test_an_interrupted_fetch_keeps_what_it_has_and_goes_on(reader: Reader) -> None:
    stalled = asyncio.Event()

    def stalling(asked: Asked) -> Answer:
        if asked.query.get("date") == "2026-08-12":
            stalled.set()
            return Answer(b"[]", stall=True)
        return service(asked)

    span = ("fetch", "--since", "2026-08-10", "--until", "2026-08-14")
    async with FakeService(stalling) as served:
        process = await reader.start(*span, **online(served))
        assert process.stderr is not None
        await asyncio.wait_for(stalled.wait(), 60)
        seen = b""
        while b"4 of 5" not in seen:
            seen += (line := await process.stderr.readline())
            assert line
        process.send_signal(signal.SIGINT)
        _, err = await process.communicate()
    assert process.returncode == 130
    assert err.decode() == "Interrupted. 4 of 5 days are kept; the same command goes on from there.\n"
    async with FakeService(service) as served:
        assert (await reader(*span, **online(served))).code == 0
        assert [asked.query["date"] for asked in served.asked] == ["2026-08-12"]


async def test_an_error_during_a_fetch_says_how_to_go_on(reader: Reader) -> None:
    async with FakeService(lambda asked: json_answer({"error": "Go away"}, 403)) as served:
        refused = await reader("fetch", "--since", "2026-08-13", "--until", "2026-08-13", **online(served))
    assert refused.code == 1
    assert "Go away" in refused.err
    assert "0 of 1 day are kept" in refused.err


async def test_a_fetch_goes_on_without_a_broken_day_and_names_it(reader: Reader) -> None:
    def broken(asked: Asked) -> Answer:
        if asked.query.get("date") == "2026-08-14":
            return json_answer({"error": "not yet"}, 400)
        return Answer(b"[{") if asked.query.get("date") == "2026-08-13" else service(asked)

    span = ("fetch", "--since", "2026-08-12", "--until", "2026-08-14")
    async with FakeService(broken) as served:
        fetched = await reader(*span, **online(served))
    assert fetched.code == 1
    assert "1 day fetched, 1 paper." in fetched.err
    assert "1 day left out: Hugging Face has not begun" in fetched.err
    assert "1 day could not be fetched; the same command tries again. Thu 13 Aug 2026: Hugging" in fetched.err
    async with FakeService(service) as served:
        assert (await reader(*span, **online(served))).code == 0
        assert sorted(asked.query["date"] for asked in served.asked) == ["2026-08-13", "2026-08-14"]


async def test_ctrl_c_ends_quietly(reader: Reader) -> None:
    asked_once = asyncio.Event()

    def stalling(_: Asked) -> Answer:
        asked_once.set()
        return Answer(b"[]", stall=True)

    async with FakeService(stalling) as served:
        process = await reader.start("list", **online(served))
        await asyncio.wait_for(asked_once.wait(), 60)
        process.send_signal(signal.SIGINT)
        assert await process.communicate() == (b"", b"")
    assert process.returncode == 130


async def test_unknown_papers_are_looked_up(reader: Reader) -> None:
    async with FakeService(service) as served:
        kept = await reader("bookmark", "2608.00007v3", "2608.11111", **online(served))
        assert (kept.code, kept.out) == (1, "")
        assert "2608.11111" in kept.err
        assert "Bookmarked: Paper 2608.00007." in kept.err
    listed = await reader("list", "--view", "bookmarks", "--json")
    assert [record["id"] for record in listed.json] == ["2608.00007"]


async def test_sources_are_searched(reader: Reader) -> None:
    async with FakeService(service) as served:
        found = await reader("search", "--remote", "hf", "any", "--json", **online(served))
    assert [record["id"] for record in found.json] == ["2608.00005"]
    answers = await reader("search", "-", stdin=b"paper\nis:wrong x\nzebra")
    assert answers.code == 1
    lines = [json.loads(line) for line in answers.out.splitlines()]
    assert [(line["query"], line["total"]) for line in lines] == [
        ("paper", 1),
        ("is:wrong x", 0),
        ("zebra", 0),
    ]
    assert "error" in lines[1]


def test_a_closed_pipe_ends_quietly(reader: Reader) -> None:
    for command in ("list --offline", "list --offline --json", "--help", "completion bash"):
        ended = reader.shell(f"($READER {command}; echo $? >&2) | true")
        assert ended.err.splitlines()[-1] == "0"
        assert len(ended.err.splitlines()) <= 2, ended.err
    first = reader.shell("$READER list --offline 2>&1 | head -n 1")
    assert "sample" in first.out


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="there is no /dev/full")
def test_a_full_disk_is_told(reader: Reader) -> None:
    for unbuffered in ("", "1"):
        for command in ("list --offline --limit 1", "--help", "list --offline --json"):
            full = reader.shell(f"$READER {command} > /dev/full", PYTHONUNBUFFERED=unbuffered)
            assert full.code == 1
            assert full.err.splitlines()[-1].startswith("The output could not be written")
            assert "Traceback" not in full.err


def test_closed_streams_are_no_bug(reader: Reader) -> None:
    for closed in (">&-", "2>&-", "<&-", ">&- 2>&-"):
        assert reader.shell(f"$READER list --offline {closed}").code == 0, closed


def test_a_terminal_that_knows_only_ascii(reader: Reader, tmp_path: Path) -> None:
    file = tmp_path / "x.jsonl"
    file.write_text(json.dumps({"id": "2608.00001", "title": "Größe α", "note": "漢"}), encoding="utf-8")
    assert reader.shell(f"$READER import {file}").code == 0
    for encoding in ("ascii", "latin-1"):
        said = reader.shell(
            "$READER list --view all && $READER show 2608.00001 && $READER list --view all --json",
            PYTHONIOENCODING=encoding,
            LC_ALL="C",
        )
        assert said.code == 0, said.err
        assert '"title": "Gr\\u00f6\\u00dfe \\u03b1"' in said.out
    exported = reader.shell("$READER export --view all --format csv", PYTHONIOENCODING="ascii")
    assert "Größe α" in exported.out


def test_output_for_pipes_has_no_escape_codes(reader: Reader) -> None:
    said = reader.shell("$READER list --offline; $READER show 2412.15115 --offline", FORCE_COLOR="1")
    assert "\x1b" not in said.out + said.err


def test_export_through_pipes_and_devices(reader: Reader, tmp_path: Path) -> None:
    assert reader.shell("$READER bookmark --offline 2412.15115").code == 0
    piped = reader.shell("$READER export -o /dev/stdout 2>/dev/null | cat")
    assert piped.out == reader.shell("$READER export").out != ""
    assert reader.shell("$READER export --force -o /dev/null").code == 0
    assert Path("/dev/null").is_char_device()


@pytest.mark.skipif(sys.platform == "win32", reason="there are no pseudo-terminals")
def test_on_a_terminal_overwriting_is_asked_about(reader: Reader, tmp_path: Path) -> None:
    import pexpect

    target = tmp_path / "kept.bib"
    assert reader.shell("$READER bookmark --offline 2412.15115").code == 0
    for answer, code, kept in (("", 1, True), ("n", 1, True), ("y", 0, False)):
        target.write_text("mine")
        child = pexpect.spawn(
            COMMAND[0], [*COMMAND[1:], "export", "-o", str(target)], env=reader.environment, timeout=120
        )
        child.expect_exact("[y/N]")
        child.sendline(answer)
        child.expect(pexpect.EOF)
        child.close()
        assert (child.exitstatus, target.read_text() == "mine") == (code, kept)


@pytest.mark.parametrize("home", ["a-file", "a-file/below"])
def test_a_folder_that_cannot_be_one(reader: Reader, tmp_path: Path, home: str) -> None:
    (tmp_path / "a-file").touch()
    place = str(tmp_path / home)
    listed = reader.shell("$READER list --offline", PAPER_READER_HOME=place)
    assert listed.code == 0
    assert place in listed.err
    kept = reader.shell("$READER bookmark --offline 2412.15115", PAPER_READER_HOME=place)
    assert kept.code == 1
    assert "Traceback" not in listed.err + kept.err


LIGHT = ("textual", "httpx", "tinydb", "sqlite3", "rich", "asyncio", "rapidfuzz", "platformdirs")


@pytest.mark.parametrize(
    ("arguments", "absent"),
    [
        (["--version"], LIGHT),
        (["--help"], LIGHT),
        (["list", "--help"], LIGHT),
        (["config"], tuple(name for name in LIGHT if name != "platformdirs")),
        (
            ["list", "--offline", "--json"],
            (
                *("textual", "httpx", "rich", "asyncio", "rapidfuzz", "platformdirs"),
                *("reader.core.linked", "reader.core.found", "reader.core.backup"),
            ),
        ),
        (["bookmark", "2412.15115", "--offline"], ("textual", "httpx", "rich", "rapidfuzz")),
    ],
    ids=" ".join,
)
def test_commands_load_only_what_they_need(
    reader: Reader, arguments: list[str], absent: tuple[str, ...]
) -> None:
    script = (
        "import sys; from reader.__main__ import main; main(sys.argv[1:]);"
        f" print(sorted(set({absent!r}) & set(sys.modules)), file=sys.stderr)"
    )
    done = subprocess.run(
        [sys.executable, "-c", script, *arguments], capture_output=True, env=reader.environment, check=True
    )
    assert done.stderr.decode().splitlines()[-1] == "[]"
