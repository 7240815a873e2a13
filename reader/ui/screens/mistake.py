"""What is wrong with a search, said under the filter's box: a mistake below the place where it is."""

from typing import TYPE_CHECKING

from textual.content import Content
from textual.screen import Screen

from reader.core.errors import QueryError, ReaderError
from reader.ui.screens.search_sentence import pointed
from reader.ui.widgets.filter_bar import FilterBar

if TYPE_CHECKING:
    from reader.ui.screens.listing import ShownListing


class Mistake:
    """Knows what was wrong with the last wrong query."""

    def __init__(self, screen: Screen[None], listing: "ShownListing") -> None:
        self._screen = screen
        self._listing = listing
        self._error: QueryError | None = None

    @property
    def _bar(self) -> FilterBar:
        return self._screen.query_one(FilterBar)

    def tell(self, error: ReaderError) -> None:
        """Say what is wrong, where the query is at fault under the place where it is; the list stays."""
        if not isinstance(error, QueryError):
            self.tell_trouble(error)
            return
        self._error = error
        self._bar.remark, self._bar.wrong = "", True
        self.point()
        self._screen.call_after_refresh(self.point)  # the box may have got another width

    def tell_trouble(self, error: ReaderError) -> None:
        """Say why there is no answer, whatever the query."""
        self._bar.wrong = False
        self._listing.status.notice = (Content.styled(f"! {error}", "$text-error"),)

    def point(self) -> None:
        """Let the caret stand under the mistake, also after the box has scrolled."""
        if (error := self._error) is None or not self._listing.is_there or not self._bar.wrong:
            return
        bar = self._bar
        blanks = len(bar.text) - len(bar.text.lstrip())
        column = bar.column_of(error.position + blanks)
        self._listing.status.notice = pointed(str(error), column - self._listing.status.region.x)
