"""The commands of finding: the filter, its scope and order, and what a paper leads to."""

from reader.ui.command import Command, Place

_GROUP = "Find"

FIND_COMMANDS: tuple[Command, ...] = (
    Command(
        "filter",
        ("slash",),
        "filter",
        "Filter",
        "Narrow the list as you type",
        _GROUP,
        footer=4,
        priority=True,
    ),
    Command(
        "leave_filter",
        ("enter",),
        "leave_filter",
        "To the list",
        "Keep the filter, go to the list",
        _GROUP,
        Place.FILTER,
        priority=True,
    ),
    Command(
        "clear_filter",
        ("escape",),
        "clear_filter",
        "Clear",
        "Give the filter up, back to where you were",
        _GROUP,
        Place.FILTER,
        priority=True,
    ),
    Command(
        "filter_down",
        ("down",),
        "walk(1)",
        "Down",
        "Next paper while typing",
        _GROUP,
        Place.FILTER,
        priority=True,
    ),
    Command(
        "filter_up",
        ("up",),
        "walk(-1)",
        "Up",
        "Previous paper while typing",
        _GROUP,
        Place.FILTER,
        priority=True,
    ),
    Command(
        "scope",
        ("ctrl+o",),
        "scope",
        "Everywhere",
        "Search next: this view, everything stored, online",
        _GROUP,
        footer=14,
    ),
    Command(
        "insist",
        ("ctrl+y",),
        "order('insist')",
        "As typed",
        "Insist on what was typed, or forgive typos again",
        _GROUP,
    ),
    Command("save_search", ("ctrl+s",), "views('save')", "Save", "Save this search…", _GROUP),
    Command(
        "sort",
        ("s",),
        "order('next')",
        "Sort",
        "Next order: upvotes, stars, rising, newest, title…",
        _GROUP,
        footer=9,
    ),
    Command("reverse", ("S",), "order('turn')", "Reverse", "Turn the order round", _GROUP),
    Command(
        "similar",
        ("z",),
        "ask('similar')",
        "Similar",
        "Show the stored papers that are most like it",
        _GROUP,
        priority=True,
    ),
    Command("abstract_page", ("o",), "task('abstract')", "Web", "Open the abstract page", _GROUP),
    Command("pdf", ("p",), "task('pdf')", "PDF", "Open the PDF, the kept one if there is one", _GROUP),
    Command(
        "download", ("d",), "task('download')", "Download", "Download the PDF; d goes on after esc", _GROUP
    ),
    Command(
        "kept_pdfs", ("V",), "ask('kept_pdfs')", "PDFs", "Kept PDFs: open, delete…", _GROUP, priority=True
    ),
    Command(
        "links",
        ("O",),
        "ask('links')",
        "Links",
        "Choose one of the paper's links",
        _GROUP,
        priority=True,
        footer=13,
    ),
    Command(
        "copy",
        ("y",),
        "ask('copy')",
        "Cite",
        "Copy a citation, the identifier or the address",
        _GROUP,
        priority=True,
        footer=12,
    ),
)
"""All of them, in the order of the help."""
