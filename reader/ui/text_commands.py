"""The commands of a whole paper: moving about in it, finding words, following what it refers to."""

from reader.ui.command import Command, Place

_GROUP = "In a whole paper"


def _command(
    name: str, keys: tuple[str, ...], action: str, title: str, description: str, *, priority: bool = False
) -> Command:
    return Command(name, keys, action, title, description, _GROUP, Place.TEXT, priority)


TEXT_COMMANDS: tuple[Command, ...] = (
    _command("text_down", ("j", "down"), "lines(1)", "Down", "A line down"),
    _command("text_up", ("k", "up"), "lines(-1)", "Up", "A line up"),
    _command("text_page_down", ("space", "pagedown", "ctrl+f"), "pages(1)", "Page", "A page down"),
    _command("text_page_up", ("pageup", "ctrl+b"), "pages(-1)", "Page up", "A page up"),
    _command("text_half_down", ("ctrl+d",), "pages(0.5)", "Half down", "Half a page down"),
    _command("text_half_up", ("ctrl+u",), "pages(-0.5)", "Half up", "Half a page up"),
    _command("text_top", ("g", "home"), "top", "Top", "Top of the paper"),
    _command("text_end", ("G", "end"), "end", "End", "End of the paper"),
    _command("text_right", ("right",), "sideways(1)", "Right", "More of a wide table or formula"),
    _command("text_left", ("left",), "sideways(-1)", "Left", "A wide table or formula from its left"),
    _command("next_section", ("right_square_bracket",), "section(1)", "Section", "Next section"),
    _command("previous_section", ("left_square_bracket",), "section(-1)", "Before", "Previous section"),
    _command("outline", ("t",), "outline", "Outline", "Outline of the sections, or none", priority=True),
    _command("find", ("slash",), "find", "Find", "Find words in the text", priority=True),
    _command("next_hit", ("n",), "hit(1)", "Next", "Next place where they stand"),
    _command("previous_hit", ("N",), "hit(-1)", "Previous", "Previous place where they stand"),
    _command("next_link", ("tab",), "spot(1)", "Links", "Next reference, footnote or link"),
    _command(
        "previous_link", ("shift+tab",), "spot(-1)", "Links back", "Previous reference, footnote or link"
    ),
    _command(
        "open_reference", ("enter",), "follow", "Follow", "Show the reference or footnote; go to it; open it"
    ),
    _command(
        "go_there",
        ("v",),
        "go_there",
        "Select",
        "Select lines from here; with a reference or footnote shown: go there",
    ),
    _command(
        "highlight",
        ("m",),
        "highlight('mark')",
        "Highlight",
        "Highlight the lines, with a note; or change that",
    ),
    _command("highlights", ("H",), "highlight('list')", "Highlights", "Go to a highlight…"),
    _command("remove_highlight", (), "highlight('remove')", "Remove", "Remove a highlight"),
    _command("text_undo", ("u",), "highlight('undo')", "Undo", "Undo the last change"),
    _command("text_redo", ("U",), "highlight('redo')", "Redo", "Do it again"),
    _command("jump_back", ("ctrl+o", "backspace"), "jump_back", "Back", "Back to before the last jump"),
    _command("things", ("f",), "things", "Figures", "Go to a figure, table, equation or theorem…"),
    _command("copy_table", ("y",), "copy_table", "Copy", "Copy the table in view: Markdown or CSV"),
    _command("wider", ("plus",), "wider(4)", "Wider", "Longer lines"),
    _command("narrower", ("minus",), "wider(-4)", "Narrower", "Shorter lines"),
    _command("spacing", ("equals_sign",), "spacing", "Spacing", "Blank lines between the lines, or none"),
    _command("text_bookmark", ("b",), "bookmark", "Keep", "Bookmark the paper, or remove the bookmark"),
    _command("text_web", ("o",), "web('abstract')", "Web", "Open the abstract page"),
    _command("text_pdf", ("p",), "pdf('open')", "PDF", "Open the PDF, the kept one if there is one"),
    _command("text_download", ("d",), "pdf('download')", "Download", "Download the PDF; d goes on after esc"),
    _command("fetch_again", ("r", "f5"), "fetch_again", "Refresh", "Fetch the text anew"),
    _command("text_help", ("question_mark", "f1"), "help", "Help", "Show all keys"),
    _command(
        "leave_text",
        ("escape", "h"),
        "leave",
        "Back",
        "Close what is shown; nothing sought; back to the papers",
    ),
)
"""All of them, in the order of the help."""
