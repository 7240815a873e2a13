"""arXiv's query API: queries, feeds, errors, and the pause between requests."""

import asyncio
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from reader.core.errors import NotFoundError, OfflineError, RefusedError, SourceError, UsageError
from reader.core.paper import Paper
from reader.core.view import View, ViewKind
from reader.sources.arxiv import ArXiv
from reader.sources.request import Reply
from tests.fetcher import FakeFetcher


def entry(identifier: str, title: str = "A  title\n  in two lines") -> str:
    return f"""<entry><id>http://arxiv.org/abs/{identifier}</id><title>{title}</title>
    <updated>2026-05-09T10:00:00Z</updated><published>2026-05-03T17:59:59Z</published>
    <summary>  One &amp;
    two. </summary>
    <author><name>Ann Bee</name><arxiv:affiliation>Some Lab</arxiv:affiliation></author><author><name>Bo Cee</name></author>
    <category term="cs.AI"/><category term="cs.LG"/><category term="68T05"/><arxiv:primary_category term="cs.LG"/>
    <arxiv:doi>10.1000/xyz</arxiv:doi></entry>"""


def feed(*entries: str, total: int | None = None) -> bytes:
    return f"""<?xml version='1.0' encoding='UTF-8'?>
    <feed xmlns:opensearch="http://a9.com/-/spec/opensearch/1.1/" xmlns:arxiv="http://arxiv.org/schemas/atom"
      xmlns="http://www.w3.org/2005/Atom"><title>arXiv Query</title>
    <opensearch:totalResults>{len(entries) if total is None else total}</opensearch:totalResults>
    {"".join(entries)}</feed>""".encode()


ERROR = feed(
    "<entry><id>https://arxiv.org/api/errors#x</id><title>Error</title><summary>incorrect id format</summary></entry>"
)


class ApiFetcher(FakeFetcher):
    async def get(self, url: str, **how: Any) -> Reply:
        assert url in ("https://export.arxiv.org/api/query", "https://rss.arxiv.org/rss/cs.CL+cs.LG")
        return await super().get(url, **how)


class FakeTime:
    """A clock that moves only while somebody sleeps."""

    def __init__(self) -> None:
        self.now = 1_000.0
        self.steady_now = 50.0
        self.pauses: list[float] = []

    def clock(self) -> float:
        return self.now

    def steady(self) -> float:
        return self.steady_now

    def pass_by(self, seconds: float) -> None:
        self.now += seconds
        self.steady_now += seconds

    async def sleep(self, seconds: float) -> None:
        self.pauses.append(round(seconds, 3))
        self.pass_by(seconds)
        await asyncio.sleep(0)


def arxiv(
    folder: Path, *bodies: bytes | Exception, time: FakeTime | None = None, followed: tuple[str, ...] = ()
) -> tuple[ArXiv, ApiFetcher]:
    fetcher, time = ApiFetcher(*bodies), time or FakeTime()
    source = ArXiv(
        fetcher, folder, followed=lambda: followed, clock=time.clock, steady=time.steady, sleep=time.sleep
    )
    return source, fetcher


async def test_an_entry_becomes_a_paper(tmp_path: Path) -> None:
    source, fetcher = arxiv(tmp_path, feed(entry("2605.01234v2")))
    assert await source.paper("https://arxiv.org/abs/2605.01234v1") == Paper(
        id="2605.01234",
        title="A title in two lines",
        authors=("Ann Bee", "Bo Cee"),
        abstract="One & two.",
        published=date(2026, 5, 3),
        updated=date(2026, 5, 9),
        categories=("cs.LG", "cs.AI"),
        doi="10.1000/xyz",
        version=2,
        withdrawn=False,
        source="arxiv/2",
    )
    assert fetcher.asked[0]["id_list"] == "2605.01234"


@pytest.mark.parametrize(
    ("query", "sent"),
    [
        ("two words", "all:two AND all:words"),
        ("self-supervised (C++) AND", 'all:"self-supervised" AND all:C'),
        ('au:bee "all you need" ti:coffee', 'au:bee AND all:"all you need" AND ti:coffee'),
        ("naïve 2.5", "all:naïve AND all:2.5"),
    ],
)
async def test_words_are_all_asked_for(tmp_path: Path, query: str, sent: str) -> None:
    source, fetcher = arxiv(tmp_path, feed(entry("2605.01234")))
    assert len(await source.search(query, 5_000)) == 1
    assert (fetcher.asked[0]["search_query"], fetcher.asked[0]["max_results"]) == (sent, 2_000)


async def test_a_search_without_words_asks_nothing(tmp_path: Path) -> None:
    source, fetcher = arxiv(tmp_path)
    assert await source.search(" ?! ", 10) == ()
    assert await source.search("words", 0) == ()
    assert fetcher.asked == []


async def test_a_search_for_an_identifier_finds_the_paper(tmp_path: Path) -> None:
    source, fetcher = arxiv(tmp_path, feed(entry("math/0611800v2")))
    (paper,) = await source.search("arXiv:math.CA/0611800v1", 10)
    assert paper.id == fetcher.asked[0]["id_list"] == "math/0611800"


async def test_many_papers_come_in_batches_in_their_order(tmp_path: Path) -> None:
    known = [f"2605.{number:05}" for number in range(150)]
    wanted = [*reversed(known), known[0], "local-0123456789ab", "nonsense", "2605.99999"]
    source, fetcher = arxiv(tmp_path, feed(*map(entry, known[50:])), feed(*map(entry, known[:50])))
    assert [paper.id for paper in await source.papers(wanted)] == known[::-1]
    assert [len(str(asked["id_list"]).split(",")) for asked in fetcher.asked] == [100, 51]


async def test_a_category_is_read_page_by_page(tmp_path: Path) -> None:
    first = [f"2605.{number:05}" for number in range(500)]
    source, fetcher = arxiv(
        tmp_path,
        feed(*map(entry, first), total=502),
        feed(total=502),
        feed(*map(entry, [first[-1], "2605.00777"]), total=502),
    )
    papers = await source.category("cs.LG", date(2026, 5, 1), date(2026, 5, 3), 1_000)
    assert [paper.id for paper in papers] == [*first, "2605.00777"]
    assert [asked["start"] for asked in fetcher.asked] == [0, 500, 500]
    assert fetcher.asked[0]["search_query"] == "cat:cs.LG AND submittedDate:[202605010000 TO 202605032359]"
    assert fetcher.asked[0]["sortBy"] == "submittedDate"


async def test_a_page_that_is_cut_short_loses_no_papers(tmp_path: Path) -> None:
    source, fetcher = arxiv(
        tmp_path,
        feed(entry("2605.00001"), entry("2605.00002"), total=4),
        feed(entry("2605.00003"), total=4),
        feed(entry("2605.00004"), total=4),
    )
    papers = await source.category("cs.LG", date(2026, 5, 1), date(2026, 5, 3))
    assert [paper.id[-1] for paper in papers] == ["1", "2", "3", "4"]
    assert [asked["start"] for asked in fetcher.asked] == [0, 2, 3]


async def test_a_page_that_comes_again_ends_it(tmp_path: Path) -> None:
    page = feed(entry("2605.00001"), total=20_000)
    source, fetcher = arxiv(tmp_path, page, page)
    with pytest.raises(SourceError, match="same page again"):
        await source.category("cs.LG")
    assert len(fetcher.asked) == 2


@pytest.mark.parametrize(
    ("name", "query"),
    [("math", "(cat:math OR cat:math.*)"), ("quant-ph", "cat:quant-ph"), ("math.CO", "cat:math.CO")],
)
async def test_an_archive_is_asked_for_with_all_its_categories(tmp_path: Path, name: str, query: str) -> None:
    source, fetcher = arxiv(tmp_path, feed(total=0))
    await source.category(name, date(2026, 5, 1), date(2026, 5, 3))
    assert fetcher.asked[0]["search_query"] == f"{query} AND submittedDate:[202605010000 TO 202605032359]"


async def test_a_category_that_is_none_is_refused_unasked(tmp_path: Path) -> None:
    source, fetcher = arxiv(tmp_path)
    with pytest.raises(NotFoundError, match="no category"):
        await source.category("cs.LG OR all:x")
    assert fetcher.asked == []


@pytest.mark.parametrize("identifier", ["2605.99999", "nonsense", "local-0123456789ab"])
async def test_an_unknown_paper_is_not_found(tmp_path: Path, identifier: str) -> None:
    source, _ = arxiv(tmp_path, feed())
    with pytest.raises(NotFoundError, match=identifier):
        await source.paper(identifier)


async def test_an_error_feed_is_told_in_arxivs_own_words(tmp_path: Path) -> None:
    source, _ = arxiv(tmp_path, ERROR)
    with pytest.raises(RefusedError, match="incorrect id format"):
        await source.search("words", 10)


@pytest.mark.parametrize(
    "body",
    [
        b"",
        feed(entry("2605.01234"))[:-20],
        b"<html><body>Log in</body></html>",
        b'<!DOCTYPE x [<!ENTITY a "b">]>' + feed(),
    ],
    ids=["empty", "cut", "web page", "entities"],
)
async def test_a_broken_answer_is_asked_for_once_more(tmp_path: Path, body: bytes) -> None:
    source, _ = arxiv(tmp_path, body, feed(entry("2605.01234")))
    assert (await source.paper("2605.01234")).id == "2605.01234"
    source, fetcher = arxiv(tmp_path, body, body)
    with pytest.raises(SourceError, match="empty or broken"):
        await source.paper("2605.01234")
    assert len(fetcher.asked) == 2


async def test_entries_that_are_no_papers_are_left_out(tmp_path: Path) -> None:
    source, _ = arxiv(
        tmp_path, feed(entry("../../etc/passwd"), entry("2605.01234"), entry("2605.01235", title=" "))
    )
    assert [paper.id for paper in await source.search("words", 10)] == ["2605.01234"]


async def test_requests_of_all_processes_keep_their_distance(tmp_path: Path) -> None:
    time = FakeTime()
    one, _ = arxiv(tmp_path, feed(), feed(), time=time)
    other, _ = arxiv(tmp_path, feed(), time=time)
    await one.search("words", 1)
    assert time.pauses == []
    await other.search("words", 1)
    assert time.pauses == [1.0] * 3
    time.pass_by(2)
    await one.search("words", 1)
    assert time.pauses == [1.0] * 4


async def test_a_clock_set_back_waits_no_longer_than_the_gap(tmp_path: Path) -> None:
    time = FakeTime()
    source, _ = arxiv(tmp_path, feed(), feed(), time=time)
    await source.search("words", 1)
    time.now -= 900
    await source.search("words", 1)
    assert time.pauses == [1.0] * 3


async def test_only_one_request_runs_at_a_time(tmp_path: Path) -> None:
    source, fetcher = arxiv(tmp_path, feed(), feed(), feed())
    await asyncio.gather(*(source.search("words", 1) for _ in range(3)))
    assert len(fetcher.asked) == 3


async def test_another_process_that_never_ends_is_named(tmp_path: Path) -> None:
    from filelock import FileLock

    source, _ = arxiv(tmp_path, feed())
    with FileLock(tmp_path / "arXiv.lock"), pytest.raises(SourceError, match="Another paper-reader"):
        await source.search("words", 1)


async def test_a_folder_that_cannot_be_written_is_named(tmp_path: Path) -> None:
    (tmp_path / "taken").write_text("a file")
    source, fetcher = arxiv(tmp_path / "taken", feed())
    with pytest.raises(SourceError, match=r"taken.*cannot be written"):
        await source.search("words", 1)
    assert fetcher.asked == []


async def test_a_clock_set_forward_lets_nobody_in_too_early(tmp_path: Path) -> None:
    time = FakeTime()
    source, _ = arxiv(tmp_path, feed(), feed(), time=time)
    await source.search("words", 1)
    time.now += 3_600
    await source.search("words", 1)
    assert time.pauses == [1.0] * 3


async def test_after_a_restart_of_the_machine_nobody_waits_longer_than_the_gap(tmp_path: Path) -> None:
    time = FakeTime()
    source, _ = arxiv(tmp_path, feed(), feed(), time=time)
    await source.search("words", 1)
    time.now, time.steady_now = time.now + 60, 0.0
    await source.search("words", 1)
    assert sum(time.pauses) <= 3


@pytest.mark.parametrize("content", ["", "x", "1 2", "nan nan 3", "1e400 1 3", "1 1 -3", "5 5 1e9"])
async def test_a_damaged_time_waits_no_longer_than_the_gap(tmp_path: Path, content: str) -> None:
    (tmp_path / "arXiv.time").write_text(content)
    time = FakeTime()
    source, _ = arxiv(tmp_path, feed(), time=time)
    await source.search("words", 1)
    assert sum(time.pauses) <= 3


def passing(error: SourceError, seconds: float) -> SourceError:
    error.retry_after = seconds
    return error


async def test_a_pause_that_arxiv_asks_for_holds_for_everybody(tmp_path: Path) -> None:
    time = FakeTime()
    said: list[str] = []
    source, fetcher = arxiv(tmp_path, passing(SourceError("busy"), 20), feed(entry("2605.01234")), time=time)
    (paper,) = await source.papers(["2605.01234"], lambda sentence, *_: said.append(sentence))
    assert paper.id == "2605.01234"
    assert time.pauses == [1.0] * 20
    assert said == [f"arXiv asks for a pause between requests: {left} s" for left in range(20, 0, -1)]
    other, _ = arxiv(tmp_path, feed(), time=time)
    await other.search("words", 1)
    assert time.pauses == [1.0] * 23
    assert len(fetcher.asked) == 2


@pytest.mark.parametrize(
    ("error", "asked"),
    [
        (passing(SourceError("busy"), 1), 3),
        (passing(SourceError("busy for long"), 600), 1),
        (SourceError("broken for good"), 1),
        (passing(OfflineError("gone"), 1), 1),
    ],
    ids=str,
)
async def test_what_will_not_pass_is_not_asked_for_again(
    tmp_path: Path, error: SourceError, asked: int
) -> None:
    source, fetcher = arxiv(tmp_path, error, error, error, error)
    with pytest.raises(SourceError, match=str(error)):
        await source.search("words", 1)
    assert len(fetcher.asked) == asked


async def test_a_search_goes_on_from_page_to_page(tmp_path: Path) -> None:
    first = [f"2605.{number:05}" for number in range(2_000)]
    source, fetcher = arxiv(
        tmp_path, feed(*map(entry, first), total=2_001), feed(entry("2605.09999"), total=2_001)
    )
    found = await source.search("words", 3_000, start=0, sort="submittedDate", ascending=True)
    assert len(found) == 2_001
    assert [(asked["start"], asked["max_results"]) for asked in fetcher.asked] == [(0, 2_000), (2_000, 1_000)]
    assert {(asked["sortBy"], asked["sortOrder"]) for asked in fetcher.asked} == {
        ("submittedDate", "ascending")
    }


async def test_how_many_papers_a_category_has_is_asked_with_one_paper(tmp_path: Path) -> None:
    source, fetcher = arxiv(tmp_path, feed(entry("2605.01234"), total=4_321))
    assert await source.count("cs.LG", date(2026, 5, 1), date(2026, 5, 31)) == 4_321
    assert fetcher.asked[0]["max_results"] == 1


@pytest.mark.parametrize(
    ("comment", "abstract", "withdrawn"),
    [
        ("This paper has been withdrawn by the author due to an error", "An abstract.", True),
        ("Withdrawn", "An abstract.", True),
        ("10 pages; withdrawn by the authors", "An abstract.", True),
        (None, "This paper has been withdrawn.", True),
        (None, "This submission was withdrawn because of an error in Lemma 2.", True),
        ("12 pages", "We study how funds are withdrawn from banks.", False),
        (None, "Cash is withdrawn by customers.", False),
    ],
)
async def test_withdrawn_papers_are_known(
    tmp_path: Path, comment: str | None, abstract: str, withdrawn: bool
) -> None:
    text = entry("2605.01234v3").replace("  One &amp;\n    two. ", abstract)
    if comment:
        text = text.replace("</entry>", f"<arxiv:comment>{comment}</arxiv:comment></entry>")
    source, _ = arxiv(tmp_path, feed(text))
    paper = await source.paper("2605.01234")
    assert (paper.withdrawn, paper.comment, paper.version) == (withdrawn, comment, 3)


async def test_a_journal_reference_is_kept(tmp_path: Path) -> None:
    text = entry("math/0611800v2").replace(
        "</entry>", "<arxiv:journal_ref>J. Odd\n  Res. 5</arxiv:journal_ref></entry>"
    )
    source, _ = arxiv(tmp_path, feed(text))
    assert (await source.paper("math.CA/0611800")).journal_ref == "J. Odd Res. 5"


def announced(kind: str, identifier: str, *, creator: str = "Ann Bee (Some Lab), Bo Cee, Jr.") -> str:
    return f"""<item><title>A  title</title><link>https://arxiv.org/abs/{identifier.partition("v")[0]}</link>
    <description>arXiv:{identifier} Announce Type: {kind} \nAbstract: One &amp; two.</description>
    <guid isPermaLink="false">oai:arXiv.org:{identifier}</guid><category>cs.LG</category><category>cs.AI</category>
    <arxiv:announce_type>{kind}</arxiv:announce_type><arxiv:DOI>10.1000/xyz</arxiv:DOI>
    <arxiv:journal_reference>J. Odd Res. 5</arxiv:journal_reference><dc:creator>{creator}</dc:creator></item>"""


def announcements(*items: str) -> bytes:
    return f"""<?xml version='1.0' encoding='UTF-8'?><rss xmlns:arxiv="http://arxiv.org/schemas/atom"
    xmlns:dc="http://purl.org/dc/elements/1.1/" version="2.0"><channel><title>cs.LG updates</title>
    <pubDate>Mon, 27 Apr 2026 00:00:00 -0400</pubDate>{"".join(items)}</channel></rss>""".encode()


async def test_todays_announcements_are_a_list_with_new_versions_beside_it(tmp_path: Path) -> None:
    items = [
        announced("new", "2604.00001v1"),
        announced("replace", "2603.00001v2"),
        announced("cross", "2604.00002v1"),
        announced("replace-cross", "2604.00002v1"),
        announced("new", "../../etc/passwd"),
        announced("new", "2604.00001v1"),
    ]
    source, fetcher = arxiv(tmp_path, announcements(*items), followed=("cs.LG", "cs.CL"))
    listing = await source.listing(View(ViewKind.ARXIV))
    assert [paper.id for paper in listing.papers] == ["2604.00001", "2604.00002"]
    assert [(paper.id, paper.version) for paper in listing.beside] == [("2603.00001", 2)]
    assert listing.skipped == 1
    assert listing.papers[0] == Paper(
        id="2604.00001",
        title="A title",
        authors=("Ann Bee", "Bo Cee Jr."),
        abstract="One & two.",
        categories=("cs.LG", "cs.AI"),
        doi="10.1000/xyz",
        journal_ref="J. Odd Res. 5",
        version=1,
        source="arxiv/1",
    )
    assert len(fetcher.asked) == 1


async def test_a_weekend_announces_nothing(tmp_path: Path) -> None:
    source, _ = arxiv(tmp_path, announcements(), followed=("cs.LG", "cs.CL"))
    found = await source.announcements(["cs.LG", "CS.cl"])
    assert (found.papers, found.day) == ((), date(2026, 4, 27))


async def test_without_a_category_nothing_is_asked(tmp_path: Path) -> None:
    source, fetcher = arxiv(tmp_path)
    with pytest.raises(UsageError, match=r"You follow no category of arXiv; .* arxiv\.categories"):
        await source.listing(View(ViewKind.ARXIV))
    with pytest.raises(NotFoundError, match=r"“cs\.XX” is no category"):
        await source.announcements(["cs.LG", "cs.XX"])
    with pytest.raises(UsageError, match="no list for the view"):
        await source.listing(View(ViewKind.TRENDING))
    assert fetcher.asked == []
