"""What is followed: kept like saved searches, merged, undone, and matched by whole names."""

import json
from datetime import timedelta
from pathlib import Path

import pytest

from reader.core.errors import StorageError, UsageError
from reader.core.follow import (
    Follow,
    FollowKind,
    Subject,
    named,
    parse_subject,
    reasons,
    subjects_followed,
    subjects_of,
)
from reader.core.item import FOLLOWS
from reader.library.library import Library
from reader.library.merge import merge
from reader.service.following import Following
from reader.service.marking import Marking
from tests.synthetic import NOON, FakeLibrary
from tests.ui.world import paper

LECUN = Subject(FollowKind.AUTHOR, "Yann LeCun")
VISION = Subject(FollowKind.CATEGORY, "cs.CV")


def following(library: Library | FakeLibrary, *categories: str) -> Following:
    return Following(Marking(library, lambda: NOON), categories)


def test_what_is_followed_is_on_disk(tmp_path: Path) -> None:
    library = Library.open(tmp_path)
    step = following(library).follow([LECUN, VISION, LECUN])
    assert step is not None
    assert step.sentence == "You follow Yann LeCun and cs.CV"
    library.close()
    written = json.loads((tmp_path / "library.json").read_text())[FOLLOWS]
    assert [(each["kind"], each["name"]) for each in written.values()] == [
        ("author", "Yann LeCun"),
        ("cat", "cs.CV"),
    ]
    assert [*following(Library.open(tmp_path)).all.values()] == [LECUN, VISION]


def test_following_again_changes_nothing(tmp_path: Path) -> None:
    follows = following(Library.open(tmp_path), "cs.CV")
    follows.follow([LECUN])
    assert follows.follow([Subject(FollowKind.AUTHOR, "YANN  Lecun"), VISION]) is None
    assert follows.unfollow([Subject(FollowKind.AUTHOR, "Somebody Else")]) is None


@pytest.mark.parametrize("real", [True, False])
def test_steps_are_undone_and_done_again(tmp_path: Path, real: bool) -> None:
    library = Library.open(tmp_path) if real else FakeLibrary()
    marking = Marking(library, lambda: NOON)
    follows = Following(marking)
    follows.toggle(LECUN)
    follows.toggle(VISION)
    assert follows.toggle(Subject(FollowKind.AUTHOR, "yann lecun")) is not None
    assert [*follows.all.values()] == [VISION]
    marking.undo()
    assert {*follows.all.values()} == {LECUN, VISION}
    marking.undo()
    assert [*follows.all.values()] == [LECUN]
    marking.redo()
    assert {*follows.all.values()} == {LECUN, VISION}


def test_another_window_sees_it(tmp_path: Path) -> None:
    first, second = Library.open(tmp_path), Library.open(tmp_path)
    following(second).follow([LECUN])
    assert first.refresh()
    assert [*following(first).all.values()] == [LECUN]


def test_what_cannot_be_kept_is_not_followed() -> None:
    library = FakeLibrary()
    library.full = True
    follows = following(library)
    with pytest.raises(StorageError):
        follows.follow([LECUN])
    assert follows.all == {}


def test_two_machines_follow_together(tmp_path: Path) -> None:
    contents = []
    for machine, subjects in (
        ("one", [LECUN, Subject(FollowKind.AUTHOR, "Bernhard Schölkopf")]),
        ("two", [VISION, Subject(FollowKind.AUTHOR, "Bernhard Scholkopf")]),
    ):
        library = Library.open(tmp_path / machine)
        following(library).follow(subjects)
        library.close()
        contents.append(json.loads((tmp_path / machine / "library.json").read_text()))
    tables = [{FOLLOWS: each[FOLLOWS]} for each in contents]
    assert merge(*tables) == merge(*reversed(tables))
    assert len(merge(*tables)[FOLLOWS]) == 3


def test_a_later_programs_kinds_are_carried_along(tmp_path: Path) -> None:
    moment = "2026-08-14T09:14:03Z"
    table = {
        "venue:icml": {"kind": "venue", "name": "ICML", "created_at": moment, "since": 2027},
        "author:a": {"kind": "author", "name": "A", "created_at": moment, "colour": "blue"},
    }
    (tmp_path / "library.json").write_text(
        json.dumps({"version": 1, "marks": {}, "papers": {}, FOLLOWS: table, "venues": {"x": {"y": 1}}})
    )
    library = Library.open(tmp_path)
    assert library.notices == ()
    follows = following(library)
    assert [str(subject) for subject in follows.all.values()] == ["author:A"]
    follows.follow([LECUN])
    follows.unfollow([Subject(FollowKind.AUTHOR, "a")])
    library.close()
    written = json.loads((tmp_path / "library.json").read_text())
    assert written[FOLLOWS]["venue:icml"] == table["venue:icml"]
    assert written[FOLLOWS]["author:a"]["colour"] == "blue"
    assert written["venues"] == {"x": {"y": 1}}


def test_what_is_no_follow_is_said_and_stays(tmp_path: Path) -> None:
    moment = "2026-08-14T09:14:03Z"
    table = {
        "a": 7,
        "b": {"kind": "author", "name": 3, "created_at": moment},
        "c": {"kind": "author", "name": "x\x1b[2J", "created_at": moment},
        "d": {"kind": "author", "name": "D"},
    }
    (tmp_path / "library.json").write_text(
        json.dumps({"version": 1, "marks": {}, "papers": {}, FOLLOWS: table})
    )
    library = Library.open(tmp_path)
    assert following(library).all == {}
    assert "4 entries" in library.notices[0]
    following(library).follow([LECUN])
    library.close()
    written = json.loads((tmp_path / "library.json").read_text())[FOLLOWS]
    assert {name: written[name] for name in table} == table


def test_the_settings_name_categories_too() -> None:
    follows = following(FakeLibrary(), "cs.LG")
    assert follows.categories == ("cs.LG",)
    follows.follow([VISION])
    assert follows.categories == ("cs.LG", "cs.CV")
    with pytest.raises(UsageError, match=r"cs\.LG is followed because config\.toml says so"):
        follows.unfollow([Subject(FollowKind.CATEGORY, "cs.LG")])


def followed(*texts: str) -> dict[str, Subject]:
    kept = {text: Follow(*_parts(text), NOON + timedelta(seconds=n)) for n, text in enumerate(texts)}
    return subjects_followed(kept, ())


def _parts(text: str) -> tuple[str, str]:
    kind, _, name = text.partition(":")
    return kind, name


@pytest.mark.parametrize(
    ("follow", "fields", "matches"),
    [
        ("author:Bernhard Scholkopf", {"authors": ["Bernhard Schölkopf"]}, True),
        ("author:BERNHARD SCHÖLKOPF", {"authors": ["A", "Bernhard Scholkopf"]}, True),
        ("author:Yann LeCun", {"authors": ["Yann LeCun Smith"]}, False),
        ("author:Ann Lee", {"authors": ["Mary Ann", "Lee Ann"]}, False),
        ("author:Ann Lee", {"title": "Ann Lee", "authors": ["Bo"]}, False),
        ("author:Jean-Luc Picard", {"authors": ["Jean Luc Picard"]}, True),
        ("author:作者 一郎", {"authors": ["作者 一郎"]}, True),
        ("author:[bold]", {"authors": ["[bold]"]}, True),
        ("author:🙂", {"authors": ["🙂"]}, True),
        ("author:🙂", {"authors": ["🚀"]}, False),
        ("org:some lab", {"organization": "Some Lab"}, True),
        ("org:Some", {"organization": "Some Lab"}, False),
        ("keyword:Attention", {"keywords": ["attention"]}, True),
        ("keyword:attention", {"keywords": ["cross attention"]}, False),
        ("cat:cs.LG", {"categories": ["cs.CL", "cs.LG"]}, True),
        ("cat:cs", {"categories": ["cs.CL"]}, True),
        ("cat:math", {"categories": ["math-ph"]}, False),
        ("venue:Some Lab", {"organization": "Some Lab"}, False),
    ],
)
def test_names_match_as_a_whole(follow: str, fields: dict[str, object], matches: bool) -> None:
    assert bool(reasons(paper(1, **fields), followed(follow))) is matches


def test_reasons_stand_in_the_order_of_the_paper() -> None:
    one = paper(1, authors=["A", "B"], categories=["cs.LG", "cs.CL"])
    found = reasons(one, followed("cat:cs.CL", "author:B", "cat:cs"))
    assert named(found) == "B, cs.CL and cs"


def test_subjects_of_a_paper_are_named_once() -> None:
    one = paper(1, authors=["Bo", "BO"], keywords=["x"], organization="Bo", categories=["cs.LG"])
    assert [*map(str, subjects_of(one))] == ["author:Bo", "org:Bo", "keyword:x", "cat:cs.LG"]


@pytest.mark.parametrize(
    ("text", "subject"),
    [
        ("author:Yann LeCun", "author:Yann LeCun"),
        ("AUTHOR: Yann\tLeCun ", "author:Yann LeCun"),
        ("cat:CS.lg", "cat:cs.LG"),
        ("cs.lg", "cat:cs.LG"),
        ("math", "cat:math"),
        ("keyword:a:b", "keyword:a:b"),
        ("org:\x1b[31mLab", "org:[31mLab"),
    ],
)
def test_subjects_are_read(text: str, subject: str) -> None:
    assert str(parse_subject(text)) == subject


@pytest.mark.parametrize("text", ["", "LeCun", "author:", "author:\x1b", "venue:ICML", "cat:cs.XX", ":x"])
def test_what_is_no_subject_is_said(text: str) -> None:
    with pytest.raises(UsageError):
        parse_subject(text)
