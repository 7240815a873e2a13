"""`sync`: join the libraries of several machines."""

import json
from argparse import ArgumentParser, Namespace

from reader.cli.option import add_offline
from reader.cli.output import is_unicode, say, write
from reader.cli.session import opened
from reader.core.errors import OfflineError
from reader.service.syncing import Syncing

_NOTES = (
    "The machines meet in a git repository or a WebDAV folder, which the table [sync] of config.toml names. Each writes"
    " one file, its own, and merges those of the others, so there are no conflicts. Where the place cannot be reached,"
    " the exit code is 1, and the next sync makes up for it."
)


def add_sync(parser: ArgumentParser) -> None:
    """Add the arguments of `sync`."""
    parser.epilog = _NOTES
    parser.add_argument("--status", action="store_true", help="tell of the last time, and ask nobody")
    parser.add_argument("--json", action="store_true", help="print one JSON object")
    add_offline(parser)
    parser.add_argument("--quiet", action="store_true", help="say nothing but what goes wrong")
    parser.set_defaults(run=_sync)


def _sync(arguments: Namespace) -> int:
    with opened(arguments) as program:
        syncing = program.service.syncing(program.config.settings.sync)
        if arguments.status:
            return _status(syncing, as_json=arguments.json)
        if arguments.offline:
            raise OfflineError("Joining needs a network, and --offline asks nobody.")
        joined = syncing.join()
    for problem in joined.problems:
        say(problem)
    if arguments.json:
        _write(
            {
                "machines": joined.machines,
                "changes": joined.changes,
                "written": joined.written,
                "problems": list(joined.problems),
            }
        )
    elif not arguments.quiet:
        say(joined.sentence)
    return int(bool(joined.problems))


def _status(syncing: Syncing, *, as_json: bool) -> int:
    state = syncing.state()
    at = state.joined_at
    if as_json:
        _write(
            {
                "place": syncing.place,
                "machine": state.machine,
                "joined_at": at.isoformat() if at else None,
                "waiting": state.waiting,
                "problems": list(state.problems),
            }
        )
        return 0
    write(f"place    {syncing.place}\nmachine  {state.machine}\n")
    write(f"joined   {f'{at.astimezone():%Y-%m-%d %H:%M}' if at else 'never'}\n")
    write(f"waiting  {'changes that the others do not have yet' if state.waiting else 'nothing'}\n")
    for problem in state.problems:
        write(f"problem  {problem}\n")
    return 0


def _write(record: dict[str, object]) -> None:
    write(json.dumps(record, ensure_ascii=not is_unicode(), indent=2) + "\n")
