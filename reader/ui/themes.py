"""Our own themes; every colour of the program is named here or taken from a theme."""

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

THEMES = (PAPER_DARK, PAPER_LIGHT)

_MARK_INKS = {
    "red": ("#e5737b", "#b3261e", "ansi_red"),
    "orange": ("#e39a5b", "#a85400", "ansi_bright_red"),
    "yellow": ("#d9c46a", "#7d6a00", "ansi_yellow"),
    "green": ("#86c07a", "#2c7a2c", "ansi_green"),
    "blue": ("#7fa8e6", "#1f5fb0", "ansi_blue"),
    "purple": ("#b99be0", "#7a3fb0", "ansi_magenta"),
}
"""What rows are marked with, on dark, on light, and in the terminal's 16 colours."""


def mark_inks(theme: Theme) -> dict[str, str]:
    """Return the variables `mark-red` and so on for a theme."""
    index = 2 if theme.ansi else 0 if theme.dark else 1
    return {f"mark-{name}": inks[index] for name, inks in _MARK_INKS.items()}
