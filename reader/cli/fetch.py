"""`fetch`: fill the catalogue with the lists of many days, or with a category of arXiv."""

from argparse import ArgumentParser, Namespace
from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from reader.cli.option import first_day, last_day
from reader.cli.output import say
from reader.cli.progress import Advance, progress_bar
from reader.cli.session import opened, refuse_what_would_not_last, wait_for
from reader.core.errors import SourceError, UsageError
from reader.core.period import Period
from reader.service.fetching import Fetching
from reader.service.service import Service

_CATEGORY_LIMIT = 2_000
_FETCH_NOTES = (
    "Days whose list is complete and stored are not fetched again, so an interrupted fetch goes on with the same"
    " command. A week or a month stands for its first day in --since, for its last in --until."
)


def add_fetch(parser: ArgumentParser) -> None:
    """Add the arguments of `fetch`."""
    parser.epilog = _FETCH_NOTES
    parser.add_argument(
        "--since", type=first_day, metavar="DATE", help="the first day (default: a week before the last)"
    )
    parser.add_argument("--until", type=last_day, metavar="DATE", help="the last day (default: today)")
    parser.add_argument(
        "--category",
        metavar="CATEGORY",
        help=f"papers of an arXiv category such as cs.LG instead, at most the newest {_CATEGORY_LIMIT:,}",
    )
    parser.set_defaults(run=_fetch)


def _fetch(arguments: Namespace) -> int:
    since, until = arguments.since, arguments.until
    if since and until and since > until:
        raise UsageError(f"--since ({since}) is later than --until ({until}).")
    with opened(arguments) as program:
        refuse_what_would_not_last(program.service)
        if arguments.category is not None:
            return _fetch_category(program.service, arguments)
        periods = program.service.fetching.missing_days(since, until)
        if not periods:
            say("Nothing to fetch: the lists of these days are stored, or there are none.")
            return 0
        done = _Done(len(periods))
        with _counted(done), progress_bar("Fetching", len(periods)) as advance:
            wait_for(program.service, _fetch_days(program.service.fetching, periods, done, advance))
    say(f"{_days(done.days)} fetched, {done.papers:,} papers.")
    return 0


class _Done:
    """How far a fetch has come."""

    def __init__(self, total: int) -> None:
        self.total = total
        self.days = 0
        self.papers = 0

    @property
    def kept(self) -> str:
        """What a fetch that ends now leaves behind, and how to go on."""
        return f"{self.days} of {_days(self.total)} are kept; the same command goes on from there."


async def _fetch_days(fetching: Fetching, periods: Sequence[Period], done: _Done, advance: Advance) -> None:
    async for day in fetching.fetch_days(periods):
        done.days = day.done
        done.papers += day.papers
        advance(day.done, f"{day.period.label}, {done.papers:,} papers")


@contextmanager
def _counted(done: _Done) -> Iterator[None]:
    """Say what is kept when a fetch ends early."""
    try:
        yield
    except KeyboardInterrupt:
        say(f"Interrupted. {done.kept}")
        raise
    except SourceError as error:
        raise SourceError(f"{error} {done.kept}") from error


def _fetch_category(service: Service, arguments: Namespace) -> int:
    category: str = arguments.category
    say(f"Fetching {category} from arXiv, which takes 3 seconds for every 500 papers.")
    count = wait_for(
        service,
        service.fetching.fetch_category(category, arguments.since, arguments.until, _CATEGORY_LIMIT),
    )
    more = "; there may be more, which --until reaches" if count >= _CATEGORY_LIMIT else ""
    say(f"{count:,} papers of {category} fetched{more}.")
    return 0


def _days(number: int) -> str:
    return "1 day" if number == 1 else f"{number:,} days"
