"""The commands of going through papers one by one."""

from reader.ui.command import Command, Place

_GROUP = "Going through papers"


def _command(name: str, keys: tuple[str, ...], action: str, title: str, description: str) -> Command:
    return Command(name, keys, action, title, description, _GROUP, Place.TRIAGE)


TRIAGE_COMMANDS: tuple[Command, ...] = (
    _command("triage_keep", ("b", "right"), "decide('keep')", "Keep", "Bookmark it, on to the next"),
    _command(
        "triage_later", ("l", "Q"), "decide('later')", "Later", "Into the reading queue, on to the next"
    ),
    _command(
        "triage_dismiss",
        ("n", "x", "left"),
        "decide('dismiss')",
        "Not for me",
        "Count as read, on to the next",
    ),
    _command("triage_skip", ("space", "s"), "decide('skip')", "Skip", "Leave it as it is, on to the next"),
    _command("triage_undo", ("u", "backspace"), "step_back", "Undo", "Take back, and return to that paper"),
    _command("triage_text", ("enter", "W"), "text", "Whole text", "Read the whole paper, then decide"),
    _command("triage_web", ("o",), "web", "Web", "Open its abstract page"),
    _command("triage_authors", ("a",), "authors", "Authors", "Show all its authors or the first few"),
    _command("triage_help", ("question_mark", "f1"), "help", "Help", "Show these keys"),
    _command("triage_leave", ("escape", "h"), "leave", "Leave", "Back to the list; what is decided stays"),
)
"""All of them, in the order of the help."""
