"""The world of every picture."""

import time
from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path

import pytest

from reader.ui.screens import organise, own, sentence
from reader.ui.widgets import course, figure, paper_view, standing
from reader.ui.widgets.status_line import StatusLine
from tests.ui.world import NOW, World


class StillClock(datetime):
    """A clock that stands at the moment of every test."""

    @classmethod
    def now(cls, tz: object = None) -> datetime:  # type: ignore[override]
        return NOW if tz else NOW.replace(tzinfo=None)


@pytest.fixture
def world(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[World]:
    """A world with papers that look real, some of them marked, at a moment that never changes."""
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("TZ", "UTC")
    monkeypatch.delenv("NO_COLOR", raising=False)
    time.tzset()
    monkeypatch.setattr(sentence, "datetime", StillClock)
    for module in (figure, standing, organise, own, paper_view, course):
        monkeypatch.setattr(module, "today", lambda: date(2026, 8, 21))
    monkeypatch.setattr(StatusLine, "seconds", 600)  # however slow the machine is
    world = World(tmp_path)
    yield world
    world.close()
