"""The commands on the program itself: export, the panes, theme, help, leaving."""

from reader.ui.command import Command, Place

_MORE, _LAYOUT = "More", "Layout"

PROGRAM_COMMANDS: tuple[Command, ...] = (
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
)
"""All of them, in the order of the help."""
