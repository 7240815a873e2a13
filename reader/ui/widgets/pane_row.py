"""What holds the panes."""

from textual.containers import Horizontal


class PaneRow(Horizontal):
    """Panes beside or above each other."""

    BLANK = True  # they cover all of it, so that it has nothing to draw itself
