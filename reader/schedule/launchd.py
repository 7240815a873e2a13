"""An agent of launchd, which runs what was missed when the machine wakes up."""

import os
import plistlib
import shutil
import sys
from pathlib import Path

from reader.core.errors import ProgramError
from reader.core.schedule import Draft, Method, Plan, Scheduled
from reader.process import Ended, run_program
from reader.schedule.file import MARK, put_back, read_own, remove_own, write_own

LABEL = "io.github.paper-reader"

_SECONDS = 15.0


class Launchd:
    """Writes and takes away the agent."""

    method = Method.LAUNCHD

    def is_possible(self) -> bool:
        """Tell whether this is a Mac."""
        return sys.platform == "darwin" and shutil.which("launchctl") is not None

    def drafts(self, plan: Plan) -> tuple[Draft, ...]:
        """Return the file that `install` writes."""
        return (Draft(str(_path()), _agent(plan)),)

    def install(self, plan: Plan) -> None:
        """Write the agent and load it; `ProgramError` where that fails, and nothing is left."""
        before = write_own(self.drafts(plan))
        if any(before.values()):
            _launchctl("bootout", f"{_domain()}/{LABEL}")
        ended = _launchctl("bootstrap", _domain(), str(_path()))
        if ended.code:
            put_back(before)
            raise ProgramError(f"launchctl bootstrap failed ({ended.reason}), so nothing was scheduled.")

    def status(self) -> Scheduled | None:
        """Return the agent that is there; `None` without one."""
        text = read_own(_path())
        if text is None:
            return None
        active = not _launchctl("print", f"{_domain()}/{LABEL}").code
        return Scheduled(self.method, (Draft(str(_path()), text),), active)

    def remove(self) -> tuple[str, ...]:
        """Unload the agent, remove it and return where it was; `ProgramError` where that fails."""
        if read_own(_path()) is None:
            return ()
        _launchctl("bootout", f"{_domain()}/{LABEL}")
        return remove_own((_path(),))


def _agent(plan: Plan) -> str:
    log = str(Path.home() / "Library" / "Logs" / "paper-reader.log")
    values = {
        "Label": LABEL,
        "ProgramArguments": list(plan.words),
        "EnvironmentVariables": dict(plan.environment),
        "StartCalendarInterval": {"Hour": plan.at.hour, "Minute": plan.at.minute},
        "StandardErrorPath": log,
        "StandardOutPath": log,
    }
    try:
        text = plistlib.dumps({name: value for name, value in values.items() if value}, sort_keys=False)
    except ValueError as error:
        raise ProgramError("launchd cannot run a command with a line break or the like in it.") from error
    return text.decode().replace("<plist", f"<!-- {MARK} -->\n<plist", 1)


def _path() -> Path:
    return Path.home() / "Library" / "LaunchAgents" / f"{LABEL}.plist"


def _domain() -> str:
    return f"gui/{os.getuid()}" if sys.platform != "win32" else "gui/0"


def _launchctl(*words: str) -> Ended:
    return run_program(("launchctl", *words), seconds=_SECONDS)
