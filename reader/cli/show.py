"""`show`: one paper."""

from argparse import ArgumentParser, Namespace
from collections.abc import Iterator, Sequence
from dataclasses import asdict
from datetime import date

from reader.cli.column import wrapped
from reader.cli.entry import dumped
from reader.cli.lookup import look_up
from reader.cli.option import add_identifiers, add_offline, add_plain
from reader.cli.output import bold, dim, say, sign, terminal_width, write
from reader.cli.session import opened, wait_for
from reader.core.entry import Entry, entry_to_record
from reader.core.errors import SourceError
from reader.core.follow import named, reasons
from reader.core.linked import Links
from reader.core.mark import RATINGS, Mark
from reader.core.news import new_version, publication, withdrawal
from reader.core.paper import Paper
from reader.core.prose import plain
from reader.core.reached import parse_reached
from reader.service.service import Service

_AUTHORS_SHOWN = 20


def add_show(parser: ArgumentParser) -> None:
    """Add the arguments of `show`."""
    add_identifiers(parser, None)
    form = parser.add_mutually_exclusive_group()
    form.add_argument("--json", action="store_true", help="print one JSON object")
    add_plain(form)
    parser.add_argument(
        "--links",
        action="store_true",
        help="ask Hugging Face for the models, datasets and Spaces that name it",
    )
    add_offline(parser)
    parser.set_defaults(run=_show)


def _show(arguments: Namespace) -> int:
    with opened(arguments) as program:
        entries, complete = look_up(program.service, [arguments.id])
        links = _asked_links(program.service, entries) if arguments.links else None
        complete = complete and (links is not None or not arguments.links)
        followed = program.service.following.all
        width = min(program.config.settings.width, (terminal_width() or 1_000) - 1)
    for entry in entries:
        if arguments.json:
            linked = {"links": asdict(links) if links else None} if arguments.links else {}
            write(dumped(entry_to_record(entry) | linked, indent=2) + "\n")
        elif arguments.plain:
            from reader.cli.plain import plain_paper

            because = named(reasons(entry.paper, followed))
            write("\n".join([*plain_paper(entry, because), *(_spoken_links(links) if links else ())]) + "\n")
        else:
            parts = [*_parts(entry, width)]
            if because := named(reasons(entry.paper, followed)):
                parts.insert(2, wrapped(f"You follow {because}.", width))
            if links:
                parts.append("\n".join(_linked(links)))
            write("\n\n".join(filter(None, parts)) + "\n")
    return 0 if complete else 1


def _parts(entry: Entry, width: int) -> Iterator[str]:
    """Yield the parts of the page that a person reads, each of several lines of at most `width` columns."""
    paper, mark = entry.paper, entry.mark
    title = wrapped(plain(paper.title), width).split("\n")
    yield "\n".join(map(bold, title))
    if taken_back := withdrawal(paper):
        yield wrapped(plain(taken_back), width)
    yield "\n".join(filter(None, (wrapped(line, width) for line in _facts(paper, mark))))
    if paper.sample:
        yield wrapped("From the bundled sample; the abstract is in our own words.", width)
    if paper.summary:
        yield wrapped(f"In one sentence (AI): {plain(paper.summary)}", width)
    yield wrapped(plain(paper.abstract), width) if paper.abstract else "No abstract is known."
    if mark.note:
        yield "Note\n" + "\n".join(wrapped(line, width) for line in mark.note.split("\n"))
    yield "\n".join(f"{dim(f'{name:<13}')} {address}" for name, address in _links(paper))


def _asked_links(service: Service, entries: Sequence[Entry]) -> Links | None:
    """Return who names a paper, or say why that is not known."""
    try:
        return wait_for(service, service.asking.links(entries[0].id)) if entries else None
    except SourceError as error:
        say(f"What is linked with it is not known. {error}")
        return None


def _spoken_links(links: Links) -> Iterator[str]:
    """Yield what people made of a paper, one in a line."""
    for name, repositories in (("Model", links.models), ("Dataset", links.datasets), ("Space", links.spaces)):
        for each in repositories:
            yield f"{name}: {each.name}{f' ({each.note})' if each.note else ''}, {each.address}"


def _linked(links: Links) -> Iterator[str]:
    """Yield what people made of a paper, the totals first."""
    kinds = (
        ("model", links.total_models, links.models),
        ("dataset", links.total_datasets, links.datasets),
        ("Space", links.total_spaces, links.spaces),
    )
    totals = (f"{total:,} {name}{'' if total == 1 else 's'}" for name, total, _ in kinds)
    yield f"On Hugging Face: {', '.join(totals)}"
    for name, total, repositories in kinds:
        for each in repositories:
            note = f" ({each.note})" if each.note else ""
            yield f"{dim(f'{name:<13}')} {each.name}{note}  {each.address}"
        if total > len(repositories):
            yield f"{dim(f'{name:<13}')} and {total - len(repositories):,} more"


def _facts(paper: Paper, mark: Mark) -> Iterator[str]:
    names = [plain(name) for name in paper.authors[:_AUTHORS_SHOWN]]
    more = len(paper.authors) - len(names)
    yield ", ".join(names) + (f" and {more} more" if more else "")
    submitter = f"submitted by {paper.submitted_by}" if paper.submitted_by else None
    yield _joined(paper.organization, submitter)
    yield _joined(paper.id, ", ".join(paper.categories))
    days = (("published", paper.published), ("listed", paper.listed), ("updated", paper.updated))
    yield _joined(*(f"{name} {day.isoformat()}" for name, day in days if day))
    version = f"version {paper.version}" if paper.version else None
    yield _joined(version, new_version(paper, date.today()))  # noqa: DTZ011 (the person's own day)
    yield from map(plain, publication(paper))
    counts = (("upvotes", paper.upvotes), ("comments", paper.comments), ("stars", paper.stars))
    yield _joined(*(f"{count:,} {name}" for name, count in counts if count is not None))
    yield ", ".join(paper.keywords)
    yield _joined(
        "read" if mark.read else "unread",
        "bookmarked" if mark.bookmarked else None,
        "in the queue" if mark.queued else None,
        f"rated {mark.rating} of {RATINGS[-1]}" if mark.rating else None,
        f"to be read on {mark.read_on.isoformat()}" if mark.read_on else None,
        f"read as far as {reached.label}" if (reached := parse_reached(mark.reached)) else None,
        f"marked {mark.colour}" if mark.colour else None,
        f"sign {mark.sign}" if mark.sign else None,
        f"tags: {', '.join(mark.tags)}" if mark.tags else None,
    )


def _joined(*parts: str | None) -> str:
    return f" {sign('·', '|')} ".join(part for part in parts if part)


def _links(paper: Paper) -> Iterator[tuple[str, str]]:
    links = (
        ("Abstract page", paper.url),
        ("PDF", paper.pdf_url),
        ("Hugging Face", paper.huggingface_url),
        ("Code", paper.github),
        ("Project", paper.project),
        ("DOI", f"https://doi.org/{paper.doi}" if paper.doi else None),
    )
    yield from ((name, address) for name, address in links if address)
