"""Sets of keys for hands that learnt elsewhere; what a set does not name keeps the keys of the table."""

from collections.abc import Mapping

_ARROWS = {
    **dict.fromkeys(("down", "paper_down", "text_down"), ("down",)),
    **dict.fromkeys(("up", "paper_up", "text_up"), ("up",)),
    **dict.fromkeys(("first", "paper_top", "text_top"), ("home",)),
    **dict.fromkeys(("last", "paper_end", "text_end"), ("end",)),
    **dict.fromkeys(("half_down", "paper_half_down", "text_half_down"), ("ctrl+down",)),
    **dict.fromkeys(("half_up", "paper_half_up", "text_half_up"), ("ctrl+up",)),
    **dict.fromkeys(("page_down", "paper_page_down"), ("pagedown",)),
    **dict.fromkeys(("page_up", "paper_page_up", "text_page_up"), ("pageup",)),
    "text_page_down": ("space", "pagedown"),
    "open": ("enter", "right"),
    "back": ("escape", "left"),
    "move_down": ("shift+down",),
    "move_up": ("shift+up",),
    "leave_text": ("escape",),
    "triage_leave": ("escape",),
}

_EMACS = {
    **dict.fromkeys(("down", "paper_down", "text_down", "filter_down"), ("ctrl+n", "down")),
    **dict.fromkeys(("up", "paper_up", "text_up", "filter_up"), ("ctrl+p", "up")),
    **dict.fromkeys(("first", "paper_top", "text_top"), ("alt+<", "home")),
    **dict.fromkeys(("last", "paper_end", "text_end"), ("alt+>", "end")),
    **dict.fromkeys(("page_down", "paper_page_down"), ("ctrl+v", "pagedown")),
    **dict.fromkeys(("page_up", "paper_page_up", "text_page_up"), ("alt+v", "pageup")),
    "text_page_down": ("ctrl+v", "space", "pagedown"),
    "open": ("enter", "ctrl+f", "right"),
    "back": ("escape", "ctrl+g", "ctrl+b", "left"),
    "filter": ("ctrl+s", "/"),
    "clear_filter": ("escape", "ctrl+g"),
    "find": ("ctrl+s", "/"),
    "leave_text": ("escape", "ctrl+g"),
    "triage_leave": ("escape", "ctrl+g"),
    "triage_undo": ("ctrl+_", "u", "backspace"),
    "save_search": ("alt+s",),
    "undo": ("ctrl+_", "u"),
    "copy": ("alt+w", "y"),
    "palette": ("alt+x",),
}

PRESETS: Mapping[str, Mapping[str, tuple[str, ...]]] = {"vim": {}, "arrows": _ARROWS, "emacs": _EMACS}
"""Keys by command, by the name of the set."""
