"""The search index of what an older program stored, behind a progress bar."""

from reader.cli.progress import progress_bar
from reader.service.service import Service


def complete_index(service: Service) -> None:
    """Index what the index does not tell of yet; a search would miss it, or find it by what an older program kept."""
    if not (pending := service.indexing.pending()):
        return
    with progress_bar("Rebuilding the search index for", pending, "paper") as advance:
        service.indexing.complete(lambda done, _: advance(done, ""))
