"""`schedule`: let the program fetch and send by itself each day."""

import json
import os
import re
import shlex
import subprocess
import sys
from argparse import ArgumentParser, ArgumentTypeError, Namespace
from datetime import time
from pathlib import Path
from typing import TYPE_CHECKING

from reader.cli.output import can_ask, is_unicode, say, write
from reader.core.errors import UsageError
from reader.core.schedule import Draft, Method, Plan, Scheduled
from reader.core.text import clean_line

if TYPE_CHECKING:
    from reader.service.scheduling import Scheduling

_NOTES = (
    "install shows what it would write, and asks (--yes does not); remove takes away what it wrote, and nothing else;"
    " run does the jobs at once, one after the other. A JOB is a command in quotes: fetch, sync, or"
    " 'digest --to ada@example.org'. Days on which the machine was off are made up for."
)
_JOBS = ("fetch", "digest", "sync")

_VARIABLES = (
    "PAPER_READER_HOME",
    "XDG_CONFIG_HOME",
    "XDG_DATA_HOME",
    "XDG_CACHE_HOME",
    "PAPER_READER_HF_URL",
    "PAPER_READER_ARXIV_URL",
    "SSL_CERT_FILE",
    "SSL_CERT_DIR",
)
"""Variables that say where things are: what runs by itself has them from nobody else."""


def add_schedule(parser: ArgumentParser) -> None:
    """Add the arguments of `schedule`."""
    parser.epilog = _NOTES
    parser.add_argument(
        "deed", choices=("install", "status", "remove", "run"), metavar="install|status|remove|run"
    )
    parser.add_argument("jobs", nargs="*", metavar="JOB", help="what to run (default: fetch)")
    parser.add_argument(
        "--at", type=_time, default=time(7), metavar="HH:MM", help="the time of day (default: 07:00)"
    )
    parser.add_argument(
        "--with",
        dest="method",
        choices=[method.value for method in Method],
        metavar="METHOD",
        help="systemd, launchd or cron (default: the first of them that this machine has)",
    )
    parser.add_argument("--yes", action="store_true", help="do not ask")
    parser.add_argument("--json", action="store_true", help="status: print one JSON array")
    parser.set_defaults(run=_schedule)


def _schedule(arguments: Namespace) -> int:
    if arguments.jobs and arguments.deed not in ("install", "run"):
        raise UsageError(f"`schedule {arguments.deed}` takes no jobs.")
    jobs = [_job(text) for text in arguments.jobs or ["fetch"]]
    if arguments.deed == "run":
        return _run(jobs)
    from reader.outlet import scheduling

    method = Method(arguments.method) if arguments.method else None
    match arguments.deed:
        case "install":
            return _install(arguments, scheduling(), method, jobs)
        case "remove":
            return _remove(scheduling(), method)
        case _:
            return _status(scheduling().status(method), arguments)


def _install(
    arguments: Namespace, scheduling: "Scheduling", method: Method | None, jobs: list[list[str]]
) -> int:
    scheduler = scheduling.choose(method)
    plan = Plan(arguments.at, _command(jobs), _variables())
    say(f"This is written, as {scheduler.method.label}:")
    _show(scheduler.drafts(plan))
    if not arguments.yes and not _agreed():
        return 1
    replaced = scheduling.install(plan, scheduler)
    for place in replaced:
        say(f"What was in {clean_line(place, 300)} before was taken away.")
    say(
        f"Runs each day at {arguments.at:%H:%M}. `paper-reader schedule status` shows it, `… remove` takes it away."
    )
    return 0


def _variables() -> dict[str, str]:
    variables = {name: value for name in _VARIABLES if (value := os.environ.get(name))}
    if home := variables.get("PAPER_READER_HOME"):
        variables["PAPER_READER_HOME"] = str(Path(home).expanduser().absolute())
    # Where git, the commands of watches and those that print passwords are; a relative folder would be another one.
    folders = [
        each
        for each in os.environ.get("PATH", "").split(os.pathsep)
        if os.path.isabs(each) and each.isprintable()
    ]
    if folders:
        variables["PATH"] = os.pathsep.join(dict.fromkeys(folders))
    return variables


def _agreed() -> bool:
    """Ask, where somebody can answer; `UsageError` where nobody can."""
    if not can_ask():
        raise UsageError("Nothing was written: nobody can be asked here. Add --yes to agree.")
    say("Write it? [y/N] ")
    if sys.stdin.readline().strip().lower() in ("y", "yes"):
        return True
    say("Nothing was written.")
    return False


def _remove(scheduling: "Scheduling", method: Method | None) -> int:
    removed = scheduling.remove(method)
    for place in removed:
        say(f"Taken away: {clean_line(place, 300)}")
    if not removed:
        say("Nothing was scheduled.")
    return 0


def _status(found: tuple[Scheduled, ...], arguments: Namespace) -> int:
    if arguments.json:
        records = [
            {
                "method": each.method.value,
                "active": each.active,
                "next": each.next_run,
                "files": [{"place": draft.place, "text": draft.text} for draft in each.drafts],
            }
            for each in found
        ]
        write(json.dumps(records, ensure_ascii=not is_unicode(), indent=2) + "\n")
    elif not found:
        say("Nothing is scheduled; `paper-reader schedule install` does so.")
    else:
        for each in found:
            say(_told(each))
            _show(each.drafts)
    return 0


def _told(scheduled: Scheduled) -> str:
    if not scheduled.active:
        return (
            f"There is {scheduled.method.label}, but it is switched off; `… schedule install` writes it anew."
        )
    following = f", next on {clean_line(scheduled.next_run, 80)}" if scheduled.next_run else ""
    return f"There is {scheduled.method.label}{following}."


def _show(drafts: tuple[Draft, ...]) -> None:
    for draft in drafts:
        lines = "".join(f"    {clean_line(line, 2_000)}\n" for line in draft.text.splitlines())
        write(f"{clean_line(draft.place, 300)}\n{lines}")


def _run(jobs: list[list[str]]) -> int:
    """Run jobs one after the other, each whatever became of the one before; return the first code that is not 0."""
    codes = [subprocess.run([*_program(), *job], check=False).returncode for job in jobs]
    return next((code if code > 0 else 1 for code in codes if code), 0)


def _job(text: str) -> list[str]:
    """Return the words of a job, quiet; `UsageError`, or an exit with 2 where its own arguments are wrong."""
    from reader.cli.command import parse

    try:
        words = shlex.split(text)
    except ValueError:
        words = []
    if not words or words[0] not in _JOBS:
        raise UsageError(f"“{clean_line(text, 60)}” is none of {', '.join(_JOBS)} with their own options.")
    _, unknown = parse(words)
    if unknown:
        raise UsageError(f"“{clean_line(text, 60)}”: unknown are {' '.join(map(repr, unknown))}.")
    return words if "--quiet" in words else [*words, "--quiet"]


def _command(jobs: list[list[str]]) -> tuple[str, ...]:
    """Return the words that run the jobs: one by itself, several by `schedule run`."""
    if len(jobs) == 1:
        return (*_program(), *jobs[0])
    return (*_program(), "schedule", "run", *map(shlex.join, jobs))


def _program() -> tuple[str, ...]:
    """Return the words that start this very program from anywhere."""
    script = Path(sys.argv[0])
    if script.stem == "paper-reader" and script.exists():
        return (str(script.absolute()),)
    return (sys.executable, "-m", "reader")


def _time(text: str) -> time:
    if re.fullmatch(r"(?:[01]?\d|2[0-3]):[0-5]\d", text, re.ASCII):
        hour, _, minute = text.partition(":")
        return time(int(hour), int(minute))
    raise ArgumentTypeError(f"“{clean_line(text, 20)}” is no time of day; they look like 07:00")
