"""The commands that open a page of its own: going through papers, pictures of what was read, settings."""

from reader.ui.command import Command

_GROUP = "Pages"


def _command(name: str, keys: tuple[str, ...], title: str, description: str) -> Command:
    return Command(name, keys, f"ask('{name}')", title, description, _GROUP, priority=True)


PAGE_COMMANDS: tuple[Command, ...] = (
    _command("triage", ("E",), "Go through", "Go through what is unread here, one key for each paper"),
    _command("statistics", ("ctrl+t",), "Statistics", "Pictures of what you read, and how the pile grows"),
    _command("trends", ("ctrl+k",), "Trends", "Keywords that rise this month against the last"),
    _command("settings", ("comma",), "Settings", "Change the settings"),
)
"""All of them, in the order of the help."""
