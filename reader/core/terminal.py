"""What a terminal is told besides what it draws: its title, and that something is worth a look."""

from collections.abc import Mapping

from reader.core.text import clean_line

BELL = "\a"
KEEP_TITLE, GIVE_TITLE_BACK = "\x1b[22;2t", "\x1b[23;2t"
"""Put the title that the terminal has aside, and show it again."""

_LONGEST = 120


def title(text: str) -> str:
    """Return what makes a text the terminal's title."""
    return f"\x1b]2;{clean_line(text, _LONGEST)}\x1b\\"


def notification(text: str, environment: Mapping[str, str]) -> str:
    """Return what makes the terminal tell the desktop; one that does not know it ignores it.

    VTE and rxvt have a way of their own, and tmux hands on what is wrapped (where `allow-passthrough` is on).
    """
    said = clean_line(text, _LONGEST)
    own = environment.get("VTE_VERSION") or environment.get("TERM", "").startswith("rxvt")
    # A leading number would be taken for another command of ConEmu's.
    sequence = f"\x1b]777;notify;paper-reader;{said}\x1b\\" if own else f"\x1b]9;paper-reader: {said}\x1b\\"
    if environment.get("TMUX"):
        doubled = sequence.replace("\x1b", "\x1b\x1b")
        return f"\x1bPtmux;{doubled}\x1b\\"
    return sequence


def notice(text: str, environment: Mapping[str, str], *, bell: bool, notifications: bool) -> str:
    """Return what tells that something is worth a look, in the ways that the person wants."""
    return (BELL if bell else "") + (notification(text, environment) if notifications else "")
