"""`fetch`: fill the catalogue with the lists of many days, or with categories of arXiv."""

from argparse import ArgumentParser, Namespace
from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from reader.cli.notice import told_at_end
from reader.cli.option import add_offline, first_day, last_day
from reader.cli.output import say, silent
from reader.cli.progress import Steps, progress_bar
from reader.cli.session import opened, refuse_what_would_not_last, wait_for
from reader.cli.watch import tell_news
from reader.core.category import parse_category
from reader.core.errors import SourceError, UsageError
from reader.core.period import Period
from reader.core.text import clean_line
from reader.service.fetching import FetchedDay, Fetching, Part
from reader.service.service import Service

_FETCH_NOTES = (
    "What is complete and stored is not fetched again, so an interrupted fetch goes on with the same command."
    " A week or a month stands for its first day in --since, for its last in --until."
)

_PROBLEMS = 3
"""Days whose reason is told."""


def add_fetch(parser: ArgumentParser) -> None:
    """Add the arguments of `fetch`."""
    parser.epilog = _FETCH_NOTES
    parser.add_argument(
        "--since",
        type=first_day,
        metavar="DATE",
        help="the first day (default: a week ago, or earlier where days were missed since the last fetch)",
    )
    parser.add_argument("--until", type=last_day, metavar="DATE", help="the last day (default: today)")
    parser.add_argument(
        "--category",
        action="append",
        default=[],
        metavar="CATEGORY",
        help="papers submitted to an arXiv category such as cs.LG instead; may be given several times",
    )
    parser.add_argument("--followed", action="store_true", help="the arXiv categories that you follow")
    parser.add_argument("--quiet", action="store_true", help="say nothing but what goes wrong")
    add_offline(parser)
    parser.set_defaults(run=_fetch)


def _fetch(arguments: Namespace) -> int:
    since, until = arguments.since, arguments.until
    if since and until and since > until:
        raise UsageError(f"--since ({since}) is later than --until ({until}).")
    tell = silent if arguments.quiet else say
    with opened(arguments) as program, told_at_end(program.config.settings, "The fetch has ended"):
        refuse_what_would_not_last(program.service)
        if arguments.followed and not (followed := program.service.following.categories):
            raise UsageError("You follow no category of arXiv; `paper-reader follow cat:cs.LG` follows one.")
        categories = [*map(_category, arguments.category), *(followed if arguments.followed else ())]
        if categories:
            _fetch_categories(program.service, list(dict.fromkeys(categories)), arguments)
            return tell_news(program, quiet=arguments.quiet)
        fetching = program.service.fetching
        periods = fetching.missing_days(since, until)
        if not periods:
            tell("Nothing to fetch: the lists of these days are stored, or there are none.")
            return tell_news(program, quiet=arguments.quiet)
        tell(
            f"{_number(len(periods))} to fetch, {_duration(fetching.seconds_for_days(len(periods)))}.{_calm(len(periods))}"
        )
        done = _Done(len(periods))
        with _counted(done), progress_bar("Fetching", len(periods), quiet=arguments.quiet) as steps:
            wait_for(program.service, _fetch_days(fetching, periods, done, steps))
        tell(f"{_number(done.kept_steps)} fetched, {_number(done.papers, 'paper')}.")
        if done.early:
            tell(
                f"{_number(done.early)} left out: Hugging Face has not begun their lists (or the clock is wrong)."
            )
        told = tell_news(program, quiet=arguments.quiet)
        if done.problems:
            raise SourceError(
                f"{_number(len(done.problems))} could not be fetched; the same command tries again."
                f" {'; '.join(done.problems[:_PROBLEMS])}{' …' if len(done.problems) > _PROBLEMS else ''}"
            )
        return told


class _Done:
    """How far a fetch has come."""

    def __init__(self, total: int, unit: str = "day") -> None:
        self.total = total
        self.unit = unit
        self.days = 0
        self.papers = 0
        self.early = 0
        self.problems: list[str] = []
        """Days that the fetch went on without, each with the reason."""

    def take(self, day: FetchedDay) -> None:
        """Count a day."""
        self.days = day.done
        self.papers += day.papers
        self.early += not day.begun
        if day.problem:
            self.problems.append(f"{day.period.label}: {day.problem}")

    @property
    def kept_steps(self) -> int:
        """Days or parts that are stored."""
        return self.days - self.early - len(self.problems)

    @property
    def kept(self) -> str:
        """What a fetch that ends now leaves behind, and how to go on."""
        return f"{self.kept_steps} of {_number(self.total, self.unit)} are kept; the same command goes on from there."


async def _fetch_days(fetching: Fetching, periods: Sequence[Period], done: _Done, steps: Steps) -> None:
    async for day in fetching.fetch_days(periods, steps.told, done.take):
        done.take(day)
        steps.advance(day.done, f"{day.period.label}, {done.papers:,} papers")


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


def _fetch_categories(service: Service, categories: Sequence[str], arguments: Namespace) -> None:
    tell = silent if arguments.quiet else say
    for category in categories:
        parts = service.fetching.missing_parts(category, arguments.since, arguments.until)
        if not parts:
            tell(f"Nothing to fetch: {category} is stored for these days.")
            continue
        papers, seconds = wait_for(service, service.fetching.seconds_for_parts(parts))
        tell(
            f"{_number(papers, 'paper')} of {category} to fetch, {_duration(seconds)}:"
            f" arXiv wants 3 seconds between requests.{_calm(len(parts))}"
        )
        done = _Done(len(parts), "part")
        with _counted(done), progress_bar(category, len(parts), quiet=arguments.quiet) as steps:
            wait_for(service, _fetch_parts(service.fetching, parts, done, steps))
        tell(f"{_number(done.papers, 'paper')} of {category} fetched.")


async def _fetch_parts(fetching: Fetching, parts: Sequence[Part], done: _Done, steps: Steps) -> None:
    async for papers in fetching.fetch_parts(parts, steps.told):
        done.days += 1
        done.papers += papers
        steps.advance(done.days, f"{parts[done.days - 1].first:%B %Y}, {done.papers:,} papers")


def _category(text: str) -> str:
    if code := parse_category(text):
        return code
    raise UsageError(f"“{clean_line(text, 40)}” is no category of arXiv; they look like cs.LG or math.CO.")


def _number(number: int, unit: str = "day") -> str:
    return f"1 {unit}" if number == 1 else f"{number:,} {unit}s"


def _duration(seconds: float) -> str:
    if seconds < 60:
        return "less than a minute"
    minutes = seconds / 60
    if minutes < 1.5:
        return "about a minute"
    return f"about {minutes:.0f} minutes" if minutes < 90 else f"about {minutes / 60:.1f} hours"


def _calm(steps: int) -> str:
    return " Ctrl-C keeps what is there, and the same command goes on." if steps > 10 else ""
