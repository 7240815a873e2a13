"""What holds the panes."""

from textual.containers import Horizontal
from textual.geometry import Region
from textual.strip import Strip


class PaneRow(Horizontal):
    """Panes beside or above each other, which cover all of it: it has nothing of its own to draw."""

    def render_lines(self, crop: Region) -> list[Strip]:
        """Return blank lines, in next to no time."""
        return [Strip.blank(crop.width)] * crop.height
