"""One paper: title, who and when, counts, the AI summary, and the abstract at a width that reads well."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, ClassVar

from textual.binding import BindingType
from textual.content import Content
from textual.reactive import var
from textual.style import Style

from reader.core.entry import Entry
from reader.core.highlight import NO_HIGHLIGHT, Highlight
from reader.core.identifier import is_local
from reader.core.news import new_version, publication, withdrawal
from reader.core.paper import Paper
from reader.ui.command import Place
from reader.ui.commands import bindings
from reader.ui.widgets.figure import long_day, today
from reader.ui.widgets.paper_row import FOLLOWED_SIGN
from reader.ui.widgets.prose import marked, prose_content, runs_content, title_runs
from reader.ui.widgets.sheet import Part, Sheet
from reader.ui.widgets.standing import standing_content

if TYPE_CHECKING:
    from reader.core.link import Link

_ORIGINS = {
    "hf": "found on Hugging Face",
    "arxiv": "found on arXiv",
    "both": "found on Hugging Face and arXiv",
}

_ORDER = ("title", "byline", "figures", "summary", "abstract", "publication", "course", "note", "links")
"""The parts, from the top down; what is asked for while one reads stands where it moves no text."""

_BARS = {"summary": "$border-blurred", "note": "$primary"}
"""The inks of the lines beside what is not the paper's own text."""

FOLDED_AUTHORS = 8
"""Authors shown before the others are folded."""

_MATCHING_AUTHORS = 3
"""Folded authors that are shown all the same, for a search found them."""


class PaperView(Sheet, can_focus=True):
    """Shows the entry given to it; its links call the screen's action `open_address(index)`."""

    BINDINGS: ClassVar[list[BindingType]] = [*bindings(Place.PAPER)]

    entry: var[Entry | None] = var(None)
    highlight: var[Highlight] = var(NO_HIGHLIGHT)
    origin: var[str] = var("")
    """Where a search found the paper: `hf`, `arxiv`, `both`, or nothing."""
    queue_place: var[str] = var("")
    """Where the paper stands in the queue: `2 of 5`."""
    because: var[str] = var("")
    """Because of what the person follows the paper: `Yann LeCun and cs.LG`."""
    likeness: var[tuple[str, tuple[str, ...]]] = var(("", ()))
    """Why the paper was suggested: `Like it because of`, and the words."""
    course: var[tuple[tuple[int, int], ...]] = var(())
    """The upvotes each time they were seen, with the second of it, oldest first."""
    course_of: var[str | None] = var(None)
    """The paper that it is of."""
    text_width: var[int] = var(84)
    """Widest line, in columns."""
    all_authors: var[bool] = var(False)
    """Whether every author is shown."""

    def watch_entry(self, old: Entry | None, new: Entry | None) -> None:
        """Show another paper from its top; the same one where it was."""
        if old is None or new is None or old.id != new.id:
            self.set_reactive(PaperView.all_authors, False)
            self.scroll_to(y=0, animate=False, immediate=True)
        self._show()

    def watch_highlight(self) -> None:
        """Mark the words of another filter."""
        self._show()

    def watch_origin(self) -> None:
        """Name another place."""
        self._show()

    def watch_queue_place(self) -> None:
        """Name another place in the queue."""
        self._show()

    def watch_because(self) -> None:
        """Name something else that is followed."""
        self._show()

    def watch_likeness(self) -> None:
        """Say something else."""
        self._show()

    def watch_course(self) -> None:
        """Draw another course."""
        self._show()

    def watch_text_width(self, width: int) -> None:
        """Fit the parts to another width."""
        self.widest = width
        self.lay_out()

    def on_resize(self) -> None:
        """Draw the course in another width."""
        if self.course:
            self._show()

    def watch_all_authors(self) -> None:
        """Fold or unfold the authors."""
        self._show()

    def action_scroll_by(self, lines: int) -> None:
        """Scroll by some lines."""
        self.scroll_relative(y=lines, animate=False)

    def action_scroll_half(self, direction: int) -> None:
        """Scroll by half of what is visible."""
        self.scroll_relative(y=direction * max(1, self.size.height // 2), animate=False)

    def _show(self) -> None:
        if not self.is_mounted:
            return
        entry, parts = self.entry, {}
        if entry is not None:
            parts = _parts(entry, self.highlight, self.all_authors, self.origin, self.queue_place)
            lines = [parts["byline"]]
            if self.because:
                lines.append(Content.styled(f"{FOLLOWED_SIGN} You follow {self.because}", "$text-accent"))
            why, words = self.likeness
            if words:
                named = Content(", ").join([Content.styled(word, "italic") for word in words])
                lines.append(Content.assemble(f"{why} ", named).stylize("$text-accent"))
            parts["byline"] = Content("\n").join(lines)
            parts["course"] = self._course_content()
        order = [name for name in _ORDER if parts.get(name)]
        self.show_parts({name: Part(parts[name], _BARS.get(name, ""), _above(name)) for name in order})

    def _course_content(self) -> Content:
        if not self.course:
            return Content("")
        from reader.ui.widgets.course import course_content  # few papers have one

        return course_content(self.course, min(self.text_width, self.size.width - 6))

    def on_mount(self) -> None:
        """Show what was set before."""
        self.widest = self.text_width
        self._show()


def _above(name: str) -> int:
    """Return the blank lines before a part: who and when belong to the title."""
    return 0 if name == "byline" else 1


def _parts(
    entry: Entry, highlight: Highlight, all_authors: bool, origin: str, queue_place: str
) -> dict[str, Content]:
    from reader.core.link import paper_links  # the first frame has no paper

    paper = entry.paper
    links = paper_links(paper)
    places = {link.address: index for index, link in enumerate(links)}

    def action(address: str) -> str | None:
        index = places.get(address)
        return None if index is None else f"screen.open_address({index})"

    return {
        "title": runs_content(title_runs(paper.title), highlight.of("title")).stylize_before("bold"),
        "byline": _byline(paper, highlight, all_authors, _ORIGINS.get(origin)),
        "figures": standing_content(entry, highlight, queue_place),
        "summary": _summary(paper, highlight),
        "abstract": _abstract(paper, highlight, action),
        "publication": _publication(paper),
        "note": _note(entry),
        "links": _links(links),
    }


def _byline(paper: Paper, highlight: Highlight, all_authors: bool, origin: str | None) -> Content:
    from reader.core.prose import plain  # late: it is loaded after the first frame

    lines = [_authors(paper.authors, highlight.of("authors"), all_authors)] if paper.authors else []
    submitter = f"submitted by {paper.submitted_by}" if paper.submitted_by else None
    listed = f"listed {long_day(paper.listed)}" if paper.listed else None
    published = f"published {long_day(paper.published)}" if paper.published else None
    version = f"v{paper.version}" if paper.version and not new_version(paper, today()) else ""
    identifier = "known by its title only" if is_local(paper.id) else f"arXiv:{paper.id}{version}"
    categories = " ".join(paper.categories[:6])
    # Short lines rather than a long one: dates are not torn apart where it is narrow, and version and categories,
    # which come later than the rest, do not push the abstract down.
    organization = marked(paper.organization or "", highlight.of("organization"))
    rows = ((organization, submitter), (listed, published), (identifier, categories), (origin,))
    texts = (Content(" · ").join(Content.assemble(fact) for fact in facts if fact) for facts in rows)
    lines += [text.stylize("$muted") for text in texts if text]
    if taken_back := withdrawal(paper):
        lines.insert(0, Content.styled(plain(taken_back), "bold $text-warning"))
    if news := new_version(paper, today()):
        lines.append(Content.styled(news, "$text-accent"))
    return Content("\n").join(lines)


def _publication(paper: Paper) -> Content:
    if not (facts := publication(paper)):
        return Content("")
    from reader.core.prose import plain

    return Content("\n").join([Content.styled(plain(fact), "$muted") for fact in facts])


def _authors(authors: Sequence[str], highlight: Highlight, all_authors: bool) -> Content:
    if all_authors or len(authors) <= FOLDED_AUTHORS + 1:
        return marked(", ".join(authors), highlight)
    folded = marked(", ".join(authors[:FOLDED_AUTHORS]), highlight)
    matching = [author for author in authors[FOLDED_AUTHORS:] if highlight.spans(author)][:_MATCHING_AUTHORS]
    if matching:
        folded = Content.assemble(folded, " … ", marked(", ".join(matching), highlight))
    more = f"and {len(authors) - FOLDED_AUTHORS - len(matching)} more"
    switch = Style.parse("underline") + Style.from_meta({"@click": "screen.authors"})
    return Content.assemble(folded, " ", (more, switch))


def _note(entry: Entry) -> Content:
    if not entry.mark.note:
        return Content("")
    from reader.ui.widgets.note import note_content, note_links  # few papers have one

    places = {address: index for index, address in enumerate(note_links(entry.mark.note))}
    note = note_content(entry.mark.note, lambda address: f"screen.open_note_link({places[address]})")
    return Content.assemble(("Note\n", "bold"), note)


def _summary(paper: Paper, highlight: Highlight) -> Content:
    if not paper.summary:
        return Content("")
    return Content.assemble(
        ("In one sentence (AI)\n", "bold $muted"), prose_content(paper.summary, highlight.of("abstract"))
    )


def _abstract(paper: Paper, highlight: Highlight, action: object) -> Content:
    if not paper.abstract:
        return Content("No abstract is known; o opens the paper's page.").stylize("$muted")
    abstract = prose_content(paper.abstract, highlight.of("abstract"), action if callable(action) else None)
    if paper.sample:
        return Content.assemble(("Sample: a summary in our own words\n", "bold $text-warning"), abstract)
    return abstract


def _links(links: "Sequence[Link]") -> Content:
    shown = [
        Content.styled(
            link.title,
            Style.parse("underline") + Style.from_meta({"@click": f"screen.open_address({index})"}),
        )
        for index, link in enumerate(links)
        if link.name
    ]
    return Content("  ·  ").join(shown).stylize_before("$text-accent")
