"""What is linked with a paper, each with a number that opens it: its code and pages, models, datasets and Spaces."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import ClassVar

from textual import on
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.message import Message
from textual.reactive import reactive
from textual.widgets import OptionList
from textual.widgets.option_list import Option

from reader.core.link import paper_links
from reader.core.linked import Linked, Links
from reader.core.paper import Paper
from reader.ui.widgets.figure import plural, short_count
from reader.ui.widgets.list_key import LIST_KEYS

_NUMBERED = 9
"""Links with a key of their own."""


@dataclass(frozen=True, slots=True)
class Row:
    """A link with its name and a few words on it; a line without `address` only tells something."""

    title: str
    detail: str = ""
    address: str = ""


def linked_rows(paper: Paper, links: Links | None, state: str) -> tuple[Row, ...]:
    """Return the rows of a paper; `links` are `None` while they are not known, `state` says how old they are, or why."""
    return (*_own_rows(paper), *(_rows_of(paper, links) if links is not None else ()), Row(state))


def _own_rows(paper: Paper) -> Iterator[Row]:
    known = {link.name: link.address for link in paper_links(paper) if link.name}
    if address := known.pop("code", None):
        stars = f"☆ {short_count(paper.stars)}  " if paper.stars is not None else ""
        yield Row("Code", f"{stars}{_short(address)}", address)
    else:
        yield Row("No code is known")
    comments = known.pop("comments", f"{paper.huggingface_url}#community" if paper.huggingface_url else "")
    if comments:
        count = "" if paper.comments is None else f"{paper.comments:,}  "
        yield Row("Comments", f"{count}{_short(comments)}", comments)
    for name, title in (
        ("project", "Project page"),
        ("huggingface", "Hugging Face"),
        ("abstract", "Abstract page"),
        ("pdf", "PDF"),
        ("doi", "Publisher"),
    ):
        if address := known.get(name):
            yield Row(title, _short(address), address)


def _rows_of(paper: Paper, links: Links) -> Iterator[Row]:
    kinds = (
        ("model", links.total_models, links.models),
        ("dataset", links.total_datasets, links.datasets),
        ("Space", links.total_spaces, links.spaces),
    )
    for name, total, repositories in kinds:
        yield Row(plural(total, name) if total else f"No {name} names it")
        yield from (Row(each.name, _told(each), each.address) for each in repositories)
        if (left := total - len(repositories)) > 0 and paper.huggingface_url:
            yield Row(f"{left:,} more", "on Hugging Face", paper.huggingface_url)


def _told(linked: Linked) -> str:
    likes = f"♥ {short_count(linked.likes)}" if linked.likes is not None else ""
    downloads = f"↓ {short_count(linked.downloads)}" if linked.downloads is not None else ""
    return "  ".join(filter(None, (likes, downloads, linked.note)))


def _short(address: str) -> str:
    return address.removeprefix("https://").removeprefix("http://")


class LinkedView(OptionList):
    """Lists `rows`, and tells when one of them is to be opened."""

    BINDINGS: ClassVar[list[BindingType]] = [
        *LIST_KEYS,
        *(Binding(str(n), f"open_number({n})", show=False) for n in range(1, _NUMBERED + 1)),
    ]

    rows: reactive[tuple[Row, ...]] = reactive(())

    @dataclass
    class Opened(Message):
        """A link was chosen."""

        address: str

    def __init__(self) -> None:
        super().__init__(id="linked", compact=True)
        self._links: tuple[Row, ...] = ()

    def on_mount(self) -> None:
        """Name the keys."""
        self.border_subtitle = Content("enter or a number opens · i abstract")

    def watch_rows(self, before: Sequence[Row], rows: Sequence[Row]) -> None:
        """Show other rows; the cursor stays on its link, else it goes to the first."""
        at = self._address_at(before, self.highlighted)
        self._links = tuple(row for row in rows if row.address)
        numbers = {id(row): number for number, row in enumerate(self._links, start=1)}
        self.set_options(
            Option(_line(row, numbers.get(id(row), 0)), disabled=not row.address) for row in rows
        )
        places = {row.address: place for place, row in enumerate(rows) if row.address}
        self.highlighted = places.get(at) if at in places else min(places.values(), default=None)

    def _address_at(self, rows: Sequence[Row], index: int | None) -> str:
        return rows[index].address if index is not None and index < len(rows) else ""

    def action_open_number(self, number: int) -> None:
        """Open the link with this number."""
        if number <= len(self._links):
            self.post_message(self.Opened(self._links[number - 1].address))

    @on(OptionList.OptionSelected)
    def _open(self, event: OptionList.OptionSelected) -> None:
        event.stop()
        if address := self._address_at(self.rows, event.option_index):
            self.post_message(self.Opened(address))


def _line(row: Row, number: int) -> Content:
    if not row.address:
        return Content.styled(row.title, "$muted")
    key = str(number) if 0 < number <= _NUMBERED else " "
    return Content.assemble(
        (f" {key} ", "bold $primary"), (f"{row.title}  ", "$foreground"), (row.detail, "$muted")
    )
