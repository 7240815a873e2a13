"""Our own themes; every colour of the program is named here or taken from a theme."""

from collections.abc import Iterable, Mapping
from dataclasses import replace

from textual.color import Color
from textual.theme import Theme

PAPER_DARK = Theme(
    name="paper-dark",
    primary="#e0a458",
    secondary="#7fa8c9",
    accent="#e0a458",
    foreground="#d8d4cc",
    background="#17181a",
    surface="#1d1f22",
    panel="#26292d",
    success="#8fb573",
    warning="#e0a458",
    error="#e06c75",
    dark=True,
    variables={
        "block-cursor-background": "#2f3a45",
        "block-cursor-foreground": "#f2efe9",
        "block-cursor-text-style": "none",
        "block-cursor-blurred-background": "#262b31",
        "block-cursor-blurred-foreground": "#d8d4cc",
        "footer-key-foreground": "#e0a458",
        "footer-background": "#17181a",
        "border": "#4a5058",
        "border-blurred": "#33373c",
        "input-selection-background": "#e0a458 35%",
    },
)

PAPER_LIGHT = Theme(
    name="paper-light",
    primary="#9a5b13",
    secondary="#2f6690",
    accent="#9a5b13",
    foreground="#2b2a27",
    background="#faf7f0",
    surface="#f4efe4",
    panel="#eae3d4",
    success="#4d7a2f",
    warning="#9a5b13",
    error="#b3261e",
    dark=False,
    variables={
        "block-cursor-background": "#dfe7ea",
        "block-cursor-foreground": "#17181a",
        "block-cursor-text-style": "none",
        "block-cursor-blurred-background": "#ece8de",
        "block-cursor-blurred-foreground": "#2b2a27",
        "footer-key-foreground": "#9a5b13",
        "footer-background": "#faf7f0",
        "border": "#b8ae9a",
        "border-blurred": "#d6cebd",
        "input-selection-background": "#9a5b13 30%",
    },
)

PAPER_CONTRAST = Theme(
    name="paper-contrast",
    primary="#ffd75f",
    secondary="#87d7ff",
    accent="#ffd75f",
    foreground="#ffffff",
    background="#000000",
    surface="#000000",
    panel="#303030",
    success="#87ff87",
    warning="#ffd75f",
    error="#ff8787",
    dark=True,
    text_alpha=1.0,
    variables={
        "block-cursor-background": "#ffffff",
        "block-cursor-foreground": "#000000",
        "block-cursor-text-style": "bold",
        "block-cursor-blurred-background": "#585858",
        "block-cursor-blurred-foreground": "#ffffff",
        "footer-key-foreground": "#ffd75f",
        "footer-background": "#000000",
        "border": "#ffffff",
        "border-blurred": "#a8a8a8",
        "input-selection-background": "#ffd75f 50%",
        "muted": "#dadada",
        "faint": "#b2b2b2",
    },
)
"""For tired eyes and bright rooms: every ink stands 7 to 1 or more against its ground."""

THEMES = (PAPER_DARK, PAPER_LIGHT, PAPER_CONTRAST)

AUTO = "auto"
"""The name that stands for our dark or light theme, as the terminal is."""


def in_order(names: Iterable[str], own: frozenset[str]) -> tuple[str, ...]:
    """Return the names of themes as they are offered: ours, the person's `own`, then all others."""
    rank = {name: place for place, name in enumerate((AUTO, *(theme.name for theme in THEMES)))}
    return tuple(sorted(names, key=lambda name: (rank.get(name, len(rank)), name not in own, name)))


def automatic(dark: bool | None) -> Theme:
    """Return the theme `auto` of a dark or light terminal; an unknown one is taken for dark."""
    return replace(PAPER_LIGHT if dark is False else PAPER_DARK, name=AUTO)


_MARK_INKS = {
    "red": ("#e5737b", "#b3261e", "ansi_red"),
    "orange": ("#e39a5b", "#a85400", "ansi_bright_red"),
    "yellow": ("#d9c46a", "#7d6a00", "ansi_yellow"),
    "green": ("#86c07a", "#2c7a2c", "ansi_green"),
    "blue": ("#7fa8e6", "#1f5fb0", "ansi_blue"),
    "purple": ("#b99be0", "#7a3fb0", "ansi_magenta"),
}
"""What rows are marked with, on dark, on light, and in the terminal's 16 colours."""


def inks(theme: Theme, variables: Mapping[str, str]) -> dict[str, str]:
    """Return two quieter inks for a theme, and those of marks; `variables` are the theme's.

    They are its own foreground, thinned; the terminal's grey in its 16 colours.
    """
    marks = _mark_inks(theme)
    if theme.ansi:
        return {"muted": "ansi_bright_black", "faint": "ansi_bright_black"} | marks
    paper, ink = Color.parse(variables["background"]), Color.parse(variables["foreground"])
    return {"muted": paper.blend(ink, 0.66, 1).hex, "faint": paper.blend(ink, 0.42, 1).hex} | marks


def _mark_inks(theme: Theme) -> dict[str, str]:
    """Return the variables `mark-red` and so on for a theme."""
    index = 2 if theme.ansi else 0 if theme.dark else 1
    return {f"mark-{name}": inks[index] for name, inks in _MARK_INKS.items()}
