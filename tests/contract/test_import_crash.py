"""An import that is killed at any moment goes on where it was, and every paper is there once."""

import gzip
import json
import os
import random
import re
import signal
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
COUNT = 9_000
WORDS = [
    "attention",
    "cache",
    "diffusion",
    "entropy",
    "gradient",
    "harbour",
    "lantern",
    "manifold",
    "protein",
    "quantum",
    "sparse",
    "token",
]
# Small batches, so that a small file has several.
RUN = (
    "import runpy; from reader.service import exchange; exchange.BATCH = 2_000;"
    "runpy.run_module('reader', run_name='__main__', alter_sys=True)"
)

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="needs signals")


def snapshot() -> bytes:
    """Return lines as arXiv's snapshot has them; every thousandth is broken."""
    rng = random.Random(3)
    lines = []
    for number in range(COUNT):
        if number % 1_000 == 500:
            lines.append(b"{broken")
        item = {
            "id": f"08{1 + number // 5_000:02}.{number % 5_000:04}",
            "title": f"Paper {number}:\n  {' '.join(rng.choices(WORDS, k=5))}",
            "abstract": "  " + " ".join(rng.choices(WORDS, k=60)) + "\n",
            "authors_parsed": [["Beispiel", "Ren\\'e", ""], ["King", "M.", "Jr."]],
            "categories": "hep-th cs.LG",
            "versions": [{"version": "v1", "created": "Mon, 2 Apr 2007 19:18:42 GMT"}],
        }
        lines.append(json.dumps(item).encode())
    return b"\n".join(lines) + b"\n"


class Importer:
    """Imports one file into a store of its own."""

    def __init__(self, folder: Path, content: bytes) -> None:
        self.file = folder / "snapshot.json"
        self.file.write_bytes(content)
        self.catalogue = folder / "home" / "catalogue.sqlite"
        self._environment = os.environ | {
            "PAPER_READER_HOME": str(folder / "home"),
            "PYTHONPATH": str(ROOT),
        }

    def start(self) -> "subprocess.Popen[str]":
        return subprocess.Popen(
            [sys.executable, "-W", "error", "-c", RUN, "import", str(self.file)],
            stderr=subprocess.PIPE,
            text=True,
            env=self._environment,
        )

    def finish(self) -> str:
        """Import to the end and return what was said."""
        process = self.start()
        _, said = process.communicate(timeout=120)
        assert process.returncode == 0, said
        return said

    def stop(self, how: signal.Signals) -> "tuple[int, str]":
        """Stop an import when some papers are kept; return how it ended and what it said."""
        process = self.start()
        assert process.stderr
        said = ""
        while "are kept" not in said:
            line = process.stderr.readline()
            assert line, said
            said += line
        process.send_signal(how)
        _, rest = process.communicate(timeout=120)
        return process.returncode, said + rest

    def stored(self) -> int:
        """Return how many papers are stored, each of them once."""
        connection = sqlite3.connect(self.catalogue)
        try:
            (count, distinct) = connection.execute(
                "SELECT count(*), count(DISTINCT id) FROM papers"
            ).fetchone()
            assert count == distinct
            return int(count)
        finally:
            connection.close()


def number_in(pattern: str, said: str) -> int:
    found = re.search(pattern.replace("#", r"([\d,]+)"), said)
    assert found, said
    return int(found[1].replace(",", ""))


@pytest.mark.parametrize(
    "packed", [bytes, pytest.param(gzip.compress, marks=pytest.mark.slow)], ids=["plain", "gzip"]
)
def test_a_killed_import_goes_on(tmp_path: Path, packed: Callable[[bytes], bytes]) -> None:
    importer = Importer(tmp_path, packed(snapshot()))
    kept = 0
    for _ in range(2):
        code, said = importer.stop(signal.SIGKILL)
        assert code == -signal.SIGKILL
        assert (f"Going on at paper {kept:,} of this file." in said) == (kept > 0)
        before, kept = kept, importer.stored()
        assert before < kept < COUNT
        assert kept % 2_000 == 0
    said = importer.finish()
    assert f"Going on at paper {kept:,} of this file." in said
    assert f": {COUNT - kept:,} papers after the {kept:,} taken in before, {COUNT - kept:,} new" in said
    assert "9 items skipped, which are no papers.\n  Line 501 is not valid JSON" in said
    assert "  Line 1,502 is" in said
    assert importer.stored() == COUNT
    again = importer.finish()
    assert "Going on" not in again
    assert f": {COUNT:,} papers, {COUNT:,} unchanged" in again
    assert importer.stored() == COUNT


@pytest.mark.slow
def test_an_interrupted_import_says_what_is_kept_and_goes_on(tmp_path: Path) -> None:
    importer = Importer(tmp_path, snapshot())
    code, said = importer.stop(signal.SIGINT)
    assert code == 130
    assert "Traceback" not in said
    kept = number_in("Interrupted. # papers of the file are kept; the same command goes on from there.", said)
    assert 0 < kept <= (stored := importer.stored()) < COUNT
    assert number_in("Going on at paper #", importer.finish()) == stored
    assert importer.stored() == COUNT


@pytest.mark.slow
def test_a_changed_file_is_begun_anew(tmp_path: Path) -> None:
    importer = Importer(tmp_path, snapshot())
    importer.stop(signal.SIGKILL)
    with importer.file.open("ab") as stream:
        stream.write(b'{"id": "2608.00001", "title": "One more"}\n')
    said = importer.finish()
    assert "Going on" not in said
    assert f": {COUNT + 1:,} papers," in said
    assert importer.stored() == COUNT + 1


def test_another_window_that_writes_is_waited_for(tmp_path: Path) -> None:
    importer = Importer(tmp_path, b'{"id": "2608.00001", "title": "One"}\n')
    importer.finish()
    other = sqlite3.connect(importer.catalogue, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    process = importer.start()
    assert process.stderr
    assert process.stderr.readline() == "Another window is storing papers; waiting until it is done.\n"
    other.execute("ROLLBACK")
    other.close()
    _, said = process.communicate(timeout=120)
    assert (process.returncode, said) == (0, f"{importer.file}: 1 paper, 1 unchanged.\n")


@pytest.mark.slow
def test_a_file_that_breaks_off_keeps_what_was_whole(tmp_path: Path) -> None:
    importer = Importer(tmp_path, gzip.compress(snapshot())[:-50_000])
    process = importer.start()
    _, said = process.communicate(timeout=120)
    assert process.returncode == 1
    assert 0 < number_in(r"snapshot\.json: # papers", said) == importer.stored() < COUNT
    assert "cannot be unpacked to its end" in said
    assert "What was whole is kept." in said
