"""No test leaves this machine or touches the person's own folders."""

import gc
import os
import socket
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import settings

# Else each worker, and each program that a test starts, would compile everything anew.
os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
sys.dont_write_bytecode = False

# The same examples each time, so that a red run is red because of a change; `EXPLORE=1` looks for others.
settings.register_profile(
    "quiet", database=None, deadline=None, max_examples=200, derandomize="EXPLORE" not in os.environ
)
settings.load_profile("quiet")


def pytest_collection_finish() -> None:
    """Keep the collector of garbage from going through every module and every test again and again."""
    gc.collect()
    gc.freeze()


def _guarded(connect: Callable[..., Any]) -> Callable[..., Any]:
    def guarded(self: socket.socket, address: Any) -> Any:
        local = self.family not in (socket.AF_INET, socket.AF_INET6) or address[0] in ("127.0.0.1", "::1")
        if not local:
            raise OSError(f"A test tried to reach {address}.")
        return connect(self, address)

    return guarded


@pytest.fixture(autouse=True)
def _only_this_machine(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    for name in ("connect", "connect_ex"):
        monkeypatch.setattr(socket.socket, name, _guarded(getattr(socket.socket, name)))
    home = tmp_path / "home"
    monkeypatch.setenv("HOME", str(home))
    monkeypatch.setenv("PAPER_READER_HOME", str(home / "paper-reader"))
    # Else the tests of different processes would wait for each other's turns.
    passing = tmp_path_factory.mktemp("passing")
    monkeypatch.setenv("TMPDIR", str(passing))
    monkeypatch.setattr(tempfile, "tempdir", str(passing))
    for name in ("XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_CACHE_HOME", "HF_TOKEN"):
        monkeypatch.delenv(name, raising=False)
    for name in ("PAPER_READER_HF_URL", "PAPER_READER_ARXIV_URL"):
        monkeypatch.setenv(name, "http://127.0.0.1:9")
