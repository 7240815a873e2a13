"""Tell that long work has ended, in the ways that the person wants."""

import os
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager

from reader.config import Settings
from reader.core.terminal import notice

LONG_SECONDS = 10.0
"""Who waits for less is still there."""


@contextmanager
def told_at_end(settings: Settings, text: str) -> Iterator[None]:
    """Ring or notify when what is done in between has ended, well or not, after a while and on a terminal."""
    began = time.monotonic()
    try:
        yield
    finally:
        if time.monotonic() - began >= LONG_SECONDS and sys.stderr.isatty():
            said = notice(text, os.environ, bell=settings.bell, notifications=settings.notifications)
            sys.stderr.write(said)
            sys.stderr.flush()
