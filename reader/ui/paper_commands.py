"""The commands on papers: to read, keep, order, follow and select them."""

from reader.ui.command import Command

_READ, _KEEP, _ORDER, _FOLLOW, _SELECT = "Read", "Keep", "Bring order", "Follow", "Select"

PAPER_COMMANDS: tuple[Command, ...] = (
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
)
"""All of them, in the order of the help."""
