"""Every command with its keys: the one table behind bindings, footer, palette and help."""

from textual.binding import Binding

from reader.ui.command import Command, Place
from reader.ui.page_commands import PAGE_COMMANDS
from reader.ui.text_commands import TEXT_COMMANDS
from reader.ui.triage_commands import TRIAGE_COMMANDS

_MOVE, _READ, _KEEP, _ORDER, _SELECT = "Move", "Read", "Keep", "Bring order", "Select"
_FIND, _VIEW, _FOLLOW, _LAYOUT, _MORE = "Find", "Views", "Follow", "Layout", "More"

UNSET = "unset"
"""Stands for the key of a command that has none until the person gives it one; no key has this name."""

COMMANDS: tuple[Command, ...] = (
    Command("down", ("j", "down"), "cursor(1)", "Down", "Next paper", _MOVE, Place.LIST),
    Command("up", ("k", "up"), "cursor(-1)", "Up", "Previous paper", _MOVE, Place.LIST),
    Command("first", ("g", "home"), "first", "Top", "First paper", _MOVE, Place.LIST),
    Command("last", ("G", "end"), "last", "End", "Last paper", _MOVE, Place.LIST),
    Command("half_down", ("ctrl+d",), "page(0.5)", "Half down", "Half a page down", _MOVE, Place.LIST),
    Command("half_up", ("ctrl+u",), "page(-0.5)", "Half up", "Half a page up", _MOVE, Place.LIST),
    Command("page_down", ("pagedown", "ctrl+f"), "page(1)", "Page down", "A page down", _MOVE, Place.LIST),
    Command("page_up", ("pageup", "ctrl+b"), "page(-1)", "Page up", "A page up", _MOVE, Place.LIST),
    Command("paper_down", ("j", "down"), "scroll_by(1)", "Down", "Scroll the paper down", _MOVE, Place.PAPER),
    Command("paper_up", ("k", "up"), "scroll_by(-1)", "Up", "Scroll the paper up", _MOVE, Place.PAPER),
    Command("paper_top", ("g", "home"), "scroll_home", "Top", "Top of the paper", _MOVE, Place.PAPER),
    Command("paper_end", ("G", "end"), "scroll_end", "End", "End of the paper", _MOVE, Place.PAPER),
    Command(
        "paper_half_down", ("ctrl+d",), "scroll_half(1)", "Half down", "Half a page down", _MOVE, Place.PAPER
    ),
    Command("paper_half_up", ("ctrl+u",), "scroll_half(-1)", "Half up", "Half a page up", _MOVE, Place.PAPER),
    Command(
        "paper_page_down", ("pagedown", "ctrl+f"), "page_down", "Page", "A page down", _MOVE, Place.PAPER
    ),
    Command("paper_page_up", ("pageup", "ctrl+b"), "page_up", "Page up", "A page up", _MOVE, Place.PAPER),
    Command(
        "open",
        ("enter", "l", "right"),
        "open",
        "Open",
        "Open the abstract, then the whole paper",
        _READ,
        footer=1,
        priority=True,
    ),
    Command(
        "back",
        ("escape", "h", "left"),
        "back",
        "Back",
        "Back to the list; nothing selected; no filter",
        _READ,
        priority=True,
    ),
    Command("next_paper", ("n",), "neighbour(1)", "Next", "Next paper, also while reading", _READ),
    Command(
        "previous_paper", ("N",), "neighbour(-1)", "Previous", "Previous paper, also while reading", _READ
    ),
    Command(
        "text",
        ("W",),
        "ask('text')",
        "Whole text",
        "Read the whole paper; also enter on its abstract",
        _READ,
        priority=True,
    ),
    Command(
        "linked",
        ("i",),
        "ask('linked')",
        "Linked",
        "Its code, models, datasets, Spaces and comments",
        _READ,
        priority=True,
    ),
    Command("authors", ("a",), "authors", "Authors", "Show all authors or the first few", _READ),
    Command(
        "toggle_read", ("space",), "task('read')", "Read/unread", "Mark as read or unread", _KEEP, footer=2
    ),
    Command(
        "bookmark", ("b",), "task('bookmark')", "Keep", "Bookmark, or remove the bookmark", _KEEP, footer=3
    ),
    Command("queue", ("Q",), "task('queue')", "Queue", "Put into the reading queue, or take out", _KEEP),
    Command("tag", ("T",), "ask('tag')", "Tags", "Change the tags", _KEEP, priority=True),
    Command("note", ("m",), "ask('note')", "Note", "Write a note", _KEEP, priority=True),
    Command(
        "note_in_editor", ("M",), "task('edit')", "Editor", "Write a note in your editor ($EDITOR)", _KEEP
    ),
    Command(
        "undo", ("u",), "task('undo')", "Undo", "Take back the last change, step by step", _KEEP, footer=7
    ),
    Command("redo", ("U", "ctrl+r"), "task('redo')", "Redo", "Do again what was taken back", _KEEP),
    Command(
        "rate",
        ("asterisk",),
        "ask('rate')",
        "Rate",
        "Rate from 1 to 5, by the digit after it; 0 for no rating",
        _ORDER,
        priority=True,
    ),
    Command(
        "colour", ("C",), "ask('colour')", "Colour", "Mark the row with a colour…", _ORDER, priority=True
    ),
    Command("sign", ("c",), "ask('sign')", "Sign", "Mark the row with a sign…", _ORDER, priority=True),
    Command("read_on", ("D",), "ask('plan')", "Day", "Choose a day to read it on…", _ORDER, priority=True),
    Command("move_down", ("J",), "task('down')", "Later", "Move down in the queue", _ORDER),
    Command("move_up", ("K",), "task('up')", "Sooner", "Move up in the queue", _ORDER),
    Command(
        "follow",
        ("f",),
        "ask('follow')",
        "Follow",
        "Follow its authors, organisation, keywords or categories…",
        _FOLLOW,
        priority=True,
    ),
    Command(
        "follows",
        ("L",),
        "ask('follows')",
        "Followed",
        "List what you follow, to give it up…",
        _FOLLOW,
        priority=True,
    ),
    Command(
        "categories",
        ("P",),
        "ask('categories')",
        "Categories",
        "Pick categories of arXiv to follow…",
        _FOLLOW,
        priority=True,
    ),
    Command(
        "select",
        ("x",),
        "select('one')",
        "Select",
        "Select the paper, or leave it out again",
        _SELECT,
        footer=8,
    ),
    Command(
        "select_range",
        ("v",),
        "select('range')",
        "Range",
        "Select from here to where you go; again ends it",
        _SELECT,
    ),
    Command(
        "select_all", ("A",), "select('all')", "All", "Select all that is shown, or nothing again", _SELECT
    ),
    Command(
        "select_others",
        ("I",),
        "select('others')",
        "Invert",
        "Select the others that are shown instead",
        _SELECT,
    ),
    Command(
        "filter",
        ("slash",),
        "filter",
        "Filter",
        "Narrow the list as you type",
        _FIND,
        footer=4,
        priority=True,
    ),
    Command(
        "leave_filter",
        ("enter",),
        "leave_filter",
        "To the list",
        "Keep the filter, go to the list",
        _FIND,
        Place.FILTER,
        priority=True,
    ),
    Command(
        "clear_filter",
        ("escape",),
        "clear_filter",
        "Clear",
        "Give the filter up, back to where you were",
        _FIND,
        Place.FILTER,
        priority=True,
    ),
    Command(
        "filter_down",
        ("down",),
        "walk(1)",
        "Down",
        "Next paper while typing",
        _FIND,
        Place.FILTER,
        priority=True,
    ),
    Command(
        "filter_up",
        ("up",),
        "walk(-1)",
        "Up",
        "Previous paper while typing",
        _FIND,
        Place.FILTER,
        priority=True,
    ),
    Command(
        "scope",
        ("ctrl+o",),
        "scope",
        "Everywhere",
        "Search next: this view, everything stored, online",
        _FIND,
        footer=14,
    ),
    Command(
        "insist",
        ("ctrl+y",),
        "order('insist')",
        "As typed",
        "Insist on what was typed, or forgive typos again",
        _FIND,
    ),
    Command("save_search", ("ctrl+s",), "views('save')", "Save", "Save this search…", _FIND),
    Command(
        "sort",
        ("s",),
        "order('next')",
        "Sort",
        "Next order: upvotes, stars, rising, newest, title…",
        _FIND,
        footer=9,
    ),
    Command("reverse", ("S",), "order('turn')", "Reverse", "Turn the order round", _FIND),
    Command(
        "similar",
        ("z",),
        "ask('similar')",
        "Similar",
        "Show the stored papers that are most like it",
        _FIND,
        priority=True,
    ),
    Command("abstract_page", ("o",), "task('abstract')", "Web", "Open the abstract page", _FIND),
    Command("pdf", ("p",), "task('pdf')", "PDF", "Open the PDF, the kept one if there is one", _FIND),
    Command(
        "download", ("d",), "task('download')", "Download", "Download the PDF; d goes on after esc", _FIND
    ),
    Command(
        "kept_pdfs", ("V",), "ask('kept_pdfs')", "PDFs", "Kept PDFs: open, delete…", _FIND, priority=True
    ),
    Command(
        "links",
        ("O",),
        "ask('links')",
        "Links",
        "Choose one of the paper's links",
        _FIND,
        priority=True,
        footer=13,
    ),
    Command(
        "copy",
        ("y",),
        "ask('copy')",
        "Cite",
        "Copy a citation, the identifier or the address",
        _FIND,
        priority=True,
        footer=12,
    ),
    Command("trending", ("1",), "view('trending')", "Trending", "What is trending", _VIEW),
    Command("day", ("2",), "view('day')", "Day", "The newest day's papers", _VIEW),
    Command("week", ("3",), "view('week')", "Week", "The newest week's papers", _VIEW),
    Command("month", ("4",), "view('month')", "Month", "The newest month's papers", _VIEW),
    Command("bookmarks", ("5",), "view('bookmarks')", "Bookmarks", "Your bookmarks", _VIEW),
    Command("queue_view", ("6",), "view('queue')", "Queue", "Your reading queue", _VIEW),
    Command("imported", ("7",), "view('imported')", "Imported", "What you imported", _VIEW),
    Command("all", ("8",), "view('all')", "Everything", "Everything stored on this machine", _VIEW),
    Command("followed", ("F",), "view('followed')", "Followed", "What is new from what you follow", _VIEW),
    Command("for_you", ("Y",), "view('for-you')", "For you", "Unread papers like those you keep", _VIEW),
    Command("arxiv", ("w",), "view('arxiv')", "arXiv", "New on arXiv in the categories you follow", _VIEW),
    Command("saved", ("9",), "views('saved')", "Saved", "Choose one of your saved searches…", _VIEW),
    Command("all_views", ("0",), "views('all')", "Views", "Choose a view, with what it counts…", _VIEW),
    Command("tags", ("number_sign",), "views('tags')", "Tags", "Choose a tag to show…", _VIEW),
    Command(
        "rename_search",
        ("R",),
        "views('rename')",
        "Rename",
        "Rename the saved search or tag that is shown…",
        _VIEW,
    ),
    Command(
        "remove_search",
        ("X",),
        "views('remove')",
        "Remove",
        "Remove the saved search or tag that is shown",
        _VIEW,
    ),
    Command(
        "previous_period",
        ("left_square_bracket",),
        "period(-1)",
        "Earlier",
        "Previous day, week or month",
        _VIEW,
    ),
    Command("next_period", ("right_square_bracket",), "period(1)", "Later", "Next day, week or month", _VIEW),
    Command("refresh", ("r", "f5"), "refresh_view", "Refresh", "Fetch the list anew", _VIEW, footer=11),
    *PAGE_COMMANDS,
    Command("export", ("e",), "task('export')", "Export", "Export papers to a file", _MORE, footer=10),
    Command(
        "sidebar",
        ("B",),
        "pane('sidebar')",
        "Sidebar",
        "Show or hide the sidebar: views, searches, tags, follows",
        _LAYOUT,
    ),
    Command(
        "paper_pane",
        ("vertical_line",),
        "pane('paper')",
        "Paper",
        "Show or hide the paper beside the list",
        _LAYOUT,
    ),
    Command(
        "list_narrower",
        ("less_than_sign",),
        "pane('narrower')",
        "Narrower",
        "Less room for the list",
        _LAYOUT,
    ),
    Command(
        "list_wider",
        ("greater_than_sign",),
        "pane('wider')",
        "Wider",
        "More room for the list, at last all of it",
        _LAYOUT,
    ),
    Command("row_lines", ("Z",), "pane('lines')", "Lines", "Rows of one line or of two", _LAYOUT),
    Command("theme", ("t",), "task('theme')", "Theme", "Choose a theme", _MORE),
    Command("help", ("question_mark", "f1"), "task('help')", "Help", "Show all keys", _MORE, footer=5),
    Command("palette", ("ctrl+p",), "command_palette", "Palette", "Find a command by name", _MORE, Place.APP),
    Command(
        "suspend",
        ("ctrl+z",),
        "suspend_process",
        "Suspend",
        "Back to the shell; fg there returns",
        _MORE,
        Place.APP,
    ),
    Command("quit", ("q",), "quit", "Quit", "Leave", _MORE, Place.APP, footer=6),
    Command(
        "quit_anywhere",
        ("ctrl+q",),
        "quit",
        "Quit",
        "Leave, also out of a box or dialog",
        _MORE,
        Place.APP,
        priority=True,
    ),
    *TRIAGE_COMMANDS,
    *TEXT_COMMANDS,
)
"""All commands, in the order of the help."""


def bindings(place: Place) -> list[Binding]:
    """Return Textual's bindings for the commands of a place."""
    return [
        Binding(
            ",".join(command.keys) or UNSET,
            command.action,
            command.title,
            show=False,
            tooltip=command.description,
            priority=command.priority,
            id=command.name,
        )
        for command in COMMANDS
        if command.place is place
    ]


def key_line() -> tuple[Command, ...]:
    """Return the commands of the key line, the most needed first."""
    return tuple(sorted((c for c in COMMANDS if c.footer), key=lambda command: command.footer))
