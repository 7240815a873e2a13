"""A line in the person's crontab, between two of ours that mark it; all other lines stay byte for byte."""

import os
import shlex
import shutil
from collections.abc import Mapping

from reader.core.errors import ProgramError
from reader.core.schedule import Draft, Method, Plan, Scheduled
from reader.process import Ended, run_program

BEGIN = b"# >>> paper-reader schedule: `paper-reader schedule remove` takes these lines away"
END = b"# <<< paper-reader schedule"

PLACE = "your crontab"

_SECONDS = 15.0
_TABLE_LIMIT = 1_000_000
_LINE_LIMIT = 990
"""Cron takes commands of at most 1,000 characters."""

_NO_TABLE = ("no crontab", "can't open")


class Cron:
    """Writes and takes away a cron line."""

    method = Method.CRON

    def is_possible(self) -> bool:
        """Tell whether there is a crontab."""
        return shutil.which("crontab") is not None

    def drafts(self, plan: Plan) -> tuple[Draft, ...]:
        """Return the lines that `install` writes."""
        return (Draft(PLACE, _block(plan).decode()),)

    def install(self, plan: Plan) -> None:
        """Write the line, in the place of an earlier one of ours; `ProgramError` where that fails."""
        before, _, after = _parted(table := _read())
        block = _block(plan)
        if not after and before and not before.endswith(b"\n"):
            before += b"\n"
        _write(before + block + after)
        if block not in _read():
            _write(table)
            raise ProgramError("crontab did not keep the line; your crontab is as it was.")

    def status(self) -> Scheduled | None:
        """Return the line that is there; `None` without one."""
        _, ours, _ = _parted(_read())
        return Scheduled(self.method, (Draft(PLACE, ours.decode("utf-8", "replace")),)) if ours else None

    def remove(self) -> tuple[str, ...]:
        """Take our lines away and return where they were; `ProgramError` where that fails."""
        before, ours, after = _parted(_read())
        if not ours:
            return ()
        _write(before + after)
        return (PLACE,)


def cron_line(plan: Plan) -> str:
    """Return the line; cron reads a bare `%` as the end of the command, the shell reads the rest."""
    command = _command(plan, plan.environment)
    if len(command.encode()) > _LINE_LIMIT:  # a long search path is worth less than the whole line
        command = _command(plan, {name: value for name, value in plan.environment.items() if name != "PATH"})
    if not command.isprintable():
        raise ProgramError("cron cannot run a command with a line break or the like in it.")
    if len(command.encode()) > _LINE_LIMIT:
        raise ProgramError("The command is too long for cron; schedule less at once, or use a shorter path.")
    return f"{plan.at.minute} {plan.at.hour} * * * {command}"


def _command(plan: Plan, environment: Mapping[str, str]) -> str:
    words = [f"{name}={shlex.quote(value)}" for name, value in environment.items()]
    return " ".join([*words, *map(shlex.quote, plan.words)]).replace("%", r"\%")


def _block(plan: Plan) -> bytes:
    return b"\n".join((BEGIN, cron_line(plan).encode(), END, b""))


def _parted(table: bytes) -> tuple[bytes, bytes, bytes]:
    """Return what stands before our lines, these, and what stands after them."""
    lines = table.splitlines(keepends=True)
    begins = [number for number, line in enumerate(lines) if line.rstrip() == BEGIN]
    if not begins:
        return table, b"", b""
    start = begins[0]
    if len(begins) > 1 or [line.rstrip() for line in lines[start + 2 : start + 3]] != [END]:
        raise ProgramError(
            "The lines of paper-reader in your crontab were changed by hand, so nothing is touched."
            " `crontab -e` opens it: take away what is between its two marked lines, and these."
        )
    return b"".join(lines[:start]), b"".join(lines[start : start + 3]), b"".join(lines[start + 3 :])


def _read() -> bytes:
    ended = _crontab("-l", limit=_TABLE_LIMIT + 1)
    if ended.code and any(words in ended.error.lower() for words in _NO_TABLE):
        return b""
    if ended.code:
        raise ProgramError(f"Your crontab could not be read ({ended.reason}).")
    if len(ended.output) > _TABLE_LIMIT:
        raise ProgramError("Your crontab is too large to be changed safely.")
    return ended.output


def _write(table: bytes) -> None:
    """Put a whole table in the place of the present one, which cron does at once or not at all."""
    ended = _crontab("-", content=table) if table.strip() else _crontab("-r")
    if ended.code:
        raise ProgramError(f"Your crontab could not be written ({ended.reason}); it is as it was.")


def _crontab(argument: str, content: bytes = b"", limit: int = _TABLE_LIMIT) -> Ended:
    environment = os.environ | {"LC_ALL": "C"}  # it says in words that there is no table yet
    return run_program(("crontab", argument), content, seconds=_SECONDS, environment=environment, limit=limit)
