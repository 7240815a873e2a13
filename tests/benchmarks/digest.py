"""What a digest of 500 papers costs: gathered from a list and a saved search, in every form, and as a mail.

Goal: 1 s, with whatever form it takes.
"""

from collections.abc import Iterable
from contextlib import closing
from datetime import UTC, datetime

from reader.catalog.papers import Catalogue
from reader.catalog.search import Search
from reader.core.digest import Digest, DigestFormat
from reader.core.listing import Listing
from reader.core.mail import MailSettings
from reader.core.saved_search import SavedSearch
from reader.core.view import View, ViewKind
from reader.export.digest.format import render
from reader.export.digest.part import readable
from reader.mail.delivery import DigestPost
from reader.service.digesting import Digesting
from reader.service.fetching import Fetching
from reader.service.reading import Reading
from reader.service.source import Opened, Sources
from tests.benchmarks import Measure, timed
from tests.benchmarks.exchange import bookmarks
from tests.synthetic import FakeLibrary, FakeSource

PAPERS = 500
NOW = datetime(2026, 8, 21, 12, tzinfo=UTC)


def run() -> Iterable[Measure]:
    """Measure gathering and each form together, then the mail."""
    papers = tuple(
        entry.paper._replace(listed=NOW.date(), upvotes=number)
        for number, entry in enumerate(bookmarks(PAPERS))
    )
    views = (View(ViewKind.SAVED, name="study"), View(ViewKind.TRENDING))
    with closing(Catalogue(None)) as store:
        store.store_listing(Listing(views[1], papers), NOW)
        while store.unindexed():
            store.index_some()
        library = FakeLibrary()
        library.searches["study"] = SavedSearch("study", "study -nothing", NOW)
        sources = Sources(lambda: Opened(FakeSource(), FakeSource()))
        reading = Reading(store, Search(store.database), library, sources, lambda: (), lambda: NOW)
        digesting = Digesting(reading, lambda: Fetching(store, sources), library, render, lambda: NOW)
        assert digesting.gather(views, limit=PAPERS).count == PAPERS

        def gathered() -> Digest:
            readable.cache_clear()
            return digesting.gather(views, limit=PAPERS)

        for form in DigestFormat:
            yield timed(
                f"digest of {PAPERS} papers as {form}",
                lambda form=form: digesting.render(gathered(), form),
                limit=1.0,
            )
        post = DigestPost(MailSettings(user="ada@example.org"))

        def mail() -> bytes:
            digest = gathered()
            text, html = (digesting.render(digest, form) for form in (DigestFormat.TEXT, DigestFormat.HTML))
            return post.draft(digest, text, html, "bea@example.org")

        yield timed(f"digest of {PAPERS} papers as a mail", mail, limit=1.0)
