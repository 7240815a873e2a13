"""Hugging Face: every trap of its lists."""

import json
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from datetime import UTC, date, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.core.errors import NotFoundError, RefusedError, SourceError, UsageError
from reader.core.period import Span, parse_period
from reader.core.view import View, ViewKind
from reader.sources.client import Client
from reader.sources.huggingface import HuggingFace
from reader.sources.item import parse_items
from tests.fake_service import Answer, Asked, FakeService, json_answer

FRIDAY_NOON = datetime(2026, 8, 14, 16, tzinfo=UTC)
NEWEST_DAY = View(ViewKind.DAY)


def item(number: int = 1, **inner: Any) -> dict[str, Any]:
    """Return an item as the service sends it; `inner` overrides fields of the paper."""
    paper = {
        "id": f"2608.{number:05}",
        "title": f"Paper {number}",
        "summary": "An abstract.",
        "authors": [{"_id": "a", "name": "Ada Example", "hidden": False}],
        "publishedAt": "2026-08-12T00:00:00.000Z",
        "submittedOnDailyAt": "2026-08-14T00:00:00.000Z",
        "upvotes": 3,
    }
    return {
        "paper": paper | inner,
        "title": f"Paper {number}",
        "publishedAt": "2026-08-11T20:00:00.000Z",
        "numComments": 2,
    }


def only(*items: object, listed: date | None = None) -> Any:
    papers, skipped = parse_items(list(items), listed)
    assert skipped == 0
    assert len(papers) == 1
    return papers[0]


# Items


def test_the_fields_of_an_item() -> None:
    paper = only(
        item(
            ai_summary="One sentence.",
            ai_keywords=["diffusion", "agents"],
            githubRepo="https://github.com/a/b",
            githubStars=0,
            projectPage=" https://lab.example/p",
        )
    )
    assert (paper.id, paper.title, paper.abstract, paper.authors) == (
        "2608.00001",
        "Paper 1",
        "An abstract.",
        ("Ada Example",),
    )
    assert (paper.published, paper.listed) == (date(2026, 8, 12), date(2026, 8, 14))
    assert (paper.upvotes, paper.comments, paper.stars) == (3, 2, 0)
    assert (paper.summary, paper.keywords) == ("One sentence.", ("diffusion", "agents"))
    assert (paper.github, paper.project) == ("https://github.com/a/b", "https://lab.example/p")


def test_only_id_and_title_are_needed() -> None:
    paper = only({"paper": {"id": "2608.00001", "title": "T"}})
    assert (paper.id, paper.title) == ("2608.00001", "T")
    assert (paper.upvotes, paper.comments, paper.stars, paper.listed, paper.published) == (None,) * 5


def test_the_title_may_stand_outside_and_is_one_line() -> None:
    assert only(item(title=None)).title == "Paper 1"
    assert only(item(title="A title\n  of two lines")).title == "A title of two lines"


def test_the_abstract_may_stand_outside() -> None:
    assert only(item(summary=None) | {"summary": "Outside."}).abstract == "Outside."


def test_the_listed_day_is_never_the_outer_date() -> None:
    assert only(item(submittedOnDailyAt=None)).listed is None
    assert only(item(publishedAt=None)).published is None


def test_a_day_without_its_own_date_is_listed_on_the_day_asked_for() -> None:
    asked = date(2024, 6, 3)
    assert only(item(submittedOnDailyAt=None), listed=asked).listed == asked
    assert only(item(submittedOnDailyAt=7), listed=asked).listed == asked
    assert only(item(), listed=asked).listed == date(2026, 8, 14)


def test_upvotes_count_inside_and_comments_outside() -> None:
    paper = only(item(upvotes=0, numComments=9) | {"upvotes": 99})
    assert (paper.upvotes, paper.comments) == (0, 2)


def test_stars_that_are_missing_are_unknown() -> None:
    paper = only(item(githubRepo="https://github.com/a/b"))
    assert (paper.github, paper.stars) == ("https://github.com/a/b", None)


def test_code_is_a_repository_on_github() -> None:
    assert only(item(githubRepo="https://evil.example/github.com")).github is None
    assert only(item(githubRepo="javascript:alert(1)")).github is None


@pytest.mark.parametrize(
    ("page", "address"),
    [
        ("/spaces/a/b", "https://huggingface.co/spaces/a/b"),
        ("lab.example", None),
        ("file:///etc/passwd", None),
        (["x"], None),
    ],
)
def test_project_pages(page: object, address: str | None) -> None:
    assert only(item(projectPage=page)).project == address


def test_hidden_authors_are_authors() -> None:
    authors = [
        {"name": "A. One", "hidden": True},
        {"name": None},
        "junk",
        {"name": "B. Two", "hidden": False},
    ]
    assert only(item(authors=authors)).authors == ("A. One", "B. Two")


@pytest.mark.parametrize("place", ["inside", "outside"])
def test_the_organisation_stands_in_either_place(place: str) -> None:
    lab = {"name": "lab", "fullname": "Some Lab"}
    found = item(organization=lab) if place == "inside" else item() | {"organization": lab}
    assert only(found).organization == "Some Lab"
    assert only(item(organization={"name": "lab", "fullname": " "})).organization == "lab"


def test_the_submitters_organisation_is_not_the_papers() -> None:
    assert only(item() | {"submitterOrganization": {"name": "lab"}}).organization is None


@pytest.mark.parametrize(
    ("inner", "outer", "name"),
    [
        ({"fullname": "Ada E.", "user": "ada"}, {"name": "other"}, "Ada E."),
        ({"user": "ada"}, None, "ada"),
        (None, {"name": "ada"}, "ada"),
        (None, {"name": "ada", "fullname": "Ada E."}, "Ada E."),
        (5, [], None),
    ],
)
def test_the_submitter_has_a_name_or_a_login(inner: object, outer: object, name: str | None) -> None:
    assert only(item(submittedOnDailyBy=inner) | {"submittedBy": outer}).submitted_by == name


def test_bad_items_are_skipped_and_counted() -> None:
    bad = [
        None,
        5,
        "x",
        [],
        {},
        {"paper": 1},
        item(id=None),
        item(id=5),
        item(id="../../etc/passwd"),
        item(id="local-0123456789ab"),
    ]
    untitled = item(title=" ") | {"title": "\x1b"}
    papers, skipped = parse_items([item(1), *bad, untitled, item(2)])
    assert [paper.id for paper in papers] == ["2608.00001", "2608.00002"]
    assert skipped == len(bad) + 1


def test_hostile_text_is_cleaned() -> None:
    paper = only(
        item(title="\x1b]0;gone\x07A\u202e title\x00 \ud800", authors=[{"name": "[link=x]\x9b1mEve"}])
    )
    assert paper.title == "]0;goneA title \ufffd"
    assert paper.authors == ("[link=x]1mEve",)


TEXTS = st.sampled_from(
    [
        "",
        " ",
        "x",
        "name",
        "fullname",
        "2608.00001",
        "2026-13-45",
        "http://[",
        "/x",
        "\ud800\x00\x1b[2J",
        "a\u0301" * 9,
        "9" * 5000,
    ]
)
JUNK = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | TEXTS,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(TEXTS, inner, max_size=3),
    max_leaves=6,
)
FULL = item(
    githubRepo="https://github.com/a/b",
    githubStars=1,
    projectPage="https://x.example",
    ai_summary="s",
    ai_keywords=["k"],
    organization={"fullname": "x"},
    submittedOnDailyBy={"user": "u"},
)


@given(
    st.dictionaries(st.sampled_from(sorted(FULL["paper"])), JUNK),
    st.dictionaries(st.sampled_from(sorted(FULL)), JUNK),
)
def test_no_item_raises(inner: dict[str, Any], outer: dict[str, Any]) -> None:
    papers, skipped = parse_items([{**FULL, **outer, "paper": {**FULL["paper"], **inner}}, FULL | outer])
    assert len(papers) + skipped == 2


@given(st.lists(JUNK))
def test_no_list_raises(items: list[object]) -> None:
    assert parse_items(items) == ((), len(items))


# Lists


@asynccontextmanager
async def served(
    respond: Callable[[Asked], Answer], now: datetime = FRIDAY_NOON
) -> AsyncIterator[tuple[FakeService, HuggingFace]]:
    async with FakeService(respond) as service:
        source = HuggingFace(Client({service.url: "Hugging Face"}), service.url, lambda: now)
        try:
            yield service, source
        finally:
            await source.close()


def pages(*lists: list[Any], relative: bool = True) -> Callable[[Asked], Answer]:
    """Answer with the pages of one list, each linking to the next."""

    def respond(asked: Asked) -> Answer:
        page = int(asked.query.get("p", 0))
        link = f"/api/daily_papers?sort=trending&limit=100&p={page + 1}"
        link = link if relative else f"https://elsewhere.example{link}"
        headers = {"Link": f'</x>; rel="prev", <{link}>; rel="next"'} if page + 1 < len(lists) else {}
        return json_answer(lists[page], **headers)

    return respond


def ids(papers: Any) -> list[str]:
    return [paper.id[-2:] for paper in papers]


@pytest.mark.parametrize("relative", [True, False])
async def test_every_page_is_fetched_from_the_configured_service(relative: bool) -> None:
    said: list[str] = []
    respond = pages([item(1), item(2)], [item(2), {}, item(3)], [item(4)], relative=relative)
    async with served(respond) as (service, source):
        found = await source.listing(
            View(ViewKind.TRENDING), lambda sentence, _papers=(): said.append(sentence)
        )
    assert ids(found.papers) == ["01", "02", "03", "04"]
    assert (found.view, found.skipped) == (View(ViewKind.TRENDING), 1)
    assert said == [f"Trending: {count} papers so far" for count in (2, 3, 4)]
    assert [asked.query.get("p") for asked in service.asked] == [None, "1", "2"]
    assert all(asked.query["limit"] == "100" and asked.query["sort"] == "trending" for asked in service.asked)


async def test_a_page_that_fails_fails_the_list() -> None:
    def respond(asked: Asked) -> Answer:
        return json_answer({"error": "Broken."}, 418) if "p" in asked.query else pages([item(1)], [])(asked)

    async with served(respond) as (_, source):
        with pytest.raises(RefusedError, match="Broken"):
            await source.listing(View(ViewKind.TRENDING))


@pytest.mark.parametrize(
    ("link", "requests"),
    [
        ("</api/daily_papers?sort=trending&limit=100>; rel=next", 1),
        ("</api/daily_papers?p={}>; rel=next", 2),
        ("<http://[?>; rel=next", 1),
        ("<?p=1>; rel=last", 1),
    ],
)
async def test_paging_in_circles_ends(link: str, requests: int) -> None:
    def respond(asked: Asked) -> Answer:
        return json_answer([item(1)], Link=link.format(int(asked.query.get("p", 0)) + 1))

    async with served(respond) as (service, source):
        assert ids((await source.listing(View(ViewKind.TRENDING))).papers) == ["01"]
    assert len(service.asked) == requests


async def test_no_list_has_more_than_sixty_pages() -> None:
    def respond(asked: Asked) -> Answer:
        page = int(asked.query.get("p", 0))
        return json_answer([item(page)], Link=f'<?p={page + 1}>; rel="next"')

    async with served(respond) as (service, source):
        assert len((await source.listing(View(ViewKind.TRENDING))).papers) == 60
    assert len(service.asked) == 60


async def test_a_page_of_junk_does_not_end_the_list() -> None:
    async with served(pages([item(1)], [{}], [item(2)])) as (_, source):
        found = await source.listing(View(ViewKind.TRENDING))
    assert (ids(found.papers), found.skipped) == (["01", "02"], 1)


@pytest.mark.parametrize(
    ("key", "parameter"), [("2024-06-03", "date"), ("2026-W33", "week"), ("2026-08", "month")]
)
async def test_a_named_period_is_asked_for_as_it_is(key: str, parameter: str) -> None:
    period = parse_period(key)
    assert period
    view = View(ViewKind(period.span.value), period)
    async with served(pages([item(1, submittedOnDailyAt=None)])) as (service, source):
        found = await source.listing(view)
    assert [asked.query for asked in service.asked] == [{parameter: key, "limit": "100"}]
    assert found.view == view
    assert found.papers[0].listed == (period.start if parameter == "date" else None)


async def test_a_named_day_without_a_list_is_empty() -> None:
    async with served(pages([])) as (service, source):
        found = await source.listing(View(ViewKind.DAY, parse_period("2026-08-15")))
    assert (found.papers, len(service.asked)) == ((), 1)


async def test_a_named_day_in_the_future_is_refused() -> None:
    async with served(lambda _: json_answer({"error": "Too late"}, 400)) as (_, source):
        with pytest.raises(RefusedError, match=r"\(HTTP 400\): Too late\.") as caught:
            await source.listing(View(ViewKind.DAY, parse_period("2030-01-01")))
    assert caught.value.status == 400


@pytest.mark.parametrize("kind", [ViewKind.BOOKMARKS, ViewKind.QUEUE, ViewKind.ALL])
async def test_a_view_of_ones_own_is_no_list_of_theirs(kind: ViewKind) -> None:
    async with served(pages([])) as (_, source):
        with pytest.raises(UsageError, match="has no list for the view"):
            await source.listing(View(kind))


async def test_a_period_must_fit_its_view() -> None:
    async with served(pages([])) as (_, source):
        with pytest.raises(UsageError):
            await source.listing(View(ViewKind.DAY, parse_period("2026-W33")))


# The newest list


def archive(*keys: str, future: str = "9999") -> Callable[[Asked], Answer]:
    """Answer with a paper for each of the periods `keys`, 400 from `future` on, nothing otherwise."""

    def respond(asked: Asked) -> Answer:
        key = next((asked.query[name] for name in ("date", "week", "month") if name in asked.query), None)
        if key is None:
            return json_answer([item(9, submittedOnDailyAt="2026-08-13T00:00:00.000Z")])
        if key >= future or "W53" in key:
            return json_answer({"error": "Not yet"}, 400)
        return json_answer([item(1)] if key in keys else [])

    return respond


def asked_for(service: FakeService) -> list[str | None]:
    return [
        asked.query.get("date") or asked.query.get("week") or asked.query.get("month")
        for asked in service.asked
    ]


@pytest.mark.parametrize(
    ("now", "keys", "asked"),
    [
        (FRIDAY_NOON, ["2026-08-14"], ["2026-08-14"]),
        (datetime(2026, 8, 16, 12, tzinfo=UTC), ["2026-08-14"], ["2026-08-14"]),
        (datetime(2026, 8, 17, 12, tzinfo=UTC), ["2026-08-13"], ["2026-08-17", "2026-08-14", "2026-08-13"]),
    ],
    ids=["today", "sunday", "two days without a list"],
)
async def test_the_newest_day_steps_back_over_weekdays(
    now: datetime, keys: list[str], asked: list[str]
) -> None:
    async with served(archive(*keys), now) as (service, source):
        found = await source.listing(NEWEST_DAY)
    assert asked_for(service) == asked
    assert ids(found.papers) == ["01"]
    assert found.view == View(ViewKind.DAY, parse_period(keys[0]))


async def test_after_five_empty_days_the_service_is_asked() -> None:
    now = datetime(2026, 9, 30, 12, tzinfo=UTC)
    async with served(archive("2026-08-13"), now) as (service, source):
        found = await source.listing(NEWEST_DAY)
    assert asked_for(service) == [
        "2026-09-30",
        "2026-09-29",
        "2026-09-28",
        "2026-09-25",
        "2026-09-24",
        None,
        "2026-08-13",
    ]
    assert service.asked[5].query == {"limit": "1"}
    assert found.view.period == parse_period("2026-08-13")


@pytest.mark.parametrize(
    ("kind", "first", "found_key"),
    [
        (ViewKind.DAY, "2027-11-24", "2026-08-13"),
        (ViewKind.WEEK, "2027-W47", "2026-W33"),
        (ViewKind.MONTH, "2027-11", "2026-08"),
    ],
)
async def test_a_wrong_clock_asks_the_service_at_once(kind: ViewKind, first: str, found_key: str) -> None:
    now = datetime(2027, 11, 24, 12, tzinfo=UTC)
    async with served(
        archive(found_key, future="2026-W34" if kind is ViewKind.WEEK else "2026-08-15"), now
    ) as (service, source):
        found = await source.listing(View(kind))
    assert asked_for(service) == [first, None, found_key]
    assert found.view == View(kind, parse_period(found_key))
    assert ids(found.papers) == ["01"]


@pytest.mark.parametrize(("kind", "key"), [(ViewKind.WEEK, "2026-W33"), (ViewKind.MONTH, "2026-08")])
async def test_an_empty_week_or_month_steps_to_the_one_before(kind: ViewKind, key: str) -> None:
    # 1 August 2026 is a Saturday: a month steps back by months, not by weekdays.
    now = (
        datetime(2026, 8, 17, 12, tzinfo=UTC)
        if kind is ViewKind.WEEK
        else datetime(2026, 9, 1, 12, tzinfo=UTC)
    )
    async with served(archive(key), now) as (service, source):
        found = await source.listing(View(kind))
    assert len(service.asked) == 2
    assert found.view.period == parse_period(key)


async def test_other_refusals_do_not_step_back() -> None:
    async with served(lambda _: json_answer(None, 403)) as (service, source):
        with pytest.raises(RefusedError):
            await source.listing(NEWEST_DAY)
    assert len(service.asked) == 1


async def test_the_newest_day_is_found_though_the_first_item_lacks_it() -> None:
    def respond(asked: Asked) -> Answer:
        if asked.query.get("date", "") > "2026-08-13":
            return json_answer({"error": "Not yet"}, 400)
        return json_answer(
            [item(1, submittedOnDailyAt=None), item(2, submittedOnDailyAt="2026-08-13T00:00:00Z")][
                : int(asked.query["limit"])
            ]
        )

    async with served(respond) as (service, source):
        found = await source.listing(NEWEST_DAY)
    assert asked_for(service) == ["2026-08-14", None, None, "2026-08-13"]
    assert found.view.period == parse_period("2026-08-13")


async def test_a_service_without_any_list_says_so() -> None:
    async with served(pages([])) as (_, source):
        with pytest.raises(SourceError, match="does not tell which of its lists is the newest"):
            await source.listing(NEWEST_DAY)


async def test_week_53_is_made_of_its_days() -> None:
    days = {
        "2026-12-28": [item(1, upvotes=5), item(2, upvotes=None)],
        "2026-12-29": [item(3, upvotes=9), item(1, upvotes=5), {}],
        "2027-01-01": [item(4, upvotes=5)],
    }

    def respond(asked: Asked) -> Answer:
        day = asked.query["date"]
        return (
            json_answer({"error": "Not yet"}, 400) if day > "2027-01-01" else json_answer(days.get(day, []))
        )

    week = parse_period("2026-W53")
    assert week
    async with served(respond) as (service, source):
        found = await source.listing(View(ViewKind.WEEK, week))
    assert sorted(str(day) for day in asked_for(service)) == [day.isoformat() for day in week.days]
    assert service.most_at_once <= 4
    assert ids(found.papers) == ["03", "01", "04", "02"]
    assert (found.view, found.skipped) == (View(ViewKind.WEEK, week), 1)
    assert week.span is Span.WEEK


async def test_week_53_fails_when_one_of_its_days_does() -> None:
    async with served(lambda _: json_answer(None, 403)) as (_, source):
        with pytest.raises(RefusedError):
            await source.listing(View(ViewKind.WEEK, parse_period("2026-W53")))


# Search and single papers


async def test_search_keeps_the_order_and_the_services_limits() -> None:
    async with served(lambda _: json_answer([item(2), item(1), item(2)])) as (service, source):
        assert ids(await source.search("x" * 300, 500)) == ["02", "01"]
        assert ids(await source.search(" a\nb ", 0)) == ["02"]
        assert await source.search(" \n", 5) == ()
    assert [asked.query for asked in service.asked] == [
        {"q": "x" * 250, "limit": "120"},
        {"q": "a b", "limit": "1"},
    ]
    assert service.asked[0].path == "/api/papers/search"


async def test_a_search_can_find_nothing() -> None:
    async with served(lambda _: json_answer([])) as (_, source):
        assert await source.search("x", 5) == ()


async def test_one_paper() -> None:
    async with served(lambda _: json_answer(item(1)["paper"])) as (service, source):
        paper = await source.paper("arXiv:2608.00001v2")
    assert service.asked[0].path == "/api/papers/2608.00001"
    assert (paper.id, paper.upvotes, paper.comments) == ("2608.00001", 3, None)


@pytest.mark.parametrize("identifier", ["2608.00001", "math/0611800", "local-0123456789ab", "../x"])
async def test_a_paper_that_is_not_there(identifier: str) -> None:
    async with served(lambda _: json_answer({"error": "Paper not found."}, 404)) as (service, source):
        with pytest.raises(NotFoundError, match="is not on Hugging Face; arXiv may have it"):
            await source.paper(identifier)
    assert len(service.asked) == (1 if identifier[0] == "2" else 0)


@pytest.mark.parametrize("answer", [[item(1)], {"id": "2608.00001"}, None])
async def test_a_paper_that_is_none(answer: object) -> None:
    async with served(lambda _: json_answer(answer)) as (_, source):
        with pytest.raises(SourceError, match="something that is not a paper"):
            await source.paper("2608.00001")


# Answers that are no lists


@pytest.mark.parametrize(
    ("body", "kind", "sentence"),
    [
        (b'{"error": "No such\\nlist"}', RefusedError, "refused the request: No such list."),
        (b'{"message": "Down\\u001b[2J!"}', RefusedError, "refused the request: Down[2J!"),
        (
            b'{"status": "ok", "data": [1]}',
            SourceError,
            "with an object (holding status, data) instead of a list of papers; try again later.",
        ),
        (b"{}", SourceError, "with an object instead of a list of papers; try again later."),
        (b"null", SourceError, "with a single value instead of a list of papers; try again later."),
        (b'[{"paper": 1}, "x"]', SourceError, "with 2 items, none of which is a paper; try again later."),
        (b"\n<!DOCTYPE html><p>Log in", SourceError, "a web page instead of papers; a log-in page"),
        (b'[{"paper"', SourceError, "cannot be read (broken JSON); try again in a few minutes."),
        (b"", SourceError, "cannot be read (broken JSON); try again in a few minutes."),
        (b"\xff\xfe\xfd", SourceError, "cannot be read (broken JSON); try again in a few minutes."),
        (b"[" * 200_000, SourceError, "cannot be read (broken JSON); try again in a few minutes."),
    ],
)
async def test_an_answer_that_is_no_list_is_an_error(
    body: bytes, kind: type[SourceError], sentence: str
) -> None:
    async with served(lambda _: Answer(body)) as (_, source):
        for asking in (source.listing(View(ViewKind.TRENDING)), source.search("x", 5)):
            with pytest.raises(kind) as caught:
                await asking
            assert str(caught.value).startswith("Hugging Face ")
            assert sentence in str(caught.value)


def test_the_items_above_are_what_the_service_sends() -> None:
    assert json.loads(json.dumps(FULL)) == FULL
