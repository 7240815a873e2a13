"""`digest`: what is new, printed, written to a file or sent by mail."""

import sys
from argparse import ArgumentParser, ArgumentTypeError, Namespace
from collections.abc import Sequence
from datetime import date, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from reader.cli.indexing import complete_index
from reader.cli.option import add_filter, add_offline, first_day, view_of
from reader.cli.output import flush, is_styled, is_terminal, say, silent, write_exactly
from reader.cli.query import explained
from reader.cli.session import opened, wait_for
from reader.core.digest import Digest, DigestFormat
from reader.core.errors import SourceError, StorageError, UsageError
from reader.core.text import clean_line
from reader.core.view import View, ViewKind
from reader.file import write_text

if TYPE_CHECKING:
    from reader.bootstrap import Program

_EPILOG = (
    "New is what no digest of an earlier day had; by mail, what that address did not get. Papers that you have read are"
    " left out. The lists are fetched first, unless --offline. Mail goes through the server in the table [mail] of"
    " config.toml; what could not be sent is sent the next time, and the exit code is 1."
)
_FEED_DAYS = 14
"""Days that a feed has: its readers come when they like, so it does not say what is new since the last one."""

_SEARCHED = (ViewKind.SAVED, ViewKind.FOLLOWED)
"""Views whose papers the index finds."""

_ENDINGS = {
    ".txt": DigestFormat.TEXT,
    ".md": DigestFormat.MARKDOWN,
    ".markdown": DigestFormat.MARKDOWN,
    ".html": DigestFormat.HTML,
    ".htm": DigestFormat.HTML,
    ".xml": DigestFormat.ATOM,
    ".atom": DigestFormat.ATOM,
    ".json": DigestFormat.JSON,
}


def add_digest(parser: ArgumentParser) -> None:
    """Add the arguments of `digest`."""
    parser.epilog = _EPILOG
    parser.add_argument(
        "--view",
        action="append",
        dest="views",
        metavar="VIEW",
        help="a list, tag:NAME or saved search, several times for several (default: every saved search, followed, day)",
    )
    add_filter(parser)
    parser.add_argument(
        "--since",
        type=first_day,
        metavar="DATE",
        help="what is of that day or later, instead of what is new since the last digest",
    )
    parser.add_argument(
        "--limit", type=_limit, metavar="N", help="at most N papers of each group (default: 50)"
    )
    add_offline(parser)
    parser.add_argument(
        "--format",
        choices=[form.value for form in DigestFormat],
        metavar="FORMAT",
        help=f"{', '.join(DigestFormat)} (default: by the ending of the file, else terminal or text)",
    )
    parser.add_argument(
        "--json", action="store_const", const="json", dest="format", help="the same as --format json"
    )
    parser.add_argument("-o", "--output", metavar="FILE", help="where to; - for stdout, as without it")
    parser.add_argument(
        "--mail", action="store_true", help="send it to the addresses in the table [mail] of config.toml"
    )
    parser.add_argument(
        "--to",
        action="append",
        metavar="ADDRESS",
        help="send it by mail, several times for several addresses",
    )
    parser.add_argument(
        "--dry-run", action="store_true", help="write the mail (.eml) to -o or stdout instead of sending it"
    )
    parser.add_argument("--quiet", action="store_true", help="say nothing but what goes wrong")
    parser.set_defaults(run=_digest)


def _digest(arguments: Namespace) -> int:
    with opened(arguments) as program:
        addresses = _addresses(arguments, program)
        service = program.service
        views, problems = service.digesting.understood(_views(arguments, program))
        for problem in problems:
            say(problem)
        failures = wait_for(service, _update(arguments, program, views, addresses))
        for failure in failures:
            say(str(failure))
        if arguments.filter is not None or any(view.kind in _SEARCHED for view in views):
            complete_index(service, quiet=arguments.quiet)
        if arguments.dry_run:
            return _draft(arguments, program, views, addresses) or int(bool(problems))
        if addresses:
            return _send(arguments, program, views, addresses) or int(bool(failures or problems))
        return _print(arguments, program, views, failures) or int(bool(problems))


async def _update(
    arguments: Namespace, program: "Program", views: Sequence[View], addresses: Sequence[str]
) -> tuple[SourceError, ...]:
    from reader.core.mail_value import bare_address

    told = silent if arguments.quiet else say
    to = tuple(bare_address(address) for address in addresses) or (None,)
    return await program.service.digesting.update(views, told, since=_since(arguments), addresses=to)


def _since(arguments: Namespace) -> date | None:
    """Return the first day of a digest that does not go by what was told."""
    since: date | None = arguments.since
    if since is None and not (arguments.mail or arguments.to) and _format(arguments) is DigestFormat.ATOM:
        return date.today() - timedelta(days=_FEED_DAYS)  # noqa: DTZ011 (the person's own day)
    return since


def _print(
    arguments: Namespace, program: "Program", views: Sequence[View], failures: Sequence[SourceError]
) -> int:
    form, since = _format(arguments), _since(arguments)
    digest = _gathered(arguments, program, views, since)
    if failures and not digest.count:
        raise failures[0]
    if form is DigestFormat.TERMINAL:
        from reader.cli.digest_terminal import show

        show(digest)
    else:
        _write(arguments, program.service.digesting.render(digest, form))
    flush()  # what was not written was not told
    if since is None:
        program.service.digesting.remember(digest)
    return 0


def _send(arguments: Namespace, program: "Program", views: Sequence[View], addresses: Sequence[str]) -> int:
    mailing = program.service.mailing(program.config.settings.mail)
    deliveries = mailing.send(addresses, lambda to: _gathered(arguments, program, views, arguments.since, to))
    for delivery in deliveries:
        if delivery.error:
            say(str(delivery.error))
        elif arguments.quiet:
            continue
        elif delivery.count:
            say(
                f"{delivery.count:,} new {'paper' if delivery.count == 1 else 'papers'} sent to {delivery.to}."
            )
        elif is_terminal(sys.stderr):
            say(f"Nothing is new for {delivery.to}, so nothing was sent.")
    return int(any(delivery.error for delivery in deliveries))


def _draft(arguments: Namespace, program: "Program", views: Sequence[View], addresses: Sequence[str]) -> int:
    if len(addresses) != 1:
        raise UsageError("--dry-run writes one mail, so name one address with --to.")
    from reader.core.mail_value import bare_address

    digest = _gathered(arguments, program, views, arguments.since, bare_address(addresses[0]))
    mail = program.service.mailing(program.config.settings.mail).draft(digest, addresses[0])
    _write(arguments, mail.decode("utf-8", "replace"))
    if not arguments.quiet:
        say(f"{digest.title}; nothing was sent.")
    return 0


def _gathered(
    arguments: Namespace, program: "Program", views: Sequence[View], since: date | None, to: str | None = None
) -> Digest:
    query: str | None = arguments.filter
    digesting = program.service.digesting
    limit = {} if arguments.limit is None else {"limit": arguments.limit}
    if query is None:
        return digesting.gather(views, since=since, to=to, **limit)
    with explained(query):
        return digesting.gather(views, query=query, since=since, to=to, **limit)


def _views(arguments: Namespace, program: "Program") -> tuple[View, ...]:
    saved = program.service.searches.all
    names = arguments.views or ([arguments.view] if arguments.view else [])
    chosen = (view_of(Namespace(view=name, date=None), ViewKind.DAY, saved) for name in names)
    return tuple(dict.fromkeys(chosen)) or program.service.digesting.views


def _addresses(arguments: Namespace, program: "Program") -> tuple[str, ...]:
    """Return where the mail goes, each address once; nothing where it is none. `UsageError`."""
    if not (arguments.mail or arguments.to or arguments.dry_run):
        return ()
    from reader.core.mail_value import parse_address

    if arguments.format or (arguments.output and not arguments.dry_run):
        raise UsageError(
            "A mail has its own format and goes to no file; leave out --format and -o, or add --dry-run."
        )
    named = arguments.to or program.config.settings.mail.to
    if not named:
        raise UsageError("Name an address with --to, or “to” in the table [mail] of config.toml.")
    known = {parse_address(text).addr_spec.casefold(): text for text in reversed(named)}
    return tuple(str(parse_address(text)) for text in reversed(known.values()))


def _format(arguments: Namespace) -> DigestFormat:
    """Return the format asked for, else that of the file's ending, else what suits stdout."""
    if arguments.format:
        return DigestFormat(arguments.format)
    if (target := _target(arguments)) is not None:
        return _ENDINGS.get(target.suffix.lower(), DigestFormat.TEXT)
    return DigestFormat.TERMINAL if is_styled() else DigestFormat.TEXT


def _target(arguments: Namespace) -> Path | None:
    """Return the file to write; `None` for stdout."""
    return None if arguments.output in (None, "-") else Path(arguments.output).expanduser()


def _write(arguments: Namespace, text: str) -> None:
    """Write a digest to where it goes; the one that stands in a file is exchanged for it, whole or not at all."""
    if (target := _target(arguments)) is None:
        write_exactly(text)
        return
    try:
        write_text(target, text, overwrite=True)
    except OSError as error:
        raise StorageError(
            f"The digest could not be written to {clean_line(str(target), 200)} ({error.strerror or error})."
        ) from error


def _limit(text: str) -> int:
    if text.isascii() and text.isdecimal() and 0 < len(text) <= 6 and int(text):
        return int(text)
    raise ArgumentTypeError(f"“{clean_line(text, 40)}” is no number from 1 up")
