"""What the main screen shows in each state of its list."""

import asyncio

import pytest

from reader.core.errors import OfflineError, RefusedError
from reader.core.view import View, ViewKind
from tests.ui.world import SIZES, TODAY, TRENDING, Window, World, first_ids, joined, paper, papers


async def test_stored_papers_are_painted_without_asking(world: World) -> None:
    async with world.run() as window:
        assert window.ids == first_ids(30)
        assert world.lists.asked == []
        assert "Streaming Attention without a Cache" in window.text
        assert "30 papers" in window.text


async def test_stored_papers_stand_there_while_new_ones_are_fetched(old_world: World) -> None:
    old_world.lists.gate = asyncio.Event()
    old_world.lists.answers[TRENDING] = papers(15)
    async with old_world.run(settle=False) as window:
        await window.until(lambda: old_world.lists.asked)
        await window.until(lambda: "Fetching" in window.text)
        assert window.ids == first_ids(12)
        old_world.lists.gate.set()
        await window.settle()
        assert window.ids == first_ids(15)
        assert "Fetching" not in window.text
        assert "Updated" in window.text


async def test_loading_is_said_where_nothing_is_stored(empty_world: World) -> None:
    empty_world.lists.gate = asyncio.Event()
    empty_world.lists.answers[TRENDING] = papers(3)
    async with empty_world.run(settle=False) as window:
        await window.until(lambda: empty_world.lists.asked)
        await window.until(lambda: "Fetching" in joined(window.lines[10:30]))
        assert window.ids == []
        assert "ample" not in window.text
        empty_world.lists.gate.set()
        await window.until(lambda: window.ids == first_ids(3))


@pytest.mark.parametrize("size", SIZES)
async def test_sample_stands_in_and_is_marked(empty_world: World, size: tuple[int, int]) -> None:
    async with empty_world.run(size) as window:
        assert window.ids == ["1706.00000", "1706.00001", "1706.00002"]
        assert "sample" in window.text.lower()
        status = window.lines[-2]
        assert "Offline" in status
        assert "sample" in status
        assert "r tries again" in status
        await window.press("enter")
        assert "Sample: a summary in our own words" in window.text


async def test_sample_gives_way_to_real_papers(empty_world: World) -> None:
    async with empty_world.run() as window:
        empty_world.lists.answers[TRENDING] = papers(4)
        await window.press("r")
        assert window.ids == first_ids(4)
        assert "sample" not in window.text.lower()


async def test_sample_is_never_mixed_with_what_is_stored(empty_world: World) -> None:
    empty_world.store(papers(2), View(ViewKind.DAY, TODAY))
    async with empty_world.run() as window:
        assert window.ids == []
        await window.press("8")
        assert sorted(window.ids) == first_ids(2)


@pytest.mark.parametrize("size", SIZES)
async def test_failed_refresh_keeps_the_list_and_says_so(old_world: World, size: tuple[int, int]) -> None:
    async with old_world.run(size) as window:
        assert window.ids == first_ids(12)
        status = window.lines[-2]
        assert "Offline" in status
        assert "ago" in status
        assert "r tries again" in status


async def test_refused_refresh_tells_the_services_own_words(old_world: World) -> None:
    old_world.lists.answers[TRENDING] = RefusedError("Hugging Face refused (503): “maintenance”.", 503)
    async with old_world.run() as window:
        assert window.ids == first_ids(12)
        assert "“maintenance”" in window.lines[-2]
        assert "r tries again" in window.lines[-2]


async def test_refresh_by_key_tries_again(old_world: World) -> None:
    async with old_world.run() as window:
        old_world.lists.answers[TRENDING] = papers(14)
        await window.press("r")
        assert window.ids == first_ids(14)
        assert "Offline" not in window.text


async def test_offline_as_asked_for_asks_nobody(old_world: World) -> None:
    async with old_world.run(offline=True) as window:
        assert window.ids == first_ids(12)
        assert "Offline, as asked for" in window.lines[-2]
        assert old_world.lists.asked == []


@pytest.mark.parametrize("size", SIZES)
async def test_nothing_stored_of_a_view_says_what_to_do(world: World, size: tuple[int, int]) -> None:
    async with world.run(size) as window:
        await window.press("3")
        assert window.ids == []
        said = joined(window.lines)
        assert "Nothing is stored of this list yet" in said
        assert "r tries again" in said


async def test_list_without_papers_names_the_way_out(world: World) -> None:
    world.lists.answers[ViewKind.DAY] = ()
    async with world.run() as window:
        await window.press("2")
        assert "No papers on this list" in window.text
        assert "[ and ] show other lists" in window.text


@pytest.mark.parametrize(
    ("key", "says", "next_step"),
    [
        ("5", "No bookmarks yet", "b on a paper keeps it here"),
        ("6", "The queue is empty", "Q on a paper"),
        ("7", "Nothing imported yet", "paper-reader import FILE"),
    ],
)
@pytest.mark.parametrize("size", SIZES)
async def test_empty_local_views_say_what_fills_them(
    world: World, size: tuple[int, int], key: str, says: str, next_step: str
) -> None:
    async with world.run(size) as window:
        await window.press(key)
        assert window.ids == []
        assert says in joined(window.lines)
        assert next_step in joined(window.lines)
        await window.press("enter", "space", "b", "o", "y", "O", "T", "m", "j", "G", "g", "k")
        assert says in joined(window.lines)


async def test_everything_stored_when_there_is_nothing(empty_world: World) -> None:
    async with empty_world.run() as window:
        await window.press("8")
        assert "Nothing stored yet" in window.text
        assert "1 fetches what is trending" in window.text


async def test_items_that_were_no_papers_are_counted(empty_world: World) -> None:
    empty_world.lists.answers[TRENDING] = papers(3)
    empty_world.lists.skipped = 2
    async with empty_world.run() as window:
        assert "2 items left out" in window.text


async def test_every_view_has_a_key_and_shows_its_list(world: World) -> None:
    for kind, count in ((ViewKind.DAY, 4), (ViewKind.WEEK, 5), (ViewKind.MONTH, 6)):
        world.lists.answers[kind] = papers(count)
    async with world.run() as window:
        for key, count, title in (
            ("2", 4, "Day"),
            ("3", 5, "Week"),
            ("4", 6, "Month"),
            ("1", 30, "Trending"),
        ):
            await window.press(key)
            assert len(window.ids) == count
            assert title in str(window.screen.paper_list.border_title)
        await window.press("8")
        assert len(window.ids) == 30


async def test_a_slower_answer_of_another_view_is_not_shown(world: World) -> None:
    world.lists.answers[ViewKind.WEEK] = papers(5)
    async with world.run() as window:
        world.lists.gate = asyncio.Event()
        await window.pilot.press("3")
        await window.until(lambda: world.lists.asked)
        await window.press("1")
        world.lists.gate.set()
        await window.settle()
        assert len(window.ids) == 30
        assert "Trending" in str(window.screen.paper_list.border_title)


async def test_cursor_stays_on_its_paper_when_the_order_changes(old_world: World) -> None:
    old_world.lists.gate = asyncio.Event()
    old_world.lists.answers[TRENDING] = (paper(20), *reversed(papers(12)))
    async with old_world.run(settle=False) as window:
        await window.until(lambda: old_world.lists.asked)
        await window.pilot.press("j", "j", "j")
        assert window.current == "2608.00003"
        old_world.lists.gate.set()
        await window.until(lambda: len(window.ids) == 13)
        assert window.current == "2608.00003"
        assert window.screen.paper_list.cursor == 9


async def test_cursor_goes_to_the_top_when_its_paper_is_gone(old_world: World) -> None:
    async with old_world.run() as window:
        await window.press("G")
        old_world.lists.answers[TRENDING] = papers(5)
        await window.press("r")
        assert window.current == "2608.00000"


async def test_problem_of_the_program_files_is_told(world: World) -> None:
    (world.folder / "library.json").write_text("{ this is no library", encoding="utf-8")
    async with world.run() as window:
        assert "library.json" in window.text
        assert window.toasts == []
        await window.press("escape")
        assert "library.json" not in window.text


async def test_refused_step_keeps_the_list(world: World) -> None:
    world.store(papers(3), View(ViewKind.DAY, TODAY))
    world.lists.answers[ViewKind.DAY] = RefusedError("Not begun yet.", 400)
    async with world.run(view=View(ViewKind.DAY)) as window:
        await window.press("right_square_bracket")
        assert window.ids == first_ids(3)
        assert "There is no list after Fri 21 Aug 2026 yet" in window.text


async def test_steps_between_days(world: World) -> None:
    yesterday, monday = TODAY.previous, TODAY.next.next.next
    world.store(papers(3), View(ViewKind.DAY, TODAY))
    world.lists.answers[View(ViewKind.DAY, yesterday)] = papers(7)
    async with world.run(view=View(ViewKind.DAY)) as window:
        await window.press("left_square_bracket")
        assert len(window.ids) == 7
        assert "Thu 20 Aug 2026" in str(window.screen.paper_list.border_title)
        await window.press("right_square_bracket")
        assert len(window.ids) == 3
        assert "Fri 21 Aug 2026" in str(window.screen.paper_list.border_title)
        world.lists.answers[View(ViewKind.DAY, monday)] = papers(2)
        await window.press("right_square_bracket")
        assert "Mon 24 Aug 2026" in str(window.screen.paper_list.border_title)


async def test_steps_pass_over_days_without_a_list(world: World) -> None:
    world.store(papers(3), View(ViewKind.DAY, TODAY))
    world.lists.answers[ViewKind.DAY] = ()
    world.lists.answers[View(ViewKind.DAY, TODAY.previous.previous.previous)] = papers(6)
    async with world.run(view=View(ViewKind.DAY)) as window:
        await window.press("left_square_bracket")
        assert "Tue 18 Aug 2026" in str(window.screen.paper_list.border_title)
        assert len(window.ids) == 6


async def test_steps_offline_through_what_is_stored(world: World) -> None:
    world.store(papers(3), View(ViewKind.DAY, TODAY))
    world.store(papers(2), View(ViewKind.DAY, TODAY.previous.previous))
    async with world.run(view=View(ViewKind.DAY), offline=True) as window:
        await window.press("left_square_bracket")
        assert "Wed 19 Aug 2026" in str(window.screen.paper_list.border_title)
        await window.press("left_square_bracket")
        assert "no older list is stored" in window.text
        assert window.ids == first_ids(2)


async def test_steps_mean_nothing_on_trending(world: World) -> None:
    async with world.run() as window:
        await window.press("left_square_bracket")
        assert window.ids == first_ids(30)
        assert "days, weeks and months" in window.text


async def test_unexpected_offline_error_names_no_host_twice(world: World) -> None:
    world.lists.answers[TRENDING] = OfflineError("Hugging Face did not answer.")
    async with world.run() as window:
        await window.press("r")
        assert window.lines[-2].count("tries again") == 1


@pytest.mark.parametrize("width", range(100, 111, 2))
async def test_facts_that_wrap_begin_where_the_text_does(world: World, width: int) -> None:
    async with world.run((width, 40)) as window:
        pane = window.screen.paper_view.region
        links = [
            line[pane.x + 2 :] for line in window.lines if any(n in line for n in ("PDF", "Project page"))
        ]
        assert links
        assert [line for line in links if line.startswith((" ", "·")) or line.rstrip().endswith("·")] == []


@pytest.mark.parametrize("size", [(60, 30), (80, 24), (120, 40), (140, 45)])
async def test_what_is_known_later_moves_no_abstract(world: World, size: tuple[int, int]) -> None:
    later = paper(0, categories=["cs.LG", "cs.CL"], version=3, comment="12 pages", doi="10.1000/1")

    def place(window: Window) -> int:
        return next(n for n, line in enumerate(window.lines) if "We study streaming" in line)

    async with world.run(size) as window:
        await window.press("enter")
        before = place(window)
        window.screen.renewal.show_papers({later.id: later})
        await window.settle()
        assert "v3 · cs.LG cs.CL" in window.text
        assert place(window) == before
