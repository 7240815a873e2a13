"""How the parts of a whole text look in the theme."""

from rich.style import Style
from textual.style import Style as VisualStyle
from textual.widget import Widget

_STYLES = {
    "strong": "bold",
    "title": "bold",
    "label": "bold",
    "emphasis": "italic",
    "strong-emphasis": "bold italic",
    "code": "$text-secondary",
    "math": "$text-secondary",
    "link": "underline $text-accent",
    "jump": "$text-accent",
    "citation": "$text-accent",
    "note": "$text-accent",
    "heading-1": "bold underline $primary",
    "heading-2": "bold $primary",
    "heading-3": "bold italic",
    "caption": "$muted",
    "rule": "$faint",
    "faint": "$faint",
    "hit": "bold underline $text-warning",
    "hit-here": "bold $block-cursor-foreground on $block-cursor-background",
    "chosen": "bold $block-cursor-foreground on $block-cursor-background",
    "kept": "on $warning 20%",
    "kept-sign": "bold $warning",
    "selected": "$block-cursor-foreground on $block-cursor-background",
    "selected-sign": "bold $primary",
}
"""How each style of a line looks in the theme; as component classes they would be resolved anew, all of them,
whenever a class of the screen changes."""

_LAID_OVER = ("hit", "hit-here", "chosen", "selected")
"""Styles that change only what they name of the style below them."""


class TextLook:
    """Gives the styles of a widget that shows text, by their names."""

    def __init__(self, widget: Widget) -> None:
        self._widget = widget
        self._known: dict[str, Style] = {}

    def forget(self) -> None:
        """Look at the theme anew."""
        self._known.clear()

    def __call__(self, name: str) -> Style:
        """Return the style of a part."""
        style = self._known.get(name)
        if style is None:
            look = VisualStyle.parse(_STYLES.get(name, ""))
            style = (look if name in _LAID_OVER else self._widget.visual_style + look).rich_style
            if name == "kept":
                # The terminal's own colours cannot be mixed, and text may have any of them.
                ink = "black" if look.background and look.background.ansi is not None else None
                style = Style(color=ink, bgcolor=style.bgcolor)
            self._known[name] = style
        return style
