"""`show`: one paper."""

from argparse import ArgumentParser, Namespace
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict
from datetime import date
from typing import Any

from reader.cli.column import wrapped
from reader.cli.entry import dumped, write_records
from reader.cli.label import named_addresses
from reader.cli.lookup import look_up
from reader.cli.option import STDIN, add_form, add_identifiers, add_offline, identifiers_of
from reader.cli.output import bold, dim, say, sign, terminal_width, write
from reader.cli.session import opened, wait_for
from reader.core.entry import Entry, entry_to_record
from reader.core.errors import SourceError
from reader.core.follow import Subject, named, reasons
from reader.core.linked import Links
from reader.core.mark import RATINGS, Mark
from reader.core.news import new_version, publication, withdrawal
from reader.core.paper import Paper
from reader.core.passage import Passage
from reader.core.passage_record import passage_to_record
from reader.core.prose import plain
from reader.core.reached import parse_reached
from reader.service.service import Service

_AUTHORS_SHOWN = 20


def add_show(parser: ArgumentParser) -> None:
    """Add the arguments of `show`."""
    add_identifiers(parser)
    add_form(parser, "print one JSON object, or an array of them for several papers")
    parser.add_argument(
        "--links",
        action="store_true",
        help="ask Hugging Face for the models, datasets and Spaces that name it",
    )
    parser.add_argument(
        "--complete",
        action="store_true",
        help="ask arXiv for what is not known: categories, version, comment, journal, DOI",
    )
    add_offline(parser)
    parser.set_defaults(run=_show)


def _show(arguments: Namespace) -> int:
    identifiers = identifiers_of(arguments.id)
    with opened(arguments) as program:
        service = program.service
        entries, complete = look_up(service, identifiers)
        if arguments.complete and entries:
            entries, told = _completed(service, entries)
            complete = complete and told
        links = {entry.id: _asked_links(service, entry) for entry in entries} if arguments.links else {}
        complete = complete and None not in links.values()
        followed = service.following.all
        entries = service.highlighting.annotated(entries)
        width = min(program.config.settings.width, (terminal_width() or 1_000) - 1)
    if arguments.json or arguments.jsonl or arguments.format:
        records = [_record(entry, links) for entry in entries]
        if arguments.json and len(identifiers) == 1 and STDIN not in arguments.id:
            write("".join(dumped(record, indent=2) + "\n" for record in records))
        else:
            write_records(records, arguments)
    elif arguments.plain:
        spoken = [_spoken(entry, followed, links.get(entry.id)) for entry in entries]
        write("\n\n".join(spoken) + ("\n" if spoken else ""))
    else:
        pages = [_page(entry, width, followed, links.get(entry.id)) for entry in entries]
        write("\n\n\n".join(pages) + ("\n" if pages else ""))
    return 0 if complete else 1


def _completed(service: Service, entries: Sequence[Entry]) -> tuple[tuple[Entry, ...], bool]:
    """Return papers with what arXiv knows of them, and whether it told."""
    try:
        papers = wait_for(service, service.asking.complete([entry.id for entry in entries]))
    except SourceError as error:
        say(f"What arXiv knows of it is not known. {error}")
        return tuple(entries), False
    return service.reading.marked(map(Entry, papers)) or tuple(entries), True


def _record(entry: Entry, links: Mapping[str, Links | None]) -> dict[str, Any]:
    """Return the JSON object of a paper, with its links where those were asked for."""
    record = entry_to_record(entry) | {"highlights": list(map(passage_to_record, entry.highlights))}
    if entry.id in links:
        linked = links[entry.id]
        record["links"] = asdict(linked) if linked else None
    return record


def _spoken(entry: Entry, followed: Mapping[str, Subject], links: Links | None) -> str:
    from reader.cli.plain import plain_paper

    because = named(reasons(entry.paper, followed))
    return "\n".join([*plain_paper(entry, because), *(_spoken_links(links) if links else ())])


def _page(entry: Entry, width: int, followed: Mapping[str, Subject], links: Links | None) -> str:
    parts = [*_parts(entry, width)]
    if because := named(reasons(entry.paper, followed)):
        parts.insert(2, wrapped(f"You follow {because}.", width))
    if links:
        parts.append("\n".join(_linked(links)))
    return "\n\n".join(filter(None, parts))


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
    if entry.highlights:
        yield "\n".join(
            ("Highlights", *(line for each in entry.highlights for line in _highlight(each, width)))
        )
    yield "\n".join(f"{dim(f'{name:<13}')} {address}" for name, address in named_addresses(paper) if address)


def _highlight(passage: Passage, width: int) -> Iterator[str]:
    """Yield the lines of a highlight: its words behind a bar, its note, and where it stands."""
    bar = dim(sign("┃", "|"))
    for line in passage.quote.split("\n"):
        yield from (f"{bar} {part}" for part in wrapped(line, max(20, width - 2)).split("\n"))
    if passage.note:
        yield from (
            f"  {part}" for line in passage.note.split("\n") for part in wrapped(line, width - 2).split("\n")
        )
    version = f"version {passage.version}" if passage.version else None
    if place := _joined(passage.section, version):
        yield dim(f"  {place}")


def _asked_links(service: Service, entry: Entry) -> Links | None:
    """Return who names a paper, as it was told last where nobody answers; or say why that is not known."""
    try:
        return wait_for(service, service.asking.links(entry.id))
    except SourceError as error:
        if known := service.asking.known_links(entry.id):
            say(
                f"What is linked with {entry.id} is as of {known.fetched_at.astimezone():%Y-%m-%d %H:%M}. {error}"
            )
            return known.links
        say(f"What is linked with {entry.id} is not known. {error}")
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
