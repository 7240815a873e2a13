"""One step of the search benchmark in a process of its own, so that its time and memory are its own.

`python -m tests.benchmarks.probe STEP CATALOGUE [COUNT]`, texts as JSON on standard input; it answers in JSON.
"""

import json
import sys
import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any

_STARTED = time.perf_counter()
_BATCHES = 7
"""How often 100 new papers are kept."""


def import_papers(path: Path, count: int) -> dict[str, float]:
    """Import papers into a new catalogue; return the seconds, and the most bytes of memory."""
    import gc
    from itertools import islice

    from reader.catalog.papers import Catalogue
    from reader.service.exchange import BATCH
    from tests.benchmarks.corpus import papers
    from tests.synthetic import NOON

    gc.disable()  # as the command does
    catalogue = Catalogue(path)
    begun = time.perf_counter()
    source = papers(count)
    while batch := list(islice(source, BATCH)):
        catalogue.store_papers(batch, NOON, imported=True)
    catalogue.close()
    return {"seconds": time.perf_counter() - begun, "peak": _memory("VmHWM")}


def open_index(path: Path, query: str) -> dict[str, float]:
    """Return the seconds to the first answer, from opening the catalogue and from the first import."""
    from reader.catalog.papers import Catalogue
    from reader.catalog.search import Search
    from reader.core.query import parse_query

    begun = time.perf_counter()
    catalogue = Catalogue(path)
    Search(catalogue.database).find(parse_query(query), lambda _: (), limit=200)
    answered = time.perf_counter()
    catalogue.close()
    return {"opened": answered - begun, "imported": answered - _STARTED}


def type_texts(path: Path, texts: Sequence[str]) -> dict[str, Any]:
    """Answer each text; return the seconds of each, and the bytes of memory before, after and at most."""
    from array import array

    times = array("d", bytes(8 * len(texts)))
    find, close = _searcher(path)
    idle = _memory("VmRSS")
    for place, text in enumerate(texts):
        times[place] = find(text)
    memory = {"idle": idle, "searching": _memory("VmRSS"), "peak": _memory("VmHWM")}
    close()
    return {"times": list(times), **memory}


def store_new(path: Path, count: int) -> dict[str, list[float]]:
    """Keep batches of 100 new papers; return the seconds of each, and of the next answer."""
    from itertools import islice

    from reader.catalog.papers import Catalogue
    from reader.catalog.search import Search
    from reader.core.query import parse_query
    from tests.benchmarks.corpus import altered
    from tests.synthetic import NOON

    source = altered(13)
    batches = [list(islice(source, 100)) for _ in range(_BATCHES)]
    catalogue = Catalogue(path)
    search = Search(catalogue.database)
    stored, answered = [], []
    for batch in batches:
        search.find(parse_query("neural network"), lambda _: (), limit=200)
        begun = time.perf_counter()
        catalogue.store_papers(batch, NOON)
        stored.append(time.perf_counter() - begun)
        begun = time.perf_counter()
        search.find(parse_query("neurla network"), lambda _: (), limit=200)
        answered.append(time.perf_counter() - begun)
    catalogue.close()
    return {"stored": stored, "answered": answered}


def compare(path: Path, count: int, queries: Sequence[str]) -> dict[str, list[float]]:
    """Return the seconds of each query with us, FTS5 and fzf, and of its keystrokes with us and FTS5."""
    from tempfile import TemporaryDirectory

    from tests.benchmarks.corpus import papers
    from tests.benchmarks.peer import FullText, has_fzf, run_fzf
    from tests.benchmarks.typing import keystrokes

    times: dict[str, list[float]] = {name: [] for name in ("ours", "fts5", "fzf", "ours typed", "fts5 typed")}
    find, close = _searcher(path)
    with TemporaryDirectory() as folder:
        lines = Path(folder) / "lines"
        full_text = FullText(Path(folder) / "texts.sqlite", papers(count), lines)
        find("first")
        full_text.find("first")
        for query in queries:
            times["ours"].append(find(query))
            times["fts5"].append(_seconds(full_text.find, query))
            if has_fzf():
                times["fzf"].append(_seconds(lambda query: run_fzf(query, lines), query))
        for text in keystrokes(queries):
            if text.strip():
                times["ours typed"].append(find(text))
                times["fts5 typed"].append(_seconds(full_text.find, text))
        full_text.close()
    close()
    return times


def find_alike(path: Path, count: int) -> dict[str, Any]:
    """Return the seconds and those of CPU for papers like each of `count`, once others warmed the index, and like 100."""
    from reader.catalog.papers import Catalogue
    from reader.catalog.search import Search
    from reader.core.likeness import Liked

    catalogue = Catalogue(path)
    search = Search(catalogue.database)
    stored = catalogue.newest(100_000)
    warming, papers = (stored[start :: max(1, len(stored) // count)][:count] for start in (0, 1))

    def find(*liked: Any) -> tuple[float, float]:
        names = [paper.id for paper in liked]
        begun, worked = time.perf_counter(), time.thread_time()
        search.alike([Liked(paper) for paper in liked], lambda _: (), excluding=names)
        return time.perf_counter() - begun, time.thread_time() - worked

    first = find(warming[0])
    for paper in warming:
        find(paper)
    times = [find(paper) for paper in papers]
    together = [find(*papers[start::20][:100]) for start in range(5)]
    catalogue.close()
    return {"first": first, "times": times, "together": together}


def _searcher(path: Path) -> tuple[Callable[[str], float], Callable[[], None]]:
    """Return what answers a text and tells its seconds, and what closes the catalogue."""
    from reader.catalog.papers import Catalogue
    from reader.catalog.search import Search
    from reader.core.errors import QueryError
    from reader.core.query import parse_query

    catalogue = Catalogue(path)
    search = Search(catalogue.database)

    def answer(text: str) -> None:
        with suppress(QueryError):  # a half-typed query may be told to be wrong; that takes its time too
            search.find(parse_query(text), lambda _: (), limit=200)

    return lambda text: _seconds(answer, text), catalogue.close


def _seconds(work: Callable[[str], object], text: str) -> float:
    begun = time.perf_counter()
    work(text)
    return time.perf_counter() - begun


def _memory(name: str) -> int:
    """Return the bytes in memory now (`VmRSS`) or at most (`VmHWM`); where the system tells but that, at most."""
    try:
        lines = Path("/proc/self/status").read_text(encoding="ascii", errors="replace").splitlines()
    except OSError:
        import resource

        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * (1 if sys.platform == "darwin" else 1024)
    return next(int(line.split()[1]) * 1024 for line in lines if line.startswith(f"{name}:"))


def main(step: str, path: Path, count: int) -> dict[str, Any]:
    """Take one step."""
    match step:
        case "import":
            return import_papers(path, count)
        case "open":
            return open_index(path, json.load(sys.stdin))
        case "type":
            return type_texts(path, json.load(sys.stdin))
        case "store":
            return store_new(path, count)
        case "alike":
            return find_alike(path, count)
        case _:
            return compare(path, count, json.load(sys.stdin))


if __name__ == "__main__":
    print(json.dumps(main(sys.argv[1], Path(sys.argv[2]), int(sys.argv[3]))))
