"""The terminal UI, where there is a terminal for it."""

import gc
import os
import sys
from typing import TYPE_CHECKING

from reader.cli.output import is_plain_wanted, is_terminal
from reader.core.view import View, ViewKind

if TYPE_CHECKING:
    from argparse import Namespace

    from reader.cli.ground import GroundQuestion
    from reader.service.service import Service

_WEB_DRIVERS = ("reader.ui.served", "textual.drivers.web_driver")


def is_possible() -> bool:
    """Tell whether the terminal UI can be shown."""
    if is_served():
        return True
    able = os.name == "nt" or os.environ.get("TERM", "dumb") != "dumb"
    return able and is_terminal(sys.stdin) and is_terminal(sys.stdout)


def is_served() -> bool:
    """Tell whether a web server runs the program for a page of a browser."""
    return os.environ.get("TEXTUAL_DRIVER", "").partition(":")[0] in _WEB_DRIVERS


def open_screen(arguments: "Namespace | None" = None) -> int:
    """Run the terminal UI as `arguments` say, and return its exit code."""
    gc.disable()  # until the first frame: nothing made before it is garbage
    if is_plain_wanted():
        os.environ["NO_COLOR"] = "1"  # which Textual looks for
    if not (is_served() or is_terminal(sys.stderr)):
        sys.__stderr__ = sys.__stdout__  # type: ignore[misc]  # where Textual draws
    from reader.cli.ground import GroundQuestion

    question = GroundQuestion()
    try:
        return _open(arguments, question)
    finally:
        question.answer()  # whatever happened, the terminal is as it was


def _open(arguments: "Namespace | None", question: "GroundQuestion") -> int:
    from reader.bootstrap import program, read_ahead

    read_ahead()
    from reader.ui.app import run_app

    with program(offline=arguments is not None and arguments.offline) as running:
        kind = ViewKind(running.config.settings.view)
        view = View(kind) if arguments is None else _view_asked_for(arguments, kind, running.service)
        return run_app(running, view, question.answer)


def _view_asked_for(arguments: "Namespace", standard: ViewKind, service: "Service") -> View:
    from reader.cli.option import view_of

    return view_of(arguments, standard, service.searches.all)
