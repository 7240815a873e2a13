"""The search index of what an older program stored, behind a progress bar."""

from reader.cli.output import say
from reader.cli.progress import progress_bar
from reader.service.service import Service


def complete_index(service: Service, *, quiet: bool = False) -> None:
    """Index what the index does not tell of yet; a search would miss it, or find it by what an older program kept."""
    if not (pending := service.indexing.pending()):
        return
    if not quiet:
        say(f"Rebuilding the search index for {pending:,} paper{'' if pending == 1 else 's'}.")
    with progress_bar("Indexing", pending, quiet=quiet) as steps:
        service.indexing.complete(lambda done, _: steps.advance(done, ""))
