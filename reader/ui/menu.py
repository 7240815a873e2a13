"""Menus in windows that are too small for them."""

from textual.command import CommandList, CommandPalette
from textual.dom import DOMNode
from textual.widgets import OptionList


def has_no_room(node: DOMNode | None) -> bool:
    """Tell whether a menu, or the one of a palette, has no line; to page through it would raise in Textual."""
    menu = node.query_one(CommandList) if isinstance(node, CommandPalette) else node
    return isinstance(menu, OptionList) and not menu.scrollable_content_region
