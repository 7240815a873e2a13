"""The command `paper-reader`: run it, and turn every expected ending into an exit code."""

import os
import sys
from collections.abc import Sequence

DONE, FAILED, MISUSED, INTERRUPTED = 0, 1, 2, 130
"""Exit codes: done; could not; wrong usage; ended by Ctrl-C."""


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command and return its exit code; only a bug of ours ends in a traceback."""
    try:
        code = _run(sys.argv[1:] if argv is None else argv)
    except KeyboardInterrupt:
        code = INTERRUPTED
    except BrokenPipeError:
        code = DONE  # the reader of our output has seen enough
    _let_go_of_closed_streams()
    return code


def _run(argv: Sequence[str]) -> int:
    from reader.cli.output import flush, prepare_streams, say
    from reader.core.errors import QueryError, ReaderError, UsageError

    prepare_streams()
    try:
        try:
            code = _command(argv)
        except SystemExit as ending:  # argparse has said what is wrong, or printed the help
            code = ending.code if isinstance(ending.code, int) else FAILED
        flush()  # while a failure can still be told
    except (UsageError, QueryError) as error:
        say(str(error))
        return MISUSED
    except ReaderError as error:
        say(str(error))
        return FAILED
    return code


def _command(argv: Sequence[str]) -> int:
    if [*argv] == ["--version"]:
        from reader.cli.version import print_version

        return print_version()
    if [*argv[:1]] == ["_complete"]:  # at each press of a key, so without the parser of all commands
        from reader.cli.candidate import print_candidates

        return print_candidates(argv[1:])
    if not argv:  # as most begin the morning; so without the parser, too
        from reader.cli.screen import is_possible, open_screen

        if is_possible():
            return open_screen()
    from reader.cli.command import run

    return run(argv)


def _let_go_of_closed_streams() -> None:
    """Keep the interpreter from complaining about output that nobody can take any more."""
    for stream in (sys.stdout, sys.stderr):
        try:
            if stream is not None:
                stream.flush()
        except OSError:
            os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())


if __name__ == "__main__":
    sys.exit(main())
