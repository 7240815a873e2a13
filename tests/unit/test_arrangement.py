"""Which panes stand where, and how wishes are remembered."""

import pytest

from reader.ui.arrangement import Wishes, arranged, wishes_from, wishes_kept


def panes(columns: int, lines: int = 40, wishes: Wishes = Wishes(), **state: bool) -> str:  # noqa: B008
    """Return the panes that are shown: s, l, p; a stacked paper as P."""
    now = arranged(columns, lines, wishes, **({"reading": False, "browsing": False} | state))
    paper = ("P" if now.stacked else "p") if now.paper else ""
    return ("s" if now.sidebar else "") + ("l" if now.papers else "") + paper


@pytest.mark.parametrize(
    ("columns", "lines", "shown"),
    [
        (60, 60, "l"),
        (69, 60, "l"),
        (70, 24, "l"),
        (70, 30, "lP"),
        (99, 30, "lP"),
        (100, 10, "lp"),
        (143, 40, "lp"),
        (144, 40, "slp"),
    ],
)
def test_as_many_panes_as_fit(columns: int, lines: int, shown: str) -> None:
    assert panes(columns, lines) == shown


@pytest.mark.parametrize(
    ("columns", "reading", "browsing"),
    [(60, "p", "s"), (80, "p", "sl"), (120, "lp", "lp"), (150, "slp", "slp")],
)
def test_reading_and_browsing(columns: int, reading: str, browsing: str) -> None:
    assert panes(columns, reading=True) == reading
    assert panes(columns, browsing=True) == browsing


def test_wishes_hold_where_there_is_room() -> None:
    assert panes(120, wishes=Wishes(sidebar=True)) == "slp"
    assert panes(150, wishes=Wishes(sidebar=False)) == "lp"
    assert panes(90, wishes=Wishes(sidebar=True)) == "lP"
    assert panes(120, wishes=Wishes(paper=False)) == "l"
    assert panes(120, wishes=Wishes(paper=False), reading=True) == "p"
    assert panes(90, wishes=Wishes(paper=False)) == "l"


@pytest.mark.parametrize("wishes", [Wishes(), Wishes(True, 30, False, 35, 2), Wishes(sidebar=False)])
def test_what_is_remembered_is_recalled(wishes: Wishes) -> None:
    assert wishes_from(wishes_kept(wishes)) == wishes


@pytest.mark.parametrize(
    "remembered",
    [
        {"share": "x", "sidebar_width": "-3", "row_lines": "9", "paper": "?", "sidebar": "maybe"},
        {"share": "9" * 5000},
        {},
    ],
)
def test_what_was_spoilt_is_as_usual(remembered: dict[str, str]) -> None:
    assert wishes_from(remembered) == Wishes()


def test_shares_have_an_end_at_which_the_paper_is_hidden() -> None:
    assert Wishes().with_share(3).share == 20
    assert Wishes().with_share(81) == Wishes(share=80, paper=False)
    assert Wishes(paper=False).with_share(60) == Wishes(share=60)
    assert Wishes().with_sidebar_width(2) == Wishes(sidebar=False)
    assert Wishes().with_sidebar_width(500).sidebar_width == 48
