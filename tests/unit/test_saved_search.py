import json
from datetime import UTC, datetime
from pathlib import Path

import pytest

from reader.core.errors import StorageError, UsageError
from reader.core.item import SEARCHES, ItemChange
from reader.core.saved_search import SavedSearch
from reader.library.library import Library
from reader.service.marking import Marking
from reader.service.saving import Searches
from tests.synthetic import NOON, FakeLibrary, entry, keep_search

NOW = datetime(2026, 8, 14, 9, 14, 3, tzinfo=UTC)
SEARCH = SavedSearch("diffusion", "diffusion year:2026", NOW, "month")
OLDER = SavedSearch("zoo", "-survey", NOW.replace(year=2025))


def test_a_search_is_in_memory_and_on_disk(tmp_path: Path) -> None:
    library = Library.open(tmp_path)
    assert dict(library.searches) == {}
    keep_search(library, SEARCH)
    keep_search(library, OLDER)
    for opened in (library, Library.open(tmp_path)):
        assert list(opened.searches.items()) == [("zoo", OLDER), ("diffusion", SEARCH)]
    library.close()
    document = json.loads((tmp_path / "library.json").read_text())[SEARCHES]["diffusion"]
    assert document["query"] == "diffusion year:2026"
    assert Library.open(tmp_path).searches == library.searches


def test_a_search_is_exchanged_renamed_and_removed(tmp_path: Path) -> None:
    library = Library.open(tmp_path)
    before = library.searches
    keep_search(library, SEARCH)
    keep_search(library, SEARCH._replace(query="other"))
    searches = Searches(Marking(library))
    searches.rename("diffusion", "noise")
    searches.rename("nothing", "x")
    searches.remove("nothing")
    assert dict(before) == {}
    renamed = SEARCH._replace(name="noise", query="other")
    assert dict(library.searches) == dict(Library.open(tmp_path).searches) == {"noise": renamed}
    searches.remove("noise")
    assert dict(library.searches) == dict(Library.open(tmp_path).searches) == {}


def test_another_window_sees_a_search(tmp_path: Path) -> None:
    first, second = Library.open(tmp_path), Library.open(tmp_path)
    keep_search(second, SEARCH)
    assert first.refresh()
    assert dict(first.searches) == {"diffusion": SEARCH}
    assert not first.refresh()


def test_what_is_no_search_is_said_and_stays(tmp_path: Path) -> None:
    faulty = {
        "a": 7,
        "b": {"query": 5, "created_at": "2026-08-14T09:14:03Z"},
        "c": {"query": "x"},
        "\x1b[31m": {"query": "x", "created_at": "2026-08-14T09:14:03Z"},
    }
    good = {"query": "x\x1b[2J", "created_at": "2026-08-14T09:14:03Z", "colour": "blue"}
    content = {"version": 1, "marks": {}, "papers": {}, "searches": {**faulty, "d": good}}
    (tmp_path / "library.json").write_text(json.dumps(content))
    library = Library.open(tmp_path)
    assert dict(library.searches) == {"d": SavedSearch("d", "x[2J", NOW)}
    assert "4 entries" in library.notices[0]
    keep_search(library, library.searches["d"]._replace(scope="all"))
    library.close()
    written = json.loads((tmp_path / "library.json").read_text())["searches"]
    assert {name: written[name] for name in faulty} == faulty
    assert written["d"]["colour"] == "blue"


@pytest.mark.parametrize("real", [True, False])
def test_every_step_is_undone_and_done_again(tmp_path: Path, real: bool) -> None:
    library = Library.open(tmp_path) if real else FakeLibrary()
    marking = Marking(library, lambda: NOON.replace(microsecond=5))
    searches = Searches(marking)
    states = [dict(searches.all)]
    for act in (
        lambda: searches.keep(" a ", "x\n y", "day"),
        lambda: marking.set_read([entry(1)]),
        lambda: searches.keep("a", "z"),
        lambda: searches.rename("a", "b"),
        lambda: searches.remove("b"),
    ):
        step = act()
        assert step is not None
        states.append(dict(searches.all))
    assert states[1] == {"a": SavedSearch("a", "x y", NOON, "day")}
    assert states[-1] == {}
    for state in reversed(states[:-1]):
        assert marking.undo()
        assert dict(searches.all) == state
    for state in states[1:]:
        assert marking.redo()
        assert dict(searches.all) == state


def test_what_makes_no_sense_is_refused() -> None:
    searches = Searches(Marking(FakeLibrary(), lambda: NOON))
    searches.keep("a", "x")
    searches.keep("b", "x")
    assert searches.keep("a", "x") is searches.remove("c") is searches.rename("c", "d") is None
    for act in (
        lambda: searches.keep(" ", "x"),
        lambda: searches.keep("c", "\x1b"),
        lambda: searches.rename("a", "b"),
    ):
        with pytest.raises(UsageError):
            act()


def test_a_search_that_cannot_be_kept_is_said(tmp_path: Path) -> None:
    (tmp_path / "data").touch()
    library = Library.open(tmp_path / "data")
    with pytest.raises(StorageError, match="The saved search “diffusion” could not be kept"):
        library.apply([ItemChange(SEARCHES, "diffusion", None, SEARCH)])
    assert dict(library.searches) == {}
