"""A Markdown list of papers that shows every text as it is, whatever signs are in it."""

import re
from collections.abc import Iterator, Sequence

from reader.core.entry import Entry
from reader.core.passage import Passage
from reader.core.prose import plain
from reader.export.label import abstract_of, dates_of, folded_authors, identifier_of

_SIGN = re.compile(r"[\\`*_\[\]<>|~$#&]|==|%%")
_LINE_START = re.compile(r"(?m)^([ \t]*)(?:([-+=>])|(\d{1,9})([.)]))")


def render(entries: Sequence[Entry]) -> str:
    """Return a list with one item of several paragraphs for each paper, in the order given."""
    return "\n\n".join("\n\n".join(_paragraphs(entry)) for entry in entries) + "\n"


def escape(text: str) -> str:
    """Return `text` so that Markdown shows it literally, at the start of a line too."""
    escaped = _SIGN.sub(lambda found: "".join(f"\\{sign}" for sign in found.group()), text)
    return _LINE_START.sub(_escaped_start, escaped)


def link(text: str, address: str | None) -> str:
    """Return `text` as a link, or as plain text without an address."""
    if address is None or not address.startswith(("http://", "https://")):
        return escape(text)
    # Inside the parentheses only they themselves, a backslash and an ampersand (an entity) mean something.
    safe = re.sub(r"[()\\&<>]", lambda found: f"\\{found.group()}", address)
    return f"[{escape(text)}]({safe})"


def highlight_paragraphs(passages: Sequence[Passage]) -> Iterator[str]:
    """Yield highlights as block quotes, each followed by its note and the section it stands in."""
    for passage in passages:
        lines = (escape(" ".join(line.split())) for line in passage.quote.split("\n"))
        yield "\n>\n".join(f"> {line}" for line in lines if line)
        section = f"— *{escape(passage.section)}*" if passage.section else ""
        note = escape(passage.note).replace("\n", "\\\n") if passage.note else ""
        if told := " ".join(filter(None, (note, section))):
            yield told


def _paragraphs(entry: Entry) -> Iterator[str]:
    paper, mark = entry.paper, entry.mark
    yield f"- {link(plain(paper.title), paper.url or paper.project)}"
    if paper.authors:
        yield _indented(escape(folded_authors(paper)))
    if facts := [*dates_of(paper), *filter(None, [identifier_of(paper)])]:
        yield _indented(escape(" · ".join(facts)))
    if mark.tags:
        yield _indented(f"Tags: {escape(', '.join(mark.tags))}")
    if mark.note:
        yield _indented(f"Note: {escape(mark.note)}".replace("\n", "\\\n"))
    if abstract := abstract_of(paper):
        quoted = "\n>\n> ".join(escape(" ".join(part.split())) for part in plain(abstract).split("\n\n"))
        yield _indented(f"> {quoted}")
    if entry.highlights:
        yield "  Highlights:"
        yield from map(_indented, highlight_paragraphs(entry.highlights))


def _indented(text: str) -> str:
    return "\n".join(f"  {line}" if line else "" for line in text.split("\n"))


def _escaped_start(found: re.Match[str]) -> str:
    space, sign, number, point = found.groups()
    return f"{space}\\{sign}" if sign else f"{space}{number}\\{point}"
