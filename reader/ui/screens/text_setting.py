"""How the text of a whole paper is laid out: the settings that a key changes while it is read."""

from typing import TYPE_CHECKING

from reader.config import Settings
from reader.ui.setting import SettingChosen

if TYPE_CHECKING:
    from reader.ui.screens.whole_text import TextScreen

_WIDTHS = range(40, 201)


class TextSettings:
    """Knows the settings that hold, and lays the text out by them."""

    def __init__(self, screen: "TextScreen", settings: Settings) -> None:
        self._screen = screen
        self.now = settings

    def use(self, settings: Settings | None) -> None:
        """Go by other settings from now on; `None` changes nothing."""
        if settings is not None:
            self.now = settings
            view = self._screen.view
            view.text_width, view.line_spacing = settings.width, settings.line_spacing

    def widen(self, columns: int) -> None:
        """Make lines longer or shorter."""
        width = min(max(self.now.width + columns, _WIDTHS[0]), _WIDTHS[-1])
        self._change("width", width, f"Lines of {width} columns")

    def space(self) -> None:
        """Put blank lines between the lines, or take them out."""
        spacing = 3 - self.now.line_spacing
        self._change("line_spacing", spacing, "Every line" if spacing == 1 else "Every second line")

    def _change(self, name: str, value: int, said: str) -> None:
        self.use(self.now._replace(**{name: value}))  # type: ignore[arg-type]
        self._screen.post_message(SettingChosen(name, value))
        self._screen.acknowledge(said)
