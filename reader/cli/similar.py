"""`similar`: the stored papers that are most like one; and why, also of the view “For you”."""

from argparse import ArgumentParser, Namespace

from reader.cli.entry import Reasons, write_entries
from reader.cli.indexing import complete_index
from reader.cli.lookup import look_up
from reader.cli.option import add_identifiers, add_offline, add_output
from reader.cli.output import say, terminal_width
from reader.cli.session import opened
from reader.core.likeness import because
from reader.core.prose import plain
from reader.core.view import View, ViewKind
from reader.service.contents import Contents

_LIMIT = 20
_NOTES = (
    "Papers are compared by the words of their titles, abstracts and keywords, on this machine; only a paper that is"
    " not stored is looked up first. In JSON the “explanation” of a paper are the words that both speak of, and its"
    " “score” is 1 for the same text."
)


def add_similar(parser: ArgumentParser) -> None:
    """Add the arguments of `similar`."""
    parser.epilog = _NOTES
    add_identifiers(parser, None)
    add_output(parser, limit=_LIMIT)
    add_offline(parser)
    parser.set_defaults(run=_similar)


def _similar(arguments: Namespace) -> int:
    with opened(arguments) as program:
        complete_index(program.service)
        known, complete = look_up(program.service, [arguments.id])
        if not complete:
            return 1
        view = View(ViewKind.SIMILAR, name=known[0].id)
        contents = program.service.reading.stored(view, limit=arguments.limit)
    title = plain(contents.about)
    if not contents.entries and arguments.limit:
        say(f"Nothing stored is like “{title}”.")
    elif terminal_width() is not None:
        say(f"Like “{title}”. {contents.remark}.")
    write_entries(contents.entries, arguments, reasons_of(contents, arguments))
    return 0


def reasons_of(contents: Contents, arguments: Namespace) -> Reasons:
    """Return why papers were chosen: for programs the words alone."""
    if arguments.json or arguments.jsonl:
        return contents.reasons
    return {name: (because(words),) for name, words in contents.reasons.items() if words}
