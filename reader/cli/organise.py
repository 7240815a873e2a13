"""`rate`, `queue` and `tags`: bring order into what is kept."""

import json
from argparse import ArgumentParser, ArgumentTypeError, Namespace

from reader.cli.lookup import look_up
from reader.cli.mark import tell
from reader.cli.option import add_identifiers, add_offline, identifiers_of
from reader.cli.output import is_unicode, say, write
from reader.cli.session import opened
from reader.core.mark import RATINGS
from reader.core.text import clean_line


def add_rate(parser: ArgumentParser) -> None:
    """Add the arguments of `rate`."""
    add_identifiers(parser)
    parser.add_argument(
        "rating", type=_rating, metavar="N", help="from 1 (poor) to 5 (excellent); 0 takes the rating away"
    )
    add_offline(parser)
    parser.set_defaults(run=_rate)


def add_queue(parser: ArgumentParser) -> None:
    """Add the arguments of `queue`."""
    parser.epilog = "What is in the queue: paper-reader list --view queue."
    add_identifiers(parser)
    place = parser.add_mutually_exclusive_group()
    place.add_argument("--first", action="store_true", help="to be read first, also if it is in the queue")
    place.add_argument("--last", action="store_true", help="to be read last, also if it is in the queue")
    place.add_argument("--remove", action="store_true", help="take out of the queue")
    add_offline(parser)
    parser.set_defaults(run=_queue)


def add_tags(parser: ArgumentParser) -> None:
    """Add the arguments of `tags`."""
    change = parser.add_mutually_exclusive_group()
    change.add_argument(
        "--rename", nargs=2, metavar="TAG", help="give the first tag the name of the second, on every paper"
    )
    change.add_argument("--remove", metavar="TAG", help="take a tag from every paper")
    change.add_argument("--json", action="store_true", help="print one JSON object: how many papers by tag")
    parser.set_defaults(run=_tags)


def _rating(text: str) -> int:
    if text.isascii() and text.isdigit() and int(text[:9]) in (0, *RATINGS):
        return int(text)
    raise ArgumentTypeError(f"“{clean_line(text, 40)}” is no rating; ratings are 1 to 5, and 0 for none")


def _rate(arguments: Namespace) -> int:
    with opened(arguments) as program:
        entries, complete = look_up(program.service, identifiers_of(arguments.id), ask=arguments.rating > 0)
        step = program.service.organising.rate(entries, arguments.rating or None)
        tell(step, bool(entries), "rated so already" if arguments.rating else "not rated")
    return 0 if complete else 1


def _queue(arguments: Namespace) -> int:
    with opened(arguments) as program:
        organising = program.service.organising
        entries, complete = look_up(program.service, identifiers_of(arguments.id), ask=not arguments.remove)
        step = program.service.marking.set_queued(entries, not arguments.remove)
        if arguments.first or arguments.last:
            step = organising.move_to(entries, 0 if arguments.first else len(organising.queue())) or step
        tell(step, bool(entries), "not in the queue" if arguments.remove else "queued so already")
    return 0 if complete else 1


def _tags(arguments: Namespace) -> int:
    with opened(arguments) as program:
        organising = program.service.organising
        if arguments.rename or arguments.remove:
            tag = arguments.rename[0] if arguments.rename else arguments.remove
            known = tag in organising.tags()
            step = (
                organising.rename_tag(*arguments.rename) if arguments.rename else organising.remove_tag(tag)
            )
            if not known:
                say(f"No paper is tagged {clean_line(tag, 60)}; paper-reader tags lists the tags there are.")
            else:
                tell(step, known, "it is called so")
            return 0 if known else 1
        tags = organising.tags()
    if arguments.json:
        write(json.dumps(tags, ensure_ascii=not is_unicode(), indent=2) + "\n")
    else:
        width = max((len(str(count)) for count in tags.values()), default=0)
        write("".join(f"{count:>{width}}  {tag}\n" for tag, count in tags.items()))
    return 0
