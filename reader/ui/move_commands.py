"""The commands of moving about: in the list, and in the abstract beside it."""

from reader.ui.command import Command, Place

_GROUP = "Move"

MOVE_COMMANDS: tuple[Command, ...] = (
    Command("down", ("j", "down"), "cursor(1)", "Down", "Next paper", _GROUP, Place.LIST),
    Command("up", ("k", "up"), "cursor(-1)", "Up", "Previous paper", _GROUP, Place.LIST),
    Command("first", ("g", "home"), "first", "Top", "First paper", _GROUP, Place.LIST),
    Command("last", ("G", "end"), "last", "End", "Last paper", _GROUP, Place.LIST),
    Command("half_down", ("ctrl+d",), "page(0.5)", "Half down", "Half a page down", _GROUP, Place.LIST),
    Command("half_up", ("ctrl+u",), "page(-0.5)", "Half up", "Half a page up", _GROUP, Place.LIST),
    Command("page_down", ("pagedown", "ctrl+f"), "page(1)", "Page down", "A page down", _GROUP, Place.LIST),
    Command("page_up", ("pageup", "ctrl+b"), "page(-1)", "Page up", "A page up", _GROUP, Place.LIST),
    Command(
        "paper_down", ("j", "down"), "scroll_by(1)", "Down", "Scroll the paper down", _GROUP, Place.PAPER
    ),
    Command("paper_up", ("k", "up"), "scroll_by(-1)", "Up", "Scroll the paper up", _GROUP, Place.PAPER),
    Command("paper_top", ("g", "home"), "scroll_home", "Top", "Top of the paper", _GROUP, Place.PAPER),
    Command("paper_end", ("G", "end"), "scroll_end", "End", "End of the paper", _GROUP, Place.PAPER),
    Command(
        "paper_half_down", ("ctrl+d",), "scroll_half(1)", "Half down", "Half a page down", _GROUP, Place.PAPER
    ),
    Command(
        "paper_half_up", ("ctrl+u",), "scroll_half(-1)", "Half up", "Half a page up", _GROUP, Place.PAPER
    ),
    Command(
        "paper_page_down", ("pagedown", "ctrl+f"), "page_down", "Page", "A page down", _GROUP, Place.PAPER
    ),
    Command("paper_page_up", ("pageup", "ctrl+b"), "page_up", "Page up", "A page up", _GROUP, Place.PAPER),
)
"""All of them, in the order of the help."""
