"""What the list shows: a view's papers, or what was found, and what is said about them."""

from collections.abc import Callable, Mapping, Sequence

from textual.content import Content
from textual.screen import Screen

from reader.config import Settings
from reader.core.entry import Entry
from reader.core.highlight import NO_HIGHLIGHT, Highlight
from reader.core.mark import Mark
from reader.core.paper import Paper
from reader.core.view import View, ViewKind
from reader.service.contents import Contents
from reader.service.reading import Reading
from reader.ui.key import key_of
from reader.ui.screens import sentence
from reader.ui.screens.filtering import Filtering
from reader.ui.widgets.filter_bar import FilterBar, Scope
from reader.ui.widgets.paper_list import NO_ORIGINS, PaperList
from reader.ui.widgets.status_line import StatusLine
from reader.ui.widgets.view_bar import ViewBar


class ShownListing:
    """Puts papers on the screen, and keeps the cursor of each view."""

    def __init__(
        self,
        screen: Screen[None],
        reading: Reading,
        settings: Settings,
        contents: Contents,
        answered: Callable[[], None] = lambda: None,
    ) -> None:
        """Take the contents to begin with; `answered` is called after a search."""
        self.contents = contents
        """What the view shows before the filter."""
        self.filtering = Filtering(screen, reading, settings, self)
        self.highlight: Highlight = NO_HIGHLIGHT
        """What the search matched."""
        self.heading = ""
        """What the list is, for people."""
        self.whole = False
        """Whether more than the first rows was read, so that they can be counted."""
        self._answered = answered
        self._screen = screen
        self._reading = reading
        self._settings = settings
        self._places: dict[View, str | None] = {}
        self._marks: Mapping[str, Mark] = {}
        """The marks that the list shows."""
        self._unread = 0

    def use_settings(self, settings: Settings) -> None:
        """Go by other settings from now on."""
        self._settings = settings
        self.filtering.use_settings(settings)

    def begin(self) -> None:
        """Show what was read before the first frame."""
        self.show(self.contents, waiting=True)

    def remember(self, view: View, identifier: str) -> None:
        """Let the cursor stand on a paper when its view is shown."""
        self._places[view] = identifier

    # What is on the screen

    @property
    def is_there(self) -> bool:
        """Whether the screen has its parts; while the program ends, what comes late has nowhere to go."""
        parts = (PaperList, StatusLine, ViewBar, FilterBar)
        return self._screen.display and all(
            self._screen.query_one_optional(part) is not None for part in parts
        )

    @property
    def paper_list(self) -> PaperList:
        """The widget that lists."""
        return self._screen.query_one(PaperList)

    @property
    def status(self) -> StatusLine:
        """The widget that tells."""
        return self._screen.query_one(StatusLine)

    def put(
        self,
        entries: tuple[Entry, ...],
        highlight: Highlight,
        heading: str,
        origins: Mapping[str, str] = NO_ORIGINS,
    ) -> None:
        """List entries with what was matched in them and where they were found; the cursor stays on its paper."""
        self.highlight, self.heading = highlight, heading
        self.paper_list.border_title = Content(f" {heading} ")
        self.paper_list.highlight = highlight
        self.paper_list.origins = origins
        self.paper_list.names_samples = not self.contents.sample
        self._marks = self._reading.marks
        listed = self._reading.marked(entries)
        self._unread = sum(not entry.mark.read for entry in listed)
        self.paper_list.entries = listed
        self.explain_nothing()
        self._answered()
        self.count()

    def show_marks(self) -> None:
        """Show the marks as they are now on disk, each in its place; the queue in its order."""
        if self.contents.view.kind is ViewKind.QUEUE and self._rearrange():
            return
        # A list may have a hundred thousand rows; only those of other marks are looked at.
        before, self._marks = self._marks, self._reading.marks
        marks = self._reading.changed_marks(before)
        entries, changed = self.paper_list.entries, {}
        for identifier, row in self.paper_list.rows_of(marks).items():
            old = entries[row]
            if (mark := marks[identifier]) != old.mark:
                changed[row] = old._replace(mark=mark)
                self._unread += (not mark.read) - (not old.mark.read)
        self.paper_list.update_entries(changed)
        self.count()

    def renew(self, papers: Mapping[str, Paper]) -> None:
        """Show what became known of papers, by identifier, each in its place."""

        def renewed(entry: Entry) -> Entry:
            known = papers.get(entry.id, entry.paper)
            return entry if known == entry.paper else entry._replace(paper=known)

        self.contents = self.contents._replace(entries=tuple(map(renewed, self.contents.entries)))
        both = enumerate((old, renewed(old)) for old in self.paper_list.entries)
        self.paper_list.update_entries({index: new for index, (old, new) in both if old is not new})

    def _rearrange(self) -> bool:
        """Put the queue into its order, what was taken out of it staying where it is; `False` where it is so."""
        entries = self._reading.marked(self.contents.entries)
        queued = sorted((e for e in entries if e.mark.place), key=lambda e: (e.mark.place or "", e.id))
        following = iter(queued)
        arranged = tuple(next(following) if entry.mark.place else entry for entry in entries)
        if [entry.id for entry in arranged] == [entry.id for entry in self.contents.entries]:
            return False
        self.contents = self.contents._replace(entries=arranged)
        self.filtering.contents_changed()
        return True

    @property
    def identifiers(self) -> frozenset[str]:
        """The papers of the view."""
        return frozenset(entry.id for entry in self.contents.entries)

    def count(self) -> None:
        """Tell how many papers there are, and how many of them are unread."""
        if not self.whole:
            return
        entries = self.paper_list.entries
        # Of what was found elsewhere, the box tells how much it is.
        of_view = self.filtering.scope is Scope.VIEW or not self.filtering.text
        known = bool(self.contents.entries) or self.contents.fetched_at or not self.contents.view.kind.remote
        whole = self.contents.total or len(self.contents.entries)
        self.status.total = whole if known and of_view else None
        self.status.shown = len(entries)
        self.status.unread = self._unread
        self.status.order = self.filtering.order_label

    def show(self, contents: Contents, *, waiting: bool = False) -> None:
        """Take over contents; while a fetch is awaited the sample does not yet show."""
        if waiting and contents.sample and not self._reading.offline:
            contents = Contents(contents.view)
        if contents.view != self.contents.view:
            entry = self.paper_list.entry
            self._places[self.contents.view] = entry.id if entry else None
            self.paper_list.followed = self._places.get(contents.view)
            self.paper_list.begin_view()
            self.status.acknowledgement = ""
        self.contents = contents
        self._screen.title = sentence.heading(contents)
        bar = self._screen.query_one(ViewBar)
        bar.view, bar.period = contents.view, sentence.period(contents.view)
        self.filtering.contents_changed()

    def say(self, text: str, papers: Sequence[Paper] = (), *, trouble: bool = False) -> None:
        """Say how the list is, and how far a fetch of it."""
        self.status.trouble, self.status.state = trouble, text
        self.explain_nothing()

    def explain_nothing(self) -> None:
        """Say in the place of an empty list why it is empty."""
        if not self.paper_list.entries:
            from reader.ui.screens.empty_list import explanation  # late: most lists have papers

            self.paper_list.placeholder = explanation(
                self.contents,
                self.filtering.text,
                self.filtering.scope,
                self.status.state,
                lambda name: key_of(name, self._settings.keys),
                unanswered=self.filtering.is_unanswered,
            )
