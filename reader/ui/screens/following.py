"""What the main screen does with what is followed: the dialogs, and what changes with it."""

from collections.abc import Iterable, Iterator, Sequence
from functools import partial
from typing import TYPE_CHECKING

from reader.core.follow import Follow, FollowKind, Subject, distinct, named, reasons, subjects_of
from reader.core.item import FOLLOWS, ItemChange
from reader.service.marking import Step
from reader.service.service import Service
from reader.ui.screens.selection import Targets

if TYPE_CHECKING:
    from reader.core.entry import Entry
    from reader.ui.screens.papers import PapersScreen
    from reader.ui.screens.pick import Pick, PickDialog

_KINDS = [*FollowKind]


class FollowTasks:
    """Offers what can be followed; each choice is kept at once, and undone like a mark."""

    def __init__(self, screen: "PapersScreen", service: Service) -> None:
        self._screen = screen
        self._following = service.following
        self._dialog: PickDialog | None = None

    def because(self, entry: "Entry") -> str:
        """Return the names because of which the person follows a paper; empty where they do not."""
        followed = self._following.all
        return named(reasons(entry.paper, followed)) if followed else ""

    # Dialogs

    def of_papers(self, targets: Targets) -> None:
        """Offer the authors, organisations, keywords and categories of papers."""
        found = distinct(subject for entry in targets.entries for subject in subjects_of(entry.paper))
        if found:
            self._open("Follow", self._picks(sorted(found, key=_kind)))
        else:
            self._screen.acknowledge("Nothing is known of this paper that could be followed.")

    def categories(self) -> None:
        """Offer the categories of arXiv."""
        self._open("Categories of arXiv", list(_category_picks()))

    def show_all(self) -> None:
        """Show what is followed, so that it can be given up."""
        subjects = sorted(self._following.all.values(), key=_kind)
        if subjects:
            self._open("What you follow", self._picks(subjects))
            return
        key = self._screen.key_of
        self._screen.acknowledge(
            f"You follow nothing yet: {key('follow')} on a paper, or {key('categories')} for categories of arXiv."
        )

    def _picks(self, subjects: Iterable[Subject]) -> "list[Pick]":
        from reader.ui.screens.pick import Pick

        return [Pick(subject, subject.name, self._detail(subject)) for subject in subjects]

    def _detail(self, subject: Subject) -> str:
        if subject.kind is not FollowKind.CATEGORY:
            return subject.kind.label
        from reader.core.category import categories

        known = categories().get(subject.name)
        where = " · set in config.toml" if self._following.is_set(subject) else ""
        return (f"{known.name} · category" if known else "category") + where

    def _open(self, title: str, picks: "Sequence[Pick]") -> None:
        from reader.ui.screens.pick import PickDialog

        dialog = PickDialog(title, picks, lambda subject: subject.key in self._following.all, self._toggle)

        def closed(_: None) -> None:
            self._dialog = None

        self._dialog = dialog
        self._screen.app.push_screen(dialog, closed)

    def _toggle(self, subject: Subject) -> None:
        self._screen.parts.changing.carry_out(partial(self._following.toggle, subject))

    # After a step

    def after(self, step: Step) -> None:
        """Show what a step changed of what is followed."""
        changed = [c for c in step.changes if isinstance(c, ItemChange) and c.table == FOLLOWS]
        if not changed:
            return
        if self._dialog is not None and self._dialog.is_mounted:
            self._dialog.show()
        follows = [item for change in changed for item in (change.before, change.after)]
        kinds = {follow.kind for follow in follows if isinstance(follow, Follow)}
        self._screen.renewal.show_follows(arxiv=FollowKind.CATEGORY in kinds)


def _kind(subject: Subject) -> int:
    return _KINDS.index(subject.kind)


def _category_picks() -> "Iterator[Pick]":
    """Yield the categories in the taxonomy's order, each archive before its first one."""
    from reader.core.category import ARCHIVES, categories
    from reader.ui.screens.pick import Pick

    archives: set[str] = set()
    for code, category in categories().items():
        archive = code.split(".")[0]
        if archive != code and archive in ARCHIVES and archive not in archives:
            archives.add(archive)
            yield Pick(Subject(FollowKind.CATEGORY, archive), archive, f"all of {archive} · {category.group}")
        yield Pick(Subject(FollowKind.CATEGORY, code), code, f"{category.name} · {category.group}")
