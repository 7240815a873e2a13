"""The README: its links and pictures lead somewhere, and it names every key."""

import re
from pathlib import Path
from urllib.parse import unquote

import pytest

from reader.ui.command import Place
from reader.ui.commands import COMMANDS

ROOT = Path(__file__).parents[2]
README = (ROOT / "README.md").read_text(encoding="utf-8")
NAMES = {
    "slash": "/",
    "question_mark": "?",
    "left_square_bracket": "[",
    "right_square_bracket": "]",
    "less_than_sign": "<",
    "greater_than_sign": ">",
    "vertical_line": r"\|",
    "number_sign": "#",
    "asterisk": "*",
    "comma": ",",
    "plus": "+",
    "minus": "-",
    "equals_sign": "=",
    "escape": "esc",
    "up": "↑",
    "down": "↓",
    "left": "←",
    "right": "→",
    "shift+tab": "⇧tab",
}
SAID_OTHERWISE = {*"2345", "pageup", "pagedown", "f1", "f5", "ctrl+q", "ctrl+r"}
"""Digits in a range, page keys, and second keys of commands whose first one is named."""


def test_links_and_pictures_lead_somewhere() -> None:
    headings = re.findall(r"^#+ (.+)$", README, re.M)
    anchors = {"#" + re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}
    prose = re.sub(r"^```.*?^```|^    .*?$|`[^`\n]*`", "", README, flags=re.S | re.M)
    targets = [each for each in re.findall(r"\]\(([^)\s]+)\)", prose) if not each.startswith("http")]
    assert len(targets) > 5
    assert [each for each in targets if each not in anchors and not (ROOT / unquote(each)).is_file()] == []


def test_there_are_pictures_of_what_it_is_for() -> None:
    pictures = re.findall(r"!\[[^\]]{20,}\]\(([^)\s]+\.svg)\)", README)
    shown = " ".join(pictures)
    assert [name for name in ("readme", "whole_text", "triage", "statistics") if name not in shown] == []


@pytest.mark.parametrize("place", [*Place])
def test_every_key_is_named(place: Place) -> None:
    named = {key for text in re.findall(r"`([^`\n]+)`", README) for key in text.split()}
    keys = {key for command in COMMANDS if command.place is place for key in command.keys} - SAID_OTHERWISE
    assert {NAMES.get(key, key) for key in keys} - named == set()
