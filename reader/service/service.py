"""Everything the program can do, for its two fronts: the terminal UI and the command line."""

from collections.abc import Callable, Mapping
from functools import cached_property
from typing import TYPE_CHECKING, Protocol

from reader.core.paper import Paper
from reader.service.marking import Marking
from reader.service.reading import Reading

if TYPE_CHECKING:
    from reader.core.mail import MailSettings
    from reader.core.sync import SyncSettings
    from reader.service.asking import Asking
    from reader.service.digesting import Digesting
    from reader.service.downloading import Downloading
    from reader.service.exchange import Exchange
    from reader.service.fetching import Fetching
    from reader.service.following import Following
    from reader.service.full_text import FullText
    from reader.service.highlighting import Highlighting
    from reader.service.indexing import Indexing
    from reader.service.keeping import Keeping
    from reader.service.mailing import Mailing
    from reader.service.noticing import Noticing
    from reader.service.organising import Organising
    from reader.service.saving import Searches
    from reader.service.statistic import Statistics
    from reader.service.syncing import Syncing
    from reader.service.trend import Trends
    from reader.service.watching import Watches


class Citation(Protocol):
    """A way to cite one paper; `None` where the paper lacks what it needs."""

    @property
    def title(self) -> str:
        """Its name for people."""

    @property
    def render(self) -> Callable[[Paper], str | None]:
        """The function that cites."""


class Service:
    """The use cases, by kind; those that no first screen needs are made when they are first asked for."""

    def __init__(
        self,
        reading: Reading,
        marking: Marking,
        *,
        exchange: "Callable[[], Exchange]",
        fetching: "Callable[[], Fetching]",
        indexing: "Callable[[], Indexing]",
        asking: "Callable[[], Asking]",
        full_text: "Callable[[], FullText]",
        downloading: "Callable[[], Downloading]",
        digesting: "Callable[[], Digesting]",
        mailing: "Callable[[Digesting, MailSettings], Mailing]",
        noticing: "Callable[[Watches, MailSettings], Noticing]",
        syncing: "Callable[[SyncSettings], Syncing]",
        citations: Callable[[], Mapping[str, Citation]],
        notices: tuple[str, ...] = (),
        lasting: bool = True,
        categories: tuple[str, ...] = (),
    ) -> None:
        self.reading = reading
        self.marking = marking
        self.citations = citations
        """Returns the ways to cite one paper, by name."""
        self.notices = notices
        """Sentences about the files that a person should know at the start."""
        self.lasting = lasting
        """Whether what is fetched and imported outlives the program."""
        self._categories = categories
        self._make_exchange = exchange
        self._make_fetching = fetching
        self._make_indexing = indexing
        self._make_asking = asking
        self._make_full_text = full_text
        self._make_downloading = downloading
        self._make_digesting = digesting
        self._make_mailing = mailing
        self._make_noticing = noticing
        self._make_syncing = syncing

    @cached_property
    def searches(self) -> "Searches":
        """The searches that the person keeps by name."""
        from reader.service.saving import Searches

        return Searches(self.marking)

    @cached_property
    def organising(self) -> "Organising":
        """Ratings, the order of the queue, tags as a whole."""
        from reader.service.organising import Organising

        return Organising(self.marking)

    @cached_property
    def following(self) -> "Following":
        """What the person follows."""
        from reader.service.following import Following

        return Following(self.marking, self._categories)

    @cached_property
    def watches(self) -> "Watches":
        """What the person wants to be told of."""
        from reader.service.watching import Watches

        return Watches(self.marking, self.reading, self.following)

    @property
    def highlighting(self) -> "Highlighting":
        """Highlighted passages of whole papers."""
        from reader.service.highlighting import Highlighting

        return Highlighting(self.marking)

    @cached_property
    def keeping(self) -> "Keeping":
        """Copies of the library."""
        from reader.service.keeping import Keeping

        return Keeping(self.marking)

    def statistics(self) -> "Statistics":
        """Return what was read, and how the pile grows; blocks while papers are looked up."""
        from reader.service.statistic import statistics

        now = self.reading.now.astimezone()
        return statistics(self.marking.marks, self.reading.papers, now, type(now).astimezone)

    def trends(self) -> "Trends":
        """Return the keywords that rise on the stored lists; blocks while these are looked through."""
        from reader.service.trend import MONTH, find_trends

        today = self.reading.now.astimezone().date()
        listed = self.reading.keywords_listed(today - 2 * MONTH)
        # Where nothing was fetched lately, the last two months that are stored are compared.
        return find_trends(listed or self.reading.keywords_listed(today - 12 * MONTH), today)

    @cached_property
    def exchange(self) -> "Exchange":
        """Export and import."""
        return self._make_exchange()

    @cached_property
    def fetching(self) -> "Fetching":
        """The lists of many days."""
        return self._make_fetching()

    @cached_property
    def indexing(self) -> "Indexing":
        """The search index of what an older program stored."""
        return self._make_indexing()

    @cached_property
    def asking(self) -> "Asking":
        """What only a source knows of a paper."""
        return self._make_asking()

    @cached_property
    def full_text(self) -> "FullText":
        """Whole papers."""
        return self._make_full_text()

    @cached_property
    def downloading(self) -> "Downloading":
        """PDFs."""
        return self._make_downloading()

    @cached_property
    def digesting(self) -> "Digesting":
        """What is new, gathered."""
        return self._make_digesting()

    def mailing(self, settings: "MailSettings") -> "Mailing":
        """Digests by mail, sent as the settings say."""
        return self._make_mailing(self.digesting, settings)

    def noticing(self, settings: "MailSettings") -> "Noticing":
        """New papers of what is watched, told by desktop, mail and the like."""
        return self._make_noticing(self.watches, settings)

    def syncing(self, settings: "SyncSettings") -> "Syncing":
        """The libraries of several machines, joined where the settings say; `UsageError` where they do not."""
        return self._make_syncing(settings)
