"""A timer and a service of systemd for the person, which makes up for the days on which the machine was off."""

import os
import shutil
from pathlib import Path

from reader.core.errors import ProgramError
from reader.core.schedule import Draft, Method, Plan, Scheduled
from reader.process import Ended, run_program
from reader.schedule.file import MARK, put_back, read_own, remove_own, write_own

SERVICE, TIMER = "paper-reader.service", "paper-reader.timer"

_SECONDS = 15.0


class Systemd:
    """Writes and takes away the two units."""

    method = Method.SYSTEMD

    def is_possible(self) -> bool:
        """Tell whether systemd runs for the person, not only for the machine."""
        try:
            return shutil.which("systemctl") is not None and not _systemctl("show-environment").code
        except ProgramError:
            return False

    def drafts(self, plan: Plan) -> tuple[Draft, ...]:
        """Return the units that `install` writes."""
        folder = _folder()
        return (
            Draft(str(folder / SERVICE), _service(plan)),
            Draft(str(folder / TIMER), _timer(plan)),
        )

    def install(self, plan: Plan) -> None:
        """Write the units and start the timer; `ProgramError` where that fails, and nothing is left."""
        before = write_own(self.drafts(plan))
        for words in (("daemon-reload",), ("enable", TIMER), ("restart", TIMER)):
            ended = _systemctl(*words)
            if ended.code:
                put_back(before)
                _systemctl("daemon-reload")
                raise ProgramError(
                    f"systemctl --user {' '.join(words)} failed ({ended.reason}), so nothing was scheduled."
                    " `--with cron` may do."
                )

    def status(self) -> Scheduled | None:
        """Return the units that are there; `None` without any."""
        paths = [_folder() / SERVICE, _folder() / TIMER]
        drafts = tuple(Draft(str(path), text) for path in paths if (text := read_own(path)) is not None)
        if not drafts:
            return None
        active = len(drafts) == len(paths) and not _systemctl("is-active", TIMER).code
        shown = _systemctl("show", TIMER, "--property=NextElapseUSecRealtime", "--value")
        next_run = shown.output.decode("utf-8", "replace").strip() if active and not shown.code else ""
        return Scheduled(self.method, drafts, active, next_run or None)

    def remove(self) -> tuple[str, ...]:
        """Stop the timer, remove the units and return which they were; `ProgramError` where that fails."""
        if self.status() is None:
            return ()
        stopped = _systemctl("disable", "--now", TIMER)
        removed = remove_own((_folder() / TIMER, _folder() / SERVICE))
        _systemctl("daemon-reload")
        if stopped.code and "does not exist" not in stopped.error and "not loaded" not in stopped.error:
            raise ProgramError(f"The units were removed, but the timer did not stop ({stopped.reason}).")
        return removed


def quoted(word: str) -> str:
    """Return a word of a command, or an assignment, as a unit has it; `ProgramError` where it cannot."""
    if not word.isprintable():
        raise ProgramError("systemd cannot run a command with a line break or the like in it.")
    return '"{}"'.format(word.replace("\\", "\\\\").replace('"', '\\"').replace("%", "%%"))


def command(words: tuple[str, ...]) -> str:
    """Return a command as a unit has it; nothing in it is taken for a variable."""
    # In the name of the program a dollar stands for itself only where it is an argument of another.
    whole = ("/usr/bin/env", *words) if "$" in words[0] else words
    return " ".join([quoted(whole[0]), *(quoted(word).replace("$", "$$") for word in whole[1:])])


def _service(plan: Plan) -> str:
    variables = "".join(
        f"Environment={quoted(f'{name}={value}')}\n" for name, value in plan.environment.items()
    )
    return (
        f"# {MARK}\n[Unit]\nDescription=paper-reader\n\n"
        f"[Service]\nType=oneshot\n{variables}ExecStart={command(plan.words)}\n"
    )


def _timer(plan: Plan) -> str:
    return (
        f"# {MARK}\n[Unit]\nDescription=paper-reader, each day\n\n"
        f"[Timer]\nOnCalendar=*-*-* {plan.at:%H:%M}:00\n"
        "# A day on which the machine was off is made up for.\nPersistent=true\n\n"
        "[Install]\nWantedBy=timers.target\n"
    )


def _folder() -> Path:
    base = os.environ.get("XDG_CONFIG_HOME") or ""
    return (Path(base) if os.path.isabs(base) else Path.home() / ".config") / "systemd" / "user"


def _systemctl(*words: str) -> Ended:
    return run_program(
        ("systemctl", "--user", *words), seconds=_SECONDS, environment=os.environ | {"LC_ALL": "C"}
    )
