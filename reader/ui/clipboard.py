"""Ways to the clipboard where OSC 52, by which a terminal is told, does not get through by itself."""

import base64
import shutil
import subprocess
import sys
from collections.abc import Callable, Mapping

_SCREEN_PIECE = 76
"""Characters that GNU screen hands on at once."""

_PATIENCE = 5.0
"""Seconds that a program gets to take a text."""

_Find = Callable[[str], str | None]


def terminal_sequence(text: str, environment: Mapping[str, str]) -> str:
    """Return what to write to the terminal besides plain OSC 52: GNU screen hands on only what is wrapped for it."""
    if "STY" not in environment:
        return ""
    told = f"\x1b]52;c;{base64.b64encode(text.encode()).decode()}\a"
    pieces = (told[start : start + _SCREEN_PIECE] for start in range(0, len(told), _SCREEN_PIECE))
    return "".join(f"\x1bP{piece}\x1b\\" for piece in pieces)


def local_command(
    environment: Mapping[str, str], platform: str = sys.platform, find: _Find = shutil.which
) -> tuple[str, ...] | None:
    """Return the command that puts its standard input into the person's clipboard; `None` where none does.

    tmux takes OSC 52 from no program by default, but copies for its own commands. Over ssh the other programs would
    reach the clipboard of the wrong machine.
    """
    if "TMUX" in environment and (tmux := find("tmux")):
        return (tmux, "load-buffer", "-w", "-")
    if environment.keys() & {"SSH_CONNECTION", "SSH_TTY"}:
        return None
    here: list[tuple[str, ...]] = []
    if platform == "darwin":
        here.append(("pbcopy",))
    if platform == "win32" or "WSL_DISTRO_NAME" in environment:
        here.append(("clip.exe",))
    if "WAYLAND_DISPLAY" in environment:
        here.append(("wl-copy",))
    if "DISPLAY" in environment:
        here += [("xclip", "-selection", "clipboard"), ("xsel", "--clipboard", "--input")]
    if "TERMUX_VERSION" in environment:
        here.append(("termux-clipboard-set",))
    return next(((found, *rest) for name, *rest in here if (found := find(name))), None)


def hand_to(command: tuple[str, ...], text: str) -> bool:
    """Give a text to a command's standard input; `False` where it does not take it."""
    # Windows' own program knows no UTF-8, but UTF-16.
    encoding = "utf-16-le" if command[0].lower().endswith("clip.exe") else "utf-8"
    try:
        done = subprocess.run(
            command,
            input=text.encode(encoding, "replace"),
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            timeout=_PATIENCE,
            check=False,
            start_new_session=True,  # some stay, to hold what was copied
        )
    except (OSError, ValueError, subprocess.TimeoutExpired):
        return False
    return done.returncode == 0
