"""A note as content: a light Markdown, in which everything else stands as it was written."""

import re
from collections.abc import Callable

from textual.content import Content
from textual.style import Style

from reader.core.highlight import NO_HIGHLIGHT
from reader.core.prose import parse_line
from reader.core.text import clean_address
from reader.ui.widgets.prose import runs_content

_HEADING = re.compile(r"(#{1,6})\s+(.*)")
_ITEM = re.compile(r"(\s*)(?:[-*+]|(\d+[.)]))\s+(.*)")
_QUOTE = re.compile(r">\s?(.*)")
_LINK = re.compile(r"\[([^\[\]]+)\]\(([^()\s]+)\)|(https?://[^\s<>()\[\]]*[^\s<>()\[\].,;:!?'\"])")
_FENCE = "```"
_CODE = "$text-secondary on $panel"

LinkAction = Callable[[str], str]
"""Returns the action that opens an address."""


def note_content(text: str, link_action: LinkAction) -> Content:
    """Return a note with headings, lists, quotations, code, emphasis and links; only http(s) links can be opened."""
    lines: list[Content] = []
    in_code = False
    for line in text.split("\n"):
        if line.strip().startswith(_FENCE):
            in_code = not in_code
        elif in_code:
            lines.append(Content.styled(line or " ", _CODE))
        else:
            lines.append(_line(line, link_action))
    return Content("\n").join(lines)


def note_links(text: str) -> tuple[str, ...]:
    """Return the addresses that a note leads to, as they can be opened."""
    found = (clean_address(match[2] or match[3]) for match in _LINK.finditer(text))
    return tuple(dict.fromkeys(address for address in found if address))


def _line(line: str, link_action: LinkAction) -> Content:
    if found := _HEADING.fullmatch(line):
        return _prose(found[2], link_action).stylize_before("bold $primary")
    if found := _ITEM.fullmatch(line):
        return Content.assemble(f"{found[1]}{found[2] or '•'} ", _prose(found[3], link_action))
    if found := _QUOTE.fullmatch(line):
        return Content.assemble("│ ", _prose(found[1], link_action)).stylize_before("$muted")
    return _prose(line, link_action)


def _prose(text: str, link_action: LinkAction) -> Content:
    parts: list[Content] = []
    at = 0
    for found in _LINK.finditer(text):
        if (address := clean_address(found[2] or found[3])) is None:
            continue
        name = Content(found[1] or address).stylize("underline $text-accent")
        parts += [_plain(text[at : found.start()]), name.stylize(_click(link_action(address)))]
        at = found.end()
    return Content("").join([*parts, _plain(text[at:])])


def _click(action: str) -> Style:
    return Style.from_meta({"@click": action})


def _plain(text: str) -> Content:
    """Return text without links, the blanks around it kept."""
    body = text.strip()
    if not body:
        return Content(text)
    start = text.index(body)
    return Content.assemble(
        text[:start], runs_content(parse_line(body), NO_HIGHLIGHT), text[start + len(body) :]
    )
