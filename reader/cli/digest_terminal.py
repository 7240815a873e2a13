"""A digest in the colours of the terminal."""

from collections.abc import Iterator

from rich.console import Console, Group, RenderableType
from rich.padding import Padding
from rich.rule import Rule
from rich.style import Style
from rich.text import Text

from reader.core.digest import Digest, DigestItem
from reader.export.digest.part import (
    authors_of,
    facts_of,
    heading_of,
    home_of,
    lead_of,
    more_of,
    reason_of,
    summary_of,
    title_of,
)

_WIDEST = 100


def show(digest: Digest) -> None:
    """Print a digest, its titles as links where the terminal knows them."""
    # Whoever asks for colours in a pipe gets them; it is only called where styles are wanted.
    console = Console(highlight=False, markup=False, emoji=False, force_terminal=True, no_color=False)
    console.width = min(console.width, _WIDEST)
    console.print(Text(digest.title, style="bold"))
    console.print(Text(lead_of(digest), style="dim"))
    for group in digest.groups:
        console.print()
        console.print(Rule(Text(heading_of(group), style="bold"), align="left", style="dim"))
        for item in group.items:
            console.print(Padding(Group(*_lines(item)), (1, 0, 0, 2)))
        if more := more_of(group):
            console.print(Padding(Text(more, style="dim"), (1, 0, 0, 2)))


def _lines(item: DigestItem) -> Iterator[RenderableType]:
    paper = item.entry.paper
    home = home_of(paper)
    yield Text(title_of(paper), style=Style(bold=True, link=home))
    if paper.authors:
        yield Text(authors_of(paper), style="dim")
    if facts := facts_of(item):
        yield Text(" · ".join(facts), style="dim")
    if summary := summary_of(paper):
        yield Text(summary)
    yield Text(reason_of(item), style="dim italic")
    if home:
        yield Text(home, style="dim")
